"""Reads outcomes of crimes: one row for each outcome that a crime reached, joined to the crime by its Crime ID."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from frith.evidence.dataset import Coverage
from frith.evidence.engine import quoted
from frith.evidence.entry import Entry
from frith.evidence.plain_files import EvidenceFile
from frith.evidence.police import layouts
from frith.evidence.police.layouts import (
    COORDINATES,
    COORDINATES_STORED,
    CRIME_KEY,
    MONTH,
    ROWS,
    Layout,
    read_rows,
)
from frith.evidence.rules import END_OF_TIME, PLACE_RULES, RowRule, month_rules
from frith.evidence.staged import Staged
from frith.vocabulary.faults import Fault
from frith.vocabulary.periods import Month

VERSION = 2
READINGS: tuple[str, ...] = ("snapshot",)
"""Settings that this reader may be told."""
NEEDED = ("Crime ID", "Month", "Outcome type")


def outcomes_layout(latest: Month) -> Layout:
    """Return the layout of the outcomes files of data.police.uk."""
    return Layout(
        what="outcomes from data.police.uk",
        columns={
            "Crime ID": "crime_id",
            "Month": "month_text",
            "Longitude": "longitude",
            "Latitude": "latitude",
            "LSOA code": "lsoa",
            "Outcome type": "outcome",
        },
        needed=NEEDED,
        rules=(
            *month_rules(latest),
            RowRule(
                "outcome.missing",
                "the row says no outcome",
                "outcome IS NULL OR trim(outcome) = ''",
                "outcome",
                "Give the outcome type, or delete the row.",
            ),
            *PLACE_RULES,
        ),
        typed=f"{MONTH}, {COORDINATES}",
        stored=f"{CRIME_KEY}, month, {COORDINATES_STORED}, lsoa, outcome",
    )


def header_faults(files: Sequence[EvidenceFile]) -> list[Fault]:
    """Return a fault for every file that lacks a needed column."""
    return layouts.header_faults(files, outcomes_layout(END_OF_TIME))


def read(
    connection: duckdb.DuckDBPyConnection,
    files: Sequence[EvidenceFile],
    folder: Path,
    entry: Entry,
    latest: Month,
) -> Staged:
    """Read outcomes files into ``rows.parquet``. Raises what :func:`frith.evidence.police.layouts.read_rows` raises.

    A crime can reach several outcomes, so a Crime ID that comes twice is no fault; ``repeated_ids`` counts such rows.
    """
    aside = read_rows(connection, files, folder, outcomes_layout(latest))
    table = f"read_parquet({quoted(folder / ROWS)})"
    found = connection.execute(
        f"""SELECT count(*) FILTER (longitude IS NULL), count(*) FILTER (crime_key IS NULL),
            (SELECT coalesce(sum(n), 0)::BIGINT FROM (SELECT count(*) AS n FROM {table}
             WHERE crime_key IS NOT NULL GROUP BY crime_key HAVING n > 1)), list_sort(list(DISTINCT month))
        FROM {table}"""
    ).fetchone()
    missing, without_id, repeated, months = found or (0, 0, 0, [])
    return Staged(
        rows_in=aside.rows_in,
        kept=aside.kept,
        breaches=aside.breaches,
        coverage=Coverage(months=tuple(Month(ordinal) for ordinal in months)),
        missing_coordinates=missing,
        repeated_ids=repeated,
        rows_without_id=without_id,
        map_points=True,
        details={"snapshot": entry.reading.get("snapshot", "")},
    )
