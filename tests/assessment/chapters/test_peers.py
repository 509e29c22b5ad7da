"""Beside peers: planted differences are found whichever way people are counted, and the rest is within the usual."""

import re
from dataclasses import replace

import numpy as np
import pytest
from tests.assessment.fake_borough import BOROUGH, YEARS
from tests.assessment.fake_evidence import FakeEvidence

from frith.assessment.chapters import peer_categories, peers
from frith.assessment.chapters.overview import CRIME
from frith.assessment.chapters.peer_categories import _driver, _median, _more_than_peers, _moved
from frith.assessment.chapters.peer_counts import Base, Compared
from frith.assessment.chapters.peers import _alike, _place, _where
from frith.assessment.exhibits import FunnelChart, Table
from frith.assessment.findings import Chapter, ChapterResult, Finding
from frith.evidence.reading import Peers
from frith.vocabulary.areas import Area, AreaKind
from frith.vocabulary.figures import Figure
from frith.vocabulary.periods import Month


def _chapter(evidence: FakeEvidence):  # type: ignore[no-untyped-def]
    return peers.chapter(evidence, evidence.atlas.find(BOROUGH), YEARS)


def test_planted_theft_is_above_peers_and_nothing_else_is() -> None:
    result = _chapter(FakeEvidence())
    above = next(one for one in result.findings if one.id == "peers.above")
    for name in ("theft from the person", "other theft", "robbery", "shoplifting"):
        assert name in above.text.lower()
    assert "burglary" not in above.text.lower()
    assert not [one for one in result.findings if one.id == "peers.below"]


def test_ratios_are_rates_over_the_peers_rate_together() -> None:
    evidence = FakeEvidence()
    result = _chapter(evidence)
    area = evidence.atlas.find(BOROUGH)
    year = YEARS.financial_years[-1].period
    compared = (area, *evidence.peers(area, year).areas)
    crimes = [
        sum(
            evidence.street(one, year, one.kind).total(year, c)
            for c in evidence.category_ids
            if c != "anti-social-behaviour"
        )
        for one in compared
    ]
    people = {d.area: d.value for d in evidence.denominators(compared) if d.unit == "residents"}
    ours = crimes[0] / people[BOROUGH]
    theirs = sum(crimes[1:]) / sum(v for code, v in people.items() if code != BOROUGH)
    ratio = next(
        f
        for f in result.figures.values()
        if f.definition == "peers.ratio"
        and dict(f.breakdown).get("category") == "recorded-crime"
        and dict(f.breakdown)["denominator"] == "residents"
    )
    assert ratio.value == pytest.approx(ours / theirs)
    assert ratio.baseline is not None
    assert ratio.baseline.value == pytest.approx(1000 * theirs)


def test_an_area_like_its_peers_is_within_their_range() -> None:
    result = _chapter(FakeEvidence(multiplier=lambda category, place, month: 1.0))
    assert all("within the range" in one.title for one in result.exhibits if isinstance(one, FunnelChart))
    assert not [one for one in result.findings if one.id in ("peers.above", "peers.below")]


def test_residents_alone_carry_the_warning() -> None:
    result = _chapter(FakeEvidence(without=frozenset({"workday"})))
    rate = next(one for one in result.findings if one.id == "peers.rate")
    assert any("ranks such an area too high" in caveat for caveat in rate.caveats)


def test_too_few_peers_or_a_missing_month_is_a_gap() -> None:
    assert _chapter(FakeEvidence(peers=3)).gaps
    assert _chapter(FakeEvidence(missing=(Month.parse("2017-09"),))).gaps


def test_a_rise_of_the_areas_own_is_told_beside_the_peers() -> None:
    evidence = FakeEvidence(
        multiplier=lambda category, place, month: 2.0 if category == "burglary" and month >= 12 else 1.0
    )
    change = next(one for one in _chapter(evidence).findings if one.id == "peers.rose-more")
    assert "burglary" in change.text
    assert "local" in change.recommendation


