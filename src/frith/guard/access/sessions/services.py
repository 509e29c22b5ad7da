"""All writes about sessions but opening them, which is a part of signing in."""

from __future__ import annotations

from uuid import UUID

from frith.guard.access.models import Person
from frith.guard.access.sessions import queries
from frith.guard.acting import Acting
from frith.guard.audit.events import Act, event_by
from frith.guard.audit.recording import Recorded, act, write
from frith.vocabulary.faults import Fault, Refused

NOT_YOURS = Fault(
    "access.session",
    "There is no open session of yours here with this number.",
    remedy="Look at the list of your sessions: it may have ended already.",
)


@act
def end_session(*, by: Acting, session: UUID) -> None:
    """End one session of the person who acts. Raises Refused, with the same words, if it is ended or another's."""
    held = queries.session_named(session, by.person, by.at)
    if held is None:
        raise Refused(NOT_YOURS)
    held.ended_at, held.ended_why = by.at, "ended by the person"
    write(held, event=event_by(by, Act.SIGNED_OUT, "session", held.id))


@act
def end_sessions(*, by: Acting) -> int:
    """End all sessions of the person who acts, this one too, and return how many there were."""
    held = queries.sessions_of(by.person, by.at)
    for each in held:
        each.ended_at, each.ended_why = by.at, "signed out everywhere"
    detail: dict[str, str | int] = {"sessions": len(held)}
    write(*held, event=event_by(by, Act.SIGNED_OUT, "person", by.person, purpose="everywhere", detail=detail))
    return len(held)


def ended_sessions(by: Acting, person: Person, why: str, *, but: UUID | None = None) -> list[Recorded]:
    """Return a person's sessions as ended, all or all but one, for a service that has reason to end them to write."""
    held = [each for each in queries.sessions_of(person.id, by.at) if each.id != but]
    for each in held:
        each.ended_at, each.ended_why = by.at, why
    return list(held)
