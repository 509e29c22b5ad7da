"""What the catalogue knows of one dataset: where it came from, what it covers, how good it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from frith.vocabulary.disclosure import DisclosurePolicy
from frith.vocabulary.periods import Month


class Family(StrEnum):
    """Kinds of source. Datasets of one family can overlap; precedence then says which counts."""

    STREET = "police.street"
    OUTCOMES = "police.outcomes"
    STOPS = "police.stops"
    OFFICIAL = "police.official"
    INCIDENTS = "incidents"
    BOUNDARIES = "boundaries"
    LOOKUP = "lookup"
    DENOMINATORS = "denominators"
    HARM = "harm"


NOT_EVENTS = frozenset({Family.BOUNDARIES, Family.LOOKUP, Family.DENOMINATORS, Family.HARM})
"""Families whose rows are no events: they have no months to be missing and no places to be without."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a dataset claims to hold completely: areas (borough codes; empty means not by area), months, categories.

    Inside its coverage an absent row is a true zero; outside it, nothing is known.
    ``thin`` months are inside the files but too incomplete to compare; each with its reason. ``thin_by_area`` are
    those of one borough (its code) alone, ``thin_by_force`` those of one reporting force: a borough or a force can
    fall silent while the others in the same files go on. ``silent_categories`` are the months in which a borough has no
    row of a category that it otherwise has many of: (borough, category, month, reason).
    """

    areas: tuple[str, ...] = ()
    months: tuple[Month, ...] = ()
    categories: tuple[str, ...] = ()
    thin: tuple[tuple[Month, str], ...] = ()
    thin_by_area: tuple[tuple[str, Month, str], ...] = ()
    thin_by_force: tuple[tuple[str, Month, str], ...] = ()
    silent_categories: tuple[tuple[str, str, Month, str], ...] = ()

    @property
    def gaps(self) -> tuple[Month, ...]:
        """Months missing between the first and the last."""
        if not self.months:
            return ()
        held = set(self.months)
        return tuple(
            Month(n) for n in range(min(held).ordinal, max(held).ordinal + 1) if Month(n) not in held
        )


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file of a dataset: its name, the SHA-256 of its bytes, and how many bytes."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """One dataset in the catalogue. ``id`` comes from its content and its reading rules alone.

    ``precedence``: where datasets of one family overlap, the higher number counts and the other is left out;
    equal numbers fall back to the id, so that the answer never depends on the order of loading.
    """

    id: str
    family: Family
    title: str
    source: str
    licence: str
    attribution: str
    disclosure: DisclosurePolicy
    coverage: Coverage
    precedence: int = 0
    rows_in: int = 0
    kept: int = 0
    rejected: int = 0
    missing_coordinates: int = 0
    repeated_ids: int = 0
    rows_without_id: int = 0
    map_points: bool = False
    invented: bool = False
    grade: str = ""
    grade_rule: str = ""
    files: tuple[SourceFile, ...] = ()
    tables: tuple[str, ...] = ()
    details: dict[str, Any] = field(default_factory=dict)
