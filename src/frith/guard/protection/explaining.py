"""Why somebody may see records of a type, and why not: told of roles and agreements, never of a single record.

Nothing here looks at records, at deny lists or at what was opened by break-glass, so that nothing can be learnt of
them. What is said holds for records in general: a deny list may keep any one of them from anybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings

from frith.guard import business_clock
from frith.guard.access.models import Person
from frith.guard.access.queries import acting_as, present_on
from frith.guard.acting import Acting
from frith.guard.audit.events import Act, event_by
from frith.guard.audit.recording import act, record
from frith.guard.protection import sharing
from frith.guard.protection.agreements import permissions
from frith.guard.protection.agreements.queries import Agreed, agreed_on
from frith.guard.protection.agreements.standing import State
from frith.guard.protection.record_types import SharedType, all_types
from frith.guard.roles import Role
from frith.vocabulary.faults import Fault, UnknownName
from frith.vocabulary.periods import day_in_words

DENY_LIST = (
    "Any record can have people who must not see it, whatever their role. "
    "Nobody is told whether they are among them."
)


@dataclass(frozen=True, slots=True)
class Explained:
    """What somebody could see of a type of record on a day: the grounds that hold, and those that fail, with why."""

    kind: SharedType
    holds: tuple[str, ...]
    fails: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Simulated:
    """What a person could see on a day."""

    person: Person
    day: date
    roles: tuple[str, ...]
    types: tuple[Explained, ...]


def explained(by: Acting, kind: SharedType) -> Explained:
    """Return which grounds hold for somebody today, and which fail and why."""
    holds = tuple(
        _own_holds(by, kind) if ground.code == sharing.OWN else ground.sentence
        for ground in sharing.standing_grounds(by, kind.id)
    )
    return Explained(kind, holds, (*_own_fails(by, kind), *_agreements_fail(by, kind)))


@act
def why_not(*, by: Acting, kind: SharedType) -> Explained:
    """Return what this person could see of a type of record today and why no more; asking is recorded."""
    record(event_by(by, Act.SEARCHED, kind.id, purpose="why can I not see it"))
    return explained(by, kind)


@act
def simulate(*, by: Acting, person_id: UUID, day: date) -> Simulated:
    """Return what a person could see on a business day, type by type. Asking is recorded; no record is looked at.

    Raises Refused, or UnknownName for somebody who is not here.
    """
    permissions.check_may_simulate(by)
    person = present_on(business_clock.day_of(by.at)).filter(pk=person_id).first()
    if person is None:
        raise UnknownName(
            Fault("protection.simulated-person", "nobody here has this key", remedy="Choose from the list.")
        )
    as_person = acting_as(person, at=by.at, standing_at=day, channel=by.channel)
    record(
        event_by(
            by,
            Act.CONSULTED,
            "person",
            person.pk,
            purpose="simulate what they could see",
            detail={"day": day.isoformat()},
        )
    )
    return Simulated(
        person,
        day,
        tuple(sorted(role.words for role in as_person.roles)),
        tuple(explained(as_person, kind) for kind in all_types()),
    )


def people_to_simulate(by: Acting) -> list[Person]:
    """Return the people whose view can be simulated: those who have not left. Raises Refused."""
    permissions.check_may_simulate(by)
    return list(present_on(business_clock.day_of(by.at)))


def default_day(by: Acting) -> date:
    """Return the day that a simulation begins with."""
    standing: date | None = settings.FRITH_STANDING_AT
    return standing or by.today


def _own_holds(by: Acting, kind: SharedType) -> str:
    as_what = sharing.words_of(by, [role.value for role in kind.roles])
    return (
        f"You see the {kind.many} that {by.agency_name} controls, since you work on them there as {as_what}."
    )


def _own_fails(by: Acting, kind: SharedType) -> list[str]:
    needed = " or ".join(role.words for role in kind.roles)
    if by.holds(*kind.roles):
        return [
            f"Of other agencies' {kind.many}, you see those alone that an agreement shares with {by.agency_name}."
        ]
    held = " and ".join(sorted(role.words for role in by.roles)) or "nobody with a role"
    return [
        (
            f"Those who work as {needed} see the {kind.many} that their own agency controls. "
            f"You act as {held} for {by.agency_name}."
        )
    ]


def _agreements_fail(by: Acting, kind: SharedType) -> list[str]:
    said = []
    shares = False
    for each in agreed_on(by.today):
        shared = next((c for c in each.terms.classes.all() if c.record_type == kind.id), None)
        if shared is None:
            continue
        shares = True
        said += [f"“{each.agreement.title}”: {why}." for why in _why_it_fails(by, each, shared.roles)]
    return said if shares else [f"No agreement shares {kind.many}."]


def _why_it_fails(by: Acting, each: Agreed, roles: list[str]) -> list[str]:
    receives = any(party.agency_id == by.agency and party.recipient for party in each.parties)
    if not receives:
        return [f"{by.agency_name} receives nothing under it"]
    why = []
    match each.standing.state:
        case State.TO_COME:
            why.append(f"it begins on {day_in_words(each.terms.valid_from)}")
        case State.LAPSED:
            why.append(f"it lapsed: its last day was {day_in_words(each.standing.last)}")
        case State.ENDED:
            why.append(f"it was ended: its last day was {day_in_words(each.standing.last)}")
    if not any(role.value in roles for role in by.roles - {Role.OPERATOR}):
        named = " or ".join(Role(role).words for role in roles)
        why.append(f"it is for those who work as {named}")
    waiting = [party.agency.name for party in each.waiting_for if party.agency_id != by.agency]
    if waiting:
        why.append(f"{' and '.join(waiting)} did not accept it yet")
    return why
