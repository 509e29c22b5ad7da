"""Who may set up boards, and who runs one."""

from __future__ import annotations

from frith.guard.acting import Acting
from frith.guard.permission_pairs import answers
from frith.vocabulary.faults import Fault, Refused
from frith.work.governance.boards.models import Board
from frith.work.governance.boards.scopes import runs


def check_may_run(by: Acting, board: Board) -> None:
    """Raise Refused unless this person may change a board: its terms, members, meetings and minutes."""
    if runs(by, board):
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
