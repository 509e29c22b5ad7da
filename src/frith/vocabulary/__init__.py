"""Words and values that every room shares: periods, areas, figures, code lists, faults. Imports nothing of ours."""
