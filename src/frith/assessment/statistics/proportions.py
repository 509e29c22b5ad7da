"""Proportions on small bases: the Wilson interval and the exact test of two proportions."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from frith.assessment.statistics.arguments import Floats, counts_of, normal_quantile
from frith.assessment.statistics.change import Interval


def wilson_interval(successes: ArrayLike, trials: ArrayLike, *, confidence: float = 0.95) -> Interval:
    """Proportion with its two-sided Wilson score interval; stays within 0..1 and behaves on small bases.

    A base of zero gives NaN. Limits: the trials are taken to be independent.
    Source: E. B. Wilson, Journal of the American Statistical Association 22 (1927) 209-212.

    Raises
    ------
    ValueError
        If there are more successes than trials anywhere.
    """
    x, n = _parts(successes, trials)
    z = normal_quantile(confidence)
    base = np.where(n > 0, n, np.nan)
    share = x / base
    centre = (x + z**2 / 2) / (base + z**2)
    half = z / (base + z**2) * np.sqrt(share * (1 - share) * base + z**2 / 4)
    # at the ends the limit is exactly 0 or 1; rounding must not push it past
    lower = np.where(x == 0, 0.0 * base, np.maximum(centre - half, 0.0))
    upper = np.where(x == n, 1.0 + 0.0 * base, np.minimum(centre + half, 1.0))
    return Interval(share, lower, upper)


def proportion_change_p(
    successes_before: ArrayLike, trials_before: ArrayLike, successes_after: ArrayLike, trials_after: ArrayLike
) -> Floats:
    """Two-sided p-value of Fisher's exact test that two proportions are the same.

    Tables no likelier than the one seen, with the same margins, are counted. NaN where either base is zero.
    Source: R. A. Fisher, "Statistical Methods for Research Workers" (1934 edition), section 21.02.
    """
    x1, n1 = _parts(successes_before, trials_before)
    x2, n2 = _parts(successes_after, trials_after)
    x1, n1, x2, n2 = np.broadcast_arrays(x1, n1, x2, n2)
    p = np.full(x1.shape, np.nan)
    for place in np.ndindex(x1.shape):
        if n1[place] > 0 and n2[place] > 0:
            table = [[x1[place], n1[place] - x1[place]], [x2[place], n2[place] - x2[place]]]
            p[place] = stats.fisher_exact(np.array(table, dtype=np.int64)).pvalue
    return p


def _parts(successes: ArrayLike, trials: ArrayLike) -> tuple[Floats, Floats]:
    x, n = np.broadcast_arrays(counts_of("successes", successes), counts_of("trials", trials))
    if np.any(x > n):
        worst = np.unravel_index(int(np.argmax(x - n)), x.shape)
        raise ValueError(
            f"successes cannot exceed trials; {x[worst]:g} of {n[worst]:g} was given. "
            "Check that the numerator is counted on the same base."
        )
    return x, n
