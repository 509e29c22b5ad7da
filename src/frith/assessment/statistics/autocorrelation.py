"""Moran's I: whether like values lie together over the whole area."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse, special

from frith.assessment.statistics.arguments import finite_of
from frith.assessment.statistics.neighbours import check_neighbours


@dataclass(frozen=True, slots=True)
class MoransI:
    """Moran's I with its tests against no spatial pattern; p-values are two-sided.

    ``z_normal`` takes the values to be draws from a normal distribution; ``z_random`` takes the values as
    given and every arrangement of them as equally likely, which suits skewed crime counts better.
    """

    i: float
    expected: float
    z_normal: float
    p_normal: float
    z_random: float
    p_random: float


def morans_i(values: ArrayLike, neighbours: sparse.csr_array, *, row_standardised: bool = True) -> MoransI:
    """Moran's I of one variable over places.

    Parameters
    ----------
    values
        Shape (places,): a rate or a count, at least four places, not all the same.
    neighbours
        Binary: see frith.assessment.statistics.neighbours. A place without neighbours adds nothing to the sum but does
        count among the places.
    row_standardised
        Whether each place's neighbours share one unit of weight; otherwise each pair counts the same.

    Notes
    -----
    Source: A. D. Cliff, J. K. Ord, "Spatial Processes: Models and Applications" (1981). Limits: large-sample
    normal tests; a rate over unequal populations varies more where few people live, and I then misleads.
    """
    x = finite_of("values", values)
    if x.ndim != 1 or len(x) < 4 or np.ptp(x) == 0:
        raise ValueError("Moran's I needs one value for each of four places or more, not all the same.")
    weights = check_neighbours(neighbours, len(x)).copy()
    if weights.nnz == 0:
        raise ValueError("no place has a neighbour: Moran's I is not defined.")
    if row_standardised:
        degrees = np.diff(weights.indptr)
        weights.data /= np.repeat(degrees, degrees)
    n, apart = len(x), x - x.mean()
    total = float(weights.sum())
    i = n / total * float(apart @ (weights @ apart)) / float(apart @ apart)
    expected = -1 / (n - 1)
    both_ways = weights + weights.T
    s1 = float((both_ways.data**2).sum()) / 2
    s2 = float(((weights.sum(axis=0) + weights.sum(axis=1)) ** 2).sum())
    normal = (n**2 * s1 - n * s2 + 3 * total**2) / ((n**2 - 1) * total**2) - expected**2
    kurtosis = n * float((apart**4).sum()) / float((apart**2).sum()) ** 2
    tall = n * ((n**2 - 3 * n + 3) * s1 - n * s2 + 3 * total**2)
    short = kurtosis * ((n**2 - n) * s1 - 2 * n * s2 + 6 * total**2)
    random = (tall - short) / ((n - 1) * (n - 2) * (n - 3) * total**2) - expected**2
    z_normal, z_random = (i - expected) / sqrt(normal), (i - expected) / sqrt(random)
    p_normal, p_random = (float(2 * special.ndtr(-abs(z))) for z in (z_normal, z_random))
    return MoransI(i, expected, z_normal, p_normal, z_random, p_random)
