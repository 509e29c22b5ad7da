"""Moran's I, by hand and against a second engine."""

from __future__ import annotations

import numpy as np
import pytest
from esda import Moran
from hypothesis import given, settings
from hypothesis import strategies as st
from libpysal.weights import W
from scipy import sparse

from frith.assessment.statistics.autocorrelation import morans_i
from frith.assessment.statistics.neighbours import neighbours_within


def line(places: int) -> sparse.csr_array:
    return neighbours_within(np.arange(float(places)), np.zeros(places), 1)


def test_by_hand():
    # 1, 2, 3, 4 in a line: neighbours' products 0.75, -0.25, 0.75 each both ways, n/W = 4/6, sum of squares 5
    made = morans_i([1, 2, 3, 4], line(4), row_standardised=False)
    assert made.i == pytest.approx(4 / 6 * 2 * (0.75 - 0.25 + 0.75) / 5)
    assert made.expected == pytest.approx(-1 / 3)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000), standardised=st.booleans())
def test_agrees_with_esda(seed, standardised):
    rng = np.random.default_rng(seed)
    values = rng.poisson(5, 60).astype(float)
    x, y = np.divmod(np.arange(60), 8)
    neighbours = neighbours_within(x, y, 1.5)
    lists = {
        i: neighbours.indices[neighbours.indptr[i] : neighbours.indptr[i + 1]].tolist() for i in range(60)
    }
    second = Moran(values, W(lists), transformation="R" if standardised else "B", permutations=0)
    ours = morans_i(values, neighbours, row_standardised=standardised)
    assert (ours.i, ours.expected) == (pytest.approx(second.I), pytest.approx(second.EI))
    assert (ours.z_normal, ours.p_normal) == (pytest.approx(second.z_norm), pytest.approx(second.p_norm))
    assert (ours.z_random, ours.p_random) == (pytest.approx(second.z_rand), pytest.approx(second.p_rand))


def test_refusals():
    with pytest.raises(ValueError, match="not all the same"):
        morans_i([2, 2, 2, 2], line(4))
    with pytest.raises(ValueError, match="no place has a neighbour"):
        morans_i([1, 2, 3, 4], sparse.csr_array((4, 4)))
