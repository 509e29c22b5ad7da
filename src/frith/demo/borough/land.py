"""The invented land: an island cut by a river, divided into boroughs, wards and small areas that nest exactly.

Small areas are the Voronoi cells of jittered points, denser towards each town centre; wards and boroughs are unions of
them. Everything is in British National Grid metres.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, MultiPoint, Polygon
from shapely.geometry.base import BaseGeometry

from frith.demo.borough import names
from frith.demo.borough.chance import Real, Whole, stream

ORIGIN = np.array([600_000.0, 510_000.0])
"""South-west corner, on the Dogger Bank."""

SIZE = np.array([24_000.0, 15_000.0])
COLUMNS, ROWS = 5, 3
MAIN_CELL = 7
"""The main borough stands in the middle of the grid of boroughs, on the river's north bank."""

MAIN_AREAS = 121
PEER_AREAS = (44, 31, 52, 38, 60, 28, 47, 35, 56, 41, 33, 64, 29, 50)
"""Small areas of the main borough, and of its peers in the order of their names."""

SMALL_AREAS_PER_WARD = 6

TOWN_AND_OUTSKIRTS = (900.0, 2_100.0)
"""How far small areas scatter from the town centre in metres (standard deviation): two in five the nearer way."""


@dataclass(frozen=True, slots=True)
class Land:
    """Areas and how they nest. ``borough`` and ``ward`` give, for each small area, the index of the larger one.

    ``shapes`` holds each small area's polygon, ``centrality`` how near it is to its town centre (1 at the centre,
    falling to 0), ``centres`` each borough's town centre in metres.
    """

    boroughs: tuple[str, ...]
    borough_codes: tuple[str, ...]
    centres: Real
    wards: tuple[str, ...]
    ward_codes: tuple[str, ...]
    ward_borough: Whole
    areas: tuple[str, ...]
    area_codes: tuple[str, ...]
    ward: Whole
    borough: Whole
    shapes: NDArray[np.object_]

    def main(self) -> NDArray[np.bool_]:
        """Return which small areas belong to the main borough."""
        return np.equal(self.borough, 0)

    def merged(self, owner: Whole, count: int) -> list[BaseGeometry]:
        """Return the larger shapes made of the small areas that each of ``count`` owners holds."""
        return [shapely.union_all(self.shapes[owner == index]) for index in range(count)]


def invent_land(seed: int) -> Land:
    """Return the invented island, with one main borough and fourteen peers of different sizes."""
    chance = stream(seed, "land")
    banks = _banks()
    centres = _town_centres(chance)
    sizes = [MAIN_AREAS, *PEER_AREAS]
    seeds, borough = _seeds(chance, centres, sizes, banks)
    order = np.argsort(borough, kind="stable")
    seeds, borough = seeds[order], borough[order]
    ward, ward_borough, ward_names = _wards(seeds, borough, centres)
    inside = np.lexsort((seeds[:, 0], ward))
    seeds, borough, ward = seeds[inside], borough[inside], ward[inside]
    boroughs = (names.MAIN_BOROUGH, *names.PEER_BOROUGHS)
    return Land(
        boroughs=boroughs,
        borough_codes=tuple(names.code("09", number + 1) for number in range(len(boroughs))),
        centres=centres,
        wards=ward_names,
        ward_codes=tuple(names.code("05", number + 1) for number in range(len(ward_names))),
        ward_borough=ward_borough,
        areas=_area_names(boroughs, ward, ward_borough),
        area_codes=tuple(names.code("01", number + 1) for number in range(len(seeds))),
        ward=ward,
        borough=borough,
        shapes=_cells(seeds, banks),
    )


def _banks() -> list[Polygon]:
    """Return the land north and south of the river, in that order."""
    angle = np.linspace(0, 2 * np.pi, 400, endpoint=False)
    wobble = 1 + 0.02 * np.sin(5 * angle + 1) + 0.012 * np.sin(11 * angle) + 0.008 * np.sin(23 * angle + 2)
    square = np.column_stack(
        [
            np.sign(np.cos(angle)) * abs(np.cos(angle)) ** 0.6,
            np.sign(np.sin(angle)) * abs(np.sin(angle)) ** 0.6,
        ],
    )
    island = Polygon(ORIGIN + SIZE / 2 * (1 + square * wobble[:, None]))
    across = np.linspace(-2_000, SIZE[0] + 2_000, 200)
    along = SIZE[1] / 3 + 450 * np.sin(across / 2_600) + 160 * np.sin(across / 900)
    river = LineString(ORIGIN + np.column_stack([across, along])).buffer(110)
    parts = sorted(shapely.get_parts(island.difference(river)), key=lambda part: part.centroid.y)
    largest = sorted(parts, key=lambda part: part.area)[-2:]
    return sorted(largest, key=lambda part: -part.centroid.y)


