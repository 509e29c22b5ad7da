"""Who may ask somebody without an account. Whoever may see an enquiry may look after it."""

from __future__ import annotations

from typing import NoReturn
from uuid import UUID

from frith.guard.acting import Acting, Channel
from frith.guard.permission_pairs import answers
from frith.guard.roles import Role
from frith.vocabulary.faults import Fault, Refused
from frith.work.governance.actions.models import Action
from frith.work.governance.boards.models import Board
from frith.work.governance.boards.permissions import may_run
from frith.work.governance.enquiries.scopes import enquiry_with, sees_board
from frith.work.governance.partnerships.models import Partnership
from frith.work.governance.partnerships.scopes import partnership_scope

ASK = (Role.MEMBER, Role.COMMISSIONER, Role.PARTNERSHIP_OFFICER)
"""Roles that may make an enquiry in a partnership that their agency belongs to."""


def check_may_ask(
    by: Acting, partnership: Partnership, board: Board | None = None, action: Action | None = None
) -> None:
    """Raise Refused unless this person may make an enquiry: alone in a partnership, or for a board of it.

    For a sealed board those who run it may, and the owner of an action of it for that action.
    """
    if board is not None and board.sealed:
        sits = sees_board(by, board)
        if may_run(by, board) or (sits and action is not None and action.owner_id == by.person):
            return
    elif (
        by.holds(*ASK)
        and partnership_scope(by).holds(partnership.pk)
        and (board is None or sees_board(by, board))
    ):
        return
    refuse_to_ask()


def refuse_to_ask() -> NoReturn:
    """Raise Refused with who may ask."""
    raise Refused(
        Fault(
            "enquiry.ask",
            "Only a member, a commissioner or a partnership officer may ask somebody outside, for a partnership that "
            "their agency belongs to; for a sealed board those who run it.",
            remedy="Ask the partnership's officer to make the enquiry.",
        )
    )


def check_may_look_after(by: Acting, enquiry: UUID) -> None:
    """Raise Refused unless this person may see an enquiry, send it again, withdraw it, and bring its answer in."""
    enquiry_with(by, enquiry)


def check_may_hand_in(by: Acting, enquiry: UUID) -> None:
    """Raise Refused unless a document may come from this person: the one who was asked, or who looks after it."""
    if by.channel is Channel.LINK and by.person == enquiry:
        return
    check_may_look_after(by, enquiry)


def check_may_warn(by: Acting) -> None:
    """Raise Refused unless this person may have letters written to askers whose links end."""
    if not by.holds(Role.PARTNERSHIP_OFFICER, Role.OPERATOR):
        raise Refused(
            Fault(
                "enquiry.warn",
                "Only a partnership officer may have letters written about enquiries.",
                remedy="Ask the partnership's officer.",
            )
        )


may_warn = answers(check_may_warn)
may_ask = answers(check_may_ask)
