"""Estimated harm: the arithmetic, its range, what is left out, and what it never compares."""

import math

import pytest
from tests.assessment.fake_borough import BOROUGH, HARM_DAYS, YEARS
from tests.assessment.fake_evidence import FakeEvidence

from frith.assessment.chapters import harm
from frith.assessment.chapters.harm import _days, _drivers, _range, _share_range
from frith.assessment.chapters.harm_counts import Weighed
from frith.assessment.exhibits import AreaMap
from frith.evidence.reading import HarmWeight
from frith.vocabulary.areas import AreaKind
from frith.vocabulary.figures import Figure, Interval
from frith.vocabulary.periods import Period

LAST = Period.parse("2017-04", "2018-03")
LEFT_OUT = {"drugs", "possession-of-weapons", "anti-social-behaviour"}


@pytest.fixture(scope="module")
def evidence() -> FakeEvidence:
    return FakeEvidence()


def test_the_estimate_is_counts_times_days_and_leaves_out_what_police_find(evidence: FakeEvidence) -> None:
    area = evidence.atlas.find(BOROUGH)
    cube = evidence.street(area, LAST, AreaKind.LSOA11)
    weighed = {c: days for c, days in HARM_DAYS.items() if c not in LEFT_OUT}
    by_hand = {c: cube.total(LAST, c) * days[0] for c, days in weighed.items()}
    result = harm.chapter(evidence, area, YEARS)
    total = next(
        f
        for f in result.figures.values()
        if f.definition == "harm.estimate"
        and dict(f.breakdown)["category"] == "all weighed"
        and f.period == LAST
    )
    assert total.value == sum(by_hand.values())
    assert total.interval is not None
    assert total.interval.low == sum(cube.total(LAST, c) * days[1] for c, days in weighed.items())
    assert total.interval.high == sum(cube.total(LAST, c) * days[2] for c, days in weighed.items())
    assert not {dict(f.breakdown).get("category") for f in result.figures.values()} & LEFT_OUT
    assert "drugs and possession of weapons" in " ".join(result.method)


def test_shares_of_harm_and_of_crimes_each_make_a_whole(evidence: FakeEvidence) -> None:
    result = harm.chapter(evidence, evidence.atlas.find(BOROUGH), YEARS)
    for definition in ("harm.share", "harm.volume-share"):
        shares = [
            f.value
            for f in result.figures.values()
            if f.definition == definition and "category" in dict(f.breakdown)
        ]
        assert math.isclose(sum(shares), 100)


def test_the_edition_is_part_of_every_figure_so_that_editions_are_never_compared(
    evidence: FakeEvidence,
) -> None:
    result = harm.chapter(evidence, evidence.atlas.find(BOROUGH), YEARS)
    assert {dict(f.breakdown)["edition"] for f in result.figures.values()} == {"2026"}


def test_a_planted_rise_in_robbery_is_what_moved_harm() -> None:
    evidence = FakeEvidence(
        multiplier=lambda category, place, month: 3.0 if category == "robbery" and month >= 12 else 1.0
    )
    result = harm.chapter(evidence, evidence.atlas.find(BOROUGH), YEARS)
    change = next(finding for finding in result.findings if finding.id == "harm.change")
    assert "more than chance" in change.text
    assert "robbery made over a third of the rise" in change.text
    assert "an estimated" in change.text
    assert any("fixed mix" in caveat for caveat in change.caveats)
    assert "regulation 7(b)" in change.duties


def test_the_rank_range_holds_every_order_that_the_ranges_allow() -> None:
    # by hand: a reaches 10..10, b 5..20, c 1..2: b may beat a, neither can fall below c
    assert harm.rank_range([(10, 10), (5, 20), (1, 2)]) == [(1, 2), (1, 2), (3, 3)]


def test_the_map_shades_every_small_area(evidence: FakeEvidence) -> None:
    result = harm.chapter(evidence, evidence.atlas.find(BOROUGH), YEARS)
    drawn = next(one for one in result.exhibits if isinstance(one, AreaMap))
    assert len(drawn.shapes) == 30
    assert set(drawn.classes) <= set(range(len(drawn.class_labels)))
    assert len(drawn.outlines) == 6


def test_every_category_with_over_a_third_of_the_rise_is_named() -> None:
    weight = HarmWeight("", 1, 1, 1)
    moved = [
        ("robbery", 10, 60),
        ("burglary", 10, 50),
        ("shoplifting", 10, 20),
    ]  # 50, 40 and 10 of a rise of 100
    weighed = [Weighed(name, after, before, weight) for name, before, after in moved]
    assert _drivers(weighed) == "; robbery and burglary each made over a third of the rise"


def test_a_share_of_harm_is_at_its_lowest_where_the_others_are_at_their_highest() -> None:
    # by hand: 10 of (10 + 30) and 40 of (40 + 20)
    mine = Weighed("robbery", 10, 10, HarmWeight("", 2, 1, 4))
    others = Weighed("burglary", 10, 10, HarmWeight("", 2.5, 2, 3))
    assert _share_range([mine, others], mine) == " (from 25% to 67%)"


def test_days_of_harm_are_told_to_three_figures() -> None:
    assert [_days(days) for days in (3_952_218, 12_345_678, 781_961, 431)] == [
        "3.95 million",
        "12.3 million",
        "782,000",
        "431",
    ]


def test_an_estimate_at_the_floor_of_its_range_says_so() -> None:
    def estimate(low: float) -> Figure:
        return Figure(
            definition="harm.estimate",
            value=3_952_218,
            unit="days",
            area="X",
            period=LAST,
            interval=Interval(low, 9_000_000, 1.0, "range of weights"),
        )

    assert _range(estimate(3_949_948)) == (
        ", near the lowest that the weights allow (9.00 million by the highest)"
    )
    assert _range(estimate(3_000_000)) == " (3.00 million by the lowest weights, 9.00 million by the highest)"
