"""Signing in and out: a password or another first step, then a second factor, then a session is open.

Nothing is shown between the two steps. Wrong passwords and wrong codes count together, and close sign-in alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from frith.guard import business_clock, encryption, wall_clock
from frith.guard.access import queries
from frith.guard.access.models import Person
from frith.guard.access.second_factor import codes, security_keys
from frith.guard.access.second_factor import queries as second_factors
from frith.guard.access.second_factor.models import RecoveryCode, TimeCode
from frith.guard.access.sessions.models import OpenSession
from frith.guard.access.single_sign_on import queries as single_sign_on
from frith.guard.access.single_sign_on.models import ProviderAccount
from frith.guard.access.single_sign_on.provider import Identity
from frith.guard.acting import Channel
from frith.guard.audit.events import Act, Event
from frith.guard.audit.queries import latest_times
from frith.guard.audit.recording import Recorded, record, write
from frith.vocabulary.faults import ChangedMeanwhile, Fault, Refused

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
        with transaction.atomic():
            _record(Act.SIGNED_IN, tried, at, "password")
            _refuse_if_closed(tried, at)  # by those who tried at the same moment
        return tried.person
    _record_failure(tried, at, "password")
    return None


def check_identity(identity: Identity, *, at: datetime) -> Person:
    """Return the person for whom a provider vouches. Both outcomes are recorded.

    An account there is linked to a person here once, by the e-mail address that the provider verified, and known by its
    id from then on. Nobody is added by it. Raises Refused if it is nobody's.
    """
    person = single_sign_on.person_linked(identity, at)
    if person is not None:
        _record(Act.SIGNED_IN, _known(person), at, "single sign-on")
        return person
    person = single_sign_on.person_to_link(identity, at)
    if person is None:
        _record(Act.SIGN_IN_FAILED, _nobody(identity.email.strip().lower()), at, "single sign-on")
        raise Refused(
            Fault(
                "access.provider-stranger",
                "Your organisation's sign-in knows you, and nobody here has the e-mail address that it verified.",
                remedy="Ask an administrator of this installation to invite you with that address.",
            )
        )
    account = ProviderAccount(person=person, issuer=identity.issuer, subject=identity.subject, linked_at=at)
    detail: dict[str, str | int] = {"account": str(account.id)}
    write(account, event=_event(Act.SIGNED_IN, _known(person), at, "single sign-on, first time", detail))
    return person


def confirm_password(person: Person, password: str, *, at: datetime) -> bool:
    """Return whether a password is that of a person who is signed in. A wrong one counts as one at sign-in does.

    Raises Refused after too many failures.
    """
    tried = _known(person)
    _refuse_if_closed(tried, at)
    if check_password(password, person.password):
        return True
    _record_failure(tried, at, "password asked again")
    return False


def check_code(person: Person, code: str, *, device: str, at: datetime) -> OpenSession | None:
    """Open a session for a person who gave the first step, if a code of their app or a recovery code is right.

    Each code works once: of two who give the same one at once, one is let in. A wrong one counts as a wrong password
    does. Raises Refused after too many failures.
    """
    tried = _known(person)
    _refuse_if_closed(tried, at)
    used, means = _used(person, code, at)
    if used is not None:
        try:
            return _open_unless_closed(person, device=device, means=means, at=at, used=used)
        except ChangedMeanwhile:
            means = "the same code at once"
    _record_failure(tried, at, means)
    return None


def check_security_key(
    person: Person, *, host: str, state: dict[str, Any] | None, answer: str, device: str, at: datetime
) -> OpenSession | None:
    """Open a session for a person who gave the first step, if one of their security keys answered what it was asked.

    A wrong answer counts as a wrong password does. Raises Refused after too many failures.
    """
    tried = _known(person)
    _refuse_if_closed(tried, at)
    keys = second_factors.security_keys_of(person.id)
    used = security_keys.used(host, state, answer, second_factors.credentials_of(keys))
    if used is not None:
        key = next(each for each in keys if each.credential == used.text)
        key.counter = used.counter
        try:
            return _open_unless_closed(person, device=device, means="security key", at=at, used=key)
        except ChangedMeanwhile:
            pass
    _record_failure(tried, at, "security key")
    return None


def open_session(
    person: Person, *, device: str, means: str, at: datetime, used: Recorded | None = None
) -> OpenSession:
    """Open a session, and record it together with the use of what was given for it, and a move whose day has come."""
    session = OpenSession(person=person, device=device, means=means, opened_at=at)
    rows: list[Recorded] = [session] if used is None else [used, session]
    detail: dict[str, str | int] = {"session": str(session.id)}
    day = business_clock.day_of(business_clock.reading(at, settings.FRITH_STANDING_AT))
    agency = queries.agency_on(person, day)
    if agency != person.agency:
        person.agency = agency
        rows.append(person)
        detail["agency"] = str(agency.id)
    write(*rows, event=_event(Act.SIGNED_IN, _known(person), at, means, detail))
    return session


def record_sign_out(person: Person, *, at: datetime, session: OpenSession | None = None) -> None:
    """Record that a person signed out, which ends the session that is named."""
    if session is None:
        _record(Act.SIGNED_OUT, _known(person), at)
        return
    session.ended_at, session.ended_why = at, "signed out"
    write(session, event=_event(Act.SIGNED_OUT, _known(person), at, detail={"session": str(session.id)}))


def _used(person: Person, code: str, at: datetime) -> tuple[TimeCode | RecoveryCode | None, str]:
    """Return what a code uses up, or nothing, and what it was taken for."""
    held = second_factors.time_code_of(person.id)
    if held is not None:
        step = codes.step_taken(encryption.decrypted(held.secret), code, at=at, after=held.last_step)
        if step is not None:
            held.last_step = step
            return held, "time code"
    recovery = second_factors.recovery_code_given(person.id, code)
    if recovery is not None:
        recovery.spent_at = at
        return recovery, "recovery code"
    return None, "second factor"


def _known(person: Person) -> _Tried:
    return _Tried(person, PERSON, str(person.id))


def _tried(email: str, at: datetime) -> _Tried:
    """Return whom an address belongs to. The address of nobody is not kept, and can be counted all the same."""
    person = queries.present_on(business_clock.day_of(at)).filter(email=email).first()
    return _known(person) if person else _nobody(email)


def _nobody(email: str) -> _Tried:
    hashed = salted_hmac("frith.guard.access.sign_in", email, algorithm="sha256").hexdigest()
    return _Tried(None, ADDRESS, hashed)


def _closed_until(tried: _Tried, at: datetime) -> datetime | None:
    """Return when sign-in opens again after too many failures, or None if it is open."""
    failures = latest_times(
        Act.SIGN_IN_FAILED, tried.subject_type, tried.subject, after=at - WINDOW, at_most=MOST_FAILURES
    )
    return failures[-1] + WINDOW if len(failures) == MOST_FAILURES else None


def _open_unless_closed(
    person: Person, *, device: str, means: str, at: datetime, used: Recorded
) -> OpenSession:
    """Open a session, and take it back where others, trying at the same moment, closed sign-in meanwhile.

    The trail takes one entry at a time, so whoever counts after their own entry sees all that came before it.
    """
    with transaction.atomic():
        session = open_session(person, device=device, means=means, at=at, used=used)
        _refuse_if_closed(_known(person), at)
    return session


def _refuse_if_closed(tried: _Tried, at: datetime) -> None:
    until = _closed_until(tried, at)
    if until is None:
        return
    opens = (until + timedelta(minutes=1)).astimezone(business_clock.LONDON)
    raise Refused(
        Fault(
            "access.sign-in-locked",
            f"Somebody tried {MOST_FAILURES} times with a wrong password or code, so nobody can sign in with this "
            "e-mail address for now.",
            allowed=f"{MOST_FAILURES} wrong tries in {WINDOW.seconds // 60} minutes",
            remedy=f"Try again at {opens:%H:%M}.",
        )
    )


def _record_failure(tried: _Tried, at: datetime, what: str) -> None:
    """Record a wrong try, and once that sign-in is closed by it."""
    with transaction.atomic():
        _record(Act.SIGN_IN_FAILED, tried, at, what)
        if _closed_until(tried, at) is not None:
            _record(Act.SIGN_IN_LOCKED, tried, at)


def _record(act: Act, tried: _Tried, at: datetime, purpose: str = "") -> None:
    with transaction.atomic():
        record(_event(act, tried, at, purpose))


def _event(
    act: Act, tried: _Tried, at: datetime, purpose: str = "", detail: dict[str, str | int] | None = None
) -> Event:
    return Event(
        act=act,
        at=at,
        person=str(tried.person.id) if tried.person else "",
        agency=str(tried.person.agency_id) if tried.person else "",
        channel=Channel.SITE.value,
        subject_type=tried.subject_type,
        subject=tried.subject,
        purpose=purpose,
        detail=detail or {},
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
