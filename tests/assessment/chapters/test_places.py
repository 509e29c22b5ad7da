"""Places: planted hot spots are found, kept apart from chance, and never called addresses."""

import re
from dataclasses import replace

import numpy as np
import pytest
from tests.assessment.fake_borough import BOROUGH, FORCE, WARDS, YEARS
from tests.assessment.fake_evidence import FakeEvidence

from frith.assessment.chapters import places
from frith.assessment.chapters.mapping import quantile_classes
from frith.assessment.chapters.place_counts import gather
from frith.assessment.chapters.place_hotspots import Called, _add_figures, _hot_alt, _tell_hot
from frith.assessment.chapters.place_names import place_names
from frith.assessment.chapters.telling import spelled
from frith.assessment.exhibits import AreaMap, SurfaceMap, Table
from frith.assessment.findings import Chapter, ChapterResult
from frith.assessment.statistics.concentration import places_that_hold
from frith.vocabulary.areas import Area, AreaKind
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
    assert {f"Thornmere {str(name).split(' (')[0]}" for name in hot} == home


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
    assert pai.value == pytest.approx(
        float(hit.value or 0) / 100 / (len(taken) / len(before))
    )  # equal squares


def test_the_surface_is_in_times_the_average_and_hidden_outside(
    evidence: FakeEvidence, result: ChapterResult
) -> None:
    surface = next(one for one in result.exhibits if isinstance(one, SurfaceMap))
    assert np.nanmean(surface.values) == pytest.approx(1.0, rel=0.1)
    assert len(surface.class_labels) == len(surface.breaks)


def _surface_of(evidence: FakeEvidence, area: Area) -> SurfaceMap:
    result = places.chapter(evidence, area, YEARS)
    return next(one for one in result.exhibits if isinstance(one, SurfaceMap))


def test_a_border_between_known_places_leaves_no_mark_on_the_surface(evidence: FakeEvidence) -> None:
    """Known answer: in crimes a square metre, a ward's surface is the borough's, cut to the ward, up to its border."""
    borough = evidence.atlas.find(BOROUGH)
    ward = evidence.atlas.find("Dock", AreaKind.WARD)
    crimes: list[np.ndarray] = []
    cells: list[np.ndarray] = []
    for area in (borough, ward):
        surface = _surface_of(evidence, area)
        held = gather(evidence, area, YEARS)
        shape = evidence.atlas.shape(area)
        assert shape is not None
        crimes.append(surface.values * held.point_crime(YEARS.years[-1]).sum() / shape.area)
        rows, columns = np.indices(surface.values.shape)
        cells.append(
            np.stack([surface.west + surface.cell * columns, surface.south + surface.cell * rows], axis=2)
        )
    whole = {tuple(at): value for at, value in zip(cells[0].reshape(-1, 2), crimes[0].ravel(), strict=True)}
    found = [
        (whole[tuple(at)], value)
        for at, value in zip(cells[1].reshape(-1, 2), crimes[1].ravel(), strict=True)
        if not np.isnan(value)
    ]
    assert len(found) > 100
    expected, got = np.array(found).T
    assert got == pytest.approx(expected, rel=1e-5)


def test_no_peak_is_told_at_a_border_beyond_which_nothing_is_known() -> None:
    def at_the_corner(category: str, place: int, month: int) -> float:
        return 20.0 if place == 0 else 1.0

    evidence = FakeEvidence(rows=ROWS, multiplier=at_the_corner, peers=0)
    surface = _surface_of(evidence, evidence.atlas.find(BOROUGH))
    assert "densest" not in surface.title
    assert "no place is named as the densest" in surface.note


def test_peaks_of_about_one_height_are_named_together() -> None:
    def two(category: str, place: int, month: int) -> float:
        return 20.0 if place in {28, 44} else 1.0

    evidence = FakeEvidence(rows=ROWS, multiplier=two, peers=0)
    title = _surface_of(evidence, evidence.atlas.find(BOROUGH)).title
    assert title.startswith("Recorded crime is densest near ")


def test_nothing_is_called_an_address(result: ChapterResult) -> None:
    told = " ".join(finding.text for finding in result.findings)
    assert not re.search(r"\baddress", told)
    assert "the area that includes" not in told
    assert "most mapped" not in told


def test_a_small_area_has_one_name_in_sentences_tables_and_titles(
    evidence: FakeEvidence, result: ChapterResult
) -> None:
    names = gather(evidence, evidence.atlas.find(BOROUGH), YEARS).names
    assert all(re.fullmatch(r"[0-9]{3}A \([^,]+, [A-Z][a-z]+\)", name) for name in names)
    for one in result.exhibits:
        if isinstance(one, Table) and one.columns[0].label == "Neighbourhood":
            assert {row[0] for row in one.rows} <= set(names), one.id
    hot = next(one for one in result.findings if one.id == "places.hot-spots")
    assert any(name in hot.text for name in names)


