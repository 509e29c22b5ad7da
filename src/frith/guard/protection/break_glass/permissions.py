"""Who may open a record in a risk to life, and who reviews it."""

from __future__ import annotations

from frith.guard.acting import Acting
from frith.guard.permission_pairs import answers
from frith.guard.protection.break_glass.models import Opening
from frith.guard.roles import Role
from frith.vocabulary.faults import Fault, Refused

OPENERS = (
    Role.CASEWORKER,
    Role.COMMISSIONER,
    Role.PARTNERSHIP_OFFICER,
    Role.DATA_PROTECTION_OFFICER,
    Role.ADMINISTRATOR,
    Role.MEMBER,
)
"""Roles of people whose work can meet a risk to life. Councillors, analysts and the operator open no record."""


def check_may_break_glass(by: Acting) -> None:
    """Raise Refused unless this person may open a record in a risk to life."""
    if not by.holds(*OPENERS):
        raise Refused(
            Fault(
                "protection.break-glass-role",
                "In your role no record is opened, in a risk to life either.",
                remedy="In an emergency call 999. Ask a caseworker, or an officer of the partnership.",
            )
        )


def check_may_look_through(by: Acting) -> None:
    """Raise Refused unless this person may see what was opened in a risk to life."""
    if not by.holds(Role.DATA_PROTECTION_OFFICER):
        raise Refused(
            Fault(
                "protection.break-glass-list",
                "Only a data-protection officer may see what was opened in a risk to life.",
                remedy="Ask your data-protection officer.",
            )
        )


def check_may_review(by: Acting, opening: Opening) -> None:
    """Raise Refused unless this person is a data-protection officer, and another than who opened the record."""
    check_may_look_through(by)
    if opening.person_id == by.person:
        raise Refused(
            Fault(
                "protection.break-glass-own",
                "Nobody reviews what they opened themselves.",
                remedy="Ask another data-protection officer.",
            )
        )


may_break_glass = answers(check_may_break_glass)
may_look_through = answers(check_may_look_through)
may_review = answers(check_may_review)
