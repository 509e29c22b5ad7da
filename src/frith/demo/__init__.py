"""The demonstration: a real borough's public figures, or an invented borough, beside an invented partnership."""
