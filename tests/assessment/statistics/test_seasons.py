"""Months in their season."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frith.assessment.statistics.seasons import (
    calendar_months,
    change_on_same_month_last_year,
    rolling_twelve_months,
    season_p,
    seasonal_indices,
)

WAVE = 1 + 0.2 * np.cos(np.arange(12) * np.pi / 6)


def test_rolling_year_and_same_month_last_year():
    months = np.arange(26.0)
    rolling = rolling_twelve_months(months)
    assert np.isnan(rolling[:11]).all()
    assert rolling[11] == sum(range(12))
    assert rolling[25] == sum(range(14, 26))
    change = change_on_same_month_last_year(months)
    assert np.isnan(change[:12]).all()
    assert (change[12:] == 12).all()


def test_nothing_is_summed_or_compared_over_a_missing_month():
    months = np.full(36, 10.0)
    months[14] = np.nan
    rolling = rolling_twelve_months(months)
    assert np.isnan(rolling[14:26]).all()
    assert rolling[26] == 120
    change = change_on_same_month_last_year(months)
    assert np.isnan(change[[14, 26]]).all()
    assert change[27] == 0


def test_short_series_have_no_rolling_year():
    assert np.isnan(rolling_twelve_months([[1, 2, 3]])).all()


@pytest.mark.parametrize("first_month", [1, 4, 12])
def test_indices_of_a_pure_season_are_the_season(first_month):
    counts = 5_000 * WAVE[calendar_months(36, first_month)]
    np.testing.assert_allclose(seasonal_indices(counts.round(), first_month=first_month), WAVE, atol=1e-3)


def test_a_steady_rise_is_not_taken_for_a_season():
    counts = np.round(10_000 + 200.0 * np.arange(48))
    np.testing.assert_allclose(seasonal_indices(counts, first_month=4), np.ones(12), atol=0.005)


def test_a_missing_month_leaves_the_rest_as_they_were():
    counts = np.round(5_000 * WAVE[calendar_months(36, 4)])
    counts[[2, 17]] = np.nan
    np.testing.assert_allclose(seasonal_indices(counts, first_month=4), WAVE, atol=1e-3)


def test_a_calendar_month_never_known_has_no_index():
    counts = np.full(36, 100.0)
    counts[[5, 17, 29]] = np.nan
    indices = seasonal_indices(counts, first_month=1)
    assert np.isnan(indices[5])
    np.testing.assert_allclose(np.delete(indices, 5), 1.0, atol=1e-9)


@settings(max_examples=40, deadline=None)
@given(
    mean=st.floats(0.2, 300),
    seed=st.integers(0, 10_000),
    months=st.integers(24, 60),
    first=st.integers(1, 12),
)
def test_indices_average_one_and_do_not_depend_on_scale(mean, seed, months, first):
    counts = np.random.default_rng(seed).poisson(mean, months).astype(float)
    indices = seasonal_indices(counts, first_month=first)
    if counts.sum() == 0:
        assert np.isnan(indices).all()
        return
    assert indices.mean() == pytest.approx(1.0)
    assert (indices >= 0).all()
    np.testing.assert_allclose(seasonal_indices(7 * counts, first_month=first), indices, atol=1e-6)


def test_refusals():
    with pytest.raises(ValueError, match="one has 23"):
        seasonal_indices(np.r_[np.ones(23), np.nan], first_month=1)
    with pytest.raises(ValueError, match="first_month must be 1"):
        seasonal_indices(np.ones(24), first_month=0)
    with pytest.raises(ValueError, match="NaN where a count is missing"):
        rolling_twelve_months([-1.0] * 12)


def test_a_year_without_known_months_tells_nothing_of_the_season() -> None:
    flat = np.array([100.0] * 36 + [np.nan] * 12)
    assert seasonal_indices(flat, first_month=4) == pytest.approx(np.ones(12))
    middle = np.array([100.0] * 24 + [np.nan] * 12 + [100.0] * 24)
    assert seasonal_indices(middle, first_month=4) == pytest.approx(np.ones(12))
    season = np.tile(np.arange(50.0, 170.0, 10.0), 5)
    known = season.copy()
    known[48:] = np.nan
    assert seasonal_indices(known, first_month=1) == pytest.approx(
        seasonal_indices(season, first_month=1), abs=1e-6
    )


def test_a_season_is_told_from_none() -> None:
    months = np.arange(60)
    level = np.random.default_rng(1).poisson(500, 60)
    wave = (level * (1 + 0.3 * np.sin(2 * np.pi * months / 12))).round()
    assert season_p(wave, first_month=4) < 0.001
    assert season_p(level, first_month=4) > 0.05
    assert np.isnan(season_p(np.full(60, 7.0), first_month=4))
    assert np.isnan(season_p(level[:13], first_month=4))
