"""Has a count or a rate changed by more than chance? Exact and near-exact tests for counts.

A recorded count is taken to be a draw from a Poisson distribution whose mean is a rate times an exposure
(months, residents, households). Real crime counts vary more than that, because one offender or one week of
disorder makes several crimes: a small p-value here says "more than Poisson chance", and the control chart
(frith.assessment.statistics.control_chart) says whether it is more than this series usually moves.

Every p-value here is two-sided: it counts changes in either direction.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike
from scipy import special, stats

from frith.assessment.statistics.arguments import (
    Booleans,
    Floats,
    counts_of,
    normal_quantile,
    probability_of,
    quantities_of,
)

RateTest = Literal["unpooled", "score", "exact conditional", "mid-p"]

_CELLS_AT_ONCE = 2_000_000
_TIE = 1e-9


@dataclass(frozen=True, slots=True)
class Interval:
    """A value with the limits of its interval; arrays of one shape, in the unit of the value."""

    value: Floats
    lower: Floats
    upper: Floats


def rate_change_p(
    before: ArrayLike,
    after: ArrayLike,
    *,
    exposure_before: ArrayLike = 1.0,
    exposure_after: ArrayLike = 1.0,
    test: RateTest = "unpooled",
) -> Floats:
    """Two-sided p-value that two Poisson rates are the same.

    Parameters
    ----------
    before, after
        Counts; any shapes that broadcast together.
    exposure_before, exposure_after
        What each count was gathered over, in one unit (months, residents). Above zero.
    test
        ``"unpooled"``: the E-test of Krishnamoorthy and Thomson (2004), whose statistic has the unpooled
        variance ``x1/n1**2 + x2/n2**2``. This is the default and what most people mean by "the E-test".
        ``"score"``: the same sum with the pooled variance; equal to the former only for equal exposures.
        ``"exact conditional"``: given the total, the first count is binomial (Przyborowski and Wilenski
        1940); outcomes no likelier than the one seen are counted. Never too liberal, often too cautious.
        ``"mid-p"``: the exact conditional p-value less half the probability of the outcome seen.

    Returns
    -------
    Floats
        P-values in 0..1 of the broadcast shape; NaN where both counts are zero, since nothing was seen that
        could tell two rates apart. Values under about 1e-30 are returned as what remains of the sum.

    Notes
    -----
    Source: K. Krishnamoorthy, J. Thomson, "A more powerful test for comparing two Poisson means", Journal of
    Statistical Planning and Inference 119 (2004) 23-35. Memory grows with the standard deviation of the
    counts, not with its square: for each value of the first count the second is summed by its distribution
    function outside the two roots of a quadratic.
    """
    if test not in get_args(RateTest):
        raise ValueError(f"test must be one of {', '.join(get_args(RateTest))}; {test!r} was given.")
    x1, x2, n1, n2 = np.broadcast_arrays(
        counts_of("before", before),
        counts_of("after", after),
        quantities_of("exposure_before", exposure_before, above_zero=True),
        quantities_of("exposure_after", exposure_after, above_zero=True),
    )
    shape = x1.shape
    x1, x2, n1, n2 = (np.ravel(part).astype(np.float64) for part in (x1, x2, n1, n2))
    p = np.full(x1.shape, np.nan)
    seen = (x1 + x2) > 0
    if test in ("unpooled", "score"):
        p[seen] = _e_test(x1[seen], x2[seen], n1[seen], n2[seen], pooled=test == "score")
    else:
        p[seen] = _conditional(x1[seen], x2[seen], n1[seen], n2[seen], mid_p=test == "mid-p")
    return p.reshape(shape)


def _e_test(x1: Floats, x2: Floats, n1: Floats, n2: Floats, *, pooled: bool) -> Floats:
    """Krishnamoorthy-Thomson p-values for flat arrays in which no pair is (0, 0)."""
    total_rate = (x1 + x2) / (n1 + n2)
    variance = total_rate * (1 / n1 + 1 / n2) if pooled else x1 / n1**2 + x2 / n2**2
    t_squared = (x1 / n1 - x2 / n2) ** 2 / variance
    mean_1, mean_2 = n1 * total_rate, n2 * total_rate
    reach = 12 * np.sqrt(mean_1) + 40
    lowest = np.maximum(0, np.floor(mean_1 - reach))
    widths = (np.ceil(mean_1 + reach) - lowest + 1).astype(np.int64)
    p = np.empty_like(x1)
    for part in _batches(widths):
        rows = np.repeat(np.arange(part.start, part.stop), widths[part])
        starts = np.cumsum(widths[part]) - widths[part]
        first = lowest[rows] + np.arange(len(rows)) - np.repeat(starts, widths[part])
        tail = _second_count_as_extreme(
            first, t_squared[rows], n1[rows], n2[rows], mean_2[rows], pooled=pooled
        )
        p[part] = np.add.reduceat(_poisson_mass(first, mean_1[rows]) * tail, starts)
    return np.where(t_squared == 0, 1.0, np.minimum(p, 1.0))


def _batches(widths: np.ndarray) -> list[slice]:
    """Slices of consecutive tests whose widths add to a bounded number of cells."""
    edges = [0]
    running = 0
    for place, width in enumerate(widths):
        if running and running + width > _CELLS_AT_ONCE:
            edges.append(place)
            running = 0
        running += int(width)
    edges.append(len(widths))
    return [slice(a, b) for a, b in pairwise(edges) if b > a]


def _second_count_as_extreme(
    first: Floats, t_squared: Floats, n1: Floats, n2: Floats, mean_2: Floats, *, pooled: bool
) -> Floats:
    """Probability that the second count makes the statistic at least as large as the one observed.

    The statistic squared is (a - b j)^2 / (v + w j) in the second count j. It falls and then rises, so the
    extreme values of j lie at or below one root of a quadratic and at or above the other.
    """
    a, b = first / n1, 1 / n2
    w = 1 / (n1 * n2) if pooled else b**2
    v = w * first if pooled else first / n1**2
    half = a * b + t_squared * w / 2
    spread = np.sqrt(np.maximum(half**2 - b**2 * (a**2 - t_squared * v), 0.0))
    low = (half - spread) / b**2
    high = (half + spread) / b**2
    # the outcome itself sits exactly on a root: a tie counts as extreme, whatever the last bit says
    low_count = np.floor(low + _TIE * np.maximum(1, np.abs(low)))
    high_count = np.ceil(high - _TIE * np.maximum(1, high))
    low_exists = (low_count >= 0) & (first > 0)
    lower_tail = np.where(low_exists, special.pdtr(np.maximum(low_count, 0), mean_2), 0.0)
    upper_tail = np.where(high_count > 0, special.pdtrc(np.maximum(high_count - 1, 0), mean_2), 1.0)
    return np.where(high_count > low_count, lower_tail + upper_tail, 1.0)


def _poisson_mass(count: Floats, mean: Floats) -> Floats:
    return np.asarray(np.exp(special.xlogy(count, mean) - mean - special.gammaln(count + 1)))


def _conditional(x1: Floats, x2: Floats, n1: Floats, n2: Floats, *, mid_p: bool) -> Floats:
    pairs = zip(x1, x2, n1 / (n1 + n2), strict=True)
    exact = np.array(
        [stats.binomtest(int(a), int(a + b), share).pvalue for a, b, share in pairs], dtype=np.float64
    )
    if not mid_p:
        return exact
    return exact - 0.5 * stats.binom.pmf(x1, x1 + x2, n1 / (n1 + n2))


def poisson_interval(
    count: ArrayLike, *, confidence: float = 0.95, method: Literal["exact", "byar"] = "exact"
) -> Interval:
    """Two-sided interval for the mean of a Poisson count.

    Parameters
    ----------
    count
        Counts of any shape.
    confidence
        Share of the time that such intervals hold the truth; each tail gets half of the rest.
    method
        ``"exact"``: Garwood (1936), by chi-squared quantiles; zero gives a lower limit of zero.
        ``"byar"``: Byar's cube-root approximation (Breslow and Day 1987), used in public health returns.

    Notes
    -----
    Source: F. Garwood, "Fiducial limits for the Poisson distribution", Biometrika 28 (1936) 437-442.
    """
    x = counts_of("count", count)
    tail = (1 - probability_of("confidence", confidence)) / 2
    if method == "exact":
        lower = np.where(x > 0, special.gammaincinv(np.maximum(x, 1), tail), 0.0)
        return Interval(x, lower, np.asarray(special.gammainccinv(x + 1, tail)))
    if method != "byar":
        raise ValueError(f"method must be exact or byar; {method!r} was given.")
    z = normal_quantile(confidence)
    safe = np.maximum(x, 1)
    lower = np.where(x > 0, safe * (1 - 1 / (9 * safe) - z / (3 * np.sqrt(safe))) ** 3, 0.0)
    more = x + 1
    return Interval(x, np.maximum(lower, 0.0), more * (1 - 1 / (9 * more) + z / (3 * np.sqrt(more))) ** 3)


def rate_ratio(
    before: ArrayLike,
    after: ArrayLike,
    *,
    exposure_before: ArrayLike = 1.0,
    exposure_after: ArrayLike = 1.0,
    confidence: float = 0.95,
) -> Interval:
    """Rate after over rate before, with its exact two-sided interval.

    Given the total, the later count is binomial; the Clopper-Pearson limits of its share give the limits of
    the ratio (Przyborowski and Wilenski 1940). Both counts zero gives NaN throughout; a zero before gives an
    upper limit of infinity, a zero after a lower limit of zero. Exposures are above zero and in one unit.
    """
    x1, x2, n1, n2 = np.broadcast_arrays(
        counts_of("before", before),
        counts_of("after", after),
        quantities_of("exposure_before", exposure_before, above_zero=True),
        quantities_of("exposure_after", exposure_after, above_zero=True),
    )
    tail = (1 - probability_of("confidence", confidence)) / 2
    nothing: Booleans = (x1 + x2) == 0
    with np.errstate(divide="ignore", invalid="ignore"):
        low_share = np.where(x2 > 0, special.betaincinv(np.maximum(x2, 1), x1 + 1, tail), 0.0)
        high_share = np.where(x1 > 0, special.betainccinv(x2 + 1, np.maximum(x1, 1), tail), 1.0)
        scale = n1 / n2
        value = np.where(nothing, np.nan, x2 / x1 * scale)
        lower = np.where(nothing, np.nan, low_share / (1 - low_share) * scale)
        upper = np.where(nothing, np.nan, high_share / (1 - high_share) * scale)
    return Interval(value, lower, upper)
