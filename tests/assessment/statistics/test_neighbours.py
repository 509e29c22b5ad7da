"""Who is next to whom."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse
from shapely import Polygon, box

from frith.assessment.statistics.neighbours import check_neighbours, contiguous_neighbours, neighbours_within


def grid_of_squares(rows: int, columns: int, *, gap: float = 0.0) -> list[Polygon]:
    half = gap / 2
    return [
        box(100 * c + half, 100 * r + half, 100 * (c + 1) - half, 100 * (r + 1) - half)
        for r in range(rows)
        for c in range(columns)
    ]


def degrees(matrix: sparse.csr_array) -> list[int]:
    return np.diff(matrix.indptr).tolist()


def test_queen_contiguity_counts_corners():
    assert degrees(contiguous_neighbours(grid_of_squares(3, 3), tolerance=0)) == [3, 5, 3, 5, 8, 5, 3, 5, 3]


def test_slivers_up_to_the_tolerance_are_closed_and_wider_gaps_are_not():
    squares = grid_of_squares(1, 3, gap=1.0)
    assert degrees(contiguous_neighbours(squares, tolerance=1.0)) == [1, 2, 1]
    assert degrees(contiguous_neighbours(squares, tolerance=0.99)) == [0, 0, 0]


def test_an_island_has_no_neighbours():
    matrix = contiguous_neighbours([*grid_of_squares(1, 2), box(9_000, 9_000, 9_100, 9_100)])
    assert degrees(matrix) == [1, 1, 0]


@pytest.mark.parametrize("cell", [1.0, 0.1, 250.0, 333.3, 1 / 3])
def test_diagonal_cells_do_not_hang_on_rounding(cell):
    # the cells of a grid, with the distance to the diagonal as the reach: 8 neighbours inside, whatever the unit
    across, up = np.meshgrid(np.arange(7) * cell + 530_000.0, np.arange(5) * cell + 180_000.0)
    matrix = neighbours_within(across.ravel(), up.ravel(), cell * np.sqrt(2) * (1 + 1e-9))
    assert sorted(set(degrees(matrix))) == [3, 5, 8]


def test_a_pair_exactly_on_the_edge_is_in():
    assert degrees(neighbours_within([0, 3, 9], [0, 4, 4], 5)) == [1, 1, 0]
    assert degrees(neighbours_within([0, 3, 9], [0, 4, 4], 4.999)) == [0, 0, 0]


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 1_000), reach=st.floats(1, 300))
def test_distance_neighbours_are_the_pairs_within_reach(seed, reach):
    x, y = np.random.default_rng(seed).integers(0, 500, (2, 60)).astype(float)
    apart = (x[:, None] - x) ** 2 + (y[:, None] - y) ** 2
    wanted = (apart <= reach**2) & ~np.eye(60, dtype=bool)
    np.testing.assert_array_equal(neighbours_within(x, y, reach).toarray(), wanted)


def test_refusals():
    with pytest.raises(ValueError, match="2 have none, the first at position 1"):
        contiguous_neighbours([box(0, 0, 1, 1), Polygon(), None])
    with pytest.raises(ValueError, match="3 by 3 matrix"):
        check_neighbours(sparse.csr_array(np.zeros((2, 2))), 3)
    with pytest.raises(ValueError, match="nothing on the diagonal"):
        check_neighbours(sparse.csr_array(np.eye(3)), 3)
    with pytest.raises(ValueError, match="distance must hold finite numbers above zero"):
        neighbours_within([0, 1], [0, 1], 0)
