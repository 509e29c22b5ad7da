"""Estimated harm: the arithmetic, its range, what is left out, and what it never compares."""

import math

import pytest
from tests.assessment.fake_borough import BOROUGH, HARM_DAYS, YEARS
from tests.assessment.fake_evidence import FakeEvidence

from frith.assessment.chapters import harm
from frith.assessment.chapters.harm import _drivers
from frith.assessment.chapters.harm_counts import Weighed
from frith.assessment.exhibits import AreaMap
from frith.evidence.reading import HarmWeight
from frith.vocabulary.areas import AreaKind
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
