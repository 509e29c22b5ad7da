"""Density of recorded crime over map points: a smooth surface whose bandwidth was fixed before anybody looked."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import ceil

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from frith.assessment.chapters.mapping import ground, with_boundaries
from frith.assessment.chapters.place_counts import Places
from frith.assessment.chapters.place_names import UNNAMED
from frith.assessment.chapters.place_surroundings import Surroundings, surroundings
from frith.assessment.definitions import Definition
from frith.assessment.exhibits import Cell, Column, SurfaceMap, Table
from frith.assessment.findings import ChapterResult
from frith.assessment.statistics.arguments import Booleans, Floats
from frith.assessment.statistics.density import Grid, kernel_density
from frith.vocabulary import numbers
from frith.vocabulary.figures import Figure

DEFINITIONS = (
    Definition(
        "places.dense-share",
        1,
        "Crime on the densest land",
        "Recorded crimes whose map point lies where the density of recorded crime (quartic kernel, bandwidth stated "
        "on the map) is at least so many times the area's average, as a percentage of those on the map.",
        "%",
    ),
)

BANDWIDTH = 250.0
CELL = 50.0
_MOST_CELLS = 400
_SLIVER = 50.0
"""Gaps between boundaries that are narrower than twice this, in metres, are taken for drawing and not for land."""
_LEVEL_PEAKS = 0.10
"""A peak this share (0 to 1) lower than the highest is about as high, and is named beside it."""
_MOST_PEAKS = 3
NO_PEAK = (
    "The highest value lies at a border beyond which crime is not known, so no place is named as the densest."
)
TIMES = (2.0, 4.0, 8.0, 16.0)
"""Lower bounds of the shaded classes, in times the area's average density: fixed, so that maps can be compared."""
_LEAST_LAND = 0.05
"""A class above which there is less of the land than this, in %, would print as 0.0% and is left out."""


@dataclass(frozen=True, slots=True)
class _Surface:
    """Density in times the average, on a grid, NaN outside the outline.

    ``sure`` is where nothing within the bandwidth is unknown; elsewhere the value is an estimate.
    """

    grid: Grid
    times: Floats
    inside: Booleans
    sure: Booleans
    outline: BaseGeometry
    bandwidth: float
    around: Surroundings


def density(result: ChapterResult, places: Places) -> None:
    """Add the density surface of the last year's crime, and how much land and crime each class holds."""
    outline = places.evidence.atlas.shape(places.area)
    counts = places.point_crime(places.years[-1])
    at = np.isfinite(places.points.easting) & np.isfinite(places.points.northing)
    if outline is None or not counts[at].sum():
        return
    surface = _surface(places, outline, np.where(at, counts, 0.0), at)
    rows = _classes(result, places, surface, np.where(at, counts, 0.0), at)
    if not rows:
        return
    _exhibits(result, places, surface, rows, _peak(places, surface, np.where(at, counts, 0.0), at))
    beyond = surface.around.boroughs
    counted = (
        f"Crimes mapped within the radius beyond the border count too ({numbers.listed(beyond)}). Where what lies "
        "beyond is not known,"
        if beyond
        else "No crime beyond the border is held, so"
    )
    result.method.append(
        f"Density: quartic kernel, radius {surface.bandwidth:,.0f} metres, on {surface.grid.cell:,.0f} metre cells, "
        f"over map points. {counted} the surface is corrected at the edge, and no peak is told there. The radius "
        "follows from the size of the area alone and was not chosen by looking at the data; the surface shows where "
        "crime is dense and is no test.",
    )


def _surface(places: Places, outline: BaseGeometry, counts: Floats, at: Booleans) -> _Surface:
    west, south, east, north = outline.bounds
    # a larger area gets larger cells, and a kernel of at least five of them
    cell = max(CELL, ceil(max(east - west, north - south) / _MOST_CELLS / CELL) * CELL)
    bandwidth = max(BANDWIDTH, 5 * cell)
    west, south = np.floor(west / cell) * cell, np.floor(south / cell) * cell
    grid = Grid(float(west), float(south), cell, ceil((north - south) / cell), ceil((east - west) / cell))
    around = surroundings(places, outline, places.years[-1], bandwidth)
    margin = ceil(bandwidth / cell)
    wide = Grid(
        grid.x_min - margin * cell,
        grid.y_min - margin * cell,
        cell,
        grid.rows + 2 * margin,
        grid.columns + 2 * margin,
    )
    x, y = np.meshgrid(wide.centres_x, wide.centres_y)
    made = kernel_density(
        np.concatenate([places.points.easting[at], around.easting]),
        np.concatenate([places.points.northing[at], around.northing]),
        grid=wide,
        bandwidth=bandwidth,
        weights=np.concatenate([counts[at], around.counts]),
        inside=np.asarray(shapely.contains_xy(around.land, x, y)),
    )
    cut = np.s_[margin:-margin, margin:-margin]
    x, y = x[cut], y[cut]
    inside = np.asarray(shapely.contains_xy(outline, x, y))
    # boundaries drawn apart leave slivers between them, which are no land
    sure = around.land.buffer(_SLIVER).buffer(-_SLIVER - bandwidth)
    average = float(counts[at].sum()) / outline.area
    return _Surface(
        grid,
        np.where(inside, made[cut] / average, np.nan),
        inside,
        inside & np.asarray(shapely.contains_xy(sure, x, y)),
        outline,
        bandwidth,
        around,
    )


