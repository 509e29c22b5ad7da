"""Seasons and the year ahead, on a made-up borough whose season is known."""

from tests.assessment.fake_evidence import FakeEvidence

from frith.assessment.chapters import forecasts
from frith.assessment.findings import ChapterResult
from frith.vocabulary.periods import Month, Period

LONG = Period.parse("2012-04", "2018-03")
DECEMBER = 8  # months after April


def made(held: Period = LONG, **settings: object) -> ChapterResult:
    evidence = FakeEvidence(
        held=held,
        multiplier=lambda _category, _place, month: 1.5 if month % 12 == DECEMBER else 1.0,
        peers=1,
        **settings,  # type: ignore[arg-type]
    )
    return forecasts.chapter(evidence, evidence.atlas.find("Thornmere"), Period(held.last + -23, held.last))


def test_the_season_that_was_put_in_is_found() -> None:
    result = made()
    season = next(finding for finding in result.findings if finding.id == "season.year")
    assert season.text.startswith("December is usually the busiest month")


def test_the_year_ahead_holds_a_flat_series_and_was_tried_on_the_past() -> None:
    result = made()
    by_definition = {f.definition: f for f in result.figures.values()}
    year = by_definition["forecast.year"]
    last = Period(LONG.last + -11, LONG.last)
    evidence = FakeEvidence(
        held=LONG, multiplier=lambda _c, _p, m: 1.5 if m % 12 == DECEMBER else 1.0, peers=1
    )
    area = evidence.atlas.find("Thornmere")
    official = evidence.official(area, LONG, area.kind)
    assert official is not None
    recorded = official.total(last)
    assert recorded
    assert abs(float(year.value or 0) / recorded - 1) < 0.05
    assert year.period == Period(LONG.last + 1, LONG.last + 12)
    assert float(by_definition["forecast.year-error"].value or 0) < 10
    assert 85 <= float(by_definition["forecast.covered"].value or 0) <= 100
    months = [f for f in result.figures.values() if f.definition == "forecast.month"]
    assert len(months) == 12
    assert all(f.interval and f.interval.low <= float(f.value or 0) <= f.interval.high for f in months)


def test_a_short_series_says_so_and_forecasts_nothing() -> None:
    result = made(held=Period.parse("2017-01", "2018-03"))
    assert result.figures == {}
    assert "need 24" in result.gaps[0]


def test_two_years_give_a_forecast_that_has_not_earned_trust_yet() -> None:
    result = made(held=Period.parse("2016-04", "2018-03"))
    assert any(f.definition == "forecast.year" for f in result.figures.values())
    assert any("not earned trust" in gap for gap in result.gaps)


def test_a_missing_month_is_not_read_as_a_quiet_one() -> None:
    gap = Month.of(2017, 9)
    whole, broken = made(), made(missing=(gap,))
    value = {
        id(r): next(f.value for f in r.figures.values() if f.definition == "forecast.year")
        for r in (whole, broken)
    }
    assert abs(float(value[id(broken)] or 0) / float(value[id(whole)] or 1) - 1) < 0.03


def test_every_figure_names_a_definition() -> None:
    known = {definition.id for definition in forecasts.DEFINITIONS}
    assert {figure.definition for figure in made().figures.values()} <= known
