"""People, agencies and roles, and the single answer to "may this person do that to this, and why?"."""
