"""The page as a person meets it, in a real browser: no faults found by axe, no sideways scrolling on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

pytestmark = pytest.mark.browser
CHROMIUM = Path("/usr/bin/chromium")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip("needs Chromium: run make browser")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def file(sample_html: str, tmp_path: Path) -> str:
    path = tmp_path / "paper.html"
    path.write_text(sample_html, encoding="utf-8")
    return path.as_uri()


def _open(browser: Browser, file: str, width: int) -> Page:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(file)
    return page


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_axe_finds_nothing(browser: Browser, file: str, width: int) -> None:
    page = _open(browser, file, width)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("width", [320, 400, 768, 1280])
def test_the_page_never_scrolls_sideways(browser: Browser, file: str, width: int) -> None:
    page = _open(browser, file, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_wide_table_scrolls_inside_its_region_by_keyboard(browser: Browser, file: str) -> None:
    page = _open(browser, file, 320)
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    region = page.locator("#table-wide .frith-scroll")
    assert region.evaluate("e => e.scrollWidth > e.clientWidth")
    region.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('#table-wide .frith-scroll').scrollLeft > 0")


def test_a_number_leads_to_its_entry_and_back(browser: Browser, file: str) -> None:
    page = _open(browser, file, 1280)
    page.locator("a.frith-cited").first.click()
    entry = page.locator("section.frith-entry:target")
    assert entry.is_visible()
    entry.locator("a").first.click()
    assert page.evaluate("location.hash").startswith("#block-")


@pytest.mark.parametrize("width", [320, 1280])
def test_no_text_of_a_picture_is_cut(browser: Browser, file: str, width: int) -> None:
    """Text inside a picture must lie inside it, in the font that the browser really uses."""
    page = _open(browser, file, width)
    page.evaluate("document.fonts.ready")
    cut = page.evaluate(
        """() => [...document.querySelectorAll('svg')].filter(s => s.getClientRects().length).flatMap(s => {
             const box = s.getBoundingClientRect();
             return [...s.querySelectorAll('text')].filter(t => {
               const b = t.getBoundingClientRect();
               return b.left < box.left - 0.5 || b.right > box.right + 0.5 || b.bottom > box.bottom + 0.5;
             }).map(t => s.getAttribute('aria-labelledby') + ': ' + t.textContent)})"""
    )
    assert cut == []
