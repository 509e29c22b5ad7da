"""Methods, each from its paper: plain numbers in, plain numbers out; they know no crime, place or person."""
