"""The control chart: its limits, its run rules and its silence over gaps."""

from __future__ import annotations

import numpy as np
import pytest

from frith.assessment.statistics.control_chart import RUN_RULES, control_chart
from frith.assessment.statistics.seasons import calendar_months

RULES = [rule[0] for rule in RUN_RULES]


def steady(months: int, level: float = 100.0) -> np.ndarray:
    """A series that swings by 0.6 of a Poisson standard deviation either side of its level, in an uneven pattern."""
    pattern = np.array([1, -1, 1, 1, -1, -1, 1, -1, 1, -1, 1, -1])
    return np.round(level + np.sqrt(level) * 0.6 * np.resize(pattern, months))


def chart(counts, **more):
    baseline = np.arange(len(counts)) < 24
    return control_chart(counts, first_month=4, baseline=baseline, seasonal=False, **more)


def test_limits_of_a_poisson_chart():
    made = chart(steady(24))
    assert made.dispersion == 1.0
    sigma = np.sqrt(made.expected * (1 - 1 / 24))
    np.testing.assert_allclose(made.upper_action, made.expected + 3 * sigma)
    np.testing.assert_allclose(made.lower_warning, made.expected - 2 * sigma)
    assert made.expected[0] == pytest.approx(steady(24).mean())


@pytest.mark.parametrize(
    ("rule", "later"),
    [
        ("beyond three sigma", [135]),
        ("two of three", [125, 100, 125]),
        ("four of five", [114, 114, 90, 114, 114]),
        ("eight on one side", [103] * 8),
    ],
)
def test_each_rule_fires_on_the_month_that_completes_it_and_mirrors_below(rule, later):
    place = RULES.index(rule)
    above = chart(np.r_[steady(24), later])
    assert above.above[place, -1]
    assert not above.above[place, 24:-1].any()
    assert not above.below[place, 24:].any()
    below = chart(np.r_[steady(24), [200 - value for value in later]])
    assert below.below[place, -1]


def test_a_missing_month_breaks_every_run():
    place = RULES.index("eight on one side")
    later = [103] * 4 + [np.nan] + [103] * 7
    made = chart(np.r_[steady(24), later])
    assert not made.above[place].any()
    assert np.isnan(made.z[28])
    assert not made.above[:, 28].any()


def test_a_season_is_expected_and_a_break_from_it_is_not():
    wave = 1 + 0.3 * np.cos(np.arange(12) * np.pi / 6)
    rng = np.random.default_rng(5)
    counts = rng.poisson(400 * wave[calendar_months(37, 4)]).astype(float)
    counts[36] *= 1.5
    baseline = np.arange(37) < 36
    made = control_chart(counts, first_month=4, baseline=baseline)
    assert made.above[0, 36]
    assert not (made.above[0, :36] | made.below[0, :36]).any()


def test_extra_spread_widens_the_limits():
    rng = np.random.default_rng(2)
    counts = rng.negative_binomial(10, 10 / 110, 60).astype(float)  # variance 11 times the mean
    made = control_chart(counts, first_month=4, seasonal=False)
    assert 5 < made.dispersion < 20
    assert (made.above[0] | made.below[0]).sum() <= 1


def test_exposure_makes_a_rate_chart():
    size = np.r_[np.full(24, 1.0), np.full(6, 2.0)]
    counts = np.r_[steady(24), 2 * steady(6)]
    made = chart(counts, exposure=size)
    np.testing.assert_allclose(made.expected[24:], 2 * made.expected[0])
    assert not made.above.any()


def test_false_alarms_are_few():
    rng = np.random.default_rng(9)
    charts = [chart(rng.poisson(60, 36).astype(float)) for _ in range(300)]
    alarms = sum((made.above[0, 24:] | made.below[0, 24:]).sum() for made in charts)
    assert alarms / (300 * 12) < 0.01


def test_a_calendar_month_seen_once_is_its_own_line_and_is_not_judged():
    counts = np.r_[steady(24), 100.0]
    counts[[3, 4]] = np.nan
    made = control_chart(np.r_[counts, steady(3)], first_month=1, baseline=np.arange(28) < 26)
    assert np.isnan(made.z[[15, 16]]).all()
    assert np.isfinite(made.z[0])


@pytest.mark.parametrize(
    ("counts", "says"),
    [
        (np.ones(23), "has 23"),
        (np.zeros(30), "no crimes at all"),
        (np.r_[[1.0, np.nan] * 24], "no two months in a row"),
        (np.ones((2, 24)), "takes one series"),
    ],
)
def test_refusals(counts, says):
    with pytest.raises(ValueError, match=says):
        control_chart(counts, first_month=4, seasonal=False)


def test_the_baseline_must_match():
    with pytest.raises(ValueError, match="one value for each month"):
        control_chart(np.ones(30), first_month=1, baseline=[True] * 29)
