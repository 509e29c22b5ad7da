"""Is a series rising or falling steadily? The Mann-Kendall test and Sen's slope, for many series at once.

Both use ranks only, so one freak month cannot make a trend. Time runs along the last axis, at equal steps;
NaN is a missing period: it takes part in no comparison, and is never read as zero.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from frith.assessment.statistics.arguments import Floats

_SERIES_AT_ONCE = 8_192
_SLOPES_AT_ONCE = 2_000_000


@dataclass(frozen=True, slots=True)
class MonotonicTrend:
    """Mann-Kendall results, one for each series.

    ``s`` is rising less falling pairs; ``variance`` is of ``s`` under no trend, corrected for ties; ``z`` is
    the continuity-corrected statistic; ``p`` is two-sided; ``tau`` is ``s`` over the number of pairs.
    ``z``, ``p`` and ``tau`` are NaN with fewer than three known periods; a series that never changes has
    z 0 and p 1.
    """

    s: Floats
    variance: Floats
    z: Floats
    p: Floats
    tau: Floats


def mann_kendall(values: ArrayLike) -> MonotonicTrend:
    """Mann-Kendall test of no monotonic trend against a trend either way.

    Parameters
    ----------
    values
        Shape (..., periods), any unit.

    Notes
    -----
    Limits: the normal approximation is poor under about eight periods; seasonal or autocorrelated series give
    p-values that are too small, so give it deseasonalised or yearly values.
    Sources: H. B. Mann, Econometrica 13 (1945) 245-259; M. G. Kendall, "Rank Correlation Methods" (1975).
    """
    series = np.asarray(values, dtype=np.float64)
    if series.ndim == 0:
        raise ValueError("values must have at least one axis, the periods; a single number was given.")
    flat = series.reshape(-1, series.shape[-1])
    s, equal_pairs = _compare_pairs(flat)
    known = np.count_nonzero(~np.isnan(flat), axis=1).astype(np.float64)
    variance = known * (known - 1) * (2 * known + 5)
    tied = np.flatnonzero(equal_pairs)
    variance[tied] -= _tie_correction(flat[tied])
    variance = np.maximum(variance / 18, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.where(s == 0, 0.0, (s - np.sign(s)) / np.sqrt(variance))
        tau = s / (known * (known - 1) / 2)
    short = known < 3
    z[short], tau[short] = np.nan, np.nan
    p = 2 * special.ndtr(-np.abs(z))
    shape = series.shape[:-1]
    return MonotonicTrend(*(part.reshape(shape) for part in (s, variance, z, p, tau)))


def _compare_pairs(flat: Floats) -> tuple[Floats, Floats]:
    """S and the number of equal pairs of each series, in blocks that stay in the processor's cache."""
    count, periods = flat.shape
    s, equal = np.zeros(count), np.zeros(count)
    for start in range(0, count, _SERIES_AT_ONCE):
        block = np.ascontiguousarray(flat[start : start + _SERIES_AT_ONCE].T)
        balance = np.zeros(block.shape[1], dtype=np.int32)
        same = np.zeros(block.shape[1], dtype=np.int32)
        for later in range(1, periods):
            for earlier in range(later):
                balance += block[later] > block[earlier]
                balance -= block[later] < block[earlier]
            same += np.count_nonzero(block[:later] == block[later], axis=0).astype(np.int32)
        s[start : start + _SERIES_AT_ONCE] = balance
        equal[start : start + _SERIES_AT_ONCE] = same
    return s, equal


def _tie_correction(flat: Floats) -> Floats:
    """Sum over groups of equal values of t (t - 1) (2t + 5), for each series."""
    correction = np.zeros(len(flat))
    for period in range(flat.shape[1]):
        # each member of a group of t adds (t - 1) (2t + 5), so the group adds t times that
        group = np.count_nonzero(flat == flat[:, period : period + 1], axis=1)
        correction += np.where(group > 0, (group - 1) * (2 * group + 5), 0)
    return correction


def sen_slope(values: ArrayLike) -> Floats:
    """Median of the slopes between all pairs of known periods, in units of the values per period.

    Shape (...) for values of shape (..., periods); NaN with fewer than two known periods.
    Source: P. K. Sen, Journal of the American Statistical Association 63 (1968) 1379-1389.
    """
    series = np.asarray(values, dtype=np.float64)
    periods = series.shape[-1]
    earlier, later = np.triu_indices(periods, k=1)
    flat = series.reshape(-1, periods)
    slopes = np.full(len(flat), np.nan)
    if len(earlier):
        step = max(1, _SLOPES_AT_ONCE // len(earlier))
        for start in range(0, len(flat), step):
            part = flat[start : start + step]
            pairs = (part[:, later] - part[:, earlier]) / (later - earlier)
            known = ~np.isnan(pairs).all(axis=1)
            slopes[start : start + step][known] = np.nanmedian(pairs[known], axis=1)
    return slopes.reshape(series.shape[:-1])
