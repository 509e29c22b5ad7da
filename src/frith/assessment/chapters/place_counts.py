"""What the places chapter is made from: counts by small area and by map point, and the names that people know."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from shapely.geometry.base import BaseGeometry

from frith.assessment.arguments import Floats
from frith.assessment.chapters.mapping import small_areas
from frith.assessment.neighbours import contiguous_neighbours
from frith.evidence.counts import CountCube, MapPoints
from frith.evidence.reading import Evidence
from frith.vocabulary.areas import Area, AreaKind
from frith.vocabulary.categories import BY_ID
from frith.vocabulary.periods import Period

SLICE_MONTHS = 3

KINDS_OF_POINT = frozenset(
    {
        "airport/airfield",
        "bus/coach station",
        "conference/exhibition centre",
        "ferry terminal",
        "further/higher educational building",
        "hospital",
        "motorway service area",
        "nightclub",
        "park/open space",
        "parking area",
        "pedestrian subway",
        "petrol station",
        "police station",
        "prison",
        "race track",
        "shopping area",
        "sports/recreation area",
        "supermarket",
        "theatre/concert hall",
    },
)
"""What data.police.uk calls a map point that is no street: a kind, and so no name to know a place by."""

_ON_OR_NEAR = "on or near "
UNNAMED = "a place without a street name"


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

    def known_by(self, positions: list[int]) -> list[str]:
        """Small areas as a councillor knows them: by the street in each to which most was mapped, or by name and ward.

        A street names an area that includes it; it need not hold much of the area's crime.
        """
        streets = [self._street(self.parts[n].code) for n in positions]
        return [
            f"{street}{self._of_ward(n)}" if street and streets.count(street) == 1 else self.short_name(n)
            for n, street in zip(positions, streets, strict=True)
        ]

    def _of_ward(self, position: int) -> str:
        return f" in {self.wards[position]}" if self.wards[position] else ""

    def short_name(self, position: int) -> str:
        """A small area's official name and ward."""
        ward = self.wards[position]
        return f"{self.parts[position].name} ({ward} ward)" if ward else self.parts[position].name

    def street_of(self, point: int) -> str:
        """Return a map point's street or station without "on or near"; empty where only a kind is published."""
        name = self.points.names[point]
        name = name[len(_ON_OR_NEAR) :] if name.lower().startswith(_ON_OR_NEAR) else name
        if name.lower() in KINDS_OF_POINT:
            return ""
        return name.replace(" Lu Station (lu Station)", " (lu Station)").replace(
            "(lu Station)", "Underground station"
        )

    def _street(self, code: str) -> str:
        """The street (no station) under which most crime of the last year was mapped in a small area."""
        counts = self.point_crime(self.years[-1])
        totals: dict[str, float] = {}
        for n in np.flatnonzero(np.array(self.points.lsoa) == code):
            street = self.street_of(int(n))
            if counts[n] > 0 and street and self.points.names[n].lower().startswith(_ON_OR_NEAR):
                totals[street] = totals.get(street, 0.0) + counts[n]
        return min(totals, key=lambda street: (-totals[street], street), default="")


def gather(evidence: Evidence, area: Area, period: Period) -> Places:
    """Ask the evidence for everything that the chapter needs."""
    cube = evidence.street(area, period, AreaKind.LSOA11)
    parts = small_areas(evidence, cube.areas)
    found = [evidence.atlas.shape(part) for part in parts]
    shapes = tuple(shape for shape in found if shape is not None)
    whole = len(shapes) == len(parts) > 1
    wards = [evidence.atlas.holding(part, AreaKind.WARD) for part in parts]
    return Places(
        evidence,
        area,
        parts,
        cube,
        tuple(year.period for year in period.financial_years) or (period,),
        tuple(part for part in _quarters(period) if _known(cube, part)),
        shapes if whole else (),
        contiguous_neighbours(shapes) if whole else None,
        evidence.map_points(area, period),
        tuple(ward.name if ward else "" for ward in wards),
    )


def _quarters(period: Period) -> list[Period]:
    """Whole quarters counted back from the end of the period, in order."""
    count = len(period) // SLICE_MONTHS
    ends = [period.last + -SLICE_MONTHS * n for n in range(count)]
    return [Period(end + (1 - SLICE_MONTHS), end) for end in reversed(ends)]


def _known(cube: CountCube, part: Period) -> bool:
    return cube.total(part) is not None
