"""How good a dataset is: months too thin to compare, and a grade with its rule in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median

from frith.evidence.dataset import Coverage
from frith.evidence.staged import Staged
from frith.vocabulary.periods import Month

THIN_SHARE = 0.25
"""A month with less than this share of the usual month is thin. Recorded crime of a borough has not fallen so far even
in the first lockdown: Westminster's official count of April 2020 is a third of its usual month."""
NEARBY = 6
"""The usual month is the median of the months at most so many before and after."""
ENOUGH_MONTHS = 4
"""With fewer months there is no usual month to compare with."""
UNPLACED_SHARE = 0.5
"""A month with more than this share of its rows without a place is thin."""
USUALLY = 0.75
"""A reporter found in at least this share of the months belongs in each of them."""
LEAST_USUAL = 5
"""Rows a month below which a reporter's absence says nothing."""

GRADES: tuple[tuple[str, float, float, int, str], ...] = (
    (
        "A",
        0.001,
        0.02,
        0,
        "at most 0.1% of rows rejected and 2% without coordinates, no month missing or thin",
    ),
    (
        "B",
        0.01,
        0.10,
        3,
        "at most 1% of rows rejected and 10% without coordinates, at most 3 months missing or thin",
    ),
    (
        "C",
        0.05,
        0.30,
        6,
        "at most 5% of rows rejected and 30% without coordinates, at most 6 months missing or thin",
    ),
)
"""Grade, share rejected, share without coordinates, months missing or thin, and the rule in words."""
LOWEST = ("D", "worse than every other grade allows: read the gaps and the quarantine file before using it")


def grade(staged: Staged, coverage: Coverage) -> tuple[str, str]:
    """Return a grade from A to D and the rule that gave it, in words."""
    rejected = staged.rejected / staged.rows_in if staged.rows_in else 0.0
    unplaced = staged.missing_coordinates / staged.kept if staged.kept else 0.0
    months = len(coverage.gaps) + len(coverage.thin)
    for name, most_rejected, most_unplaced, most_months, words in GRADES:
        if rejected <= most_rejected and unplaced <= most_unplaced and months <= most_months:
            return name, words
    return LOWEST


def thin_months(
    rows: Mapping[Month, int], transport_rows: Mapping[Month, int] | None = None
) -> tuple[tuple[Month, str], ...]:
    """Return months that are there but too incomplete to compare, each with its reason.

    ``rows`` counts all rows by month, ``transport_rows`` those of the British Transport Police, which come in a file
    of their own and can be forgotten.
    """
    thin: list[tuple[Month, str]] = []
    transport = transport_rows or {}
    present = [count for count in transport.values() if count]
    expected = (
        len(rows) >= ENOUGH_MONTHS and len(present) >= USUALLY * len(rows) and median(present) >= LEAST_USUAL
    )
    for month in sorted(rows):
        nearby = [count for other, count in rows.items() if abs(other - month) <= NEARBY]
        usual = median(nearby) if len(nearby) >= ENOUGH_MONTHS else 0
        if rows[month] < THIN_SHARE * usual:
            thin.append((month, f"{rows[month]:,} rows, where the usual month has {usual:,.0f}"))
        elif expected and not transport.get(month):
            thin.append((month, "no rows of the British Transport Police, which every other month has"))
    return tuple(thin)


def unplaced_months(placing: Sequence[tuple[Month, int, int]]) -> tuple[tuple[Month, str], ...]:
    """Return months most of whose rows have no place, each with its reason: (month, rows, rows without a place)."""
    return tuple(
        (month, f"{100 * without / rows:.0f}% of its rows have no coordinates, so they cannot be placed")
        for month, rows, without in placing
        if rows and without > UNPLACED_SHARE * rows
    )
