"""Personal tokens: what a person gives a program of theirs, so that it may ask for them. Each says what it reaches."""
