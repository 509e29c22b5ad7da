"""What reading a source gives, before the catalogue stores it: typed tables, and everything that was noticed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import polars as pl

from frith.evidence.dataset import Coverage, Family

REJECT_COLUMNS: dict[str, Any] = {
    "file": pl.String,
    "line": pl.Int64,
    "rule": pl.String,
    "value": pl.String,
    "reason": pl.String,
}
"""Columns of a table of rejected rows: where the row stood, which rule it broke, and why in words."""


def rejects(rows: list[tuple[str, int, str, str, str]] | None = None) -> pl.DataFrame:
    """Return a table of rejected rows: (file, line, rule, value, reason), empty when nothing was rejected."""
    return pl.DataFrame(rows or [], schema=REJECT_COLUMNS, orient="row")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadResult:
    """One source as read: ``tables`` by name, rows counted, rejected rows with reasons, notes for the reader.

    ``details`` are facts that the catalogue keeps with the dataset (projection used, shapes repaired, years held);
    ``note`` says what had to be done to read the file, '' if nothing.
    """

    family: Family
    tables: dict[str, pl.DataFrame]
    rows_in: int
    rejected: pl.DataFrame
    coverage: Coverage = field(default_factory=Coverage)
    details: dict[str, Any] = field(default_factory=dict)
    missing_coordinates: int = 0
    note: str = ""

    @property
    def rejected_rows(self) -> int:
        """How many rows were left out: a row that breaks two rules is one row."""
        return self.rejected.select("file", "line").n_unique()

    @property
    def kept(self) -> int:
        """How many rows were kept."""
        return self.rows_in - self.rejected_rows
