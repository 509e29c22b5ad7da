"""Committee papers: drafted from live figures, issued as they stood."""
