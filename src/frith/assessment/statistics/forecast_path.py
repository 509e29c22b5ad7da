"""How a forecast follows its series: discounted Poisson levels and a shrunken season, for many series at once.

The level of a count series is kept as crimes over months, both discounted each month: the local-level Poisson
model of A. C. Harvey and C. Fernandes, "Time series models for count or qualitative observations", Journal of
Business and Economic Statistics 7 (1989) 407-417. The season is a ratio for each calendar month, held back
towards none by a prior. Four discounts, from quick to slow, run side by side with three priors, from weak to
strong, and each series leans on those of the twelve that have forecast it best so far, at one to twelve
months ahead. Nothing here looks forward: the state after a month is made from that month and those before
it, so that one pass gives the forecasts from every month of the past, which the back-test and the intervals
are made of.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from frith.assessment.statistics.arguments import Booleans, Floats
from frith.assessment.statistics.seasons import YEAR

DISCOUNTS = np.array([0.5, 0.7, 0.85, 0.95])  # a month
SEASON_PRIORS = np.array([20.0, 200.0, 2_000.0])  # crimes of no season that each calendar month starts from

_LOSS_DISCOUNT = 0.98  # a month
_LOSS_START = 0.5  # so that one lucky month does not decide between discounts
_LEAN = 16.0  # how strongly to lean on the better of the twelve; 8 to 20 forecast alike
_JUDGED_AHEAD = (1, 3, 6, 9, 12)


@dataclass(frozen=True, slots=True)
class Path:
    """States after 0, 1, 2 ... months; the first axis is months + 1, the last is series.

    ``level`` (second axis: candidates) and ``season`` (second: priors, third: calendar place, 12) multiply to
    a candidate's forecast, and ``weight`` (as level) says how much to lean on it. ``months`` is how many
    discounted months the level rests on, and ``quickness`` the mean squared weight of the newest month, which
    says how fast errors grow with the horizon; both are means over candidates, (states, series).
    """

    level: Floats
    season: Floats
    weight: Floats
    months: Floats
    quickness: Floats

    def ahead(self, state: int, horizon: int) -> Floats:
        """Forecast of the month ``horizon`` months after state (1 is the next), shape (series,)."""
        season = self.season[state, :, (state + horizon - 1) % YEAR]
        leaning = self.weight[state] * self.level[state]
        return np.asarray(
            (leaning.reshape(len(SEASON_PRIORS), -1, leaning.shape[-1]).sum(axis=1) * season).sum(axis=0)
        )


def follow(counts: Floats) -> Path:
    """States of counts of shape (months, series), NaN where missing; a missing month changes nothing."""
    known = ~np.isnan(counts)
    filled = np.where(known, counts, 0.0)
    season = _seasons(filled, known)
    level, months = _levels(filled, known, season)
    weight = _weights(counts, known, level, season)
    newest = np.tile((1 - DISCOUNTS) ** 2, len(SEASON_PRIORS))[:, None]
    return Path(level, season, weight, (weight * months).sum(axis=1), (weight * newest).sum(axis=1))


def _seasons(filled: Floats, known: Booleans) -> Floats:
    """Season after each month: crimes in that calendar month over the year's usual, both with a prior of none."""
    length, series = filled.shape
    priors = SEASON_PRIORS[:, None, None]
    crimes, usual = np.zeros((YEAR, series)), np.zeros((YEAR, series))
    season = np.ones((length + 1, len(SEASON_PRIORS), YEAR, series))
    for month in range(YEAR - 1, length):
        year = slice(month - YEAR + 1, month + 1)
        mean = filled[year].sum(axis=0) / np.maximum(known[year].sum(axis=0), 1)
        # the first whole year gives all twelve months a start, later months one at a time
        for newest in range(YEAR) if month == YEAR - 1 else (month,):
            crimes[newest % YEAR] += filled[newest]
            usual[newest % YEAR] += mean * known[newest]
        index = (priors + crimes) / (priors + usual)
        season[month + 1] = index / index.mean(axis=1, keepdims=True)
    return season


def _levels(filled: Floats, known: Booleans, season: Floats) -> tuple[Floats, Floats]:
    """Deseasonalised level of each candidate after each month, and the discounted months under it."""
    length, series = filled.shape
    crimes, months = np.zeros((2, len(SEASON_PRIORS), len(DISCOUNTS), series))
    level = np.zeros((length + 1, *crimes.shape))
    under = np.zeros_like(level)
    for month in range(length):
        fade = np.where(known[month], DISCOUNTS[:, None], 1.0)
        crimes = fade * crimes + filled[month]
        months = fade * months + (season[month + 1, :, month % YEAR] * known[month])[:, None, :]
        level[month + 1] = crimes / np.where(months > 0, months, 1.0)
        under[month + 1] = months
    return level.reshape(length + 1, -1, series), under.reshape(length + 1, -1, series)


def _weights(counts: Floats, known: Booleans, level: Floats, season: Floats) -> Floats:
    """Weight of each candidate after each month, from the absolute errors of its forecasts so far."""
    loss = np.full(level.shape[1:], _LOSS_START)
    weight = np.empty_like(level)
    weight[0] = 1 / len(loss)
    for month in range(len(counts)):
        errors = np.zeros_like(loss)
        for horizon in _JUDGED_AHEAD:
            made = month + 1 - horizon
            if made >= YEAR:
                seasons = np.repeat(season[made, :, month % YEAR], len(DISCOUNTS), axis=0)
                errors += np.abs(counts[month] - level[made] * seasons)
        loss = np.where(known[month], _LOSS_DISCOUNT * loss + np.nan_to_num(errors), loss)
        lean = (loss / loss.min(axis=0)) ** -_LEAN
        weight[month + 1] = lean / lean.sum(axis=0)
    return weight
