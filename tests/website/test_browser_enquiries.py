"""The pages of an enquiry as people meet them: who asks, and who is asked without an account, at desktop and phone."""

import re
import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core import mail
from playwright.sync_api import Browser, Page
from tests.guard.test_documents import PDF
from tests.made_governance import Governed, govern
from tests.made_partnership import Made, make
from tests.website.test_browser_pages import DESKTOP, PHONE, PICTURES, chromium, signed_in

__all__ = ["chromium"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(shutil.which("chromium") is None, reason="needs Chromium: make browser installs it"),
]


@pytest.fixture
def ready(chromium: Browser, transactional_db: None, settings, installation: Path) -> Made:
    settings.ALLOWED_HOSTS = ["*"]
    return make()


@pytest.fixture
def governed(ready: Made) -> Governed:
    return govern(ready)


def look(page: Page, label: str, complaints: list[str]) -> None:
    """Take a picture of the page that is open, and note what is wrong with it."""
    page.wait_for_load_state()
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        complaints.append(f"{label}: scrolls sideways")
    found = Axe().run(page)
    if found.violations_count:
        complaints.append(f"{label}: {found.generate_report()}")
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{label}.png", full_page=True)


def ask(page: Page, site: str, kind: str) -> tuple[str, str]:
    """Ask on the page; return the link of the letter and the code that is shown."""
    page.goto(f"{site}/enquiries/new/")
    page.fill("#id_respondent", "Mr Invented")
    page.fill("#id_organisation", "Made-up School")
    page.fill("#id_email", "head@school.example")
    page.fill("#id_purpose", "To plan support for a family that you know.")
    page.check("#id_kind_0" if kind == "questions" else "#id_kind_1")
    if kind == "questions":
        for number, (words, how) in enumerate(
            (
                ("Does the pupil come to school?", "yes-no"),
                ("Since when?", "date"),
                ("What do you see?", "text"),
            ),
            start=1,
        ):
            page.fill(f"#id_words{number}", words)
            page.select_option(f"#id_kind{number}", how)
    else:
        page.fill("#id_file", "The attendance record since January")
    page.select_option("#id_gateway", "cda-1998-s115")
    page.check("#id_data_asked_1")
    page.click("main button:has-text('Ask')")
    page.wait_for_selector(".govuk-notification-banner__heading")
    code = page.inner_text(".govuk-notification-banner__heading")
    link = re.search(r"http\S+/answer/\S+/", str(mail.outbox[-1].body))
    assert link
    return link[0], code


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_an_enquiry_from_both_sides(
    ready: Made, governed: Governed, live_server, chromium: Browser, size: dict[str, int]
) -> None:
    complaints: list[str] = []
    width = size["width"]
    asker = chromium.new_context(viewport=size).new_page()
    signed_in(asker, live_server.url, "dilys")
    asker.goto(f"{live_server.url}/enquiries/")
    look(asker, f"{width}-enquiries-none", complaints)
    asker.goto(f"{live_server.url}/enquiries/new/")
    asker.click("main button:has-text('Ask')")
    look(asker, f"{width}-enquiry-faults", complaints)
    link, code = ask(asker, live_server.url, "questions")
    look(asker, f"{width}-enquiry-code", complaints)
    here = asker.url

    asked = chromium.new_context(viewport=size, java_script_enabled=True).new_page()
    asked.goto(link)
    look(asked, f"{width}-answer-code", complaints)
    asked.fill("#id_code", "nothing")
    asked.click("main button")
    look(asked, f"{width}-answer-wrong-code", complaints)
    asked.wait_for_timeout(2100)  # a code that comes at once after a wrong one is not looked at
    asked.fill("#id_code", code)
    asked.click("main button")
    look(asked, f"{width}-answer-questions", complaints)
    assert asked.locator("nav").count() == 0
    asked.click("main button")
    look(asked, f"{width}-answer-faults", complaints)
    asked.check("#id_q1_0")
    asked.fill("#id_q2", "27 March 2016")
    asked.fill("#id_q3", "Often late on Mondays.")
    asked.click("main button")
    asked.wait_for_selector("h1:has-text('Your answer was sent')")
    look(asked, f"{width}-answer-sent", complaints)
    asked.goto(link)
    look(asked, f"{width}-answer-no-link", complaints)

    asker.goto(f"{live_server.url}/")
    look(asker, f"{width}-enquiry-waits", complaints)
    asker.goto(here)
    look(asker, f"{width}-enquiry-answered", complaints)
    asker.click("main a:has-text('Read the answer')")
    look(asker, f"{width}-enquiry-answer", complaints)
    asker.goto(f"{live_server.url}/enquiries/?show=all")
    look(asker, f"{width}-enquiries", complaints)
    assert complaints == []


def test_a_file_without_javascript_on_a_phone(
    ready: Made, governed: Governed, live_server, chromium: Browser, tmp_path: Path
) -> None:
    asker = chromium.new_context(viewport=DESKTOP).new_page()
    signed_in(asker, live_server.url, "dilys")
    link, code = ask(asker, live_server.url, "file")
    asked = chromium.new_context(viewport=PHONE, java_script_enabled=False).new_page()
    asked.goto(link)
    asked.fill("#id_code", code)
    asked.click("main button")
    assert "The attendance record since January" in asked.inner_text("main")
    asked.screenshot(path=PICTURES / "320-answer-file.png", full_page=True)
    (tmp_path / "record.pdf").write_bytes(PDF)
    asked.set_input_files("#id_file", tmp_path / "record.pdf")
    asked.click("main button")
    assert "Your answer was sent" in asked.inner_text("h1")
