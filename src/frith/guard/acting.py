"""Who acts: a person, for an agency, in roles, at a time. Every service and every read of a person is given one.

The edges (a page, a command) make it; nothing deeper asks who is signed in or what time it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from frith.guard import business_clock
from frith.guard.roles import Role


class Channel(StrEnum):
    """The way in that was used."""

    SITE = "site"
    COMMAND_LINE = "command line"
    DEMONSTRATION = "demonstration"
    API = "interface for programs"
    LINK = "link sent by e-mail"
    """Somebody without an account, who was sent a link and told a code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """A person acting.

    ``at`` is the wall clock (UTC); ``business_now`` is the business clock (UTC), which differs from it only where
    the installation's business clock was set to stand.
    """

    person: UUID
    name: str
    agency: UUID
    agency_name: str
    roles: frozenset[Role]
    at: datetime
    business_now: datetime
    channel: Channel

    @property
    def today(self) -> date:
        """The business day, in London."""
        return business_clock.day_of(self.business_now)

    def holds(self, *roles: Role) -> bool:
        """Return whether any of these roles is held."""
        return not self.roles.isdisjoint(roles)
