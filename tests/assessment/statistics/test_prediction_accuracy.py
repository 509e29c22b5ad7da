"""How well predicted places held later crime."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from frith.assessment.statistics.prediction_accuracy import prediction_accuracy

places = arrays(np.float64, 12, elements=st.integers(0, 20).map(float))


def test_published_answers():
    # the tests of A. Wheeler's R package ptools
    made = prediction_accuracy([8, 4, 4, 2, 1, 0], [6, 7, 3, 2, 1, 0])
    np.testing.assert_allclose(made.pai, [1.894737, 2.052632, 1.684211, 1.421053, 1.2, 1], atol=1e-6)
    np.testing.assert_allclose(made.pei, [0.857143, 1, 1, 1, 1, 1], atol=1e-6)
    np.testing.assert_allclose(made.rri, [1.333333, 0.923077, 1, 1, 1, 1], atol=1e-6)
    second = prediction_accuracy([3, 2, 1], [6, 3, 0])
    np.testing.assert_allclose(second.pai, [2, 1.5, 1])
    np.testing.assert_allclose(second.pei, [1, 1, 1])


def test_hit_rate_and_area():
    made = prediction_accuracy([5, 1, 0], [6, 2, 2], area=[100, 100, 800])
    np.testing.assert_allclose(made.hit_rate, [0.6, 0.8, 1.0])
    np.testing.assert_allclose(made.share_of_area, [0.1, 0.2, 1.0])
    np.testing.assert_allclose(made.pai, [6, 4, 1])


@settings(deadline=None)
@given(predicted=places, observed=places)
def test_invariants(predicted, observed):
    assume(predicted.sum() > 0 and observed.sum() > 0)
    made = prediction_accuracy(predicted, observed)
    assert sorted(made.order) == list(range(12))
    assert (made.pei <= 1 + 1e-12).all()
    assert (made.pai[-1], made.hit_rate[-1]) == (pytest.approx(1), pytest.approx(1))
    perfect = prediction_accuracy(observed, observed)
    np.testing.assert_allclose(perfect.pei, 1)
    assert (perfect.pai >= made.pai - 1e-12).all()


def test_refusal():
    with pytest.raises(ValueError, match="some crime predicted and observed"):
        prediction_accuracy([1, 2], [0, 0])
