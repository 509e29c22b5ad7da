"""What is reachable between the password and the second factor: that page, signing out, and nothing else."""

import re
from datetime import timedelta
from html import unescape

import pyotp
import pytest
from django.test import Client
from tests.guard.software_key import SoftwareKey
from tests.made_partnership import PASSWORD, PEOPLE, Made
from tests.website.test_pages import MATRIX, check_strict, read_to_the_end, ready

from frith.guard import wall_clock
from frith.guard.access.models import OpenSession, SecurityKey
from frith.guard.access.second_factor import services
from frith.guard.audit.models import AuditEvent

__all__ = ["ready"]
pytestmark = pytest.mark.django_db
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.fixture(autouse=True)
def second_factor_is_asked(installation, settings) -> None:
    settings.FRITH_SECOND_FACTOR = True


def code(ago: int = 0) -> str:
    """What the app shows now, or showed some steps ago."""
    return pyotp.TOTP(SECRET).at(wall_clock.now() - timedelta(seconds=30 * ago))


def set_up(made: Made, name: str) -> tuple[str, ...]:
    """Give somebody an app, whose code of now is not used yet."""
    from dataclasses import replace

    by = replace(made.acting(name), at=wall_clock.now())
    return services.set_up_time_code(by=by, secret=SECRET, code=code(1))


def half_signed_in(name: str, going: str = "", **settings: str) -> Client:
    client = Client(
        **settings,
        headers={"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"},
    )
    email = f"{name}@{PEOPLE[name][0]}.example"
    answer = client.post("/sign-in/", {"email": email, "password": PASSWORD, "next": going})
    assert (answer.status_code, answer["Location"]) == (302, "/second-factor/")
    return client


@pytest.mark.parametrize("name", list(PEOPLE))
@pytest.mark.parametrize("has_one", [True, False])
def test_a_password_alone_opens_no_page(ready: Made, name: str, has_one: bool) -> None:
    if has_one:
        set_up(ready, name)
    client = half_signed_in(name)
    for pattern, (address, _) in MATRIX.items():
        if pattern.startswith("help/"):  # the same for everybody, and how to get in stands there
            continue
        for answer in (client.get(address()), client.post(address(), {})):
            assert answer.status_code == 302, pattern
            assert answer["Location"] == "/second-factor/", pattern
    for posted in ("/papers/outcomes/issue/", "/nowhere/"):
        assert client.post(posted)["Location"] == "/second-factor/"
    page = client.get("/second-factor/", follow=True)
    assert page.status_code == 200
    assert ("Set up your second step" in page.content.decode()) != has_one
    assert "site-navigation" not in page.content.decode()
    check_strict("second-factor/", page)
    styles = client.get("/static/frith/frith.css")
    assert styles.status_code == 200
    read_to_the_end(styles)
    assert client.post("/sign-out/")["Location"] == "/sign-in/"
    assert client.get("/second-factor/", follow=True).redirect_chain[-1][0].startswith("/sign-in/")


def test_a_session_that_no_second_factor_opened_is_none(ready: Made) -> None:
    client = Client()
    client.force_login(ready.persons["amina"])
    assert client.get("/closures/")["Location"] == "/second-factor/"


def test_the_code_opens_the_session_and_leads_where_the_person_was_going(ready: Made) -> None:
    set_up(ready, "amina")
    client = half_signed_in("amina", "/closures/")
    before = client.session.session_key
    wrong = client.post("/second-factor/", {"code": "000000"})
    assert wrong.status_code == 400
    assert "The code is wrong, or it was used already." in wrong.content.decode()
    given = client.post("/second-factor/", {"code": code()})
    assert (given.status_code, given["Location"]) == (302, "/closures/")
    assert client.session.session_key != before
    assert client.get("/closures/").status_code == 200
    assert client.get("/second-factor/")["Location"] == "/"
    assert client.get("/second-factor/set-up/")["Location"] == "/second-factor/"
    session = OpenSession.objects.get()
    assert (session.device, session.means) == ("Firefox on Linux", "time code")
    again = half_signed_in("amina")
    assert again.post("/second-factor/", {"code": code()}).status_code == 400


