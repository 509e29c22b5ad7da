"""Who may set up boards, and who runs one."""

from __future__ import annotations

from frith.guard.acting import Acting
from frith.guard.permission_pairs import answers
from frith.guard.roles import Role
from frith.vocabulary.faults import Fault, Refused
from frith.work.governance.boards.models import RUNS_IT, Board
from frith.work.governance.boards.scopes import seats_of
from frith.work.governance.partnerships.permissions import may_look_after


def check_may_run(by: Acting, board: Board) -> None:
    """Raise Refused unless this person may change a board: its terms, members, meetings and minutes.

    Its chair, vice-chair and secretary may. An officer of the partnership may for an open board, and never for a
    sealed one that they do not run.
    """
    if board.members.filter(seats_of(by), capacity__in=RUNS_IT).exists():
        return
    if (
        not board.sealed
        and by.holds(Role.PARTNERSHIP_OFFICER, Role.OPERATOR)
        and may_look_after(by, board.partnership)
    ):
        return
    raise Refused(
        Fault(
            "governance.run-board",
            "Only the chair, vice-chair or secretary of a board, or an officer of the partnership for an open board, "
            "may change it.",
            remedy="Ask the board's secretary.",
        )
    )


may_run = answers(check_may_run)
