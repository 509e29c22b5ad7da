"""Gi*: published answers, a second engine, the exact permutation distribution, and honest false discovery."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from esda import G_Local
from hypothesis import given, settings
from hypothesis import strategies as st
from libpysal.weights import W
from scipy import sparse

from frith.assessment.statistics.hotspots import (
    draws_needed,
    gi_star,
    gi_star_grid,
    gi_star_permutation,
    hot_and_cold,
    normal_p,
)
from frith.assessment.statistics.neighbours import neighbours_within

# the six points of the documentation of esda.G_Local, distance band 15
SIX = neighbours_within([10, 20, 40, 15, 30, 30], [10, 10, 10, 20, 20, 30], 15)
SIX_VALUES = [2, 3, 3.2, 5, 8, 7]


def random_map(places: int, seed: int) -> tuple[np.ndarray, sparse.csr_array]:
    rng = np.random.default_rng(seed)
    x, y = rng.random((2, places)) * np.sqrt(places)
    return rng.poisson(4, places).astype(float), neighbours_within(x, y, 1.3)


def test_published_answer():
    expected = [-1.39727626, -0.28917762, 0.65064964, -0.28917762, 1.23452088, 2.02424331]
    np.testing.assert_allclose(gi_star(SIX_VALUES, SIX), expected, atol=1e-8)


@pytest.mark.filterwarnings(
    "ignore:The weights matrix is not fully connected"
)  # the other engine's, and meant here
@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_agrees_with_esda(seed):
    values, neighbours = random_map(80, seed)
    lists = {
        i: neighbours.indices[neighbours.indptr[i] : neighbours.indptr[i + 1]].tolist() for i in range(80)
    }
    second = G_Local(values, W(lists, silence_warnings=True), transform="B", star=True, permutations=0)
    np.testing.assert_allclose(gi_star(values, neighbours), second.Zs, atol=1e-10)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), shift=st.floats(-50, 50), scale=st.floats(0.1, 50))
def test_gi_star_does_not_depend_on_unit_or_origin_and_turns_with_the_sign(seed, shift, scale):
    values, neighbours = random_map(40, seed)
    z = gi_star(values, neighbours)
    np.testing.assert_allclose(gi_star(scale * values + shift, neighbours), z, atol=1e-6)
    np.testing.assert_allclose(gi_star(-values, neighbours), -z, atol=1e-10)


def test_many_variables_at_once_are_the_same_as_one_by_one():
    values, neighbours = random_map(60, 1)
    both = np.column_stack([values, values[::-1]])
    np.testing.assert_array_equal(gi_star(both, neighbours)[:, 1], gi_star(values[::-1], neighbours))
    together = gi_star_permutation(both, neighbours, draws=999)
    alone = gi_star_permutation(values[::-1], neighbours, draws=999)
    np.testing.assert_array_equal(together.p[:, 1], alone.p)


@pytest.mark.parametrize("reach", [1, 2])
def test_a_whole_grid_gives_the_same_as_its_neighbour_matrix(reach):
    grid = np.random.default_rng(4).poisson(3, (9, 12)).astype(float)
    rows, columns = (part.ravel() for part in np.indices(grid.shape))
    matrix = sparse.csr_array(
        (np.maximum(abs(rows[:, None] - rows), abs(columns[:, None] - columns)) <= reach)
        & ~np.eye(108, dtype=bool)
    ).astype(float)
    np.testing.assert_allclose(
        gi_star_grid(grid, reach=reach).ravel(), gi_star(grid.ravel(), matrix), atol=1e-10
    )


def test_nothing_stands_out_where_all_are_alike():
    assert np.isnan(gi_star(np.full(6, 3.0), SIX)).all()
    everyone = sparse.csr_array(np.ones((4, 4)) - np.eye(4))
    assert np.isnan(gi_star([1.0, 2, 3, 4], everyone)).all()


def exact_p(values: np.ndarray, neighbours: sparse.csr_array, place: int) -> float:
    """The permutation p-value from every possible set of neighbours."""
    around = neighbours.indices[neighbours.indptr[place] : neighbours.indptr[place + 1]]
    others = np.delete(np.arange(len(values)), place)
    sums = np.array([values[list(chosen)].sum() for chosen in combinations(others, len(around))])
    seen = values[around].sum()
    return min(1.0, 2 * min((sums >= seen).mean(), (sums <= seen).mean()))


def test_permutation_p_values_are_those_of_all_arrangements():
    values = np.array([9, 8, 7, 1, 0, 2, 1, 3, 0, 1, 2, 6], dtype=float)
    neighbours = neighbours_within(np.arange(12.0), np.zeros(12), 2)
    tested = gi_star_permutation(values, neighbours, draws=40_000)
    for place in range(12):
        exact = exact_p(values, neighbours, place)
        assert tested.p[place] == pytest.approx(exact, abs=4 * np.sqrt(exact / tested.draws[place]) + 1e-4)


def test_the_draws_dropped_are_those_that_held_the_place_itself():
    values, neighbours = random_map(50, 3)
    tested = gi_star_permutation(values, neighbours, draws=20_000)
    k = np.diff(neighbours.indptr)
    some = k > 0
    np.testing.assert_allclose(tested.draws[some] / 20_000, 1 - k[some] / 50, atol=0.02)
    assert np.isnan(tested.p[~some]).all()


def test_permutation_and_analytic_agree_where_the_normal_holds():
    rng = np.random.default_rng(8)
    x, y = np.meshgrid(np.arange(20.0), np.arange(20.0))
    neighbours = neighbours_within(x.ravel(), y.ravel(), 2.9)
    values = rng.normal(size=400)
    permuted = gi_star_permutation(values, neighbours, draws=20_000)
    # the same place's own value is part of Gi* and fixed in the permutation, so only Gi (without it) must agree
    k = np.diff(neighbours.indptr).astype(float)
    n = 400
    mean = (values.sum() - values) / (n - 1)
    spread = np.sqrt(((values**2).sum() - values**2) / (n - 1) - mean**2)
    gi = (neighbours @ values - k * mean) / (spread * np.sqrt(k * (n - 1 - k) / (n - 2)))
    np.testing.assert_allclose(permuted.p, normal_p(gi), atol=0.03)


def test_the_same_seed_is_the_same_answer_and_p_is_never_under_its_floor():
    values, neighbours = random_map(50, 5)
    values[7] = 500
    one = gi_star_permutation(values, neighbours, draws=499)
    other = gi_star_permutation(values, neighbours, draws=499)
    np.testing.assert_array_equal(one.p, other.p)
    known = ~np.isnan(one.p)
    assert (one.p[known] >= 2 / (1 + one.draws[known]) - 1e-15).all()
    assert (one.p[known] <= 1).all()


def test_under_no_pattern_five_percent_are_called_without_adjustment_and_almost_none_with():
    values, neighbours = random_map(3_000, 6)
    tested = gi_star_permutation(values, neighbours, draws=9_999)
    assert 0.025 < np.nanmean(tested.p <= 0.05) <= 0.05
    z = gi_star(values, neighbours)
    assert np.count_nonzero(hot_and_cold(z, normal_p(z))) <= 3


def test_hot_and_cold_signs():
    z = np.array([6.0, -6.0, 0.1, np.nan])
    assert hot_and_cold(z, normal_p(z)).tolist() == [1, -1, 0, 0]


def test_false_discovery_is_refused_where_the_draws_cannot_reach_it():
    z, p = np.full(5_000, 4.0), np.full(5_000, 0.002)
    with pytest.raises(ValueError, match=r"999 draws cannot reach .* Use at least 199,999"):
        hot_and_cold(z, p, draws=999)
    assert hot_and_cold(z, p, draws=199_999).all()
    assert draws_needed(5_000) == 199_999
    assert draws_needed(5_000, neighbours=12) > 199_999
    assert 2 / (draws_needed(128) + 1) <= 0.05 / 128


def test_refusals():
    with pytest.raises(ValueError, match="values must hold finite numbers; nan was given at position 2"):
        gi_star([1, 2, np.nan, 3, 4, 5], SIX)
    with pytest.raises(ValueError, match="draws must be 1 or more"):
        gi_star_permutation(SIX_VALUES, SIX, draws=0)
    with pytest.raises(ValueError, match="reach 0 were given"):
        gi_star_grid(np.ones((3, 3)), reach=0)


def test_a_lone_hot_place_can_be_called_though_draws_that_hold_it_are_dropped() -> None:
    """676 places on a grid, one far above the rest: every place keeps enough draws to reach the adjusted level."""
    side = 26
    positions = np.arange(side * side)
    x, y = positions // side, positions % side
    near = (np.abs(x[:, None] - x) <= 1) & (np.abs(y[:, None] - y) <= 1) & (positions[:, None] != positions)
    neighbours = sparse.csr_array(near.astype(float))
    draws = draws_needed(len(positions), neighbours=8)
    values = np.random.default_rng(3).poisson(5, len(positions)).astype(float)
    used = gi_star_permutation(values, neighbours, draws=draws).draws
    assert used.min() >= draws_needed(len(positions))
