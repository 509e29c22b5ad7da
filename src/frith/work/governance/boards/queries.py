"""All reads of boards."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from frith.guard.acting import Acting
from frith.guard.audit.events import Act
from frith.guard.audit.recording import act, record
from frith.work.governance.boards.models import (
    Board,
    BoardKind,
    BoardMember,
    Capacity,
    ReportingLine,
    TermsOfReference,
)
from frith.work.governance.boards.record_names import BOARD, event_of
from frith.work.governance.boards.scopes import board_scope, running, seats_of
from frith.work.governance.partnerships.models import Partnership, in_force

CAPACITY_ORDER = [capacity.value for capacity in Capacity]


@dataclass(frozen=True, slots=True)
class Line:
    """A board in the chart of reporting lines: how deep below the top it stands, and who chairs it."""

    board: Board
    depth: int
    chair: str


def boards_visible_to(by: Acting) -> QuerySet[Board]:
    """Return the boards that this person may see."""
    return board_scope(by).of(Board.objects.select_related("partnership")).order_by("name", "starts")


@act
def board(*, by: Acting, key: UUID) -> Board:
    """Open a board. Raises Refused, with the same words if it is absent or not theirs to see."""
    found: Board = board_scope(by).one(Board.objects.select_related("partnership", "follows"), key)
    if found.sealed:
        record(event_of(by, Act.CONSULTED, found, BOARD, found.pk))
    return found


def why_visible(by: Acting, key: UUID) -> tuple[str, ...]:
    """Return the reasons, in sentences, why this person may see a board."""
    return tuple(ground.sentence for ground in board_scope(by).why(Board.objects.all(), key))


def members_of(found: Board, day: date) -> list[BoardMember]:
    """Return who sits on a board on a day: those who run it first, then by name."""
    seats = found.members.filter(in_force(day)).select_related("person__agency", "deputy_for__person")
    return sorted(seats, key=lambda seat: (CAPACITY_ORDER.index(seat.capacity), seat.person.name))


def members_before(found: Board, day: date) -> QuerySet[BoardMember]:
    """Return the seats that had ended by a day, latest first."""
    seats: QuerySet[BoardMember] = found.members.filter(ends__lt=day).select_related("person__agency")
    return seats.order_by("-ends", "person__name")


def terms_of(found: Board) -> QuerySet[TermsOfReference]:
    """Return a board's terms of reference, the ones that hold now first."""
    terms: QuerySet[TermsOfReference] = found.terms.order_by("-edition")
    return terms


def what_is_missing(found: Board, day: date) -> list[str]:
    """Return what a board should have and has not, in sentences."""
    held = {seat.capacity for seat in found.members.filter(in_force(day))}
    missing = []
    if Capacity.CHAIR.value not in held:
        missing.append("Nobody chairs this board.")
    if found.kind == BoardKind.CONTEST and Capacity.CTSA.value not in held:
        missing.append("No counter-terrorism security adviser sits on it.")
    return missing


def chart_of(by: Acting, partnership: Partnership, day: date) -> list[Line]:
    """Return the boards of a partnership on a day that this person may see, each under the one it reports to.

    A board whose own superior is not visible stands at the top, as one that reports to nobody does.
    """
    chairs = BoardMember.objects.filter(in_force(day), capacity=Capacity.CHAIR.value).select_related("person")
    shown = {
        found.pk: found
        for found in boards_visible_to(by)
        .filter(in_force(day), partnership=partnership)
        .prefetch_related(Prefetch("members", queryset=chairs, to_attr="chairs"))
    }
    lines = ReportingLine.objects.filter(in_force(day), board__in=shown, to__in=shown)
    below: dict[UUID | None, list[Board]] = {}
    superior = dict(lines.values_list("board", "to"))
    for key, found in shown.items():
        below.setdefault(superior.get(key), []).append(found)
    return _under(None, below, 0)


def _under(key: UUID | None, below: dict[UUID | None, list[Board]], depth: int) -> list[Line]:
    order = [kind.value for kind in BoardKind]
    lines = []
    for found in sorted(below.get(key, []), key=lambda each: (order.index(each.kind), each.name)):
        chair = ", ".join(seat.person.name for seat in getattr(found, "chairs", []))
        lines += [Line(found, depth, chair), *_under(found.pk, below, depth + 1)]
    return lines


def boards_ended_by(by: Acting, partnership: Partnership, day: date) -> QuerySet[Board]:
    """Return the boards of a partnership that had ended by a day and that this person may see, latest first."""
    return boards_visible_to(by).filter(partnership=partnership, ends__lt=day).order_by("-ends", "name")


def boards_of_today(by: Acting) -> QuerySet[Board]:
    """Return the boards that this person may see and that have not ended, for choosing one."""
    return boards_visible_to(by).filter(in_force(by.today))


def boards_run_by(by: Acting) -> QuerySet[Board]:
    """Return the boards of today that this person runs, and may plan meetings of."""
    return boards_of_today(by).filter(running(by))


def boards_sat_on(by: Acting, capacities: Collection[str] = ()) -> QuerySet[Board]:
    """Return the boards that this person sits on today, in one of some capacities if any is named."""
    seats = BoardMember.objects.filter(seats_of(by))
    mine = seats.filter(capacity__in=capacities) if capacities else seats
    found: QuerySet[Board] = Board.objects.filter(pk__in=mine.values("board"))
    return found
