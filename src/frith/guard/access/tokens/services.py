"""All writes about personal tokens."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterator
from datetime import timedelta
from uuid import UUID

from django.conf import settings

from frith.guard.access import permissions
from frith.guard.access.models import Person
from frith.guard.access.queries import check_has_not_left, person_acting
from frith.guard.access.sessions.queries import session_is_open
from frith.guard.access.tokens import queries
from frith.guard.access.tokens.models import PersonalToken
from frith.guard.access.tokens.reach import CALENDAR, Reach
from frith.guard.acting import Acting
from frith.guard.audit.events import Act, event_by
from frith.guard.audit.recording import Recorded, act, write
from frith.vocabulary.faults import Fault, Refused, RowsRejected

SUBJECT = "personal token"
MOST_DAYS = 90
"""How long a token can work."""
CALENDAR_DAYS = 365
"""How long the address of a calendar works: it is typed into a telephone, and reaches meetings of open boards alone."""
MOST_TOKENS = 20
"""How many of a person's can work at once: whoever has more has lost sight of them."""
LONGEST_NAME = 60
MARK = "frith_"
"""What a token begins with, so that one that was left where it should not be is known for what it is."""
_BYTES = 32


@act
def make_token(
    *, by: Acting, session: UUID | None, name: str, reaches: Collection[Reach], days: int
) -> tuple[PersonalToken, str]:
    """Make a token for the person who acts, and return it with its text, which nobody sees again.

    ``session`` is the one that they act in: only somebody who gave both steps of signing in has one. Raises Refused
    without it, or RowsRejected with every fault of what was given.
    """
    person = _maker(by, session)
    faults = list(_faults_of(by, name, reaches, days))
    if faults:
        raise RowsRejected(*faults)
    return _made(by, person, name, " ".join(reach.value for reach in Reach if reach in reaches), days)


@act
def make_calendar_address(*, by: Acting, session: UUID | None, name: str) -> tuple[PersonalToken, str]:
    """Make the token of a calendar's address for the person who acts, and return it with its text, as for a program.

    Raises Refused, or RowsRejected with every fault of what was given.
    """
    person = _maker(by, session)
    faults = list(_faults_of_any(by, name))
    if faults:
        raise RowsRejected(*faults)
    return _made(by, person, name, CALENDAR, CALENDAR_DAYS)


def _maker(by: Acting, session: UUID | None) -> Person:
    """Return the person who acts. Raises Refused unless they may make a token now."""
    person = person_acting(by)
    permissions.check_not_operator(person)
    check_has_not_left(person, by)
    _check_signed_in_fully(by, session)
    return person


def _made(by: Acting, person: Person, name: str, reaches: str, days: int) -> tuple[PersonalToken, str]:
    text = MARK + secrets.token_urlsafe(_BYTES)
    token = PersonalToken(
        person=person,
        name=name.strip(),
        hashed=queries.hashed(text),
        reaches=reaches,
        made_at=by.at,
        expires_at=by.at + timedelta(days=days),
    )
    detail: dict[str, str | int] = {"reaches": reaches.replace(" ", ","), "days": days}
    write(token, event=event_by(by, Act.COLLECTED, SUBJECT, token.id, detail=detail))
    return token, text


@act
def end_token(*, by: Acting, token: UUID) -> None:
    """End a token of the person who acts. Raises Refused, with the same words, if it is ended or another's."""
    held = queries.token_numbered(token, by.person, by.at)
    if held is None:
        raise Refused(
            Fault(
                "access.token",
                "There is no token of yours here with this number that still works.",
                remedy="Look at the list of your tokens: it may have ended already.",
            )
        )
    held.ended_at, held.ended_why = by.at, "ended by the person"
    write(held, event=event_by(by, Act.ALTERED, SUBJECT, held.id, detail={"field": "ended_at"}))


def ended_tokens(by: Acting, person: Person, why: str) -> list[Recorded]:
    """Return a person's tokens as ended, for a service that has reason to end them to write."""
    held = queries.tokens_of(person.id, by.at)
    for each in held:
        each.ended_at, each.ended_why = by.at, why
    return list(held)


def _check_signed_in_fully(by: Acting, session: UUID | None) -> None:
    if not settings.FRITH_SECOND_FACTOR:
        return
    if session is None or not session_is_open(session, by.person, by.at):
        raise Refused(
            Fault(
                "access.token-session",
                "Only somebody who is signed in with both steps may make a token.",
                remedy="Sign in on the site, and make it there.",
            )
        )


def _faults_of(by: Acting, name: str, reaches: Collection[Reach], days: int) -> Iterator[Fault]:
    yield from _faults_of_any(by, name)
    if not reaches:
        yield Fault("access.token-reach", "say what the token is to reach", "reaches", ", ".join(Reach))
    if not 1 <= days <= MOST_DAYS:
        yield Fault(
            "access.token-days", "a token works for some days", "days", f"1 to {MOST_DAYS}", f"{days}"
        )


def _faults_of_any(by: Acting, name: str) -> Iterator[Fault]:
    if not 0 < len(name.strip()) <= LONGEST_NAME:
        yield Fault(
            "access.token-name", "say what the token is for", "name", f"a name of 1 to {LONGEST_NAME} letters"
        )
    if len(queries.tokens_of(by.person, by.at)) >= MOST_TOKENS:
        yield Fault(
            "access.token-many",
            f"you have {MOST_TOKENS} tokens already",
            remedy="End those that nothing uses any more.",
        )
