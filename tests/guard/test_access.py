"""Who people are, what they may see, and that a list and a single look always agree."""

import json
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.made_partnership import PASSWORD, TODAY, WALL, Made

from frith.guard import business_clock, wall_clock
from frith.guard.access import permissions, queries, services, sign_in
from frith.guard.access.trail import ask_to_verify, read_trail
from frith.guard.acting import Acting, Channel
from frith.guard.audit.models import AuditEvent
from frith.guard.roles import Role
from frith.vocabulary.faults import Refused, RowsRejected, UnknownName
from frith.work.casework import queries as casework
from frith.work.casework.models import ClosureRecord

pytestmark = pytest.mark.django_db


def sees_one(by: Acting, record: ClosureRecord) -> bool:
    try:
        casework.closure_record(by=by, record_id=record.id, purpose="test")
    except Refused:
        return False
    return True


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(
    roles=st.frozensets(st.sampled_from(list(Role))),
    agency=st.sampled_from(["council", "lantern", "rowan", "elsewhere"]),
)
def test_a_list_a_single_look_and_the_reasons_agree_with_the_rule(
    made: Made, roles: frozenset[Role], agency: str
) -> None:
    """The rule said again in plain Python: a caseworker sees the records that their own agency controls."""
    if not ClosureRecord.objects.exists():
        for n, service in enumerate(["lantern", "rowan", "lantern", "rowan", "rowan"]):
            made.close(service, reference=f"LA-{n}")
    of_agency = made.agencies[agency].id if agency in made.agencies else uuid4()
    by = replace(made.acting("amina"), roles=roles, agency=of_agency)
    records = list(ClosureRecord.objects.all())
    ruled = {r.id for r in records if Role.CASEWORKER in roles and r.controller_id == of_agency}
    assert {r.id for r in casework.closure_records_visible_to(by)} == ruled
    assert {r.id for r in records if sees_one(by, r)} == ruled
    assert {r.id for r in records if casework.why_visible(by, r.id)} == ruled
    assert {item.record for item in casework.listed_among(by, [r.id for r in records])} == ruled


@pytest.mark.parametrize("name", ["beth", "colin", "dilys", "edwin", "flora"])
def test_absent_and_forbidden_get_the_same_words_and_the_same_queries(made: Made, name: str) -> None:
    record = made.close()
    by = made.acting(name)
    told, asked = [], []
    for record_id in (record.id, uuid4()):
        with CaptureQueriesContext(connection) as queried, pytest.raises(Refused) as refusal:
            casework.closure_scope(by).one(casework.statements(), record_id)
        told.append(refusal.value.faults)
        asked.append(
            [query["sql"].replace(str(record_id), "?").replace(record_id.hex, "?") for query in queried]
        )
    assert told[0] == told[1]
    assert asked[0] == asked[1]
    assert str(record.id) not in str(told[0])


def test_the_operator_never_opens_a_case(made: Made) -> None:
    record = made.close()
    assert not sees_one(made.operator, record)
    assert list(casework.closure_records_visible_to(made.operator)) == []


def test_roles_hold_from_their_first_day_to_their_last(made: Made) -> None:
    before = queries.acting_as(
        made.persons["amina"], at=WALL, standing_at=date(2015, 3, 31), channel=Channel.SITE
    )
    assert before.roles == frozenset()
    assert made.acting("amina").roles == {Role.CASEWORKER}


def test_every_fault_of_a_new_person_is_told_at_once(made: Made) -> None:
    with pytest.raises(RowsRejected) as rejected:
        services.add_person(
            by=made.operator, name=" ", email="not an address", agency=made.agencies["council"], roles=[]
        )
    assert [fault.code for fault in rejected.value.faults] == [
        "access.person-name",
        "access.person-roles",
        "access.person-email",
    ]


def test_an_address_and_an_agency_name_are_used_once(made: Made) -> None:
    with pytest.raises(RowsRejected) as rejected:
        services.add_person(
            by=made.operator,
            name="Another",
            email="AMINA@lantern.example",
            agency=made.agencies["council"],
            roles=[Role.COMMISSIONER],
        )
    assert rejected.value.code == "access.person-email-taken"
    with pytest.raises(RowsRejected):
        services.add_agency(by=made.operator, name="The council")


def test_a_person_can_be_added_with_a_new_agency_in_one_act(made: Made) -> None:
    person = services.add_person_to(
        by=made.acting("flora"),
        agency_name="The fire brigade",
        name="Hal",
        email="hal@fire.example",
        roles=[Role.COMMISSIONER],
        password=None,
    )
    assert person.agency.name == "The fire brigade"
    assert queries.agency_named("The fire brigade") == person.agency
    with pytest.raises(UnknownName):
        queries.agency_named("The navy")


