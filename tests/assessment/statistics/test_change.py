"""Changes in counts: published answers, a second engine, and what must always hold."""

from __future__ import annotations

from fractions import Fraction
from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.rates import test_poisson_2indep as statsmodels_two_rates

from frith.assessment.statistics.change import RateTest, poisson_interval, rate_change_p, rate_ratio

TESTS = get_args(RateTest)
small_counts = st.integers(0, 40)
exposures = st.sampled_from([0.5, 1.0, 2.0, 5.0])


@pytest.mark.parametrize(
    ("before", "after", "published"),
    [
        (0, 3, 0.0883790095),  # Krishnamoorthy and Thomson (2004): 0.0884
        (6, 2, 0.1748748209),  # the same paper: 0.1749
        (25, 16, 0.1647963179),  # A. Wheeler's worked example: 0.165
        (10, 5, 0.2061644141),
        (15, 5, 0.0250351144),
    ],
)
def test_e_test_gives_the_published_answers(before, after, published):
    assert rate_change_p(before, after) == pytest.approx(published, abs=1e-9)
    assert rate_change_p(after, before) == pytest.approx(published, abs=1e-9)


@pytest.mark.parametrize(
    ("test", "published"),
    [
        ("unpooled", 0.0006431446),
        ("score", 0.0005672618),
        ("exact conditional", 0.0006751827),
        ("mid-p", 0.0005572624),
    ],
)
def test_each_variant_is_the_one_it_says(test, published):
    # 60 in 51,477.5 person-years against 30 in 54,308.7: the example of Gu and others, Biometrical Journal 50 (2008)
    p = rate_change_p(60, 30, exposure_before=51477.5, exposure_after=54308.7, test=test)
    assert p == pytest.approx(published, abs=1e-9)


def test_pooled_and_unpooled_variances_part_when_exposures_differ():
    # both brute-forced over the whole plane of outcomes
    unequal = {"exposure_before": 10, "exposure_after": 5}
    assert rate_change_p(100, 25, **unequal) == pytest.approx(0.0005747193, abs=1e-9)
    assert rate_change_p(100, 25, test="score", **unequal) == pytest.approx(0.0015380663, abs=1e-9)


@pytest.mark.parametrize("test", TESTS)
def test_two_zeros_cannot_be_told_apart(test):
    p = rate_change_p([0, 4], [0, 4], test=test)
    assert np.isnan(p[0])
    assert p[1] == pytest.approx(1.0, abs=0.15)


def test_e_test_agrees_with_scipy_where_no_two_outcomes_tie():
    # scipy compares statistics bit by bit and so drops outcomes that tie with the one seen; an exposure that is
    # no simple ratio of the other has no ties
    rng = np.random.default_rng(20160401)
    for a, b in rng.poisson([[30, 12]] * 25):
        other = stats.poisson_means_test(int(a), 1.0, int(b), 0.7318).pvalue
        ours = rate_change_p(a, b, exposure_before=1.0, exposure_after=0.7318)
        assert ours == pytest.approx(other, abs=1e-8)


@pytest.mark.parametrize(("test", "method"), [("exact conditional", "exact-cond"), ("mid-p", "cond-midp")])
def test_conditional_tests_agree_with_statsmodels(test, method):
    for a, b, n1, n2 in [(10, 3, 1, 1), (4, 9, 2.5, 1), (60, 41, 12, 12), (1, 7, 1, 3)]:
        other = statsmodels_two_rates(a, n1, b, n2, method=method).pvalue
        assert rate_change_p(a, b, exposure_before=n1, exposure_after=n2, test=test) == pytest.approx(
            other, abs=1e-9
        )


def brute_force(x1: int, x2: int, n1: Fraction, n2: Fraction, *, pooled: bool) -> float:
    """The E-test from its definition, the statistic in exact fractions so that a tie is a tie."""

    def squared(i: int, j: int) -> Fraction:
        variance = Fraction(i + j) / (n1 * n2) if pooled else Fraction(i) / n1**2 + Fraction(j) / n2**2
        return Fraction(0) if variance == 0 else (Fraction(i) / n1 - Fraction(j) / n2) ** 2 / variance

    seen = squared(x1, x2)
    rate = float(Fraction(x1 + x2) / (n1 + n2))
    cells = np.arange(50)
    mass = np.outer(stats.poisson.pmf(cells, rate * float(n1)), stats.poisson.pmf(cells, rate * float(n2)))
    return float(sum(mass[i, j] for i in cells for j in cells if squared(int(i), int(j)) >= seen))


