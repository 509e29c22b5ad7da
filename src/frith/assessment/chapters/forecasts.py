"""What the season does, and what the next twelve months would bring if things went on as they have."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from frith.assessment import citing, ranking
from frith.assessment.chapters.history import History, longest
from frith.assessment.chapters.overview import ALL, label
from frith.assessment.chapters.telling import spelled
from frith.assessment.definitions import Definition
from frith.assessment.exhibits import Cell, Column, Line, LineChart, Table
from frith.assessment.findings import Chapter, ChapterResult, Finding
from frith.assessment.statistics.forecast import FEWEST_MONTHS, BackTest, Forecast, back_test, forecast_counts
from frith.assessment.statistics.seasons import YEAR, seasonal_indices
from frith.evidence.reading import Evidence
from frith.vocabulary import numbers
from frith.vocabulary.areas import Area
from frith.vocabulary.figures import Figure, Interval, Phrase
from frith.vocabulary.periods import MONTH_NAMES, Month, Period

STEP = 6
MOST_ORIGINS = 3
MONTHS_SHOWN = 36
SEASON_YEARS = 5
CONFIDENCE = 0.95
NO_BETTER = 0.95
"""An error ratio above this is told as no better than the plainest forecast."""
_FEW_OUTSIDE = 0.9
FEWEST_TRIED = FEWEST_MONTHS + YEAR
"""Months of counts that a forecast needs: those it is made from, and a year on which it is tried."""
FEWEST_CRIMES = 120
"""Crimes in the last twelve months under which no forecast is made: chance alone moves so few by a fifth or more."""

DEFINITIONS = (
    Definition(
        "season.index",
        1,
        "How busy a calendar month usually is",
        "The month's usual count divided by the average month of its year (level and season fitted in turn to the "
        "latest years). 1.10 means 10% busier than the average month.",
        "index",
    ),
    Definition(
        "forecast.month",
        1,
        "Forecast for a month",
        "Expected count of a month to come if things go on as they have, with an interval that should hold the true "
        "count 19 times in 20, each month on its own. No trend is carried forward and no event is foreseen.",
        "crimes",
    ),
    Definition(
        "forecast.year",
        1,
        "Forecast for the next twelve months",
        "The sum of twelve monthly forecasts.",
        "crimes",
    ),
    Definition(
        "forecast.year-error",
        1,
        "How far past forecasts of a year missed",
        "Forecasts made from what was known at earlier dates, twelve months summed, against what came: the mean "
        "absolute miss as a percentage of what came.",
        "%",
    ),
    Definition(
        "forecast.covered",
        1,
        "How often past forecasts held the truth",
        "Of the months forecast from earlier dates, the percentage whose count fell inside its 95% interval, over all "
        "series forecast.",
        "%",
    ),
)


def chapter(evidence: Evidence, area: Area, period: Period) -> ChapterResult:
    """Return the seasons and the forecast of the area's total and of each heading, with its back-test."""
    result = ChapterResult(Chapter.FORECAST, "Seasons and the year ahead")
    history = longest(evidence, area, period)
    known = 0 if history is None else int((~np.isnan(history.whole)).sum())
    if history is None or known < FEWEST_MONTHS or np.nansum(history.whole) == 0:
        result.gaps.append(
            f"{known} months of counts are known for {area.name}; a season and a forecast need {FEWEST_TRIED}.",
        )
        return result
    _season(result, area, history)
    history = history.counted()
    tried = _tried(history)
    refusal = _refusal(history, known, tried)
    if tried is None or refusal:
        _no_forecast(result, area, history, refusal)
    else:
        _forecast(result, area, history, tried)
    return result


