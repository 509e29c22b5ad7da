"""The partnership's plan: priorities tied to findings and measures, how each came and went, and the public summary."""
