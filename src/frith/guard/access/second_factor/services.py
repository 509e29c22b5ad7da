"""All writes about second factors but their use, which is a part of signing in."""

from __future__ import annotations

from django.conf import settings

from frith.guard import encryption
from frith.guard.access import permissions
from frith.guard.access.models import Person
from frith.guard.access.queries import person_acting
from frith.guard.access.second_factor import codes, queries
from frith.guard.access.second_factor.models import RecoveryCode, TimeCode
from frith.guard.access.sessions import services as sessions
from frith.guard.acting import Acting
from frith.guard.audit.events import Act, event_by
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
    rows += sessions.ended_sessions(by, person, "second factor reset")
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
