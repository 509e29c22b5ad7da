"""All writes about meetings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from frith.guard.access.models import Agency, Person
from frith.guard.acting import Acting
from frith.guard.audit.events import Act
from frith.guard.audit.recording import Recorded, act, write
from frith.publication.stored import document_text
from frith.vocabulary.faults import Fault, RowsRejected
from frith.work.governance.boards.models import Board
from frith.work.governance.boards.permissions import check_may_run
from frith.work.governance.boards.record_names import DECISION, ITEM, MEETING, MINUTE, event_of
from frith.work.governance.meetings import minutes_document
from frith.work.governance.meetings.models import (
    AgendaItem,
    AgreedMinutes,
    Attendance,
    Came,
    Conflict,
    Decision,
    Evidence,
    Exemption,
    ItemPaper,
    Meeting,
    MeetingKind,
    MeetingState,
    Minute,
    Purpose,
)
from frith.work.governance.meetings.queries import items_of
from frith.work.governance.meetings.states import check_may_be_minuted, check_next


@dataclass(frozen=True, slots=True, kw_only=True)
class Rests:
    """What a decision rests on: a finding of an assessment, or a figure, in the words that it has.

    ``public`` says that it was published: anything else stays out of what the public reads.
    """

    kind: str
    reference: str
    words: str
    source: str = ""
    edition: int = 1
    public: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """Whether an agency came and who for it: somebody with an account, or a name. ``senior`` as regulation 12 asks."""

    agency: Agency
    came: Came
    person: Person | None = None
    name: str = ""
    senior: bool = False


@act
def plan_meeting(
    *,
    by: Acting,
    board: Board,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    place: str,
    kind: MeetingKind = MeetingKind.MEETING,
    state: MeetingState = MeetingState.PLANNED,
    key: UUID | None = None,
) -> Meeting:
    """Put a meeting of a board into the calendar. Raises Refused, or RowsRejected with every fault.

    ``state`` is how far a meeting had come that took place before it was written down here; minutes that were agreed
    then are kept elsewhere, and its record is closed.
    """
    check_may_run(by, board)
    held: Meeting | None = Meeting.objects.filter(pk=key, board=board).first() if key else None
    if held:
        return held
    faults = [*_faults_of_meeting(title, starts_at, ends_at, place), *_faults_of_state(by, state, starts_at)]
    _raise(faults)
    made = Meeting(
        id=key or uuid4(),
        board=board,
        kind=kind.value,
        title=title.strip(),
        starts_at=starts_at,
        ends_at=ends_at,
        place=place.strip(),
        state=state.value,
    )
    write(made, event=event_of(by, Act.COLLECTED, board, MEETING, made.pk, detail={"board": str(board.pk)}))
    return made


@act
def change_meeting(
    *,
    by: Acting,
    meeting: Meeting,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    place: str,
    read_with: int | None = None,
    publicised_before: str = "",
    publicised_after: str = "",
) -> Meeting:
    """Change when and where a meeting is, and how a public one was made known. Raises as :func:`plan_meeting` does.

    Raises ChangedMeanwhile if somebody else changed it since it was read.
    """
    check_may_run(by, meeting.board)
    _raise(_faults_of_meeting(title, starts_at, ends_at, place))
    meeting.title, meeting.place = title.strip(), place.strip()
    meeting.starts_at, meeting.ends_at = starts_at, ends_at
    meeting.publicised_before, meeting.publicised_after = publicised_before.strip(), publicised_after.strip()
    return _changed(by, meeting, read_with)


@act
def go_on(*, by: Acting, meeting: Meeting, state: MeetingState, read_with: int | None = None) -> Meeting:
    """Let a meeting go on to its next state, other than agreed minutes. Raises Refused, or RowsRejected."""
    check_may_run(by, meeting.board)
    if meeting.state == state.value:
        return meeting
    if state is MeetingState.AGREED:
        return agree_minutes(by=by, meeting=meeting).meeting
    check_next(meeting, state)
    if state is MeetingState.AGENDA_SENT and not meeting.items.exists():
        raise RowsRejected(Fault("governance.agenda-empty", "the agenda has no items yet", "state"))
    meeting.state = state.value
    return _changed(by, meeting, read_with, state=state.value)


def _changed(by: Acting, meeting: Meeting, read_with: int | None, **detail: str | int) -> Meeting:
    if read_with is not None:
        meeting.lock = read_with
    write(meeting, event=event_of(by, Act.ALTERED, meeting.board, MEETING, meeting.pk, detail=detail))
    return meeting


@act
def add_item(
    *,
    by: Acting,
    meeting: Meeting,
    title: str,
    purpose: Purpose,
    presenter: str = "",
    minutes_planned: int = 10,
    exempt: Exemption = Exemption.NONE,
    key: UUID | None = None,
) -> AgendaItem:
    """Add an item at the end of an agenda. Raises Refused, or RowsRejected."""
    check_may_run(by, meeting.board)
    check_may_be_minuted(meeting)
    held: AgendaItem | None = AgendaItem.objects.filter(pk=key, meeting=meeting).first() if key else None
    if held:
        return held
    _raise([] if title.strip() else [Fault("governance.item-title", "an item needs a title", "title")])
    last = meeting.items.order_by("-position").first()
    item = AgendaItem(
        id=key or uuid4(),
        meeting=meeting,
        position=last.position + 1 if last else 1,
        title=title.strip(),
        purpose=purpose.value,
        presenter=presenter.strip(),
        minutes_planned=minutes_planned,
        exempt=exempt.value,
    )
    detail: dict[str, str | int] = {"meeting": str(meeting.pk)}
    write(item, event=event_of(by, Act.COLLECTED, meeting.board, ITEM, item.pk, detail=detail))
    return item


@act
def change_item(
    *,
    by: Acting,
    item: AgendaItem,
    title: str,
    purpose: Purpose,
    presenter: str,
    minutes_planned: int,
    exempt: Exemption,
    read_with: int | None = None,
) -> AgendaItem:
    """Change an item. Raises Refused, RowsRejected, or ChangedMeanwhile."""
    check_may_run(by, item.meeting.board)
    check_may_be_minuted(item.meeting)
    _raise([] if title.strip() else [Fault("governance.item-title", "an item needs a title", "title")])
    item.title, item.purpose, item.presenter = title.strip(), purpose.value, presenter.strip()
    item.minutes_planned, item.exempt = minutes_planned, exempt.value
    if read_with is not None:
        item.lock = read_with
    write(item, event=event_of(by, Act.ALTERED, item.meeting.board, ITEM, item.pk))
    return item


@act
def move_item(*, by: Acting, item: AgendaItem, earlier: bool) -> None:
    """Move an item one place earlier or later on the agenda; at the end of it nothing moves. Raises Refused."""
    check_may_run(by, item.meeting.board)
    check_may_be_minuted(item.meeting)
    order = "-position" if earlier else "position"
    side = {"position__lt": item.position} if earlier else {"position__gt": item.position}
    other: AgendaItem | None = item.meeting.items.filter(**side).order_by(order).first()
    if other is None:
        return
    item.position, other.position = other.position, item.position
    write(item, other, event=event_of(by, Act.ALTERED, item.meeting.board, ITEM, item.pk))


@act
def put_paper(*, by: Acting, item: AgendaItem, kind: str, reference: str, title: str) -> ItemPaper:
    """Put a paper that was issued here, or an assessment that was made here, to an item. Raises Refused."""
    check_may_run(by, item.meeting.board)
    held: ItemPaper | None = item.papers.filter(kind=kind, reference=reference).first()
    if held:
        return held
    made = ItemPaper(item=item, kind=kind, reference=reference, title=title)
    detail: dict[str, str | int] = {kind: reference[:80]}
    write(made, event=event_of(by, Act.ALTERED, item.meeting.board, ITEM, item.pk, detail=detail))
    return made


@act
def note_attendance(*, by: Acting, meeting: Meeting, noted: Sequence[Noted]) -> None:
    """Note which agencies came, and who for them; noting one again changes what was noted. Raises Refused."""
    check_may_run(by, meeting.board)
    check_may_be_minuted(meeting)
    held = {(row.agency_id, row.name): row for row in meeting.attendance.all()}
    rows: list[Recorded] = []
    for each in noted:
        called = each.person.name if each.person else each.name.strip()
        row = held.get((each.agency.pk, called)) or Attendance(
            meeting=meeting, agency=each.agency, person=each.person, name=called
        )
        if (row.came, row.senior) != (each.came.value, each.senior):
            row.came, row.senior = each.came.value, each.senior
            rows.append(row)
    if rows:
        detail: dict[str, str | int] = {"attendance": len(rows)}
        write(*rows, event=event_of(by, Act.ALTERED, meeting.board, MEETING, meeting.pk, detail=detail))


@act
def declare_conflict(
    *, by: Acting, meeting: Meeting, name: str, nature: str, left: bool, item: AgendaItem | None = None
) -> Conflict:
    """Record a conflict of interest, and whether who declared it left. Raises Refused, or RowsRejected."""
    check_may_run(by, meeting.board)
    check_may_be_minuted(meeting)
    empty = [
        Fault(f"governance.conflict-{what}", f"say {words}", what)
        for what, words, said in (("name", "who declared it", name), ("nature", "what it is", nature))
        if not said.strip()
    ]
    _raise(empty)
    made = Conflict(
        meeting=meeting,
        item=item,
        name=name.strip(),
        nature=nature.strip(),
        left=left,
        recorded_at=by.business_now,
    )
    write(
        made,
        event=event_of(by, Act.COLLECTED, meeting.board, MEETING, meeting.pk, purpose="conflict declared"),
    )
    return made


@act
def save_minute(*, by: Acting, item: AgendaItem, text: str, read_with: int | None) -> Minute:
    """Save what was minuted of an item so far. ``read_with`` is the lock it was read with, 0 if there was none yet.

    What somebody typed is never thrown away: if another saved meanwhile, ChangedMeanwhile says so, and the page shows
    both. The same text again is no change. Raises Refused, or RowsRejected.
    """
    check_may_run(by, item.meeting.board)
    check_may_be_minuted(item.meeting)
    held: Minute | None = Minute.objects.filter(pk=item.pk).first()
    if held and held.text == text:
        return held
    minute = held or Minute(item=item)
    if held:
        minute.lock = held.lock if read_with is None else read_with
    minute.text, minute.taken_by, minute.saved_at = text, by.person, by.business_now
    write(minute, event=event_of(by, Act.ALTERED, item.meeting.board, MINUTE, item.pk))
    return minute


@act
def take_decision(
    *,
    by: Acting,
    item: AgendaItem,
    text: str,
    evidence: Sequence[Rests] = (),
    replaces: Decision | None = None,
    key: UUID | None = None,
) -> Decision:
    """Record a decision with what it rests on. Raises Refused, or RowsRejected."""
    board = item.meeting.board
    check_may_run(by, board)
    check_may_be_minuted(item.meeting)
    held: Decision | None = Decision.objects.filter(pk=key, board=board).first() if key else None
    if held:
        return held
    _raise([] if text.strip() else [Fault("governance.decision-text", "say what was decided", "text")])
    last = Decision.objects.filter(board=board).order_by("-number").first()
    made = Decision(
        id=key or uuid4(),
        item=item,
        board=board,
        number=last.number + 1 if last else 1,
        text=text.strip(),
        replaces=replaces,
        recorded_at=by.business_now,
        recorded_by=by.person,
    )
    rows: list[Recorded] = [made]
    rows += [
        Evidence(
            decision=made,
            kind=each.kind,
            source=each.source,
            reference=each.reference,
            edition=each.edition,
            words=each.words,
            public=each.public,
        )
        for each in evidence
    ]
    write(
        *rows, event=event_of(by, Act.COLLECTED, board, DECISION, made.pk, detail={"evidence": len(evidence)})
    )
    return made


@act
def add_evidence(*, by: Acting, decision: Decision, rests: Rests) -> Evidence:
    """Add something that a decision rests on, while its meeting's record is open. Raises Refused, or RowsRejected."""
    check_may_run(by, decision.board)
    check_may_be_minuted(decision.item.meeting)
    held: Evidence | None = decision.evidence.filter(
        kind=rests.kind, source=rests.source, reference=rests.reference
    ).first()
    if held:
        return held
    made = Evidence(
        decision=decision,
        kind=rests.kind,
        source=rests.source,
        reference=rests.reference,
        edition=rests.edition,
        words=rests.words,
        public=rests.public,
    )
    event = event_of(
        by, Act.ALTERED, decision.board, DECISION, decision.pk, detail={rests.kind: rests.reference[:80]}
    )
    write(made, event=event)
    return made


