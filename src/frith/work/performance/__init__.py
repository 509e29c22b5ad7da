"""Definitions, stored figures, indicators, baselines, targets and RAG: one kind of indicator for everyone."""
