"""Reads counts by small area and month of one street-level category: a long history without map points."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from frith.evidence.dataset import Coverage
from frith.evidence.engine import quoted
from frith.evidence.entry import Entry
from frith.evidence.plain_files import EvidenceFile
from frith.evidence.police.counting import CELLS
from frith.evidence.police.layouts import MONTH, PARQUET, ROWS, Layout, read_rows
from frith.evidence.quality import thin_months
from frith.evidence.rules import LSOA_SHAPE, RowRule, month_rules
from frith.evidence.staged import Staged
from frith.vocabulary.categories import BY_ID
from frith.vocabulary.faults import Fault, UnreadableInput
from frith.vocabulary.periods import Month

NEEDED = ("month", "lsoa_code", "n")


def are_totals(files: Sequence[EvidenceFile]) -> bool:
    """Return whether all files hold counts by small area and month, not crimes."""
    return all(set(NEEDED) <= {name.lower() for name in file.header} for file in files)


def totals_layout(latest: Month) -> Layout:
    """Return the layout: a month, a small area's code and a count. An absent row is a zero."""
    return Layout(
        what="counts by small area and month (month, lsoa_code, n)",
        columns={"month": "month_text", "lsoa_code": "lsoa", "n": "count"},
        needed=NEEDED,
        rules=(
            *month_rules(latest),
            RowRule(
                "lsoa.malformed",
                "the LSOA code is missing or not an area code",
                f"lsoa IS NULL OR NOT regexp_full_match(lsoa, {quoted(LSOA_SHAPE)})",
                "lsoa",
                "Give a code such as E01004736.",
            ),
            RowRule(
                "count.malformed",
                "the count is not a whole number from 0",
                "count IS NULL OR NOT regexp_full_match(count, '[0-9]{1,9}')",
                "count",
                "Give how many there were.",
            ),
        ),
        typed=f"{MONTH}, try_cast(count AS INTEGER) AS n",
        stored="month, lsoa, n",
        parquet="month::VARCHAR AS month_text, lsoa_code AS lsoa, n::VARCHAR AS count",
        parquet_needed=NEEDED,
    )


def read_totals(
    connection: duckdb.DuckDBPyConnection,
    files: Sequence[EvidenceFile],
    folder: Path,
    entry: Entry,
    latest: Month,
) -> Staged:
    """Read counts of the one category that the manifest names (``reading.category``).

    Raises UnreadableInput if it names none, and what :func:`frith.evidence.police.layouts.read_rows` raises.
    """
    category = entry.reading.get("category", "")
    if category not in BY_ID:
        raise UnreadableInput(
            Fault(
                "manifest.category",
                "the manifest does not say which category these counts are of",
                files[0].name,
                ", ".join(BY_ID),
                str(category),
                'Write reading = { category = "burglary" } in the manifest.',
            )
        )
    aside = read_rows(connection, files, folder, totals_layout(latest))
    rows = quoted(folder / ROWS)
    connection.execute(
        f"COPY (SELECT lsoa, month, {quoted(category)} AS category, false AS transport, sum(n)::INTEGER AS n"
        f" FROM read_parquet({rows}) GROUP BY ALL)"
        f" TO {quoted(folder / CELLS)} {PARQUET}"
    )
    by_month = connection.execute(
        f"SELECT month, sum(n)::BIGINT FROM read_parquet({rows}) GROUP BY month ORDER BY month"
    ).fetchall()
    counted = {Month(ordinal): rows for ordinal, rows in by_month}
    return Staged(
        rows_in=aside.rows_in,
        kept=aside.kept,
        breaches=aside.breaches,
        coverage=Coverage(months=tuple(counted), categories=(category,), thin=thin_months(counted)),
        map_points=True,
        details={"points": False, "offences": sum(counted.values())},
    )
