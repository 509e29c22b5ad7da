"""Forecasts of monthly counts for many series at once, with intervals and the back-test that earns them trust.

Counts are shaped (series, months), months one after another; NaN is a missing month, which is never zero. A
forecast says what happens if things go on as they have: it knows nothing of a lockdown, a new way of
recording or a new operation to come. After such a break it needs some months to find its level again, and
the season keeps a trace of the broken months for years: give those months as missing if they are known to be
no guide.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from frith.assessment.statistics.arguments import Booleans, Floats, counts_of, probability_of
from frith.assessment.statistics.forecast_path import Path, follow
from frith.assessment.statistics.forecast_spread import Misses, interval
from frith.assessment.statistics.seasons import YEAR

FEWEST_MONTHS = 24
_SERIES_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Forecast:
    """Counts to come, each of shape (series, horizon).

    ``mean`` is the expected count, ``lower`` and ``upper`` whole counts that hold the true one with the
    confidence asked for, each month on its own. NaN for a series with fewer than 24 known months.
    """

    mean: Floats
    lower: Floats
    upper: Floats


@dataclass(frozen=True, slots=True)
class BackTest:
    """How forecasts made in the past, with what was known then, turned out.

    ``mase``, one a series, is the mean absolute error over that of "the same month last year" within the
    months before each origin (R. J. Hyndman, A. B. Koehler, International Journal of Forecasting 22 (2006)
    679-688): under 1 is better. NaN where that yardstick is zero or nothing could be judged. ``error`` is the
    mean absolute error in crimes. ``covered`` of ``judged`` months fell within their interval; discrete
    counts make the share higher than the confidence where counts are small. ``origins`` are how many months
    were known at each forecast.
    """

    mase: Floats
    error: Floats
    covered: Floats
    judged: Floats
    origins: tuple[int, ...]

    @property
    def coverage(self) -> float:
        """Share of all judged months of all series within their interval; NaN if there are none."""
        judged = self.judged.sum()
        return float(self.covered.sum() / judged) if judged else float("nan")


def forecast_counts(counts: ArrayLike, *, horizon: int = YEAR, confidence: float = 0.95) -> Forecast:
    """Forecast each series ``horizon`` months past its last.

    Parameters
    ----------
    counts
        Shape (series, months) or (months,), at least 24 months.
    horizon
        1 to 24 months ahead.
    confidence
        Of each month's prediction interval.

    Notes
    -----
    Method: frith.assessment.statistics.forecast_path (levels and season) and forecast_spread (intervals). Each series
    is forecast from itself alone, so the others in the batch do not change it. Limits: 24 months give each
    season two looks, and intervals rest on the second year's misses only; no trend is carried forward, since
    over years crime counts turn more often than they run on. Intervals allow for breaks of level as common as
    in London's recorded crime: 95% intervals held 95 to 97% of months of the official counts by borough and
    ward from 2013 to 2024, and hold more on series that never break.
    """
    months = _checked(counts, horizon)
    probability_of("confidence", confidence)
    mean, lower, upper = (np.full((len(months), horizon), np.nan) for _ in range(3))
    for part, block, path, misses in _batches(months, horizon):
        made = _forecast_at(path, misses, months.shape[1], horizon, confidence)
        enough = _enough(block, months.shape[1])
        for whole, piece in zip((mean, lower, upper), made, strict=True):
            whole[part] = np.where(enough, piece, np.nan).T
    return Forecast(mean, lower, upper)


def back_test(
    counts: ArrayLike, *, horizon: int = YEAR, origins: int = 3, step: int = 6, confidence: float = 0.95
) -> BackTest:
    """Forecast again from ``origins`` months of the past, ``step`` months apart, and compare with what came.

    Parameters
    ----------
    counts, horizon, confidence
        As for forecast_counts.
    origins
        How many forecasts to make; the last is made ``horizon`` months before the end.
    step
        Months between them.

    Raises
    ------
    ValueError
        If the earliest origin would have fewer than 24 months before it.
    """
    months = _checked(counts, horizon)
    probability_of("confidence", confidence)
    places = _origins(months.shape[1], horizon, origins, step)
    parts = [
        _judge(block, path, misses, places, confidence)
        for _, block, path, misses in _batches(months, horizon)
    ]
    mase, error, covered, judged = np.concatenate(parts, axis=1)
    return BackTest(mase, error, covered, judged, places)


def _checked(counts: ArrayLike, horizon: int) -> Floats:
    months = np.atleast_2d(counts_of("counts", counts, missing_allowed=True))
    if months.ndim != 2 or months.shape[1] < FEWEST_MONTHS:
        raise ValueError(
            f"a forecast needs counts of shape (series, months) with at least {FEWEST_MONTHS} months; "
            f"shape {months.shape} was given."
        )
    if not 1 <= horizon <= 2 * YEAR:
        raise ValueError(f"horizon must be 1 to {2 * YEAR} months; {horizon} was given.")
    return months


def _origins(length: int, horizon: int, origins: int, step: int) -> tuple[int, ...]:
    if origins < 1 or step < 1:
        raise ValueError(f"origins and step must be 1 or more; {origins} and {step} were given.")
    places = tuple(length - horizon - step * back for back in reversed(range(origins)))
    if places[0] < FEWEST_MONTHS:
        needed = FEWEST_MONTHS + horizon + step * (origins - 1)
        raise ValueError(
            f"a back-test over {origins} origins, {step} months apart and {horizon} months ahead, needs {needed} "
            f"months; there are {length}. Give a longer series, or fewer origins or months ahead."
        )
    return places


def _batches(months: Floats, horizon: int) -> Iterator[tuple[slice, Floats, Path, Misses]]:
    """Blocks of series, turned to (months, series), with their path and their misses."""
    for start in range(0, len(months), _SERIES_AT_ONCE):
        part = slice(start, start + _SERIES_AT_ONCE)
        block = np.ascontiguousarray(months[part].T)
        path = follow(block)
        yield part, block, path, Misses(block, path, horizon)


def _enough(block: Floats, origin: int) -> Booleans:
    return np.asarray((~np.isnan(block[:origin])).sum(axis=0) >= FEWEST_MONTHS)


def _forecast_at(
    path: Path, misses: Misses, origin: int, horizon: int, confidence: float
) -> tuple[Floats, Floats, Floats]:
    """Mean, lower and upper from one month of the path, each (horizon, series)."""
    mean = np.array([path.ahead(origin, ahead) for ahead in range(1, horizon + 1)])
    dispersion, freedom = misses.dispersion(path, origin)
    lower, upper = interval(mean, path.months[origin], dispersion, freedom, confidence)
    return mean, lower, upper


def _judge(block: Floats, path: Path, misses: Misses, places: tuple[int, ...], confidence: float) -> Floats:
    """MASE, mean error, months covered and months judged of each series: shape (4, series)."""
    horizon = len(misses.seen)
    scaled, error, covered, judged, scalable = np.zeros((5, block.shape[1]))
    for origin in places:
        mean, lower, upper = _forecast_at(path, misses, origin, horizon, confidence)
        actual = block[origin : origin + horizon]
        known = ~np.isnan(actual) & _enough(block, origin)
        off = np.where(known, np.abs(actual - mean), 0.0).sum(axis=0)
        yardstick = _same_month_error(block[:origin])
        usable = yardstick > 0
        scaled += np.where(usable, off / np.where(usable, yardstick, 1.0), 0.0)
        scalable += known.sum(axis=0) * usable
        error += off
        covered += (known & (actual >= lower) & (actual <= upper)).sum(axis=0)
        judged += known.sum(axis=0)
    with np.errstate(invalid="ignore"):
        return np.array([scaled / scalable, error / judged, covered, judged])


def _same_month_error(block: Floats) -> Floats:
    """Mean absolute difference from the same month last year; 0 where no pair of months is known."""
    apart = np.abs(block[YEAR:] - block[:-YEAR])
    known = ~np.isnan(apart)
    return np.asarray(np.where(known, apart, 0.0).sum(axis=0) / np.maximum(known.sum(axis=0), 1))
