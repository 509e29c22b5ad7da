"""How concentrated crime is: the few places that hold much of it.

Places are streets, map points or small areas, zeros included: a place without crime counts as a place.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import ArrayLike

from frith.assessment.statistics.arguments import Floats, counts_of, probability_of, quantities_of

_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class Concentration:
    """The fewest places that hold a stated share of the crime.

    ``places`` is how many, ``share_of_places`` that over all places (0 to 1), ``share_of_crime`` what they
    truly hold, at least the share asked for.
    """

    places: int
    share_of_places: float
    share_of_crime: float


@dataclass(frozen=True, slots=True)
class TopShare:
    """What the busiest places hold, when some tie for the last rank.

    ``share_of_crime`` is exact whichever of the tied places are taken, since they hold the same.
    ``tied_at_the_edge`` is how many places share the last rank's count, ``taken_of_them`` how many of those
    the ranking takes: where the two differ, the list of places is not unique and should say so.
    """

    places: int
    share_of_crime: float
    tied_at_the_edge: int
    taken_of_them: int


def places_that_hold(counts: ArrayLike, *, share: float = 0.5) -> Concentration:
    """Fewest places that hold at least a share of all crime (Weisburd 2015, "law of crime concentration").

    Raises
    ------
    ValueError
        If there is no crime at all.
    """
    falling = _falling(counts)
    wanted = probability_of("share", share) * falling.sum()
    running = np.cumsum(falling)
    places = int(np.searchsorted(running, wanted * (1 - _ROUNDING), side="left")) + 1
    return Concentration(places, places / len(falling), float(running[places - 1] / running[-1]))


def top_share(counts: ArrayLike, *, share_of_places: float = 0.05) -> TopShare:
    """Share of crime in the busiest ``share_of_places`` of places, rounded up to whole places."""
    falling = _falling(counts)
    places = ceil(probability_of("share_of_places", share_of_places) * len(falling) * (1 - _ROUNDING))
    edge = falling[places - 1]
    return TopShare(
        places=places,
        share_of_crime=float(falling[:places].sum() / falling.sum()),
        tied_at_the_edge=int((falling == edge).sum()),
        taken_of_them=int((falling[:places] == edge).sum()),
    )


def lorenz_curve(counts: ArrayLike) -> tuple[Floats, Floats]:
    """Cumulative shares of places (first) and of crime (second), busiest places first.

    Each has one more element than there are places, from 0 to 1; for a chart "x% of places hold y% of crime".
    """
    falling = _falling(counts)
    crime = np.concatenate([[0.0], np.cumsum(falling) / falling.sum()])
    return np.linspace(0, 1, len(falling) + 1), crime


def gini(counts: ArrayLike) -> float:
    """Gini coefficient over places: 0 when all have the same, near 1 when one has all."""
    return _gini(_falling(counts))


def corrected_gini(counts: ArrayLike) -> float:
    """Gini coefficient corrected for having fewer crimes than places, G' = max(1, N/C) (G - 1) + 1.

    With N places and C crimes, C < N, even an even spread leaves N - C places empty and the plain
    coefficient cannot be 0; the corrected one compares with the most even spread possible.

    Parameters
    ----------
    counts
        Whole crimes at each place, zeros included.

    Notes
    -----
    Source: W. Bernasco, W. Steenbeek, "More places than crimes: implications for evaluating the law of crime
    concentration at place", Journal of Quantitative Criminology 33 (2017) 451-467.
    """
    whole = counts_of("counts", counts)
    plain = _gini(_falling(whole))
    return max(0.0, float(max(1.0, whole.size / whole.sum()) * (plain - 1) + 1))


def _gini(falling: Floats) -> float:
    n = len(falling)
    # rounding may leave a hair under zero where the spread is even
    return max(0.0, float((n + 1 - 2 * (np.arange(1, n + 1) * falling).sum() / falling.sum()) / n))


def _falling(counts: ArrayLike) -> Floats:
    """Counts or weights from the largest to the smallest; refuses none at all."""
    values = np.ravel(quantities_of("counts", counts))
    if values.sum() <= 0:
        raise ValueError("no crime at any place: its concentration is not defined.")
    return np.sort(values)[::-1]
