"""All writes about boards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4

from frith.guard.access.models import Person
from frith.guard.acting import Acting
from frith.guard.audit.events import Act
from frith.guard.audit.recording import Recorded, act, write
from frith.vocabulary.faults import Fault, RowsRejected
from frith.work.governance.boards import permissions
from frith.work.governance.boards.models import (
    RUNS_IT,
    Board,
    BoardKind,
    BoardMember,
    Capacity,
    ReportingLine,
    Strand,
    TermsOfReference,
)
from frith.work.governance.boards.record_names import BOARD, TERMS, event_of
from frith.work.governance.partnerships.models import Partnership, in_force
from frith.work.governance.partnerships.permissions import check_may_look_after


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What terms of reference say."""

    purpose: str
    meets: str
    quorum: int
    agreed_on: date
    membership: str = ""
    quorum_authorities: int = 0


@act
def add_board(
    *,
    by: Acting,
    partnership: Partnership,
    name: str,
    kind: BoardKind,
    starts: date,
    terms: Terms,
    chair: Person,
    secretary: Person | None = None,
    strand: Strand | None = None,
    sealed: bool = False,
    reports_to: Board | None = None,
    follows: Board | None = None,
    key: UUID | None = None,
) -> Board:
    """Set up a board with its terms of reference and its chair. A CONTEST group is sealed.

    Whoever sets up a sealed board sees it afterwards only if they sit on it. Raises Refused, or RowsRejected with every
    fault of what was given.
    """
    check_may_look_after(by, partnership)
    held: Board | None = Board.objects.filter(pk=key).first() if key else None
    if held:
        return held
    faults = [*_faults_of_board(partnership, name, kind, strand, starts), *_faults_of_terms(terms)]
    if faults:
        raise RowsRejected(*faults)
    board = Board(
        id=key or uuid4(),
        partnership=partnership,
        name=name.strip(),
        kind=kind.value,
        strand=strand.value if strand else "",
        sealed=sealed or kind is BoardKind.CONTEST,
        follows=follows,
        starts=starts,
    )
    rows: list[Recorded] = [board, _terms(board, terms, 1, by)]
    rows.append(BoardMember(board=board, person=chair, capacity=Capacity.CHAIR.value, starts=starts))
    if secretary and secretary != chair:
        rows.append(
            BoardMember(board=board, person=secretary, capacity=Capacity.SECRETARY.value, starts=starts)
        )
    if reports_to:
        rows.append(ReportingLine(board=board, to=reports_to, starts=starts))
    write(*rows, event=event_of(by, Act.COLLECTED, board, BOARD, board.pk))
    return board


@act
def agree_terms(*, by: Acting, board: Board, terms: Terms) -> TermsOfReference:
    """Keep new terms of reference beside the earlier ones. Raises Refused, or RowsRejected with every fault."""
    permissions.check_may_run(by, board)
    faults = list(_faults_of_terms(terms))
    if faults:
        raise RowsRejected(*faults)
    edition = board.terms.count() + 1
    made = _terms(board, terms, edition, by)
    write(made, event=event_of(by, Act.COLLECTED, board, TERMS, made.pk, detail={"board": str(board.pk)}))
    return made


@act
def add_member(
    *,
    by: Acting,
    board: Board,
    person: Person,
    capacity: Capacity,
    starts: date,
    deputy_for: BoardMember | None = None,
    key: UUID | None = None,
) -> BoardMember:
    """Let somebody sit on a board from a day on. Raises Refused, or RowsRejected if they do already or it is taken."""
    permissions.check_may_run(by, board)
    held: BoardMember | None = BoardMember.objects.filter(pk=key, board=board).first() if key else None
    if held:
        return held
    seats = board.members.filter(in_force(starts))
    faults = []
    if seats.filter(person=person).exists():
        faults.append(Fault("governance.seat-held", f"{person.name} sits on this board already", "person"))
    if capacity is Capacity.CHAIR and seats.filter(capacity=Capacity.CHAIR.value).exists():
        faults.append(
            Fault(
                "governance.chair-held",
                "the board has a chair",
                "capacity",
                "one chair at a time",
                remedy="End the present chair's seat first.",
            )
        )
    if (capacity is Capacity.DEPUTY) != (deputy_for is not None):
        faults.append(
            Fault("governance.deputy", "a deputy, and nobody else, stands in for a member", "deputy_for")
        )
    if faults:
        raise RowsRejected(*faults)
    made = BoardMember(
        id=key or uuid4(),
        board=board,
        person=person,
        capacity=capacity.value,
        deputy_for=deputy_for,
        starts=starts,
    )
    detail: dict[str, str | int] = {"person": str(person.pk), "capacity": capacity.value}
    write(made, event=event_of(by, Act.ALTERED, board, BOARD, board.pk, detail=detail))
    return made


