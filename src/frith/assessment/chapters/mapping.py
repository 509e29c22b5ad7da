"""Maps of small areas that several chapters draw: shapes, classes, ward outlines and names."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from frith.assessment.exhibits import AreaMap
from frith.evidence.dataset import Family
from frith.evidence.reading import Evidence
from frith.vocabulary.areas import Area, AreaKind

LOWER_CLASSES = (0.25, 0.5, 0.75, 0.95)
"""Where the classes of a map part: quarters, and the top twentieth alone, so that a peak is not lost among others."""


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
    note: str = "",
) -> AreaMap | None:
    """Return a map of an area's parts shaded by class, with wards outlined and named; None without boundaries."""
    shapes = [evidence.atlas.shape(part) for part in parts]
    drawn = [(s, p, c) for s, p, c in zip(shapes, parts, classes, strict=True) if s is not None]
    if not drawn:
        return None
    outlines, labels = ward_outlines(evidence, area)
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
        outlines=outlines,
        labels=labels,
        note=note,
    )


def with_boundaries(evidence: Evidence, sources: tuple[str, ...]) -> tuple[str, ...]:
    """Add the boundary datasets to a map's sources, so that their owners are named under it."""
    drawn = [one.id for one in evidence.datasets() if one.family is Family.BOUNDARIES]
    return tuple(dict.fromkeys((*sources, *drawn)))


def ward_outlines(
    evidence: Evidence, area: Area
) -> tuple[tuple[BaseGeometry, ...], tuple[tuple[float, float, str], ...]]:
    """Return the wards' shapes and, inside each, the point at which its name is written."""
    if area.kind is AreaKind.WARD:
        return (), ()
    wards = [(ward, evidence.atlas.shape(ward)) for ward in evidence.atlas.within(area, AreaKind.WARD)]
    known = [(ward, shape) for ward, shape in wards if shape is not None]
    points = [(ward.name, shape.representative_point()) for ward, shape in known]
    return tuple(shape for _, shape in known), tuple((p.x, p.y, name) for name, p in points)


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
