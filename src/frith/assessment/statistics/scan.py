"""Is a burst of events within a short window more than chance? The continuous scan statistic."""

from __future__ import annotations

import numpy as np
from scipy import stats

from frith.assessment.statistics.arguments import quantities_of


def scan_p(most_in_a_window: int, *, periods: float, window: float, mean_per_period: float) -> float:
    """Probability that some window holds at least this many events, under a steady Poisson rate.

    One-sided by its nature: only bursts count. The window slides continuously over the whole span, which is
    why the p-value is far above that of a window fixed beforehand.

    Parameters
    ----------
    most_in_a_window
        The largest number of events seen in any one window, at least 2.
    periods
        Length of the whole span, in periods (days, weeks); at least twice the window.
    window
        Length of the window in the same periods.
    mean_per_period
        Expected events per period if the rate is steady.

    Notes
    -----
    The approximation of J. I. Naus, "Approximations for distributions of scan statistics", Journal of the
    American Statistical Association 77 (1982) 177-183: 1 - Q2 (Q3/Q2)^(L/w - 2). Good to about three figures
    for p under 0.1; use simulation if a decision hangs on more.

    Raises
    ------
    ValueError
        For fewer than 2 events, a window over half the span, or numbers not above zero.
    """
    quantities_of("periods, window and mean_per_period", [periods, window, mean_per_period], above_zero=True)
    if most_in_a_window < 2 or most_in_a_window != int(most_in_a_window):
        raise ValueError(
            f"most_in_a_window must be a whole number of 2 or more; {most_in_a_window} was given."
        )
    if window * 2 > periods:
        raise ValueError(f"the window ({window:g}) must be at most half the span ({periods:g} periods).")
    n, mean = int(most_in_a_window), window * mean_per_period
    two, three = _two_windows(n, mean), _three_windows(n, mean)
    if two <= 0 or three <= 0:
        return 1.0
    return float(np.clip(1 - two * (three / two) ** (periods / window - 2), 0.0, 1.0))


def _two_windows(n: int, mean: float) -> float:
    """Probability of no window with n events in a span of two windows (Naus 1982, his Q2*)."""
    mass, below = stats.poisson(mean).pmf, stats.poisson(mean).cdf
    first = below(n - 1) ** 2 - (n - 1) * mass(n) * mass(n - 2)
    return float(first - (n - 1 - mean) * mass(n) * below(n - 3))


def _three_windows(n: int, mean: float) -> float:
    """Probability of no window with n events in a span of three windows (Naus 1982, his Q3*)."""
    mass, below = stats.poisson(mean).pmf, stats.poisson(mean).cdf
    one = 2 * mass(n) * below(n - 1) * ((n - 1) * below(n - 2) - mean * below(n - 3))
    wide = (n - 1) * (n - 2) * below(n - 3) - 2 * (n - 2) * mean * below(n - 4) + mean**2 * below(n - 5)
    r = np.arange(1, n)
    three = np.sum(mass(2 * n - r) * below(r - 1) ** 2)
    s = np.arange(2, n)
    four = np.sum(mass(2 * n - s) * mass(s) * ((s - 1) * below(s - 2) - mean * below(s - 3)))
    return float(below(n - 1) ** 3 - one + 0.5 * mass(n) ** 2 * wide + three - four)
