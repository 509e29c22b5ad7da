"""Hot and cold spots: Getis and Ord's Gi*, analytic and by permutation.

Gi* compares the sum over a place and its neighbours with what the whole area would lead one to expect.
Weights are binary and a place counts as one of its own neighbours. Every p-value here is two-sided.
Source: J. K. Ord, A. Getis, "Local spatial autocorrelation statistics", Geographical Analysis 27 (1995)
286-306. Limits: with map points a place must be an area, never one point; a hot spot says that high values
lie together, not why; and neighbouring tests share crimes, so they are not independent.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse, special

from frith.assessment.statistics.arguments import Floats, Integers, finite_of, probability_of
from frith.assessment.statistics.multiple_testing import adjusted_p
from frith.assessment.statistics.neighbours import check_neighbours

DEFAULT_DRAWS = 99_999
DEFAULT_SEED = 1
_FEW_STANDARD_ERRORS = 6
_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class PermutationTest:
    """Two-sided permutation p-values, and how many draws each rests on; arrays of the values' shape."""

    p: Floats
    draws: Integers


def gi_star(values: ArrayLike, neighbours: sparse.csr_array) -> Floats:
    """Gi* of each place, in standard deviations from what its number of neighbours would lead one to expect.

    Parameters
    ----------
    values
        Shape (places,) or (places, variables): counts or rates, none missing. Each variable (a crime type, a
        month) is on its own; all are done in one pass.
    neighbours
        Binary, symmetric, without the diagonal: see frith.assessment.statistics.neighbours.

    Returns
    -------
    Floats
        Of the shape of the values. NaN where every place has the same value, and for a place that neighbours
        every other: nothing can be hotter than the rest there.
    """
    x, matrix = _checked(values, neighbours)
    around = matrix @ x + x
    return _standardised(around, x, _degrees(matrix) + 1).reshape(np.shape(values))


def gi_star_grid(values: ArrayLike, *, reach: int = 1) -> Floats:
    """Gi* on a whole rectangular grid, where the neighbours are the cells within ``reach`` steps either way.

    Shape (rows, columns) in and out; the same answer as gi_star on the same neighbours, by running sums.
    """
    grid = finite_of("values", values)
    if grid.ndim != 2 or reach < 1:
        raise ValueError(
            f"values must be a grid and reach 1 or more; shape {grid.shape}, reach {reach} were given."
        )
    around = _box_sum(_box_sum(grid, reach, axis=0), reach, axis=1)
    ones = [_box_sum(np.ones(length), reach, axis=0) for length in grid.shape]
    cells = np.outer(*ones)
    flat = _standardised(around.reshape(-1, 1), grid.reshape(-1, 1), cells.reshape(-1))
    return flat.reshape(grid.shape)


def normal_p(z: ArrayLike) -> Floats:
    """Two-sided p-value of a standard normal score; NaN stays NaN."""
    return np.asarray(2 * special.ndtr(-np.abs(np.asarray(z, dtype=np.float64))))


def gi_star_permutation(
    values: ArrayLike,
    neighbours: sparse.csr_array,
    *,
    draws: int = DEFAULT_DRAWS,
    seed: int = DEFAULT_SEED,
) -> PermutationTest:
    """Permutation test of Gi*: each place keeps its value, and its neighbours are drawn from all the others.

    Parameters
    ----------
    values, neighbours
        As for gi_star.
    draws
        How many times to draw.
    seed
        Of the random numbers: the same seed gives the same p-values on every machine.

    Returns
    -------
    PermutationTest
        p = min(1, 2 min(high, low)) where high = (1 + draws at least as high) / (1 + draws) and low likewise,
        so that no p is under 2 / (1 + draws). NaN for a place without neighbours.

    Notes
    -----
    What a place's neighbours could have been depends only on how many there are and on leaving the place
    itself out. So one set of draws serves every place and every variable: the first k of each draw are a
    draw of k, and the few draws that happen to hold the place itself are dropped for that place, which
    leaves draws from exactly the others. Follows the conditional permutation of L. Anselin, "Local indicators
    of spatial association", Geographical Analysis 27 (1995) 93-115.
    """
    x, matrix = _checked(values, neighbours)
    if draws < 1:
        raise ValueError(f"draws must be 1 or more; {draws} was given.")
    degrees = _degrees(matrix).astype(np.int64)
    sums = matrix @ x
    p = np.full(x.shape, np.nan)
    used = np.zeros(x.shape, dtype=np.int64)
    most = int(degrees.max(initial=0))
    drawn = _draw_without_replacement(len(x), most, draws, seed)
    for variable in range(x.shape[1]):
        null = np.zeros(draws)
        for k in range(1, most + 1):
            null += x[drawn[:, k - 1], variable]
            places = np.flatnonzero(degrees == k)
            if len(places):
                p[places, variable], used[places, variable] = _against(
                    null, sums[places, variable], places, drawn[:, :k], len(x)
                )
    shape = np.shape(values)
    return PermutationTest(p.reshape(shape), used.reshape(shape))


