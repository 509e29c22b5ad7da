"""Control chart for monthly counts: which months are out of the ordinary for their series.

The rules (Western Electric, "Statistical Quality Control Handbook", 1956; adopted here November 2026, version
1), for months that follow one another without a gap:

=====================  ==========================================================================
beyond three sigma     one month outside the action limits
two of three           two of three months in a row beyond the warning limits (two sigma), same side
four of five           four of five months in a row beyond one sigma, same side
eight on one side      eight months in a row on the same side of the centre line
=====================  ==========================================================================
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from frith.assessment.statistics.arguments import Booleans, Floats, counts_of, quantities_of
from frith.assessment.statistics.seasons import YEAR, calendar_months, seasonal_indices

# rule, months looked at, months that must be beyond, and how far in sigmas
RUN_RULES: tuple[tuple[str, int, int, float], ...] = (
    ("beyond three sigma", 1, 1, 3.0),
    ("two of three", 3, 2, 2.0),
    ("four of five", 5, 4, 1.0),
    ("eight on one side", 8, 8, 0.0),
)

_MOVING_RANGE = 2 / np.sqrt(np.pi)  # mean absolute difference of two standard normal values
_LEAST_MONTHS = 24


@dataclass(frozen=True, slots=True)
class ControlChart:
    """One series against its own usual level; arrays of one value a month, in the unit of the counts.

    ``expected`` is the centre line (with its season, if asked), ``sigma`` the usual spread around it, ``z``
    how many sigmas each month lies from the line, ``dispersion`` the variance over what Poisson chance alone
    would give (never under 1). The limits are not below zero. ``above`` and ``below`` say for each rule, in
    the order of RUN_RULES, which months complete it: shape (rules, months). A missing month has NaN ``z`` and
    completes nothing.
    """

    expected: Floats
    sigma: Floats
    z: Floats
    dispersion: float
    lower_action: Floats
    lower_warning: Floats
    upper_warning: Floats
    upper_action: Floats
    above: Booleans
    below: Booleans


def control_chart(
    counts: ArrayLike,
    *,
    first_month: int,
    baseline: ArrayLike | None = None,
    exposure: ArrayLike | None = None,
    seasonal: bool = True,
) -> ControlChart:
    """Chart monthly counts against a centre line, with 2-sigma warning and 3-sigma action limits.

    Parameters
    ----------
    counts
        One series, consecutive months; NaN where a month is missing.
    first_month
        Calendar month of the first count, 1 to 12.
    baseline
        Which months set the centre line and the limits (true or false for each); all of them if left out.
        At least 24 known months. Judge new months by a baseline that leaves them out.
    exposure
        What each month's count was gathered over (days, residents), above zero; a u-chart instead of a
        c-chart.
    seasonal
        Whether the centre line follows the calendar month, from the baseline's own seasonal indices.

    Notes
    -----
    Sigma is the Poisson standard deviation widened by the dispersion of the baseline, found from moving
    ranges of neighbouring known months, so that a shift of level does not widen its own limits (D. B. Laney,
    "Improved control charts for attributes", Quality Engineering 14 (2002) 531-537). Each month's sigma also
    allows for the line itself being estimated, from as few as two looks at a calendar month. Limits: for
    monthly counts under about five the lower limits say little.

    Raises
    ------
    ValueError
        For too few known months in the baseline, or a baseline with no crimes at all.
    """
    months = np.atleast_1d(counts_of("counts", counts, missing_allowed=True))
    if months.ndim != 1:
        raise ValueError(f"a control chart takes one series; an array of shape {months.shape} was given.")
    size = np.ones(len(months)) if exposure is None else quantities_of("exposure", exposure, above_zero=True)
    chosen = np.ones(len(months), dtype=bool) if baseline is None else np.asarray(baseline, dtype=bool)
    if size.shape != months.shape or chosen.shape != months.shape:
        raise ValueError("baseline and exposure must have one value for each month of the counts.")
    in_baseline = chosen & ~np.isnan(months)
    _check_baseline(months, in_baseline)
    calendar = (
        calendar_months(len(months), first_month) if seasonal else np.zeros(len(months), dtype=np.int64)
    )
    expected = _centre_line(months, in_baseline, size, first_month if seasonal else None)
    poisson_sigma = np.sqrt(expected * _uncertainty(in_baseline, calendar))
    with np.errstate(divide="ignore", invalid="ignore"):
        poisson_z = (months - expected) / poisson_sigma
    dispersion = _dispersion(poisson_z[in_baseline], np.flatnonzero(in_baseline))
    sigma = np.sqrt(dispersion) * poisson_sigma
    z = poisson_z / np.sqrt(dispersion)
    return ControlChart(
        expected=expected,
        sigma=sigma,
        z=z,
        dispersion=dispersion,
        lower_action=np.maximum(expected - 3 * sigma, 0.0),
        lower_warning=np.maximum(expected - 2 * sigma, 0.0),
        upper_warning=expected + 2 * sigma,
        upper_action=expected + 3 * sigma,
        above=np.array([_completed(z, *rule[1:]) for rule in RUN_RULES]),
        below=np.array([_completed(-z, *rule[1:]) for rule in RUN_RULES]),
    )


def _check_baseline(months: Floats, in_baseline: Booleans) -> None:
    known = int(in_baseline.sum())
    if known < _LEAST_MONTHS:
        raise ValueError(
            f"the baseline of a control chart needs at least {_LEAST_MONTHS} known months; it has {known}. "
            "Give earlier months, or compare with the same month last year instead."
        )
    if months[in_baseline].sum() == 0:
        raise ValueError("the baseline has no crimes at all: there is no usual level to chart against.")


def _centre_line(months: Floats, in_baseline: Booleans, size: Floats, first_month: int | None) -> Floats:
    """Expected count of each month: the baseline's rate, times exposure, times season.

    A calendar month that the baseline never knew, or where it never saw a crime, has no line (NaN).
    """
    if first_month is None:
        season = np.ones(len(months))
    else:
        base = np.where(in_baseline, months, np.nan)
        indices = seasonal_indices(base, first_month=first_month)
        season = indices[calendar_months(len(months), first_month)]
        season = np.where(season > 0, season, np.nan)
    usable = in_baseline & ~np.isnan(season)
    rate = months[usable].sum() / (size * season)[usable].sum()
    return np.asarray(rate * size * season)


def _uncertainty(in_baseline: Booleans, calendar: np.ndarray) -> Floats:
    """Variance of a month about its line, over its own variance.

    The line of a calendar month seen k times in the baseline has 1/k of the variance of one month: a month
    of the baseline is that much nearer to its line, a new month that much further. Seen once, a month of the
    baseline is its own line and cannot be judged (NaN); never, there is no line.
    """
    seen = np.bincount(calendar[in_baseline], minlength=YEAR)[calendar]
    share = 1 / np.maximum(seen, 1)
    factor = np.where(in_baseline, 1 - share, 1 + share)
    return np.where((seen > 0) & (factor > 0), factor, np.nan)


def _dispersion(z: Floats, months: np.ndarray) -> float:
    """Variance of the baseline's z-scores from the moving ranges of months next to each other."""
    ranges = np.abs(np.diff(z))[np.diff(months) == 1]
    ranges = ranges[np.isfinite(ranges)]
    if not len(ranges):
        raise ValueError("no two months in a row are known, so the usual spread cannot be measured.")
    return max(1.0, float((ranges.mean() / _MOVING_RANGE) ** 2))


def _completed(z: Floats, months: int, needed: int, sigmas: float) -> Booleans:
    """Months that are beyond and that complete the rule over the last ``months``, none of them missing."""
    done = np.zeros(len(z), dtype=bool)
    if len(z) < months:
        return done
    beyond = np.where(np.isnan(z), -np.inf, z) > sigmas
    windows = np.lib.stride_tricks.sliding_window_view(beyond, months)
    whole = ~np.isnan(np.lib.stride_tricks.sliding_window_view(z, months)).any(axis=1)
    done[months - 1 :] = (windows.sum(axis=1) >= needed) & whole & windows[:, -1]
    return done
