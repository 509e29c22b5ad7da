"""Counts by area, month and category, which know what they do not know."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from frith.vocabulary.faults import Fault, UnknownName
from frith.vocabulary.periods import Month, Period


@dataclass(frozen=True, slots=True)
class CountCube:
    """Counts of one source family: ``counts[area, month, category]``, whole numbers.

    ``known`` has the same shape: False where no dataset covers the cell (or its month is thin), and there the count
    means nothing. ``unplaced[month, category]`` are rows that belong to the whole but to no small area.
    ``sources`` are the ids of the datasets that supplied any cell.
    """

    areas: tuple[str, ...]
    months: tuple[Month, ...]
    categories: tuple[str, ...]
    counts: NDArray[np.int64]
    known: NDArray[np.bool_]
    unplaced: NDArray[np.int64]
    sources: tuple[str, ...]

    def select(self, *, period: Period | None = None, categories: tuple[str, ...] | None = None) -> CountCube:
        """Return the cube cut to a period and to categories, in the order asked for."""
        months = [i for i, month in enumerate(self.months) if period is None or month in period]
        names = self.categories if categories is None else categories
        absent = [name for name in names if name not in self.categories]
        if absent:
            raise UnknownName(
                Fault(
                    "counts.category", "not counted here", "", ", ".join(self.categories), ", ".join(absent)
                ),
            )
        kinds = [self.categories.index(name) for name in names]
        cut = np.ix_(range(len(self.areas)), months, kinds)
        return CountCube(
            self.areas,
            tuple(self.months[i] for i in months),
            tuple(names),
            self.counts[cut],
            self.known[cut],
            self.unplaced[np.ix_(months, kinds)],
            self.sources,
        )

    def series(self, category: str | None = None) -> NDArray[np.float64]:
        """Return the whole area's count per month, shape (months,): NaN in a month where any part is unknown.

        With a category, that category alone; otherwise all categories of the cube.
        """
        kinds = slice(None) if category is None else [_position(category, self.categories)]
        counts = self.counts[:, :, kinds].sum(axis=(0, 2)) + self.unplaced[:, kinds].sum(axis=1)
        known = self.known[:, :, kinds].all(axis=(0, 2))
        return np.where(known, counts.astype(np.float64), np.nan)

    def total(self, period: Period | None = None, category: str | None = None) -> int | None:
        """Return the count over a period, or None if any month of it is unknown or absent: missing is not zero."""
        if period is not None and any(month not in self.months for month in period):
            return None
        cut = self if period is None else self.select(period=period)
        values = cut.series(category)
        return None if np.isnan(values).any() else int(values.sum())

    def by_area(self, period: Period | None = None, category: str | None = None) -> NDArray[np.float64]:
        """Return the count per area over a period, shape (areas,): NaN where any month is unknown."""
        cut = self if period is None else self.select(period=period)
        kinds = slice(None) if category is None else [_position(category, self.categories)]
        counts = cut.counts[:, :, kinds].sum(axis=(1, 2)).astype(np.float64)
        return np.where(cut.known[:, :, kinds].all(axis=(1, 2)), counts, np.nan)


def _position(name: str, categories: tuple[str, ...]) -> int:
    if name not in categories:
        raise UnknownName(Fault("counts.category", "not counted here", "", ", ".join(categories), name))
    return categories.index(name)


@dataclass(frozen=True, slots=True)
class NamedPoints:
    """Every map point of an area that any loaded month holds, without counts: the same whatever period is asked about.

    ``easting`` and ``northing`` in metres (British National Grid), shape (points,); ``names`` as published ("On or near
    …"), and ``lsoa`` the small area's code, one for each point.
    """

    easting: NDArray[np.float64]
    northing: NDArray[np.float64]
    names: tuple[str, ...]
    lsoa: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MapPoints:
    """Counts at anonymised map points: places where crimes were *mapped*, never addresses.

    ``easting`` and ``northing`` in metres (British National Grid), shape (points,). ``names`` as published ("On or
    near …"). ``lsoa`` is the small area's code, '' where not given. ``counts[point, month, category]``.
    """

    easting: NDArray[np.float64]
    northing: NDArray[np.float64]
    names: tuple[str, ...]
    lsoa: tuple[str, ...]
    months: tuple[Month, ...]
    categories: tuple[str, ...]
    counts: NDArray[np.int64]
    sources: tuple[str, ...]
