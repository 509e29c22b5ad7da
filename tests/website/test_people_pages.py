"""The pages of people: an administrator invites, gives roles, moves and lets go; everybody else is refused."""

import re
from datetime import timedelta

import pyotp
import pytest
from django.core import mail
from django.test import Client
from tests.made_partnership import PASSWORD, TODAY, Made
from tests.website.test_pages import browser, check_strict

from frith.guard import wall_clock
from frith.guard.access.models import Invitation, Membership, Person
from frith.guard.access.second_factor import codes
from frith.guard.access.second_factor.queries import has_second_factor
from frith.guard.access.second_factor.services import set_up_time_code
from frith.guard.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
NEW = "a password of their own"
NED = {"name": "Ned", "email": "ned@navy.example", "agency": "", "new_agency": "The navy", "role": "member"}


def person_page(made: Made, name: str = "amina") -> str:
    return f"/people/{made.persons[name].id}/"


def invite(made: Made) -> str:
    """Invite Ned, and return the address in his letter."""
    done = browser(made, "flora").post("/people/invite/", NED)
    assert done.status_code == 302, done.content.decode()
    found = re.search(r"http://testserver(/invitation/[\w-]+/)", mail.outbox[-1].body)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("name", ["amina", "beth", "colin", "dilys", "edwin"])
def test_only_an_administrator_looks_after_people(made: Made, name: str) -> None:
    client, page = browser(made, name), person_page(made)
    assert client.get("/people/").status_code == 403
    assert "People" not in re.findall(
        r"<li><a[^>]*>([^<]*)</a></li>", client.get("/your-sign-in/").content.decode()
    )
    asked = {"give-role": "analyst", "move-role": "member", "move-on": "1 1 2030", "move-agency": "The rowan"}
    acts = ("roles/", "roles/caseworker/end/", "move/", "leave/", "reset-second-factor/", "invite-again/")
    for path in acts:
        before = AuditEvent.objects.filter(act="refused").count()
        assert client.post(page + path, asked).status_code == 403, path
        assert AuditEvent.objects.filter(act="refused").count() == before + 1
        assert client.get(page + path).status_code == 405
        assert Client().post(page + path, asked)["Location"].startswith("/sign-in/")
    assert client.post("/people/invite/", NED).status_code == 403
    assert (mail.outbox, Invitation.objects.count()) == ([], 0)
    assert Membership.objects.filter(person=made.persons["amina"], ends__isnull=True).count() == 1


def test_from_a_letter_to_the_first_page(made: Made, settings) -> None:
    settings.FRITH_SECOND_FACTOR = True
    flora = Client()
    set_up_time_code(by=made.acting("flora"), secret=SECRET, code=_code(SECRET, made))
    flora.post("/sign-in/", {"email": "flora@council.example", "password": PASSWORD})
    now = codes.code_of(SECRET, codes.step_of(wall_clock.now()))
    assert flora.post("/second-factor/", {"code": now})["Location"] == "/"
    assert flora.post("/people/invite/", NED).status_code == 302
    found = re.search(r"http://testserver(/invitation/[\w-]+/)", mail.outbox[-1].body)
    assert found is not None
    client = Client()
    page = client.get(found[1])
    check_strict("invitation/", page)
    assert "Ned, you were invited for The navy." in page.content.decode()
    for given, said in (
        ({"new": "short", "again": "short"}, "The password is too short"),
        ({"new": NEW, "again": "not the same"}, "The two new passwords are not the same"),
        ({}, "Enter a new password"),
    ):
        wrong = client.post(found[1], given)
        assert wrong.status_code == 400
        assert said in wrong.content.decode()
    done = client.post(found[1], {"new": NEW, "again": NEW}, follow=True)
    assert done.redirect_chain[-1][0] == "/second-factor/set-up/"
    secret = re.search(r'<span class="site-id">([A-Z2-7 ]+)</span>', done.content.decode())
    assert secret is not None
    given_code = pyotp.TOTP(secret[1].replace(" ", "")).at(wall_clock.now())
    assert (
        "Your recovery codes" in client.post("/second-factor/set-up/", {"code": given_code}).content.decode()
    )
    assert "You are signed in as Ned, member, for The navy." in client.get("/").content.decode()
    assert Client().get(found[1]).status_code == 404


def _code(secret: str, made: Made) -> str:
    return codes.code_of(secret, codes.step_of(made.acting("flora").at))


