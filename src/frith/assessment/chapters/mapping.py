"""Maps of small areas that several chapters draw: shapes, classes, ward outlines and names."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from frith.assessment.exhibits import AreaMap
from frith.evidence.dataset import Family
from frith.evidence.reading import Evidence
from frith.vocabulary.areas import Area, AreaKind

LOWER_CLASSES = (0.25, 0.5, 0.75, 0.95)
"""Where the classes of a map part: quarters, and the top twentieth alone, so that a peak is not lost among others."""


_LARGER = (AreaKind.PARTNERSHIP, AreaKind.FORCE)
_MOST_MARKED = 10
"""How many names of wards a map must write."""


def small_areas(evidence: Evidence, codes: tuple[str, ...]) -> tuple[Area, ...]:
    """Return the areas of a cube's codes, in its order."""
    return tuple(evidence.atlas.find(code) for code in codes)


def area_map(
    evidence: Evidence,
    area: Area,
    parts: tuple[Area, ...],
    classes: tuple[int, ...],
    *,
    id: str,  # noqa: A002 (the field's own word: every exhibit has an id)
    title: str,
    alt: str,
    class_labels: tuple[str, ...],
    legend: str,
    table: str,
    sources: tuple[str, ...],
    categorical: bool = False,
    marked_from: int | None = None,
    also: tuple[str, ...] = (),
    note: str = "",
) -> AreaMap | None:
    """Return a map of an area's parts shaded by class, with wards outlined and named; None without boundaries.

    Wards with a part of class ``marked_from`` or above (the highest alone, if none is given) are named in any case, and
    then those that hold ``also``, small areas that the text names.
    """
    shapes = [evidence.atlas.shape(part) for part in parts]
    drawn = [(s, p, c) for s, p, c in zip(shapes, parts, classes, strict=True) if s is not None]
    if not drawn:
        return None
    marked = _marked(parts, classes, categorical=categorical, least=marked_from)
    over = ground(evidence, area, (*marked, *also))
    return AreaMap(
        id=id,
        title=title,
        alt=alt,
        shapes=tuple(shape for shape, _, _ in drawn),
        codes=tuple(part.code for _, part, _ in drawn),
        classes=tuple(c for _, _, c in drawn),
        class_labels=class_labels,
        legend_title=legend,
        table=table,
        sources=with_boundaries(evidence, sources),
        categorical=categorical,
        outlines=over.outlines,
        labels=over.labels,
        must=over.must,
        note=note,
    )


def with_boundaries(evidence: Evidence, sources: tuple[str, ...]) -> tuple[str, ...]:
    """Add the boundary datasets to a map's sources, so that their owners are named under it."""
    drawn = [one.id for one in evidence.datasets() if one.family is Family.BOUNDARIES]
    return tuple(dict.fromkeys((*sources, *drawn)))


def _marked(
    parts: tuple[Area, ...], classes: tuple[int, ...], *, categorical: bool, least: int | None
) -> tuple[str, ...]:
    """Return the codes of the parts that stand out: kinds in their own order, shades from the darkest."""
    from_ = max(classes, default=0) if least is None else least
    found = [
        (kind if categorical else -kind, part.code)
        for part, kind in zip(parts, classes, strict=True)
        if kind >= from_
    ]
    return tuple(code for _, code in sorted(found))


@dataclass(frozen=True, slots=True)
class Ground:
    """What a map draws over its shading: outlines, and names with the point in each at which it is written.

    The first ``must`` names are always written, for the text speaks of them; the others where there is room.
    """

    outlines: tuple[BaseGeometry, ...]
    labels: tuple[tuple[float, float, str], ...]
    must: int = 0


def ground(evidence: Evidence, area: Area, marked: tuple[str, ...] = ()) -> Ground:
    """Return outlines and names: of the wards; in a ward of its small areas, and in a larger area of its boroughs.

    ``marked`` are codes of small areas that stand out, those that matter most first. The wards that hold them are
    written whatever the kind of area, so that a ward that the text names is found on the map.
    """
    if area.kind is AreaKind.WARD:
        named = [(part.name.split()[-1], part) for part in evidence.atlas.within(area, AreaKind.LSOA11)]
        return _ground(evidence, named, [], named)
    boroughs = evidence.atlas.within(area, AreaKind.BOROUGH) if area.kind in _LARGER else ()
    shown = boroughs if len(boroughs) > 1 else evidence.atlas.within(area, AreaKind.WARD)
    holding = [evidence.atlas.holding(evidence.atlas.find(code), AreaKind.WARD) for code in marked]
    must = [ward for ward in dict.fromkeys(holding) if ward is not None][:_MOST_MARKED]
    return _ground(
        evidence,
        [(ward.name, ward) for ward in must],
        [(one.name, one) for one in shown if one not in must],
        [(one.name, one) for one in shown],
    )


def _ground(
    evidence: Evidence,
    must: list[tuple[str, Area]],
    rest: list[tuple[str, Area]],
    outlined: list[tuple[str, Area]],
) -> Ground:
    """Leave out what has no boundary."""

    def points(named: list[tuple[str, Area]]) -> list[tuple[float, float, str]]:
        shapes = [(name, evidence.atlas.shape(area)) for name, area in named]
        found = [(name, shape.representative_point()) for name, shape in shapes if shape is not None]
        return [(point.x, point.y, name) for name, point in found]

    outlines = [evidence.atlas.shape(area) for _, area in outlined]
    first = points(must)
    return Ground(
        tuple(shape for shape in outlines if shape is not None), (*first, *points(rest)), len(first)
    )


def quantile_classes(
    values: NDArray[np.float64], *, decimals: int = 0, unit: str = ""
) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Return the class of each value (-1 for not known) and the labels of the classes, light to dark.

    The four lower classes part at the quarters and the top class holds about a twentieth of the areas; equal values
    always fall in one class, so there may be fewer than five. Labels give the smallest and the largest value
    found in the class.
    """
    known = values[~np.isnan(values)]
    if not known.size:
        return tuple(-1 for _ in values), ()
    edges = np.unique(np.quantile(known, LOWER_CLASSES, method="higher"))
    raw = np.where(np.isnan(values), -1, np.searchsorted(edges, values, side="right"))
    kept = sorted(set(raw[raw >= 0].tolist()))
    labels = []
    for number in kept:
        inside = values[raw == number]
        low, high = f"{inside.min():,.{decimals}f}{unit}", f"{inside.max():,.{decimals}f}{unit}"
        labels.append(low if low == high else f"{low} to {high}")
    return tuple(kept.index(c) if c >= 0 else -1 for c in raw.tolist()), tuple(labels)
