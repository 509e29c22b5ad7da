"""Actions: who does what by when, how far it is, and why it was not done where it was not."""
