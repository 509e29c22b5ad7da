"""Overview and trends on a made-up borough whose changes are known."""

import pytest
from tests.assessment.fake_borough import YEARS
from tests.assessment.fake_evidence import FakeEvidence

from frith.assessment.chapters import overview, trends
from frith.assessment.findings import ChapterResult
from frith.vocabulary.areas import AreaKind
from frith.vocabulary.periods import Month


def rising_robbery(category: str, place: int, month: int) -> float:
    return 2.0 if category == "robbery" and month >= 12 else 1.0


def made(**settings: object) -> tuple[FakeEvidence, ChapterResult, ChapterResult]:
    evidence = FakeEvidence(**settings)  # type: ignore[arg-type]
    area = evidence.atlas.find("Thornmere")
    return evidence, overview.chapter(evidence, area, YEARS), trends.chapter(evidence, area, YEARS)


def test_every_figure_names_a_definition_and_every_finding_its_figures() -> None:
    _, first, second = made(multiplier=rising_robbery)
    for module, result in ((overview, first), (trends, second)):
        known = {definition.id for definition in module.DEFINITIONS}
        assert {figure.definition for figure in result.figures.values()} <= known | {"recorded.points"}
        for finding in result.findings:
            assert set(finding.figures) <= first.figures.keys() | second.figures.keys()
            assert 0 <= finding.weight <= 1


def test_points_are_counted_by_category_and_financial_year() -> None:
    evidence, result, _ = made()
    area = evidence.atlas.find("Thornmere")
    cube = evidence.street(area, YEARS, AreaKind.LSOA11)
    for year in YEARS.financial_years:
        for category in (*cube.categories, "all"):
            (figure,) = (
                f
                for f in result.figures.values()
                if f.definition == "recorded.points"
                and f.period == year.period
                and f.breakdown == (("category", category),)
            )
            assert figure.value == cube.total(year.period, None if category == "all" else category)
            assert figure.area == area.code
            assert figure.sources


def test_a_doubled_robbery_is_found_and_called_more_than_chance() -> None:
    _, _, result = made(multiplier=rising_robbery)
    robbery = next(finding for finding in result.findings if finding.id == "trend.robbery")
    assert "rose" in robbery.text
    assert any("larger than chance" in str(part) for phrase in result.story for part in phrase)
    change = next(
        f
        for f in result.figures.values()
        if f.definition == "trend.change" and f.breakdown == (("category", "robbery"),)
    )
    assert change.interval is not None
    assert change.interval.low < 100 < change.interval.high
    assert change.p_value is not None
    assert change.p_value < 0.05


def test_where_nothing_changed_no_change_is_told() -> None:
    _, _, result = made(multiplier=lambda category, place, month: 1.0)
    assert [finding.id for finding in result.findings if finding.id.startswith("trend.")] == []


def test_a_missing_month_stops_the_years_from_being_compared() -> None:
    gap = Month.of(2016, 9)
    _, first, second = made(multiplier=rising_robbery, missing=(gap,))
    assert not any(finding.id == "trend.robbery" for finding in second.findings)
    assert any("September 2016" in words for words in second.gaps)
    years = [f for f in first.figures.values() if f.definition == "recorded.points" and f.period]
    broken = [f for f in years if gap in (f.period or ())]
    assert broken
    assert all(figure.value is None for figure in broken)


def test_a_resident_rate_is_never_given_without_who_is_present() -> None:
    _, with_workday, _ = made()
    (rate,) = (finding for finding in with_workday.findings if finding.id == "overview.rate")
    assert "workday people" in rate.text
    assert "misleads" in rate.caveats[0]
    _, without, _ = made(without=frozenset({"workday"}))
    (rate,) = (finding for finding in without.findings if finding.id == "overview.rate")
    assert "no count of the people present" in rate.caveats[0]


def test_without_an_official_count_it_says_that_totals_rest_on_the_map() -> None:
    _, result, _ = made(without=frozenset({"police.official"}))
    assert any("No official count" in gap for gap in result.gaps)
    assert not any(f.definition == "recorded.official" for f in result.figures.values())


@pytest.mark.parametrize("chapter", [overview.chapter, trends.chapter])
def test_the_same_evidence_gives_the_same_chapter(chapter) -> None:  # type: ignore[no-untyped-def]
    evidence = FakeEvidence()
    area = evidence.atlas.find("Thornmere")
    first, second = (chapter(evidence, area, YEARS) for _ in range(2))
    assert first.figures == second.figures
    assert first.findings == second.findings


def test_a_move_within_chance_is_no_headline_of_the_chart() -> None:
    """By hand: what rose by most did so within chance; of the sure moves, one rise of 10 and one fall of 50."""

    def move(category: str, before: int, after: int, q: float) -> trends.Movement:
        return trends.Movement(category, before, after, q, 0.5, 2.0, True)

    rise, fall = move("robbery", 20, 30, 0.01), move("burglary", 100, 50, 0.01)
    unsure = [move("drugs", 200, 260, 0.4)]
    title = trends.movement_title
    assert title([*unsure, rise, fall]) == "Robbery rose most, by 10"
    assert title([*unsure, fall]) == "Burglary fell most, by 50, and no category rose by more than chance"
    assert title(unsure) == "No category moved by more than chance"
