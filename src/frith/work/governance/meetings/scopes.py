"""What somebody may see of meetings and of what was decided at them: what they may see of the board."""

from __future__ import annotations

from frith.guard.access.scopes import Scope
from frith.guard.acting import Acting
from frith.vocabulary.faults import Fault
from frith.work.governance.boards.scopes import within_boards

MEETING = Fault(
    "governance.meeting-not-visible",
    "There is no meeting here that you may see: people see the meetings of the boards they may see.",
    remedy="Check the address, or ask the board's secretary.",
)
DECISION = Fault(
    "governance.decision-not-visible",
    "There is no decision here that you may see: people see the decisions of the boards they may see.",
    remedy="Check the address, or ask the board's secretary.",
)


def meeting_scope(by: Acting) -> Scope:
    """Return what somebody may see of meetings."""
    return within_boards(by, MEETING)


def decision_scope(by: Acting) -> Scope:
    """Return what somebody may see of decisions."""
    return within_boards(by, DECISION)
