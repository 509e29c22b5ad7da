"""Liaison officers: the person of each agency who sees to its sharing."""
