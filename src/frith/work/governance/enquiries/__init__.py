"""Enquiries: a few questions, or one file, asked of a named person who has no account, and answered once."""
