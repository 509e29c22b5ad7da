"""How good a dataset is: months too thin to compare, and a grade with its rule in words."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from statistics import median
from typing import Protocol

from frith.evidence.dataset import Coverage
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
LEAST_USUAL_OF_CATEGORY = 50
"""Rows a month from which a category that has none at all in a month fell silent. Below it a quiet month, a lockdown
among them, can have none; above it, nothing that is known has."""
LEAST_SHARES = {
    "anti-social-behaviour": 0.05,
    "bicycle-theft": 0.002,
    "burglary": 0.01,
    "criminal-damage-and-arson": 0.01,
    "drugs": 0.005,
    "other-crime": 0.002,
    "other-theft": 0.02,
    "possession-of-weapons": 0.001,
    "public-order": 0.01,
    "robbery": 0.002,
    "shoplifting": 0.01,
    "theft-from-the-person": 0.002,
    "vehicle-crime": 0.01,
    "violence-and-sexual-offences": 0.05,
}
"""The least share of all rows that a category of the street map has anywhere: about a third of what it has in the
London borough with least of it, January 2016 to March 2018. A file whose rows should hold 50 of a category by this
share and hold none was cut to other categories: of this one nothing is known."""
SPILT_SHARE = 0.01
"""A first or last month with at most this share of the median of the others holds what spilt over from the next."""
CHANCE = 1e-4
"""A month of one borough or force is thin only if so few rows would come by chance (Poisson) less often than this."""

GRADES: tuple[tuple[str, float, float, int, str], ...] = (
    (
        "A",
        0.001,
        0.02,
        0,
        "at most 0.1% of rows rejected and 2% without a place, no month missing or thin in any borough",
    ),
    (
        "B",
        0.01,
        0.10,
        3,
        "at most 1% of rows rejected and 10% without a place, at most 3 months missing or thin in any borough",
    ),
    (
        "C",
        0.05,
        0.30,
        6,
        "at most 5% of rows rejected and 30% without a place, at most 6 months missing or thin in any borough",
    ),
)
"""Grade, share rejected, share without a place, months missing or thin, and the rule in words."""
LOWEST = ("D", "worse than every other grade allows: read the gaps and the quarantine file before using it")


class Rows(Protocol):
    """How many rows a source had, and what became of them."""

    @property
    def rows_in(self) -> int:
        """Rows read."""

    @property
    def kept(self) -> int:
        """Rows that broke no rule."""

    @property
    def rejected(self) -> int:
        """Rows set aside."""

    @property
    def missing_coordinates(self) -> int:
        """Rows kept that have no coordinates."""


def grade(rows: Rows, coverage: Coverage, unmatched: int = 0, *, events: bool = True) -> tuple[str, str]:
    """Return a grade from A to D and the rule that gave it, in words.

    ``unmatched`` rows name a small area that no look-up knows. Months are those of the borough or force with most. A
    table that is not of ``events`` (boundaries, look-ups, people, harm) has neither months nor places to lack, and is
    graded by its rejected rows alone.
    """
    rejected = rows.rejected / rows.rows_in if rows.rows_in else 0.0
    if not events:
        return next(
            (
                (name, f"at most {100 * most:g}% of rows rejected")
                for name, most, *_ in GRADES
                if rejected <= most
            ),
            LOWEST,
        )
    unplaced = (rows.missing_coordinates + unmatched) / rows.kept if rows.kept else 0.0
    whole = {*coverage.gaps, *(month for month, _ in coverage.thin)}
    named = (*coverage.thin_by_area, *coverage.thin_by_force)
    silent = {(name, month) for name, _, month, _ in coverage.silent_categories}
    alone = Counter(
        name for name, month in {(name, month) for name, month, _ in named} | silent if month not in whole
    )
    months = len(whole) + max(alone.values(), default=0)
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
            thin.append((month, _few(rows[month], usual)))
        elif expected and not transport.get(month):
            thin.append((month, "no rows of the British Transport Police, which every other month has"))
    return tuple(thin)


def spilt_months(rows: Mapping[Month, int]) -> tuple[tuple[Month, str], ...]:
    """Return the first and last month if they are next to nothing beside the others, however few those are."""
    edges = {min(rows), max(rows)} if len(rows) > 1 else set()
    usual = {edge: median(n for month, n in rows.items() if month != edge) for edge in edges}
    return tuple(
        (edge, _few(rows[edge], usual[edge]))
        for edge in sorted(edges)
        if rows[edge] <= SPILT_SHARE * usual[edge]
    )


def silent_months(
    rows: Mapping[str, Mapping[Month, int]], months: Iterable[Month]
) -> tuple[tuple[str, Month, str], ...]:
    """Return the months in which one borough (or force) is absent or thin while its source goes on, with the reason.

    ``rows`` counts by name and month, ``months`` are those that the source holds; a month not counted has no row. The
    usual month is the median of the nearest sound months before it, or of those after it, so that a long silence
    never becomes usual, and a slow decline does. A month without any row needs one sound month to be judged by.
    """
    ordered = sorted(months)
    found: list[tuple[str, Month, str]] = []
    for name in sorted(rows):
        counts = [rows[name].get(month, 0) for month in ordered]
        before, after = _silent(counts), _silent(counts[::-1])[::-1]
        for month, count, *usual in zip(ordered, counts, before, after, strict=True):
            if any(usual):
                found.append((name, month, _few(count, max(usual))))
    return tuple(found)


def categories_left_out(held: Collection[str], rows: int) -> frozenset[str]:
    """Return the categories of the street map that so many rows should hold and do not: the file was cut to others."""
    return frozenset(
        category
        for category, share in LEAST_SHARES.items()
        if category not in held and rows * share >= LEAST_USUAL_OF_CATEGORY
    )


def silent_categories(
    rows: Mapping[tuple[str, str], Mapping[Month, int]], months: Iterable[Month], since: Mapping[str, Month]
) -> tuple[tuple[str, str, Month, str], ...]:
    """Return the months in which a borough has not one row of a category that it otherwise has many of.

    ``rows`` counts by (borough, category) and month; ``since`` is the month from which a category has its present
    meaning, before which its absence says nothing. Crime falls, but no busy category falls to nothing while the others
    go on: the rows are missing, and the count is not known.
    """
    found: list[tuple[str, str, Month, str]] = []
    for (borough, category), counted in sorted(rows.items()):
        judged = sorted(month for month in months if month >= since.get(category, month))
        counts = [counted.get(month, 0) for month in judged]
        for at, month in enumerate(judged):
            if counts[at]:
                continue
            sides = [[n for n in side if n][:NEARBY] for side in (counts[:at][::-1], counts[at:])]
            usual = max((median(side) for side in sides if side), default=0)
            if usual >= LEAST_USUAL_OF_CATEGORY:
                found.append((borough, category, month, _few(0, usual)))
    return tuple(found)


def _silent(counts: Sequence[int]) -> list[float]:
    """Return for each count the usual one if it is far below the sound ones before it, else 0."""
    sound: list[int] = []
    found: list[float] = []
    for count in counts:
        nearest = sound[-NEARBY:]
        usual = median(nearest) if nearest and (not count or len(nearest) >= ENOUGH_MONTHS) else 0
        is_silent = count < THIN_SHARE * usual and _chance_of_so_few(count, usual) < CHANCE
        found.append(usual if is_silent else 0)
        if not is_silent:
            sound.append(count)
    return found


def _chance_of_so_few(count: int, usual: float) -> float:
    """Return the Poisson probability of at most ``count`` where ``usual`` is the mean."""
    return sum(math.exp(k * math.log(usual) - usual - math.lgamma(k + 1)) for k in range(count + 1))


def _few(count: int, usual: float) -> str:
    return f"{f'{count:,}' if count else 'no'} rows, where the usual month has {usual:,.0f}"


def unplaced_months(placing: Sequence[tuple[Month, int, int]]) -> tuple[tuple[Month, str], ...]:
    """Return months most of whose rows have no place, each with its reason: (month, rows, rows without a place)."""
    return tuple(
        (month, f"{100 * without / rows:.0f}% of its rows have no coordinates, so they cannot be placed")
        for month, rows, without in placing
        if rows and without > UNPLACED_SHARE * rows
    )
