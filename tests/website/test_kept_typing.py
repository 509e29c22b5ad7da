"""A form that is sent after its session ended is not lost, and nobody else sees it."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from tests.made_governance import Governed, govern
from tests.made_partnership import PASSWORD, PEOPLE, Made

from frith.guard.access.models import Person
from frith.work.governance.actions.models import Action
from frith.work.governance.actions.queries import progress_of

pytestmark = pytest.mark.django_db
SENT = {"state": "open", "words": "Half the streets are mapped.", "due_on": "1 10 2016", "lock": "1"}


@pytest.fixture
def governed(made: Made) -> Governed:
    return govern(made)


def sign_in(client: Client, name: str, where_to: str = "/") -> str:
    address = f"{name}@{PEOPLE[name][0]}.example"
    answer = client.post("/sign-in/", {"email": address, "password": PASSWORD, "next": where_to})
    assert answer.status_code == 302, answer.content
    return str(answer["Location"])


def test_what_was_typed_comes_back_after_signing_in_and_is_saved(made: Made, governed: Governed) -> None:
    client = Client()
    sign_in(client, "gwen")
    client.get("/")
    Session.objects.all().delete()
    page = f"/actions/{governed.action.pk}/report/"
    answer = client.post(page, SENT)
    assert answer["Location"] == "/sign-in/?next=%2Fkept%2F"
    assert "Half the streets" not in str(dict(client.session))
    assert sign_in(client, "gwen", "/kept/") == "/kept/"
    assert "Half the streets are mapped." in client.get("/kept/").content.decode()
    answer = client.post("/kept/", SENT)
    assert (answer.status_code, answer["Location"]) == (307, page)
    assert client.post(page, SENT).status_code == 302
    action = Action.objects.get(pk=governed.action.pk)
    assert [each.words for each in progress_of(action)] == ["Half the streets are mapped."]
    assert "Nothing is kept for you" in client.get("/kept/").content.decode()


def test_somebody_else_at_the_same_browser_sees_none_of_it(made: Made, governed: Governed) -> None:
    client = Client()
    sign_in(client, "gwen")
    client.get("/")
    Session.objects.all().delete()
    client.post(f"/actions/{governed.action.pk}/report/", SENT)
    sign_in(client, "dilys", "/kept/")
    page = client.get("/kept/").content.decode()
    assert "Half the streets" not in page
    sign_in(client, "gwen", "/kept/")
    assert "Half the streets" not in client.get("/kept/").content.decode()


def test_nothing_is_kept_for_a_browser_where_nobody_was_signed_in(made: Made, governed: Governed) -> None:
    client = Client()
    answer = client.post(f"/actions/{governed.action.pk}/report/", SENT)
    assert "kept" not in answer["Location"]
    assert Person.objects.filter(email="gwen@police.example").exists()


def test_what_a_script_sends_is_left_to_the_script(made: Made, governed: Governed) -> None:
    client = Client()
    sign_in(client, "dilys")
    client.get("/")
    Session.objects.all().delete()
    address = f"/meetings/{governed.meeting.pk}/items/{governed.item.pk}/minute/"
    answer = client.post(address, {"text": "x", "lock": "0"}, headers={"Sec-Fetch-Mode": "cors"})
    assert "kept" not in answer["Location"]


def test_it_can_be_thrown_away(made: Made, governed: Governed) -> None:
    client = Client()
    sign_in(client, "gwen")
    client.get("/")
    Session.objects.all().delete()
    client.post(f"/actions/{governed.action.pk}/report/", SENT)
    sign_in(client, "gwen", "/kept/")
    client.post("/kept/", {"kept": "throw away"})
    assert "Half the streets" not in client.get("/kept/").content.decode()
