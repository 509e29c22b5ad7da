"""Kernel density against the exact sum, in any unit, and at the edge."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from frith.assessment.statistics.density import Grid, kernel_density

CELL = 100.0
GRID = Grid(530_000.0, 180_000.0, CELL, 24, 31)
KERNELS = st.sampled_from(["quartic", "gaussian"])


def exact(x, y, weights, grid, bandwidth, kernel):
    """The sum over all points at every cell's centre, from the definition."""
    squared = (grid.centres_x[None, :, None] - x) ** 2 + (grid.centres_y[:, None, None] - y) ** 2
    u = squared / bandwidth**2
    if kernel == "gaussian":
        return (weights * np.exp(-u / 2)).sum(axis=2) / (2 * np.pi * bandwidth**2)
    return (weights * 3 / np.pi * np.maximum(1 - u, 0) ** 2).sum(axis=2) / bandwidth**2


def peak(bandwidth, kernel):
    return (1 / (2 * np.pi) if kernel == "gaussian" else 3 / np.pi) / bandwidth**2


def scatter(points, seed, grid=GRID):
    rng = np.random.default_rng(seed)
    x = grid.x_min + rng.random(points) * grid.columns * grid.cell
    y = grid.y_min + rng.random(points) * grid.rows * grid.cell
    return x, y, rng.integers(1, 5, points).astype(float)


@settings(max_examples=120, deadline=None)
@given(
    kernel=KERNELS,
    cells=st.floats(0.5, 30),
    points=st.sampled_from([1, 2, 10, 200]),
    seed=st.integers(0, 100_000),
)
def test_error_is_under_half_a_percent_of_the_peak(kernel, cells, points, seed):
    bandwidth = cells * CELL
    x, y, weights = scatter(points, seed)
    ours = kernel_density(x, y, weights=weights, grid=GRID, bandwidth=bandwidth, kernel=kernel)
    truth = exact(x, y, weights, GRID, bandwidth, kernel)
    # a single point is the hardest case: its own kernel's peak is then the scale, even if no cell catches it
    scale = max(truth.max(), weights.max() * peak(bandwidth, kernel))
    assert np.abs(ours - truth).max() <= 0.005 * scale


@settings(max_examples=30, deadline=None)
@given(kernel=KERNELS, seed=st.integers(0, 1_000), unit=st.sampled_from([0.001, 0.3048, 1000.0]))
def test_the_same_in_any_unit(kernel, seed, unit):
    x, y, weights = scatter(50, seed)
    in_metres = kernel_density(x, y, weights=weights, grid=GRID, bandwidth=300, kernel=kernel)
    grid = Grid(GRID.x_min * unit, GRID.y_min * unit, CELL * unit, GRID.rows, GRID.columns)
    other = kernel_density(
        x * unit, y * unit, weights=weights, grid=grid, bandwidth=300 * unit, kernel=kernel
    )
    np.testing.assert_allclose(other * unit**2, in_metres, atol=1e-6 * in_metres.max())


@settings(max_examples=30, deadline=None)
@given(kernel=KERNELS, seed=st.integers(0, 1_000))
def test_adds_up_and_weights_are_repeats(kernel, seed):
    x, y, weights = scatter(40, seed)
    made = kernel_density(x, y, weights=weights, grid=GRID, bandwidth=350, kernel=kernel)
    repeats = weights.astype(int)
    repeated = kernel_density(
        np.repeat(x, repeats), np.repeat(y, repeats), grid=GRID, bandwidth=350, kernel=kernel
    )
    np.testing.assert_allclose(made, repeated, atol=1e-12)
    order = np.random.default_rng(seed).permutation(40)
    shuffled = kernel_density(
        x[order], y[order], weights=weights[order], grid=GRID, bandwidth=350, kernel=kernel
    )
    np.testing.assert_allclose(made, shuffled, atol=1e-15)
    assert (made >= 0).all()