def test_a_link_that_is_none_says_so_and_not_why(made: Made) -> None:
    page = Client().get("/invitation/made-up/")
    assert page.status_code == 404
    assert "Ask the administrator who invited you" in page.content.decode()
    assert Client().post("/invitation/made-up/", {"new": NEW, "again": NEW}).status_code == 404


def test_faults_of_an_invitation_stand_beside_their_questions(made: Made) -> None:
    client = browser(made, "flora")
    for changed, said in (
        ({"email": "no"}, "Enter an e-mail address such as"),
        ({"agency": "The rowan"}, "Choose an agency, or name one that is new here"),
        ({"new_agency": ""}, "Choose an agency, or name one that is new here"),
        ({"email": "amina@lantern.example"}, "Somebody here has this e-mail address"),
        ({"role": "operator"}, "Choose a role"),
    ):
        answer = client.post("/people/invite/", NED | changed)
        assert answer.status_code == 400
        assert said in answer.content.decode()
    assert mail.outbox == []


def test_inviting_again_sends_a_link_that_takes_the_place_of_the_first(made: Made) -> None:
    first = invite(made)
    ned = Person.objects.get(email="ned@navy.example")
    client = browser(made, "flora")
    assert client.post(f"/people/{ned.id}/invite-again/").status_code == 302
    assert len(mail.outbox) == 2
    assert Client().get(first).status_code == 404
    assert "can be accepted until" in client.get(f"/people/{ned.id}/").content.decode()


def test_a_letter_that_cannot_be_sent_is_told_and_the_invitation_stands(made: Made, settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    page = browser(made, "flora").post("/people/invite/", NED, follow=True)
    assert "its letter could not be sent" in page.content.decode()
    assert Invitation.objects.count() == 1


def test_roles_are_given_and_ended(made: Made) -> None:
    client, page = browser(made, "flora"), person_page(made)
    assert client.post(page + "roles/", {"give-role": "analyst"})["Location"] == page
    said = client.get(page).content.decode()
    assert "the role of analyst" in said
    again = client.post(page + "roles/", {"give-role": "analyst"})
    assert again.status_code == 400
    assert "This person holds the role" in again.content.decode()
    assert client.post(page + "roles/", {"give-role": "operator"}).status_code == 400
    assert client.post(page + "roles/analyst/end/")["Location"] == page
    assert client.post(page + "roles/analyst/end/").status_code == 400
    assert client.post(page + "roles/king/end/").status_code == 404


def test_moving_and_leaving_with_a_day(made: Made) -> None:
    client, page = browser(made, "flora"), person_page(made)
    later = TODAY + timedelta(days=9)
    given = {"move-agency": "The rowan", "move-role": "caseworker", "move-on": "20 9 2016"}
    wrong = client.post(page + "move/", given)
    assert wrong.status_code == 400
    assert "A move is not dated back" in wrong.content.decode()
    assert client.post(page + "move/", given | {"move-on": later.isoformat()})["Location"] == page
    assert "The rowan from 30 September 2016, before it The lantern" in client.get(page).content.decode()
    assert client.post(page + "leave/", {"leave-on": "nonsense"}).status_code == 400
    tomorrow = (wall_clock.now() + timedelta(days=2)).date()
    assert client.post(page + "leave/", {"leave-on": tomorrow.isoformat()})["Location"] == page
    assert "Ends on" in client.get(page).content.decode()
    amina = browser(made, "amina")
    assert amina.get("/").status_code == 200
    assert client.post(page + "leave/", {"leave-on": ""})["Location"] == page
    assert amina.get("/").status_code == 302
    said = client.get(page).content.decode()
    assert "Ended on" in said
    assert "End access" not in said
    assert "Amina" not in client.get("/people/").content.decode()


def test_a_second_factor_is_reset(made: Made) -> None:
    set_up_time_code(by=made.acting("amina"), secret=SECRET, code=_code(SECRET, made))
    client, page = browser(made, "flora"), person_page(made)
    assert "Set up" in client.get(page).content.decode()
    assert client.post(page + "reset-second-factor/")["Location"] == page
    assert not has_second_factor(made.persons["amina"].id)


def test_there_is_no_page_for_the_operator_account_or_for_nobody(made: Made) -> None:
    client = browser(made, "flora")
    for key in (made.operator.person, "00000000-0000-0000-0000-000000000000"):
        assert client.get(f"/people/{key}/").status_code == 404
    assert "Operator" not in client.get("/people/").content.decode()


def test_queries_do_not_grow_with_people(made: Made, django_assert_max_num_queries) -> None:
    client = browser(made, "flora")
    with django_assert_max_num_queries(14):
        client.get("/people/")
