"""All writes about people and agencies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from frith.guard import business_clock
from frith.guard.access import permissions, queries
from frith.guard.access.models import OPERATOR_EMAIL, Agency, Membership, Move, Person
from frith.guard.access.sessions.services import ended_sessions
from frith.guard.access.teams.services import places_ended_by_a_move
from frith.guard.access.tokens.services import ended_tokens
from frith.guard.acting import Acting, Channel
from frith.guard.audit.events import Act, Event, event_by
from frith.guard.audit.recording import Recorded, act, write
from frith.guard.roles import Role
from frith.vocabulary.faults import Fault, RowsRejected

SHORTEST_PASSWORD = 12

_INSTALLATION = UUID("5b6cf2f4-6a53-4f0e-9d2c-0a6d1c6f3e11")
_EPOCH = date(2000, 1, 1)


def install_operator(*, at: datetime) -> Person:
    """Return the operator account, made on the first call.

    It may load evidence, publish, look after people and verify the audit trail. It never opens a case.
    """
    held: Person | None = Person.objects.filter(email=OPERATOR_EMAIL).select_related("agency").first()
    if held is not None:
        return held
    agency = Agency(id=_INSTALLATION, name="Operators of this installation", short_name="Operators")
    person = Person(
        id=uuid5(_INSTALLATION, "operator"),
        email=OPERATOR_EMAIL,
        name="Operator",
        agency=agency,
        password=make_password(None),
    )
    role = Membership(
        id=uuid5(_INSTALLATION, "operator role"), person=person, role=Role.OPERATOR.value, starts=_EPOCH
    )
    event = Event(
        act=Act.COLLECTED,
        at=at,
        person=str(person.id),
        agency=str(agency.id),
        channel=Channel.COMMAND_LINE.value,
        subject_type="person",
        subject=str(person.id),
        purpose="first use of this installation",
    )
    write(agency, person, role, event=event)
    return person


@act
def add_agency(
    *, by: Acting, name: str, short_name: str = "", invented: bool = False, key: UUID | None = None
) -> Agency:
    """Add an agency. Raises Refused, or RowsRejected if the name is empty or taken."""
    permissions.check_may_manage_people(by)
    taken = Agency.objects.filter(name=name).exists()
    if taken or not name.strip():
        what = "an agency of this name is here already" if taken else "an agency needs a name"
        raise RowsRejected(Fault("access.agency-name", what, "", "a name not used yet", name))
    agency = Agency(name=name, short_name=short_name or name, invented=invented)
    if key:
        agency.id = key
    write(agency, event=event_by(by, Act.COLLECTED, "agency", agency.id))
    return agency


@act
def add_person(
    *,
    by: Acting,
    name: str,
    email: str,
    agency: Agency,
    roles: Iterable[Role],
    password: str | None = None,
    starts: date | None = None,
    key: UUID | None = None,
) -> Person:
    """Add a person with roles from a day (today if not given). Without a password they cannot sign in.

    Raises Refused, or RowsRejected with every fault of what was given.
    """
    permissions.check_may_manage_people(by)
    held_roles = sorted(set(roles))
    for role in held_roles:
        permissions.check_role_is_given(role)
    faults = [*_faults_of_person(name, email, held_roles), *_faults_of_password(password, email)]
    if faults:
        raise RowsRejected(*faults)
    person = Person(name=name.strip(), email=email.lower(), agency=agency, password=make_password(password))
    if key:
        person.id = key
    memberships = [
        Membership(id=uuid5(person.id, role), person=person, role=role.value, starts=starts or by.today)
        for role in held_roles
    ]
    detail: dict[str, str | int] = {"agency": str(agency.id), "roles": ",".join(held_roles)}
    write(person, *memberships, event=event_by(by, Act.COLLECTED, "person", person.id, detail=detail))
    return person


@act
def add_person_to(
    *, by: Acting, agency_name: str, name: str, email: str, roles: Iterable[Role], password: str | None
) -> Person:
    """Add a person to the agency of a name, which is added if it is new: both or neither. Raises as the two do."""
    permissions.check_may_manage_people(by)
    agency = Agency.objects.filter(name=agency_name).first() or add_agency(by=by, name=agency_name)
    return add_person(by=by, name=name, email=email, agency=agency, roles=roles, password=password)


@act
def set_password(*, by: Acting, person: Person, password: str) -> None:
    """Give a person a new password, which ends their sessions. Raises Refused, or RowsRejected if it is too weak."""
    permissions.check_may_manage_people(by)
    permissions.check_not_operator(person)
    faults = list(_faults_of_password(password, person.email))
    if faults:
        raise RowsRejected(*faults)
    _write_password(by, person, password)


@act
def change_own_password(*, by: Acting, password: str, session: UUID | None) -> Person:
    """Give the person who acts the password that they chose, which ends their sessions, all but one if it is named.

    Whoever calls has asked for the old password. Raises RowsRejected if the new one is too weak.
    """
    person = queries.person_acting(by)
    permissions.check_not_operator(person)
    faults = list(_faults_of_password(password, person.email))
    if faults:
        raise RowsRejected(*faults)
    _write_password(by, person, password, but=session)
    return person


def _write_password(by: Acting, person: Person, password: str, but: UUID | None = None) -> None:
    person.password = make_password(password)
    ended = ended_sessions(by, person, "password changed", but=but)
    ended += ended_tokens(by, person, "password changed")
    event = event_by(by, Act.ALTERED, "person", person.id, detail={"field": "password"})
    write(person, *ended, event=event)


@act
def record_leaving(*, by: Acting, person: Person, on: date | None = None) -> Person:
    """End a person's access from a day on: today by the wall clock if not given, which ends their sessions at once.

    Raises Refused. The roles stay as they were held: they say what the person did here, and open nothing any more.
    """
    permissions.check_may_manage_people(by)
    permissions.check_not_operator(person)
    person.left_on = on or business_clock.day_of(by.at)
    now = person.left_on <= business_clock.day_of(by.at)
    ended = ended_sessions(by, person, "left") + ended_tokens(by, person, "left") if now else []
    detail: dict[str, str | int] = {"field": "left_on", "left_on": person.left_on.isoformat()}
    write(person, *ended, event=event_by(by, Act.ALTERED, "person", person.id, detail=detail))
    return person


@act
def move_person(*, by: Acting, person: Person, agency: Agency, on: date, roles: Iterable[Role]) -> Move:
    """Let a person work for another agency from a business day on, in the roles that they are to hold there.

    The roles and places in teams that they have at the agency that they leave end the day before. Raises Refused, or
    RowsRejected with every fault of what was given.
    """
    permissions.check_may_manage_people(by)
    permissions.check_not_operator(person)
    queries.check_has_not_left(person, by)
    new_roles = sorted(set(roles))
    for role in new_roles:
        permissions.check_role_is_given(role)
    left_agency = queries.agency_on(person, on)
    faults = list(_faults_of_move(person, left_agency, agency, on, new_roles, by.today))
    if faults:
        raise RowsRejected(*faults)
    eve = on - timedelta(days=1)
    held = [each for role in Role for each in queries.memberships_from(person, role, on) if each.starts < on]
    for membership in held:
        membership.ends = eve
    places = places_ended_by_a_move(person, on)
    fresh = [Membership(person=person, role=role.value, starts=on) for role in new_roles]
    move = Move(person=person, left_agency=left_agency, joined_agency=agency, moves_on=on)
    rows: list[Recorded] = [*held, *places, *fresh, move]
    if on <= by.today:
        person.agency = agency
        rows.append(person)
    detail: dict[str, str | int] = {"field": "agency", "agency": str(agency.id), "on": on.isoformat()}
    detail |= {"roles": ",".join(new_roles)}
    write(*rows, event=event_by(by, Act.ALTERED, "person", person.id, detail=detail))
    return move


@act
def add_role(*, by: Acting, person: Person, role: Role) -> Membership:
    """Give a person a role from today's business day on. Raises Refused, or RowsRejected if they hold it."""
    permissions.check_may_manage_people(by)
    permissions.check_not_operator(person)
    permissions.check_role_is_given(role)
    if role in queries.roles_held(person, by.today):
        raise RowsRejected(_role_fault("access.role-held", "this person holds the role", person, role))
    yesterday = by.today - timedelta(days=1)
    # a role that ended yesterday and begins today was never interrupted
    membership: Membership = Membership.objects.filter(
        person=person, role=role.value, ends=yesterday
    ).first() or Membership(person=person, role=role.value, starts=by.today)
    membership.ends = None
    detail: dict[str, str | int] = {"role": role.value, "starts": membership.starts.isoformat()}
    write(membership, event=event_by(by, Act.ALTERED, "person", person.id, detail=detail))
    return membership


