"""The invented borough's assessment in a real browser: on a desktop, on a phone, without a network; and its picture."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, sync_playwright

from frith import __version__
from frith.assessment.strategic import assess
from frith.evidence.loading import add_folder
from frith.evidence.opened import open_evidence
from frith.publication.html import render_html
from frith.publication.strategic_assessment import document
from frith.vocabulary.periods import Period

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TODAY = date(2020, 1, 1)
CHROMIUM = Path("/usr/bin/chromium")
PICTURES = Path(__file__).resolve().parents[2] / "build" / "pictures"


@pytest.fixture(scope="module")
def paper(invented: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where the assessment of Frithholm lies, as an address."""
    folder = tmp_path_factory.mktemp("paper")
    add_folder(invented, folder / "var", today=TODAY)
    evidence = open_evidence(folder / "var")
    made = assess(
        evidence, evidence.atlas.find("Frithholm"), Period.parse("2016-04", "2018-03"), version=__version__
    )
    page = folder / "assessment.html"
    page.write_text(render_html(document(made)), encoding="utf-8")
    return page.as_uri()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip("needs Chromium: run make browser")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.mark.parametrize("width", [320, 1280])
def test_the_assessment_is_accessible_fits_and_says_that_it_is_invented(
    chromium: Browser, paper: str, width: int
) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 900})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(paper)
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.get_by_text("Invented data").first.is_visible()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.evaluate("document.querySelector('#summary').scrollIntoView()")
    page.screenshot(path=PICTURES / f"assessment-summary-{width}.png")


def test_a_number_opens_what_it_rests_on(chromium: Browser, paper: str) -> None:
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    page.goto(paper)
    number = page.locator("#summary ~ p a[href^='#fig-']").first
    target = number.get_attribute("href")
    number.click()
    assert target is not None
    assert page.locator(target).is_visible()
    assert "Worked out from" in page.locator(target).inner_text()
