"""Who may look after partnerships, and who sees how one is governed."""

from __future__ import annotations

from frith.guard.acting import Acting
from frith.guard.permission_pairs import answers
from frith.guard.roles import Role
from frith.vocabulary.faults import Fault, Refused
from frith.work.governance.partnerships import scopes
from frith.work.governance.partnerships.models import Partnership


def check_may_add_partnership(by: Acting) -> None:
    """Raise Refused unless this person may set up a partnership."""
    if not by.holds(Role.PARTNERSHIP_OFFICER, Role.ADMINISTRATOR, Role.OPERATOR):
        raise Refused(
            Fault(
                "governance.add-partnership",
                "Only a partnership officer or an administrator may set up a partnership.",
                remedy="Ask the partnership's officer.",
            )
        )


def check_may_look_after(by: Acting, partnership: Partnership) -> None:
    """Raise Refused unless this person may change a partnership's areas, agencies and open boards.

    A partnership officer does so for the partnerships that their agency belongs to; the operator when setting up.
    """
    if by.holds(Role.OPERATOR):
        return
    if by.holds(Role.PARTNERSHIP_OFFICER) and scopes.partnership_scope(by).holds(partnership.pk):
        return
    raise Refused(
        Fault(
            "governance.look-after-partnership",
            f"Only a partnership officer of an agency that belongs to {partnership.name} may change how it is set up.",
            remedy="Ask the partnership's officer.",
        )
    )


may_add_partnership = answers(check_may_add_partnership)
may_look_after = answers(check_may_look_after)
