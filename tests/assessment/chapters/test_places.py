"""Places: planted hot spots are found, kept apart from chance, and never called addresses."""

import re
from dataclasses import replace

import numpy as np
import pytest
from tests.assessment.fake_borough import BOROUGH, YEARS
from tests.assessment.fake_evidence import FakeEvidence

from frith.assessment.chapters import places
from frith.assessment.chapters.mapping import quantile_classes
from frith.assessment.chapters.place_counts import gather
from frith.assessment.chapters.telling import spelled
from frith.assessment.concentration import places_that_hold
from frith.assessment.exhibits import AreaMap, SurfaceMap, Table
from frith.assessment.findings import ChapterResult
from frith.vocabulary.figures import plain
from frith.vocabulary.periods import Month

ROWS = 12
STAYING, COMING = {28, 29, 40, 41}, {0, 1, 12, 13}
THEFT = {"theft-from-the-person", "other-theft", "shoplifting"}


def staying(category: str, place: int, month: int) -> float:
    """A corner of theft that is always hot."""
    return 12.0 if place in STAYING and category in THEFT else 1.0


def coming(category: str, place: int, month: int) -> float:
    """A corner that turns hot for everything after 15 months."""
    return 8.0 if place in COMING and month >= 15 else 1.0


@pytest.fixture(scope="module")
def evidence() -> FakeEvidence:
    return FakeEvidence(rows=ROWS, multiplier=staying, peers=0)


@pytest.fixture(scope="module")
def result(evidence: FakeEvidence) -> ChapterResult:
    return places.chapter(evidence, evidence.atlas.find(BOROUGH), YEARS)


def _codes(evidence: FakeEvidence, numbers: set[int]) -> set[str]:
    home = [one.code for one in evidence.places if one.code.startswith("X01000")]
    return {home[n] for n in numbers}


def test_planted_places_are_the_only_hot_ones(evidence: FakeEvidence, result: ChapterResult) -> None:
    table = next(one for one in result.exhibits if one.id == "places-hot")
    assert isinstance(table, Table)
    hot = {row[0] for row in table.rows if row[4] == "hot"}
    home = {one.name for one in evidence.places if one.code in _codes(evidence, STAYING)}
    assert {name.split(" (")[0] for name in hot} == home


def _classes(result: ChapterResult) -> dict[str, str]:
    found = [f for f in result.figures.values() if f.definition == "places.quarters-hot"]
    return {f.area: dict(f.breakdown)["class"] for f in found}


def test_a_place_always_hot_is_persistent(evidence: FakeEvidence, result: ChapterResult) -> None:
    classes = _classes(result)
    assert {classes[code] for code in _codes(evidence, STAYING)} <= {"persistent", "intensifying", "fading"}
    assert [one for one in result.findings if one.id == "places.persistent"]


def test_a_place_that_turned_hot_is_emerging_or_new() -> None:
    evidence = FakeEvidence(rows=ROWS, multiplier=coming, peers=0)
    result = places.chapter(evidence, evidence.atlas.find(BOROUGH), YEARS)
    classes = _classes(result)
    assert {classes[code] for code in _codes(evidence, COMING)} <= {"emerging", "new"}
    assert next(one for one in result.findings if one.id == "places.moving").recommendation.startswith(
        "Ask what changed"
    )


def test_half_of_the_crime_is_counted_over_all_points_of_the_period(
    evidence: FakeEvidence, result: ChapterResult
) -> None:
    year = YEARS.financial_years[-1].period
    counts = gather(evidence, evidence.atlas.find(BOROUGH), YEARS).point_crime(year)
    by_hand = np.sort(counts)[::-1].cumsum()
    fewest = int((by_hand < counts.sum() / 2).sum()) + 1
    half = next(
        f for f in result.figures.values() if f.definition == "places.half-share" and f.period == year
    )
    assert half.numerator == fewest == places_that_hold(counts).places
    assert half.denominator == len(counts) == ROWS * 6 * 8


def test_last_years_busiest_tenth_is_held_against_this_years_crime(
    evidence: FakeEvidence, result: ChapterResult
) -> None:
    before, after = (
        gather(evidence, evidence.atlas.find(BOROUGH), YEARS).crime(year.period)
        for year in YEARS.financial_years
    )
    taken = np.argsort(-before, kind="stable")[: int(np.ceil(len(before) / 10))]
    hit = next(f for f in result.figures.values() if f.definition == "places.hit-rate")
    assert hit.value == pytest.approx(100 * after[taken].sum() / after.sum())
    pai = next(f for f in result.figures.values() if f.definition == "places.pai")
    assert pai.value == pytest.approx(float(hit.value) / 100 / (len(taken) / len(before)))  # equal squares


