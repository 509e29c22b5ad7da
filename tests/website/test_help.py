"""Help inside the product: every page of the documentation, its links and pictures, the search, and what fits where."""

import re
import subprocess
import sys
import zipfile
from html import unescape
from pathlib import Path

import pytest
from django.test import Client
from django.urls import get_resolver
from tests.made_partnership import PASSWORD, Made
from tests.website.test_pages import NOBODY, addresses, browser

from frith.website import help as documentation

PROJECT = Path(__file__).resolve().parents[2]
EVERY = {
    path.relative_to(PROJECT / "docs").with_suffix("").as_posix() for path in (PROJECT / "docs").rglob("*.md")
}


def test_every_page_of_the_documentation_is_there_with_a_title() -> None:
    assert set(documentation.pages()) == EVERY
    assert [page.name for page in documentation.pages().values() if not page.title] == []
    shown = {page.name for _, held in documentation.contents() for page in held}
    single = {name for name in EVERY if name.startswith("decisions/0")}
    assert shown == EVERY - single - {documentation.FIRST_PAGE}


@pytest.mark.django_db
def test_every_link_and_picture_leads_somewhere() -> None:
    client = Client()
    wrong = []
    for page in documentation.pages().values():
        anchors = set(re.findall(r' id="([^"]+)"', page.html))
        for kind, link in re.findall(r' (href|src)="([^"]+)"', page.html):
            path, _, anchor = unescape(link).partition("#")
            if "://" in path or path.startswith("mailto:"):
                continue
            target = client.get(path) if path else None
            if target and target.status_code not in (200, 302):
                wrong.append(f"{page.name}: {link} gives {target.status_code}")
            elif anchor and kind == "href":
                there = target.content.decode() if target else page.html
                if anchor not in anchors | set(re.findall(r' id="([^"]+)"', there)):
                    wrong.append(f"{page.name}: {link} has no such heading")
    assert wrong == []


def test_nothing_of_a_page_breaks_the_policy_or_comes_from_elsewhere() -> None:
    for page in documentation.pages().values():
        tags = "".join(re.findall(r"<[^>]*>", page.html))
        assert not re.search(r" style=| on\w+=|<script|<iframe|src=\"http", tags), page.name


def test_html_in_a_page_is_shown_and_not_obeyed() -> None:
    page = documentation._page("made-up", "# A\n\n<script>x</script> [b](javascript:alert)\n")
    assert "<script" not in page.html
    assert 'href="javascript' not in page.html


@pytest.mark.parametrize("route", documentation.FITTING)
def test_what_fits_an_address_is_a_page_and_the_address_is_one(route: str) -> None:
    assert any(pattern.startswith(route) for pattern in addresses(get_resolver().url_patterns))
    page = documentation.fitting(route)
    assert page is not None
    assert page.name == documentation.FITTING[route]


@pytest.mark.django_db
def test_main_pages_lead_to_the_page_that_fits(made: Made) -> None:
    dilys = browser(made, "dilys")
    for address, title in (("/meetings/", "Run a meeting"), ("/agreements/", "Record a sharing agreement")):
        assert 'Help with this page: <a class="govuk-link" href="/help/how-to/' in (
            page := dilys.get(address).content.decode()
        )
        assert title in page
    assert "Help with this page" not in dilys.get("/help/").content.decode()


@pytest.mark.django_db
def test_help_is_for_those_who_cannot_get_in(made: Made, settings) -> None:
    settings.FRITH_SECOND_FACTOR = True
    client = Client()
    assert 'href="/help/how-to/sign-in/"' in client.get("/sign-in/").content.decode()
    client.post("/sign-in/", {"email": "amina@lantern.example", "password": PASSWORD})
    assert client.get("/closures/").status_code == 302
    assert "lost phone and recovery codes" in client.get("/help/how-to/sign-in/").content.decode()


@pytest.mark.django_db
def test_searching_the_help(made: Made) -> None:
    client = browser(made, NOBODY)
    page = client.get("/help/", {"q": "recovery CODES"}).content.decode()
    assert "Passages with “recovery CODES”" in page
    assert "/help/how-to/sign-in/" in page
    assert "No page of the help holds “xyzzy”" in client.get("/help/", {"q": "xyzzy"}).content.decode()
    assert "<b>" not in client.get("/help/", {"q": "<b>"}).content.decode()


def test_a_search_says_how_many_more_there_are() -> None:
    hits, more = documentation.search_help("frith")
    assert len(hits) == documentation.MOST_HITS
    assert more > 0
    assert documentation.search_help("  ") == ([], 0)
    every = documentation.search_help("quorum")[0]
    assert all("quorum" in f"{hit.title} {hit.heading} {hit.words}".casefold() for hit in every)


@pytest.mark.django_db
def test_what_is_not_there_is_not_found() -> None:
    client = Client()
    for address in (
        "/help/nothing/",
        "/help/../pyproject/",
        "/help/pictures/nothing.png",
        "/help/pictures/..",
    ):
        assert client.get(address).status_code == 404, address
    assert client.get("/help/index/")["Location"] == "/help/"


def test_the_pages_are_found_in_a_built_package(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=PROJECT,
        check=True,
        capture_output=True,
    )
    [wheel] = tmp_path.glob("*.whl")
    held = {
        name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("frith/website/help_pages/")
    }
    assert {f"frith/website/help_pages/{name}.md" for name in EVERY} <= held
    assert "frith/website/help_pages/pictures/refusal.png" in held
