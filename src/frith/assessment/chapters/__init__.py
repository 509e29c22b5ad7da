"""The chapters of the strategic assessment: each takes evidence, an area and a period, and returns what it found."""
