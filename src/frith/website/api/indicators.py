"""Operations of indicators and figures. The records behind a figure are opened on its page."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import P, PathEx, Query, Router, Schema
from pydantic import Field

from frith.guard.access.tokens.reach import Reach
from frith.vocabulary.figures import Figure
from frith.website.api.asking import Lines, Listed, Opened, PageAsked, page_of, reads
from frith.website.api.bearer import acting_of
from frith.work.performance import queries, rag
from frith.work.performance.models import StoredFigure

AREA = "indicators"
MOST_QUARTERS = 20
NAMED = r"^[-a-zA-Z0-9_]+$"
MOST_EDITIONS = 2**31 - 1
router = Router()


class IndicatorTold(Schema):
    """A measure that somebody answers for, with its baseline and its target."""

    id: str
    title: str
    rationale: str
    definition: str
    owner_name: str = Field(alias="owner.name")
    source: str
    area: str
    area_name: str
    polarity: str
    baseline_value: float
    baseline_period: str
    baseline_source: str
    target_value: float | None
    target_by: date | None
    tolerance: float


class PeriodTold(Schema):
    """From a month to a month, both included."""

    first: str
    last: str


class IntervalTold(Schema):
    """A range that should hold the true value, with its level and method."""

    low: float
    high: float
    level: float
    method: str


class BaselineTold(Schema):
    """What a figure is measured against."""

    value: float
    period: str
    source: str


class FigureTold(Schema):
    """A number with all that it rests on. Its value is null where it is not known: that is not zero."""

    id: str
    definition: str
    version: int
    value: float | None
    unit: str
    numerator: float | None
    denominator: float | None
    period: PeriodTold | None
    as_at: date | None
    area: str
    breakdown: dict[str, str]
    interval: IntervalTold | None
    p_value: float | None
    test: str
    baseline: BaselineTold | None
    sources: list[str]
    disclosure: str
    note: str

    @staticmethod
    def resolve_period(figure: Figure) -> dict[str, str] | None:
        """Return the months."""
        period = figure.period
        return {"first": str(period.first), "last": str(period.last)} if period else None

    @staticmethod
    def resolve_breakdown(figure: Figure) -> dict[str, str]:
        """Return what the figure is of, by dimension."""
        return dict(figure.breakdown)

    @staticmethod
    def resolve_sources(figure: Figure) -> list[str]:
        """Return the data sets, or the sources of records."""
        return list(figure.sources)


class ReadingTold(Schema):
    """An indicator's figure for one quarter, how it is rated, by which rule, and what chance could do."""

    quarter: str
    figure: FigureTold
    rating: str = Field(alias="rag.rating")
    reason: str = Field(alias="rag.reason")
    beside_target: str = Field(alias="rag.beside_target")
    beside_baseline: str = Field(alias="rag.beside_baseline")

    @staticmethod
    def resolve_quarter(reading: queries.Reading) -> str:
        """Return the quarter in the form in which figures name it."""
        return str(reading.quarter)


class IndicatorWhole(IndicatorTold):
    """An indicator with the rule of its rating and its readings, oldest first, counted now."""

    rule: str
    readings: list[ReadingTold]


class ReadingsAsked(Schema):
    """How many of the last finished quarters are read."""

    quarters: int = Field(5, ge=1, le=MOST_QUARTERS, description="How many of the last finished quarters")


class StoredTold(Schema):
    """A figure as it was computed, and in which edition."""

    edition: int
    recorded_at: datetime
    figure: FigureTold

    @staticmethod
    def resolve_figure(stored: StoredFigure) -> Figure:
        """Return the value that was stored."""
        return queries.value_of(stored)


class EditionAsked(Schema):
    """Which edition of a figure; the latest if none is named."""

    edition: int | None = Field(
        None, ge=1, le=MOST_EDITIONS, description="Which edition; without it the latest"
    )


@reads(router, "/indicators", Listed[IndicatorTold], Reach.READ_INDICATORS)
def list_indicators(request: HttpRequest, asked: Query[PageAsked]) -> Lines:
    """List the indicators, by title."""
    return page_of(queries.indicators(), asked)


@reads(router, "/indicators/{key}", IndicatorWhole, Reach.READ_INDICATORS)
def get_indicator(
    request: HttpRequest, key: PathEx[str, P(pattern=NAMED, max_length=80)], asked: Query[ReadingsAsked]
) -> Any:
    """Open an indicator with its readings."""
    found = queries.indicator_named(key)
    return Opened(
        found,
        rule=rag.rule_in_words(queries.target_of(found)),
        readings=list(queries.readings(found, acting_of(request).today, asked.quarters)),
    )


@reads(router, "/figures", Listed[StoredTold], Reach.READ_INDICATORS)
def list_figures(request: HttpRequest, asked: Query[PageAsked]) -> Lines:
    """List the figures that were stored, in all their editions, latest first."""
    return page_of(queries.stored_figures(), asked)


@reads(router, "/figures/{key}", StoredTold, Reach.READ_INDICATORS)
def get_figure(
    request: HttpRequest, key: PathEx[str, P(pattern=NAMED, max_length=40)], asked: Query[EditionAsked]
) -> StoredFigure:
    """Open a stored figure."""
    return queries.figure_named(key, asked.edition)