@pytest.mark.parametrize("name", ["amina", "colin", "dilys", "edwin"])
def test_only_administrators_add_people(made: Made, name: str) -> None:
    by = made.acting(name)
    assert not permissions.may_manage_people(by)
    with pytest.raises(Refused):
        services.add_agency(by=by, name="Another")
    with pytest.raises(Refused):
        queries.people_list(by=by)


def test_only_the_data_protection_officer_reads_the_trail_and_that_is_recorded(made: Made) -> None:
    page = read_trail(by=made.acting("edwin"), chosen=None, page="1")
    assert page.paginator.count == AuditEvent.objects.count() - 1
    ask_to_verify(by=made.acting("edwin"))
    assert AuditEvent.objects.latest("id").purpose == "verify"
    for name in ("amina", "colin", "dilys", "flora"):
        with pytest.raises(Refused):
            read_trail(by=made.acting(name), chosen=None, page="1")


def test_signing_in_is_recorded_and_so_is_failing_to(made: Made) -> None:
    assert sign_in.check_credentials("Amina@Lantern.example ", PASSWORD, at=WALL) == made.persons["amina"]
    assert sign_in.check_credentials("amina@lantern.example", "wrong", at=WALL) is None
    assert sign_in.check_credentials("nobody@lantern.example", PASSWORD, at=WALL) is None
    acts = [
        (event.act, event.subject_type, event.subject) for event in AuditEvent.objects.order_by("-id")[:3]
    ]
    amina = str(made.persons["amina"].id)
    assert acts[1:] == [("sign-in failed", "person", amina), ("signed in", "person", amina)]
    act, kind, hashed = acts[0]
    assert (act, kind, len(hashed)) == ("sign-in failed", "address", 64)
    assert "nobody" not in str(AuditEvent.objects.latest("id").__dict__)


@pytest.mark.parametrize("email", ["amina@lantern.example", "nobody@lantern.example"])
def test_five_wrong_tries_close_an_address_for_the_rest_of_the_window(made: Made, email: str) -> None:
    for minute in range(5):
        assert sign_in.check_credentials(email, "wrong", at=WALL + timedelta(minutes=minute)) is None
    before = AuditEvent.objects.count()
    told = set()
    for minute, password in ((5, "wrong"), (9, PASSWORD), (14, PASSWORD)):
        with pytest.raises(Refused) as refusal:
            sign_in.check_credentials(email.upper(), password, at=WALL + timedelta(minutes=minute))
        told.add(str(refusal.value))
    assert told == {
        (
            "Somebody tried 5 times with a wrong password or code, so nobody can sign in with this e-mail address for "
            "now. Allowed: 5 wrong tries in 15 minutes. What to do: Try again at 10:46."
        )
    }
    assert AuditEvent.objects.count() == before
    assert AuditEvent.objects.filter(act="sign-in locked").count() == 1
    assert sign_in.check_credentials("beth@rowan.example", PASSWORD, at=WALL) is not None
    again = sign_in.check_credentials(email, PASSWORD, at=WALL + timedelta(minutes=16))
    assert (again is not None) == (email == "amina@lantern.example")