@pytest.mark.parametrize("kernel", ["quartic", "gaussian"])
def test_mass_is_kept_away_from_the_edge(kernel):
    x = np.full(5, GRID.x_min + 1_523.0)
    y = np.full(5, GRID.y_min + 1_207.0)
    made = kernel_density(x, y, grid=GRID, bandwidth=600 if kernel == "quartic" else 200, kernel=kernel)
    assert made.sum() * CELL**2 == pytest.approx(5, rel=1e-3)


def test_gaussian_agrees_with_scipy():
    x, y, _ = scatter(300, 1)
    # scipy scales the data's own covariance, so whiten the points to make its bandwidth ours
    white = np.linalg.cholesky(np.linalg.inv(np.cov([x, y]))).T @ np.vstack([x, y])
    grid = Grid(white[0].min(), white[1].min(), 0.1, 30, 30)
    other = stats.gaussian_kde(white, bw_method=0.3)
    across, up = np.meshgrid(grid.centres_x, grid.centres_y)
    ours = kernel_density(*white, grid=grid, bandwidth=0.3, kernel="gaussian") / 300
    truth = other(np.vstack([across.ravel(), up.ravel()])).reshape(30, 30)
    np.testing.assert_allclose(ours, truth, atol=0.005 * truth.max())


def test_points_just_off_the_grid_still_reach_into_it_and_far_ones_do_not():
    y = [GRID.y_min + 1_200.0]
    near = kernel_density([GRID.x_min - 150.0], y, grid=GRID, bandwidth=300)
    truth = exact(np.array([GRID.x_min - 150.0]), np.array(y), np.ones(1), GRID, 300, "quartic")
    assert near.max() > 0
    np.testing.assert_allclose(near, truth, atol=0.005 * peak(300, "quartic"))
    assert kernel_density([0.0], [0.0], grid=GRID, bandwidth=300).max() == 0
    assert kernel_density([], [], grid=GRID, bandwidth=300).max() == 0


@pytest.mark.parametrize("kernel", ["quartic", "gaussian"])
def test_edge_correction_makes_an_even_spread_even(kernel):
    inside = np.zeros((GRID.rows, GRID.columns), dtype=bool)
    inside[4:20, 3:25] = True
    rows, columns = np.nonzero(inside)
    fine = (np.arange(4) + 0.5) / 4 - 0.5
    x = (GRID.centres_x[columns][:, None, None] + CELL * fine[None, :, None] + 0 * fine).ravel()
    y = (GRID.centres_y[rows][:, None, None] + CELL * fine[None, None, :] + 0 * fine[:, None]).ravel()
    plain = kernel_density(x, y, grid=GRID, bandwidth=400, kernel=kernel)
    made = kernel_density(x, y, grid=GRID, bandwidth=400, kernel=kernel, inside=inside)
    even = 16 / CELL**2
    assert plain[inside].min() < 0.5 * even
    np.testing.assert_allclose(made[inside], even, rtol=0.02)
    assert np.isnan(made[~inside]).all()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"bandwidth": 0}, "bandwidth must hold finite numbers above zero"),
        ({"bandwidth": 0.01}, "over the 50,000,000 allowed"),
        ({"x": [1.0, np.nan]}, "x must hold finite numbers; nan was given at position 1"),
        ({"x": [1.0]}, "differ in length: 1, 2, 1"),
        ({"weights": [1.0, -1.0]}, "weights must hold finite numbers of zero or more"),
        ({"kernel": "epanechnikov"}, "kernel must be quartic or gaussian"),
        ({"inside": np.ones((2, 2))}, "inside must have the grid's shape"),
    ],
)
def test_refusals(change, says):
    arguments = {"x": [1.0, 2.0], "y": [1.0, 2.0], "grid": GRID, "bandwidth": 300.0} | change
    with pytest.raises(ValueError, match=says):
        kernel_density(arguments.pop("x"), arguments.pop("y"), **arguments)
