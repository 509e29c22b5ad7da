"""Where a surface lies above a level: marching squares with linear interpolation (Lorensen and Cline 1987, in 2D)."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

_CORNERS = ((0, 0), (0, 1), (1, 1), (1, 0))


def rings_above(
    values: NDArray[np.float64], level: float, west: float, south: float, cell: float
) -> BaseGeometry:
    """Return the ground on which ``values`` (row 0 at the south, one value a cell centre) is at least ``level``.

    Values that are not known count as below. A saddle is cut so that its two high corners stay apart.
    """
    padded = np.pad(np.nan_to_num(values, nan=-np.inf), 1, constant_values=-np.inf)
    floor = min(float(np.nanmin(values)), level) - 1
    padded = np.where(np.isfinite(padded), padded, floor) - level
    high = padded >= 0
    crossed = high[:-1, :-1].astype(int) + high[:-1, 1:] + high[1:, 1:] + high[1:, :-1]
    rows, columns = np.nonzero((crossed > 0) & (crossed < 4))
    pieces: list[BaseGeometry] = [
        shapely.Polygon(part)
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
        for part in _parts(padded, row, column)
        if len(part) >= 3
    ]
    pieces += _whole_cells(crossed == 4)
    joined = shapely.union_all(pieces, grid_size=1e-6) if pieces else shapely.Polygon()
    shift = np.array([west - 0.5 * cell, south - 0.5 * cell])
    return shapely.transform(joined, lambda xy: xy * cell + shift)


def _whole_cells(full: NDArray[np.bool_]) -> list[BaseGeometry]:
    """Return runs of squares that lie wholly above the level, a box for each run in a row."""
    boxes: list[BaseGeometry] = []
    for row in range(full.shape[0]):
        edges = np.flatnonzero(np.diff(np.concatenate(([0], full[row].astype(np.int8), [0]))))
        boxes += [
            shapely.box(a, row, b, row + 1)
            for a, b in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
        ]
    return boxes


def _parts(padded: NDArray[np.float64], row: int, column: int) -> list[list[tuple[float, float]]]:
    """Return the parts of one square that lie above zero, cut where the surface crosses its sides."""
    values = [float(padded[row + r, column + c]) for r, c in _CORNERS]
    ring: list[tuple[float, float]] = []
    for n, (r, c) in enumerate(_CORNERS):
        here, after = values[n], values[(n + 1) % 4]
        if here >= 0:
            ring.append((column + c, row + r))
        if (here >= 0) != (after >= 0):
            share = here / (here - after)
            r2, c2 = _CORNERS[(n + 1) % 4]
            ring.append((column + c + share * (c2 - c), row + r + share * (r2 - r)))
    if [v >= 0 for v in values] in ([True, False, True, False], [False, True, False, True]):
        return _saddle(ring, first_high=values[0] >= 0)
    return [ring]


def _saddle(ring: list[tuple[float, float]], *, first_high: bool) -> list[list[tuple[float, float]]]:
    """Cut a six-sided ring with two opposite high corners into the two corners."""
    if first_high:
        return [[ring[5], ring[0], ring[1]], [ring[2], ring[3], ring[4]]]
    return [[ring[0], ring[1], ring[2]], [ring[3], ring[4], ring[5]]]
