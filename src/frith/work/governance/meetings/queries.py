"""All reads of meetings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from frith.guard import business_clock
from frith.guard.acting import Acting
from frith.guard.audit.events import Act
from frith.guard.audit.recording import act, record
from frith.publication.document import Document
from frith.publication.stored import document_from
from frith.vocabulary.agencies import LegalRole
from frith.vocabulary.faults import Fault, UnknownName
from frith.work.governance.actions.models import Action
from frith.work.governance.boards.models import Board, TermsOfReference
from frith.work.governance.boards.record_names import MEETING, event_of
from frith.work.governance.meetings import minutes_document
from frith.work.governance.meetings.models import (
    AgendaItem,
    AgreedMinutes,
    Attendance,
    Came,
    Conflict,
    Decision,
    Evidence,
    Meeting,
    MeetingState,
    Minute,
)
from frith.work.governance.meetings.scopes import decision_scope, meeting_scope
from frith.work.governance.partnerships.models import AgencyPart, in_force

CAME = (Came.PRESENT.value, Came.DEPUTY.value)


@dataclass(frozen=True, slots=True)
class Quorum:
    """Whether a meeting had its quorum by the terms that held then, and in which words to say so."""

    met: bool
    words: str


def meetings_visible_to(by: Acting) -> QuerySet[Meeting]:
    """Return the meetings that this person may see, earliest first."""
    return meeting_scope(by).of(Meeting.objects.select_related("board")).order_by("starts_at", "title")


def upcoming(by: Acting) -> QuerySet[Meeting]:
    """Return the meetings that are still to come, or that end today or later."""
    start = business_clock.at_noon(by.today).replace(hour=0)
    return meetings_visible_to(by).filter(ends_at__gte=start).exclude(state=MeetingState.CANCELLED)


def past(by: Acting) -> QuerySet[Meeting]:
    """Return the meetings that are over, latest first."""
    return meetings_visible_to(by).filter(ends_at__lt=by.business_now).order_by("-starts_at", "title")


def meetings_of(by: Acting, board: Board) -> QuerySet[Meeting]:
    """Return the meetings of a board that this person may see, latest first."""
    return meetings_visible_to(by).filter(board=board).order_by("-starts_at")


@act
def meeting(*, by: Acting, key: UUID) -> Meeting:
    """Open a meeting. Raises Refused, with the same words if it is absent or not theirs to see."""
    found: Meeting = meeting_scope(by).one(Meeting.objects.select_related("board__partnership"), key)
    if found.board.sealed:
        record(event_of(by, Act.CONSULTED, found.board, MEETING, found.pk))
    return found


def item_of(found: Meeting, key: UUID) -> AgendaItem:
    """Return an item of a meeting. Raises UnknownName if it has none with this key."""
    item: AgendaItem | None = found.items.select_related("meeting__board").filter(pk=key).first()
    if item is None:
        raise UnknownName(Fault("governance.item", "this meeting has no such item", given=str(key)))
    return item


def items_of(found: Meeting) -> list[AgendaItem]:
    """Return the items of a meeting in order, with their minutes, papers, decisions with evidence, and actions."""
    standing = Decision.objects.filter(replaced_by__isnull=True).order_by("number")
    evidence = Evidence.objects.order_by("kind", "reference")
    items: QuerySet[AgendaItem] = found.items.select_related("minute").prefetch_related(
        "papers",
        "conflicts",
        Prefetch("decisions", queryset=standing.prefetch_related(Prefetch("evidence", queryset=evidence))),
        Prefetch("actions", queryset=Action.objects.select_related("agency", "owner").order_by("number")),
    )
    return list(items.order_by("position"))


def minute_of(item: AgendaItem) -> Minute:
    """Return what is minuted of an item now. The item came through the scope of its meeting."""
    found: Minute = Minute.objects.get(pk=item.pk)
    return found


def attendance_at(meetings: QuerySet[Meeting]) -> QuerySet[Attendance]:
    """Return whose attendance was noted at any of some meetings."""
    noted: QuerySet[Attendance] = Attendance.objects.filter(meeting__in=meetings.order_by().values("pk"))
    return noted


def attendance_of(found: Meeting) -> QuerySet[Attendance]:
    """Return who came to a meeting, by agency."""
    noted: QuerySet[Attendance] = found.attendance.select_related("agency", "person")
    return noted.order_by("agency__name", "name")


def conflicts_of(found: Meeting) -> QuerySet[Conflict]:
    """Return the conflicts of interest that were declared, in order."""
    declared: QuerySet[Conflict] = found.conflicts.select_related("item").order_by("recorded_at")
    return declared


def quorum_of(found: Meeting) -> Quorum | None:
    """Return whether a meeting had its quorum; None if nobody's attendance was noted, or no terms held."""
    terms: TermsOfReference | None = (
        found.board.terms.filter(agreed_on__lte=found.starts_at.date()).order_by("-edition").first()
    )
    came = [each for each in found.attendance.all() if each.came in CAME]
    if terms is None or not found.attendance.exists():
        return None
    day = business_clock.day_of(found.starts_at)
    authorities = authorities_among({each.agency_id for each in came}, found.board, day)
    met = len(came) >= terms.quorum and len(authorities) >= terms.quorum_authorities
    needed = f"{terms.quorum} needed"
    if terms.quorum_authorities:
        needed += f", from {terms.quorum_authorities} responsible authorities"
    return Quorum(met, f"{len(came)} came, from {len(authorities)} responsible authorities ({needed})")


