"""Evidence in, findings and figures out. Deterministic, and never sees a named person."""
