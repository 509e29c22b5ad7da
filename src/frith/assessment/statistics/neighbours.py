"""Which places are neighbours: a sparse matrix of ones, symmetric, with an empty diagonal."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from scipy.spatial import cKDTree
from shapely.geometry.base import BaseGeometry

from frith.assessment.statistics.arguments import finite_of, quantities_of

_EDGE = 1e-12


def contiguous_neighbours(polygons: Sequence[BaseGeometry], *, tolerance: float = 1.0) -> sparse.csr_array:
    """Places whose polygons touch, at an edge or at a corner ("queen"), or come within a tolerance.

    Parameters
    ----------
    polygons
        One shape a place, in a projected system (metres, such as British National Grid).
    tolerance
        Largest gap, in the unit of the coordinates, that still counts as touching; the gap may equal it.
        Published boundaries are generalised and leave slivers: one metre closes those of full or
        10-metre-generalised boundaries without crossing a street. Zero asks for true contact.

    Returns
    -------
    csr_array
        Shape (places, places); a place that touches nothing has an empty row.

    Raises
    ------
    ValueError
        For an empty or missing shape, or a negative tolerance.
    """
    quantities_of("tolerance", tolerance)
    shapes = np.asarray(polygons, dtype=object)
    bad = [i for i, shape in enumerate(shapes) if shape is None or shape.is_empty]
    if bad:
        raise ValueError(
            f"every place needs a shape; {len(bad)} have none, the first at position {bad[0]} (counting from 0)."
        )
    tree = shapely.STRtree(shapes)
    first, second = tree.query(shapes, predicate="dwithin", distance=tolerance)
    return _matrix(first, second, len(shapes))


def neighbours_within(x: ArrayLike, y: ArrayLike, distance: float) -> sparse.csr_array:
    """Points whose distance d from each other is in the closed interval [0, distance].

    A pair exactly on the edge is in. A distance that exceeds the edge by less than one part in 10^12 of it is
    rounding, and counts as on the edge, so that diagonal cells of a grid do not hang on the last bit.

    Parameters
    ----------
    x, y
        Coordinates of each point, in one unit (metres).
    distance
        In the same unit, above zero.
    """
    points = np.column_stack([finite_of("x", x), finite_of("y", y)])
    reach = float(quantities_of("distance", distance, above_zero=True))
    # ask for a little more, and then decide each pair by its own squared distance
    pairs = cKDTree(points).query_pairs(reach * (1 + 1e-6), output_type="ndarray")
    gaps = points[pairs[:, 0]] - points[pairs[:, 1]]
    pairs = pairs[(gaps**2).sum(axis=1) <= reach**2 * (1 + 2 * _EDGE)]
    return _matrix(np.r_[pairs[:, 0], pairs[:, 1]], np.r_[pairs[:, 1], pairs[:, 0]], len(points))


def _matrix(first: NDArray[np.int64], second: NDArray[np.int64], places: int) -> sparse.csr_array:
    """Ones at the pairs given, each once, and none on the diagonal."""
    apart = first != second
    ones = np.ones(int(apart.sum()))
    matrix = sparse.csr_array((ones, (first[apart], second[apart])), shape=(places, places))
    matrix.sum_duplicates()
    matrix.data[:] = 1.0
    return matrix


def check_neighbours(neighbours: sparse.csr_array, places: int) -> sparse.csr_array:
    """Return the matrix, refusing one of the wrong size, with other values than one, or with a diagonal."""
    matrix = sparse.csr_array(neighbours)
    if matrix.shape != (places, places):
        raise ValueError(
            f"neighbours must be a {places} by {places} matrix to go with {places} places; "
            f"one of {matrix.shape[0]} by {matrix.shape[1]} was given."
        )
    if np.any(matrix.data != 1) or np.any(matrix.diagonal() != 0):
        raise ValueError(
            "neighbours must hold ones only, with nothing on the diagonal (no place neighbours itself)."
        )
    return matrix
