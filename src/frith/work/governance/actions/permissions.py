"""Who may give an action, and who may say how it goes."""

from __future__ import annotations

from frith.guard.acting import Acting
from frith.guard.permission_pairs import answers
from frith.guard.roles import Role
from frith.vocabulary.faults import Fault, Refused
from frith.work.governance.actions.models import Action
from frith.work.governance.boards.permissions import may_run


def check_may_report(by: Acting, action: Action) -> None:
    """Raise Refused unless this person may say how an action goes: its owner, or who runs the board.

    Where an action has no owner yet, anybody of the agency that it was given to may.
    """
    if action.owner_id == by.person or may_run(by, action.board):
        return
    if action.owner_id is None and action.agency_id == by.agency and by.roles:
        return
    raise Refused(
        Fault(
            "governance.report-action",
            "Only the owner of an action, or those who run the board, may say how it goes.",
            remedy="Ask the owner, or the board's secretary.",
        )
    )


def check_may_chase(by: Acting) -> None:
    """Raise Refused unless this person may have letters written to those whose actions are due."""
    if not by.holds(Role.PARTNERSHIP_OFFICER, Role.OPERATOR):
        raise Refused(
            Fault(
                "governance.chase",
                "Only a partnership officer may have letters written about actions.",
                remedy="Ask the partnership's officer.",
            )
        )


may_chase = answers(check_may_chase)
may_report = answers(check_may_report)
