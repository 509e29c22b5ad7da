"""How far a forecast may miss: prediction intervals learnt from each series' own past misses.

The count to come is taken to be negative binomial, its mean the forecast and its variance the forecast times a
dispersion for each horizon. The dispersion is measured on the root scale, where one wild month weighs less,
against what Poisson chance alone would give there.
"""

from __future__ import annotations

import numpy as np
from scipy import special, stats

from frith.assessment.statistics.arguments import Floats
from frith.assessment.statistics.forecast_path import Path
from frith.assessment.statistics.seasons import YEAR

_MISS_DISCOUNT = 0.98  # a month
_THEORY_MISSES = 6.0  # how many misses of the horizon itself the theory of the level is worth
_HALF_A_CRIME = 0.5
_ANSCOMBE = 0.375
_LARGEST_TABLED = 200.0


def _poisson_root_miss(mean: float) -> float:
    """Expected squared miss on the root scale of a Poisson count forecast by its own mean."""
    count = np.arange(0, 420)
    miss = 2 * (np.sqrt(count + _ANSCOMBE) - np.sqrt(mean + _ANSCOMBE))
    return float((stats.poisson.pmf(count, mean) * miss**2).sum())


_TABLE_MEANS = np.concatenate([[0.0], np.geomspace(0.01, _LARGEST_TABLED, 300)])
_TABLE_MISSES = np.array([_poisson_root_miss(float(mean)) for mean in _TABLE_MEANS])


class Misses:
    """Past misses of a path's forecasts at each horizon, against what Poisson chance would give.

    ``seen`` and ``chance`` have shape (horizons, months, series); zero where there is nothing to compare.
    """

    def __init__(self, counts: Floats, path: Path, horizons: int) -> None:
        shape = (horizons, *counts.shape)
        self.seen, self.chance, self.known = np.zeros(shape), np.zeros(shape), np.zeros(shape, dtype=bool)
        for horizon in range(1, horizons + 1):
            for month in range(YEAR + horizon - 1, len(counts)):
                forecast = path.ahead(month + 1 - horizon, horizon)
                miss = 2 * (np.sqrt(counts[month] + _ANSCOMBE) - np.sqrt(forecast + _ANSCOMBE))
                known = ~np.isnan(miss)
                self.known[horizon - 1, month] = known
                self.seen[horizon - 1, month] = np.where(known, miss**2, 0.0)
                self.chance[horizon - 1, month] = np.where(known, _chance(forecast), 0.0)

    def dispersion(self, path: Path, origin: int) -> tuple[Floats, Floats]:
        """Dispersion and its degrees of freedom, each (horizons, series), from misses before the origin.

        Where few misses of a horizon are known, the local-level theory fills in: variance grows with the
        horizon by the square of the newest month's weight. Misses of forecasts made h months ahead overlap,
        so they are counted as the one-month misses over the root of h.
        """
        fade = _MISS_DISCOUNT ** np.arange(origin - 1, -1, -1)
        seen = np.einsum("m,hms->hs", fade, self.seen[:, :origin])
        chance = np.einsum("m,hms->hs", fade, self.chance[:, :origin])
        ahead = np.arange(1, len(seen) + 1)[:, None]
        one_ahead = np.maximum((seen[0] + _THEORY_MISSES) / (chance[0] + _THEORY_MISSES), 1.0)
        theory = one_ahead * (1 + (ahead - 1) * path.quickness[origin])
        dispersion = (_THEORY_MISSES * theory + seen) / (_THEORY_MISSES + chance)
        freedom = np.einsum("m,ms->s", fade, self.known[0, :origin]) / np.sqrt(ahead)
        return np.maximum(dispersion, 1.0), np.maximum(freedom, 1.0)


def _chance(forecast: Floats) -> Floats:
    return np.where(forecast > _LARGEST_TABLED, 1.0, np.interp(forecast, _TABLE_MEANS, _TABLE_MISSES))


def interval(
    mean: Floats, months: Floats, dispersion: Floats, freedom: Floats, confidence: float
) -> tuple[Floats, Floats]:
    """Lower and upper whole counts that hold the coming count with the confidence asked for.

    Equal tails, unless the lower limit is zero: nothing can then fall below, and all the rest of the chance
    goes above. Half a crime is added to the level, so that none so far is not taken for never.
    The dispersion is itself an estimate, so it is widened by the ratio of Student's t to the normal, squared.
    """
    tail = (1 - confidence) / 2
    widened = dispersion * (special.stdtrit(freedom, 1 - tail) / special.ndtri(1 - tail)) ** 2
    centre = mean + _HALF_A_CRIME / np.maximum(months, _HALF_A_CRIME)
    spread = np.maximum(widened, 1 + 1e-6)
    size, chance = centre / (spread - 1), 1 / spread
    lower = stats.nbinom.ppf(tail, size, chance)
    upper = stats.nbinom.ppf(np.where(lower > 0, 1 - tail, confidence), size, chance)
    # a dispersion beyond all measure would put nearly all the chance on zero, under the forecast itself
    return np.maximum(lower, 0.0), np.maximum(upper, np.floor(mean))
