"""Help inside the product: the documentation as pages of the site, with a search of its own.

The pages are the files of ``docs``: a built package holds a copy of them beside this file, and a working copy reads
the folder itself, so that what a page says is never older than the program.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.urls import reverse
from markdown_it import MarkdownIt
from markdown_it.token import Token

PACKAGED = Path(__file__).resolve().parent / "help_pages"
WORKING_COPY = Path(__file__).resolve().parents[3] / "docs"
FIRST_PAGE = "index"
PARTS = {
    "tutorial": "First steps",
    "how-to": "How to",
    "explanation": "How it works, and why",
    "reference": "To look up",
    "assurance": "How it was tried",
    "decisions": "Why it is built so",
}
"""Folders of the documentation in the order of the contents, with what each is called there."""
MOST_HITS = 20
"""Passages that one search shows; the page says how many more there are."""

FITTING = {
    "sign-in/": "how-to/sign-in",
    "second-factor/": "how-to/sign-in",
    "your-sign-in/": "how-to/sign-in",
    "your-tokens/calendar/": "how-to/run-a-meeting",
    "your-tokens/": "how-to/use-the-api",
    "people/": "how-to/sign-in",
    "teams/": "how-to/sign-in",
    "partnerships/<uuid:key>/going-live/": "how-to/go-live",
    "partnerships/": "explanation/governance",
    "boards/": "explanation/governance",
    "meetings/": "how-to/run-a-meeting",
    "actions/": "how-to/run-a-meeting",
    "decisions/": "how-to/run-a-meeting",
    "enquiries/": "how-to/ask-somebody-without-an-account",
    "plans/": "explanation/governance",
    "priorities/": "explanation/governance",
    "agreements/": "how-to/sharing-agreement",
    "documents/": "how-to/sharing-agreement",
    "indicators/": "explanation/thread",
    "figures/": "explanation/thread",
    "papers/": "tutorial/first-thread",
    "closures/": "explanation/thread",
    "jobs/": "explanation/jobs",
    "assessments/": "explanation/reading-the-assessment",
    "evidence/": "explanation/evidence-and-its-limits",
    "audit/": "how-to/read-the-trail",
    "history/": "how-to/read-the-trail",
}
"""Beginnings of the addresses' patterns, each with the page that helps there; the first that fits counts."""

_CLASSES = {
    "p": "govuk-body",
    "h1": "govuk-heading-l",
    "h2": "govuk-heading-m",
    "h3": "govuk-heading-s",
    "h4": "govuk-heading-s",
    "ul": "govuk-list govuk-list--bullet",
    "ol": "govuk-list govuk-list--number",
    "a": "govuk-link",
    "table": "govuk-table",
    "thead": "govuk-table__head",
    "tbody": "govuk-table__body",
    "tr": "govuk-table__row",
    "th": "govuk-table__header",
    "td": "govuk-table__cell",
    "blockquote": "govuk-inset-text",
    "hr": "govuk-section-break govuk-section-break--visible",
    "img": "site-picture",
}


@dataclass(frozen=True, slots=True)
class Passage:
    """What stands under one heading of a page, as plain words; ``anchor`` is empty for what stands before any."""

    heading: str
    anchor: str
    words: str


@dataclass(frozen=True, slots=True)
class HelpPage:
    """One page: ``name`` is its path without ending, such as ``how-to/sign-in``; ``html`` is safe to show as it is."""

    name: str
    title: str
    html: str
    passages: tuple[Passage, ...]

    @property
    def address(self) -> str:
        """Where the page is."""
        return address_of(self.name)

    @property
    def part(self) -> str:
        """The folder that it belongs to."""
        return self.name.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that holds every word looked for."""

    title: str
    heading: str
    address: str
    words: str


def folder() -> Path:
    """Return the folder that the pages are read from."""
    return PACKAGED if PACKAGED.is_dir() else WORKING_COPY


def address_of(name: str) -> str:
    """Return where a page is."""
    return reverse("help") if name == FIRST_PAGE else reverse("help-page", args=[name])


def page_named(name: str) -> HelpPage | None:
    """Return a page, or nothing if there is none of this name."""
    return pages().get(name)


def contents() -> list[tuple[str, list[HelpPage]]]:
    """Return every part with its pages, by title; the index of decisions stands for the decisions."""
    held = pages().values()
    return [
        (
            title,
            sorted(
                (
                    page
                    for page in held
                    if page.part == part and (part != "decisions" or page.name.endswith("index"))
                ),
                key=lambda page: page.title.casefold(),
            ),
        )
        for part, title in PARTS.items()
    ]


def fitting(route: str) -> HelpPage | None:
    """Return the page that helps at an address, by the address's pattern."""
    for beginning, name in FITTING.items():
        if route.startswith(beginning):
            return page_named(name)
    return None


