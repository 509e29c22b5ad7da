"""Classes of hot places over time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from frith.assessment.statistics.emerging import HotPlace, hot_place_classes

FLAT = [3, 1, 4, 1, 5, 2, 3, 2, 4, 3]
RISING = list(range(10))


@pytest.mark.parametrize(
    ("hot", "z", "kind"),
    [
        ("0000000000", FLAT, HotPlace.NEVER),
        ("0000000001", FLAT, HotPlace.NEW),
        ("1111111111", FLAT, HotPlace.PERSISTENT),
        ("1101111110", FLAT, HotPlace.PERSISTENT),
        ("1111111111", RISING, HotPlace.INTENSIFYING),
        ("1111111111", RISING[::-1], HotPlace.FADING),
        ("0000001011", RISING, HotPlace.EMERGING),
        ("1100000000", FLAT, HotPlace.PAST),
        ("1000000100", FLAT, HotPlace.SPORADIC),
        ("1000000001", FLAT, HotPlace.SPORADIC),
    ],
)
def test_each_rule(hot, z, kind):
    calls = [[mark == "1" for mark in hot]]
    assert hot_place_classes([z], calls) == [kind]


@settings(deadline=None)
@given(hot=arrays(np.bool_, (6, 9)), seed=st.integers(0, 999))
def test_every_place_has_one_class_and_never_means_never(hot, seed):
    classes = hot_place_classes(np.random.default_rng(seed).normal(size=hot.shape), hot)
    assert len(classes) == 6
    for kind, row in zip(classes, hot, strict=True):
        assert (kind is HotPlace.NEVER) == (not row.any())
        assert (kind in {HotPlace.NEW, HotPlace.EMERGING, HotPlace.INTENSIFYING}) <= row[-1]


def test_too_few_periods_are_refused():
    with pytest.raises(ValueError, match="at least 4 periods"):
        hot_place_classes(np.zeros((3, 3)), np.zeros((3, 3)))