def test_a_rise_that_peers_share_is_told_as_shared() -> None:
    def rising(category: str, place: int, month: int) -> float:
        return 1.5 if category == "burglary" and month >= 12 else 1.0

    evidence = FakeEvidence(multiplier=rising, peer_multiplier=lambda category, number: 1.0)
    later = 1.7 * evidence.counts[30:, 12:, evidence.category_ids.index("burglary")]
    evidence.counts[30:, 12:, evidence.category_ids.index("burglary")] = later.round()
    shared = [one.id for one in _chapter(evidence).findings if one.id.startswith("peers.rose")]
    assert shared == ["peers.rose-alike"]


def _four(before: list[float], after: list[float]) -> Compared:
    areas = tuple(Area(code, code, AreaKind.BOROUGH) for code in ("Here", "Big", "Mid", "Low", "Gap"))
    years = [year.period for year in YEARS.financial_years]
    counts, earlier = {"robbery": np.array(after)}, {"robbery": np.array(before)}
    return Compared(areas, years[1], years[0], counts, earlier, (), Peers(areas[1:], "r"), ("s",))


def test_the_middle_peer_and_the_peer_that_pulls_the_others_are_told() -> None:
    # by hand: changes +100%, 0% and -10% of the three known peers; without Big the others together go 200 to 190
    found = _four([100, 1000, 100, 100, np.nan], [120, 2000, 100, 90, 50])
    assert _median(found, "robbery").value == 0
    assert _moved(_median(found, "robbery")).text == "no change"
    name, without = _driver(found, "robbery")
    assert (name, without) == ("Big", pytest.approx(-5))


def test_a_peer_without_the_earlier_year_is_left_out_of_the_changes_alone() -> None:
    evidence = FakeEvidence()
    whole = evidence.street

    def lacking(area, period, level, *, transport=True):  # type: ignore[no-untyped-def]
        cube = whole(area, period, level, transport=transport)
        if area.name == "Ashdene":
            cube.known[:, : len(cube.months) - 12] = False
        return cube

    evidence.street = lacking  # type: ignore[method-assign]
    result = _chapter(evidence)
    table = next(one for one in result.exhibits if one.id == "peers-changes")
    assert isinstance(table, Table)
    assert "Ashdene" in table.note
    assert "Anti-social behaviour" in {row[0] for row in table.rows}


def test_a_level_beside_peers_is_not_a_movement() -> None:
    rate = next(one for one in _chapter(FakeEvidence()).findings if one.id == "peers.rate")
    assert "movement 0.00" in rate.why_it_ranks


def test_a_rise_shared_with_two_neighbours_is_a_pattern_of_more_than_one_area() -> None:
    """Here up 40%, and of the peers two that border on it up 100% and 50%; the others stand."""
    names = ("Here", "Big", "Next", *(f"Peer {n}" for n in range(9)))
    found = replace(
        _four([100.0] * 12, [140.0, 200.0, 150.0, *[100.0] * 9]),
        areas=tuple(Area(name, name, AreaKind.BOROUGH) for name in names),
        adjoining=(1, 2),
        beyond_chance=frozenset({"robbery"}),
    )
    told = _told(found)
    assert [one.id for one in told] == ["peers.rose-near"]
    assert "at least as much in more than one neighbour" in told[0].text
    assert (
        "as a pattern of more than one borough: robbery in Big (up 100%) and Next (up 50%)."
        in told[0].recommendation
    )


def test_a_rise_shared_with_the_area_next_door_is_no_local_matter() -> None:
    """Here up 40%, and the one of eight that borders on it up 100%; the others stand."""
    names = ("Here", "Big", *(f"Peer {n}" for n in range(7)))
    found = replace(
        _four([100.0] * 9, [140.0, 200.0, *[100.0] * 7]),
        areas=tuple(Area(name, name, AreaKind.BOROUGH) for name in names),
        adjoining=(1,),
        beyond_chance=frozenset({"robbery"}),
    )
    told = _told(found)
    assert [one.id for one in told] == ["peers.rose-beside-one"]
    assert "at least as much in one neighbour" in told[0].text
    assert "robbery (up 40% here, up 100% in Big, no change in the typical (median) borough)" in told[0].text
    assert "robbery in Big (up 100%). One neighbour alone is no pattern yet." in told[0].recommendation
    assert "pattern of more than one" not in told[0].recommendation
    assert "Look for what is local" not in told[0].recommendation


def test_the_verdict_is_that_of_the_chapter_on_trends() -> None:
    """Within the usual scatter there is no rise to tell, however small its p-value beside peers."""
    found = _four([100, 100, 100, 100, 100], [180, 100, 100, 100, 100])
    assert _told(found) == []


