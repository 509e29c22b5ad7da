"""Whether an official count of a low grade is sound where it is used: its own months, and another count."""

from __future__ import annotations

import numpy as np

from frith.assessment.findings import ChapterResult
from frith.evidence.counts import CountCube
from frith.evidence.dataset import Dataset
from frith.evidence.reading import Evidence
from frith.vocabulary import numbers
from frith.vocabulary.areas import Area, AreaKind
from frith.vocabulary.periods import Month, Period, spans

SOUND = ("A", "B")
"""Grades of the whole dataset that need no word about the part that is used."""


def told(result: ChapterResult, evidence: Evidence, area: Area, used: CountCube | None) -> None:
    """Say of each official dataset of a low grade whether the part used here is sound, from what can be computed.

    The months of the area itself are looked up in what the dataset lacks, and its counts are held, month by month and
    category by category, against every other official dataset that has them.
    """
    if used is None:
        return
    held = {one.id: one for one in evidence.datasets()}
    low = [held[name] for name in used.sources if name in held and held[name].grade not in (*SOUND, "")]
    if not low:
        return
    first, last = used.months[0], used.months[-1]
    for dataset in low:
        words = f"Graded {dataset.grade} as a whole. "
        lacking = _lacking(evidence, dataset, area, used.months)
        months = f"{len(used.months)} months used for {area.name} ({first.words} to {last.words})"
        if lacking:
            words += f"Of the {months} it lacks {spans(lacking)}."
        else:
            words += f"None of the {months} is missing or thin: the grade comes from {_elsewhere(dataset)}."
        checked, differ = _checked(evidence, area, used, dataset, held)
        words += f" {checked}"
        result.of_sources[dataset.id] = words
        result.method.append(f"{dataset.title}: {words}")
        if lacking or differ or not checked.startswith("Checked"):
            result.gaps.append(
                f"The official count rests on a dataset of grade {dataset.grade} ({dataset.title}). "
                f"{words.partition('. ')[2]}"
            )


def _lacking(evidence: Evidence, dataset: Dataset, area: Area, months: tuple[Month, ...]) -> list[Month]:
    """Return the months used that the dataset lacks or has thin, as a whole or in a borough of the area."""
    around = evidence.atlas.holding(area, AreaKind.BOROUGH)
    boroughs = {area, *((around,) if around else evidence.atlas.within(area, AreaKind.BOROUGH))}
    names = {name for one in boroughs for name in (one.code, one.name)}
    coverage = dataset.coverage
    bad = {month for month, _ in coverage.thin} | (set(months) - set(coverage.months))
    bad |= {month for name, month, _ in coverage.thin_by_area if name in names}
    bad |= {month for name, _, month, _ in coverage.silent_categories if name in names}
    return [month for month in months if month in bad]


def _elsewhere(dataset: Dataset) -> str:
    """Name where a dataset lacks months, as far as its coverage says."""
    coverage = dataset.coverage
    places = [cell[0] for cell in coverage.thin_by_area] + [cell[0] for cell in coverage.silent_categories]
    named = list(dict.fromkeys(places))
    if not named:
        return "rows rejected or without a place, or other months"
    shown = named if len(named) <= 2 else [*named[:2], f"{len(named) - 2} more"]
    return f"months of {numbers.listed(shown)}"


def _checked(
    evidence: Evidence, area: Area, used: CountCube, dataset: Dataset, held: dict[str, Dataset]
) -> tuple[str, int]:
    """Return in words what another official count of the same cells shows, and how many cells differ."""
    apart = evidence.official_apart(area, Period(used.months[0], used.months[-1]), area.kind)
    mine = next((cube for cube in apart if cube.sources == (dataset.id,)), None)
    others = [
        cube for cube in apart if cube.sources != (dataset.id,) and held[cube.sources[0]].grade in SOUND
    ]
    if mine is None or not others:
        return "No other official count of a better grade is loaded to check it by.", 0
    other = others[0]
    better = held[other.sources[0]]
    shared = [name for name in mine.categories if name in other.categories]
    pairs = [(mine.series(name), other.series(name)) for name in shared]
    both = [~np.isnan(a) & ~np.isnan(b) for a, b in pairs]
    cells = int(sum(one.sum() for one in both))
    if not cells:
        return "No other official count of a better grade has the same months to check it by.", 0
    differ = int(sum((a[k] != b[k]).sum() for (a, b), k in zip(pairs, both, strict=True)))
    looked = f"{numbers.count(cells)} counts of a category in a month"
    if not differ:
        return f"Checked: all {looked} equal those of “{better.title}”, graded {better.grade}.", 0
    total = [
        float(sum(np.nansum(pair[side][k]) for pair, k in zip(pairs, both, strict=True))) for side in (0, 1)
    ]
    return (
        (
            f"Checked: of {looked}, {numbers.count(differ)} differ from “{better.title}”, graded {better.grade}; "
            f"together {numbers.count(total[0])} against {numbers.count(total[1])}."
        ),
        differ,
    )
