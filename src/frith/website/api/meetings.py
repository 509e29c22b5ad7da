"""Operations of meetings and decisions."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from frith.guard.access.tokens.reach import Reach
from frith.website.api.asking import Lines, Listed, Opened, PageAsked, page_of, reads
from frith.website.api.bearer import acting_of
from frith.work.governance.meetings import queries
from frith.work.governance.meetings.models import AgendaItem

AREA = "governance"
router = Router()


class MeetingTold(Schema):
    """A meeting of a board, and how far it has come."""

    id: UUID
    board_id: UUID
    board_name: str = Field(alias="board.name")
    kind: str
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    state: str


class DecisionOfItem(Schema):
    """A decision as it was taken."""

    id: UUID
    number: int
    text: str
    recorded_at: datetime


class ActionOfItem(Schema):
    """An action that was given at an item."""

    id: UUID
    number: int
    words: str
    agency_name: str = Field(alias="agency.name")
    due_on: date
    state: str


class ItemTold(Schema):
    """An item of an agenda, with what was minuted, decided and given to somebody to do."""

    id: UUID
    position: int
    title: str
    purpose: str
    presenter: str
    exempt: str
    minute: str
    decisions: list[DecisionOfItem]
    actions: list[ActionOfItem]

    @staticmethod
    def resolve_minute(item: AgendaItem) -> str:
        """Return what was minuted, which may be nothing yet."""
        return item.minute.text if hasattr(item, "minute") else ""

    @staticmethod
    def resolve_decisions(item: AgendaItem) -> list[object]:
        """Return the decisions that stand."""
        return list(item.decisions.all())

    @staticmethod
    def resolve_actions(item: AgendaItem) -> list[object]:
        """Return the actions."""
        return list(item.actions.all())


class AttendanceTold(Schema):
    """Whether an agency came, and who for it."""

    agency_name: str = Field(alias="agency.name")
    name: str
    came: str
    senior: bool


class QuorumTold(Schema):
    """Whether the meeting had its quorum, in words."""

    met: bool
    words: str


class MeetingWhole(MeetingTold):
    """A meeting with its agenda and who came."""

    items: list[ItemTold]
    attendance: list[AttendanceTold]
    quorum: QuorumTold | None


class DecisionTold(Schema):
    """A decision that stands."""

    id: UUID
    board_id: UUID
    board_name: str = Field(alias="board.name")
    meeting_id: UUID = Field(alias="item.meeting.id")
    meeting_title: str = Field(alias="item.meeting.title")
    item_title: str = Field(alias="item.title")
    number: int
    text: str
    recorded_at: datetime


class EvidenceTold(Schema):
    """What a decision rests on, in the words that it had then."""

    kind: str
    source: str
    reference: str
    edition: int
    words: str


class DecisionWhole(DecisionTold):
    """A decision with what it rests on."""

    evidence: list[EvidenceTold]


@reads(router, "/meetings", Listed[MeetingTold], Reach.READ_GOVERNANCE)
def list_meetings(request: HttpRequest, asked: Query[PageAsked]) -> Lines:
    """List the meetings that you may see, earliest first."""
    return page_of(queries.meetings_visible_to(acting_of(request)), asked)


@reads(router, "/meetings/{key}", MeetingWhole, Reach.READ_GOVERNANCE)
def get_meeting(request: HttpRequest, key: UUID) -> Opened:
    """Open a meeting."""
    found = queries.meeting(by=acting_of(request), key=key)
    return Opened(
        found,
        items=queries.items_of(found),
        attendance=list(queries.attendance_of(found)),
        quorum=queries.quorum_of(found),
    )


@reads(router, "/decisions", Listed[DecisionTold], Reach.READ_GOVERNANCE)
def list_decisions(request: HttpRequest, asked: Query[PageAsked]) -> Lines:
    """List the decisions that stand and that you may see, latest first."""
    return page_of(queries.decisions_visible_to(acting_of(request)), asked)


@reads(router, "/decisions/{key}", DecisionWhole, Reach.READ_GOVERNANCE)
def get_decision(request: HttpRequest, key: UUID) -> Opened:
    """Open a decision."""
    found = queries.decision(by=acting_of(request), key=key)
    return Opened(found, evidence=list(queries.evidence_of(found)))
