"""The chapters on Westminster's real evidence, April 2016 to March 2018, against facts known from elsewhere."""

import re
import warnings
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from frith.assessment.chapters import harm, outcomes, overview, peers, places, priorities, stops, trends
from frith.assessment.chapters.place_counts import gather
from frith.assessment.exhibits import LineChart, Table
from frith.assessment.findings import ChapterResult
from frith.assessment.statistics.hotspots import gi_star
from frith.evidence.catalogue import Catalogue
from frith.evidence.dataset import Family
from frith.evidence.loading import load_all
from frith.evidence.manifest import read_manifest
from frith.evidence.opened import OpenEvidence, open_evidence
from frith.vocabulary.areas import Area, AreaKind
from frith.vocabulary.figures import Figure
from frith.vocabulary.periods import Period

pytestmark = [pytest.mark.open_data, pytest.mark.slow]

YEARS = Period.parse("2016-04", "2018-03")
LAST = Period.parse("2017-04", "2018-03")
WANTED = (Family.LOOKUP, Family.BOUNDARIES, Family.STREET, Family.STOPS, Family.DENOMINATORS, Family.HARM)


@pytest.fixture(scope="module")
def evidence(open_data: Path, tmp_path_factory: pytest.TempPathFactory) -> OpenEvidence:
    state = tmp_path_factory.mktemp("state")
    manifest = Path(str(files("frith.demo") / "open_data.toml"))
    entries = [one for one in read_manifest(manifest, open_data) if one.family in WANTED]
    load_all(Catalogue(state), entries)
    return open_evidence(state)


@pytest.fixture(scope="module")
def westminster(evidence: OpenEvidence) -> Area:
    return evidence.atlas.find("E09000033")


@pytest.fixture(scope="module")
def made(evidence: OpenEvidence, westminster: Area) -> dict[str, ChapterResult]:
    modules = (overview, trends, places, harm, stops, outcomes, peers)
    results = {one.__name__.rpartition(".")[2]: one.chapter(evidence, westminster, YEARS) for one in modules}
    results["priorities"] = priorities.chapter(evidence, westminster, YEARS, tuple(results.values()))
    return results


def _figures(result: ChapterResult, definition: str, **breakdown: str) -> list[Figure]:
    wanted = {key.replace("_", " "): value for key, value in breakdown.items()}
    return [
        f
        for f in result.figures.values()
        if f.definition == definition and wanted.items() <= dict(f.breakdown).items()
    ]


def test_the_busiest_small_areas_are_those_known(evidence: OpenEvidence, westminster: Area) -> None:
    """data/README.md: 2017/18, Westminster 013E 7,915; 018A 5,852; 013B 5,081 (anti-social behaviour included)."""
    cube = evidence.street(westminster, LAST, AreaKind.LSOA11)
    counts = cube.by_area()
    top = np.argsort(-counts)[:3]
    names = [evidence.atlas.find(cube.areas[n]).name for n in top]
    assert list(zip(names, counts[top].astype(int).tolist(), strict=True)) == [
        ("Westminster 013E", 7915),
        ("Westminster 018A", 5852),
        ("Westminster 013B", 5081),
    ]


def test_the_known_busiest_are_hot_and_have_stayed_so(made: dict[str, ChapterResult]) -> None:
    result = made["places"]
    hot = next(one for one in result.findings if one.id == "places.hot-spots")
    staying = next(one for one in result.findings if one.id == "places.persistent")
    assert hot.text.startswith("Eight of 128 neighbourhoods are hot spots")
    table = next(one for one in result.exhibits if one.id == "places-over-time")
    assert isinstance(table, Table)
    stayed = " ".join(str(row[0]) for row in table.rows if row[1] == "persistent")
    for name in ("013E (", "018A (", "013B ("):
        assert name in stayed
    assert re.search(r"023E \(.*, Warwick\) with 2,184 crimes is busy by itself", hot.text)
    borderline = hot.text.split("Three more are borderline")[1]
    for name in ("011B (", "018B (", "020C ("):
        assert name in borderline
    assert "West End" in staying.text


def test_concentration_is_over_the_known_number_of_map_points(made: dict[str, ChapterResult]) -> None:
    """data/README.md: 1,838 distinct map points in the 24 months."""
    halves = _figures(made["places"], "places.half-share")
    assert {f.denominator for f in halves} == {1838}
    assert all(9 < float(f.value or 0) < 13 for f in halves)


def test_gi_star_agrees_with_esda_on_the_real_counts(evidence: OpenEvidence, westminster: Area) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        esda = pytest.importorskip("esda", reason="needs esda to compare with")
        libpysal = pytest.importorskip("libpysal", reason="needs libpysal to compare with")
        held = gather(evidence, westminster, YEARS)
        counts = held.crime(LAST)
        assert held.neighbours is not None
        rows = {n: held.neighbours[[n]].indices.tolist() for n in range(len(counts))}
        weights = libpysal.weights.W({n: [*around, n] for n, around in rows.items()}, silence_warnings=True)
        theirs = esda.G_Local(counts, weights, transform="B", star=True, permutations=0).Zs
    assert gi_star(counts, held.neighbours) == pytest.approx(theirs, abs=1e-9)


