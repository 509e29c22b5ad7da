"""Operations of plans and priorities."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from frith.guard.access.tokens.reach import Reach
from frith.website.api.asking import Lines, Listed, Opened, PageAsked, page_of, reads
from frith.website.api.bearer import acting_of
from frith.work.governance.strategy import queries

AREA = "governance"
router = Router()


class PlanTold(Schema):
    """A partnership plan, for financial years by the April in which they begin."""

    id: UUID
    partnership_id: UUID
    partnership_name: str = Field(alias="partnership.name")
    title: str
    first_year: int
    last_year: int
    agreed_on: date | None


class StandingTold(Schema):
    """A priority in a plan: what last happened to it there, and how many of its steps are done."""

    priority_id: UUID = Field(alias="priority.id")
    title: str = Field(alias="priority.title")
    lead: str = Field(alias="priority.lead.name")
    what: str = Field(alias="change.what")
    reason: str = Field(alias="change.reason")
    steps: int
    done: int


class StepTold(Schema):
    """A step that an authority takes for a priority."""

    id: UUID
    priority_id: UUID
    words: str
    agency_name: str = Field(alias="agency.name")
    due_on: date
    state: str
    said: str


class PlanWhole(PlanTold):
    """A plan with what it sets out, its priorities and its steps."""

    strategy: str
    resources: str
    community: str
    priorities: list[StandingTold]
    steps: list[StepTold]


class PriorityTold(Schema):
    """Something that a partnership puts first."""

    id: UUID
    partnership_id: UUID
    partnership_name: str = Field(alias="partnership.name")
    title: str
    aim: str
    success: str


class ReasonTold(Schema):
    """A finding or figure that justifies a priority, in the words that it had."""

    kind: str
    source: str
    reference: str
    edition: int
    words: str


class ChangeTold(Schema):
    """That a priority was added to a plan, kept, changed or dropped, and why."""

    plan_id: UUID
    plan_title: str = Field(alias="plan.title")
    what: str
    reason: str
    on: date


class PriorityWhole(PriorityTold):
    """A priority with who leads it, why it is one, the indicators that measure it, and how it came and went."""

    lead: str = Field(alias="lead.name")
    reasons: list[ReasonTold]
    indicators: list[str]
    history: list[ChangeTold]


@reads(router, "/plans", Listed[PlanTold], Reach.READ_GOVERNANCE)
def list_plans(request: HttpRequest, asked: Query[PageAsked]) -> Lines:
    """List the plans of the partnerships that you may see, latest first."""
    return page_of(queries.plans_visible_to(acting_of(request)), asked)


@reads(router, "/plans/{key}", PlanWhole, Reach.READ_GOVERNANCE)
def get_plan(request: HttpRequest, key: UUID) -> Opened:
    """Open a plan."""
    found = queries.plan(by=acting_of(request), key=key)
    return Opened(found, priorities=queries.standings(found), steps=list(queries.steps_of(found)))


@reads(router, "/priorities", Listed[PriorityTold], Reach.READ_GOVERNANCE)
def list_priorities(request: HttpRequest, asked: Query[PageAsked]) -> Lines:
    """List the priorities of the partnerships that you may see, by title."""
    return page_of(queries.priorities_visible_to(acting_of(request)), asked)


@reads(router, "/priorities/{key}", PriorityWhole, Reach.READ_GOVERNANCE)
def get_priority(request: HttpRequest, key: UUID) -> Opened:
    """Open a priority."""
    found = queries.priority(by=acting_of(request), key=key)
    return Opened(
        found,
        reasons=list(found.reasons.order_by("kind", "reference")),
        indicators=list(found.measures.order_by("indicator").values_list("indicator", flat=True)),
        history=list(queries.history_of(found)),
    )
