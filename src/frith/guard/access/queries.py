"""Reads of people and agencies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from frith.guard import business_clock
from frith.guard.access import permissions
from frith.guard.access.models import OPERATOR_EMAIL, Agency, Membership, Move, Person
from frith.guard.acting import Acting, Channel
from frith.guard.audit.recording import act
from frith.guard.roles import Role
from frith.vocabulary.faults import Fault, Refused, UnknownName


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


def agency_on(person: Person, day: date) -> Agency:
    """Return the agency that a person works for on a business day."""
    moves = Move.objects.filter(person=person).select_related("left_agency", "joined_agency")
    return _agency_on(person, list(moves.order_by("moves_on")), day)


def _agency_on(person: Person, moves: list[Move], day: date) -> Agency:
    made = [move for move in moves if move.moves_on <= day]
    if made:
        return made[-1].joined_agency
    return moves[0].left_agency if moves else person.agency


def acting_as(person: Person, *, at: datetime, standing_at: date | None, channel: Channel) -> Acting:
    """Return a person as one who acts now, in the roles they hold on the business day."""
    business_now = business_clock.reading(at, standing_at)
    day = business_clock.day_of(business_now)
    agency = agency_on(person, day)
    return Acting(
        person=person.id,
        name=person.name,
        agency=agency.id,
        agency_name=agency.name,
        roles=roles_held(person, day),
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


def has_left(person: Person, day: date) -> bool:
    """Return whether a person has left by a day of the wall clock."""
    return person.left_on is not None and person.left_on <= day


def check_has_not_left(person: Person, by: Acting) -> None:
    """Raise Refused if a person has left by now."""
    if has_left(person, business_clock.day_of(by.at)):
        raise Refused(
            Fault(
                "access.has-left",
                "This person has left, and what they had here stays as it was.",
                remedy="Invite them with another e-mail address if they come back.",
            )
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """How a person stands on a business day: agency, roles, and moves and roles that are to come."""

    person: Person
    agency: Agency
    roles: tuple[Membership, ...]
    to_come: tuple[Membership, ...]
    past: tuple[Membership, ...]
    moves: tuple[Move, ...]
    left: bool


def _standing(person: Person, by: Acting) -> Standing:
    held = sorted(person.memberships.all(), key=lambda each: (each.starts, each.role))
    moves = sorted(person.moves.all(), key=lambda each: each.moves_on)
    past = [each for each in held if each.ends is not None and each.ends < by.today]
    to_come = [each for each in held if each.starts > by.today]
    return Standing(
        person=person,
        agency=_agency_on(person, moves, by.today),
        roles=tuple(each for each in held if each not in past and each not in to_come),
        to_come=tuple(to_come),
        past=tuple(past),
        moves=tuple(moves),
        left=has_left(person, business_clock.day_of(by.at)),
    )


ON_A_PAGE = 50
_WITH_STANDING = ("memberships", "moves__left_agency", "moves__joined_agency")


@act
def standings(*, by: Acting, words: str = "") -> list[Standing]:
    """Return how all stand who have not left, but the operator account, for those who look after people.

    With words, those alone whose name or e-mail address holds them. Raises Refused.
    """
    return [_standing(person, by) for person in _looked_after(by, words)]


@act
def standings_page(*, by: Acting, words: str, page: str) -> Page[Standing]:
    """Return a page of what :func:`standings` returns, by name. Raises Refused."""
    pages: Paginator[Any] = Paginator(_looked_after(by, words), ON_A_PAGE)
    shown = pages.get_page(page)
    return Page([_standing(person, by) for person in shown], shown.number, pages)


def _looked_after(by: Acting, words: str) -> QuerySet[Person]:
    permissions.check_may_manage_people(by)
    people = present_on(business_clock.day_of(by.at)).exclude(email=OPERATOR_EMAIL)
    for word in words.split():
        people = people.filter(Q(name__icontains=word) | Q(email__icontains=word))
    return people.prefetch_related(*_WITH_STANDING).order_by("name", "id")


@act
def standing_of(*, by: Acting, key: UUID) -> Standing:
    """Return how a person stands, also one who has left, for those who look after people.

    Raises Refused, or UnknownName if there is no such person.
    """
    permissions.check_may_manage_people(by)
    people = Person.objects.exclude(email=OPERATOR_EMAIL).select_related("agency")
    person = people.prefetch_related(*_WITH_STANDING).filter(pk=key).first()
    if person is None:
        raise UnknownName(Fault("access.no-such-person", "There is no such person here.", given=str(key)))
    return _standing(person, by)


def agency_names() -> list[str]:
    """Return the names of the agencies that people work for, in order."""
    operators = Person.objects.filter(email=OPERATOR_EMAIL).values("agency")
    return list(Agency.objects.exclude(pk__in=operators).order_by("name").values_list("name", flat=True))


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


def person_ever(email: str) -> Person:
    """Return the person with an e-mail address, who may have left. Raises UnknownName if there never was one."""
    found: Person | None = Person.objects.filter(email=email.strip().lower()).first()
    if found is None:
        raise UnknownName(
            Fault(
                "access.person",
                "nobody here has this e-mail address, or ever had",
                "",
                "the address of a person who is or was here",
                email,
            )
        )
    return found


def people_with(key: UUID, at: datetime) -> Person:
    """Return the person with a key, who has not left by a moment of the wall clock. Raises UnknownName."""
    found = present_on(business_clock.day_of(at)).filter(pk=key).first()
    if found is None:
        raise UnknownName(Fault("access.person", "the person who asked has left", given=str(key)))
    return found


def people_in_role(role: Role, wall_day: date, business_day: date) -> QuerySet[Person]:
    """Return who is here by the wall clock and holds a role on a business day."""
    held = Membership.objects.filter(role=role.value, starts__lte=business_day).exclude(ends__lt=business_day)
    return present_on(wall_day).filter(pk__in=held.values("person"))


def agency_with(key: UUID | str) -> Agency:
    """Return the agency with a key. Raises UnknownName if there is none."""
    found: Agency | None = Agency.objects.filter(pk=key).first()
    if found is None:
        raise UnknownName(Fault("access.agency", "there is no such agency", given=str(key)))
    return found


def agency_named(name: str) -> Agency:
    """Return the agency with a name. Raises UnknownName, listing the names there are."""
    found: Agency | None = Agency.objects.filter(name=name).first()
    if found is None:
        names = "; ".join(Agency.objects.order_by("name").values_list("name", flat=True))
        raise UnknownName(Fault("access.agency", "no agency has this name", "", names or "none yet", name))
    return found


def role_named(name: str) -> Role:
    """Return a role by the name that addresses use. Raises UnknownName if there is none."""
    try:
        return Role(name)
    except ValueError as error:
        raise UnknownName(Fault("access.role", "no role has this name", "", ", ".join(Role), name)) from error


def names_of_agencies(agencies: set[str]) -> dict[str, str]:
    """Return the names of agencies by id as text, for pages that show for whom something was done."""
    ids = [UUID(agency) for agency in agencies if agency]
    return {str(pk): name for pk, name in Agency.objects.filter(pk__in=ids).values_list("pk", "name")}


def names_of(people: set[str]) -> dict[str, str]:
    """Return the names of people by id as text, for pages that show who did something."""
    ids = [UUID(person) for person in people if person]
    return {str(pk): name for pk, name in Person.objects.filter(pk__in=ids).values_list("pk", "name")}
