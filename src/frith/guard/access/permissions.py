"""Who may look after people and agencies, and who may read the audit trail."""

from __future__ import annotations

from frith.guard.access.models import OPERATOR_EMAIL, Person
from frith.guard.acting import Acting
from frith.guard.permission_pairs import answers
from frith.guard.roles import Role
from frith.vocabulary.faults import Fault, Refused


def check_may_manage_people(by: Acting) -> None:
    """Raise Refused unless this person may look after agencies, people, their roles and passwords."""
    if not by.holds(Role.ADMINISTRATOR, Role.OPERATOR):
        raise Refused(
            Fault(
                "access.manage-people",
                "Only an administrator may add and look after agencies and people.",
                remedy="Ask an administrator of this installation.",
            )
        )


def check_not_operator(person: Person) -> None:
    """Raise Refused for the operator account: it has no password and no second role, whoever asks."""
    if person.email == OPERATOR_EMAIL:
        raise Refused(
            Fault(
                "access.operator-account",
                "The operator account stays as it was installed: nobody signs in with it, and it does not leave.",
                remedy="Add a person of their own for whoever should do this.",
            )
        )


def check_is_oneself(by: Acting, person: Person) -> None:
    """Raise Refused unless who acts is the person themselves."""
    if by.person != person.id:
        raise Refused(
            Fault("access.oneself", "Only the person themselves may do this.", remedy="Ask them to do it.")
        )


def check_role_is_given(role: Role) -> None:
    """Raise Refused for the operator's role, which is the commands' own account's alone."""
    if role is Role.OPERATOR:
        raise Refused(
            Fault(
                "access.operator-role",
                "The operator's role belongs to the commands' own account and is given to nobody.",
                remedy="Give the roles that the person needs for their work.",
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
