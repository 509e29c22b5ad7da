"""Reads stop and search: who was stopped, for what, with what result; placed by map point where one is given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from frith.evidence.dataset import Coverage
from frith.evidence.engine import quoted
from frith.evidence.entry import Entry
from frith.evidence.plain_files import EvidenceFile
from frith.evidence.police import layouts
from frith.evidence.police.layouts import COORDINATES, COORDINATES_STORED, ROWS, Layout, read_rows
from frith.evidence.quality import spilt_months, thin_months, unplaced_months
from frith.evidence.rules import EARLIEST_MONTH, END_OF_TIME, PLACE_RULES, RowRule
from frith.evidence.staged import Staged
from frith.vocabulary.faults import Fault
from frith.vocabulary.periods import Month

VERSION = 3
READINGS: tuple[str, ...] = ()
"""Settings that this reader may be told."""
NEEDED = ("Type", "Date", "Latitude", "Longitude", "Officer-defined ethnicity", "Object of search", "Outcome")

OUTCOMES: Mapping[str, str] = {
    "a no further action disposal": "No further action",
    "nothing found - no further action": "No further action",
    "arrest": "Arrest",
    "suspect arrested": "Arrest",
    "khat or cannabis warning": "Khat or cannabis warning",
    "offender given drugs possession warning": "Khat or cannabis warning",
    "penalty notice for disorder": "Penalty notice for disorder",
    "offender given penalty notice": "Penalty notice for disorder",
    "community resolution": "Community resolution",
    "local resolution": "Community resolution",
    "summons / charged by post": "Summons or charged by post",
    "suspect summonsed to court": "Summons or charged by post",
    "suspect summoned to court": "Summons or charged by post",
    "caution (simple or conditional)": "Caution",
    "offender cautioned": "Caution",
}
"""Outcomes as published, in lower case, before and after data.police.uk changed its words, and one name for each.

Source: the files themselves; both sets of words occur in files of the Metropolitan Police of 2018.
"""

DIMENSIONS = {
    "month": "month",
    "ethnicity": "officer_ethnicity",
    "self_ethnicity": "self_ethnicity",
    "age": "age",
    "gender": "gender",
    "object": "object",
    "outcome": "outcome",
    "legislation": "legislation",
}
"""What stops can be counted by, and the column that holds it."""

_LONDON_TIME = "timezone('Europe/London', try_cast(moment AS TIMESTAMPTZ))"
_OUTCOME = " ".join(f"WHEN {quoted(text)} THEN {quoted(name)}" for text, name in sorted(OUTCOMES.items()))


def stops_layout(latest: Month) -> Layout:
    """Return the layout of the stop and search files of data.police.uk."""
    return Layout(
        what="stop and search from data.police.uk",
        columns={
            "Type": "kind",
            "Date": "moment",
            "Longitude": "longitude",
            "Latitude": "latitude",
            "Gender": "gender",
            "Age range": "age",
            "Self-defined ethnicity": "self_ethnicity",
            "Officer-defined ethnicity": "officer_ethnicity",
            "Legislation": "legislation",
            "Object of search": "object",
            "Outcome": "outcome",
            "LSOA code": "lsoa",
        },
        needed=NEEDED,
        rules=(
            RowRule(
                "date.malformed",
                "the date cannot be read",
                "month IS NULL",
                "moment",
                "Write date and time like 2016-06-01T01:55:00+00:00.",
            ),
            RowRule(
                "date.future",
                f"the date has not happened yet (after {latest})",
                f"month > {latest.ordinal}",
                "moment",
                "Check the year, and the clock of this computer.",
            ),
            RowRule(
                "date.early",
                f"the date lies before all evidence (before {EARLIEST_MONTH})",
                f"month < {EARLIEST_MONTH.ordinal}",
                "moment",
                "Check the year.",
            ),
            *PLACE_RULES,
        ),
        typed=f"""(year({_LONDON_TIME}) * 12 + month({_LONDON_TIME}) - 1) AS month, {COORDINATES},
            coalesce(CASE lower(trim(outcome)) {_OUTCOME} END, outcome) AS result""",
        stored=f"""month, kind, gender, age, self_ethnicity, officer_ethnicity, legislation, object, result AS outcome,
            outcome AS outcome_published, {COORDINATES_STORED}, lsoa""",
    )


def header_faults(files: Sequence[EvidenceFile]) -> list[Fault]:
    """Return a fault for every file that lacks a needed column."""
    return layouts.header_faults(files, stops_layout(END_OF_TIME))


def read(
    connection: duckdb.DuckDBPyConnection,
    files: Sequence[EvidenceFile],
    folder: Path,
    entry: Entry,
    latest: Month,
) -> Staged:
    """Read stop and search files into ``rows.parquet``; the month is that of the London clock, as in the files' names.

    Rows without coordinates belong to no area. Where the files hold only rows that someone placed already, the
    manifest says how many there were (``placing``), so that a month that lost most of them is known as thin.
    """
    aside = read_rows(connection, files, folder, stops_layout(latest))
    by_month = connection.execute(
        "SELECT month, count(*), count(*) FILTER (longitude IS NULL AND lsoa IS NULL),"
        " count(*) FILTER (longitude IS NULL), count(*) FILTER (lsoa IS NULL AND longitude IS NOT NULL)"
        f" FROM read_parquet({quoted(folder / ROWS)}) GROUP BY month ORDER BY month"
    ).fetchall()
    stated = {month: (rows, without) for month, rows, without in entry.placing}
    placing = [
        (Month(ordinal), *stated.get(Month(ordinal), (rows, unplaced)))
        for ordinal, rows, unplaced, _, _ in by_month
    ]
    return Staged(
        rows_in=aside.rows_in,
        kept=aside.kept,
        breaches=aside.breaches,
        coverage=Coverage(
            months=tuple(Month(ordinal) for ordinal, *_ in by_month),
            thin=_thin({Month(ordinal): rows for ordinal, rows, *_ in by_month}, placing),
        ),
        missing_coordinates=sum(missing for *_, missing, _ in by_month),
        rows_without_id=aside.kept,
        map_points=True,
        details={
            "placing": [[str(month), rows, without] for month, rows, without in placing],
            "rows_to_place": sum(to_place for *_, to_place in by_month),
        },
    )


def _thin(
    rows: Mapping[Month, int], placing: Sequence[tuple[Month, int, int]]
) -> tuple[tuple[Month, str], ...]:
    """Return the months with too few rows, and those most of whose rows have no place, which is the better reason.

    A file of June can end with a row of midnight, which by the London clock is July: July is not held by that.
    """
    return tuple(
        sorted((dict(spilt_months(rows)) | dict(thin_months(rows)) | dict(unplaced_months(placing))).items())
    )