def test_a_person_without_a_second_factor_is_led_to_one_and_sees_the_recovery_codes_once(ready: Made) -> None:
    client = half_signed_in("amina", "/papers/")
    page = client.get("/second-factor/", follow=True).content.decode()
    secret = re.search(r'<span class="site-id">([A-Z2-7 ]+)</span>', page)
    assert secret is not None
    assert client.get("/second-factor/set-up/").content.decode().count(secret[1]) == 1
    assert '<svg class="site-qr"' in page
    plain = secret[1].replace(" ", "")
    wrong = client.post("/second-factor/set-up/", {"code": "000000"})
    assert wrong.status_code == 400
    done = client.post("/second-factor/set-up/", {"code": pyotp.TOTP(plain).at(wall_clock.now())})
    shown = re.findall(r'<span class="site-id">([a-z0-9-]{19})</span>', done.content.decode())
    assert (done.status_code, len(shown)) == (200, 10)
    assert 'href="/papers/"' in done.content.decode()
    assert client.get("/papers/").status_code == 200
    assert client.post("/second-factor/set-up/", {"code": "1"})["Location"] == "/second-factor/"
    other = half_signed_in("amina")
    assert other.get("/second-factor/set-up/")["Location"] == "/second-factor/"
    assert other.post("/second-factor/set-up/", {"code": "000000"})["Location"] == "/second-factor/"
    assert other.post("/second-factor/", {"code": shown[0].upper()})["Location"] == "/"


def test_too_many_wrong_codes_close_sign_in(ready: Made) -> None:
    set_up(ready, "amina")
    client = half_signed_in("amina")
    for _ in range(5):
        assert client.post("/second-factor/", {"code": "000000"}).status_code == 400
    closed = client.post("/second-factor/", {"code": code()})
    assert closed.status_code == 429
    assert "Try again at" in closed.content.decode()
    answer = Client().post("/sign-in/", {"email": "amina@lantern.example", "password": PASSWORD})
    assert answer.status_code == 429
    assert AuditEvent.objects.filter(act="sign-in locked").count() == 1


def asked_of_key(page: str) -> str:
    """What a page asks a security key, as its script reads it."""
    found = re.search(r'data-security-key="([^"]+)"', page)
    assert found is not None
    return unescape(found[1])


def test_a_security_key_is_added_and_opens_the_session_in_place_of_a_code(ready: Made) -> None:
    set_up(ready, "amina")
    key, client = SoftwareKey(), half_signed_in("amina", SERVER_NAME="localhost")
    assert "data-security-key" not in client.get("/second-factor/").content.decode()
    client.post("/second-factor/", {"code": code()})
    for given in ({"password": "wrong"}, {"name": ""}, {"answer": "{}"}):
        asked = asked_of_key(client.get("/your-sign-in/keys/").content.decode())
        right = {"name": "blue key", "password": PASSWORD, "answer": key.made_for(asked)}
        assert client.post("/your-sign-in/keys/", right | given).status_code == 400
    asked = asked_of_key(client.get("/your-sign-in/keys/").content.decode())
    right = {"name": "blue key", "password": PASSWORD, "answer": key.made_for(asked)}
    assert client.post("/your-sign-in/keys/", right)["Location"] == "/your-sign-in/"
    assert client.post("/your-sign-in/keys/", right).status_code == 400
    assert "blue key" in client.get("/your-sign-in/").content.decode()
    again = half_signed_in("amina", "/closures/", SERVER_NAME="localhost")
    page = again.get("/second-factor/").content.decode()
    wrong = again.post("/second-factor/", {"answer": "{}"})
    assert wrong.status_code == 400
    assert "The security key did not answer" in wrong.content.decode()
    late = again.post("/second-factor/", {"answer": key.used_for(asked_of_key(page))})
    assert late.status_code == 400
    answer = key.used_for(asked_of_key(late.content.decode()))
    assert again.post("/second-factor/", {"answer": answer})["Location"] == "/closures/"
    held = SecurityKey.objects.get()
    assert again.post(f"/your-sign-in/keys/{held.id}/remove/")["Location"] == "/your-sign-in/"
    assert again.post(f"/your-sign-in/keys/{held.id}/remove/").status_code == 403


def test_nobody_reaches_the_second_step_without_the_first() -> None:
    for address in ("/second-factor/", "/second-factor/set-up/"):
        for answer in (
            Client().get(address, follow=True),
            Client().post(address, {"code": "1"}, follow=True),
        ):
            assert answer.redirect_chain[-1][0].startswith("/sign-in/")


def test_a_password_waits_a_quarter_of_an_hour_for_the_second_factor(ready: Made) -> None:
    set_up(ready, "amina")
    client = half_signed_in("amina")
    assert client.session.get_expiry_age() <= 15 * 60
    client.post("/second-factor/", {"code": code()})
    assert client.session.get_expiry_age() > 15 * 60
