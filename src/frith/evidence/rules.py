"""Rules that every row must keep, as data: a sentence for people, a predicate for the engine, and what to do."""

from __future__ import annotations

from dataclasses import dataclass

from frith.evidence.engine import quoted
from frith.evidence.projection import LON_LAT_OF_BRITAIN
from frith.vocabulary.periods import Month


@dataclass(frozen=True, slots=True)
class RowRule:
    """One rule. ``breach`` is an SQL predicate that is true for a row that breaks it; ``value`` is what to show.

    A row that breaks any rule is set aside in the quarantine file with every rule that it breaks.
    """

    id: str
    sentence: str
    breach: str
    value: str
    remedy: str


def breaches(rules: tuple[RowRule, ...]) -> str:
    """Return an SQL expression whose bits say which rules a row breaks: bit 0 for the first; 0 is a sound row."""
    bits = (f"CASE WHEN {rule.breach} THEN {1 << bit} ELSE 0 END" for bit, rule in enumerate(rules))
    return "(" + " + ".join(bits) + ")"


EARLIEST_MONTH = Month.of(1990, 1)
"""No row is about a month before this one. Street-level crime begins in December 2010, the oldest official counts by
borough and month in the 1990s; what claims to be older is a slip (1066, 0001), and would make a gap of centuries."""
END_OF_TIME = Month.of(9999, 12)
"""Stands for today's month where nobody said what it is: then no month lies in the future."""
MONTH_SHAPE = "[0-9]{4}-(0[1-9]|1[0-2])"
LSOA_SHAPE = "[A-Z][0-9]{8}|95[A-Z]{2}[0-9]{2}[SW][0-9]"
"""ONS codes have a letter and eight digits; Northern Ireland's super output areas are like 95GG16S1."""

MICRODEGREES = 1_000_000
"""Coordinates are held as whole millionths of a degree, the six decimals that are published."""
_west, _south, _east, _north = (degrees * MICRODEGREES for degrees in LON_LAT_OF_BRITAIN)


def month_rules(latest: Month) -> tuple[RowRule, ...]:
    """Return the rules for ``month_text`` and its ordinal ``month``. A month after ``latest`` has not happened yet.

    One before :data:`EARLIEST_MONTH` is a slip.
    """
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
            f"month > {latest.ordinal}",
            "month_text",
            "Check the year, and the clock of this computer.",
        ),
        RowRule(
            "month.early",
            f"the month lies before all evidence (before {EARLIEST_MONTH})",
            f"month < {EARLIEST_MONTH.ordinal}",
            "month_text",
            "Check the year.",
        ),
    )


PLACE_RULES = (
    RowRule(
        "coordinates.malformed",
        "a coordinate is not a number, or only one of the two is given",
        "(longitude IS NULL) <> (latitude IS NULL)"
        " OR (longitude IS NOT NULL AND x IS NULL) OR (latitude IS NOT NULL AND y IS NULL)",
        "concat_ws(', ', longitude, latitude)",
        "Give longitude and latitude in degrees, or neither.",
    ),
    RowRule(
        "coordinates.abroad",
        "the coordinates do not lie in Britain",
        f"x NOT BETWEEN {_west:.0f} AND {_east:.0f} OR y NOT BETWEEN {_south:.0f} AND {_north:.0f}",
        "concat_ws(', ', longitude, latitude)",
        "Check whether longitude and latitude are swapped, or whether zeros stand for missing.",
    ),
    RowRule(
        "lsoa.malformed",
        "the LSOA code is not an area code",
        f"lsoa IS NOT NULL AND NOT regexp_full_match(lsoa, {quoted(LSOA_SHAPE)})",
        "lsoa",
        "Give a code such as E01004736, or leave it empty.",
    ),
)
"""Rules for ``longitude`` and ``latitude``, their millionths ``x`` and ``y``, and ``lsoa``."""
