"""Roles: what a person is for their agency. What a role may do is said where the thing is done, in permissions."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """A role held for an agency, between dates."""

    MEMBER = "member"
    """Sits on boards and groups, or does actions, for their agency."""
    COUNCILLOR = "councillor"
    """An elected member who scrutinises the partnership."""
    ANALYST = "analyst"
    CASEWORKER = "caseworker"
    COMMISSIONER = "commissioner"
    PARTNERSHIP_OFFICER = "partnership-officer"
    DATA_PROTECTION_OFFICER = "data-protection-officer"
    ADMINISTRATOR = "administrator"
    OPERATOR = "operator"

    @property
    def words(self) -> str:
        """What a reader calls it."""
        return self.value.replace("-", " ").replace("data protection", "data-protection")
