"""Stop and search: which months count, what counts as action, and the two views of disproportionality."""

import pytest
from tests.assessment.fake_borough import BOROUGH, GROUPS, YEARS
from tests.assessment.fake_evidence import FakeEvidence

from frith.assessment.chapters import stops
from frith.assessment.chapters.stop_counts import Stops, led_to_action, usual_scatter
from frith.assessment.chapters.stop_objects import same_headings
from frith.assessment.exhibits import LineChart
from frith.assessment.statistics.change import rate_ratio
from frith.vocabulary.areas import Area, AreaKind
from frith.vocabulary.periods import Month, Period

THIN = (Month.parse("2018-02"), Month.parse("2018-03"))


def test_thin_months_are_gaps_and_never_compared() -> None:
    evidence = FakeEvidence(thin_stops=THIN)
    result = stops.chapter(evidence, evidence.atlas.find(BOROUGH), YEARS)
    assert any("February 2018 and March 2018" in gap for gap in result.gaps)
    chart = next(one for one in result.exhibits if isinstance(one, LineChart))
    assert chart.lines[0].values[-2:] == (None, None)
    change = next(f for f in result.figures.values() if f.definition == "stops.change")
    assert dict(change.breakdown)["months"] == ", ".join(f"2017-{m:02d}" for m in range(4, 13)) + ", 2018-01"
    volume = next(finding for finding in result.findings if finding.id == "stops.volume")
    assert "22 months" in volume.text
    assert "10 like months" in volume.text


def test_the_ratio_is_of_rates_per_resident_with_its_exact_interval() -> None:
    evidence = FakeEvidence()
    area = evidence.atlas.find(BOROUGH)
    by_group: dict[str, int] = {}
    found = evidence.stops(area, YEARS, ("ethnicity",))
    assert found is not None
    for (group,), count in zip(found.keys, found.counts, strict=True):
        by_group[group] = count
    result = stops.chapter(evidence, area, YEARS)
    ratio = next(
        f
        for f in result.figures.values()
        if f.definition == "stops.ratio" and dict(f.breakdown)["ethnic group"] == "Black"
    )
    expected = (by_group["Black"] / GROUPS["Black"]) / (by_group["White"] / GROUPS["White"])
    assert ratio.value == pytest.approx(expected)
    limits = rate_ratio(
        by_group["White"], by_group["Black"], exposure_before=GROUPS["White"], exposure_after=GROUPS["Black"]
    )
    assert ratio.interval is not None
    assert ratio.interval.low == pytest.approx(float(limits.lower))
    finding = next(one for one in result.findings if one.id == "stops.disproportionality")
    assert finding.text.startswith("Counted against residents")
    assert any("not the people on the street" in caveat for caveat in finding.caveats)
    assert any("not a finding of bias" in caveat for caveat in finding.caveats)


def test_even_stops_are_told_as_within_chance() -> None:
    evidence = FakeEvidence(stop_shares=GROUPS)
    result = stops.chapter(evidence, evidence.atlas.find(BOROUGH), YEARS)
    assert not [one for one in result.findings if one.id == "stops.disproportionality"]


def test_without_residents_by_group_the_first_view_is_a_gap_and_the_second_stands() -> None:
    evidence = FakeEvidence(without=frozenset({"groups"}))
    result = stops.chapter(evidence, evidence.atlas.find(BOROUGH), YEARS)
    assert any("by ethnic group" in gap for gap in result.gaps)
    assert not [f for f in result.figures.values() if f.definition == "stops.ratio"]
    assert [one for one in result.findings if one.id == "stops.action-by-group"]


@pytest.mark.parametrize(
    ("outcome", "action"),
    [
        ("Nothing found - no further action", False),
        ("A no further action disposal", False),
        ("Suspect arrested", True),
        ("Khat or Cannabis warning", True),
        ("Not recorded", None),
    ],
)
def test_what_counts_as_action(outcome: str, action: bool | None) -> None:
    assert led_to_action(outcome) is action


TEN = Period.parse("2017-01", "2017-10")


def _searched(rows: dict[str, tuple[int, ...]]) -> Stops:
    """Stops of ten months, each object with its count a month."""
    flat = [(m, name, n) for name, counts in rows.items() for m, n in zip(TEN, counts, strict=True) if n]
    months, names, counts = zip(*flat, strict=True)
    same = ("",) * len(flat)
    area = Area("X", "Thornmere", AreaKind.BOROUGH)
    return Stops(area, TEN, months, names, same, same, counts, tuple(TEN), (), ("s",))


def test_months_under_other_headings_are_not_pooled() -> None:
    stops = _searched(
        {"drugs": (90,) * 10, "articles": (40,) * 8 + (0, 0), "weapons": (0,) * 8 + (30, 30)},
    )
    assert same_headings(stops) == tuple(TEN)[:8]


def test_a_heading_used_now_and_then_or_seldom_breaks_nothing() -> None:
    stops = _searched(
        {
            "drugs": (90,) * 10,
            "threats": (0, 0, 60, 0, 0, 0, 80, 0, 0, 1),
            "firearms": (0, 1, 1, 1, 1, 1, 1, 1, 1, 1),
        },
    )
    assert same_headings(stops) == tuple(TEN)


def test_even_months_scatter_no_more_than_chance_and_uneven_ones_more() -> None:
    assert usual_scatter(_searched({"drugs": (100,) * 10})) == 1.0
    # by hand: mean 100, every step 80, so (80 / 1.128) squared over 100 is 50.3
    assert usual_scatter(_searched({"drugs": (60, 140) * 5})) == pytest.approx(50.3, abs=0.05)


def test_a_pooled_ratio_says_what_it_cannot_say_and_never_counts_as_movement() -> None:
    evidence = FakeEvidence()
    result = stops.chapter(evidence, evidence.atlas.find(BOROUGH), YEARS)
    finding = next(one for one in result.findings if one.id == "stops.disproportionality")
    assert "movement 0.00" in finding.why_it_ranks
    assert "interval" not in finding.text
