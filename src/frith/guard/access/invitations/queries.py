"""Reads of invitations."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from frith.guard import business_clock
from frith.guard.access.invitations.models import Invitation
from frith.guard.access.queries import has_left
from frith.guard.audit.events import sha256
from frith.vocabulary.faults import Fault, UnknownName


def hashed(token: str) -> str:
    """Return what is kept of a link's token. It is random and long, so that one round of SHA-256 is enough."""
    return sha256(f"frith invitation {token}")


def open_at(at: datetime) -> QuerySet[Invitation]:
    """Return the invitations that can be accepted at a moment."""
    found: QuerySet[Invitation] = Invitation.objects.filter(
        used_at__isnull=True, replaced_at__isnull=True, expires_at__gt=at
    )
    return found


def invitation_of(person: UUID, at: datetime) -> Invitation | None:
    """Return the invitation that a person can accept, if there is one."""
    return open_at(at).filter(person_id=person).order_by("-made_at").first()


def invitation_for(token: str, at: datetime) -> Invitation:
    """Return the invitation of a link. Raises UnknownName, with the same words for each reason why there is none."""
    found = open_at(at).filter(hashed=hashed(token)).select_related("person__agency").first()
    if found is None or has_left(found.person, business_clock.day_of(at)):
        raise UnknownName(
            Fault(
                "access.invitation",
                "This link was used already, has expired, was replaced by a later one, or was never sent.",
                remedy="Ask the administrator who invited you to send another.",
            )
        )
    return found