def _refusal(history: History, known: int, tried: Tried | None) -> str:
    """Say why no forecast is made; empty where one is."""
    if known < FEWEST_TRIED:
        return (
            f"{known} months of counts are known, and a forecast has first to be tried on a past year, for which "
            f"{FEWEST_TRIED} are needed"
        )
    if tried is None:
        return "months are missing from the past years on which a forecast has first to be tried"
    recent = float(np.nansum(history.whole[-YEAR:]))
    if recent < FEWEST_CRIMES:
        return f"{numbers.count(recent)} {history.what} in twelve months are too few: chance alone moves them widely"
    return ""


def _first_shown(history: History) -> int:
    """Where the months that are shown begin: after the last one missing, if a year or more is left then."""
    start = max(0, len(history.months) - MONTHS_SHOWN)
    missing = np.flatnonzero(np.isnan(history.whole))
    after = int(missing[-1]) + 1 if missing.size else 0
    return max(start, after) if len(history.months) - after >= YEAR else start


def _no_forecast(result: ChapterResult, area: Area, history: History, why_not: str) -> None:
    """Say that no forecast is made and why, and show the months that are known."""
    words = f"No forecast is made for {area.name}: {why_not}."
    result.story.append((words,))
    result.gaps.append(words)
    shown = Period(history.months[_first_shown(history)], history.months[-1])
    counts = [_known(value) for value in history.whole[-len(shown) :]]
    held = [(value, month) for value, month in zip(counts, shown.months, strict=True) if value is not None]
    (low, quiet), (high, busy) = min(held), max(held)
    title = (
        f"{history.what.capitalize()} ran from {numbers.count(low)} in {quiet.words} to {numbers.count(high)} in "
        f"{busy.words}"
    )
    result.exhibits.append(
        LineChart(
            id="forecast-months",
            title=title,
            alt=f"{title}: a line of the counts of {shown.words}, with no forecast after it.",
            x=tuple(str(month) for month in shown),
            y_label=history.what.capitalize(),
            lines=(Line("Recorded", tuple(counts), emphasis=True),),
            table="forecast-months-table",
            sources=history.sources,
        )
    )
    result.exhibits.append(
        Table(
            id="forecast-months-table",
            title=f"{history.what.capitalize()} by month, {shown.words}",
            columns=(Column("month", "Month", "month"), Column("count", history.what.capitalize(), "count")),
            rows=tuple((str(month), value) for month, value in zip(shown.months, counts, strict=True)),
            sources=history.sources,
            annex=True,
        )
    )


def _season(result: ChapterResult, area: Area, history: History) -> None:
    recent = slice(max(0, len(history.months) - SEASON_YEARS * YEAR), None)
    months = history.months[recent]
    if (~np.isnan(history.whole[recent])).sum() < FEWEST_MONTHS:
        return
    indices = seasonal_indices(history.whole[recent], first_month=months[0].number)
    span = Period(months[0], months[-1])
    figures = [
        result.add(
            Figure(
                definition="season.index",
                value=float(value),
                unit="times the average month",
                area=area.code,
                period=span,
                breakdown=(("calendar month", MONTH_NAMES[number]),),
                sources=history.sources,
            ),
        )
        for number, value in enumerate(indices, 1)
        if not np.isnan(value)
    ]
    if len(figures) < YEAR:
        return
    busiest = max(figures, key=lambda figure: float(figure.value or 0))
    quietest = min(figures, key=lambda figure: float(figure.value or 0))
    sentence: Phrase = (
        f"{_calendar(busiest)} is usually the busiest month (",
        citing.decimal(busiest, 2),
        f" times the average month) and {_calendar(quietest)} the quietest (",
        citing.decimal(quietest, 2),
        ").",
    )
    result.story.append(sentence)
    swing = float(busiest.value or 1) - float(quietest.value or 1)
    value, why = ranking.weight(share=swing / 10, movement=swing)
    result.findings.append(
        Finding(
            id="season.year",
            chapter=Chapter.FORECAST,
            sentence=sentence,
            weight=value,
            why_it_ranks=why,
            figures=citing.cited_ids(sentence),
            duties=("regulation 7(a)",),
            exhibit="season-chart",
        ),
    )
    _season_exhibits(result, area, history, figures, span)


