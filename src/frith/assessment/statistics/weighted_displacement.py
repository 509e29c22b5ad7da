"""Weighted displacement difference: the effect of a place-based response, net of displacement.

Source: A. P. Wheeler, J. H. Ratcliffe, "A simple weighted displacement difference test to evaluate place
based crime interventions", Crime Science 7:11 (2018). Limits: a normal approximation (each count should be
about five or more), Poisson counts, and a control area that shows what would have happened anyway.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from scipy import special

from frith.assessment.statistics.arguments import counts_of, finite_of, normal_quantile, quantities_of


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """Crimes counted in one area before and after the response began."""

    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Displacement:
    """A weighted displacement difference; negative means fewer crimes (or less harm) than expected.

    ``estimate``, ``standard_error``, ``lower`` and ``upper`` are crimes (weighted by harm if weights were
    given) per unit of time; ``p`` is two-sided.
    """

    estimate: float
    standard_error: float
    z: float
    p: float
    lower: float
    upper: float


NOTHING = BeforeAfter(0, 0)


def weighted_displacement_difference(
    control: BeforeAfter,
    treated: BeforeAfter,
    *,
    control_displacement: BeforeAfter = NOTHING,
    treated_displacement: BeforeAfter = NOTHING,
    time_weights: tuple[float, float] = (1.0, 1.0),
    confidence: float = 0.95,
) -> Displacement:
    """Change in the treated area and around it, less the change in the control area and around it.

    Parameters
    ----------
    control, treated
        Counts in the two areas.
    control_displacement, treated_displacement
        Counts in the areas around each, to which crime might move. Left out, they count nothing.
    time_weights
        Length of the before and of the after period in one unit; (2, 1) says before was twice as long.
    confidence
        Level of the two-sided interval.

    Raises
    ------
    ValueError
        If all counts are zero, since the standard error is then zero and there is nothing to test.
    """
    estimate, variance = _difference(
        control, treated, control_displacement, treated_displacement, time_weights
    )
    return _tested(estimate, variance, confidence)


def weighted_displacement_harm(
    parts: Sequence[tuple[BeforeAfter, BeforeAfter]],
    harm_weights: Sequence[float],
    *,
    time_weights: tuple[float, float] = (1.0, 1.0),
    confidence: float = 0.95,
) -> Displacement:
    """Weighted displacement difference over several crime types, each counted by its harm.

    Parameters
    ----------
    parts
        For each crime type, its counts in the control and in the treated area (sum the displacement areas
        into a part of their own if there are any).
    harm_weights
        One weight a crime type, all of one unit and one revision of a harm table.
    """
    if len(parts) != len(harm_weights) or not parts:
        raise ValueError(
            f"one harm weight is needed for each crime type; {len(parts)} types and "
            f"{len(harm_weights)} weights were given."
        )
    weights = finite_of("harm_weights", list(harm_weights))
    each = [_difference(c, t, NOTHING, NOTHING, time_weights) for c, t in parts]
    estimate = sum(float(w) * e for w, (e, _) in zip(weights, each, strict=True))
    variance = sum(float(w) ** 2 * v for w, (_, v) in zip(weights, each, strict=True))
    return _tested(estimate, variance, confidence)


def _difference(
    control: BeforeAfter,
    treated: BeforeAfter,
    control_displacement: BeforeAfter,
    treated_displacement: BeforeAfter,
    time_weights: tuple[float, float],
) -> tuple[float, float]:
    areas = (control, treated, control_displacement, treated_displacement)
    counts = counts_of("counts before and after", [[a.before, a.after] for a in areas])
    lengths = quantities_of("time_weights", time_weights, above_zero=True)
    per_time = counts / lengths
    change = per_time[:, 1] - per_time[:, 0]
    return float(change[1] + change[3] - change[0] - change[2]), float((counts / lengths**2).sum())


def _tested(estimate: float, variance: float, confidence: float) -> Displacement:
    if variance <= 0:
        raise ValueError("all counts are zero: there is no change to test. Choose a longer period.")
    error = sqrt(variance)
    z = estimate / error
    half = normal_quantile(confidence) * error
    p = float(2 * special.ndtr(-abs(z)))
    return Displacement(estimate, error, z, p, estimate - half, estimate + half)
