"""Meetings and workshops: agenda, attendance, minutes, and decisions with their evidence."""
