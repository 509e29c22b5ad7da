"""What the places chapter is made from: counts by small area and by map point, and the names that people know."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from shapely.geometry.base import BaseGeometry

from frith.assessment.chapters.mapping import small_areas
from frith.assessment.chapters.place_names import place_names, street_name
from frith.assessment.statistics.arguments import Floats
from frith.assessment.statistics.neighbours import contiguous_neighbours
from frith.evidence.counts import CountCube, MapPoints
from frith.evidence.reading import Evidence
from frith.vocabulary.areas import Area, AreaKind
from frith.vocabulary.categories import BY_ID
from frith.vocabulary.periods import Period

SLICE_MONTHS = 3


@dataclass(frozen=True, slots=True)
class Places:
    """Small areas of an area with their counts, neighbours and names.

    ``crime[year]`` are recorded crimes per small area (anti-social behaviour left out), NaN where a month is not known.
    ``slices`` are the quarters that are known everywhere, in order. ``neighbours`` is None without boundaries.
    """

    evidence: Evidence
    area: Area
    parts: tuple[Area, ...]
    cube: CountCube
    years: tuple[Period, ...]
    slices: tuple[Period, ...]
    shapes: tuple[BaseGeometry, ...]
    neighbours: sparse.csr_array | None
    points: MapPoints
    wards: tuple[str, ...]
    names: tuple[str, ...]
    """The one name of each small area, by :func:`frith.assessment.chapters.place_names.place_names`."""

    @property
    def categories(self) -> tuple[str, ...]:
        """Recorded crime, without anti-social behaviour."""
        return tuple(c for c in self.cube.categories if BY_ID[c].recorded_crime)

    def crime(self, period: Period, categories: tuple[str, ...] | None = None) -> Floats:
        """Counts per small area over a period; of all recorded crime unless categories are named."""
        chosen = self.categories if categories is None else categories
        return self.cube.select(categories=chosen).by_area(period)

    def point_crime(self, period: Period) -> Floats:
        """Recorded crimes per map point over a period."""
        months = [i for i, m in enumerate(self.points.months) if m in period]
        kinds = [i for i, c in enumerate(self.points.categories) if BY_ID[c].recorded_crime]
        return np.asarray(self.points.counts[:, months][:, :, kinds].sum(axis=(1, 2)), dtype=np.float64)

    def street_of(self, point: int) -> str:
        """Return a map point's street or station without "on or near"; empty where only a kind is published."""
        return street_name(self.points.names[point])


def gather(evidence: Evidence, area: Area, period: Period) -> Places:
    """Ask the evidence for everything that the chapter needs."""
    cube = evidence.street(area, period, AreaKind.LSOA11)
    parts = small_areas(evidence, cube.areas)
    found = [evidence.atlas.shape(part) for part in parts]
    shapes = tuple(shape for shape in found if shape is not None)
    whole = len(shapes) == len(parts) > 1
    wards = [evidence.atlas.holding(part, AreaKind.WARD) for part in parts]
    points = evidence.map_points(area, period)
    return Places(
        evidence,
        area,
        parts,
        cube,
        period.years,
        tuple(part for part in _quarters(period) if _known(cube, part)),
        shapes if whole else (),
        contiguous_neighbours(shapes) if whole else None,
        points,
        tuple(ward.name if ward else "" for ward in wards),
        place_names(evidence, area, parts),
    )


def _quarters(period: Period) -> list[Period]:
    """Whole quarters counted back from the end of the period, in order."""
    count = len(period) // SLICE_MONTHS
    ends = [period.last + -SLICE_MONTHS * n for n in range(count)]
    return [Period(end + (1 - SLICE_MONTHS), end) for end in reversed(ends)]


def _known(cube: CountCube, part: Period) -> bool:
    return cube.total(part) is not None
