"""Reads street-level crime in one pass: typed rows, checked, and ready counts by place, month and category."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from frith.evidence.dataset import Coverage
from frith.evidence.engine import quoted
from frith.evidence.entry import Entry
from frith.evidence.plain_files import EvidenceFile
from frith.evidence.police import layouts, street_totals
from frith.evidence.police.counting import write_cells
from frith.evidence.police.layouts import ROWS, read_rows
from frith.evidence.police.street_layout import TRANSPORT_POLICE, street_layout
from frith.evidence.quality import silent_months, thin_months
from frith.evidence.quarantine import Aside
from frith.evidence.rules import END_OF_TIME
from frith.evidence.staged import Staged
from frith.vocabulary.categories import CATEGORIES
from frith.vocabulary.faults import Fault
from frith.vocabulary.periods import Month

VERSION = 4
"""Raised when the same bytes would be read differently."""
READINGS: tuple[str, ...] = ("category", "snapshot")
"""Settings that this reader may be told."""


def header_faults(files: Sequence[EvidenceFile]) -> list[Fault]:
    """Return a fault for every file that lacks a needed column."""
    if street_totals.are_totals(files):
        return []
    return layouts.header_faults(files, street_layout(END_OF_TIME))


def read(
    connection: duckdb.DuckDBPyConnection,
    files: Sequence[EvidenceFile],
    folder: Path,
    entry: Entry,
    latest: Month,
) -> Staged:
    """Read street files into ``rows.parquet`` and its counts; rows that break a rule go to ``quarantine.csv``.

    ``latest`` is the month of today: a later one has not happened. Raises RowsRejected if no row is left.
    """
    if street_totals.are_totals(files):
        return street_totals.read_totals(connection, files, folder, entry, latest)
    aside = read_rows(connection, files, folder, street_layout(latest))
    write_cells(connection, folder)
    return _described(connection, folder / ROWS, aside, entry)


def _described(connection: duckdb.DuckDBPyConnection, rows: Path, aside: Aside, entry: Entry) -> Staged:
    table = f"read_parquet({quoted(rows)})"
    missing, without_id, outcomes = _first(
        connection,
        f"SELECT count(*) FILTER (longitude IS NULL), count(*) FILTER (crime_key IS NULL), count(outcome) FROM {table}",
    )
    (repeated,) = _first(
        connection,
        "SELECT coalesce(sum(n), 0)::BIGINT FROM (SELECT count(*) AS n FROM"
        f" {table} WHERE crime_key IS NOT NULL GROUP BY crime_key HAVING n > 1)",
    )
    by_month = connection.execute(
        "SELECT month, sum(n)::BIGINT, coalesce(sum(n) FILTER (transport), 0)::BIGINT FROM cells"
        " GROUP BY month ORDER BY month"
    ).fetchall()
    held = {name for (name,) in connection.execute("SELECT DISTINCT category FROM cells").fetchall()}
    thin = thin_months(
        {Month(ordinal): rows for ordinal, rows, _ in by_month},
        {Month(ordinal): transport for ordinal, _, transport in by_month},
    )
    return Staged(
        rows_in=aside.rows_in,
        kept=aside.kept,
        breaches=aside.breaches,
        coverage=Coverage(
            months=tuple(Month(ordinal) for ordinal, _, _ in by_month),
            categories=tuple(category.id for category in CATEGORIES if category.id in held),
            thin=thin,
            thin_by_force=_silent_forces(
                connection, table, {Month(ordinal) for ordinal, *_ in by_month} - {month for month, _ in thin}
            ),
        ),
        missing_coordinates=missing,
        repeated_ids=repeated,
        rows_without_id=without_id,
        map_points=True,
        details={
            "points": True,
            "rows_with_outcome": outcomes,
            "snapshot": entry.reading.get("snapshot", ""),
        },
    )


def _silent_forces(
    connection: duckdb.DuckDBPyConnection, table: str, months: set[Month]
) -> tuple[tuple[str, Month, str], ...]:
    """Return the months in which one of several forces is absent or thin. The transport police are judged elsewhere."""
    rows: dict[str, dict[Month, int]] = {}
    for force, month, n in connection.execute(
        f"""SELECT reporter, month, count(*) FROM {table}
        WHERE reporter <> {quoted(TRANSPORT_POLICE)} GROUP BY ALL ORDER BY ALL"""
    ).fetchall():
        rows.setdefault(force, {})[Month(month)] = n
    return silent_months(rows, months) if len(rows) > 1 else ()


def _first(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[Any, ...]:
    return connection.execute(query).fetchone() or ()
