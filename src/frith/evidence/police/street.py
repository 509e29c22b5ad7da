"""Reads street-level crime files in one pass: typed rows, checked, and ready counts by place, month and category."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from frith.evidence.archives import EvidenceFile
from frith.evidence.dataset import Coverage
from frith.evidence.engine import quoted
from frith.evidence.manifest import Entry
from frith.evidence.police import street_columns
from frith.evidence.police.counting import ROWS, write_counts
from frith.evidence.police.csv_source import check_headers, relation
from frith.evidence.quarantine import Aside, Pass, set_aside
from frith.evidence.rules import breaches
from frith.evidence.staged import Staged
from frith.vocabulary.categories import CATEGORIES
from frith.vocabulary.periods import Month

VERSION = 1
"""Raised when the same bytes would be read differently."""


def read(
    connection: duckdb.DuckDBPyConnection,
    files: Sequence[EvidenceFile],
    folder: Path,
    entry: Entry,
    latest: Month,
) -> Staged:
    """Read street files into ``rows.parquet`` and its counts; rows that break a rule go to ``quarantine.csv``.

    ``latest`` is the month of today: a later one has not happened. Raises UnreadableInput if columns are missing and
    RowsRejected if no row is left.
    """
    check_headers(files, street_columns.NEEDED, "street-level crime from data.police.uk")
    rules = street_columns.rules(latest)
    rows = folder / ROWS
    source = relation(files, street_columns.COLUMNS, "ignore_errors = true")
    connection.execute(
        f"COPY (SELECT {street_columns.STORED}, {breaches(rules)}::UTINYINT AS broken FROM ({source}))"
        f" TO {quoted(rows)} (FORMAT parquet)"
    )
    aside = set_aside(connection, Pass(tuple(files), street_columns.COLUMNS, rules, rows, folder))
    write_counts(connection, folder)
    return described(connection, rows, aside)


def described(connection: duckdb.DuckDBPyConnection, rows: Path, aside: Aside) -> Staged:
    """Return what is known of a table of street rows."""
    table = f"read_parquet({quoted(rows)})"
    missing, without_id = _first(
        connection,
        f"SELECT count(*) FILTER (longitude IS NULL), count(*) FILTER (crime_key IS NULL) FROM {table}",
    )
    (repeated,) = _first(
        connection,
        "SELECT coalesce(sum(n), 0) FROM (SELECT count(*) AS n FROM"
        f" {table} WHERE crime_key IS NOT NULL GROUP BY crime_key HAVING n > 1)",
    )
    months = connection.execute("SELECT DISTINCT month FROM grouped ORDER BY month").fetchall()
    held = {name for (name,) in connection.execute("SELECT DISTINCT category FROM grouped").fetchall()}
    return Staged(
        rows_in=aside.rows_in,
        kept=aside.kept,
        breaches=aside.breaches,
        coverage=Coverage(
            months=tuple(Month(ordinal) for (ordinal,) in months),
            categories=tuple(category.id for category in CATEGORIES if category.id in held),
        ),
        missing_coordinates=missing,
        repeated_ids=repeated,
        rows_without_id=without_id,
        map_points=True,
    )


def _first(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[Any, ...]:
    row = connection.execute(query).fetchone()
    return row or ()
