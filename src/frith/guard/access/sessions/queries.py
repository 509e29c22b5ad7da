"""Reads of sessions."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from frith.guard.access.sessions.models import OpenSession


def open_at(at: datetime) -> QuerySet[OpenSession]:
    """Return the sessions that are open at a moment: not ended, and not older than a session may be."""
    oldest = at - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    found: QuerySet[OpenSession] = OpenSession.objects.filter(ended_at__isnull=True, opened_at__gt=oldest)
    return found


def sessions_of(person: UUID, at: datetime) -> list[OpenSession]:
    """Return a person's open sessions, latest first."""
    return list(open_at(at).filter(person_id=person).order_by("-opened_at", "id"))


def session_is_open(session: UUID, person: UUID, at: datetime) -> bool:
    """Return whether a session is open and this person's."""
    return open_at(at).filter(pk=session, person_id=person).exists()


def session_named(session: UUID, person: UUID, at: datetime) -> OpenSession | None:
    """Return an open session of a person."""
    return open_at(at).filter(pk=session, person_id=person).first()
