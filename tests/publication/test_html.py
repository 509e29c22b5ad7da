"""HTML: one file that needs nothing, and a fragment that a strict Content-Security-Policy lets through."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.publication.small import paper

from frith.publication.document import Document, Heading, Paragraph
from frith.publication.html import render_fragment, render_html, styles
from frith.publication.plain_text import as_printed

VOID = {"meta", "br", "img", "input", "link", "hr"}
SVG_LEAVES = {"path", "rect", "circle", "line"}


class Page(HTMLParser):
    """Reads HTML strictly: every element must be closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), f"an attribute twice in {tag}"
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in SVG_LEAVES
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append(data)

    def every(self, attribute: str) -> list[str]:
        return [str(held[attribute]) for _, held in self.tags if attribute in held]


@pytest.fixture(scope="module")
def page(sample_html: str) -> Page:
    return Page(sample_html)


def test_ids_are_unique_and_every_link_leads_somewhere(page: Page) -> None:
    ids = Counter(page.every("id"))
    assert [name for name, times in ids.items() if times > 1] == []
    for target in page.every("href"):
        assert target.startswith("#")
        assert target[1:] in ids
    for names in page.every("aria-labelledby"):
        assert set(names.split()) <= set(ids)


def test_it_needs_nothing_from_elsewhere_and_runs_nothing(page: Page, sample_html: str) -> None:
    assert not {"script", "link", "iframe", "object", "img"} & {tag for tag, _ in page.tags}
    assert page.every("src") == []
    assert page.every("style") == []
    assert not [name for _, held in page.tags for name in held if name.startswith("on")]
    assert "url(http" not in sample_html.replace(" ", "")


def test_the_fragment_passes_a_strict_policy(sample: Document) -> None:
    fragment = Page(render_fragment(sample))
    assert fragment.every("style") == []
    assert not {"script", "style"} & {tag for tag, _ in fragment.tags}
    assert "paper-font-400.woff2" in styles()
    assert "data:" not in styles()


def test_headings_do_not_skip_a_level(page: Page) -> None:
    levels = [int(tag[1]) for tag, _ in page.tags if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit()]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_language_title_landmarks_and_skip_link(page: Page) -> None:
    tags = [tag for tag, _ in page.tags]
    assert dict(page.tags)["html"]["lang"] == "en-GB"
    assert tags.count("main") == 1
    assert {"nav", "header", "footer", "title"} <= set(tags)
    assert page.tags[tags.index("a")][1] == {"class": "frith-skip", "href": "#frith-paper"}


def test_pictures_have_a_name_a_description_and_a_table(page: Page) -> None:
    images = [held for tag, held in page.tags if tag == "svg"]
    assert len(images) == 20  # each picture wide and narrow
    assert all(held["role"] == "img" for held in images)
    assert "".join(page.words).count("The numbers are in Table") == 10


def test_tables_name_their_rows_and_columns_and_can_be_scrolled(page: Page) -> None:
    scopes = Counter(page.every("scope"))
    assert scopes["row"] == 9 + 36 + 12 + 3
    regions = [held for _, held in page.tags if held.get("class") == "frith-scroll"]
    assert len(regions) == 4
    assert all(held["tabindex"] == "0" and held["role"] == "region" for held in regions)


def test_every_heading_and_number_of_the_document_is_there(sample: Document, page: Page) -> None:
    words = "".join(page.words)
    for block in (*sample.body, *sample.annex):
        if isinstance(block, Heading):
            assert block.text in words
    for figure in sample.figures:
        assert f"#{figure.id}" in page.every("href")
        assert figure.id in page.every("id")
    assert sample.invented in words
    assert words.count("OFFICIAL") >= 2


@settings(max_examples=80, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=40))
def test_any_text_stays_text(nasty: str) -> None:
    read = Page(render_html(paper(Heading(1, nasty, "a"), Paragraph((nasty,)), title=nasty)))
    assert "".join(read.words).count(as_printed(nasty)) >= 3
