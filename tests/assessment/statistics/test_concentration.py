"""Concentration: half of crime, Lorenz, Gini and the corrected Gini."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from frith.assessment.statistics.concentration import (
    corrected_gini,
    gini,
    lorenz_curve,
    places_that_hold,
    top_share,
)

counts = st.lists(st.integers(0, 30), min_size=1, max_size=60)


@pytest.mark.parametrize(
    ("places", "plain", "corrected"),
    [
        ([10, 8, 2] + [0] * 7, 0.78, 0.78),
        ([5, 2, 1] + [0] * 7, 0.80, 0.75),
        ([10] + [0] * 9, 0.9, 0.9),
        ([1] * 8 + [0] * 92, 0.92, 0.0),
    ],
)
def test_published_answers(places, plain, corrected):
    # Bernasco and Steenbeek (2017); the numbers of the documentation of their R package lorenzgini
    assert gini(places) == pytest.approx(plain)
    assert corrected_gini(places) == pytest.approx(corrected)


def test_half_of_crime():
    made = places_that_hold([50, 20, 10, 10, 5, 5, 0, 0, 0, 0])
    assert (made.places, made.share_of_places, made.share_of_crime) == (1, 0.1, 0.5)
    assert places_that_hold([3, 3, 3], share=0.5).places == 2


def test_a_tie_at_the_edge_is_owned_up_to():
    made = top_share([9, 4, 4, 4, 1, 0, 0, 0, 0, 0], share_of_places=0.2)
    assert (made.places, made.share_of_crime) == (2, pytest.approx(13 / 22))
    assert (made.tied_at_the_edge, made.taken_of_them) == (3, 1)
    whole = top_share([9, 4, 4, 4, 1, 0, 0, 0, 0, 0], share_of_places=0.4)
    assert (whole.tied_at_the_edge, whole.taken_of_them) == (3, 3)


@settings(deadline=None)
@given(places=counts, share=st.floats(0.01, 0.99))
def test_the_fewest_places_hold_the_share_and_one_fewer_would_not(places, share):
    assume(sum(places) > 0)
    made = places_that_hold(places, share=share)
    falling = sorted(places, reverse=True)
    assert made.share_of_crime >= share - 1e-9
    assert sum(falling[: made.places - 1]) < share * sum(falling)


@settings(deadline=None)
@given(places=counts)
def test_invariants(places):
    assume(sum(places) > 0)
    assert 0 <= corrected_gini(places) <= gini(places) + 1e-12
    assert gini(places) <= 1
    assert gini(places) == pytest.approx(gini([7 * c for c in places[::-1]]), abs=1e-12)
    assert gini(places) == pytest.approx(gini(places * 2), abs=1e-12)
    share_of_places, share_of_crime = lorenz_curve(places)
    assert (np.diff(share_of_crime) >= 0).all()
    assert (share_of_crime >= share_of_places - 1e-12).all()
    assert (share_of_crime[0], share_of_crime[-1]) == (0, pytest.approx(1))
    # twice the area between the curve and the diagonal
    assert 2 * np.trapezoid(share_of_crime - share_of_places, share_of_places) == pytest.approx(
        gini(places), abs=1e-9
    )


@settings(deadline=None)
@given(places=st.integers(1, 50), crimes=st.integers(1, 200))
def test_the_most_even_spread_possible_has_a_corrected_gini_of_nothing_when_crimes_divide(places, crimes):
    even = np.full(places, crimes // places) + (np.arange(places) < crimes % places)
    if crimes <= places or crimes % places == 0:
        assert corrected_gini(even) == pytest.approx(0, abs=1e-12)


def test_no_crime_is_refused():
    with pytest.raises(ValueError, match="no crime at any place"):
        gini([0, 0])