def test_a_right_password_among_tries_of_one_moment_is_refused_once_five_wrong_ones_are_recorded(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of many tries finds sign-in open when it begins; while this one is looked at, five others fail."""
    checked = sign_in.check_password

    def slowly(password: str, encoded: str) -> bool:
        if password == PASSWORD:
            for _ in range(5):
                assert sign_in.check_credentials("amina@lantern.example", "wrong", at=WALL) is None
        return bool(checked(password, encoded))

    monkeypatch.setattr(sign_in, "check_password", slowly)
    with pytest.raises(Refused) as refusal:
        sign_in.check_credentials("amina@lantern.example", PASSWORD, at=WALL)
    assert refusal.value.code == "access.sign-in-locked"
    assert not AuditEvent.objects.filter(act="signed in").exists()


def test_nobody_signs_in_as_the_operator(made: Made) -> None:
    for password in ("", "!", made.operator.name):
        assert sign_in.check_credentials(services.OPERATOR_EMAIL, password, at=WALL) is None


def test_leaving_ends_access_and_open_sessions_at_once(made: Made) -> None:
    person, client = made.persons["amina"], Client()
    client.force_login(person)
    assert client.get("/").status_code == 200
    wall = wall_clock.now()
    services.record_leaving(by=replace(made.operator, at=wall), person=person)
    assert client.get("/").status_code == 302
    assert sign_in.check_credentials(person.email, PASSWORD, at=wall) is None
    with pytest.raises(UnknownName):
        queries.person_present(person.email, business_clock.day_of(wall))
    assert sign_in.EmailBackend().get_user(person.id) is None
    event = AuditEvent.objects.get(act="altered", subject=str(person.id))
    assert "left_on" in event.detail


def test_leaving_on_a_later_day_ends_access_on_that_day(made: Made) -> None:
    person = made.persons["amina"]
    services.record_leaving(by=made.operator, person=person, on=WALL.date() + timedelta(days=2))
    assert sign_in.check_credentials(person.email, PASSWORD, at=WALL + timedelta(days=1)) == person
    assert sign_in.check_credentials(person.email, PASSWORD, at=WALL + timedelta(days=2)) is None


def test_roles_are_given_and_ended_at_once_and_it_is_recorded(made: Made) -> None:
    amina, flora = made.persons["amina"], made.acting("flora")
    for _ in range(2):
        services.add_role(by=flora, person=amina, role=Role.ANALYST)
        assert made.acting("amina").roles == {Role.ANALYST, Role.CASEWORKER}
        with pytest.raises(RowsRejected, match="holds the role"):
            services.add_role(by=flora, person=amina, role=Role.ANALYST)
        services.end_role(by=flora, person=amina, role=Role.ANALYST)
        assert made.acting("amina").roles == {Role.CASEWORKER}
    services.end_role(by=flora, person=amina, role=Role.CASEWORKER)
    assert made.acting("amina").roles == frozenset()
    with pytest.raises(RowsRejected, match="does not hold the role"):
        services.end_role(by=flora, person=amina, role=Role.CASEWORKER)
    altered = AuditEvent.objects.filter(act="altered", subject=str(amina.id))
    assert [json.loads(event.detail)["role"] for event in altered.order_by("id")] == ["analyst"] * 4 + [
        "caseworker"
    ]


@pytest.mark.parametrize("name", ["amina", "beth", "colin", "dilys", "edwin"])
def test_only_administrators_look_after_people(made: Made, name: str) -> None:
    by, person = made.acting(name), made.persons["amina"]
    acts = (
        lambda: services.record_leaving(by=by, person=person),
        lambda: services.add_role(by=by, person=person, role=Role.ANALYST),
        lambda: services.end_role(by=by, person=person, role=Role.CASEWORKER),
        lambda: services.set_password(by=by, person=person, password="another one entirely"),
        lambda: queries.person_to_look_after(by=by, email="nobody@here.example"),
    )
    for each in acts:
        with pytest.raises(Refused) as refusal:
            each()
        assert refusal.value.code == "access.manage-people"
        assert AuditEvent.objects.latest("id").act == "refused"
    assert made.acting("amina").roles == {Role.CASEWORKER}
    assert sign_in.check_credentials(person.email, PASSWORD, at=WALL) == person


def test_the_operator_account_and_its_role_are_out_of_reach(made: Made) -> None:
    flora = made.acting("flora")
    operator = queries.person_present(services.OPERATOR_EMAIL, WALL.date())
    for each in (
        lambda: services.set_password(by=flora, person=operator, password="another one entirely"),
        lambda: services.record_leaving(by=flora, person=operator),
        lambda: services.end_role(by=flora, person=operator, role=Role.OPERATOR),
        lambda: services.add_role(by=flora, person=operator, role=Role.CASEWORKER),
    ):
        with pytest.raises(Refused) as refusal:
            each()
        assert refusal.value.code == "access.operator-account"
    for each in (
        lambda: services.add_role(by=flora, person=made.persons["flora"], role=Role.OPERATOR),
        lambda: services.add_person(
            by=flora, name="X", email="x@y.example", agency=made.agencies["council"], roles=[Role.OPERATOR]
        ),
    ):
        with pytest.raises(Refused) as refusal:
            each()
        assert refusal.value.code == "access.operator-role"


def test_a_new_password_replaces_the_old(made: Made) -> None:
    services.set_password(by=made.operator, person=made.persons["amina"], password="another one entirely")
    assert sign_in.check_credentials("amina@lantern.example", PASSWORD, at=WALL) is None
    assert sign_in.check_credentials("amina@lantern.example", "another one entirely", at=WALL) is not None


@pytest.mark.parametrize("password", ["eleven char", "", "amina@lantern.example", " AMINA@lantern.example"])
def test_a_weak_password_is_refused_and_the_old_one_stays(made: Made, password: str) -> None:
    with pytest.raises(RowsRejected) as rejected:
        services.set_password(by=made.operator, person=made.persons["amina"], password=password)
    assert {fault.code for fault in rejected.value.faults} == {"access.password"}
    assert password not in str(rejected.value) or not password
    assert sign_in.check_credentials("amina@lantern.example", PASSWORD, at=WALL) is not None


def test_the_business_day_is_the_day_it_stands_at(made: Made) -> None:
    assert made.acting("amina").today == TODAY
    assert made.acting("amina").at == WALL
