"""All reads of plans and priorities. Who sees a partnership sees its plans; published summaries are for everyone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from frith.guard.access.scopes import Ground, Scope
from frith.guard.acting import Acting
from frith.guard.audit.recording import act
from frith.publication.document import Document
from frith.publication.stored import document_from
from frith.vocabulary.faults import Fault, Refused
from frith.work.governance.meetings.models import Decision
from frith.work.governance.meetings.queries import decisions_visible_to
from frith.work.governance.partnerships.models import Partnership
from frith.work.governance.partnerships.scopes import partnership_scope
from frith.work.governance.strategy.models import (
    Change,
    Measure,
    Plan,
    Priority,
    PriorityChange,
    PublishedSummary,
    Step,
    StepState,
)

PLAN = Fault(
    "governance.plan-not-visible",
    "There is no plan here that you may see: people see the plans of the partnerships that their agency belongs to.",
    remedy="Check the address, or read the summaries that were published.",
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A priority in a plan: what last happened to it there, and how many of its steps are done."""

    priority: Priority
    change: PriorityChange
    steps: int
    done: int


def _scope(by: Acting) -> Scope:
    """Return what somebody may see of plans and priorities: what they may see of the partnership."""
    grounds = partnership_scope(by).grounds
    return Scope(
        tuple(
            Ground(each.code, each.sentence, Q(partnership__in=Partnership.objects.filter(each.condition)))
            for each in grounds
        ),
        PLAN,
    )


def plans_visible_to(by: Acting) -> QuerySet[Plan]:
    """Return the plans that this person may see, latest first."""
    return _scope(by).of(Plan.objects.select_related("partnership")).order_by("-first_year", "title")


def priorities_visible_to(by: Acting) -> QuerySet[Priority]:
    """Return the priorities that this person may see, by title."""
    return _scope(by).of(Priority.objects.select_related("partnership")).order_by("title")


@act
def plan(*, by: Acting, key: UUID) -> Plan:
    """Open a plan. Raises Refused, with the same words if it is absent or not theirs to see."""
    found: Plan = _scope(by).one(Plan.objects.select_related("partnership", "decision__board"), key)
    return found


@act
def priority(*, by: Acting, key: UUID) -> Priority:
    """Open a priority. Raises Refused, with the same words if it is absent or not theirs to see."""
    found: Priority = _scope(by).one(Priority.objects.select_related("partnership", "lead", "board"), key)
    return found


def standings(found: Plan) -> list[Standing]:
    """Return the priorities of a plan with what last happened to each in it, those it has first."""
    latest = PriorityChange.objects.filter(plan=found, priority=OuterRef("priority")).order_by("-number")
    changes = (
        PriorityChange.objects.filter(pk=Subquery(latest.values("pk")[:1]), plan=found)
        .select_related("priority__lead", "priority__board", "decision__board")
        .order_by("priority__title")
    )
    steps = list(found.steps.values_list("priority", "state"))
    made = [
        Standing(
            change.priority,
            change,
            sum(1 for key, _ in steps if key == change.priority_id),
            sum(1 for key, state in steps if key == change.priority_id and state == StepState.DONE),
        )
        for change in changes
    ]
    return sorted(made, key=lambda each: each.change.what == Change.DROPPED)


def measures_of(priorities: Iterable[Priority]) -> QuerySet[Measure]:
    """Return the measures of some priorities with their indicators, by the indicator's title."""
    found: QuerySet[Measure] = Measure.objects.filter(priority__in=list(priorities))
    return found.select_related("indicator").order_by("indicator__title")


def current_plan(by: Acting, partnership: Partnership, year: int) -> Plan | None:
    """Return the plan of a financial year that this person may see."""
    return (
        plans_visible_to(by)
        .filter(partnership=partnership, first_year__lte=year, last_year__gte=year)
        .first()
    )


def history_of(found: Priority) -> QuerySet[PriorityChange]:
    """Return how a priority came and went, latest first."""
    changes: QuerySet[PriorityChange] = found.changes.select_related("plan", "decision__board")
    return changes.order_by("-number")


def steps_of(found: Plan) -> QuerySet[Step]:
    """Return the steps of a plan, by priority and the day by which they are due."""
    steps: QuerySet[Step] = found.steps.select_related("priority", "agency").order_by(
        "priority__title", "due_on"
    )
    return steps


@act
def step(*, by: Acting, key: UUID) -> Step:
    """Open a step of a plan that this person may see. Raises Refused."""
    visible = plans_visible_to(by).values("pk")
    found: Step | None = (
        Step.objects.filter(pk=key, plan__in=visible)
        .select_related("plan__partnership", "priority", "agency")
        .first()
    )
    if found is None:
        raise Refused(PLAN)
    return found


def summaries_published() -> QuerySet[PublishedSummary]:
    """Return the summaries that were published, latest first. They are for everyone."""
    found: QuerySet[PublishedSummary] = PublishedSummary.objects.select_related("plan__partnership")
    return found.order_by("-published_on", "-number")


def document_of(found: PublishedSummary) -> Document:
    """Return a summary as it was published."""
    return document_from(found.document)


def priorities_resting_on(by: Acting, kind: str, reference: str) -> QuerySet[Priority]:
    """Return the priorities that this person may see and that a finding or figure justifies: up the thread."""
    return (
        _scope(by)
        .of(Priority.objects.filter(reasons__kind=kind, reasons__reference=reference))
        .distinct()
        .order_by("title")
    )


def decisions_of(by: Acting, partnership: Partnership) -> QuerySet[Decision]:
    """Return the decisions of a partnership's open boards that this person may see, for choosing one."""
    return decisions_visible_to(by).filter(board__partnership=partnership, board__sealed=False)