def _town_centres(chance: np.random.Generator) -> Real:
    """Return each borough's town centre, the main borough first."""
    cell = SIZE / [COLUMNS, ROWS]
    grid = np.array([[column, row] for row in range(ROWS) for column in range(COLUMNS)], dtype=np.float64)
    centres = ORIGIN + cell * (grid + 0.5) + chance.uniform(-0.13, 0.13, grid.shape) * cell
    return np.vstack([centres[MAIN_CELL], np.delete(centres, MAIN_CELL, axis=0)])


def _seeds(
    chance: np.random.Generator, centres: Real, sizes: list[int], banks: list[Polygon]
) -> tuple[Real, Whole]:
    """Scatter each borough's small areas over its own part of its own bank, more closely near the centre."""
    bank_of = _bank_of(centres, banks)
    found, owner = [], []
    for index, size in enumerate(sizes):
        bank = banks[bank_of[index]]
        spread = np.where(np.arange(size * 40) % 5 < 2, *TOWN_AND_OUTSKIRTS)[:, None]
        tried = centres[index] + chance.normal(0, 1, (size * 40, 2)) * spread
        rivals = np.flatnonzero(bank_of == bank_of[index])
        nearest = rivals[np.argmin(((tried[:, None] - centres[rivals]) ** 2).sum(axis=2), axis=1)]
        good = shapely.contains_xy(bank, tried) & (nearest == index)
        found.append(_apart(tried[good], size))
        owner.append(np.full(len(found[-1]), index, dtype=np.int64))
    return np.vstack(found), np.concatenate(owner)


def _bank_of(points: Real, banks: list[Polygon]) -> Whole:
    distance = np.array([shapely.distance(bank, shapely.points(points)) for bank in banks])
    return np.asarray(np.argmin(distance, axis=0), dtype=np.int64)


def _apart(tried: Real, size: int) -> Real:
    """Keep ``size`` of the points tried, spread out by a few rounds of moving each to the mean of its followers."""
    kept = tried[:size].copy()
    for _ in range(6):
        nearest = np.argmin(((tried[:, None] - kept) ** 2).sum(axis=2), axis=1)
        followers = np.bincount(nearest, minlength=size)[:, None]
        sums = np.column_stack([np.bincount(nearest, tried[:, axis], size) for axis in (0, 1)])
        kept = np.where(followers > 0, sums / np.maximum(followers, 1), kept)
    return kept


def _wards(seeds: Real, borough: Whole, centres: Real) -> tuple[Whole, Whole, tuple[str, ...]]:
    """Group each borough's small areas into wards, numbered from the town centre outwards."""
    ward = np.zeros(len(seeds), dtype=np.int64)
    owners: list[int] = []
    titles: list[str] = []
    for index in range(len(centres)):
        members = np.flatnonzero(borough == index)
        count = max(1, round(len(members) / SMALL_AREAS_PER_WARD))
        middles = _apart(seeds[members][np.argsort(members * 7919 % 1009, kind="stable")], count)
        middles = middles[np.argsort(((middles - centres[index]) ** 2).sum(axis=1), kind="stable")]
        nearest = np.argmin(((seeds[members][:, None] - middles) ** 2).sum(axis=2), axis=1)
        present, renumbered = np.unique(nearest, return_inverse=True)
        ward[members] = renumbered + len(owners)
        titles += _ward_names(index, len(present))
        owners += [index] * len(present)
    return ward, np.array(owners, dtype=np.int64), tuple(titles)


def _ward_names(borough: int, count: int) -> list[str]:
    if borough == 0:
        return list(names.MAIN_WARDS[:count])
    stem = names.WARD_STEMS[borough - 1]
    return [f"{stem} {ending}" for ending in names.WARD_ENDINGS[:count]]


def _area_names(boroughs: tuple[str, ...], ward: Whole, ward_borough: Whole) -> tuple[str, ...]:
    """Name small areas as the census does: borough, number of the middle-layer area (here the ward), letter."""
    first_ward = np.searchsorted(ward_borough, np.arange(len(boroughs)))
    position = np.arange(len(ward)) - np.searchsorted(ward, ward)
    return tuple(
        f"{boroughs[owner]} {number + 1 - first_ward[owner]:03d}{chr(ord('A') + letter)}"
        for number, owner, letter in zip(ward, ward_borough[ward], position, strict=True)
    )


def _cells(seeds: Real, banks: list[Polygon]) -> NDArray[np.object_]:
    """Return each seed's Voronoi cell, cut at the water."""
    cells = np.empty(len(seeds), dtype=object)
    bank_of = _bank_of(seeds, banks)
    for index, bank in enumerate(banks):
        here = np.flatnonzero(bank_of == index)
        parts = shapely.voronoi_polygons(MultiPoint(seeds[here]), extend_to=bank, ordered=True)
        cells[here] = shapely.intersection(shapely.get_parts(parts), bank)
    return cells
