"""Partnerships: the areas they cover, and the agencies that belong to them with their legal role, by date."""