@act
def end_role(*, by: Acting, person: Person, role: Role) -> None:
    """Take a role from a person at once: yesterday was its last day. Raises Refused, or RowsRejected if not held."""
    permissions.check_may_manage_people(by)
    permissions.check_not_operator(person)
    held = list(queries.memberships_from(person, role, by.today))
    if not held:
        raise RowsRejected(
            _role_fault("access.role-not-held", "this person does not hold the role", person, role)
        )
    yesterday = by.today - timedelta(days=1)
    for membership in held:
        membership.ends = yesterday
        # given today and taken today: it must not last until tonight
        membership.starts = min(membership.starts, yesterday)
    detail: dict[str, str | int] = {"role": role.value, "ends": yesterday.isoformat()}
    write(*held, event=event_by(by, Act.ALTERED, "person", person.id, detail=detail))


def _role_fault(code: str, what: str, person: Person, role: Role) -> Fault:
    return Fault(code, what, person.email, given=role.words, remedy="Run: frith person list")


def _faults_of_move(
    person: Person, left_agency: Agency, agency: Agency, on: date, roles: list[Role], today: date
) -> Iterator[Fault]:
    """Yield what is wrong with a move that is asked for."""
    if on < today:
        yield Fault(
            "access.move-day", "a move is not dated back", "on", "today or a later day", on.isoformat()
        )
    if agency == left_agency:
        yield Fault(
            "access.move-agency", "the person works for this agency then", "agency", given=agency.name
        )
    if not roles:
        yield Fault("access.person-roles", "a person needs a role", "role", ", ".join(Role))
    later = [move.moves_on for move in person.moves.all() if move.moves_on >= on]
    if later:
        yield Fault(
            "access.move-twice",
            "a move on this day or a later one is recorded already",
            "on",
            "a day after it",
            max(later).isoformat(),
        )
    begins = [each.starts for each in person.memberships.all() if each.starts >= on]
    if begins and not later:
        yield Fault(
            "access.move-role",
            "the person is given a role from this day or a later one, for the agency that they leave",
            "on",
            "a day after it",
            max(begins).isoformat(),
            "End the role first, or choose a later day.",
        )


def _faults_of_password(password: str | None, email: str) -> Iterator[Fault]:
    """Yield what is wrong with a password; it is never repeated. None is no password: nobody can sign in with it."""
    if password is None:
        return
    allowed = f"{SHORTEST_PASSWORD} characters or more, such as four words, and not the e-mail address"
    if len(password) < SHORTEST_PASSWORD:
        yield Fault("access.password", "the password is too short", "password", allowed)
    if password.strip().lower() == email.strip().lower():
        yield Fault("access.password", "the password is the e-mail address", "password", allowed)


def _faults_of_person(name: str, email: str, roles: list[Role]) -> Iterable[Fault]:
    if not name.strip():
        yield Fault("access.person-name", "a person needs a name", allowed="a name that is not empty")
    if not roles:
        yield Fault("access.person-roles", "a person needs a role", allowed=", ".join(Role))
    try:
        validate_email(email)
    except ValidationError:
        yield Fault("access.person-email", "this is not an e-mail address", given=email)
    if Person.objects.filter(email=email.lower()).exists():
        yield Fault("access.person-email-taken", "somebody here has this e-mail address", given=email)
