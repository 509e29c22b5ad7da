"""The scan statistic, against exact answers, published ones and simulation."""

from __future__ import annotations

from math import exp

import numpy as np
import pytest

from frith.assessment.statistics.scan import _three_windows, _two_windows, scan_p


def test_published_answer():
    # Aberdein and Spiegelhalter, Significance 10 (2013): deaths of cyclists in London over 208 fortnights, 0.6 a
    # fortnight, 6 within one; 0.039022 in a published calculation whose last sum stops one term early
    assert scan_p(6, periods=208, window=1, mean_per_period=0.6) == pytest.approx(0.039022, abs=2e-6)


def test_second_published_answer_to_two_figures():
    # 260 weeks, 1 a week, 6 in some week: 0.486814 published, where the exponent is 259 for Naus's 258
    p = scan_p(6, periods=260, window=1, mean_per_period=1.0)
    assert p == pytest.approx(0.4856, abs=5e-4)
    survived = 1 - p
    per_window = _three_windows(6, 1.0) / _two_windows(6, 1.0)
    assert 1 - survived * per_window == pytest.approx(0.486814, abs=1e-4)


@pytest.mark.parametrize("mean", [0.3, 1.0, 2.0])
def test_pairs_have_an_exact_answer(mean):
    # no two points of a Poisson process on [0, T] within 1 of each other: sum of e^-mT m^k (T - k + 1)^k / k!
    assert _two_windows(2, mean) == pytest.approx(exp(-2 * mean) * (1 + 2 * mean + mean**2 / 2))
    three = exp(-3 * mean) * (1 + 3 * mean + 2 * mean**2 + mean**3 / 6)
    assert _three_windows(2, mean) == pytest.approx(three)


def test_agrees_with_simulation():
    rng = np.random.default_rng(11)
    draws, periods, mean, most = 20_000, 20.0, 0.8, 5
    hits = 0
    for count in rng.poisson(mean * periods, draws):
        times = np.sort(rng.random(count) * periods)
        hits += bool(count >= most and (times[most - 1 :] - times[: count - most + 1] < 1).any())
    error = np.sqrt(hits) / draws
    assert scan_p(most, periods=periods, window=1, mean_per_period=mean) == pytest.approx(
        hits / draws, abs=4 * error
    )


def test_more_events_are_less_likely_and_a_longer_watch_sees_more():
    p = [scan_p(n, periods=100, window=1, mean_per_period=0.5) for n in range(2, 10)]
    assert (np.diff(p) < 0).all()
    q = [scan_p(5, periods=length, window=1, mean_per_period=0.5) for length in (10, 50, 200)]
    assert (np.diff(q) > 0).all()


def test_refusals():
    with pytest.raises(ValueError, match="2 or more"):
        scan_p(1, periods=10, window=1, mean_per_period=1)
    with pytest.raises(ValueError, match="at most half the span"):
        scan_p(3, periods=10, window=6, mean_per_period=1)
    with pytest.raises(ValueError, match="above zero"):
        scan_p(3, periods=10, window=1, mean_per_period=0)
