"""All reads of figures and indicators. Counts are for everyone in the partnership; the records behind them are not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse

from frith.guard.acting import Acting
from frith.guard.audit.events import Act, event_by
from frith.guard.audit.recording import act, record
from frith.guard.searching import MOST_OF_A_KIND, Hit
from frith.publication.stored import figure_from
from frith.vocabulary.faults import Fault, UnknownName
from frith.vocabulary.figures import Figure
from frith.vocabulary.periods import Month, Quarter
from frith.work.performance import figures, permissions, rag, record_types
from frith.work.performance.definitions import Member, Question, calculation_of, definition_of, is_registered
from frith.work.performance.models import FigureMember, Indicator, Polarity, StoredFigure
from frith.work.performance.public_figures import Computed


@dataclass(frozen=True, slots=True)
class Reading:
    """An indicator's figure for one quarter, with its rating."""

    quarter: Quarter
    figure: Figure
    rag: rag.Rag


@dataclass(frozen=True, slots=True)
class Behind:
    """A record behind a figure that the reader may open, and where it is counted."""

    listed: record_types.Listed
    in_numerator: bool
    in_denominator: bool


@dataclass(frozen=True, slots=True)
class RecordsBehind:
    """The records behind a figure: how many there are, those that the reader may open, and why not the others."""

    kind: record_types.RecordType
    total: int
    seen: tuple[Behind, ...]
    otherwise: str


def indicators() -> QuerySet[Indicator]:
    """Return every indicator, by title."""
    found: QuerySet[Indicator] = Indicator.objects.select_related("owner").order_by("title", "id")
    return found


def found_by_words(by: Acting, words: str) -> list[Hit]:
    """Return the indicators whose title or rationale holds the words. Indicators are for everyone here."""
    holds = Q(title__icontains=words) | Q(rationale__icontains=words)
    return [
        Hit(each.title, each.area_name, reverse("performance:indicator", args=[each.pk]))
        for each in indicators().filter(holds)[: MOST_OF_A_KIND + 1]
    ]


def indicator_named(key: str) -> Indicator:
    """Return an indicator. Raises UnknownName, listing those there are."""
    found = indicators().filter(pk=key).first()
    if found is None:
        known = ", ".join(indicators().values_list("pk", flat=True))
        raise UnknownName(
            Fault("performance.indicator", "no indicator has this id", "", known or "none yet", key)
        )
    return found


def indicator_measuring(figure: Figure) -> Indicator | None:
    """Return the indicator that a figure is a reading of, if there is one. There are never two."""
    return indicators().filter(definition=figure.definition, area=figure.area).order_by("id").first()


def computed(indicator: Indicator, question: Question) -> Computed:
    """Count an indicator's figure from the records, and return it with them. Nothing is stored."""
    counted = calculation_of(indicator.definition)(question)
    figure = figures.share_figure(definition_of(indicator.definition), question, counted)
    figure = figures.against(
        figure,
        indicator.baseline_value,
        indicator.baseline_period,
        indicator.baseline_source,
        inherited=indicator.baseline_inherited,
    )
    return Computed(figure, tuple(sorted(counted.members)), counted.beside)


@act
def computed_as_at(*, by: Acting, indicator: Indicator, question: Question) -> Computed:
    """Count an indicator's figure as at a day that somebody chose. Raises Refused where they may not choose it."""
    permissions.check_may_choose_day(by, indicator, question)
    return computed(indicator, question)


def reading(indicator: Indicator, quarter: Quarter, as_at: date) -> Reading:
    """Return an indicator's figure and rating for a quarter, as at a day, counted from the records now."""
    figure = computed(indicator, Question(quarter.period, indicator.area, as_at)).figure
    return Reading(quarter, figure, rag.assess(figure, target_of(indicator)))


def readings(indicator: Indicator, as_at: date, quarters: int = 5) -> tuple[Reading, ...]:
    """Return the readings of the last finished quarters, oldest first."""
    return tuple(reading(indicator, quarter, as_at) for quarter in finished_quarters(as_at, quarters))


def finished_quarters(as_at: date, quarters: int) -> tuple[Quarter, ...]:
    """Return the last quarters that were over on a day, oldest first."""
    current = Quarter.holding(Month.holding(as_at)).period.first
    return tuple(Quarter.holding(current + -3 * back) for back in range(quarters, 0, -1))


def target_of(indicator: Indicator) -> rag.Target | None:
    """Return what an indicator aims at, if it has a target."""
    if indicator.target_value is None or indicator.target_by is None:
        return None
    higher = indicator.polarity == Polarity.HIGHER
    return rag.Target(indicator.target_value, indicator.target_by, indicator.tolerance, higher)


def latest_edition(figure_id: str) -> StoredFigure | None:
    """Return the latest edition of a stored figure, if there is one."""
    return editions(figure_id).first()


def editions(figure_id: str) -> QuerySet[StoredFigure]:
    """Return every edition of a figure, latest first."""
    found: QuerySet[StoredFigure] = StoredFigure.objects.filter(figure=figure_id).order_by("-edition")
    return found


def stored_figures() -> QuerySet[StoredFigure]:
    """Return every stored figure, latest as-at first."""
    found: QuerySet[StoredFigure] = StoredFigure.objects.order_by(
        "-as_at", "definition", "first_month", "-edition"
    )
    return found


def figure_named(figure_id: str, edition: int | None = None) -> StoredFigure:
    """Return an edition of a figure, the latest if none is named. Raises UnknownName if it was not stored."""
    found = (
        latest_edition(figure_id) if edition is None else editions(figure_id).filter(edition=edition).first()
    )
    if found is None:
        raise UnknownName(
            Fault(
                "performance.figure",
                "no stored figure has this id",
                "",
                "an id such as fig-0123456789ab, as printed beside the figure",
                figure_id,
                "Run: frith figures list",
            )
        )
    return found


def value_of(stored: StoredFigure) -> Figure:
    """Return a stored figure as the value it was."""
    return figure_from(stored.content)


def members_of(stored: StoredFigure) -> tuple[Member, ...]:
    """Return the records that a stored figure rests on."""
    rows = FigureMember.objects.filter(stored_figure=stored).order_by("record")
    return tuple(Member(row.record, row.in_numerator, row.in_denominator) for row in rows)


@act
def records_behind(*, by: Acting, figure: Figure, members: tuple[Member, ...]) -> RecordsBehind | None:
    """Return the records behind a figure that this person may open; None for figures that rest on evidence.

    Looking is recorded where there was anything to see.
    """
    if not is_registered(figure.definition):
        return None
    kind = record_types.record_type(definition_of(figure.definition).record_type)
    held = {member.record: member for member in members}
    seen = tuple(
        Behind(listed, held[listed.record].in_numerator, held[listed.record].in_denominator)
        for listed in kind.among(by, list(held))
    )
    if seen:
        detail: dict[str, str | int] = {"figure": figure.id, "records": len(seen)}
        record(event_by(by, Act.CONSULTED, kind.id, figure.id, purpose="how do we know", detail=detail))
    return RecordsBehind(kind, len(held), seen, "" if len(seen) == len(held) else kind.otherwise(by))


def figures_resting_on(record_ids: Sequence[UUID]) -> QuerySet[StoredFigure]:
    """Return the figures that a record is counted in, latest first: up the thread."""
    found: QuerySet[StoredFigure] = (
        StoredFigure.objects.filter(members__record__in=record_ids)
        .distinct()
        .order_by("-as_at", "figure", "-edition")
    )
    return found
