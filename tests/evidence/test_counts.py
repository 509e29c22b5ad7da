"""Count cubes know what they do not know."""

import numpy as np
import pytest

from frith.evidence.counts import CountCube
from frith.vocabulary.faults import UnknownName
from frith.vocabulary.periods import Month, Period

PERIOD = Period.parse("2016-04", "2016-06")


def cube(**changes: object) -> CountCube:
    counts = np.arange(12, dtype=np.int64).reshape(2, 3, 2)
    facts: dict[str, object] = {
        "areas": ("A", "B"),
        "months": PERIOD.months,
        "categories": ("burglary", "robbery"),
        "counts": counts,
        "known": np.ones((2, 3, 2), dtype=bool),
        "unplaced": np.ones((3, 2), dtype=np.int64),
        "sources": ("d1",),
    }
    return CountCube(**{**facts, **changes})  # type: ignore[arg-type]


def test_totals_hold_what_no_small_area_holds() -> None:
    one = cube()
    assert one.total() == int(one.counts.sum()) + 6
    assert one.total(category="burglary") == int(one.counts[:, :, 0].sum()) + 3
    assert one.series("robbery").tolist() == [1 + 7 + 1, 3 + 9 + 1, 5 + 11 + 1]


def test_a_total_over_an_unknown_month_is_not_known() -> None:
    known = np.ones((2, 3, 2), dtype=bool)
    known[1, 1, 0] = False
    one = cube(known=known)
    assert one.total() is None
    assert one.total(category="robbery") is not None
    assert np.isnan(one.series("burglary")).tolist() == [False, True, False]
    assert np.isnan(one.by_area(category="burglary")).tolist() == [False, True]
    assert one.total(Period.parse("2016-04", "2016-04")) is not None


def test_a_total_over_months_that_are_not_held_is_not_known() -> None:
    assert cube().total(Period.parse("2016-04", "2016-07")) is None


def test_selecting_keeps_the_order_asked_for() -> None:
    one = cube().select(period=Period.parse("2016-05", "2016-06"), categories=("robbery",))
    assert one.months == (Month.of(2016, 5), Month.of(2016, 6))
    assert one.counts[:, :, 0].tolist() == [[3, 5], [9, 11]]


def test_an_unknown_category_is_refused_by_name() -> None:
    with pytest.raises(UnknownName, match="arson"):
        cube().select(categories=("arson",))
    with pytest.raises(UnknownName, match="arson"):
        cube().total(category="arson")
