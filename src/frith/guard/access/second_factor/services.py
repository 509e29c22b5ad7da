"""All writes about second factors but their use, which is a part of signing in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings

from frith.guard import encryption
from frith.guard.access import permissions
from frith.guard.access.models import Person
from frith.guard.access.queries import person_acting
from frith.guard.access.second_factor import codes, queries, security_keys
from frith.guard.access.second_factor.models import RecoveryCode, SecurityKey, TimeCode
from frith.guard.access.sessions import services as sessions
from frith.guard.access.tokens.services import ended_tokens
from frith.guard.acting import Acting
from frith.guard.audit.events import Act, event_by, sha256
from frith.guard.audit.recording import Recorded, act, write
from frith.vocabulary.faults import Fault, Refused, RowsRejected


@act
def set_up_time_code(*, by: Acting, secret: str, code: str, replacing: bool = False) -> tuple[str, ...]:
    """Keep the secret of the app of the person who acts, who shows with a code that the app has it.

    Returns their recovery codes, which are made anew: nobody sees them again. Raises Refused if they have a second
    factor and do not mean to replace it, or RowsRejected if the code is not one of the secret's.
    """
    person = person_acting(by)
    permissions.check_not_operator(person)
    if not replacing and queries.has_second_factor(person.id):
        raise Refused(
            Fault(
                "access.second-factor-there",
                "You have set up a second factor already.",
                remedy="Sign in with it, or ask an administrator to reset it.",
            )
        )
    step = codes.step_taken(secret, code, at=by.at, after=0)
    if step is None:
        raise RowsRejected(
            Fault(
                "access.wrong-code",
                "The code is not the one that the app should show now.",
                "code",
                "the six figures that the app shows now",
                remedy="Check that the clock of your phone or computer is right, and give the next code.",
            )
        )
    held = queries.time_code_row(person.id) or TimeCode(person=person, set_up_at=by.at)
    held.secret, held.last_step, held.set_up_at = encryption.encrypted(secret), step, by.at
    shown, rows = _fresh_codes(by, person)
    write(held, *rows, event=event_by(by, Act.ALTERED, "person", person.id, detail={"field": "time code"}))
    return shown


@act
def make_recovery_codes(*, by: Acting) -> tuple[str, ...]:
    """Return new recovery codes for the person who acts; the old ones stop working. Nobody sees them again."""
    person = person_acting(by)
    permissions.check_not_operator(person)
    shown, rows = _fresh_codes(by, person)
    write(*rows, event=event_by(by, Act.ALTERED, "person", person.id, detail={"field": "recovery codes"}))
    return shown


@act
def add_security_key(
    *, by: Acting, name: str, host: str, state: dict[str, Any] | None, answer: str
) -> SecurityKey:
    """Keep a new security key of the person who acts, as their browser answered what it was asked.

    Raises RowsRejected if the answer does not hold, or the key is somebody's here already.
    """
    person = person_acting(by)
    permissions.check_not_operator(person)
    made = security_keys.registered(host, state, answer)
    if made is None:
        raise RowsRejected(
            Fault(
                "access.security-key",
                "the security key did not answer what it was asked",
                remedy="Try again, and use the key when the browser asks for it.",
            )
        )
    key = SecurityKey(
        person=person,
        name=name,
        credential=made.text,
        hashed=sha256(f"frith security key {made.id}"),
        counter=made.counter,
        added_at=by.at,
    )
    detail: dict[str, str | int] = {"field": "security key", "key": str(key.id)}
    write(key, event=event_by(by, Act.ALTERED, "person", person.id, detail=detail))
    return key


@act
def remove_security_key(*, by: Acting, key: UUID) -> None:
    """Take away a security key of the person who acts. Raises Refused, with the same words, if it is not theirs."""
    held = next((each for each in queries.security_keys_of(by.person) if each.id == key), None)
    if held is None:
        raise Refused(
            Fault(
                "access.no-security-key",
                "There is no security key of yours here with this number.",
                remedy="Look at the list of your keys: it may be gone already.",
            )
        )
    _removed(held, by)
    detail: dict[str, str | int] = {"field": "security key removed", "key": str(held.id)}
    write(held, event=event_by(by, Act.ALTERED, "person", by.person, detail=detail))


def _removed(key: SecurityKey, by: Acting) -> SecurityKey:
    key.removed_at = by.at
    # so that the same key can be added again
    key.hashed = sha256(f"removed {key.id}")
    return key


@act
def reset_second_factor(*, by: Acting, person: Person) -> None:
    """Take away a person's second factors and end their sessions: they set one up anew when they sign in next.

    Raises Refused.
    """
    permissions.check_may_manage_people(by)
    permissions.check_not_operator(person)
    rows: list[Recorded] = []
    held = queries.time_code_of(person.id)
    if held is not None:
        held.secret = ""
        rows.append(held)
    rows += _spent_codes(by, person)
    rows += [_removed(each, by) for each in queries.security_keys_of(person.id)]
    rows += sessions.ended_sessions(by, person, "second factor reset")
    rows += ended_tokens(by, person, "second factor reset")
    write(*rows, event=event_by(by, Act.ALTERED, "person", person.id, detail={"field": "second factor"}))


def second_factor_is_asked() -> bool:
    """Return whether this installation asks for a second factor. Only tests do without."""
    return bool(settings.FRITH_SECOND_FACTOR)


def _fresh_codes(by: Acting, person: Person) -> tuple[tuple[str, ...], list[Recorded]]:
    shown = codes.new_recovery_codes()
    fresh = [
        RecoveryCode(person=person, hashed=codes.hashed(person.id, code), made_at=by.at) for code in shown
    ]
    return shown, [*_spent_codes(by, person), *fresh]


def _spent_codes(by: Acting, person: Person) -> list[Recorded]:
    left = queries.recovery_codes_left(person.id)
    for each in left:
        each.spent_at = by.at
    return list(left)
