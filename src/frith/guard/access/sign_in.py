"""Signing in and out. A second factor will stand between :func:`check_credentials` and opening a session."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.http import HttpRequest

from frith.guard import business_clock, wall_clock
from frith.guard.access import queries
from frith.guard.access.models import Person
from frith.guard.acting import Channel
from frith.guard.audit.events import Act, Event
from frith.guard.audit.recording import record


def check_credentials(email: str, password: str, *, at: datetime) -> Person | None:
    """Return the person whom an e-mail address and password belong to, or None. Both outcomes are recorded.

    A wrong address takes as long as a wrong password, so that nobody can find out who has an account.
    """
    person = queries.present_on(business_clock.day_of(at)).filter(email=email.strip().lower()).first()
    if person is None:
        make_password(password)
        _record(Act.SIGN_IN_FAILED, None, at)
        return None
    if not check_password(password, person.password):
        _record(Act.SIGN_IN_FAILED, person, at)
        return None
    _record(Act.SIGNED_IN, person, at)
    return person


def record_sign_out(person: Person, *, at: datetime) -> None:
    """Record that a person signed out."""
    _record(Act.SIGNED_OUT, person, at)


def _record(act: Act, person: Person | None, at: datetime) -> None:
    with transaction.atomic():
        record(
            Event(
                act=act,
                at=at,
                person=str(person.id) if person else "",
                agency=str(person.agency_id) if person else "",
                channel=Channel.SITE.value,
                subject_type="person",
                subject=str(person.id) if person else "",
            )
        )


class EmailBackend(BaseBackend):
    """Tells Django's sessions who is signed in; leaving ends access at the next page."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> Person | None:
        """Return the person whom ``email`` and ``password`` belong to."""
        if "email" not in credentials or "password" not in credentials:
            return None
        return check_credentials(credentials["email"], credentials["password"], at=wall_clock.now())

    def get_user(self, user_id: UUID) -> Person | None:
        """Return the person of a session, unless they have left."""
        today = business_clock.day_of(wall_clock.now())
        return queries.present_on(today).filter(pk=user_id).first()
