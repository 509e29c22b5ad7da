"""The longest unbroken look back that the evidence allows, for usual levels, seasons and forecasts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from frith.evidence.counts import CountCube
from frith.evidence.dataset import Family
from frith.evidence.reading import Evidence
from frith.vocabulary.areas import Area
from frith.vocabulary.categories import BY_ID
from frith.vocabulary.periods import Month, Period

STILL_COUNTED = 60
"""Months: a heading without any crime in so many was given up by the police, as fraud was."""


@dataclass(frozen=True, slots=True)
class History:
    """The longest monthly series held: names of series, months, counts[series, month] (NaN: not known), sources."""

    what: str
    names: tuple[str, ...]
    months: tuple[Month, ...]
    counts: NDArray[np.float64]
    sources: tuple[str, ...]

    @property
    def whole(self) -> NDArray[np.float64]:
        """The first series: everything together."""
        return np.asarray(self.counts[0])

    def counted(self) -> History:
        """Leave out the series without a count in the last years: they would be forecast rightly without any merit."""
        recent = self.counts[:, -STILL_COUNTED:]
        kept = [n for n in range(len(self.names)) if n == 0 or np.nansum(recent[n]) > 0]
        return History(
            self.what, tuple(self.names[n] for n in kept), self.months, self.counts[kept], self.sources
        )


def longest(evidence: Evidence, area: Area, period: Period) -> History | None:
    """The official series where one is held, else the street map, from its first month to the end of the period."""
    held = evidence.first_and_last(Family.OFFICIAL, area)
    if held is not None and held.first <= period.last:
        cube = evidence.official(area, Period(held.first, period.last), area.kind)
        if cube is not None:
            return _history("officially recorded crimes", cube, cube.categories)
    held = evidence.first_and_last(Family.STREET, area)
    if held is None or held.first > period.last:
        return None
    cube = whole_months(evidence.street(area, Period(held.first, period.last), area.kind))
    crimes = tuple(name for name in cube.categories if BY_ID[name].recorded_crime)
    return _history("crimes on the street map", cube, crimes)


def _history(what: str, cube: CountCube, names: tuple[str, ...]) -> History:
    parts = np.array([cube.series(name) for name in names])
    counts = np.vstack([parts.sum(axis=0), parts])
    return History(what, ("all", *names), cube.months, counts, cube.sources)


def whole_months(cube: CountCube) -> CountCube:
    """Leave out the months before the first in which every category is known.

    An older source of one category alone says nothing of the whole; months missing later stay, as missing.
    """
    known = cube.known.all(axis=(0, 2))
    if not known.any():
        return cube
    first = cube.months[int(np.flatnonzero(known)[0])]
    return cube.select(period=Period(first, cube.months[-1]))


def months_not_whole(cube: CountCube, period: Period) -> list[Month]:
    """Return the months of a period in which not every category is known: no total of them can be given."""
    whole = {month for n, month in enumerate(cube.months) if cube.known[:, n].all()}
    return [month for month in period.months if month not in whole]