def test_small_areas_of_two_boroughs_keep_their_official_names() -> None:
    evidence = FakeEvidence(peers=1)
    boroughs = evidence.atlas.find(BOROUGH), evidence.atlas.find("Ashdene")
    here, there = (evidence.atlas.within(one, AreaKind.LSOA11)[0] for one in boroughs)
    force = evidence.atlas.find(FORCE)
    assert place_names(evidence, boroughs[0], (here,))[0].startswith("001A (")
    assert place_names(evidence, force, (here, there))[0].startswith("Thornmere 001A (")


def test_a_neighbourhood_keeps_its_name_whatever_the_period(evidence: FakeEvidence) -> None:
    """Two editions a year apart, with other crimes, call every neighbourhood alike, or they could not be compared."""
    borough = evidence.atlas.find(BOROUGH)
    first, second = (gather(evidence, borough, year).names for year in YEARS.years)
    assert first == second


def test_a_neighbourhood_is_named_by_the_street_nearest_to_its_middle(evidence: FakeEvidence) -> None:
    held = gather(evidence, evidence.atlas.find(BOROUGH), YEARS)
    points = evidence.named_points(held.area)
    for part, shape, name in zip(held.parts, held.shapes, held.names, strict=True):
        mine = [n for n, code in enumerate(points.lsoa) if code == part.code]
        gaps = np.hypot(points.easting[mine] - shape.centroid.x, points.northing[mine] - shape.centroid.y)
        nearest = points.names[mine[int(np.argmin(gaps))]].removeprefix("On or near ")
        assert f"({nearest}, " in name


def _as_called(evidence: FakeEvidence, codes: set[int], analytic: set[int]) -> tuple[ChapterResult, Called]:
    """Gi* near zero everywhere, with hot spots where they are wanted."""
    count = ROWS * 6
    z, calls = np.zeros(count), np.zeros(count, dtype=np.int8)
    calls[sorted(codes)] = 1
    z[sorted(codes)] = 5
    z[sorted(analytic)] = 3
    hot = np.isin(np.arange(count), sorted(codes | analytic))
    return ChapterResult(Chapter.PLACES, "Places"), Called(z, np.full(count, 0.5), calls, hot)


def test_a_borderline_place_is_told_apart_from_one_that_is_busy_by_itself(evidence: FakeEvidence) -> None:
    """By hand on the grid of twelve rows: 30 touches the hot 29 and is called by one test; 60 touches none of them."""
    held = gather(evidence, evidence.atlas.find(BOROUGH), YEARS)
    result, called = _as_called(evidence, {28, 29}, {30})
    counts = np.ones(ROWS * 6)
    counts[[28, 29, 30, 60]] = 100, 90, 80, 70
    _tell_hot(result, held, counts, called, _add_figures(result, held, counts, called.hot))
    weaker, alone = result.findings[0].text.split(" One more is borderline, ")[1].split(". ", 1)
    assert weaker.startswith("hot by one of two tests and not by the one that decides: 031A (")
    assert "061A" in alone
    assert alone.endswith("busy by themselves, apart from the hot spots.")
    assert "031A" not in alone
    assert _hot_alt(held, called).startswith(
        "two hot spots, all in Castle ward, form one block; one beside them is borderline"
    )


def test_a_hot_spot_among_the_busiest_is_named_with_its_crimes_once(evidence: FakeEvidence) -> None:
    """The busiest is hot, the next two are not: their crimes stand in the first sentence and not again in the next."""
    held = gather(evidence, evidence.atlas.find(BOROUGH), YEARS)
    result, called = _as_called(evidence, {28, 29}, set())
    counts = np.ones(ROWS * 6)
    counts[[28, 60, 61, 29]] = 100, 90, 80, 70
    _tell_hot(result, held, counts, called, _add_figures(result, held, counts, called.hot))
    told = result.findings[0].text
    assert told.count(f"{held.names[28]} with ") == 1
    assert f" of it, {held.names[28]} among them." in told
    assert "The busiest of them" not in told


def test_the_text_names_a_few_places_and_counts_the_rest(evidence: FakeEvidence) -> None:
    """A councillor reads it: no more than three places of a kind, and none of the tests' own words."""
    held = gather(evidence, evidence.atlas.find(BOROUGH), YEARS)
    result, called = _as_called(evidence, {28, 40}, {1, 3, 5, 7, 9})
    counts = np.arange(72.0)
    _tell_hot(result, held, counts, called, _add_figures(result, held, counts, called.hot))
    told = result.findings[0].text
    assert len(re.findall(r"[0-9]{3}A \(", told)) == 3 + 2
    assert "Five more are borderline" in told
    assert "the table of hot spots names them" in told
    assert "neither test" not in told
    assert "analytic" not in told