def hot_and_cold(
    z: ArrayLike, p: ArrayLike, *, level: float = 0.05, draws: int | None = None
) -> NDArray[np.int8]:
    """1 for a hot spot, -1 for a cold spot, 0 for neither, after Benjamini and Hochberg's adjustment.

    Parameters
    ----------
    z
        Gi* of every place that was looked at: one family of tests, shape (places,).
    p
        Their two-sided p-values, analytic or by permutation; NaN is called neither.
    level
        The share of false calls to put up with among all calls.
    draws
        Give the number of draws if the p-values came from permutation.

    Raises
    ------
    ValueError
        If so few draws could not reach the level for even one place (see draws_needed).
    """
    probability_of("level", level)
    scores, tested = np.asarray(z, dtype=np.float64), np.asarray(p, dtype=np.float64)
    if scores.shape != tested.shape or scores.ndim != 1:
        raise ValueError("z and p must have one value for each place, of one variable.")
    family = int((~np.isnan(tested)).sum())
    if draws is not None and draws < draws_needed(family, level):
        raise ValueError(
            f"{draws:,} draws cannot reach a false discovery rate of {level:g} over {family:,} places: the "
            f"smallest p-value they give is {2 / (draws + 1):.2g}. Use at least {draws_needed(family, level):,} "
            "draws, or the analytic p-values."
        )
    called = adjusted_p(tested) <= level
    return np.where(called, np.sign(scores), 0).astype(np.int8)


def draws_needed(places: int, level: float = 0.05, *, neighbours: int = 0) -> int:
    """Fewest draws whose smallest two-sided p-value, 2 / (draws + 1), is at most level / places.

    Give the most ``neighbours`` of any place to make up for the draws that are dropped because they hold the place
    itself, a share of neighbours / places: enough are added that a place keeps too few of them once in millions.
    """
    needed = max(1, ceil(2 * places / level * (1 - _ROUNDING)) - 1)
    dropped = min(neighbours / places, 1 - 1 / places) if neighbours else 0.0
    spread = _FEW_STANDARD_ERRORS * sqrt(needed * dropped) / (1 - dropped)
    return ceil(needed / (1 - dropped) + spread)


def _checked(values: ArrayLike, neighbours: sparse.csr_array) -> tuple[Floats, sparse.csr_array]:
    x = finite_of("values", values)
    if x.ndim not in (1, 2) or len(x) < 2:
        raise ValueError(
            f"values must be (places,) or (places, variables), two places or more; got {x.shape}."
        )
    return x.reshape(len(x), -1), check_neighbours(neighbours, len(x))


def _degrees(matrix: sparse.csr_array) -> Floats:
    return np.diff(matrix.indptr).astype(np.float64)


def _standardised(around: Floats, x: Floats, members: Floats) -> Floats:
    """Sums over each place and its neighbours, less their mean, over their standard deviation."""
    n = len(x)
    mean, spread = x.mean(axis=0), x.std(axis=0)
    spread = np.where(spread > _ROUNDING * np.abs(x).max(axis=0), spread, np.nan)
    room = np.sqrt(np.maximum(members * (n - members) / (n - 1), 0.0))
    room[room == 0] = np.nan
    return np.asarray((around - mean * members[:, None]) / (spread * room[:, None]))


def _box_sum(values: Floats, reach: int, *, axis: int) -> Floats:
    """Sum over the cells within ``reach`` along one axis, by differences of running sums."""
    length = values.shape[axis]
    running = np.concatenate(
        [np.zeros_like(values.take([0], axis=axis)), values.cumsum(axis=axis)], axis=axis
    )
    after = np.minimum(np.arange(length) + reach + 1, length)
    before = np.maximum(np.arange(length) - reach, 0)
    return np.asarray(running.take(after, axis=axis) - running.take(before, axis=axis))


def _draw_without_replacement(places: int, size: int, draws: int, seed: int) -> NDArray[np.int32]:
    """Shape (draws, size): in each row distinct places, any order equally likely, so any first k are a draw of k."""
    rng = np.random.default_rng(seed)
    drawn = np.empty((draws, size), dtype=np.int32, order="F")
    for column in range(size):
        fresh = rng.integers(0, places, draws, dtype=np.int32)
        again = np.arange(draws)
        while len(again):
            # draw once more only where a place is in its row already: uniform over the places left
            taken = (drawn[again, :column] == fresh[again, None]).any(axis=1)
            again = again[taken]
            fresh[again] = rng.integers(0, places, len(again), dtype=np.int32)
        drawn[:, column] = fresh
    return drawn


def _against(
    null: Floats, seen: Floats, places: Integers, drawn: NDArray[np.int32], count: int
) -> tuple[Floats, Integers]:
    """P-values of the sums seen at some places of one degree, each against the draws that leave it out."""
    slack = _ROUNDING * np.abs(null).max(initial=0.0)
    rising = np.sort(null)
    high = len(null) - np.searchsorted(rising, seen - slack, side="left")
    low = np.searchsorted(rising, seen + slack, side="right")
    position = np.full(count, -1, dtype=np.int64)
    position[places] = np.arange(len(places))
    draw, member = np.nonzero(position[drawn] >= 0)
    place = position[drawn[draw, member]]
    own = np.bincount(place, minlength=len(places))
    high = high - np.bincount(place, weights=null[draw] >= seen[place] - slack, minlength=len(places))
    low = low - np.bincount(place, weights=null[draw] <= seen[place] + slack, minlength=len(places))
    used = len(null) - own
    p = 2 * np.minimum(1 + high, 1 + low) / (1 + used)
    return np.minimum(p, 1.0), used
