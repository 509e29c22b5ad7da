"""What a reader has written into a staging folder, and what it counted on the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from frith.evidence.dataset import Coverage


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How many rows broke one rule, with the first few: (file, line, value)."""

    rule: str
    sentence: str
    remedy: str
    rows: int
    examples: tuple[tuple[str, int, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """One source as read. ``meaning`` is what decided the reading beside the bytes; it is part of the dataset's id."""

    rows_in: int
    kept: int
    coverage: Coverage
    meaning: dict[str, Any] = field(default_factory=dict)
    breaches: tuple[RuleCount, ...] = ()
    missing_coordinates: int = 0
    repeated_ids: int = 0
    rows_without_id: int = 0
    map_points: bool = False
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def rejected(self) -> int:
        """How many rows were set aside: a row that breaks two rules is one row."""
        return self.rows_in - self.kept
