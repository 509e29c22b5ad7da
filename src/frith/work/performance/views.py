"""Pages of indicators and figures."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from frith.guard.access.pages import signed_in
from frith.guard.acting import Acting
from frith.vocabulary.figures import Figure
from frith.vocabulary.periods import FinancialYear, Quarter, check_year
from frith.work.performance import queries, rag, uses
from frith.work.performance.definitions import Member, Question, definition_of, is_registered


@signed_in
def indicator_list(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Show every indicator with its latest finished quarter."""
    latest = [(each, queries.readings(each, acting.today, 1)[-1]) for each in queries.indicators()]
    return render(request, "performance/indicators.html", {"indicators": latest})


@signed_in
def indicator(request: HttpRequest, acting: Acting, key: str) -> HttpResponse:
    """Show an indicator: what it means, what it is measured against, and its last quarters."""
    found = queries.indicator_named(key)
    context = {
        "indicator": found,
        "definition": definition_of(found.definition),
        "readings": queries.readings(found, acting.today)[::-1],
        "rule": rag.rule_in_words(queries.target_of(found)),
    }
    return render(request, "performance/indicator.html", context)


@signed_in
def reading(request: HttpRequest, acting: Acting, key: str, year: int, number: int) -> HttpResponse:
    """Show how an indicator's figure for a quarter is known, counted now, as at today or an earlier day."""
    if number not in range(1, 5):
        raise Http404
    check_year(year, year)
    found = queries.indicator_named(key)
    quarter = Quarter(FinancialYear(year), number)
    as_at = _day(request.GET.get("as-at", ""), acting.today)
    question = Question(quarter.period, found.area, as_at)
    computed = queries.computed_as_at(by=acting, indicator=found, question=question)
    figure = computed.figure
    context = _known(acting, figure, computed.members)
    rating = rag.assess(figure, queries.target_of(found))
    context |= {
        "title": definition_of(figure.definition).title,
        "indicator": found,
        "rag": rating,
        "quarter": quarter,
    }
    return render(request, "performance/figure.html", context)


@signed_in
def figure(request: HttpRequest, acting: Acting, figure_id: str, edition: int | None = None) -> HttpResponse:
    """Show how a stored figure is known: the edition that a paper cites, or the latest."""
    stored = queries.figure_named(figure_id, edition)
    found = queries.value_of(stored)
    context = _known(acting, found, queries.members_of(stored))
    context |= {
        "stored": stored,
        "editions": queries.editions(figure_id),
        "indicator": queries.indicator_measuring(found),
    }
    return render(request, "performance/figure.html", context)


def _known(acting: Acting, figure: Figure, members: tuple[Member, ...]) -> dict[str, Any]:
    return {
        "figure": figure,
        "definition": definition_of(figure.definition) if is_registered(figure.definition) else None,
        "behind": queries.records_behind(by=acting, figure=figure, members=members),
        "uses": uses.of_figure(acting, figure.id),
    }


def _day(text: str, otherwise: date) -> date:
    try:
        chosen = min(date.fromisoformat(text), otherwise) if text else otherwise
    except ValueError as error:
        raise Http404 from error
    check_year(chosen.year, text)
    return chosen
