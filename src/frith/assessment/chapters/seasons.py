"""Whether the evidence can tell a season: what the chapter on the year ahead says of one stands only where it can."""

from __future__ import annotations

import numpy as np

from frith.assessment.chapters.history import History, longest
from frith.assessment.chapters.telling import LEVEL, spelled
from frith.assessment.findings import ChapterResult
from frith.assessment.statistics.seasons import YEAR, calendar_months, season_p
from frith.evidence.reading import Evidence
from frith.vocabulary import numbers
from frith.vocabulary.areas import Area
from frith.vocabulary.periods import Period

FINDING, DEFINITION, EXHIBITS = "season.year", "season.index", ("season-chart", "season-table")
YEARS_LOOKED_AT = 5
FEWEST_YEARS = 3
"""Of every calendar month: two Julys cannot tell what is usual for July."""


def judge(result: ChapterResult, evidence: Evidence, area: Area, period: Period) -> None:
    """Keep what a chapter says of the season, with its test, or take it back and say why it cannot be told."""
    told = next((finding for finding in result.findings if finding.id == FINDING), None)
    history = longest(evidence, area, period)
    if told is None or history is None:
        return
    p, why_not = _tested(history)
    if not why_not:
        result.method.append(
            f"A season is told where every calendar month is known in at least {spelled(FEWEST_YEARS)} of the last "
            f"{spelled(YEARS_LOOKED_AT)} years and the calendar months differ by more than chance (Kruskal and Wallis "
            f"1952, on each month over the average of the twelve around it): here {numbers.p_value(p)}."
        )
        return
    result.findings.remove(told)
    result.story.remove(told.sentence)
    result.exhibits[:] = [one for one in result.exhibits if one.id not in EXHIBITS]
    for name in [name for name, figure in result.figures.items() if figure.definition == DEFINITION]:
        del result.figures[name]
    words = f"Which months are usually busy in {area.name} cannot be told: {why_not}."
    result.story.append((words,))
    result.gaps.append(words)


def _tested(history: History) -> tuple[float, str]:
    """Return the p-value of the test for a season, and why none can be told (empty where one can)."""
    recent = slice(max(0, len(history.months) - YEARS_LOOKED_AT * YEAR), None)
    months, series = history.months[recent], history.whole[recent]
    known = ~np.isnan(series)
    looks = np.bincount(calendar_months(len(months), months[0].number)[known], minlength=YEAR)
    if looks.min() < FEWEST_YEARS:
        return float("nan"), (
            f"{int(known.sum())} months are known, and some calendar months in only {spelled(int(looks.min()))} years, "
            f"where {spelled(FEWEST_YEARS)} are needed"
        )
    p = season_p(series, first_month=months[0].number)
    if not p <= LEVEL:
        return (
            p,
            f"the calendar months of {len(months) // YEAR} years differ no more than chance would make them",
        )
    return p, ""
