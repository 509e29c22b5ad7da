"""Data controllers and lawful sharing: agreements, who must not see a record, and what is opened in a risk to life."""
