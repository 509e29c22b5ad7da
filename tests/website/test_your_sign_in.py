"""The pages on which people look after their own sign-in: password, second factor, sessions."""

import re
from datetime import timedelta

import pyotp
import pytest
from django.test import Client
from tests.made_partnership import PASSWORD, Made

from frith.guard import wall_clock
from frith.guard.access.models import OpenSession
from frith.guard.access.second_factor import queries as second_factors
from frith.guard.access.sign_in import check_credentials

pytestmark = pytest.mark.django_db
NEW = "another one entirely"


def signed_in(name: str = "amina@lantern.example") -> Client:
    client = Client(headers={"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"})
    assert client.post("/sign-in/", {"email": name, "password": PASSWORD})["Location"] == "/"
    return client


def test_sessions_are_shown_and_one_is_ended_elsewhere(made: Made) -> None:
    here, there = signed_in(), signed_in()
    page = here.get("/your-sign-in/").content.decode()
    assert page.count("Firefox on Linux") >= 2
    assert page.count("(this one)") == 1
    other = there.session["frith_session"]
    assert here.post(f"/your-sign-in/sessions/{other}/end/")["Location"] == "/your-sign-in/"
    assert there.get("/")["Location"].startswith("/sign-in/")
    assert here.get("/").status_code == 200
    assert here.post(f"/your-sign-in/sessions/{other}/end/").status_code == 403


def test_another_s_session_is_refused(made: Made) -> None:
    amina, beth = signed_in(), signed_in("beth@rowan.example")
    assert beth.post(f"/your-sign-in/sessions/{amina.session['frith_session']}/end/").status_code == 403
    assert amina.get("/").status_code == 200


def test_signing_out_everywhere(made: Made) -> None:
    here, there = signed_in(), signed_in()
    assert here.post("/your-sign-in/sessions/end/")["Location"] == "/sign-in/"
    for client in (here, there):
        assert client.get("/")["Location"].startswith("/sign-in/")


def test_signing_out_is_of_one_session(made: Made) -> None:
    here, there = signed_in(), signed_in()
    here.post("/sign-out/")
    assert there.get("/").status_code == 200
    assert OpenSession.objects.filter(ended_at__isnull=True).count() == 1


def test_the_old_password_is_asked_for_and_the_new_one_ends_the_other_sessions(made: Made) -> None:
    here, there = signed_in(), signed_in()
    for given, said in (
        ({"password": "wrong", "new": NEW, "again": NEW}, "This is not your password"),
        (
            {"password": PASSWORD, "new": NEW, "again": "not the same"},
            "The two new passwords are not the same",
        ),
        ({"password": PASSWORD, "new": "short", "again": "short"}, "The password is too short"),
        ({}, "Enter your password"),
    ):
        answer = here.post("/your-sign-in/password/", given)
        assert answer.status_code == 400
        assert said in answer.content.decode()
    assert (
        here.post("/your-sign-in/password/", {"password": PASSWORD, "new": NEW, "again": NEW}).status_code
        == 302
    )
    assert here.get("/").status_code == 200
    assert there.get("/")["Location"].startswith("/sign-in/")
    at = wall_clock.now()
    assert check_credentials("amina@lantern.example", NEW, at=at) == made.persons["amina"]
    assert check_credentials("amina@lantern.example", PASSWORD, at=at) is None


def test_wrong_old_passwords_are_counted(made: Made) -> None:
    client = signed_in()
    for _ in range(5):
        assert client.post("/your-sign-in/recovery-codes/", {"password": "wrong"}).status_code == 400
    closed = client.post("/your-sign-in/recovery-codes/", {"password": PASSWORD})
    assert closed.status_code == 429
    assert "Try again at" in closed.content.decode()


def test_an_app_is_replaced_and_recovery_codes_are_made_anew(made: Made) -> None:
    client, person = signed_in(), made.persons["amina"].id
    page = client.get("/your-sign-in/app/").content.decode()
    secret = re.search(r'<span class="site-id">([A-Z2-7 ]+)</span>', page)
    assert secret is not None
    code = pyotp.TOTP(secret[1].replace(" ", "")).at(wall_clock.now() - timedelta(seconds=1))
    for given in ({"password": "wrong", "code": code}, {"password": PASSWORD, "code": "000000"}):
        assert client.post("/your-sign-in/app/", given).status_code == 400
        assert not second_factors.has_second_factor(person)
    done = client.post("/your-sign-in/app/", {"password": PASSWORD, "code": code}).content.decode()
    first = re.findall(r'<span class="site-id">([a-z0-9-]{19})</span>', done)
    assert len(first) == 10
    assert second_factors.has_second_factor(person)
    again = client.post("/your-sign-in/recovery-codes/", {"password": PASSWORD}).content.decode()
    assert not set(first) & set(re.findall(r'<span class="site-id">([a-z0-9-]{19})</span>', again))
    assert "10 left" in client.get("/your-sign-in/").content.decode()
