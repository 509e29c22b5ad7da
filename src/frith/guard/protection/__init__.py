"""Data controllers and lawful sharing."""