@settings(max_examples=25, deadline=None)
@given(x1=st.integers(0, 8), x2=st.integers(0, 8), pooled=st.booleans(), n1=exposures, n2=exposures)
def test_e_test_is_its_definition_ties_and_all(x1, x2, pooled, n1, n2):
    if x1 + x2 == 0:
        return
    ours = rate_change_p(
        x1, x2, exposure_before=n1, exposure_after=n2, test="score" if pooled else "unpooled"
    )
    assert ours == pytest.approx(brute_force(x1, x2, Fraction(n1), Fraction(n2), pooled=pooled), abs=1e-9)


@settings(max_examples=50, deadline=None)
@given(a=small_counts, b=small_counts, n1=exposures, n2=exposures, test=st.sampled_from(TESTS))
def test_a_p_value_is_symmetric_scale_free_and_between_0_and_1(a, b, n1, n2, test):
    p = rate_change_p(a, b, exposure_before=n1, exposure_after=n2, test=test)
    swapped = rate_change_p(b, a, exposure_before=n2, exposure_after=n1, test=test)
    scaled = rate_change_p(a, b, exposure_before=8 * n1, exposure_after=8 * n2, test=test)
    if a + b == 0:
        assert np.isnan(p)
        return
    assert 0 <= p <= 1
    assert swapped == pytest.approx(p, abs=1e-9)
    assert scaled == pytest.approx(p, abs=1e-9)


def test_many_tests_at_once_are_the_same_as_one_by_one_and_large_counts_need_little_memory():
    rng = np.random.default_rng(7)
    before, after = rng.poisson(50, (2, 200))
    together = rate_change_p(before, after)
    alone = [rate_change_p(a, b) for a, b in zip(before, after, strict=True)]
    np.testing.assert_allclose(together, alone, rtol=0, atol=1e-12)
    assert rate_change_p(5_000_000, 5_010_000) == pytest.approx(
        2 * stats.norm.sf(10_000 / np.sqrt(10_010_000)), rel=1e-3
    )


def test_e_test_holds_its_level():
    # under no change, 5% tests are wrong about 5% of the time; exactness in small samples is K and T's claim
    mass = stats.poisson.pmf(np.arange(60), 20)
    a, b = np.meshgrid(np.arange(60), np.arange(60), indexing="ij")
    p = rate_change_p(a, b)
    assert 0.04 < np.nansum(np.outer(mass, mass)[p <= 0.05]) < 0.052


def test_garwood_and_byar_intervals():
    exact = poisson_interval([0, 4, 10])  # Garwood (1936), table
    np.testing.assert_allclose(exact.lower, [0, 1.089865, 4.795389], atol=1e-6)
    np.testing.assert_allclose(exact.upper, [3.688879, 10.241589, 18.390356], atol=1e-6)
    byar = poisson_interval(10, method="byar")  # Breslow and Day (1987)
    assert (byar.lower, byar.upper) == (pytest.approx(4.787450, abs=1e-6), pytest.approx(18.391459, abs=1e-6))


@settings(deadline=None)
@given(mean=st.floats(0.1, 60), confidence=st.sampled_from([0.8, 0.95, 0.998]))
def test_garwood_never_covers_less_than_it_promises(mean, confidence):
    counts = np.arange(300)
    interval = poisson_interval(counts, confidence=confidence)
    holds = (interval.lower <= mean) & (mean <= interval.upper)
    assert stats.poisson.pmf(counts, mean)[holds].sum() >= confidence - 1e-9


def test_rate_ratio_interval_is_the_binomial_one_turned_round():
    ratio = rate_ratio(10, 20, exposure_before=2, exposure_after=1)
    share = stats.binomtest(20, 30, 0.5).proportion_ci(0.95, method="exact")
    assert ratio.value == pytest.approx(4.0)
    assert ratio.lower == pytest.approx(share.low / (1 - share.low) * 2)
    assert ratio.upper == pytest.approx(share.high / (1 - share.high) * 2)


def test_rate_ratio_at_the_ends():
    ratio = rate_ratio([0, 5, 0], [5, 0, 0])
    assert (ratio.value[0], ratio.upper[0], ratio.value[1], ratio.lower[1]) == (np.inf, np.inf, 0, 0)
    assert np.isnan([ratio.value[2], ratio.lower[2], ratio.upper[2]]).all()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"before": -1, "after": 2}, "before must hold whole numbers of zero or more; -1"),
        ({"before": [1, 2.5], "after": 2}, r"2\.5 was given at position 1"),
        ({"before": 1, "after": np.nan}, "after must hold whole numbers"),
        (
            {"before": 1, "after": 2, "exposure_after": 0},
            "exposure_after must hold finite numbers above zero",
        ),
        ({"before": 1, "after": 2, "test": "wald"}, "test must be one of unpooled, score"),
    ],
)
def test_what_is_no_count_is_refused_by_name(arguments, says):
    with pytest.raises(ValueError, match=says):
        rate_change_p(**arguments)
