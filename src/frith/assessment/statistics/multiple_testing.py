"""Many tests at once: which of them to believe.

Each function takes the p-values of one family (all wards, all crime types: everything that was looked at)
and returns adjusted values to compare with the chosen level. NaN marks a test that could not be done: it is
no member of the family and stays NaN.
"""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from frith.assessment.statistics.arguments import Floats, refuse

Adjustment = Literal["benjamini-hochberg", "benjamini-yekutieli", "holm"]


def adjusted_p(p_values: ArrayLike, *, method: Adjustment = "benjamini-hochberg") -> Floats:
    """P-values adjusted for the number of tests in the family, of the same shape.

    Parameters
    ----------
    p_values
        Each in 0..1, or NaN where no test was possible.
    method
        ``"benjamini-hochberg"``: q-values; calling all with q <= 0.05 keeps the expected share of false calls
        under 5% for independent or positively dependent tests (Benjamini and Hochberg 1995).
        ``"benjamini-yekutieli"``: the same under any dependence, at the price of the factor 1 + 1/2 + ... +
        1/m (Benjamini and Yekutieli 2001).
        ``"holm"``: the chance of even one false call stays under the level (Holm 1979).

    Raises
    ------
    ValueError
        For a p-value outside 0..1 or an unknown method.
    """
    p = np.asarray(p_values, dtype=np.float64)
    refuse("p_values", p, (p < 0) | (p > 1), "numbers from 0 to 1 (NaN where no test was possible)")
    if method not in get_args(Adjustment):
        raise ValueError(f"method must be one of {', '.join(get_args(Adjustment))}; {method!r} was given.")
    flat = p.ravel()
    tested = np.flatnonzero(~np.isnan(flat))
    adjusted = np.full(flat.shape, np.nan)
    if len(tested):
        order = tested[np.argsort(flat[tested], kind="stable")]
        adjusted[order] = _holm(flat[order]) if method == "holm" else _false_discovery(flat[order], method)
    return adjusted.reshape(p.shape)


def _false_discovery(rising: Floats, method: Adjustment) -> Floats:
    m = len(rising)
    ranks = np.arange(1, m + 1)
    factor = np.sum(1 / ranks) if method == "benjamini-yekutieli" else 1.0
    raw = rising * m / ranks * factor
    return np.minimum(np.minimum.accumulate(raw[::-1])[::-1], 1.0)


def _holm(rising: Floats) -> Floats:
    m = len(rising)
    return np.minimum(np.maximum.accumulate(rising * np.arange(m, 0, -1)), 1.0)
