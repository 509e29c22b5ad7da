"""Who may see and look after indicators and figures."""

from __future__ import annotations

from frith.guard.acting import Acting
from frith.guard.permission_pairs import answers
from frith.guard.roles import Role
from frith.vocabulary.faults import Fault, Refused


def check_may_look_after_indicators(by: Acting) -> None:
    """Raise Refused unless this person may add and change indicators."""
    if not by.holds(Role.PARTNERSHIP_OFFICER, Role.OPERATOR):
        raise Refused(
            Fault(
                "performance.look-after-indicators",
                "Only a partnership officer may add or change an indicator.",
                remedy="Ask the partnership's officer.",
            )
        )


may_look_after_indicators = answers(check_may_look_after_indicators)
