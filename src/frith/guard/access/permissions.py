"""Who may look after people and agencies, and who may read the audit trail."""

from __future__ import annotations

from frith.guard.acting import Acting
from frith.guard.permission_pairs import answers
from frith.guard.roles import Role
from frith.vocabulary.faults import Fault, Refused


def check_may_manage_people(by: Acting) -> None:
    """Raise Refused unless this person may add agencies and people."""
    if not by.holds(Role.ADMINISTRATOR, Role.OPERATOR):
        raise Refused(
            Fault(
                "access.manage-people",
                "Only an administrator may add agencies and people.",
                remedy="Ask an administrator of this installation.",
            )
        )


def check_may_read_audit(by: Acting) -> None:
    """Raise Refused unless this person may read and verify the audit trail."""
    if not by.holds(Role.DATA_PROTECTION_OFFICER, Role.OPERATOR):
        raise Refused(
            Fault(
                "access.read-audit",
                "Only a data-protection officer may read the audit trail.",
                remedy="Ask your data-protection officer for what you need to know from it.",
            )
        )


may_manage_people = answers(check_may_manage_people)
may_read_audit = answers(check_may_read_audit)
