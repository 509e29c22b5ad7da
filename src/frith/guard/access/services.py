"""All writes about people and agencies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from uuid import UUID, uuid5

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from frith.guard.access import permissions
from frith.guard.access.models import Agency, Membership, Person
from frith.guard.acting import Acting, Channel
from frith.guard.audit.events import Act, Event, event_by
from frith.guard.audit.recording import act, write
from frith.guard.roles import Role
from frith.vocabulary.faults import Fault, RowsRejected

OPERATOR_EMAIL = "operator@frith.invalid"
"""The account that commands act as unless told otherwise. Nobody can sign in with it: it has no password."""

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
    faults = list(_faults_of_password(password, person.email))
    if faults:
        raise RowsRejected(*faults)
    person.password = make_password(password)
    write(person, event=event_by(by, Act.ALTERED, "person", person.id, detail={"field": "password"}))


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
