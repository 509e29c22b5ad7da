"""Warning of a lapse: letters 60, 30 and 7 days before an agreement's last day, to those who speak for its parties.

The statutory guidance has each authority's designated liaison officer see to its sharing; a controller's
data-protection officer can extend it in an emergency. A letter names the agreement and its last day, and nothing of any
record: agreements are about agencies, and open to all who take part.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from smtplib import SMTPException
from uuid import UUID

from django.core.mail import send_mail

from frith.guard import business_clock
from frith.guard.access.models import Person
from frith.guard.access.queries import people_in_role
from frith.guard.acting import Acting
from frith.guard.audit.events import Act, event_by
from frith.guard.audit.recording import act, write
from frith.guard.protection.agreements import permissions, queries
from frith.guard.protection.agreements.models import AGREEMENT, LapseLetter
from frith.guard.protection.agreements.queries import Agreed
from frith.guard.protection.agreements.standing import WARNED_AT, in_days
from frith.guard.protection.liaison.queries import officers_on
from frith.guard.roles import Role
from frith.vocabulary.faults import Fault, SourceUnreachable
from frith.vocabulary.periods import day_in_words

_LETTER = """\
{name},

the sharing agreement “{title}” lapses {when}: its last day is {last}. From the day after it shares nothing; every
agency goes on using its own records.

Sign in to Frith to see it. It goes on if it is amended before then; in an emergency, and only then, the
data-protection officer of a party can extend it.

{address}/agreements/{key}/

This letter holds no details of any record on purpose.
"""


@dataclass(frozen=True, slots=True)
class Due:
    """A letter that is due: about which agreement, to whom, and which number of days before the last it is for."""

    agreed: Agreed
    person: Person
    threshold: int


@dataclass(frozen=True, slots=True)
class Warned:
    """What a run did: how many letters it wrote, about which agreements nobody could be told, and what failed."""

    written: int
    unheard: tuple[str, ...]
    faults: tuple[Fault, ...]


def warn(*, by: Acting, address: str) -> Warned:
    """Write to each officer about each agreement that lapses within 60, 30 or 7 days, once for each of the three.

    Each letter is one act, so that whoever was written to is not written to again, also if the command is run again
    after it was stopped. A run that comes late writes the nearest warning alone. An extension moves the last day, and
    the warnings begin anew. ``address`` is where people sign in. Raises Refused.
    """
    permissions.check_may_warn(by)
    written = 0
    faults: list[Fault] = []
    unheard: list[str] = []
    for agreed in queries.lapsing(by.today, max(WARNED_AT)):
        people = officers_of(by, agreed)
        if not people:
            unheard.append(agreed.agreement.title)
        for due in _due(agreed, people):
            try:
                _write_about(by=by, due=due, address=address)
                written += 1
            except SourceUnreachable as trouble:
                faults += trouble.faults
    return Warned(written, tuple(unheard), tuple(faults))


def officers_of(by: Acting, agreed: Agreed) -> list[Person]:
    """Return who is written to, by name: the parties' liaison officers, the controllers' data-protection officers."""
    parties = {party.agency_id for party in agreed.parties}
    controllers = {party.agency_id for party in agreed.parties if party.controller}
    found: dict[UUID, Person] = {
        officer.person_id: officer.person for officer in officers_on(by.today) if officer.agency_id in parties
    }
    held = people_in_role(Role.DATA_PROTECTION_OFFICER, business_clock.day_of(by.at), by.today)
    found |= {person.pk: person for person in held.filter(agency__in=controllers)}
    return sorted(found.values(), key=lambda person: (person.name, person.email))


def _due(agreed: Agreed, people: list[Person]) -> Iterator[Due]:
    threshold = agreed.standing.warning
    if threshold is None:
        return
    told = queries.warned_of(agreed, threshold)
    for person in people:
        if person.pk not in told:
            yield Due(agreed, person, threshold)


@act
def _write_about(*, by: Acting, due: Due, address: str) -> None:
    permissions.check_may_warn(by)
    agreement, standing = due.agreed.agreement, due.agreed.standing
    kept = LapseLetter(
        terms=due.agreed.terms,
        person=due.person,
        threshold=due.threshold,
        last_day=standing.last,
        on=by.today,
        recorded_at=by.business_now,
    )
    detail: dict[str, str | int] = {"warned": str(due.person.pk), "days": due.threshold}
    write(kept, event=event_by(by, Act.DISCLOSED, AGREEMENT, agreement.pk, detail=detail))
    letter = _LETTER.format(
        name=due.person.name,
        title=agreement.title,
        when=in_days(standing.days_left),
        last=day_in_words(standing.last),
        address=address.rstrip("/"),
        key=agreement.pk,
    )
    try:
        send_mail("A sharing agreement lapses soon", letter, None, [due.person.email])
    except (SMTPException, OSError) as error:
        raise SourceUnreachable(
            Fault(
                "protection.warning-not-sent",
                "a letter about an agreement that lapses could not be sent",
                "FRITH_SMTP_URL",
                "a mail server that takes letters from here",
                type(error).__name__,
                "Mend the setting or wait for the server, then run the command again.",
            )
        ) from error
