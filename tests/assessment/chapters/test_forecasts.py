"""Seasons and the year ahead, on a made-up borough whose season is known."""

from tests.assessment.fake_evidence import FakeEvidence

from frith.assessment.chapters import forecasts
from frith.assessment.exhibits import LineChart
from frith.assessment.findings import ChapterResult
from frith.vocabulary.areas import AreaKind
from frith.vocabulary.figures import plain
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
    assert "need 36" in result.gaps[0]


def _forecasts(result: ChapterResult) -> list[str]:
    """What is said of the year ahead, or of trials of it, anywhere in the chapter."""
    return [
        *(f.definition for f in result.figures.values() if f.definition.startswith("forecast.")),
        *(finding.id for finding in result.findings if finding.id.startswith("forecast.")),
        *(words for words in result.method if "tried" in words),
        *(
            one.id
            for one in result.exhibits
            if one.id in ("forecast-chart", "forecast-table", "forecast-trial")
        ),
    ]


def test_two_years_give_no_forecast_and_claim_no_trial() -> None:
    """What could not be tried on the past is not told; the page says why, and shows the months."""
    result = made(held=Period.parse("2016-04", "2018-03"))
    assert _forecasts(result) == []
    assert any("24 months of counts are known" in gap and "36 are needed" in gap for gap in result.gaps)
    assert any("No forecast is made for Thornmere" in plain(phrase) for phrase in result.story)
    shown = next(one for one in result.exhibits if one.id == "forecast-months")
    assert isinstance(shown, LineChart)
    assert len(shown.x) == 24
    assert shown.table in {one.id for one in result.exhibits}


def test_three_years_give_a_forecast_tried_once_and_say_that_once_is_little() -> None:
    result = made(held=Period.parse("2015-04", "2018-03"))
    told = next(one for one in result.findings if one.id == "forecast.year")
    assert "one forecast made the same way of past years" in told.text
    assert "one trial says little" in told.text


def test_a_few_crimes_give_no_forecast() -> None:
    """Of a place with a handful of crimes a month, chance says more than any forecast."""
    evidence = FakeEvidence(held=LONG, multiplier=lambda _c, place, _m: 0.02, peers=0)
    ward = evidence.atlas.find("Castle", AreaKind.WARD)
    recorded = evidence.street(ward, Period(LONG.last + -11, LONG.last), ward.kind).counts.sum()
    assert recorded < forecasts.FEWEST_CRIMES
    result = forecasts.chapter(evidence, ward, Period(LONG.last + -23, LONG.last))
    assert _forecasts(result) == []
    assert any("too few" in gap for gap in result.gaps)


def test_the_page_of_a_forecast_says_to_take_care() -> None:
    assert any(one.caveats for one in made().findings if one.id == "forecast.year")


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
