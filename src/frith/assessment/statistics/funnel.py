"""Funnel plots: which areas' rates are out of line with their peers', by more than chance and usual spread.

Source: D. J. Spiegelhalter, "Funnel plots for comparing institutional performance", Statistics in Medicine 24
(2005) 1185-1202, and "Handling over-dispersion of performance indicators", Quality and Safety in Health Care
14 (2005) 347-351. Every p-value here is two-sided.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from frith.assessment.statistics.arguments import (
    Floats,
    counts_of,
    normal_quantile,
    probability_of,
    quantities_of,
)
from frith.assessment.statistics.hotspots import normal_p

Overdispersion = Literal["none", "multiplicative", "additive"]


@dataclass(frozen=True, slots=True)
class Funnel:
    """Each area against the target; arrays of one value an area unless said otherwise.

    ``expected`` is the count if the area had the target rate; ``ratio`` observed over expected; ``z`` how far
    the ratio is from 1, in standard deviations widened for overdispersion, and ``p`` its two-sided value.
    ``dispersion`` (phi) is the winsorised mean of squared z-scores before widening and ``between_areas`` (tau)
    the standard deviation of the true ratios about 1 (0 unless additive): one number each. ``factor`` is what
    phi widened every variance by (1 unless multiplicative).
    """

    expected: Floats
    ratio: Floats
    z: Floats
    p: Floats
    dispersion: float
    between_areas: float
    factor: float

    def widening(self, expected: Floats) -> Floats:
        """Variance of the root-scale score at this expected count, over what Poisson chance alone gives."""
        return self.factor * (1 + expected * self.between_areas**2)


def exact_limits(expected: ArrayLike, *, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Lower and upper control limits of the ratio of observed to expected, for a target of 1, by exact Poisson.

    Convention: the chi-squared (Garwood) form, lower 0.5 chi2(a/2; 2E) / E and upper 0.5 chi2(1 - a/2;
    2E + 2) / E, used in public health returns; Spiegelhalter (2005) interpolates Poisson quantiles instead,
    which differs a little under about ten expected. Give 0.95 for warning and 0.998 for action limits.
    """
    e = quantities_of("expected", expected, above_zero=True)
    tail = (1 - probability_of("confidence", confidence)) / 2
    return np.asarray(special.gammaincinv(e, tail) / e), np.asarray(special.gammainccinv(e + 1, tail) / e)


def funnel(
    observed: ArrayLike,
    exposure: ArrayLike,
    *,
    target_rate: float | None = None,
    overdispersion: Overdispersion = "multiplicative",
    winsorised: float = 0.1,
) -> Funnel:
    """Compare areas' counts with one target rate.

    Parameters
    ----------
    observed, exposure
        Count and exposure (residents, households) of each area, shape (areas,).
    target_rate
        Per unit of exposure; the areas' own total over total exposure if left out.
    overdispersion
        ``"none"``: Poisson chance only. ``"multiplicative"``: limits widened by sqrt(phi) for all alike.
        ``"additive"``: each area's true ratio varies about 1 with standard deviation tau, so the funnel does
        not close for large areas; suits boroughs, whose counts are so large that chance is nothing.
        Nothing is widened where phi shows no more spread than chance (phi at most (areas - 1) / areas).
    winsorised
        Share of areas at each end whose z is pulled in to the next before phi is taken, so that true
        outliers do not hide themselves.

    Notes
    -----
    z is 2 (sqrt(observed) - sqrt(expected)), the variance-stabilised Poisson score. Limits: phi from fewer
    than about ten areas is rough; and pulling in the ends, the published convention, lowers phi by about a
    third where there are no outliers (at 10%), so that a few more areas are called than the level says.

    Raises
    ------
    ValueError
        For fewer than three areas, or nothing expected.
    """
    x, size = counts_of("observed", observed), quantities_of("exposure", exposure, above_zero=True)
    if x.ndim != 1 or x.shape != size.shape or len(x) < 3:
        raise ValueError(
            f"a funnel needs a count and an exposure for three areas or more; {x.size} were given."
        )
    if overdispersion not in get_args(Overdispersion):
        raise ValueError(f"overdispersion must be one of {', '.join(get_args(Overdispersion))}.")
    if not 0 <= winsorised < 0.5:
        raise ValueError(f"winsorised must be from 0 to under 0.5; {winsorised} was given.")
    rate = float(x.sum() / size.sum()) if target_rate is None else target_rate
    expected = size * float(quantities_of("target rate", rate, above_zero=True))
    raw = 2 * (np.sqrt(x) - np.sqrt(expected))
    phi = float((_winsorised(raw, winsorised) ** 2).mean())
    tau = _between_areas(phi, expected) if overdispersion == "additive" else 0.0
    widened = phi > (len(x) - 1) / len(x)
    factor = phi if overdispersion == "multiplicative" and widened else 1.0
    made = Funnel(expected, x / expected, raw, raw, phi, tau, factor)
    z = raw / np.sqrt(made.widening(expected))
    return replace(made, z=z, p=normal_p(z))


def widened_limits(expected: ArrayLike, made: Funnel, *, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Limits of the ratio that match the z-scores of a funnel, widened as it was; for drawing its curves."""
    e = quantities_of("expected", expected, above_zero=True)
    half = normal_quantile(confidence) * np.sqrt(made.widening(e)) / 2
    root = np.sqrt(e)
    return np.maximum(root - half, 0.0) ** 2 / e, (root + half) ** 2 / e


def _winsorised(z: Floats, share: float) -> Floats:
    """Scores with the lowest and highest ``share`` pulled in to the nearest score that is left."""
    rising = np.sort(z)
    cut = int(np.floor(share * len(z)))
    return np.clip(z, rising[cut], rising[len(z) - 1 - cut])


def _between_areas(phi: float, expected: Floats) -> float:
    """Method of moments (DerSimonian and Laird 1986) for the standard deviation of true ratios about 1."""
    n, weights = len(expected), expected
    if n * phi < n - 1:
        return 0.0
    spare = weights.sum() - (weights**2).sum() / weights.sum()
    return float(np.sqrt((n * phi - (n - 1)) / spare))