def _calendar(figure: Figure) -> str:
    return figure.breakdown[0][1]


def _season_exhibits(
    result: ChapterResult, area: Area, history: History, figures: list[Figure], span: Period
) -> None:
    busiest = max(figures, key=lambda figure: float(figure.value or 0))
    result.exhibits.append(
        LineChart(
            id="season-chart",
            title=f"{_calendar(busiest)} is usually the busiest month in {area.name}",
            alt="A line of how busy each calendar month usually is; 1 is the average month.",
            x=tuple(_calendar(figure)[:3] for figure in figures),
            y_label="Times the average month",
            lines=(
                Line(history.what.capitalize(), tuple(float(f.value or 0) for f in figures), emphasis=True),
            ),
            table="season-table",
            sources=history.sources,
            x_is_month=False,
            from_zero=False,
            note=f"From {span.words}. The scale does not begin at zero, to show the season.",
        ),
    )
    result.exhibits.append(
        Table(
            id="season-table",
            title=f"How busy each month usually is, {span.words}",
            columns=(Column("month", "Month"), Column("index", "Times the average month", "decimal", 2)),
            rows=tuple((_calendar(figure), figure.value) for figure in figures),
            sources=history.sources,
            annex=True,
        ),
    )


def _forecast(result: ChapterResult, area: Area, history: History, tried: Tried) -> None:
    made = forecast_counts(history.counts, horizon=YEAR, confidence=CONFIDENCE)
    ahead = Period(history.months[-1] + 1, history.months[-1] + YEAR)
    for n, month in enumerate(ahead):
        result.add(_month_figure(area, history, made, n, month))
    year = result.add(
        Figure(
            definition="forecast.year",
            value=round(float(made.mean[0].sum())),
            unit="crimes",
            area=area.code,
            period=ahead,
            breakdown=(("category", "all"),),
            interval=Interval(
                float(made.lower[0].sum()),
                float(made.upper[0].sum()),
                CONFIDENCE,
                "the monthly limits added up: wider than 95% for the year",
            ),
            sources=history.sources,
        ),
    )
    _forecast_exhibits(result, area, history, made, ahead)
    before = float(np.nansum(history.whole[-YEAR:]))
    sentence: Phrase = (
        "If things go on as they have, about ",
        citing.count(year),
        f" {history.what} are to be expected in {ahead.words}",
    )
    last_known = not np.isnan(history.whole[-YEAR:]).any()
    if last_known:
        sentence = (*sentence, f" ({_beside(before, year)})")
    low, high = (numbers.count(_rounded(float(limit[0].sum()))) for limit in (made.lower, made.upper))
    sentence = (*sentence, f", likely between {low} and {high}")
    error, covered = _tried_figures(result, area, history, tried, ahead)
    sentence = (
        *sentence,
        f"; {_trials(tried)} made the same way of past years missed the total by ",
        citing.percent(error, 1),
        " on average." if len(tried.year_misses) > 1 else ", and one trial says little.",
    )
    result.story.append(sentence)
    result.story.append(
        (
            "In the trials " if len(tried.year_misses) > 1 else "In the trial ",
            citing.percent(covered),
            (
                f" of months fell inside their interval; 95% should. {_worst(history, tried)}"
                f"{_against_last_year(tried)}"
            ),
        ),
    )
    result.method.append(
        "Forecasts are Frith's own batched method: a level that follows the series, a season by calendar month, and "
        "intervals from the method's own past misses. It is tried on the past before it is used: "
        f"{_trials(tried)} of twelve months {'were' if len(tried.year_misses) > 1 else 'was'} made from earlier dates "
        "with what was known then, and the misses are printed. No forecast is made that could not be tried, or of "
        f"fewer than {FEWEST_CRIMES} crimes in the last twelve months. A forecast says what happens if things go on as "
        "they have; it is no target, and no judgement of anyone's work.",
    )
    movement = (float(year.value or 0) - before) / before if before and last_known else 0.0
    value, why = ranking.weight(share=1.0, movement=movement)
    result.findings.append(
        Finding(
            id="forecast.year",
            chapter=Chapter.FORECAST,
            sentence=sentence,
            weight=value,
            why_it_ranks=why,
            figures=citing.cited_ids(sentence),
            caveats=("A forecast knows nothing of events, new operations or new ways of recording.",),
            duties=("regulation 7(d)",),
            exhibit="forecast-chart",
        ),
    )


