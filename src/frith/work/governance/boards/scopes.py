"""What somebody may see of boards, and of whatever belongs to one: meetings, papers, decisions, actions.

An open board is for those who help to govern the partnership, from the agencies that belong to it. A sealed board is
for its members alone, whatever else anybody is: outside it, absent and forbidden are one answer.
"""

from __future__ import annotations

from django.db.models import Q

from frith.guard.access.scopes import Ground, Scope
from frith.guard.acting import Acting
from frith.guard.roles import Role
from frith.vocabulary.faults import Fault
from frith.work.governance.boards.models import RUNS_IT, Board, BoardMember
from frith.work.governance.partnerships.models import in_force
from frith.work.governance.partnerships.scopes import partnership_scope

GOVERN = (
    Role.MEMBER,
    Role.ANALYST,
    Role.COMMISSIONER,
    Role.PARTNERSHIP_OFFICER,
    Role.DATA_PROTECTION_OFFICER,
    Role.OPERATOR,
)
"""Roles that see the open boards of their partnerships. Others see a board that they sit on."""

BOARD = Fault(
    "governance.board-not-visible",
    "There is no board here that you may see. Open boards are for those who help to govern a partnership that their "
    "agency belongs to, other boards for their members.",
    remedy="Check the address, or ask the officer of the partnership.",
)


def board_scope(by: Acting) -> Scope:
    """Return what somebody may see of boards."""
    return Scope(tuple(_grounds(by)), BOARD)


def within_boards(by: Acting, otherwise: Fault, path: str = "board") -> Scope:
    """Return what somebody may see of records that belong to a board: what they may see of the board."""
    return Scope(
        tuple(
            Ground(each.code, each.sentence, Q(**{f"{path}__in": Board.objects.filter(each.condition)}))
            for each in _grounds(by)
        ),
        otherwise,
    )


def seats_of(by: Acting) -> Q:
    """Return the condition on seats that they are this person's own, today."""
    return in_force(by.today) & Q(person=by.person)


def running(by: Acting) -> Q:
    """Return the condition on boards that this person runs them.

    Its chair, vice-chair and secretary do; an officer of the partnership runs an open board, and never a sealed one
    that they do not run by their seat.
    """
    seats = BoardMember.objects.filter(seats_of(by), capacity__in=RUNS_IT)
    runs = Q(pk__in=seats.values("board"))
    if by.holds(Role.PARTNERSHIP_OFFICER, Role.OPERATOR):
        runs |= Q(sealed=False, partnership__in=partnership_scope(by).records().order_by())
    return runs


def runs(by: Acting, board: Board) -> bool:
    """Return whether this person runs a board."""
    return bool(Board.objects.filter(running(by), pk=board.pk).exists())


def _grounds(by: Acting) -> list[Ground]:
    grounds = [
        Ground(
            "governance.sits-on-board",
            "You sit on this board.",
            Q(pk__in=BoardMember.objects.filter(seats_of(by)).values("board")),
        )
    ]
    if by.holds(*GOVERN):
        grounds.append(
            Ground(
                "governance.open-board",
                f"It is an open board of a partnership that {by.agency_name} belongs to.",
                Q(sealed=False, partnership__in=partnership_scope(by).records().order_by()),
            )
        )
    return grounds
