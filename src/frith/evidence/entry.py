"""What is said of one source before it is read: by a manifest, or on the command line."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from frith.evidence.codes import CODE
from frith.evidence.dataset import Family
from frith.vocabulary.disclosure import DisclosurePolicy
from frith.vocabulary.faults import Fault
from frith.vocabulary.periods import Month

_SHOWN = 60
_CODES_SHOWN = 12
PRECEDENCE = range(-1000, 1001)
"""What may be said of which source counts. Nobody ranks more, and a slip of the keys shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One source, as its manifest or the command line describes it.

    ``areas``, ``months`` and ``categories`` are what it claims to hold completely; empty means: as found.
    ``thin`` months are claimed to be incomplete. ``placing`` says of each month how many rows the whole source had and
    how many had no coordinates, where the files hold only those that someone placed. ``reading`` holds what the reader
    of the family needs to be told.
    """

    paths: tuple[Path, ...]
    title: str = ""
    source: str = ""
    licence: str = ""
    attribution: str = ""
    family: Family | None = None
    disclosure: DisclosurePolicy = DisclosurePolicy.ALREADY_PUBLIC
    precedence: int = 0
    invented: bool = False
    areas: tuple[str, ...] = ()
    months: tuple[Month, ...] = ()
    categories: tuple[str, ...] = ()
    thin: tuple[tuple[Month, str], ...] = ()
    placing: tuple[tuple[Month, int, int], ...] = ()
    reading: dict[str, Any] = field(default_factory=dict)

    @property
    def meaning(self) -> dict[str, Any]:
        """What of this changes how the bytes are understood; it is part of a dataset's id."""
        return {
            "areas": sorted(self.areas),
            "months": [str(month) for month in self.months],
            "categories": sorted(self.categories),
            "thin": [[str(month), reason] for month, reason in self.thin],
            "placing": [[str(month), rows, without] for month, rows, without in self.placing],
            "invented": self.invented,
            "reading": self.reading,
        }


def precedence_faults(precedence: int, where: str) -> list[Fault]:
    """Return a fault if a precedence is no rank."""
    if precedence in PRECEDENCE:
        return []
    allowed = f"a whole number from {PRECEDENCE[0]:,} to {PRECEDENCE[-1]:,}"
    return [Fault("manifest.precedence", "the precedence is no rank", where, allowed, str(precedence))]


def area_faults(areas: Iterable[str], where: str, known: Collection[str] = ()) -> list[Fault]:
    """Return a fault for every claimed area that is no borough: a claim that fits none would never count.

    ``known`` are the codes of the boroughs that look-ups name; where there are none yet, any code may be one.
    """
    return [
        Fault(
            "manifest.areas",
            "no borough of the look-ups has this code"
            if CODE.fullmatch(area)
            else "the area is not an official code",
            where,
            _allowed(area, known),
            area[:_SHOWN],
            "Give the code of a borough, or first add the look-up that names it."
            if known
            else "Give the code of a borough.",
        )
        for area in areas
        if not CODE.fullmatch(area) or (known and area not in known)
    ]


def _allowed(area: str, known: Collection[str]) -> str:
    """Return which codes may be claimed: all where they are few, else those most like the one given."""
    if not known:
        return "codes of boroughs, such as E09000033"
    shown = sorted(known, key=lambda code: (-SequenceMatcher(None, area, code).ratio(), code))[:_CODES_SHOWN]
    more = len(known) - len(shown)
    return ", ".join(sorted(shown)) + (f", and {more:,} more" if more else "")