def _classes(
    result: ChapterResult, places: Places, surface: _Surface, counts: Floats, at: Booleans
) -> list[tuple[Cell, ...]]:
    grid = surface.grid
    column = np.floor((places.points.easting - grid.x_min) / grid.cell)
    row = np.floor((places.points.northing - grid.y_min) / grid.cell)
    on = at & (column >= 0) & (column < grid.columns) & (row >= 0) & (row < grid.rows)
    level = np.full(len(counts), np.nan)
    level[on] = surface.times[row[on].astype(int), column[on].astype(int)]
    mapped = counts[np.isfinite(level)].sum()
    rows: list[tuple[Cell, ...]] = []
    for times in TIMES:
        dense = surface.inside & (np.nan_to_num(surface.times) >= times)
        land = 100 * float(dense.sum() / surface.inside.sum())
        if land < _LEAST_LAND:
            break
        held = float(counts[np.nan_to_num(level, nan=-1.0) >= times].sum())
        figure = result.add(
            Figure(
                definition="places.dense-share",
                value=float(100 * held / mapped) if mapped else None,
                numerator=held,
                denominator=float(mapped),
                unit="%",
                area=places.area.code,
                period=places.years[-1],
                breakdown=(("at least", f"{times:g} times the average"),),
                sources=places.points.sources,
                note=f"bandwidth {surface.bandwidth:,.0f} metres",
            ),
        )
        rows.append((f"{times:g} times the average or more", land, int(held), figure.value))
    return rows


def _peak(places: Places, surface: _Surface, counts: Floats, at: Booleans) -> str:
    """Name the peaks: the highest and any within a tenth of it, two bandwidths apart; empty where none can be told.

    None can if one of them lies where something within the bandwidth is not known.
    """
    tops = _tops(surface)
    if not all(surface.sure[top] for top in tops):
        return ""
    named = [_street_at(places, surface, top, counts, at) for top in tops]
    streets = [street for street in dict.fromkeys(named) if street]
    return f"near {numbers.listed(streets)}" if streets else f"at {UNNAMED}"


def _tops(surface: _Surface) -> list[tuple[int, int]]:
    """Return the cells of the highest value and of any other peak that is about as high, the highest first."""
    left = np.nan_to_num(surface.times)
    least = (1 - _LEVEL_PEAKS) * float(left.max())
    x, y = np.meshgrid(surface.grid.centres_x, surface.grid.centres_y)
    tops: list[tuple[int, int]] = []
    while len(tops) < _MOST_PEAKS and left.max() >= least:
        row, column = divmod(int(left.argmax()), surface.grid.columns)
        tops.append((row, column))
        left[np.hypot(x - x[row, column], y - y[row, column]) < 2 * surface.bandwidth] = -1.0
    return tops


def _street_at(places: Places, surface: _Surface, cell: tuple[int, int], counts: Floats, at: Booleans) -> str:
    """Return the street or station of the busiest named map point within the bandwidth of a cell, or nothing."""
    row, column = cell
    gap = np.hypot(
        places.points.easting - surface.grid.centres_x[column],
        places.points.northing - surface.grid.centres_y[row],
    )
    near = [
        int(n)
        for n in np.flatnonzero(at & (gap <= surface.bandwidth) & (counts > 0))
        if places.street_of(int(n))
    ]
    return places.street_of(max(near, key=lambda n: (counts[n], places.points.names[n]))) if near else ""


def _number(cell: Cell) -> float:
    return float(cell) if isinstance(cell, int | float) else float("nan")


def _exhibits(
    result: ChapterResult, places: Places, surface: _Surface, rows: list[tuple[Cell, ...]], peak: str
) -> None:
    over = ground(places.evidence, places.area)
    breaks = TIMES[: len(rows)]
    _, land, _, share = rows[min(1, len(rows) - 1)]
    found = (
        f"{numbers.percent(_number(land), 1)} of the land, where recorded crime is at least "
        f"{breaks[min(1, len(rows) - 1)]:g} times as dense as on average, holds {numbers.percent(_number(share))} of it"
    )
    last = places.years[-1].words
    result.exhibits.append(
        Table(
            id="places-density",
            title=f"{found}, {last}",
            columns=(
                Column("density", "Density of crime"),
                Column("land", "Share of the land", "percent"),
                Column("count", "Crimes", "count"),
                Column("share", "Share of crime", "percent"),
            ),
            rows=tuple(rows),
            sources=places.points.sources,
            annex=True,
        ),
    )
    result.exhibits.append(
        SurfaceMap(
            id="places-density-map",
            title=f"Recorded crime is densest {peak}" if peak else f"{found[:1].upper()}{found[1:]}",
            alt=f"Map: {f'recorded crime is densest {peak}; ' if peak else ''}{found}. The numbers are in the table of "
            "density.",
            values=surface.times,
            west=surface.grid.x_min,
            south=surface.grid.y_min,
            cell=surface.grid.cell,
            breaks=breaks,
            class_labels=(
                *(f"{a:g} to {b:g} times" for a, b in pairwise(breaks)),
                f"over {breaks[-1]:g} times",
            ),
            outline=surface.outline,
            legend_title="Times the area's average",
            table="places-density",
            sources=with_boundaries(places.evidence, surface.around.sources),
            outlines=over.outlines,
            labels=over.labels,
            note=f"Map points, smoothed with a radius of {surface.bandwidth:,.0f} metres: neighbourhoods, never "
            f"addresses.{'' if peak else ' ' + NO_PEAK}",
        ),
    )
