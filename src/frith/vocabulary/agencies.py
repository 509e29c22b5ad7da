"""The legal roles that agencies have in a community safety partnership, and which bodies held them when.

Sources: Crime and Disorder Act 1998, section 5 as amended (the Police Reform Act 2002 added fire and health bodies,
the Policing and Crime Act 2009 section 108 probation providers from 1 April 2010); Health and Social Care Act 2012
(clinical commissioning groups from 1 April 2013); Health and Care Act 2022 (integrated care boards from 1 July 2022);
Offender Management Act 2007 section 3 and the end of community rehabilitation companies on 26 June 2021.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class LegalRole(StrEnum):
    """What an agency is in law to a partnership.

    The local policing body (a police and crime commissioner, or a mayor's office) is not a responsible authority,
    though reports often list it as one.
    """

    RESPONSIBLE = "responsible-authority"
    POLICING_BODY = "local-policing-body"
    COOPERATING = "co-operating-body"
    PARTICIPATING = "participating-body"
    PROVIDER = "provider"
    OTHER = "other"

    @property
    def words(self) -> str:
        """What a reader calls it."""
        return _ROLE_WORDS[self]


_ROLE_WORDS = {
    LegalRole.RESPONSIBLE: "Responsible authority (section 5(1))",
    LegalRole.POLICING_BODY: "Local policing body (not a responsible authority)",
    LegalRole.COOPERATING: "Co-operating body (section 5(2))",
    LegalRole.PARTICIPATING: "Participating body (section 5(3))",
    LegalRole.PROVIDER: "Provider of a commissioned service",
    LegalRole.OTHER: "Other body that takes part",
}


class AuthorityKind(StrEnum):
    """The kinds of responsible authority. A partnership needs each of them."""

    COUNCIL = "council"
    POLICE = "police"
    FIRE = "fire"
    HEALTH = "health"
    PROBATION = "probation"

    @property
    def words(self) -> str:
        """What a reader calls it."""
        return _KIND_WORDS[self]


_KIND_WORDS = {
    AuthorityKind.COUNCIL: "The council",
    AuthorityKind.POLICE: "The chief officer of police",
    AuthorityKind.FIRE: "The fire and rescue authority",
    AuthorityKind.HEALTH: "The health body",
    AuthorityKind.PROBATION: "Each provider of probation services",
}


@dataclass(frozen=True, slots=True)
class Holder:
    """Which sort of body was the responsible authority of a kind, from a day to a day (both included)."""

    kind: AuthorityKind
    body: str
    starts: date
    ends: date | None = None

    def holds_on(self, day: date) -> bool:
        """Return whether it was so on a day."""
        return self.starts <= day and (self.ends is None or day <= self.ends)


HOLDERS: tuple[Holder, ...] = (
    Holder(AuthorityKind.COUNCIL, "council for the area", date(1998, 8, 1)),
    Holder(AuthorityKind.POLICE, "chief officer of police", date(1998, 8, 1)),
    Holder(AuthorityKind.FIRE, "fire and rescue authority", date(2003, 4, 1)),
    Holder(AuthorityKind.HEALTH, "primary care trust", date(2004, 4, 30), date(2013, 3, 31)),
    Holder(AuthorityKind.HEALTH, "clinical commissioning group", date(2013, 4, 1), date(2022, 6, 30)),
    Holder(AuthorityKind.HEALTH, "integrated care board", date(2022, 7, 1)),
    Holder(AuthorityKind.PROBATION, "probation trust", date(2010, 4, 1), date(2014, 5, 31)),
    Holder(
        AuthorityKind.PROBATION,
        "National Probation Service and community rehabilitation company",
        date(2014, 6, 1),
        date(2021, 6, 25),
    ),
    Holder(AuthorityKind.PROBATION, "Probation Service", date(2021, 6, 26)),
)
"""The responsible authorities over time, in England."""


def holders_on(day: date) -> tuple[Holder, ...]:
    """Return the sorts of body that were responsible authorities on a day, one of each kind."""
    return tuple(holder for holder in HOLDERS if holder.holds_on(day))
