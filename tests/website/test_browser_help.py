"""Every page of the help in a real browser, on a desktop and a phone, and without JavaScript."""

import pytest
from playwright.sync_api import Browser
from tests.made_partnership import Made
from tests.website.test_browser_pages import (
    DESKTOP,
    PHONE,
    PICTURES,
    chromium,
    look,
    ready,
    signed_in,
    walk_to,
)

from frith.website import help as documentation

__all__ = ["chromium", "ready"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_every_page_of_the_help_is_accessible_and_fits(
    ready: Made, live_server, chromium: Browser, size: dict[str, int]
) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    page = chromium.new_page(viewport=size)
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    for name in documentation.pages():
        address = live_server.url + documentation.address_of(name)
        wrong += look(page, address, 200, f"{size['width']}-help-{name}")
    wrong += look(page, f"{live_server.url}/help/?q=minutes", 200, f"{size['width']}-help-search")
    page.close()
    assert wrong == []


def test_from_a_page_to_its_help_by_keyboard_without_javascript(
    ready: Made, live_server, chromium: Browser
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    signed_in(page, live_server.url, "dilys")
    page.goto(f"{live_server.url}/agreements/")
    page.click("text=Record a sharing agreement >> nth=-1")
    assert page.inner_text("h1") == "Record a sharing agreement"
    page.click("header >> text=Help")
    page.fill("#q", "quorum")
    page.click("text=Search the help")
    page.click("main >> text=Run a meeting >> nth=0")
    assert "quorum" in page.inner_text("main")
    context.close()
    page = chromium.new_page(viewport=DESKTOP)
    page.goto(f"{live_server.url}/sign-in/")
    walk_to(page, "Help")
    page.wait_for_selector("h1:has-text('Help')")
    page.close()
