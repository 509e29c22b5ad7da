"""Jobs: long work that somebody asked for, done beside the site, at least once, with its effects once."""
