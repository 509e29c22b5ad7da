"""Hot places over time: persistent, intensifying, fading, new, emerging, sporadic, past, or never hot.

A rule of our own, simple enough to say to a meeting. It stands in the line of "emerging hot spot analysis" (a
space-time cube, Gi* in each slice, Mann-Kendall over the slices), with fewer classes, and with only the
slice's own neighbours counted, so that a place is never hot for what another period did.

Rules, version 1 of November 2026, the first that fits; "hot" is a hot spot of that period after adjustment
for false discovery, "trend" the two-sided Mann-Kendall test of the place's Gi* over the periods at 10%:

============  =====================================================================================
never         hot in no period
new           hot in the last period only
intensifying  hot in at least 80% of periods, the last among them, with a rising trend
fading        hot in at least 80% of periods, with a falling trend
persistent    hot in at least 80% of periods, with no trend
emerging      hot in the last period, under 80% of periods, and not hot in the first half of them
past          hot before, in none of the last half of the periods
sporadic      hot on and off: anything else
============  =====================================================================================
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from frith.assessment.statistics.arguments import Floats, probability_of
from frith.assessment.statistics.monotonic_trend import mann_kendall

PERSISTENT_SHARE = 0.8
TREND_LEVEL = 0.10
FEWEST_PERIODS = 4


class HotPlace(StrEnum):
    """What kind of hot place this is; the rules are in the module's own description."""

    NEVER = "never"
    NEW = "new"
    INTENSIFYING = "intensifying"
    FADING = "fading"
    PERSISTENT = "persistent"
    EMERGING = "emerging"
    PAST = "past"
    SPORADIC = "sporadic"


def hot_place_classes(z: ArrayLike, hot: ArrayLike, *, trend_level: float = TREND_LEVEL) -> list[HotPlace]:
    """Class of each place from its Gi* and its hot-spot calls, period by period.

    Parameters
    ----------
    z
        Gi*, shape (places, periods), periods in order and of equal length; at least four. A missing period
        must be left out for all places, not filled.
    hot
        Same shape; true where the place was a hot spot of that period (hot_and_cold == 1).
    trend_level
        Level of the two-sided trend test.

    Returns
    -------
    list[HotPlace]
        One for each place, in order. Limits: with under about eight periods the trend test can rarely tell,
        and "persistent" then says no more than that it was hot nearly always.
    """
    scores, was_hot = np.asarray(z, dtype=np.float64), np.asarray(hot, dtype=bool)
    if scores.ndim != 2 or scores.shape != was_hot.shape or scores.shape[1] < FEWEST_PERIODS:
        raise ValueError(
            f"z and hot must both be (places, periods) with at least {FEWEST_PERIODS} periods; "
            f"shapes {scores.shape} and {was_hot.shape} were given."
        )
    trend = _trend(scores, probability_of("trend_level", trend_level))
    periods = scores.shape[1]
    share, last = was_hot.mean(axis=1), was_hot[:, -1]
    mostly = share >= PERSISTENT_SHARE - 1e-12
    rules = [
        (HotPlace.NEVER, share == 0),
        (HotPlace.NEW, last & (was_hot.sum(axis=1) == 1)),
        (HotPlace.INTENSIFYING, mostly & last & (trend > 0)),
        (HotPlace.FADING, mostly & (trend < 0)),
        (HotPlace.PERSISTENT, mostly),
        (HotPlace.EMERGING, last & ~was_hot[:, : periods // 2].any(axis=1)),
        (HotPlace.PAST, ~was_hot[:, periods - periods // 2 :].any(axis=1)),
    ]
    chosen = np.select([fits for _, fits in rules], np.arange(len(rules)), default=len(rules))
    names = [kind for kind, _ in rules] + [HotPlace.SPORADIC]
    return [names[int(place)] for place in chosen]


def _trend(scores: Floats, level: float) -> Floats:
    """1 for a rising, -1 for a falling place, 0 where the test cannot tell."""
    tested = mann_kendall(scores)
    return np.where(tested.p <= level, np.sign(tested.s), 0.0)