@act
def agree_minutes(*, by: Acting, meeting: Meeting) -> AgreedMinutes:
    """Close the record of a meeting: its minutes are kept as they stand, whole and as the public may read them.

    A sealed board has no public minutes. Agreeing twice gives the minutes that there are. Raises Refused, or
    RowsRejected if the meeting was not held.
    """
    check_may_run(by, meeting.board)
    held: AgreedMinutes | None = meeting.agreed.order_by("-edition").first()
    if held and meeting.state == MeetingState.AGREED:
        return held
    check_next(meeting, MeetingState.AGREED)
    meeting.state = MeetingState.AGREED.value
    items = items_of(meeting)
    whole = minutes_document.minutes(meeting, items, by.today, public=False)
    public = (
        ""
        if meeting.board.sealed
        else document_text(minutes_document.minutes(meeting, items, by.today, public=True))
    )
    made = AgreedMinutes(
        meeting=meeting, edition=1, whole=document_text(whole), public=public, agreed_at=by.business_now
    )
    write(
        meeting,
        made,
        event=event_of(by, Act.PUBLISHED, meeting.board, MEETING, meeting.pk, purpose="minutes agreed"),
    )
    return made


def _faults_of_meeting(title: str, starts_at: datetime, ends_at: datetime, place: str) -> Iterable[Fault]:
    if not title.strip():
        yield Fault("governance.meeting-title", "a meeting needs a title", "title")
    if not place.strip():
        yield Fault("governance.meeting-place", "say where it is, or how to join", "place")
    if ends_at <= starts_at:
        yield Fault("governance.meeting-times", "a meeting ends after it begins", "ends")


def _faults_of_state(by: Acting, state: MeetingState, starts_at: datetime) -> Iterable[Fault]:
    if state in (MeetingState.HELD, MeetingState.AGREED) and starts_at > by.business_now:
        yield Fault(
            "governance.meeting-state",
            f"a meeting that is still to come cannot be “{state.label.lower()}”",
            "state",
            f"{MeetingState.PLANNED.label.lower()}, {MeetingState.CANCELLED.label.lower()}",
        )


def _raise(faults: Iterable[Fault]) -> None:
    found = tuple(faults)
    if found:
        raise RowsRejected(*found)
