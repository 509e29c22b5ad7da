"""All writes about invitations."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import timedelta

from frith.guard.access import permissions
from frith.guard.access import services as people
from frith.guard.access.invitations import queries
from frith.guard.access.invitations.models import Invitation
from frith.guard.access.models import Person
from frith.guard.access.queries import check_has_not_left
from frith.guard.acting import Acting
from frith.guard.audit.events import Act, event_by
from frith.guard.audit.recording import act, write
from frith.guard.roles import Role

STANDS = timedelta(days=7)
"""How long an invitation can be accepted."""
_BYTES = 32


@act
def invite_person(
    *, by: Acting, agency_name: str, name: str, email: str, roles: Iterable[Role]
) -> tuple[Person, str]:
    """Add a person to the agency of a name, which is added if it is new, and return them with their link's token.

    Nobody can sign in as them before they accept. Raises Refused, or RowsRejected with every fault of what was given.
    """
    permissions.check_may_manage_people(by)
    person = people.add_person_to(
        by=by, agency_name=agency_name, name=name, email=email, roles=roles, password=None
    )
    return person, invite_again(by=by, person=person)


@act
def invite_again(*, by: Acting, person: Person) -> str:
    """Return the token of a new link for a person, with which they choose a password; earlier links stop working.

    Raises Refused, also for those who have left.
    """
    permissions.check_may_manage_people(by)
    permissions.check_not_operator(person)
    check_has_not_left(person, by)
    token = secrets.token_urlsafe(_BYTES)
    earlier = list(queries.open_at(by.at).filter(person=person))
    for each in earlier:
        each.replaced_at = by.at
    made = Invitation(person=person, hashed=queries.hashed(token), made_at=by.at, expires_at=by.at + STANDS)
    detail: dict[str, str | int] = {"field": "invitation", "invitation": str(made.id)}
    write(*earlier, made, event=event_by(by, Act.ALTERED, "person", person.id, detail=detail))
    return token


@act
def accept_invitation(*, by: Acting, token: str, password: str) -> Person:
    """Give the person who was invited, and acts, the password that they chose; the link works no more.

    Raises UnknownName if the link does not work, or RowsRejected if the password is too weak.
    """
    held = queries.invitation_for(token, by.at)
    permissions.check_is_oneself(by, held.person)
    held.used_at = by.at
    detail: dict[str, str | int] = {"field": "invitation", "invitation": str(held.id)}
    write(held, event=event_by(by, Act.ALTERED, "person", held.person_id, purpose="accepted", detail=detail))
    return people.change_own_password(by=by, password=password, session=None)
