"""Sharing agreements: who shares which data with whom, why, by which law, and from when to when."""
