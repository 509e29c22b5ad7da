"""Reads of personal tokens."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from frith.guard import business_clock
from frith.guard.access.queries import has_left
from frith.guard.access.tokens.models import PersonalToken
from frith.guard.audit.events import sha256


def hashed(text: str) -> str:
    """Return what is kept of a token. It is random and long, so that one round of SHA-256 is enough."""
    return sha256(f"frith personal token {text}")


def open_at(at: datetime) -> QuerySet[PersonalToken]:
    """Return the tokens that work at a moment."""
    found: QuerySet[PersonalToken] = PersonalToken.objects.filter(ended_at__isnull=True, expires_at__gt=at)
    return found


def tokens_of(person: UUID, at: datetime) -> list[PersonalToken]:
    """Return a person's tokens that work, latest first."""
    return list(open_at(at).filter(person_id=person).order_by("-made_at", "id"))


def token_numbered(token: UUID, person: UUID, at: datetime) -> PersonalToken | None:
    """Return a token of a person, if it works still."""
    return open_at(at).filter(pk=token, person_id=person).first()


def token_given(text: str, at: datetime) -> PersonalToken | None:
    """Return the token that a program gave, with its person, if it works and the person has not left."""
    found = open_at(at).filter(hashed=hashed(text)).select_related("person__agency").first()
    if found is None or has_left(found.person, business_clock.day_of(at)):
        return None
    return found
