"""A security key in a real browser: added, and used to sign in, with Chromium's own virtual authenticator."""

from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page
from tests.made_partnership import PASSWORD, Made, make
from tests.website.test_browser_pages import DESKTOP, chromium, look, pytestmark

from frith.guard import wall_clock
from frith.guard.access.models import OpenSession, SecurityKey
from frith.guard.access.second_factor import codes
from frith.guard.access.second_factor.services import set_up_time_code

__all__ = ["chromium", "pytestmark"]
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.fixture
def made(chromium: Browser, transactional_db: None, settings, installation) -> Made:
    """The partnership, in which Amina has an app, and a second factor is asked for."""
    settings.ALLOWED_HOSTS = ["localhost"]
    settings.FRITH_SECOND_FACTOR = True
    made = make()
    by = replace(made.acting("amina"), at=wall_clock.now())
    set_up_time_code(by=by, secret=SECRET, code=codes.code_of(SECRET, codes.step_of(by.at) - 1))
    return made


def give_password(page: Page, site: str) -> None:
    page.goto(f"{site}/sign-in/")
    page.fill("#id_email", "amina@lantern.example")
    page.fill("#id_password", PASSWORD)
    page.click("main button")
    page.wait_for_url(f"{site}/second-factor/")


def test_a_key_is_added_and_used(made: Made, live_server, chromium: Browser) -> None:
    site = live_server.url
    assert site.startswith("http://localhost:")
    context = chromium.new_context(viewport=DESKTOP)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda each: said.append(each.text) if each.type == "error" else None)
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "usb",
        "hasResidentKey": False,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    key = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]
    give_password(page, site)
    assert page.locator("form[data-security-key]").count() == 0
    page.fill("#id_code", codes.code_of(SECRET, codes.step_of(wall_clock.now())))
    page.click("button:has-text('Continue')")
    page.wait_for_url(f"{site}/")
    assert look(page, f"{site}/your-sign-in/keys/", 200, "add-key") == []
    page.fill("#id_name", "blue key")
    page.fill("#id_password", PASSWORD)
    page.click("main button:has-text('Add')")
    page.wait_for_url(f"{site}/your-sign-in/")
    assert "blue key" in page.inner_text("main")
    assert SecurityKey.objects.get().name == "blue key"
    page.click("header button")
    give_password(page, site)
    assert look(page, f"{site}/second-factor/", 200, "second-factor") == []
    page.click("button:has-text('Use a security key')")
    page.wait_for_url(f"{site}/")
    assert OpenSession.objects.filter(ended_at__isnull=True).get().means == "security key"
    page.click("header button")
    devtools.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": key})
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    give_password(page, site)
    page.click("button:has-text('Use a security key')")
    page.wait_for_selector("[data-security-key-trouble]:visible")
    assert page.goto(f"{site}/closures/").url == f"{site}/second-factor/"  # type: ignore[union-attr]
    assert said == []
    context.close()


def test_without_javascript_the_code_is_what_is_asked_for(made: Made, live_server, chromium: Browser) -> None:
    context = chromium.new_context(viewport=DESKTOP, java_script_enabled=False)
    page = context.new_page()
    give_password(page, live_server.url)
    page.fill("#id_code", codes.code_of(SECRET, codes.step_of(wall_clock.now())))
    page.click("button:has-text('Continue')")
    page.goto(f"{live_server.url}/your-sign-in/keys/")
    assert "Security keys need JavaScript" in page.inner_text("main")
    assert not page.is_visible("#id_name")
    context.close()
