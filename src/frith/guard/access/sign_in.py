"""Signing in and out. A second factor will stand between :func:`check_credentials` and opening a session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from frith.guard import business_clock, wall_clock
from frith.guard.access import queries
from frith.guard.access.models import Person
from frith.guard.acting import Channel
from frith.guard.audit.events import Act, Event
from frith.guard.audit.queries import latest_times
from frith.guard.audit.recording import record
from frith.vocabulary.faults import Fault, Refused

MOST_FAILURES = 5
WINDOW = timedelta(minutes=15)
"""So many wrong tries within so long close an address to sign-in until the window has moved past the first of them."""

PERSON = "person"
ADDRESS = "address"
"""What a try was about: a person, or an address that is nobody's here, of which only a keyed hash is kept."""


@dataclass(frozen=True, slots=True)
class _Tried:
    """What somebody tried to sign in as: the person, if there is one, and under what the trail counts it."""

    person: Person | None
    subject_type: str
    subject: str


def check_credentials(email: str, password: str, *, at: datetime) -> Person | None:
    """Return the person whom an e-mail address and password belong to, or None. Both outcomes are recorded.

    A wrong address takes as long as a wrong password, so that nobody can find out who has an account. Raises Refused
    after too many failures, for an address that is nobody's as for one that is somebody's; the trail says so once.
    """
    tried = _tried(email.strip().lower(), at)
    _refuse_if_closed(tried, at)
    if tried.person is None:
        make_password(password)
    elif check_password(password, tried.person.password):
        _record(Act.SIGNED_IN, tried, at)
        return tried.person
    with transaction.atomic():
        _record(Act.SIGN_IN_FAILED, tried, at)
        if _closed_until(tried, at) is not None:
            _record(Act.SIGN_IN_LOCKED, tried, at)
    return None


def record_sign_out(person: Person, *, at: datetime) -> None:
    """Record that a person signed out."""
    _record(Act.SIGNED_OUT, _Tried(person, PERSON, str(person.id)), at)


def _tried(email: str, at: datetime) -> _Tried:
    """Return whom an address belongs to. The address of nobody is not kept, and can be counted all the same."""
    person = queries.present_on(business_clock.day_of(at)).filter(email=email).first()
    hashed = salted_hmac("frith.guard.access.sign_in", email, algorithm="sha256").hexdigest()
    return _Tried(person, PERSON, str(person.id)) if person else _Tried(None, ADDRESS, hashed)


def _closed_until(tried: _Tried, at: datetime) -> datetime | None:
    """Return when sign-in opens again after too many failures, or None if it is open."""
    failures = latest_times(
        Act.SIGN_IN_FAILED, tried.subject_type, tried.subject, after=at - WINDOW, at_most=MOST_FAILURES
    )
    return failures[-1] + WINDOW if len(failures) == MOST_FAILURES else None


def _refuse_if_closed(tried: _Tried, at: datetime) -> None:
    until = _closed_until(tried, at)
    if until is None:
        return
    opens = (until + timedelta(minutes=1)).astimezone(business_clock.LONDON)
    raise Refused(
        Fault(
            "access.sign-in-locked",
            f"Somebody tried {MOST_FAILURES} times with a wrong password, so nobody can sign in with this e-mail "
            "address for now.",
            allowed=f"{MOST_FAILURES} wrong tries in {WINDOW.seconds // 60} minutes",
            remedy=f"Try again at {opens:%H:%M}.",
        )
    )


def _record(act: Act, tried: _Tried, at: datetime) -> None:
    with transaction.atomic():
        record(
            Event(
                act=act,
                at=at,
                person=str(tried.person.id) if tried.person else "",
                agency=str(tried.person.agency_id) if tried.person else "",
                channel=Channel.SITE.value,
                subject_type=tried.subject_type,
                subject=tried.subject,
            )
        )


class EmailBackend(BaseBackend):
    """Tells Django's sessions who is signed in; leaving ends access at the next page."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> Person | None:
        """Return the person whom ``email`` and ``password`` belong to. Raises Refused after too many failures."""
        if "email" not in credentials or "password" not in credentials:
            return None
        return check_credentials(credentials["email"], credentials["password"], at=wall_clock.now())

    def get_user(self, user_id: UUID) -> Person | None:
        """Return the person of a session, unless they have left."""
        today = business_clock.day_of(wall_clock.now())
        return queries.present_on(today).filter(pk=user_id).first()
