"""The pages of signing in and of people in a real browser: accessible, on a phone too, and without JavaScript."""

from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page
from tests.made_partnership import PASSWORD, Made, make
from tests.website.test_browser_pages import DESKTOP, PHONE, chromium, look, pytestmark

from frith.guard import wall_clock
from frith.guard.access.invitations.services import invite_again
from frith.guard.access.second_factor import codes

__all__ = ["chromium", "pytestmark"]


@pytest.fixture
def made(chromium: Browser, transactional_db: None, settings, installation) -> Made:
    """The partnership, in which nobody has a second factor yet, and one is asked for."""
    settings.ALLOWED_HOSTS = ["localhost"]
    settings.FRITH_SECOND_FACTOR = True
    return make()


def seen(page: Page, label: str) -> list[str]:
    """Look at the page that is open."""
    return look(page, page.url, 0, f"{page.viewport_size['width']}-{label}")  # type: ignore[index]


def set_up(page: Page, site: str) -> list[str]:
    """Set up a second factor on the page that asks for it, and go on; return what is wrong with the pages."""
    page.wait_for_url(f"{site}/second-factor/set-up/")
    wrong = seen(page, "set-up")
    secret = page.inner_text("dd .site-id").replace(" ", "")
    page.fill("#id_code", codes.code_of(secret, codes.step_of(wall_clock.now())))
    page.click("button:has-text('Set up')")
    assert page.locator(".site-codes li").count() == 10
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        wrong.append("recovery codes: scrolls sideways")
    page.click("text=I have kept them")
    page.wait_for_selector("h1:has-text('What waits for you')")
    return wrong


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_from_the_first_sign_in_to_letting_others_in(
    made: Made, live_server, chromium: Browser, size: dict[str, int]
) -> None:
    site, wrong = live_server.url, []
    context = chromium.new_context(viewport=size)
    page = context.new_page()
    page.goto(f"{site}/sign-in/")
    page.fill("#id_email", "flora@council.example")
    page.fill("#id_password", PASSWORD)
    page.click("main button")
    wrong += set_up(page, site)
    amina = made.persons["amina"]
    for label in (
        "your-sign-in/",
        "your-sign-in/password/",
        "your-sign-in/app/",
        "your-sign-in/recovery-codes/",
    ):
        wrong += look(page, f"{site}/{label}", 200, f"{size['width']}-{label}")
    for label in ("people/", "people/invite/", f"people/{amina.id}/"):
        wrong += look(page, f"{site}/{label}", 200, f"{size['width']}-{label}")
    page.fill("#id_move-on", "soon")
    page.click("button:has-text('Move')")
    assert "There is a problem" in page.inner_text("main")
    assert wrong == []
    context.close()


def test_an_invited_person_gets_in_without_javascript_on_a_phone(
    made: Made, live_server, chromium: Browser
) -> None:
    site = live_server.url
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    token = invite_again(by=replace(made.acting("flora"), at=wall_clock.now()), person=made.persons["amina"])
    page.goto(f"{site}/invitation/{token}/")
    page.fill("#id_new", "a password of her own")
    page.fill("#id_again", "a password of her own")
    page.click("main button")
    page.wait_for_url(f"{site}/second-factor/set-up/")
    secret = page.inner_text("dd .site-id").replace(" ", "")
    page.fill("#id_code", codes.code_of(secret, codes.step_of(wall_clock.now())))
    page.click("button:has-text('Set up')")
    page.click("text=I have kept them")
    assert "What waits for you" in page.inner_text("h1")
    assert "Amina" in page.inner_text("header")
    context.close()
