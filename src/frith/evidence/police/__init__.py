"""Readers for what the police publish: street-level crime, outcomes, stop and search, official counts."""
