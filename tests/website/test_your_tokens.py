"""The pages of a person's tokens, and what ends a token."""

import re
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from tests.made_partnership import PASSWORD, PEOPLE, TODAY, WALL, Made

from frith.guard import wall_clock
from frith.guard.access import services as access
from frith.guard.access.models import PersonalToken
from frith.guard.access.second_factor.services import reset_second_factor
from frith.guard.access.tokens.queries import hashed, token_given, tokens_of
from frith.guard.access.tokens.reach import Reach
from frith.guard.access.tokens.services import MOST_TOKENS, make_token
from frith.guard.acting import Acting
from frith.guard.audit.models import AuditEvent
from frith.vocabulary.faults import Refused, RowsRejected

pytestmark = pytest.mark.django_db
ANSWERS = {"name": "a spreadsheet", "reaches": ["governance:read"], "days": "90", "password": PASSWORD}


def signed_in(name: str = "amina@lantern.example") -> Client:
    client = Client()
    assert client.post("/sign-in/", {"email": name, "password": PASSWORD})["Location"] == "/"
    return client


def token_on(page: HttpResponse) -> str:
    found = re.search(r"frith_[\w-]{43}", page.content.decode())
    assert found
    return found.group()


def made_by(by: Acting, *reaches: Reach, days: int = 90) -> tuple[PersonalToken, str]:
    return make_token(by=by, session=None, name="a program", reaches=reaches or tuple(Reach), days=days)


def test_a_token_is_shown_once_and_only_its_hash_is_kept(made: Made) -> None:
    client = signed_in()
    page = client.post("/your-tokens/new/", ANSWERS)
    assert page.status_code == 200
    text = token_on(page)
    held = PersonalToken.objects.get()
    assert held.hashed == hashed(text)
    assert text not in str(PersonalToken.objects.values())
    assert held.expires_at - held.made_at == timedelta(days=90)
    listed = client.get("/your-tokens/").content.decode()
    assert "a spreadsheet" in listed
    assert text not in listed
    event = AuditEvent.objects.latest("id")
    assert (event.act, event.subject) == ("collected", str(held.id))
    assert text not in event.detail


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"days": "91"}, "Ensure this value is less than or equal to 90."),
        ({"days": "0"}, "Ensure this value is greater than or equal to 1."),
        ({"reaches": []}, "Choose what the token may reach"),
        ({"reaches": ["everything"]}, "Choose what the token may reach"),
        ({"name": ""}, "Say what the token is for"),
        ({"password": "wrong"}, "This is not your password"),
    ],
)
def test_what_a_token_needs(made: Made, changes: dict[str, object], said: str) -> None:
    page = signed_in().post("/your-tokens/new/", ANSWERS | changes)
    assert page.status_code == 400
    assert said in page.content.decode()
    assert not PersonalToken.objects.exists()


def test_all_that_is_wrong_is_told_at_once(made: Made) -> None:
    with pytest.raises(RowsRejected) as wrong:
        make_token(by=made.acting("amina"), session=None, name=" ", reaches=[], days=91)
    assert [fault.code for fault in wrong.value.faults] == [
        "access.token-name",
        "access.token-reach",
        "access.token-days",
    ]


def test_there_is_an_end_to_how_many_somebody_has(made: Made) -> None:
    for _ in range(MOST_TOKENS):
        made_by(made.acting("amina"))
    with pytest.raises(RowsRejected, match="tokens already"):
        made_by(made.acting("amina"))
    made_by(made.acting("beth"))


def test_a_token_is_ended_by_its_person_and_by_nobody_else(made: Made) -> None:
    token, text = made_by(acting_now(made, "amina"))
    address = f"/your-tokens/{token.id}/end/"
    for client, key in ((signed_in("beth@rowan.example"), token.id), (signed_in(), uuid4())):
        page = client.post(f"/your-tokens/{key}/end/")
        assert page.status_code == 403
        assert "There is no token of yours here with this number" in page.content.decode()
    assert token_given(text, wall_clock.now())
    assert signed_in().post(address)["Location"] == "/your-tokens/"
    assert token_given(text, wall_clock.now()) is None
    assert signed_in().post(address).status_code == 403


def test_a_token_is_known_until_its_last_moment(made: Made) -> None:
    _, text = made_by(made.acting("amina"), days=1)
    assert token_given(text, WALL + timedelta(hours=23))
    assert token_given(text, WALL + timedelta(days=1)) is None
    assert token_given(text + "x", WALL) is None


def test_nobody_makes_a_token_half_signed_in(made: Made, settings) -> None:
    settings.FRITH_SECOND_FACTOR = True
    client = Client()
    client.post("/sign-in/", {"email": "amina@lantern.example", "password": PASSWORD})
    for page in (client.get("/your-tokens/new/"), client.post("/your-tokens/new/", ANSWERS)):
        assert page["Location"] == "/second-factor/"
    for session in (None, uuid4()):
        with pytest.raises(Refused, match="both steps"):
            make_token(
                by=made.acting("amina"), session=session, name="x", reaches=[Reach.READ_GOVERNANCE], days=1
            )
    assert not PersonalToken.objects.exists()


def test_the_operator_has_no_token(made: Made) -> None:
    with pytest.raises(Refused, match="operator account"):
        made_by(made.operator)


@pytest.mark.parametrize("how", ["left", "second factor reset", "password changed"])
def test_what_ends_the_tokens_of_a_person(made: Made, how: str) -> None:
    _, text = made_by(made.acting("amina"))
    _, other = made_by(made.acting("beth"))
    amina = made.persons["amina"]
    if how == "left":
        access.record_leaving(by=made.operator, person=amina)
    elif how == "password changed":
        access.change_own_password(by=made.acting("amina"), password="quite another one", session=None)
    else:
        reset_second_factor(by=made.operator, person=amina)
    assert token_given(text, WALL) is None
    assert tokens_of(amina.id, WALL) == []
    assert PersonalToken.objects.get(person=amina).ended_why == how
    assert token_given(other, WALL)


def test_a_token_ends_with_a_leaving_that_was_recorded_beforehand(made: Made) -> None:
    _, text = made_by(made.acting("amina"))
    access.record_leaving(
        by=made.operator, person=made.persons["amina"], on=(WALL + timedelta(days=2)).date()
    )
    assert token_given(text, WALL + timedelta(days=1))
    assert token_given(text, WALL + timedelta(days=2)) is None


def acting_now(made: Made, name: str) -> Acting:
    return replace(made.acting(name, TODAY), at=wall_clock.now())


def test_everybody_may_have_tokens(made: Made) -> None:
    for name in PEOPLE:
        made_by(made.acting(name))
    assert PersonalToken.objects.count() == len(PEOPLE)
