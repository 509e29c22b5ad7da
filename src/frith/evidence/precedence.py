"""Which dataset counts where several hold the same borough, month and category. One rule; nothing is ever summed.

Among the datasets that claim a cell, those for which its month is thin, as a whole or in that borough, are left out;
of the rest the one with the highest stated precedence counts, and of equals the one whose id comes first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from frith.evidence.dataset import Dataset, Family
from frith.evidence.reading import Atlas
from frith.vocabulary.areas import Area, AreaKind
from frith.vocabulary.faults import EvidenceMissing, Fault
from frith.vocabulary.periods import Month

NOBODY = -1
EVERY = ("",)
"""Stands for all categories together, where a source counts as a whole or not at all."""


def ranked(datasets: Sequence[Dataset], family: Family) -> tuple[Dataset, ...]:
    """Return the datasets of a family, the one that counts most first."""
    return tuple(sorted((d for d in datasets if d.family is family), key=lambda d: (-d.precedence, d.id)))


def covers(dataset: Dataset, borough: Area) -> bool:
    """Return whether a dataset claims to hold a borough, by its code or by its name, and none of its rows was rejected.

    Official counts tell the latter as ``areas_left_out``: a total that lacks a row is no total, whoever claims it.
    """
    names = {borough.code, borough.name}
    return not names.isdisjoint(dataset.coverage.areas) and names.isdisjoint(
        dataset.details.get("areas_left_out", ())
    )


def silent(dataset: Dataset, borough: Area) -> frozenset[Month]:
    """Return the months in which a borough alone is absent from a dataset, or thin in it."""
    names = {borough.code, borough.name}
    return frozenset(month for name, month, _ in dataset.coverage.thin_by_area if name in names)


def winners(
    datasets: Sequence[Dataset],
    boroughs: Sequence[Area],
    months: Sequence[Month],
    categories: Sequence[str],
) -> NDArray[np.int64]:
    """Return which of the ranked datasets counts in each cell, shape (boroughs, months, categories).

    :data:`NOBODY` where none does: there nothing is known.
    """
    won = np.full((len(boroughs), len(months), len(categories)), NOBODY)
    for rank in reversed(range(len(datasets))):
        coverage = datasets[rank].coverage
        thin = {month for month, _ in coverage.thin}
        held = set(coverage.months) - thin
        by_borough = [
            held - silent(datasets[rank], borough) if covers(datasets[rank], borough) else set()
            for borough in boroughs
        ]
        by_month = np.array([[month in each for month in months] for each in by_borough], bool)
        by_category = np.array([category in coverage.categories for category in categories], bool)
        claimed = by_month[:, :, None] & by_category[None, None, :]
        claimed &= ~_silent_cells(datasets[rank], boroughs, months, categories)
        won[claimed] = rank
    return won


def _silent_cells(
    dataset: Dataset, boroughs: Sequence[Area], months: Sequence[Month], categories: Sequence[str]
) -> NDArray[np.bool_]:
    """Return where a category fell silent in a borough, shape (boroughs, months, categories)."""
    silent = np.zeros((len(boroughs), len(months), len(categories)), bool)
    if not dataset.coverage.silent_categories:
        return silent
    at_month, at_category = ({each: n for n, each in enumerate(given)} for given in (months, categories))
    at_borough = {name: n for n, borough in enumerate(boroughs) for name in (borough.code, borough.name)}
    for borough, category, month, _ in dataset.coverage.silent_categories:
        if borough in at_borough and month in at_month and category in at_category:
            silent[at_borough[borough], at_month[month], at_category[category]] = True
    return silent


def as_a_whole(dataset: Dataset) -> Dataset:
    """Return a dataset that claims :data:`EVERY` category: in a borough and month it counts whole or not at all."""
    return replace(dataset, coverage=replace(dataset.coverage, categories=EVERY))


def boroughs_of(area: Area, atlas: Atlas) -> tuple[Area, ...]:
    """Return the boroughs that make up an area, or the one that it lies in. Raises EvidenceMissing if none is known."""
    if area.kind in {AreaKind.BOROUGH, AreaKind.PARTNERSHIP, AreaKind.FORCE}:
        found = atlas.within(area, AreaKind.BOROUGH)
    else:
        holding = atlas.holding(area, AreaKind.BOROUGH)
        found = (holding,) if holding else ()
    if not found:
        raise EvidenceMissing(
            Fault(
                "evidence.no-borough",
                f"no look-up says which borough {area.name} belongs to",
                area.code,
                remedy="Add a look-up from this kind of area to boroughs (local authority districts).",
            )
        )
    return found
