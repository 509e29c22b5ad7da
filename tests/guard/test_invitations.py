"""Joiners, movers and leavers: who lets them in, what a link is good for, and what a move opens and closes."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core import mail
from tests.made_partnership import PASSWORD, TODAY, WALL, Made, on

from frith.guard.access import queries, services, sign_in
from frith.guard.access.invitations import queries as invitations
from frith.guard.access.invitations.letters import send_invitation
from frith.guard.access.invitations.services import accept_invitation, invite_again, invite_person
from frith.guard.access.models import OPERATOR_EMAIL, Invitation, Person
from frith.guard.acting import Acting, Channel
from frith.guard.audit.models import AuditEvent
from frith.guard.roles import Role
from frith.vocabulary.faults import Refused, RowsRejected, SourceUnreachable, UnknownName
from frith.work.casework import queries as casework

pytestmark = pytest.mark.django_db
NEW = "a password of their own"


def invited(made: Made) -> tuple[Person, str]:
    return invite_person(
        by=made.acting("flora"),
        agency_name="The navy",
        name="Ned",
        email="Ned@navy.example",
        roles=[Role.MEMBER],
    )


def as_themselves(person: Person, at=WALL) -> Acting:
    return queries.acting_as(person, at=at, standing_at=TODAY, channel=Channel.SITE)


def test_an_invited_person_chooses_a_password_that_nobody_gave_them(made: Made) -> None:
    person, token = invited(made)
    assert (person.email, person.agency.name) == ("ned@navy.example", "The navy")
    assert not person.has_usable_password()
    assert token not in str(Invitation.objects.values())
    assert invitations.invitation_for(token, WALL).person == person
    accept_invitation(by=as_themselves(person), token=token, password=NEW)
    assert sign_in.check_credentials("ned@navy.example", NEW, at=WALL) == person
    assert token not in str(list(AuditEvent.objects.values()))


def test_a_link_works_once(made: Made) -> None:
    person, token = invited(made)
    by = as_themselves(person)
    with pytest.raises(RowsRejected):
        accept_invitation(by=by, token=token, password="short")
    accept_invitation(by=by, token=token, password=NEW)
    with pytest.raises(UnknownName) as unknown:
        accept_invitation(by=by, token=token, password="another one entirely")
    assert unknown.value.code == "access.invitation"
    assert sign_in.check_credentials("ned@navy.example", NEW, at=WALL) == person


def test_used_expired_replaced_withdrawn_and_made_up_links_get_the_same_words(made: Made) -> None:
    person, first = invited(made)
    second = invite_again(by=made.acting("flora"), person=person)
    told = set()
    for token, at in ((first, WALL), (second, WALL + timedelta(days=7)), ("made-up", WALL), ("", WALL)):
        with pytest.raises(UnknownName) as unknown:
            invitations.invitation_for(token, at)
        told.add(unknown.value.faults)
    assert len(told) == 1
    assert invitations.invitation_for(second, WALL + timedelta(days=6)).person == person
    services.record_leaving(by=made.acting("flora"), person=person)
    with pytest.raises(UnknownName):
        invitations.invitation_for(second, WALL)
    with pytest.raises(Refused) as refusal:
        invite_again(by=made.acting("flora"), person=person)
    assert refusal.value.code == "access.has-left"


def test_a_link_is_for_the_one_who_was_invited(made: Made) -> None:
    person, token = invited(made)
    with pytest.raises(Refused) as refusal:
        accept_invitation(by=made.acting("flora"), token=token, password=NEW)
    assert refusal.value.code == "access.oneself"
    assert not Person.objects.get(pk=person.id).has_usable_password()


@pytest.mark.parametrize("name", ["amina", "beth", "colin", "dilys", "edwin"])
def test_only_administrators_invite_and_move(made: Made, name: str) -> None:
    by, person = made.acting(name), made.persons["amina"]
    for each in (
        lambda: invite_person(
            by=by, agency_name="The navy", name="N", email="n@n.example", roles=[Role.MEMBER]
        ),
        lambda: invite_again(by=by, person=person),
        lambda: queries.standings(by=by),
        lambda: queries.standing_of(by=by, key=person.id),
        lambda: services.move_person(
            by=by, person=person, agency=made.agencies["rowan"], on=TODAY, roles=[Role.CASEWORKER]
        ),
    ):
        with pytest.raises(Refused) as refusal:
            each()
        assert refusal.value.code == "access.manage-people"
    assert not Person.objects.filter(email="n@n.example").exists()


def test_the_operator_account_is_not_invited_and_moves_nowhere(made: Made) -> None:
    operator, flora = Person.objects.get(email=OPERATOR_EMAIL), made.acting("flora")
    for each in (
        lambda: invite_again(by=flora, person=operator),
        lambda: services.move_person(
            by=flora, person=operator, agency=made.agencies["rowan"], on=TODAY, roles=[Role.MEMBER]
        ),
    ):
        with pytest.raises(Refused) as refusal:
            each()
        assert refusal.value.code == "access.operator-account"
    with pytest.raises(UnknownName):
        queries.standing_of(by=flora, key=operator.id)


def test_every_fault_of_who_is_invited_is_told_at_once_and_nothing_is_left(made: Made) -> None:
    with pytest.raises(RowsRejected) as rejected:
        invite_person(by=made.acting("flora"), agency_name="The navy", name="", email="no", roles=[])
    assert len(rejected.value.faults) == 3
    assert "The navy" not in queries.agency_names()


def test_the_letter_holds_the_link_and_trouble_with_it_is_told(made: Made, monkeypatch, settings) -> None:
    person, token = invited(made)
    send_invitation(person, f"https://frith.example/invitation/{token}/")
    (letter,) = mail.outbox
    assert letter.to == ["ned@navy.example"]
    assert f"\nhttps://frith.example/invitation/{token}/\n" in letter.body
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with pytest.raises(SourceUnreachable) as unreachable:
        send_invitation(person, "https://frith.example/")
    assert unreachable.value.code == "access.letter-not-sent"


def test_a_move_of_today_opens_the_new_agency_and_closes_the_old(made: Made) -> None:
    amina, old, new = made.persons["amina"], made.close("lantern"), made.close("rowan")
    assert [each.id for each in casework.closure_records_visible_to(made.acting("amina"))] == [old.id]
    services.move_person(
        by=made.acting("flora"),
        person=amina,
        agency=made.agencies["rowan"],
        on=TODAY,
        roles=[Role.CASEWORKER],
    )
    amina = made.persons["amina"] = Person.objects.get(pk=amina.id)
    by = made.acting("amina")
    assert (by.agency_name, by.roles) == ("The rowan", {Role.CASEWORKER})
    assert [each.id for each in casework.closure_records_visible_to(by)] == [new.id]
    before = made.acting("amina", TODAY - timedelta(days=1))
    assert (before.agency_name, before.roles) == ("The lantern", {Role.CASEWORKER})


def test_a_move_to_come_waits_for_its_day(made: Made, settings) -> None:
    amina, day = made.persons["amina"], TODAY + timedelta(days=10)
    services.move_person(
        by=made.acting("flora"), person=amina, agency=made.agencies["council"], on=day, roles=[Role.ANALYST]
    )
    for at, agency, role in (
        (TODAY, "The lantern", Role.CASEWORKER),
        (day - timedelta(days=1), "The lantern", Role.CASEWORKER),
        (day, "The council", Role.ANALYST),
    ):
        by = made.acting("amina", at)
        assert (by.agency_name, by.roles) == (agency, {role})
    standing = queries.standing_of(by=made.acting("flora"), key=amina.id)
    assert ([each.role for each in standing.to_come], standing.agency.name) == (["analyst"], "The lantern")
    settings.FRITH_STANDING_AT = day
    sign_in.open_session(amina, device="a test", means="a test", at=WALL)
    assert Person.objects.get(pk=amina.id).agency.name == "The council"


def test_every_fault_of_a_move_is_told_at_once(made: Made) -> None:
    amina, flora = made.persons["amina"], made.acting("flora")
    with pytest.raises(RowsRejected) as rejected:
        services.move_person(
            by=flora, person=amina, agency=made.agencies["lantern"], on=date(2016, 9, 1), roles=[]
        )
    assert {fault.code for fault in rejected.value.faults} == {
        "access.move-day",
        "access.move-agency",
        "access.person-roles",
    }
    later = TODAY + timedelta(days=5)
    services.move_person(by=flora, person=amina, agency=made.agencies["rowan"], on=later, roles=[Role.MEMBER])
    with pytest.raises(RowsRejected) as rejected:
        services.move_person(
            by=flora, person=amina, agency=made.agencies["council"], on=TODAY, roles=[Role.MEMBER]
        )
    assert rejected.value.code == "access.move-twice"
    services.add_role(by=on(flora, TODAY), person=made.persons["beth"], role=Role.ANALYST)
    with pytest.raises(RowsRejected) as rejected:
        services.move_person(
            by=flora,
            person=made.persons["beth"],
            agency=made.agencies["council"],
            on=TODAY,
            roles=[Role.MEMBER],
        )
    assert rejected.value.code == "access.move-role"


def test_nobody_moves_who_has_left(made: Made) -> None:
    flora, amina = replace(made.acting("flora"), at=WALL), made.persons["amina"]
    services.record_leaving(by=flora, person=amina)
    with pytest.raises(Refused) as refusal:
        services.move_person(
            by=flora, person=amina, agency=made.agencies["rowan"], on=TODAY, roles=[Role.MEMBER]
        )
    assert refusal.value.code == "access.has-left"
    assert queries.standing_of(by=flora, key=amina.id).left
    assert amina.id not in {each.person.id for each in queries.standings(by=flora)}
    assert sign_in.check_credentials(amina.email, PASSWORD, at=WALL) is None
