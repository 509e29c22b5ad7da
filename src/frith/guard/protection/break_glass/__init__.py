"""Break-glass: a record that is opened in a risk to life, for a few hours, seen and reviewed."""
