"""Street-level crime as data.police.uk publishes it: its columns, the rules its rows must keep, what is stored.

Source of the columns: the files themselves, and the "About" page of data.police.uk.
"""

from __future__ import annotations

from frith.evidence.engine import quoted
from frith.evidence.rules import BRITAIN, LSOA_SHAPE, MONTH_SHAPE, RowRule
from frith.vocabulary.categories import LABELS
from frith.vocabulary.periods import Month

COLUMNS: dict[str, str] = {
    "crime id": "crime_id",
    "month": "month_text",
    "reported by": "reporter",
    "falls within": "force",
    "longitude": "longitude",
    "latitude": "latitude",
    "location": "location",
    "lsoa code": "lsoa",
    "lsoa name": "lsoa_name",
    "crime type": "label",
    "last outcome category": "outcome",
    "context": "context",
}
"""Headings in lower case, and what Frith calls them."""

NEEDED = ("month", "longitude", "latitude", "lsoa code", "crime type")
"""Headings without which a file is not street-level crime."""

TRANSPORT_POLICE = "British Transport Police"
MICRODEGREES = 1_000_000
"""Coordinates are stored as whole millionths of a degree, the six decimals that are published."""

_west, _south, _east, _north = BRITAIN


def rules(latest: Month) -> tuple[RowRule, ...]:
    """Return the rules of a row. A month after ``latest`` has not happened yet."""
    return (
        RowRule(
            "month.malformed",
            "the month is not a year and a month",
            f"month_text IS NULL OR NOT regexp_full_match(month_text, {quoted(MONTH_SHAPE)})",
            "month_text",
            "Write the month like 2016-04.",
        ),
        RowRule(
            "month.future",
            f"the month has not happened yet (after {latest})",
            f"month_text > {quoted(str(latest))}",
            "month_text",
            "Check the year, and the clock of this computer.",
        ),
        RowRule(
            "coordinates.malformed",
            "a coordinate is not a number, or only one of the two is given",
            "(longitude IS NULL) <> (latitude IS NULL) OR (longitude IS NOT NULL AND try_cast(longitude AS DOUBLE) IS NULL)"
            " OR (latitude IS NOT NULL AND try_cast(latitude AS DOUBLE) IS NULL)",
            "concat_ws(', ', longitude, latitude)",
            "Give longitude and latitude in degrees, or neither.",
        ),
        RowRule(
            "coordinates.abroad",
            "the coordinates do not lie in Britain",
            f"try_cast(longitude AS DOUBLE) NOT BETWEEN {_west} AND {_east}"
            f" OR try_cast(latitude AS DOUBLE) NOT BETWEEN {_south} AND {_north}",
            "concat_ws(', ', longitude, latitude)",
            "Check whether longitude and latitude are swapped, or whether zeros stand for missing.",
        ),
        RowRule(
            "category.unknown",
            "the crime type is not one that data.police.uk has used",
            f"label IS NULL OR lower(trim(label)) NOT IN ({', '.join(quoted(label) for label in sorted(LABELS))})",
            "label",
            "Use a crime type of data.police.uk, such as Burglary.",
        ),
        RowRule(
            "lsoa.malformed",
            "the LSOA code is not an area code",
            f"lsoa IS NOT NULL AND NOT regexp_full_match(lsoa, {quoted(LSOA_SHAPE)})",
            "lsoa",
            "Give a code such as E01004736, or leave it empty.",
        ),
    )


def category_of(label: str) -> str:
    """Return an SQL expression for the harmonised category of a published label."""
    cases = " ".join(f"WHEN {quoted(text)} THEN {quoted(name)}" for text, name in sorted(LABELS.items()))
    return f"CASE lower(trim({label})) {cases} END"


STORED = f"""
    CASE WHEN crime_id IS NULL THEN NULL ELSE md5_number_lower(crime_id) END AS crime_key,
    (try_cast(left(month_text, 4) AS SMALLINT) * 12 + try_cast(right(month_text, 2) AS SMALLINT) - 1)::SMALLINT AS month,
    reporter,
    round(try_cast(longitude AS DOUBLE) * {MICRODEGREES})::INTEGER AS longitude,
    round(try_cast(latitude AS DOUBLE) * {MICRODEGREES})::INTEGER AS latitude,
    location,
    lsoa,
    lsoa_name,
    {category_of("label")} AS category,
    label,
    outcome
"""
"""What is kept of a row. The Crime ID is kept as a number made from it, which is enough to tell repeats and to join."""