def test_a_category_that_no_peer_has_is_a_gap_and_not_a_fault() -> None:
    result = ChapterResult(Chapter.PEERS, "Peers")
    base = Base("residents", np.full(5, 1000.0), "2016", "s", "")
    found = replace(_four([5, 0, 0, 0, 0], [5, 0, 0, 0, 0]), bases=(base,))
    peer_categories.categories(result, found)
    assert "No peer has robbery" in result.gaps[0]


def _told(found: Compared) -> list[Finding]:
    result = ChapterResult(Chapter.PEERS, "Peers")
    crimes = {**found.counts, CRIME: found.counts["robbery"]}
    before = {**found.before, CRIME: found.before["robbery"]}
    peer_categories.changes(result, replace(found, counts=crimes, before=before))
    return result.findings


@pytest.mark.parametrize(
    ("rank", "of", "words"),
    [
        (1, 25, "first"),
        (25, 25, "last"),
        (2, 25, "second"),
        (24, 25, "second lowest"),
        (12, 25, "12th"),
        (22, 60, "22nd"),
    ],
)
def test_a_rank_is_said_in_words(rank: int, of: int, words: str) -> None:
    assert _place(rank, of) == words


def test_a_rate_claims_no_cause_and_gives_the_year_of_each_count() -> None:
    rate = next(one for one in _chapter(FakeEvidence()).findings if one.id == "peers.rate")
    assert "because" not in rate.text
    assert re.search(r"for every resident \([0-9]{4}\), so neither rate is a person's risk\.$", rate.text)


@pytest.mark.parametrize(
    ("p", "words"),
    [
        (0.2, "within the range of its peers"),
        (0.01, "at the low edge of the range of its peers"),
        (0.001, "below the range of its peers"),
    ],
)
def test_between_the_lines_of_the_funnel_an_area_is_at_the_edge(p: float, words: str) -> None:
    assert _where(p, above=False) == words


def test_the_funnel_says_what_both_of_its_lines_are() -> None:
    charts = [one for one in _chapter(FakeEvidence()).exhibits if isinstance(one, FunnelChart)]
    assert charts
    assert all("95%" in one.note and "99.8%" in one.note for one in charts)


def test_a_table_of_rates_says_how_the_area_ranks_and_that_the_official_rate_differs() -> None:
    tables = {one.id: one for one in _chapter(FakeEvidence()).exhibits}
    table = tables["peers-residents"]
    assert isinstance(table, Table)
    assert re.match(r"Thornmere ranks .* of 11 boroughs in recorded crime per 1,000 residents", table.title)
    assert "differs from the official rate" in table.note
    without = {one.id: one for one in _chapter(FakeEvidence(without=frozenset({"police.official"}))).exhibits}
    assert "official" not in getattr(without["peers-residents"], "note", "")


def test_peers_of_a_ward_are_called_wards() -> None:
    evidence = FakeEvidence()
    result = peers.chapter(evidence, evidence.atlas.find("Castle", AreaKind.WARD), YEARS)
    told = " ".join((*result.method[1:], *result.gaps, *(one.text for one in result.findings)))
    assert "borough" not in told
    assert "wards" in told


def test_too_few_that_are_alike_are_said_without_contradiction() -> None:
    found = _four([100.0] * 5, [100.0] * 5)
    bases = tuple(Base(unit, np.ones(5), "2014", "s", "") for unit in ("residents", "jobs"))
    found = replace(found, bases=bases)
    crowding = np.array([15.3, 16.7, 1.0, 1.0, 1.0])
    assert _alike(found, crowding, [1], [1, 2]).startswith(
        "Only one other borough is like Here in jobs for each resident (15.3, within a third): Big (16.7)."
    )
    assert _alike(found, crowding, [], [1, 2]).startswith("No other borough is like Here")


def test_a_rise_smaller_than_the_peers_is_never_one_of_its_own() -> None:
    here, typical, together = (
        Figure(definition="peers.change", value=value, unit="%", area="X", period=YEARS, sources=("s",))
        for value in (8.0, 5.0, 11.0)
    )
    assert not _more_than_peers(here, typical, together)
    assert _more_than_peers(here, typical)
