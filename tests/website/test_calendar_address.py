"""A person's own calendar address: made with the password, shown once, read by a calendar, and ended."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from tests.made_governance import govern
from tests.made_partnership import PASSWORD, PEOPLE, Made
from tests.website.api.programs import ROOT

from frith.guard import wall_clock
from frith.guard.access import services as access
from frith.guard.access.models import PersonalToken
from frith.guard.access.tokens.reach import Reach
from frith.guard.access.tokens.services import MOST_TOKENS, make_calendar_address, make_token
from frith.guard.audit.models import AuditEvent
from frith.vocabulary.faults import Refused, RowsRejected
from frith.work.governance.boards.models import Board
from frith.work.governance.meetings.models import Meeting

pytestmark = pytest.mark.django_db
ANSWERS = {"name": "my telephone", "password": PASSWORD}


@pytest.fixture(autouse=True)
def _nobody_looked_yet() -> None:
    cache.clear()


def signed_in(name: str) -> Client:
    client = Client()
    client.post("/sign-in/", {"email": f"{name}@{PEOPLE[name][0]}.example", "password": PASSWORD})
    return client


def address_of(made: Made, name: str) -> str:
    page = signed_in(name).post("/your-tokens/calendar/", ANSWERS).content.decode()
    found = re.search(r"http://testserver(/calendar/frith_[\w-]{43}\.ics)", page)
    assert found
    return found.group(1)


def test_an_address_is_shown_once_and_read_by_whoever_has_it(made: Made) -> None:
    govern(made)
    address = address_of(made, "gwen")
    held = PersonalToken.objects.get()
    assert held.is_calendar
    assert address.split("/")[2].removesuffix(".ics") not in str(PersonalToken.objects.values())
    answer = Client().get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    assert answer["Cache-Control"] == "private, no-store"
    assert b"BEGIN:VEVENT" in answer.content
    event = AuditEvent.objects.latest("id")
    assert (event.act, event.person, event.subject, event.purpose) == (
        "disclosed",
        str(made.persons["gwen"].id),
        str(held.id),
        "calendar",
    )
    listed = signed_in("gwen").get("/your-tokens/").content.decode()
    assert "my telephone" in listed
    assert "Read the calendar of meetings" in listed
    assert address not in listed


def test_sealed_boards_are_left_out_for_their_members_too(made: Made) -> None:
    govern(made)
    sealed = Board.objects.get(sealed=True)
    member = sealed.members.filter(person__isnull=False).first()
    assert member is not None
    assert Meeting.objects.filter(board=sealed).exists()
    name = next(key for key, person in made.persons.items() if person == member.person)
    content = Client().get(address_of(made, name)).content.decode().replace("\r\n ", "")
    assert sealed.name not in content
    for meeting in Meeting.objects.filter(board=sealed):
        assert str(meeting.pk) not in content


@pytest.mark.parametrize("name", list(PEOPLE))
def test_each_role_gets_what_the_site_gives_them(made: Made, name: str) -> None:
    govern(made)
    there = signed_in(name).get("/meetings/calendar.ics").content
    assert Client().get(address_of(made, name)).content == there


def test_an_address_follows_what_the_person_may_see_and_ends_with_them(made: Made) -> None:
    govern(made)
    address = address_of(made, "gwen")
    assert b"BEGIN:VEVENT" in Client().get(address).content
    access.record_leaving(by=made.operator, person=made.persons["gwen"])
    assert Client().get(address).status_code == 404


def test_an_address_is_ended_by_its_person(made: Made) -> None:
    address = address_of(made, "amina")
    held = PersonalToken.objects.get()
    assert signed_in("beth").post(f"/your-tokens/{held.id}/end/").status_code == 403
    assert Client().get(address).status_code == 200
    signed_in("amina").post(f"/your-tokens/{held.id}/end/")
    assert Client().get(address).status_code == 404


def test_an_address_ends_after_a_year(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    address = address_of(made, "amina")
    now = wall_clock.now()
    monkeypatch.setattr(wall_clock, "now", lambda: now + timedelta(days=364))
    assert Client().get(address).status_code == 200
    monkeypatch.setattr(wall_clock, "now", lambda: now + timedelta(days=365))
    assert Client().get(address).status_code == 404


def test_neither_token_opens_what_the_other_does(made: Made) -> None:
    _, program = make_token(by=made.acting("gwen"), session=None, name="p", reaches=tuple(Reach), days=1)
    _, calendar = make_calendar_address(by=made.acting("gwen"), session=None, name="c")
    assert Client().get(f"/calendar/{program}.ics").status_code == 404
    answer = Client().get(f"{ROOT}/meetings", headers={"authorization": f"Bearer {calendar}"})
    assert answer.status_code == 403
    assert "The token was not made for this" in answer.json()["detail"]


def test_an_address_that_was_never_made_says_nothing(made: Made) -> None:
    for text in ("frith_" + "x" * 43, "..", str(uuid4())):
        assert Client().get(f"/calendar/{text}.ics").status_code == 404
    assert Client().post(address_of(made, "amina")).status_code == 405


def test_a_calendar_that_looks_too_often_waits(made: Made, settings) -> None:
    settings.FRITH_CALENDAR_AN_HOUR = 2
    first, second = address_of(made, "amina"), address_of(made, "amina")
    assert [Client().get(first).status_code for _ in range(3)] == [200, 200, 429]
    assert Client().get(first)["Retry-After"] == "3600"
    assert Client().get(second).status_code == 200


def test_what_an_address_needs(made: Made) -> None:
    client = signed_in("amina")
    assert (
        "This is not your password"
        in client.post("/your-tokens/calendar/", ANSWERS | {"password": "wrong"}).content.decode()
    )
    assert client.post("/your-tokens/calendar/", ANSWERS | {"name": ""}).status_code == 400
    assert not PersonalToken.objects.exists()
    for _ in range(MOST_TOKENS):
        make_calendar_address(by=made.acting("beth"), session=None, name="c")
    with pytest.raises(RowsRejected, match="tokens already"):
        make_calendar_address(by=made.acting("beth"), session=None, name="c")
    with pytest.raises(Refused, match="operator account"):
        make_calendar_address(by=made.operator, session=None, name="c")


def test_nobody_makes_an_address_half_signed_in(made: Made, settings) -> None:
    settings.FRITH_SECOND_FACTOR = True
    with pytest.raises(Refused, match="both steps"):
        make_calendar_address(by=made.acting("amina"), session=uuid4(), name="c")