def test_thin_and_missing_months_of_stops_are_out(made: dict[str, ChapterResult]) -> None:
    """data/README.md: stops begin in June 2016; 95% of coordinates are missing in February and March 2018."""
    result = made["stops"]
    chart = next(one for one in result.exhibits if isinstance(one, LineChart))
    assert [n for n, value in enumerate(chart.lines[0].values) if value is None] == [0, 1, 22, 23]
    assert next(iter(_figures(result, "stops.ratio"))).interval is not None
    assert any("White and all other groups together" in gap for gap in result.gaps)


def test_residents_and_jobs_tell_opposite_stories_and_it_is_said(made: dict[str, ChapterResult]) -> None:
    rate = next(one for one in made["peers"].findings if one.id == "peers.rate")
    assert "Westminster ranks first for each resident and last for each job, of the 25 boroughs" in rate.text
    assert "whose map of 2017/18 is whole (seven more have gaps in it and cannot be compared)." in rate.text
    assert (
        "about three jobs (2014) for every resident (2017), so neither rate is a person's risk" in rate.text
    )
    titles = {one.id: one.title for one in made["peers"].exhibits}
    assert titles["peers-jobs-funnel"].endswith("Westminster is at the low edge of the range of its peers")
    assert any("misleads" in caveat for caveat in rate.caveats)
    ratios = _figures(made["peers"], "peers.ratio", category="recorded-crime")
    by = {
        dict(f.breakdown)["denominator"]: float(f.value or 0)
        for f in ratios
        if "peers" not in dict(f.breakdown)
    }
    assert by["residents"] > 2
    assert by["jobs"] < 1


def test_robbery_rose_with_its_peers_and_theft_from_the_person_as_camden(
    made: dict[str, ChapterResult],
) -> None:
    """data/README.md: theft from the person 6,730 to 9,563; robbery 1,730 to 2,302."""
    found = {one.id: one.text for one in made["peers"].findings}
    assert "theft from the person (up 42% here, up 122% in Camden" in found["peers.rose-beside-one"]
    assert "peers.rose-near" not in found, "one neighbour is no pattern nearby"
    assert "robbery (up 33% here" in found["peers.rose-alike"]
    pairs = {(f.denominator, f.numerator) for f in _figures(made["peers"], "peers.change", of="the area")}
    assert {(6730, 9563), (1730, 2302), (2975, 3590)} <= pairs


def test_harm_is_an_estimate_that_names_its_edition_and_leads_to_the_catalogue(
    evidence: OpenEvidence, made: dict[str, ChapterResult]
) -> None:
    known = {one.id for one in evidence.datasets()}
    for result in made.values():
        for figure in result.figures.values():
            assert set(figure.sources) <= known, (figure.definition, figure.sources)
    assert all(f.note == "an estimate" for f in _figures(made["harm"], "harm.estimate"))


def test_half_of_the_outcomes_unknown_is_a_finding(made: dict[str, ChapterResult]) -> None:
    action = next(one for one in made["outcomes"].findings if one.id == "outcomes.action")
    assert "of 49% the outcome is not published" in action.text
    assert action.data_gap


def test_ranked_themes_have_evidence_in_every_computed_cell(made: dict[str, ChapterResult]) -> None:
    table = next(one for one in made["priorities"].exhibits if one.id == "priorities-matrix")
    assert isinstance(table, Table)
    ranked = [row for row in table.rows if row[0] is not None]
    assert len(ranked) == 11
    assert {row[1] for row in table.rows if row[0] is None} == {
        "Anti-social behaviour",
        "Drugs",
        "Possession of weapons",
    }


def test_every_large_rise_is_named_beside_how_many_rose_and_fell(made: dict[str, ChapterResult]) -> None:
    told = next(one for one in made["places"].findings if one.id == "places.changed").text
    assert told.startswith(
        "On the street map crime rose in 90 of 128 neighbourhoods and fell in 36. In four the rise was"
    )
    for name in ("013E", "013B", "018A", "020A"):
        assert f"{name} (" in told
    assert told.endswith("No fall was that large.")


def test_the_plan_is_for_the_places_with_most_harm_and_says_what_they_hold(
    made: dict[str, ChapterResult],
) -> None:
    plan = next(one for one in made["priorities"].findings if one.id == "priorities.plan")
    assert re.search(
        r"013E \(.*\), 018A \(.*\) and 013B \(.*\), beginning with theft from the person, shoplifting \(in 013E\) and "
        r"other theft\.",
        plan.recommendation,
    )
    assert "Of the seven that stayed hot these have most estimated harm" in plan.recommendation
    assert (
        "They hold 40% of the borough's theft from the person (up 42% across Westminster), 41% of its shoplifting"
        in plan.text
    )
    assert plan.text.endswith("against 28% of all recorded crime.")
    first = next(one for one in made["priorities"].findings if one.id == "priorities.first")
    assert first.text.startswith("Provisionally, and on police data alone")
    assert "harm is scored on one factor of four" in first.text
    assert "is low and its rank could be anything from 1 to 7" in first.text


def test_a_ward_is_assessed_too(evidence: OpenEvidence, westminster: Area) -> None:
    ward = next(one for one in evidence.atlas.within(westminster, AreaKind.WARD) if one.name == "West End")
    result = places.chapter(evidence, replace(ward), YEARS)
    assert any("too few" in gap for gap in result.gaps)
    assert [one for one in result.findings if one.id == "places.concentration"]