@act
def end_seat(*, by: Acting, seat: BoardMember, on: date) -> BoardMember:
    """End somebody's seat: ``on`` is its last day. Raises Refused, or RowsRejected.

    A board keeps somebody who runs it: otherwise nobody could ever change it again, a sealed one least of all.
    """
    permissions.check_may_run(by, seat.board)
    faults = []
    if on < seat.starts:
        faults.append(Fault("governance.seat-backwards", "a seat cannot end before it began", "ends"))
    others = seat.board.members.filter(in_force(on + timedelta(days=1)), capacity__in=RUNS_IT).exclude(
        pk=seat.pk
    )
    if seat.capacity in RUNS_IT and not others.exists():
        faults.append(
            Fault(
                "governance.last-to-run",
                "nobody would be left to run the board",
                "ends",
                "a chair, vice-chair or secretary at any time",
                remedy="Add the successor first, from the day before.",
            )
        )
    if faults:
        raise RowsRejected(*faults)
    seat.ends = on
    detail: dict[str, str | int] = {"person": str(seat.person_id), "ends": on.isoformat()}
    write(seat, event=event_of(by, Act.ALTERED, seat.board, BOARD, seat.board_id, detail=detail))
    return seat


@act
def report_to(*, by: Acting, board: Board, to: Board | None, starts: date) -> ReportingLine | None:
    """Let a board report to another from a day on, or to none; earlier lines end the day before.

    Raises Refused, or RowsRejected if boards would report to each other in a circle.
    """
    permissions.check_may_run(by, board)
    if to is not None and (to == board or _reaches(to, board, starts)):
        raise RowsRejected(
            Fault("governance.circle", "the boards would report to each other in a circle", "reports_to")
        )
    rows: list[Recorded] = []
    for line in board.reports.filter(in_force(starts)):
        line.ends = max(line.starts, starts - timedelta(days=1))
        rows.append(line)
    made = ReportingLine(board=board, to=to, starts=starts) if to else None
    rows += [made] if made else []
    if rows:
        write(*rows, event=event_of(by, Act.ALTERED, board, BOARD, board.pk))
    return made


@act
def end_board(*, by: Acting, board: Board, on: date) -> Board:
    """End a board: ``on`` is its last day. Its seats and lines end with it; all that it did stays. Raises Refused.

    Raises RowsRejected if it would end before it began.
    """
    permissions.check_may_run(by, board)
    if on < board.starts:
        raise RowsRejected(Fault("governance.board-backwards", "a board cannot end before it began", "ends"))
    rows: list[Recorded] = [board]
    for each in (*board.members.filter(in_force(on)), *board.reports.filter(in_force(on))):
        each.ends = on
        rows.append(each)
    board.ends = on
    write(*rows, event=event_of(by, Act.ALTERED, board, BOARD, board.pk, detail={"ends": on.isoformat()}))
    return board


def _terms(board: Board, terms: Terms, edition: int, by: Acting) -> TermsOfReference:
    return TermsOfReference(
        id=uuid4(),
        board=board,
        edition=edition,
        purpose=terms.purpose.strip(),
        membership=terms.membership.strip(),
        meets=terms.meets.strip(),
        quorum=terms.quorum,
        quorum_authorities=terms.quorum_authorities,
        agreed_on=terms.agreed_on,
        recorded_at=by.business_now,
    )


def _reaches(start: Board, wanted: Board, day: date) -> bool:
    """Return whether a board reports, over however many others, to another."""
    seen: set[UUID] = set()
    waiting = [start.pk]
    while waiting:
        here = waiting.pop()
        if here == wanted.pk:
            return True
        if here not in seen:
            seen.add(here)
            waiting += ReportingLine.objects.filter(in_force(day), board=here).values_list("to", flat=True)
    return False


def _faults_of_board(
    partnership: Partnership, name: str, kind: BoardKind, strand: Strand | None, starts: date
) -> Iterable[Fault]:
    if not name.strip():
        yield Fault("governance.board-name", "a board needs a name", "name")
    # a sealed board may share a name with an open one: to say that it is taken would give it away
    elif partnership.boards.filter(
        in_force(starts), name=name.strip(), sealed=False
    ).exists() and kind is not (BoardKind.CONTEST):
        yield Fault("governance.board-name", "a board of this name is here already", "name", given=name)
    if (kind is BoardKind.CONTEST) != (strand is not None):
        yield Fault(
            "governance.board-strand",
            "a CONTEST group, and no other board, works on one strand",
            "strand",
            ", ".join(Strand.labels),
        )


def _faults_of_terms(terms: Terms) -> Iterable[Fault]:
    if not terms.purpose.strip():
        yield Fault("governance.terms-purpose", "terms of reference say what the board is for", "purpose")
    if terms.quorum < 1:
        yield Fault("governance.terms-quorum", "a quorum is one or more", "quorum", given=str(terms.quorum))
    if terms.quorum_authorities > terms.quorum:
        yield Fault(
            "governance.terms-quorum",
            "a quorum cannot hold more authorities than people",
            "quorum_authorities",
            f"{terms.quorum} or fewer",
            str(terms.quorum_authorities),
        )
