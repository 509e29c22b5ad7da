"""Single sign-on: an organisation's provider vouches for a person (OpenID Connect), in place of a password."""
