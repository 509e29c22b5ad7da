"""The weighted displacement difference, against its authors' own numbers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frith.assessment.statistics.weighted_displacement import (
    BeforeAfter,
    weighted_displacement_difference,
    weighted_displacement_harm,
)


def test_the_papers_example():
    # Wheeler and Ratcliffe (2018), table 2: -118, Z -2.98, interval -196 to -40
    result = weighted_displacement_difference(
        BeforeAfter(308, 318),
        BeforeAfter(207, 110),
        control_displacement=BeforeAfter(150, 140),
        treated_displacement=BeforeAfter(178, 157),
    )
    assert result.estimate == -118
    assert result.standard_error == pytest.approx(39.597980, abs=1e-6)
    assert result.z == pytest.approx(-2.979950, abs=1e-6)
    assert (result.lower, result.upper) == (
        pytest.approx(-195.610614, abs=1e-6),
        pytest.approx(-40.389386, abs=1e-6),
    )
    assert result.p == pytest.approx(0.0028829, abs=1e-6)


def test_without_displacement_areas():
    # the tests of the authors' R package ptools, 90% interval
    result = weighted_displacement_difference(BeforeAfter(130, 150), BeforeAfter(120, 100), confidence=0.9)
    assert (result.estimate, result.standard_error) == (-40, pytest.approx(22.360680, abs=1e-6))
    assert (result.lower, result.upper) == (
        pytest.approx(-76.780045, abs=1e-6),
        pytest.approx(-3.219955, abs=1e-6),
    )


def test_a_before_period_twice_as_long():
    # ptools again: time weights 2 and 1
    result = weighted_displacement_difference(
        BeforeAfter(200, 100), BeforeAfter(100, 20), time_weights=(2, 1), confidence=0.9
    )
    assert (result.estimate, result.standard_error) == (-30, pytest.approx(13.964240, abs=1e-6))
    assert (result.lower, result.upper) == (
        pytest.approx(-52.969131, abs=1e-6),
        pytest.approx(-7.030869, abs=1e-6),
    )


def test_weighted_by_harm():
    # ptools, wdd_harm: motor vehicle theft, theft, burglary, robbery, assault; control then treated
    control = [(133, 91), (388, 305), (148, 97), (86, 64), (94, 67)]
    treated = [(130, 74), (327, 202), (398, 190), (144, 92), (183, 96)]
    parts = [(BeforeAfter(*c), BeforeAfter(*t)) for c, t in zip(control, treated, strict=True)]
    result = weighted_displacement_harm(parts, [3, 2, 5, 7, 10])
    assert (result.estimate, result.standard_error) == (-1721, pytest.approx(304.103601, abs=1e-6))
    assert result.z == pytest.approx(-5.659256, abs=1e-6)
    assert (result.lower, result.upper) == (
        pytest.approx(-2317.032105, abs=1e-6),
        pytest.approx(-1124.967895, abs=1e-6),
    )


counts = st.integers(1, 500)


@settings(deadline=None)
@given(a=counts, b=counts, c=counts, d=counts)
def test_swapping_treated_and_control_turns_the_sign(a, b, c, d):
    one = weighted_displacement_difference(BeforeAfter(a, b), BeforeAfter(c, d))
    other = weighted_displacement_difference(BeforeAfter(c, d), BeforeAfter(a, b))
    assert other.estimate == -one.estimate
    assert other.p == pytest.approx(one.p)
    weighted = weighted_displacement_harm([(BeforeAfter(a, b), BeforeAfter(c, d))], [3.0])
    assert weighted.z == pytest.approx(one.z)


def test_refusals():
    with pytest.raises(ValueError, match="all counts are zero"):
        weighted_displacement_difference(BeforeAfter(0, 0), BeforeAfter(0, 0))
    with pytest.raises(ValueError, match="1 types and 2 weights"):
        weighted_displacement_harm([(BeforeAfter(1, 2), BeforeAfter(3, 4))], [1.0, 2.0])
    with pytest.raises(ValueError, match="counts before and after must hold whole numbers"):
        weighted_displacement_difference(BeforeAfter(1.5, 2), BeforeAfter(3, 4))
