"""Months in their season: rolling years, the same month last year, and seasonal indices.

Months run along the last axis, one after another without a break. NaN is a missing month. A missing month is
never zero and is never compared over: whatever would rest on it is NaN too.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import kruskal

from frith.assessment.statistics.arguments import Floats, counts_of

YEAR = 12
_ROUNDS = 200
_SETTLED = 1e-10
_LOWEST_LEVEL = 0.1  # of the mean level


def rolling_twelve_months(counts: ArrayLike) -> Floats:
    """Sum of the twelve months that end with each month, of the shape of the counts.

    NaN for the first eleven months and wherever one of the twelve is missing.
    """
    months = counts_of("counts", counts, missing_allowed=True)
    total = np.full(months.shape, np.nan)
    if months.shape[-1] >= YEAR:
        windows = np.lib.stride_tricks.sliding_window_view(months, YEAR, axis=-1)
        total[..., YEAR - 1 :] = windows.sum(axis=-1)
    return total


def change_on_same_month_last_year(counts: ArrayLike) -> Floats:
    """Each month less the same month a year before, of the shape of the counts; NaN where either is missing."""
    months = counts_of("counts", counts, missing_allowed=True)
    change = np.full(months.shape, np.nan)
    change[..., YEAR:] = months[..., YEAR:] - months[..., :-YEAR]
    return change


def seasonal_indices(counts: ArrayLike, *, first_month: int) -> Floats:
    """How busy each calendar month usually is: twelve numbers, January first, that average 1.

    Parameters
    ----------
    counts
        Shape (..., months); at least 24 known months in each series.
    first_month
        Calendar month of the first count, 1 for January to 12 for December.

    Returns
    -------
    Floats
        Shape (..., 12). 1.10 means that the month has 10% more than the average month of its year. A calendar
        month that was never known, and every index of an all-zero series, is NaN.

    Notes
    -----
    The expected count is level times index. The level has one value for each run of twelve months and goes in
    straight lines between their middles, so that a steady rise is not taken for a season;
    levels and indices are fitted in turn until each reproduces its own totals, which for a level that is
    constant within the year is the maximum-likelihood fit of a Poisson model with year and month effects.
    Limits: two years give two looks at each month, so single indices are uncertain by about
    1 / sqrt(2 x monthly count); a sudden break in level inside a year leaks into the indices.

    Raises
    ------
    ValueError
        If any series has fewer than 24 known months, or first_month is not 1 to 12.
    """
    months = counts_of("counts", counts, missing_allowed=True)
    calendar = calendar_months(months.shape[-1], first_month)
    flat = months.reshape(-1, months.shape[-1])
    known = ~np.isnan(flat)
    fewest = int(known.sum(axis=1).min(initial=months.shape[-1])) if len(flat) else 0
    if fewest < 2 * YEAR:
        raise ValueError(
            f"seasonal indices need at least 24 known months in every series; one has {fewest}. "
            "Add earlier months, or compare with the same month last year instead."
        )
    indices = _fit(np.where(known, flat, 0.0), known, calendar)
    return indices.reshape(*months.shape[:-1], YEAR)


def season_p(counts: ArrayLike, *, first_month: int) -> float:
    """P-value of the hypothesis that no calendar month is busier than another.

    Parameters
    ----------
    counts
        One series of months, NaN where not known.
    first_month
        Calendar month of the first count, 1 for January to 12 for December.

    Returns
    -------
    float
        NaN where fewer than two calendar months have two ratios to compare.

    Notes
    -----
    Each month is divided by the mean of the twelve around it (half of each of the two at the ends), which takes out the
    level and its drift, and the ratios are compared between calendar months by the rank test of Kruskal and Wallis
    (1952), the stable seasonality test of the X-11 family of methods. Ranks need no assumption on how far counts
    scatter. Limits: six months at each end, and the six on either side of one that is missing, have no ratio.
    """
    months = counts_of("counts", counts, missing_allowed=True)
    calendar = calendar_months(len(months), first_month)
    around = np.r_[0.5, np.ones(YEAR - 1), 0.5] / YEAR
    ratio = np.full(len(months), np.nan)
    if len(months) > YEAR:
        windows = np.lib.stride_tricks.sliding_window_view(months, YEAR + 1)
        level = windows @ around
        half = YEAR // 2
        ratio[half:-half] = np.where(level > 0, months[half:-half] / np.where(level > 0, level, 1.0), np.nan)
    groups = [ratio[(calendar == month) & ~np.isnan(ratio)] for month in range(YEAR)]
    held = [group for group in groups if len(group) > 1]
    if len(held) < 2 or np.ptp(np.concatenate(held)) == 0:
        return float("nan")
    return float(kruskal(*held).pvalue)


def calendar_months(length: int, first_month: int) -> np.ndarray:
    """Calendar month (0 for January) of each of ``length`` consecutive months."""
    if not 1 <= first_month <= YEAR:
        raise ValueError(f"first_month must be 1 (January) to 12 (December); {first_month} was given.")
    return (first_month - 1 + np.arange(length)) % YEAR


def _fit(filled: Floats, known: np.ndarray, calendar: np.ndarray) -> Floats:
    """Alternate between the levels of the years and the indices of the calendar months until they settle."""
    month_of = np.eye(YEAR)[calendar]
    year_of, weights = _years(filled.shape[1])
    month_totals, year_totals = filled @ month_of, filled @ year_of
    month_known, year_known = (known @ month_of) > 0, (known @ year_of) > 0
    indices = np.ones((len(filled), YEAR))
    for _ in range(_ROUNDS):
        year_level = year_totals / np.maximum((known * indices[:, calendar]) @ year_of, _SETTLED)
        level = _between(_with_unknown_years(year_level, year_known), weights)
        raw = month_totals / np.maximum((known * level) @ month_of, _SETTLED)
        average = raw.sum(axis=1, keepdims=True) / month_known.sum(axis=1, keepdims=True)
        new = np.where(month_known, raw / np.where(average > 0, average, 1.0), 1.0)
        moved = np.abs(new - indices).max(initial=0.0)
        indices = new
        if moved < _SETTLED:
            break
    empty = filled.sum(axis=1, keepdims=True) == 0
    return np.where(month_known & ~empty, indices, np.nan)


def _years(length: int) -> tuple[Floats, Floats]:
    """Which run of twelve months each month is in, and how to draw the level between the runs' middles.

    A last run of under twelve months is joined to the one before, so that every level rests on a full year.
    """
    runs = max(1, length // YEAR)
    run = np.minimum(np.arange(length) // YEAR, runs - 1)
    year_of = np.eye(runs)[run]
    middles = (np.arange(length) @ year_of) / year_of.sum(axis=0)
    if runs == 1:
        return year_of, np.ones((1, length))
    place = np.clip(np.searchsorted(middles, np.arange(length)) - 1, 0, runs - 2)
    share = (np.arange(length) - middles[place]) / (middles[place + 1] - middles[place])
    weights = np.zeros((runs, length))
    weights[place, np.arange(length)] = 1 - share
    weights[place + 1, np.arange(length)] += share
    return year_of, weights


def _with_unknown_years(year_level: Floats, year_known: np.ndarray) -> Floats:
    """Give a run without any known month the level of its neighbours: it is missing, and not a year of no crime."""
    if year_known.all():
        return year_level
    runs = np.arange(year_level.shape[1])
    rows = [np.interp(runs, runs[has], row[has]) for row, has in zip(year_level, year_known, strict=True)]
    return np.array(rows)


def _between(year_level: Floats, weights: Floats) -> Floats:
    """The level of each month; kept off zero, which a steep fall would otherwise cross."""
    floor = np.maximum(_LOWEST_LEVEL * year_level.mean(axis=1, keepdims=True), _SETTLED)
    return np.asarray(np.maximum(year_level @ weights, floor))