def test_the_surface_is_in_times_the_average_and_hidden_outside(
    evidence: FakeEvidence, result: ChapterResult
) -> None:
    surface = next(one for one in result.exhibits if isinstance(one, SurfaceMap))
    assert np.nanmean(surface.values) == pytest.approx(1.0, rel=0.1)
    assert len(surface.class_labels) == len(surface.breaks)


def test_nothing_is_called_an_address(result: ChapterResult) -> None:
    told = " ".join(finding.text for finding in result.findings)
    assert not re.search(r"\baddress", told)
    assert "the areas that include" in told
    assert "most mapped" not in told


def test_each_row_of_the_busiest_points_is_one_map_point(
    evidence: FakeEvidence, result: ChapterResult
) -> None:
    year = YEARS.financial_years[-1].period
    counts = gather(evidence, evidence.atlas.find(BOROUGH), YEARS).point_crime(year)
    table = next(one for one in result.exhibits if one.id == "places-points")
    assert isinstance(table, Table)
    assert [row[2] for row in table.rows] == np.sort(counts)[::-1][: len(table.rows)].tolist()


def test_a_kind_of_place_is_no_name(evidence: FakeEvidence) -> None:
    held = gather(evidence, evidence.atlas.find(BOROUGH), YEARS)
    names = ("On or near Nightclub", "On or near High Street", "Victoria Lu Station (lu Station)")
    points = replace(held.points, names=names)
    told = [replace(held, points=points).street_of(n) for n in range(len(names))]
    assert told == ["", "High Street", "Victoria Underground station"]


def test_maps_name_the_boundaries_that_they_draw(result: ChapterResult) -> None:
    maps = [one for one in result.exhibits if isinstance(one, AreaMap | SurfaceMap)]
    assert maps
    assert all("toy-boundaries" in one.sources for one in maps)


def test_the_story_fits_one_page_and_no_sentence_starts_with_a_digit(result: ChapterResult) -> None:
    assert len(result.story) <= 5
    told = " ".join(plain(one) for one in result.story)
    assert not re.search(r"(^|[.] )\d", told)


def test_the_top_class_of_a_map_is_a_twentieth() -> None:
    classes, labels = quantile_classes(np.arange(100.0))
    assert [classes.count(n) for n in range(len(labels))] == [25, 25, 25, 20, 5]
    assert labels[-1] == "95 to 99"


@pytest.mark.parametrize(
    ("number", "words"), [(0, "none"), (8, "eight"), (20, "twenty"), (43, "forty-three"), (1234, "1,234")]
)
def test_small_numbers_are_written_in_words(number: int, words: str) -> None:
    assert spelled(number) == words


def test_even_crime_has_no_hot_spot() -> None:
    evidence = FakeEvidence(rows=ROWS, multiplier=lambda category, place, month: 1.0, peers=0)
    result = places.chapter(evidence, evidence.atlas.find(BOROUGH), YEARS)
    assert not [
        one
        for one in result.findings
        if one.id in ("places.hot-spots", "places.persistent", "places.changed")
    ]


def test_without_boundaries_hot_spots_are_a_gap_and_concentration_stands() -> None:
    evidence = FakeEvidence(without=frozenset({"shapes"}), peers=0)
    result = places.chapter(evidence, evidence.atlas.find(BOROUGH), YEARS)
    assert any("boundaries" in gap for gap in result.gaps)
    assert [one for one in result.findings if one.id == "places.concentration"]


def test_an_earlier_gap_leaves_out_its_quarter_and_not_the_year() -> None:
    evidence = FakeEvidence(rows=ROWS, multiplier=staying, peers=0, missing=(Month.parse("2016-08"),))
    held = gather(evidence, evidence.atlas.find(BOROUGH), YEARS)
    assert len(held.slices) == 7
    result = places.chapter(evidence, evidence.atlas.find(BOROUGH), YEARS)
    assert [one for one in result.findings if one.id == "places.hot-spots"]
    assert not [f for f in result.figures.values() if f.definition == "places.hit-rate"]
