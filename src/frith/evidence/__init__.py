"""Depersonalised sources, made into checked, graded, catalogued tables. Never person-level."""
