"""Mann-Kendall and Sen's slope."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from frith.assessment.statistics.monotonic_trend import mann_kendall, sen_slope

series = arrays(np.float64, st.integers(3, 20), elements=st.integers(-5, 5).map(float))


def test_published_answers():
    # the documentation of pymannkendall (Hussain and Mahmud, JOSS 2019): plain and with ties
    rising = mann_kendall([1, 2, 3, 4, 5])
    assert (rising.s, rising.tau) == (10, 1)
    assert (rising.variance, rising.z, rising.p) == (
        pytest.approx(16.6667, abs=1e-4),
        pytest.approx(2.204541, abs=1e-6),
        pytest.approx(0.027486, abs=1e-6),
    )
    tied = mann_kendall([3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8])
    assert (tied.s, tied.variance) == (25, pytest.approx(207))
    assert (tied.z, tied.p) == (pytest.approx(1.668115, abs=1e-6), pytest.approx(0.095293, abs=1e-6))
    assert sen_slope([1, 2, 3, 4, 5]) == 1
    assert sen_slope([3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8]) == pytest.approx(0.366667, abs=1e-6)


@settings(deadline=None)
@given(values=series)
def test_tau_a_and_slope_agree_with_scipy(values):
    ours = mann_kendall(values)
    pairs = len(values) * (len(values) - 1) / 2
    assert ours.tau == pytest.approx(ours.s / pairs)
    time = np.arange(len(values))
    if len(set(values)) > 1:
        # scipy's tau-b divides by the pairs that do not tie
        not_tied = sum(values[i] != values[j] for i in time for j in time if i < j)
        assert ours.s == pytest.approx(stats.kendalltau(time, values).statistic * np.sqrt(pairs * not_tied))
    assert sen_slope(values) == pytest.approx(stats.theilslopes(values, time).slope, abs=1e-12)


@settings(deadline=None)
@given(values=series)
def test_turned_round_in_time_the_sign_turns_and_the_p_value_stays(values):
    one, other = mann_kendall(values), mann_kendall(values[::-1])
    assert other.s == -one.s
    assert other.p == pytest.approx(one.p)
    stretched = mann_kendall(np.exp(values))
    assert stretched.s == one.s


def test_a_missing_period_is_left_out_and_is_not_zero():
    gap = mann_kendall([[1, np.nan, 3, 4, 5], [1, 0, 3, 4, 5]])
    without = mann_kendall([1, 3, 4, 5])
    assert (gap.s[0], gap.variance[0], gap.z[0]) == (without.s, without.variance, without.z)
    assert gap.s[1] == 8
    assert sen_slope([1, np.nan, 3, 4, 5]) == 1


def test_too_short_or_flat():
    assert np.isnan(mann_kendall([[1, 2, np.nan]]).p).all()
    flat = mann_kendall([2, 2, 2, 2])
    assert (flat.z, flat.p) == (0, 1)
    assert np.isnan(sen_slope([np.nan, 1.0]))
    with pytest.raises(ValueError, match="at least one axis"):
        mann_kendall(3.0)


def test_many_series_are_the_same_as_one_by_one():
    rng = np.random.default_rng(3)
    block = rng.poisson(2, (9_000, 12)).astype(float)
    together = mann_kendall(block)
    for place in (0, 8_191, 8_192, 8_999):
        alone = mann_kendall(block[place])
        assert (together.s[place], together.variance[place]) == (alone.s, alone.variance)
    assert np.mean(together.p <= 0.05) == pytest.approx(0.045, abs=0.015)
