"""Reads of people and agencies."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from frith.guard import business_clock
from frith.guard.access import permissions
from frith.guard.access.models import Agency, Membership, Person
from frith.guard.acting import Acting, Channel
from frith.guard.audit.recording import act
from frith.guard.roles import Role
from frith.vocabulary.faults import Fault, UnknownName


def memberships_from(person: Person, role: Role, day: date) -> QuerySet[Membership]:
    """Return what a person holds of a role on a business day or later."""
    found: QuerySet[Membership] = Membership.objects.filter(
        Q(ends__isnull=True) | Q(ends__gte=day), person=person, role=role.value
    )
    return found


def roles_held(person: Person, day: date) -> frozenset[Role]:
    """Return the roles that a person holds on a business day."""
    held = Membership.objects.filter(Q(ends__isnull=True) | Q(ends__gte=day), person=person, starts__lte=day)
    return frozenset(Role(role) for role in held.values_list("role", flat=True))


def acting_as(person: Person, *, at: datetime, standing_at: date | None, channel: Channel) -> Acting:
    """Return a person as one who acts now, in the roles they hold on the business day."""
    business_now = business_clock.reading(at, standing_at)
    return Acting(
        person=person.id,
        name=person.name,
        agency=person.agency_id,
        agency_name=person.agency.name,
        roles=roles_held(person, business_clock.day_of(business_now)),
        at=at,
        business_now=business_now,
        channel=channel,
    )


def person_acting(by: Acting) -> Person:
    """Return the person who acts."""
    person: Person = Person.objects.select_related("agency").get(pk=by.person)
    return person


def present_on(day: date) -> QuerySet[Person]:
    """Return the people who have not left by a day of the wall clock."""
    people: QuerySet[Person] = Person.objects.filter(Q(left_on__isnull=True) | Q(left_on__gt=day))
    return people.select_related("agency").order_by("email")


@act
def people_list(*, by: Acting) -> list[Person]:
    """Return the people who have not left, with their roles, for those who look after people. Raises Refused."""
    permissions.check_may_manage_people(by)
    return list(present_on(business_clock.day_of(by.at)).prefetch_related("memberships"))


@act
def person_to_look_after(*, by: Acting, email: str) -> Person:
    """Return the person with an e-mail address, for those who look after people. Raises Refused or UnknownName."""
    permissions.check_may_manage_people(by)
    return person_present(email, business_clock.day_of(by.at))


def everyone() -> tuple[str, ...]:
    """Return the ids, as text, of all who are or were here, for the audit trail to be compared with."""
    return tuple(str(pk) for pk in Person.objects.values_list("pk", flat=True))


def person_present(email: str, day: date) -> Person:
    """Return the person with an e-mail address. Raises UnknownName if there is none, or they have left."""
    found = present_on(day).filter(email=email.strip().lower()).first()
    if found is None:
        raise UnknownName(
            Fault(
                "access.person",
                "nobody here has this e-mail address",
                "",
                "the address of a person who has not left",
                email,
                "Run: frith person list",
            )
        )
    return found


def agency_named(name: str) -> Agency:
    """Return the agency with a name. Raises UnknownName, listing the names there are."""
    found: Agency | None = Agency.objects.filter(name=name).first()
    if found is None:
        names = "; ".join(Agency.objects.order_by("name").values_list("name", flat=True))
        raise UnknownName(Fault("access.agency", "no agency has this name", "", names or "none yet", name))
    return found


def names_of(people: set[str]) -> dict[str, str]:
    """Return the names of people by id as text, for pages that show who did something."""
    ids = [UUID(person) for person in people if person]
    return {str(pk): name for pk, name in Person.objects.filter(pk__in=ids).values_list("pk", "name")}
