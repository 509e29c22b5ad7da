"""All writes about actions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from frith.guard.access.models import Agency, Person
from frith.guard.acting import Acting
from frith.guard.audit.events import Act
from frith.guard.audit.recording import act, write
from frith.vocabulary.faults import Fault, RowsRejected
from frith.work.governance.actions import permissions
from frith.work.governance.actions.models import CLOSED, UNDONE, Action, ActionState, Progress
from frith.work.governance.boards.models import Board
from frith.work.governance.boards.permissions import check_may_run
from frith.work.governance.boards.record_names import ACTION, event_of
from frith.work.governance.meetings.models import AgendaItem
from frith.work.governance.partnerships.models import in_force


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What became of an action before it was written down here: when it was given and first due, and how it ended."""

    given_on: date
    first_due_on: date
    state: ActionState = ActionState.OPEN
    closed_on: date | None = None
    reason: str = ""


@act
def give_action(
    *,
    by: Acting,
    board: Board,
    words: str,
    agency: Agency,
    due_on: date,
    owner: Person | None = None,
    item: AgendaItem | None = None,
    before: Before | None = None,
    key: UUID | None = None,
) -> Action:
    """Give an action to an agency, and to one of its people if it is known who. Raises Refused, or RowsRejected.

    ``before`` is what became of one that was given elsewhere, earlier; without it the action is given today.
    """
    check_may_run(by, board)
    held: Action | None = Action.objects.filter(pk=key, board=board).first() if key else None
    if held:
        return held
    stood = before or Before(given_on=by.today, first_due_on=due_on)
    faults = [*_faults(by, board, words, agency, owner), *faults_of_before(stood, due_on, by.today)]
    if faults:
        raise RowsRejected(*faults)
    last = Action.objects.filter(board=board).order_by("-number").first()
    action = Action(
        id=key or uuid4(),
        board=board,
        item=item,
        number=last.number + 1 if last else 1,
        words=words.strip(),
        agency=agency,
        owner=owner,
        given_on=stood.given_on,
        due_on=due_on,
        first_due_on=stood.first_due_on,
        state=stood.state.value,
        reason=stood.reason.strip() if stood.state in UNDONE else "",
        closed_on=stood.closed_on,
    )
    detail: dict[str, str | int] = {"board": str(board.pk), "agency": str(agency.pk)}
    write(action, event=event_of(by, Act.COLLECTED, board, ACTION, action.pk, detail=detail))
    return action


@act
def report_progress(
    *,
    by: Acting,
    action: Action,
    state: ActionState,
    words: str = "",
    due_on: date | None = None,
    read_with: int | None = None,
) -> Action:
    """Say how an action goes, move the day by which it is due, close it, or open it again.

    An action that was not done says why: circumstances changed, or it was not done. Raises Refused; RowsRejected;
    ChangedMeanwhile if somebody else reported since it was read.
    """
    permissions.check_may_report(by, action)
    faults = []
    if state in UNDONE and not words.strip():
        faults.append(Fault("governance.action-reason", "say why it was not done", "words"))
    if state is ActionState.OPEN and not words.strip() and (due_on or action.due_on) == action.due_on:
        faults.append(Fault("governance.action-progress", "say how it goes, or when it is due now", "words"))
    if due_on and due_on < action.given_on:
        faults.append(Fault("governance.action-due", "an action cannot be due before it was given", "due_on"))
    if faults:
        raise RowsRejected(*faults)
    if read_with is not None:
        action.lock = read_with
    action.state = state.value
    action.due_on = due_on or action.due_on
    action.closed_on = by.today if state.value in CLOSED else None
    action.reason = words.strip() if state in UNDONE else ""
    said = Progress(
        action=action,
        words=words.strip(),
        state=state.value,
        due_on=action.due_on,
        recorded_at=by.business_now,
        recorded_by=by.person,
    )
    event = event_of(by, Act.ALTERED, action.board, ACTION, action.pk, detail={"state": state.value})
    write(action, said, event=event)
    return action


@act
def change_owner(*, by: Acting, action: Action, owner: Person | None, agency: Agency) -> Action:
    """Hand an action over to somebody else, or to another agency. Raises Refused, or RowsRejected."""
    check_may_run(by, action.board)
    faults = list(_faults(by, action.board, action.words, agency, owner))
    if action.due_on < by.today:
        faults.append(_due_before())
    if faults:
        raise RowsRejected(*faults)
    action.owner, action.agency = owner, agency
    detail: dict[str, str | int] = {"owner": str(owner.pk) if owner else "", "agency": str(agency.pk)}
    write(action, event=event_of(by, Act.ALTERED, action.board, ACTION, action.pk, detail=detail))
    return action


def faults_of_before(before: Before, due_on: date, today: date) -> Iterable[Fault]:
    """Yield what cannot be of the days and the end of an action, seen from a day."""
    if min(due_on, before.first_due_on) < before.given_on:
        yield _due_before()
    if before.given_on > today:
        yield Fault("governance.action-given", "an action cannot have been given in the future", "given_on")
    if (before.state is ActionState.OPEN) != (before.closed_on is None):
        yield Fault(
            "governance.action-closed",
            "an action that is closed, and no other, has a day on which it was",
            "closed_on",
        )
    elif before.closed_on and not before.given_on <= before.closed_on <= today:
        yield Fault(
            "governance.action-closed",
            "an action is closed after it was given, and not in the future",
            "closed_on",
        )
    if before.state in UNDONE and not before.reason.strip():
        yield Fault("governance.action-reason", "say why it was not done", "reason")


def _due_before() -> Fault:
    return Fault("governance.action-due", "an action cannot be due before it is given", "due_on")


def _faults(by: Acting, board: Board, words: str, agency: Agency, owner: Person | None) -> Iterable[Fault]:
    if not words.strip():
        yield Fault("governance.action-words", "say what is to be done", "words")
    if owner and owner.agency_id != agency.pk:
        yield Fault("governance.action-owner", f"{owner.name} does not work for {agency.name}", "owner")
    seats = board.members.filter(in_force(by.today))
    if board.sealed and owner and not seats.filter(person=owner).exists():
        yield Fault(
            "governance.action-owner", f"{owner.name} does not sit on this board, which is sealed", "owner"
        )
