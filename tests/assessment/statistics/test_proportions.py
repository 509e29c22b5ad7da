"""Proportions on small bases."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from frith.assessment.statistics.proportions import proportion_change_p, wilson_interval


def test_wilson_interval_published():
    # R. G. Newcombe, Statistics in Medicine 17 (1998) 857-872, table I: 81/263, 15/148, 0/20, 1/29
    interval = wilson_interval([81, 15, 0, 1], [263, 148, 20, 29])
    np.testing.assert_allclose(interval.lower, [0.2553, 0.0624, 0.0, 0.0061], atol=5e-5)
    np.testing.assert_allclose(interval.upper, [0.3662, 0.1605, 0.1611, 0.1718], atol=5e-5)


@settings(deadline=None)
@given(n=st.integers(1, 500), share=st.floats(0, 1), confidence=st.sampled_from([0.9, 0.95, 0.99]))
def test_wilson_agrees_with_statsmodels_and_holds_its_value(n, share, confidence):
    x = round(n * share)
    ours = wilson_interval(x, n, confidence=confidence)
    low, high = proportion_confint(x, n, alpha=1 - confidence, method="wilson")
    assert (ours.lower, ours.upper) == (pytest.approx(low, abs=1e-12), pytest.approx(high, abs=1e-12))
    assert 0 <= ours.lower <= ours.value <= ours.upper <= 1


def test_no_base_no_proportion():
    interval = wilson_interval(0, 0)
    assert np.isnan([interval.value, interval.lower, interval.upper]).all()
    assert np.isnan(proportion_change_p(0, 0, 3, 5))


def test_fishers_tea_tasting():
    # R. A. Fisher, "The Design of Experiments" (1935): 3 of 4 against 1 of 4, two-sided 34/70
    assert proportion_change_p(3, 4, 1, 4) == pytest.approx(34 / 70)


def test_exact_test_is_two_sided_and_works_on_arrays():
    p = proportion_change_p([8, 2], [10, 10], [1, 2], [6, 10])
    assert p[0] == pytest.approx(stats.fisher_exact([[8, 2], [1, 5]]).pvalue)
    assert p[1] == pytest.approx(1.0)


def test_more_successes_than_trials_is_refused():
    with pytest.raises(ValueError, match="6 of 5 was given"):
        wilson_interval([1, 6], [5, 5])
