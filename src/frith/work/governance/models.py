"""The tables of governance, each written down with the activity that it belongs to."""

from frith.work.governance.papers.models import CitedFigure, IssuedPaper, Paper

__all__ = ["CitedFigure", "IssuedPaper", "Paper"]
