"""Sessions: where somebody is signed in. Each can be seen by the person and ended at once."""
