"""How well last period's hot spots held this period's crime.

Hit rate, prediction accuracy index (PAI; S. Chainey, L. Tompson, S. Uhlig, "The utility of hotspot mapping
for predicting spatial patterns of crime", Security Journal 21 (2008) 4-28), prediction efficiency index (PEI;
National Institute of Justice forecasting challenge, 2017) and recapture rate index (RRI; after N. Levine,
Security Journal 21 (2008) 295-302, as A. Wheeler's ptools computes it).
Limits: a high PAI comes easily when hot spots are tiny, so read it beside the share of area and the PEI.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from frith.assessment.statistics.arguments import Floats, Integers, quantities_of


@dataclass(frozen=True, slots=True)
class PredictionAccuracy:
    """Results for taking the best predicted 1, 2, 3 ... places; arrays of one value for each.

    ``order`` is the places in the order taken; ``share_of_area`` their area over all; ``hit_rate`` the share
    of later crime inside; ``pai`` hit rate over share of area; ``pei`` the PAI over the best that could have
    been had with the same number of places; ``rri`` predicted over later crime inside the places taken, each as a
    share of its own total, so that under 1 the places held more than was predicted. RRI is NaN until
    the places taken hold a crime.
    """

    order: Integers
    share_of_area: Floats
    hit_rate: Floats
    pai: Floats
    pei: Floats
    rri: Floats


def prediction_accuracy(
    predicted: ArrayLike, observed: ArrayLike, area: ArrayLike = 1.0
) -> PredictionAccuracy:
    """Accuracy of a ranking of places by predicted crime against what was then observed.

    Parameters
    ----------
    predicted
        What was expected at each place: last year's count, a density, a forecast. Shape (places,).
    observed
        Counts in the later period.
    area
        Size of each place (square metres, length of street); above zero; equal if left out.

    Notes
    -----
    Places are taken by predicted crime per unit of area, highest first; ties keep the order given, so give
    places in a fixed order (by code).

    Raises
    ------
    ValueError
        If no crime was predicted, or none observed.
    """
    expected, seen, size = np.broadcast_arrays(
        quantities_of("predicted", predicted),
        quantities_of("observed", observed),
        quantities_of("area", area, above_zero=True),
    )
    if expected.ndim != 1 or expected.sum() <= 0 or seen.sum() <= 0:
        raise ValueError(
            "prediction accuracy needs one value for each place, and some crime predicted and observed."
        )
    order = np.argsort(-expected / size, kind="stable")
    best = np.argsort(-seen / size, kind="stable")
    pai, hits, held = _index(seen, size, order)
    predicted_share = np.cumsum(expected[order]) / expected.sum()
    rri = predicted_share / np.where(hits > 0, hits, np.nan)
    return PredictionAccuracy(order, held, hits, pai, pai / _index(seen, size, best)[0], rri)


def _index(seen: Floats, size: Floats, order: Integers) -> tuple[Floats, Floats, Floats]:
    hits = np.cumsum(seen[order]) / seen.sum()
    held = np.cumsum(size[order]) / size.sum()
    return hits / held, hits, held
