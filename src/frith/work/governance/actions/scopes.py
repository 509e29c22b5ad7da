"""What somebody may see of actions: those of the boards they may see, and those that are theirs to do.

An action of a sealed board is seen by its members alone; its owner is one of them.
"""

from __future__ import annotations

from django.db.models import Q

from frith.guard.access.scopes import Ground, Scope
from frith.guard.acting import Acting
from frith.vocabulary.faults import Fault
from frith.work.governance.boards.scopes import within_boards

ACTION = Fault(
    "governance.action-not-visible",
    "There is no action here that you may see: people see the actions of the boards they may see, and their own.",
    remedy="Check the address, or ask the board's secretary.",
)


def action_scope(by: Acting) -> Scope:
    """Return what somebody may see of actions."""
    own = Ground("governance.own-action", "It is yours to do.", Q(owner=by.person, board__sealed=False))
    return Scope((*within_boards(by, ACTION).grounds, own), ACTION)