def test_all_borderline_places_that_the_map_shows_are_in_the_text(result: ChapterResult) -> None:
    drawn = next(one for one in result.exhibits if one.id == "places-hot-spots-map")
    table = next(one for one in result.exhibits if one.id == "places-hot")
    assert isinstance(drawn, AreaMap)
    assert isinstance(table, Table)
    weaker = [row for row in table.rows if row[5] == "hot" and row[4] != "hot"]
    assert drawn.classes.count(1) == len(weaker)
    told = next(one for one in result.findings if one.id == "places.hot-spots").text
    assert (f"{spelled(len(weaker)).capitalize()} more" in told) == bool(weaker)


def test_a_ward_that_the_text_names_is_written_on_the_map(result: ChapterResult) -> None:
    for one in result.exhibits:
        if isinstance(one, AreaMap) and one.id != "places-map":
            must = {name for _, _, name in one.labels[: one.must]}
            told = " ".join(plain(phrase) for phrase in result.story[:2])
            named = {ward for ward in WARDS if f" {ward} ward" in told or f", {ward})" in told}
            assert named, one.id
            assert named <= must, one.id


def test_the_busiest_are_named_first_where_they_are_not_hot(evidence: FakeEvidence) -> None:
    held = gather(evidence, evidence.atlas.find(BOROUGH), YEARS)
    result, called = _as_called(evidence, {28, 40}, set())
    counts = np.ones(ROWS * 6)
    counts[[60, 28, 40]] = 100, 50, 40
    _tell_hot(result, held, counts, called, _add_figures(result, held, counts, called.hot))
    told = result.findings[0].text
    assert told.startswith("The three busiest of seventy-two neighbourhoods are 061A (")
    assert (
        "Two of 72 neighbourhoods are hot spots of recorded crime, one in each of two wards (Castle; Dock)"
        in told
    )


def test_every_move_beyond_the_usual_is_named_with_its_counts() -> None:
    """Two corners rise five-fold and one place falls to nothing; the rest is left to chance."""

    def moved(category: str, place: int, month: int) -> float:
        return 5.0 if place in {3, 50} and month >= 12 else 1.0

    evidence = FakeEvidence(rows=ROWS, multiplier=moved, peers=0)
    result = places.chapter(evidence, evidence.atlas.find(BOROUGH), YEARS)
    told = next(one for one in result.findings if one.id == "places.changed").text
    held = gather(evidence, evidence.atlas.find(BOROUGH), YEARS)
    before, after = (held.crime(year) for year in held.years)
    assert told.startswith(
        f"On the street map crime rose in {(after > before).sum()} of 72 neighbourhoods and fell in "
        f"{(after < before).sum()}. "
    )
    for n in (3, 50):
        assert f"{held.names[n]} from {before[n]:,.0f} to {after[n]:,.0f} (up " in told
    assert "In two the rise was more than neighbourhoods usually vary" in told
    assert told.endswith("No fall was that large.")


def test_a_ward_has_a_sentence_on_its_places() -> None:
    evidence = FakeEvidence(peers=0)
    result = places.chapter(evidence, evidence.atlas.find("Castle", AreaKind.WARD), YEARS)
    assert any("too few" in gap for gap in result.gaps)
    assert plain(result.story[0]).startswith("The two busiest of five neighbourhoods are ")
    drawn = next(one for one in result.exhibits if isinstance(one, AreaMap))
    assert {name for _, _, name in drawn.labels[: drawn.must]} == {f"{n:03d}A" for n in range(11, 16)}


def test_no_map_has_a_class_without_land(result: ChapterResult) -> None:
    table = next(one for one in result.exhibits if one.id == "places-density")
    surface = next(one for one in result.exhibits if isinstance(one, SurfaceMap))
    assert isinstance(table, Table)
    assert len(table.rows) == len(surface.breaks) == len(surface.class_labels)
    assert all(float(row[1] or 0) >= 0.05 for row in table.rows)


def test_a_map_says_its_finding_to_who_cannot_see_it(result: ChapterResult) -> None:
    for one in result.exhibits:
        if isinstance(one, AreaMap | SurfaceMap):
            assert re.search(r"\b(hot|most|densest)\b", one.alt), one.id


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
    names = (
        "On or near Nightclub",
        "On or near High Street",
        "Victoria Lu Station (lu Station)",
        "On or near St Martin'S Lane",
        "On or near King'S",
    )
    points = replace(held.points, names=names)
    told = [replace(held, points=points).street_of(n) for n in range(len(names))]
    assert told == ["", "High Street", "Victoria Underground station", "St Martin's Lane", "King's"]


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
