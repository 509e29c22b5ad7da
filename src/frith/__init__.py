"""Frith runs a community safety partnership, and ties each figure it publishes to what it rests on."""

__version__ = "0.1.0"
