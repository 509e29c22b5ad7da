"""Pages as people meet them: in a real browser, on a desktop and a phone, by keyboard, and without JavaScript."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, sync_playwright
from tests.made_partnership import PASSWORD, PEOPLE, Made, make
from tests.website.test_pages import ALL, MATRIX, NOBODY, fill

FILES = (
    ".<slug:ending>",
    ".ics",
    ".docx",
    "files/",
    "<uuid:document_id>",
    "documents/<uuid:key>/",
    "help/pictures/",
)
"""What addresses of files hold: they are handed over, and no page."""
PICTURES = Path(__file__).resolve().parents[2] / "build" / "pictures"
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 320, "height": 640}

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(shutil.which("chromium") is None, reason="needs Chromium: make browser installs it"),
]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser. Its driver runs an event loop in this thread, beside which Django must be told to work."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def ready(chromium: Browser, transactional_db: None, settings, installation: Path) -> Made:
    """A partnership of which every page has something to show."""
    settings.ALLOWED_HOSTS = ["*"]
    return fill(make(), installation)


def signed_in(page: Page, site: str, name: str) -> None:
    page.goto(f"{site}/sign-in/")
    page.fill("#id_email", f"{name}@{PEOPLE[name][0]}.example")
    page.fill("#id_password", PASSWORD)
    page.click("main button")


def reader_of(allowed: set[str]) -> str:
    """Somebody who gets a page, preferring those with most on it."""
    return next((name for name in ("amina", "dilys", "edwin") if name in allowed), "colin")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_every_page_is_accessible_fits_and_fetches_nothing_from_elsewhere(
    ready: Made, live_server, chromium: Browser, size: dict[str, int]
) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    complaints: list[str] = []
    for name in ("amina", "dilys", "edwin", "colin"):
        context = chromium.new_context(viewport=size)
        page = context.new_page()
        page.on(
            "console",
            lambda said: complaints.append(f"console: {said.text}") if said.type == "error" else None,
        )
        page.on(
            "request",
            lambda asked: (
                complaints.append(f"elsewhere: {asked.url}")
                if not asked.url.startswith(live_server.url)
                else None
            ),
        )
        signed_in(page, live_server.url, name)
        for pattern, (address, allowed) in MATRIX.items():
            if pattern.startswith(("paper.css", "paper-font")) or any(file in pattern for file in FILES):
                continue
            if name != reader_of(allowed) and not (name == "colin" and pattern.startswith("closures/<uuid")):
                continue
            expected = 200 if name in allowed else 0
            complaints.extend(
                look(page, live_server.url + address(), expected, f"{size['width']}-{name}-{pattern}")
            )
        context.close()
    assert [said for said in complaints if "status of 40" not in said] == []


def look(page: Page, address: str, expected: int, label: str) -> list[str]:
    """Open a page, take its picture, and return what is wrong with it."""
    response = page.goto(address)
    assert response is not None
    wrong = [] if response.status == expected or not expected else [f"{label}: status {response.status}"]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        wrong.append(f"{label}: scrolls sideways")
    found = Axe().run(page)
    if found.violations_count:
        wrong.append(f"{label}: {found.generate_report()}")
    safe = "".join(letter if letter.isalnum() else "-" for letter in label)
    page.screenshot(path=PICTURES / f"{safe}.png", full_page=True)
    return wrong


def test_signing_in_and_reading_an_indicator_by_keyboard(ready: Made, live_server, chromium: Browser) -> None:
    page = chromium.new_page(viewport=DESKTOP)
    page.goto(f"{live_server.url}/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("colin@council.example")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:has-text('What waits for you')")
    walk_to(page, "Indicators")
    page.wait_for_selector("h1:has-text('Indicators')")
    walk_to(page, "Women reporting less abuse after support")
    page.wait_for_selector("h1:has-text('Women reporting less abuse')")
    walk_to(page, "How do we know?")
    assert page.inner_text("h1") == "How do we know?"
    page.close()


def walk_to(page: Page, words: str) -> None:
    """Press Tab until a link with these words has the focus, see that the focus shows, and press Enter."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == words:
            shown = page.evaluate(
                "(() => { const s = getComputedStyle(document.activeElement);"
                " return s.boxShadow !== 'none' || s.outlineStyle !== 'none'; })()"
            )
            assert shown, f"the focus on {words} does not show"
            page.keyboard.press("Enter")
            return
    message = f"{words} cannot be reached with the Tab key"
    raise AssertionError(message)


def test_the_thread_without_javascript_on_a_phone(ready: Made, live_server, chromium: Browser) -> None:
    """A closure is recorded by form, and the draft paper counts it."""
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    signed_in(page, live_server.url, "amina")
    page.click("text=Record a closure")
    page.click("main button")
    assert "There is a problem" in page.inner_text("main")
    page.check("text=Lantern support")
    page.fill("#id_case_reference", "LA-5555")
    page.fill("#id_closed_on", "3 5 2016")
    page.check("#id_less_abuse_0")
    page.check("#id_risk_at_intake_2")
    page.check("#id_risk_at_closure_0")
    page.click("main button")
    assert "Closure of LA-5555" in page.inner_text("h1")
    context.close()
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    signed_in(page, live_server.url, "dilys")
    page.goto(f"{live_server.url}/papers/outcomes/")
    said = page.inner_text("main")
    assert "37 of the 43 women who answered reported less abuse" in said, said
    context.close()


def test_the_matrix_names_somebody_who_gets_each_page() -> None:
    assert all(allowed <= ALL | {NOBODY} for _, allowed in MATRIX.values())


def test_minutes_are_taken_by_keyboard(ready: Made, live_server, chromium: Browser) -> None:
    page = chromium.new_page(viewport=DESKTOP)
    signed_in(page, live_server.url, "dilys")
    page.goto(f"{live_server.url}{MATRIX['meetings/<uuid:key>/minutes/'][0]()}")
    minutes = page.locator("textarea[data-save]").first
    minutes.evaluate("(box) => { box.value = 'It was said.'; }")
    tab_to(page, minutes)
    page.keyboard.type(" It was heard.")
    assert minutes.input_value() == "It was said. It was heard."
    tab_to(page, page.locator("[name^=decision-]").first)
    page.keyboard.type("To fund two more officers")
    tab_to(page, page.locator("button[value^='decide ']").first)
    page.keyboard.press("Enter")
    page.wait_for_selector("text=To fund two more officers")
    assert page.evaluate("location.hash").startswith("#newest-decision-")
    assert page.evaluate("document.querySelector(location.hash).textContent").endswith(
        "To fund two more officers"
    )
    assert page.locator("textarea[data-save]").first.input_value() == "It was said. It was heard."
    page.close()


def test_what_was_done_is_told_where_a_reader_is(ready: Made, live_server, chromium: Browser) -> None:
    page = chromium.new_page(viewport=PHONE)
    signed_in(page, live_server.url, "dilys")
    page.goto(f"{live_server.url}{MATRIX['meetings/<uuid:key>/interests/new/'][0]()}")
    page.fill("[name=name]", "Grace Wood")
    page.fill("[name=nature]", "Her sister owns the shop")
    page.click("main button.govuk-button")
    page.wait_for_selector("text=Declare an interest: saved.")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"
    assert not Axe().run(page).violations_count
    page.close()


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until something has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if wanted.evaluate("(found) => document.activeElement === found"):
            return
    message = f"{wanted} cannot be reached with the Tab key"
    raise AssertionError(message)
