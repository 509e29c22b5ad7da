"""The families of evidence: which reader reads each, and by which headings police files are told apart."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import duckdb

from frith.evidence.dataset import Family
from frith.evidence.entry import Entry
from frith.evidence.plain_files import EvidenceFile
from frith.evidence.police import official, outcomes, stops, street, street_layout, street_totals
from frith.evidence.staged import Staged
from frith.vocabulary.faults import Fault
from frith.vocabulary.periods import Month


class PoliceReader(Protocol):
    """A module that reads one family of police files."""

    VERSION: int
    READINGS: tuple[str, ...]
    """Raised when the same bytes would be read differently."""

    def header_faults(self, files: Sequence[EvidenceFile]) -> list[Fault]:
        """Return a fault for every file that lacks a needed column."""

    def read(
        self,
        connection: duckdb.DuckDBPyConnection,
        files: Sequence[EvidenceFile],
        folder: Path,
        entry: Entry,
        latest: Month,
    ) -> Staged:
        """Read files into tables in a folder. ``latest`` is today's month: a later one has not happened."""


POLICE: dict[Family, PoliceReader] = {
    Family.STREET: street,
    Family.OUTCOMES: outcomes,
    Family.STOPS: stops,
    Family.OFFICIAL: official,
}
"""The reader of each family of police files."""

SIGNS: tuple[tuple[Family, tuple[str, ...]], ...] = (
    (Family.STOPS, stops.NEEDED),
    (Family.STREET, street_layout.SIGNS),
    (Family.STREET, street_layout.POINTS_NEEDED),
    (Family.STREET, street_totals.NEEDED),
    (Family.OUTCOMES, outcomes.NEEDED),
)
"""Headings that tell a family; the first that fits is the one."""

_FEW_LACKING = 3


def by_family(
    files: Sequence[EvidenceFile], stated: Family | None
) -> tuple[dict[Family, tuple[EvidenceFile, ...]], list[Fault]]:
    """Return police files by their family (the one stated, or as their headings tell), and faults of their columns."""
    if stated:
        return {stated: tuple(files)}, POLICE[stated].header_faults(files)
    told: dict[Family, tuple[EvidenceFile, ...]] = {}
    faults = []
    for file in files:
        family = _family(file)
        if family is None:
            faults.append(_unknown(file))
        else:
            told[family] = (*told.get(family, ()), file)
            faults += POLICE[family].header_faults([file])
    return dict(sorted(told.items())), faults


def _family(file: EvidenceFile) -> Family | None:
    have = {name.lower() for name in file.header}
    for family, headings in SIGNS:
        if {name.lower() for name in headings} <= have:
            return family
    return Family.OFFICIAL if have & set(official.HEADINGS["major"]) else None


def _nearest(file: EvidenceFile) -> tuple[Family | None, list[str]]:
    """Return the family whose signs lack fewest of a file's columns, where it has most of them, and what it lacks."""
    have = {name.lower() for name in file.header}
    lacking = [
        (family, [name for name in signs if name.lower() not in have], signs) for family, signs in SIGNS
    ]
    near = [(len(lacks), family, lacks) for family, lacks, signs in lacking if 2 * len(lacks) < len(signs)]
    return min(near, key=lambda each: each[0])[1:] if near else (None, [])


def _unknown(file: EvidenceFile) -> Fault:
    near, lacking = _nearest(file)
    if near and len(lacking) <= _FEW_LACKING:
        return Fault(
            "columns.missing",
            f"the file lacks the columns {', '.join(lacking)}",
            file.name,
            f"the columns of {near.value}",
            ", ".join(file.header)[:200],
            "Check that it is the right file, and that its first line holds the column names.",
        )
    return Fault(
        "family.unknown",
        "the columns do not say what kind of evidence this is",
        file.name,
        "columns of data.police.uk (such as Crime type, Outcome type, Object of search), or the family stated",
        ", ".join(file.header)[:200],
        "Say what it is with --family, or in a manifest; other tables need a mapping (docs/how-to).",
    )