def _beside(before: float, year: Figure) -> str:
    """Set the year ahead beside the twelve months before: a change inside the interval is no change to tell."""
    limits = year.interval
    if limits is not None and limits.low <= before <= limits.high:
        return f"about level with the {numbers.count(before)} of the twelve months before"
    return f"{numbers.change(before, float(year.value or 0))} on the twelve months before"


def _rounded(value: float) -> float:
    """Round a limit of a forecast to two or three figures, which is all that it is worth."""
    step = 10 ** max(0, len(str(int(value))) - 2)
    return float(round(value / step) * step)


def _trials(tried: Tried) -> str:
    count = len(tried.year_misses)
    return f"{spelled(count)} forecast{'s' if count > 1 else ''}"


def _worst(history: History, tried: Tried) -> str:
    """Name the series whose months fell outside most, where that is worse than nine in ten."""
    judged = [n for n in range(len(history.names)) if tried.months.judged[n]]
    shares = {n: tried.months.covered[n] / tried.months.judged[n] for n in judged}
    if not shares:
        return ""
    worst = min(shares, key=lambda n: (shares[n], history.names[n]))
    if shares[worst] >= _FEW_OUTSIDE:
        return ""
    inside = f"{int(tried.months.covered[worst])} of {int(tried.months.judged[worst])}"
    return f"{label(history.names[worst])} was worst, with {inside} inside. "


def _month_figure(area: Area, history: History, made: Forecast, n: int, month: Month) -> Figure:
    low, high = float(made.lower[0, n]), float(made.upper[0, n])
    return Figure(
        definition="forecast.month",
        value=round(float(made.mean[0, n]), 1),
        unit="crimes",
        area=area.code,
        period=Period(month, month),
        breakdown=(("category", "all"),),
        interval=Interval(low, high, CONFIDENCE, "prediction interval from past misses"),
        sources=history.sources,
    )


def _against_last_year(tried: Tried) -> str:
    """Say how the forecast of the whole did beside the plainest one: the same month of the year before."""
    ratio = float(tried.months.mase[0])
    if np.isnan(ratio):
        return ""
    if ratio > NO_BETTER:
        return "Month by month it did no better than repeating the year before."
    return f"Its monthly misses were {numbers.percent(100 * (1 - ratio))} smaller than from repeating the year before."


@dataclass(frozen=True, slots=True)
class Tried:
    """A back-test: month by month over all series, and the misses of the whole's twelve-month totals (shares)."""

    months: BackTest
    year_misses: tuple[float, ...]