def authorities_among(agencies: set[UUID], board: Board, day: date) -> set[UUID]:
    """Return which of some agencies were responsible authorities of a board's partnership on a day."""
    parts = AgencyPart.objects.filter(
        in_force(day),
        partnership=board.partnership_id,
        role=LegalRole.RESPONSIBLE.value,
        agency__in=agencies,
    )
    return set(parts.values_list("agency", flat=True))


def decisions_visible_to(by: Acting) -> QuerySet[Decision]:
    """Return the decisions that stand and that this person may see, latest first."""
    found = Decision.objects.filter(replaced_by__isnull=True).select_related("board", "item__meeting")
    return decision_scope(by).of(found).order_by("-recorded_at", "-number")


@act
def decision(*, by: Acting, key: UUID) -> Decision:
    """Open a decision. Raises Refused, with the same words if it is absent or not theirs to see."""
    found: Decision = decision_scope(by).one(Decision.objects.select_related("board", "item__meeting"), key)
    return found


def evidence_of(found: Decision) -> QuerySet[Evidence]:
    """Return what a decision rests on."""
    rests: QuerySet[Evidence] = found.evidence.order_by("kind", "reference")
    return rests


def decisions_resting_on(by: Acting, kind: str, reference: str) -> QuerySet[Decision]:
    """Return the decisions that this person may see and that rest on a finding or a figure: up the thread."""
    resting = Evidence.objects.filter(kind=kind, reference=reference).values("decision")
    return decisions_visible_to(by).filter(pk__in=resting)


def agreed_minutes(found: Meeting) -> AgreedMinutes | None:
    """Return the minutes as they were agreed, or None."""
    agreed: AgreedMinutes | None = found.agreed.order_by("-edition").first()
    return agreed


def minutes_of(found: Meeting, as_at: date, *, public: bool = False) -> Document:
    """Return the minutes as a document: as they were agreed, or as they stand now. ``public`` holds exempt items back.

    Raises UnknownName if there are none for the public: they are public once they are agreed, and never of sealed
    boards.
    """
    agreed = agreed_minutes(found)
    if public and (agreed is None or not agreed.public):
        raise UnknownName(Fault("governance.minutes-public", "there are no minutes for the public here"))
    if agreed:
        return document_from(agreed.public if public else agreed.whole)
    return minutes_document.minutes(found, items_of(found), as_at, public=False)


def public_minutes_list() -> QuerySet[AgreedMinutes]:
    """Return the minutes that were agreed and may be read by everyone, latest meeting first."""
    found: QuerySet[AgreedMinutes] = AgreedMinutes.objects.exclude(public="").select_related("meeting__board")
    return found.order_by("-meeting__starts_at")


def held_between(board: Board, first: datetime, last: datetime) -> QuerySet[Meeting]:
    """Return the meetings that a board held within a time, for calculations."""
    found: QuerySet[Meeting] = board.meetings.filter(
        starts_at__range=(first, last), state__in=[MeetingState.HELD, MeetingState.AGREED]
    )
    return found