def search_help(words: str) -> tuple[list[Hit], int]:
    """Return the passages that hold every word, headings first, and how many more there are.

    A word is found inside longer ones too, whatever its case.
    """
    wanted = words.casefold().split()
    if not wanted:
        return [], 0
    ranked: list[tuple[int, int, str, Hit]] = []
    for page in pages().values():
        for passage in page.passages:
            heading = f"{page.title} {passage.heading}".casefold()
            text = f"{heading} {passage.words.casefold()}"
            if all(word in text for word in wanted):
                named = sum(word in heading for word in wanted)
                told = sum(text.count(word) for word in wanted)
                hit = Hit(
                    page.title,
                    passage.heading,
                    page.address + (f"#{passage.anchor}" if passage.anchor else ""),
                    _around(passage.words, wanted),
                )
                part = list(PARTS).index(page.part) if page.part in PARTS else 0
                ranked.append((-named, part, f"{-told:09d}{hit.address}", hit))
    found = [hit for *_, hit in sorted(ranked, key=lambda each: each[:3])]
    return found[:MOST_HITS], max(0, len(found) - MOST_HITS)


def _around(text: str, wanted: list[str], length: int = 200) -> str:
    """Return a piece of the text about the first word that was looked for."""
    places = [at for at in (text.casefold().find(word) for word in wanted) if at >= 0]
    start = max(0, min(places, default=0) - length // 3)
    start = text.rfind(" ", 0, start) + 1 if start else 0
    piece = text[start : start + length]
    return ("… " if start else "") + piece.rsplit(" ", 1)[0] + " …" if len(text) > start + length else piece


@lru_cache(maxsize=1)
def pages() -> dict[str, HelpPage]:
    """Return every page by its name. They are read once: they change with the program alone."""
    held = folder()
    found = {}
    for path in sorted(held.rglob("*.md")):
        name = path.relative_to(held).with_suffix("").as_posix()
        found[name] = _page(name, path.read_text(encoding="utf-8"))
    return found


def _page(name: str, text: str) -> HelpPage:
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(text)
    passages, title = _passages(tokens)
    _as_the_site_shows(tokens, posixpath.dirname(name))
    # markdown-it escapes whatever the text holds, and takes no HTML from it
    return HelpPage(name, title, str(markdown.renderer.render(tokens, markdown.options, {})), passages)


def _passages(tokens: list[Token]) -> tuple[tuple[Passage, ...], str]:
    """Return what stands under each heading, and the title of the page; give each heading its anchor."""
    title, found, taken = "", [["", "", ""]], set[str]()
    for at, token in enumerate(tokens):
        if token.type == "heading_open":
            heading = _plain(tokens[at + 1])
            if token.tag == "h1" and not title:
                title = heading
                continue
            anchor = _anchor(heading, taken)
            token.attrSet("id", anchor)
            found.append([heading, anchor, ""])
        elif token.type in ("inline", "fence", "code_block") and tokens[at - 1].type != "heading_open":
            found[-1][2] += f" {_plain(token)}"
    return tuple(Passage(heading, anchor, " ".join(words.split())) for heading, anchor, words in found), title


def _plain(token: Token) -> str:
    if not token.children:
        return token.content
    return "".join(
        " " if each.type in ("softbreak", "hardbreak") else each.content
        for each in token.children
        if each.type in ("text", "code_inline", "softbreak", "hardbreak", "image")
    )


def _anchor(heading: str, taken: set[str]) -> str:
    """Return the anchor that the built documentation gives the heading too, so that links fit both."""
    first = re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", heading).strip().lower())
    anchor, number = first, 0
    while anchor in taken:
        number += 1
        anchor = f"{first}_{number}"
    taken.add(anchor)
    return anchor


def _as_the_site_shows(tokens: list[Token], where: str) -> None:
    """Give everything its class, turn links to files into addresses, and let wide parts scroll by keyboard."""
    for at, token in enumerate(tokens):
        if token.type == "fence":
            token.info = ""
        if token.type == "th_open" and not tokens[at + 1].content:
            # a corner without words heads nothing, and would be announced as a heading
            token.tag = tokens[at + 2].tag = "td"
        if token.tag in _CLASSES and token.nesting >= 0:
            token.attrSet("class", _CLASSES[token.tag])
        if token.tag == "a" and token.nesting == 1:
            token.attrSet("href", _address(str(token.attrGet("href") or ""), where))
        if token.tag == "img":
            name = posixpath.basename(str(token.attrGet("src") or ""))
            token.attrSet("src", reverse("help-picture", args=[name]))
        # inside a table a style of its own would break the policy: alignment goes
        if token.tag in ("th", "td") and "right" in str(token.attrs.pop("style", "")):
            token.attrJoin("class", f"{_CLASSES[token.tag]}--numeric")
        _as_the_site_shows(token.children or [], where)


def _address(link: str, where: str) -> str:
    path, _, anchor = link.partition("#")
    if not path.endswith(".md") or "://" in path:
        return link
    name = posixpath.normpath(posixpath.join(where, path.removesuffix(".md")))
    return address_of(name) + (f"#{anchor}" if anchor else "")
