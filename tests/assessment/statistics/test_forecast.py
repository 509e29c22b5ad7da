"""Forecasts: what must hold for every series, and that intervals hold what they promise."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from frith.assessment.statistics.forecast import back_test, forecast_counts
from frith.assessment.statistics.forecast_path import DISCOUNTS, follow
from frith.assessment.statistics.forecast_spread import _poisson_root_miss

WAVE = 1 + 0.3 * np.cos(np.arange(12) * np.pi / 6)
any_counts = arrays(
    np.float64,
    st.tuples(st.integers(1, 4), st.integers(24, 50)),
    elements=st.one_of(st.integers(0, 400).map(float), st.just(np.nan)),
)


def seasonal(series: int, months: int, mean: float, seed: int) -> np.ndarray:
    expected = mean * np.resize(WAVE, months)
    return np.random.default_rng(seed).poisson(expected, (series, months)).astype(float)


@settings(max_examples=40, deadline=None)
@given(counts=any_counts)
def test_any_series_gives_a_whole_interval_around_a_forecast_or_says_it_cannot(counts):
    made = forecast_counts(counts)
    enough = (~np.isnan(counts)).sum(axis=1) >= 24
    for part in (made.mean, made.lower, made.upper):
        assert part.shape == (len(counts), 12)
        np.testing.assert_array_equal(np.isnan(part).any(axis=1), ~enough)
    mean, lower, upper = made.mean[enough], made.lower[enough], made.upper[enough]
    assert (mean >= 0).all()
    assert (lower >= 0).all()
    assert (lower <= np.ceil(mean)).all()
    assert (np.floor(mean) <= upper).all()
    np.testing.assert_array_equal(lower, np.floor(lower))
    np.testing.assert_array_equal(upper, np.floor(upper))


@settings(max_examples=20, deadline=None)
@given(counts=any_counts)
def test_each_series_is_forecast_from_itself_alone(counts):
    together = forecast_counts(counts)
    for place, series in enumerate(counts):
        alone = forecast_counts(series)
        np.testing.assert_allclose(alone.mean[0], together.mean[place], rtol=1e-12)
        np.testing.assert_array_equal(alone.upper[0], together.upper[place])


@pytest.mark.parametrize("origin", [24, 31, 48])
def test_nothing_looks_forward(origin):
    counts = seasonal(5, 60, 40, seed=1)
    whole, cut = follow(counts.T), follow(counts[:, :origin].T)
    np.testing.assert_allclose(whole.level[: origin + 1], cut.level, rtol=1e-12)
    np.testing.assert_allclose(whole.season[: origin + 1], cut.season, rtol=1e-12)


def test_the_back_test_judges_the_very_forecasts_that_would_have_been_made():
    counts = seasonal(30, 66, 12, seed=2)
    counts[3, 58] = np.nan
    tested = back_test(counts, origins=2, step=5)
    assert tested.origins == (49, 54)
    error, covered = np.zeros(30), np.zeros(30)
    for origin in tested.origins:
        made = forecast_counts(counts[:, :origin])
        actual = counts[:, origin : origin + 12]
        error += np.nansum(np.abs(actual - made.mean), axis=1)
        covered += ((actual >= made.lower) & (actual <= made.upper)).sum(axis=1)
    assert tested.judged.tolist() == [24.0 if place != 3 else 22.0 for place in range(30)]
    np.testing.assert_allclose(tested.error, error / tested.judged)
    np.testing.assert_array_equal(tested.covered, covered)


def test_mase_is_error_over_that_of_the_same_month_last_year():
    counts = seasonal(1, 48, 100, seed=3)
    tested = back_test(counts, origins=1)
    yardstick = np.abs(counts[:, 12:36] - counts[:, :24]).mean()
    assert tested.mase[0] == pytest.approx(tested.error[0] / yardstick)


@pytest.mark.parametrize("mean", [200, 20, 2])
def test_intervals_cover_at_least_what_they_promise_where_nothing_ever_breaks(mean):
    # on a series as steady as this the allowance for breaks is to spare; real series are in test_open_data_forecast
    tested = back_test(seasonal(400, 96, mean, seed=4), origins=3)
    assert 0.95 < tested.coverage < 0.985


def test_intervals_cover_where_counts_vary_more_than_chance():
    rng = np.random.default_rng(5)
    expected = 80 * np.resize(WAVE, 96)
    counts = rng.negative_binomial(10, 10 / (10 + expected), (400, 96)).astype(float)
    assert 0.95 < back_test(counts, origins=3).coverage < 0.98


def test_intervals_cover_with_only_two_years_to_go_on():
    counts = seasonal(600, 36, 60, seed=6)
    # a season seen twice is half a guess, and the interval has to say so
    assert back_test(counts, origins=1).coverage > 0.95


@pytest.mark.parametrize("confidence", [0.5, 0.8])
def test_other_confidences_are_kept_too(confidence):
    tested = back_test(seasonal(400, 96, 150, seed=7), origins=2, confidence=confidence)
    assert confidence < tested.coverage < confidence + 0.1


def test_forecasts_beat_the_same_month_last_year_by_what_averaging_can_give():
    # a level known without error would give 1 / sqrt(2) of the error of a difference of two counts
    tested = back_test(seasonal(400, 96, 100, seed=8), origins=3)
    assert 0.70 < np.mean(tested.mase) < 0.80


def test_the_season_is_followed():
    made = forecast_counts(seasonal(50, 72, 500, seed=9))
    np.testing.assert_allclose(made.mean.mean(axis=0) / 500, WAVE, atol=0.05)


def test_no_crime_so_far_is_not_never():
    made = forecast_counts(np.zeros((1, 36)))
    assert (made.mean == 0).all()
    assert (made.lower == 0).all()
    assert (forecast_counts(np.zeros((1, 36)), confidence=0.999).upper >= 1).all()


@pytest.mark.parametrize(
    "counts",
    [
        np.full(36, 1e7),
        np.tile([0, 1e6], 18),
        np.r_[np.zeros(35), 5e5],
        np.r_[np.full(30, 1e6), np.zeros(30)],
        np.r_[np.full(12, np.nan), np.full(24, 7)],
        np.r_[np.full(24, 7), np.full(12, np.nan)],
        np.tile([np.nan, 5.0], 24),
    ],
)
def test_wild_series_give_finite_intervals_that_hold_the_forecast(counts):
    made = forecast_counts(counts)
    assert np.isfinite([made.mean, made.lower, made.upper]).all()
    assert (made.lower <= np.ceil(made.mean)).all()
    assert (np.floor(made.mean) <= made.upper).all()


def test_a_missing_month_is_not_a_month_without_crime():
    whole = seasonal(40, 48, 60, seed=10)
    gap, zero = whole.copy(), whole.copy()
    gap[:, [20, 45, 46]] = np.nan
    zero[:, [20, 45, 46]] = 0
    level = [forecast_counts(counts).mean.mean() for counts in (whole, gap, zero)]
    assert level[1] == pytest.approx(level[0], rel=0.03)
    assert level[2] < 0.95 * level[0]


def test_a_break_is_found_again_within_months_and_widens_the_interval():
    counts = seasonal(100, 60, 100, seed=11)
    calm = forecast_counts(counts[:, :48])
    counts[:, 48:54] = np.round(counts[:, 48:54] * 0.4)  # a lockdown
    after = forecast_counts(counts)  # six ordinary months later
    # the level is back; the season keeps a trace of the broken months, one year in five of it
    assert after.mean.mean() == pytest.approx(100, rel=0.15)
    np.testing.assert_allclose(after.mean.mean(axis=0) / 100, WAVE, rtol=0.25)
    assert (after.upper - after.lower).mean() > 1.3 * (calm.upper - calm.lower).mean()
    lasting = seasonal(100, 60, 100, seed=12)
    lasting[:, 50:] = np.round(lasting[:, 50:] * 0.5)  # a new way of recording
    assert forecast_counts(lasting).mean.mean() == pytest.approx(50, rel=0.1)


def test_a_steady_series_leans_on_slow_levels_and_a_wandering_one_on_quick_levels():
    rng = np.random.default_rng(13)
    steady = rng.poisson(100, (96, 50)).astype(float)
    wandering = rng.poisson(100 * np.exp(np.cumsum(rng.normal(0, 0.2, (96, 50)), axis=0))).astype(float)
    assert follow(steady).quickness[-1].mean() < 0.5 * follow(wandering).quickness[-1].mean()
    assert follow(steady).quickness[0, 0] == pytest.approx(((1 - DISCOUNTS) ** 2).mean())


def test_a_higher_confidence_is_a_wider_interval_and_further_ahead_too():
    counts = seasonal(20, 60, 90, seed=14)
    narrow, wide = forecast_counts(counts, confidence=0.8), forecast_counts(counts, confidence=0.99)
    assert (wide.lower <= narrow.lower).all()
    assert (wide.upper >= narrow.upper).all()
    np.testing.assert_array_equal(narrow.mean, wide.mean)


def test_the_yardstick_of_chance_is_the_poisson_expectation():
    draws = stats.poisson.rvs(3.0, size=200_000, random_state=1)
    simulated = (4 * (np.sqrt(draws + 0.375) - np.sqrt(3.375)) ** 2).mean()
    assert _poisson_root_miss(3.0) == pytest.approx(simulated, rel=0.01)
    assert _poisson_root_miss(200.0) == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: forecast_counts(np.ones(23)), "at least 24 months"),
        (lambda: forecast_counts(np.ones(30), horizon=25), "horizon must be 1 to 24"),
        (lambda: back_test(np.ones(47)), "needs 48 months; there are 47"),
        (lambda: back_test(np.ones(60), origins=0), "origins and step must be 1 or more"),
        (lambda: forecast_counts(-np.ones(30)), "counts must hold whole numbers of zero or more"),
        (lambda: forecast_counts(np.ones(30), confidence=1.0), "confidence must be between 0 and 1"),
    ],
)
def test_refusals(call, says):
    with pytest.raises(ValueError, match=says):
        call()
