"""What somebody may see of enquiries: the asker, those who run the board, and the officer where no board is sealed."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from frith.guard.access.scopes import Ground, Scope
from frith.guard.acting import Acting
from frith.guard.roles import Role
from frith.vocabulary.faults import Fault
from frith.work.governance.boards.models import RUNS_IT, Board, BoardMember
from frith.work.governance.boards.scopes import board_scope, seats_of
from frith.work.governance.enquiries.models import Enquiry
from frith.work.governance.partnerships.scopes import partnership_scope

NOT_VISIBLE = Fault(
    "enquiry.not-visible",
    "There is no enquiry here that you may see. An enquiry is for whoever asked it, for those who run its board, and "
    "for the officer of the partnership where the board is open.",
    remedy="Check the address, or ask whoever made the enquiry.",
)


def enquiry_scope(by: Acting) -> Scope:
    """Return what somebody may see of enquiries and their answers."""
    boards = Board.objects.filter(board_scope(by).condition)
    partnerships = partnership_scope(by).records().order_by()
    run = BoardMember.objects.filter(seats_of(by), capacity__in=RUNS_IT).values("board")
    grounds = [
        Ground(
            "enquiry.asked",
            "You made this enquiry.",
            Q(asked_by=by.person, agency=by.agency)
            & (Q(board__isnull=True, partnership__in=partnerships) | Q(board__in=boards)),
        ),
        Ground("enquiry.runs-board", "It belongs to a board that you run.", Q(board__in=run)),
    ]
    if by.holds(Role.PARTNERSHIP_OFFICER):
        grounds.append(
            Ground(
                "enquiry.officer",
                "You are an officer of its partnership, and it belongs to no sealed board.",
                Q(partnership__in=partnerships) & (Q(board__isnull=True) | Q(board__sealed=False)),
            )
        )
    return Scope(tuple(grounds), NOT_VISIBLE)


def enquiry_with(by: Acting, key: UUID) -> Enquiry:
    """Return an enquiry with how it stands. Raises Refused, with the same words if it is absent or not theirs."""
    found: Enquiry = enquiry_scope(by).one(
        Enquiry.objects.select_related("answer").prefetch_related("links"), key
    )
    return found


def sees_board(by: Acting, board: Board) -> bool:
    """Return whether somebody may see a board."""
    return board_scope(by).of(Board.objects.filter(pk=board.pk)).exists()
