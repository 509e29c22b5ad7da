"""Adjusting p-values for the number of tests."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.multitest import multipletests

from frith.assessment.statistics.multiple_testing import Adjustment, adjusted_p

NAMES = {"benjamini-hochberg": "fdr_bh", "benjamini-yekutieli": "fdr_by", "holm": "holm"}
p_values = st.lists(st.floats(0, 1), min_size=1, max_size=40)


def test_benjamini_and_hochberg_own_example():
    # Benjamini and Hochberg (1995), section 3.2: four of fifteen are called at 0.05, where Bonferroni calls three
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459]
    p += [0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]
    assert (adjusted_p(p) <= 0.05).sum() == 4
    assert (adjusted_p(p, method="holm") <= 0.05).sum() == 3


@settings(deadline=None)
@given(p=p_values, method=st.sampled_from(get_args(Adjustment)))
def test_agrees_with_statsmodels(p, method):
    np.testing.assert_allclose(
        adjusted_p(p, method=method), multipletests(p, method=NAMES[method])[1], atol=1e-12
    )


@settings(deadline=None)
@given(p=p_values)
def test_false_discovery_agrees_with_scipy_too(p):
    np.testing.assert_allclose(adjusted_p(p), stats.false_discovery_control(p), atol=1e-12)


@settings(deadline=None)
@given(p=p_values, method=st.sampled_from(get_args(Adjustment)))
def test_never_smaller_never_reordered_and_order_of_input_is_no_matter(p, method):
    q = adjusted_p(p, method=method)
    assert (q >= np.asarray(p) - 1e-15).all()
    assert (q <= 1).all()
    assert (np.diff(q[np.argsort(p, kind="stable")]) >= -1e-15).all()
    np.testing.assert_array_equal(adjusted_p(p[::-1], method=method), q[::-1])


def test_a_test_that_was_not_possible_is_no_member_of_the_family():
    q = adjusted_p([[0.01, np.nan], [0.04, 0.03]])
    assert np.isnan(q[0, 1])
    np.testing.assert_allclose(q[[0, 1, 1], [0, 0, 1]], [0.03, 0.04, 0.04])
    assert np.isnan(adjusted_p([np.nan, np.nan])).all()


def test_refuses_what_is_no_p_value():
    with pytest.raises(ValueError, match=r"1\.2 was given at position 1"):
        adjusted_p([0.1, 1.2])
    with pytest.raises(ValueError, match="method must be one of"):
        adjusted_p([0.1], method="bonferroni")