def _tried(history: History) -> Tried | None:
    length = history.counts.shape[1]
    origins = min(MOST_ORIGINS, (length - FEWEST_MONTHS - YEAR) // STEP + 1)
    if origins < 1:
        return None
    judged = back_test(history.counts, horizon=YEAR, origins=origins, step=STEP, confidence=CONFIDENCE)
    misses = []
    for origin in judged.origins:
        came = history.whole[origin : origin + YEAR].sum()
        said = forecast_counts(history.counts[:1, :origin], horizon=YEAR).mean[0].sum()
        if not np.isnan(came) and not np.isnan(said) and came > 0:
            misses.append(float(abs(said - came) / came))
    return Tried(judged, tuple(misses)) if misses else None


def _tried_figures(
    result: ChapterResult, area: Area, history: History, tried: Tried, ahead: Period
) -> tuple[Figure, Figure]:
    error = result.add(
        Figure(
            definition="forecast.year-error",
            value=100 * float(np.mean(tried.year_misses)),
            unit="%",
            area=area.code,
            period=ahead,
            breakdown=(("category", "all"),),
            sources=history.sources,
            note=f"{len(tried.year_misses)} forecasts of the past, made {STEP} months apart.",
        ),
    )
    covered = result.add(
        Figure(
            definition="forecast.covered",
            value=100 * tried.months.coverage,
            numerator=int(tried.months.covered.sum()),
            denominator=int(tried.months.judged.sum()),
            unit="%",
            area=area.code,
            period=ahead,
            sources=history.sources,
            note=f"{len(history.names)} series, {len(tried.months.origins)} dates.",
        ),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            "All recorded crime" if name == ALL else label(name),
            _known(tried.months.mase[n]),
            _known(tried.months.error[n]),
            int(tried.months.covered[n]),
            int(tried.months.judged[n]),
        )
        for n, name in enumerate(history.names)
    )
    result.exhibits.append(
        Table(
            id="forecast-trial",
            title="The forecast tried on the past",
            columns=(
                Column("series", "Series"),
                Column("mase", "Error against 'same month last year' (under 1 is better)", "decimal", 2),
                Column("error", "Mean miss a month", "decimal"),
                Column("covered", "Months inside their interval", "count"),
                Column("judged", "Months judged", "count"),
            ),
            rows=rows,
            sources=history.sources,
            annex=True,
        ),
    )
    return error, covered


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _ahead_title(history: History, made: Forecast, ahead: Period) -> str:
    """Say how the year ahead stands beside the twelve months before, by its interval."""
    before = float(history.whole[-YEAR:].sum())
    if np.isnan(before):
        return f"{ahead.words} if things go on as they have"
    low, high = float(made.lower[0].sum()), float(made.upper[0].sum())
    way = "about level with" if low <= before <= high else "below" if high < before else "above"
    return f"{ahead.words} is expected to be {way} the twelve months before"


def _forecast_exhibits(
    result: ChapterResult, area: Area, history: History, made: Forecast, ahead: Period
) -> None:
    shown = history.months[-MONTHS_SHOWN:]
    past = tuple(_known(v) for v in history.whole[-MONTHS_SHOWN:])
    blank: tuple[float | None, ...] = (None,) * len(shown)
    empty: tuple[float | None, ...] = (None,) * YEAR
    result.exhibits.append(
        LineChart(
            id="forecast-chart",
            title=_ahead_title(history, made, ahead),
            alt=f"{_ahead_title(history, made, ahead)}. A line of recorded crimes a month, then the forecast inside "
            "its 95% interval.",
            x=tuple(str(m) for m in (*shown, *ahead)),
            y_label=history.what.capitalize(),
            lines=(
                Line("Recorded", (*past, *empty), emphasis=True),
                Line("Forecast", (*blank, *(float(v) for v in made.mean[0])), dashed=True),
            ),
            band=(
                (*blank, *(float(v) for v in made.lower[0])),
                (*blank, *(float(v) for v in made.upper[0])),
            ),
            band_label="95% interval",
            table="forecast-table",
            sources=history.sources,
        ),
    )
    result.exhibits.append(
        Table(
            id="forecast-table",
            title=f"Forecast by month, {ahead.words}",
            columns=(
                Column("month", "Month", "month"),
                Column("mean", "Expected", "count"),
                Column("low", "95% interval from", "count"),
                Column("high", "to", "count"),
            ),
            rows=tuple(
                (str(month), float(made.mean[0, n]), float(made.lower[0, n]), float(made.upper[0, n]))
                for n, month in enumerate(ahead)
            ),
            sources=history.sources,
            annex=True,
        ),
    )
