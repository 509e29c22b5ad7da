"""PDF: tagged for those who cannot see it, whole for those who can."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np
import pikepdf
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.publication.small import paper

from frith.publication.document import (
    Callout,
    Document,
    FindingBlock,
    Heading,
    Paragraph,
    PictureBlock,
    TableBlock,
)
from frith.publication.outline import outline
from frith.publication.pdf import render_pdf
from frith.publication.wording import shown_columns

POINTS_OF_MM = 72 / 25.4
SIDE = 22 * POINTS_OF_MM


@pytest.fixture(scope="module")
def tags(sample_pdf: bytes) -> Iterator[list[pikepdf.Dictionary]]:
    found: list[pikepdf.Dictionary] = []

    def walk(node: Any) -> None:
        if isinstance(node, pikepdf.Array):
            for part in node:
                walk(part)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                found.append(node)
            if "/K" in node:
                walk(node["/K"])

    with pikepdf.open(io.BytesIO(sample_pdf)) as file:
        walk(file.Root.StructTreeRoot.K)
        yield found


@pytest.fixture(scope="module")
def pages(sample_pdf: bytes) -> list[pypdfium2.PdfPage]:
    return list(pypdfium2.PdfDocument(sample_pdf))


@pytest.fixture(scope="module")
def words(pages: list[pypdfium2.PdfPage]) -> str:
    return _flat(" ".join(page.get_textpage().get_text_bounded() for page in pages))


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\ufffe", "").replace("\xa0", " "))


def test_it_says_that_it_is_tagged_titled_and_in_english(sample_pdf: bytes, sample: Document) -> None:
    file = pikepdf.open(io.BytesIO(sample_pdf))
    assert file.Root.MarkInfo.Marked is True
    assert str(file.Root.Lang) == "en-GB"
    assert file.Root.ViewerPreferences.DisplayDocTitle is True
    assert str(file.docinfo["/Title"]) == sample.title
    assert file.open_metadata()["pdfuaid:part"] == "1"
    assert str(file.docinfo["/CreationDate"]).startswith("D:20180416")


def test_the_structure_is_what_a_screen_reader_needs(
    tags: list[pikepdf.Dictionary], sample: Document
) -> None:
    kinds = Counter(str(tag.S) for tag in tags)
    tables = [b for b in (*sample.body, *sample.annex) if isinstance(b, TableBlock)]
    pictures = [b for b in sample.body if isinstance(b, PictureBlock)]
    assert kinds["/Table"] == kinds["/THead"] == len(tables)
    assert kinds["/TH"] == sum(len(shown_columns(block.content.table)) for block in tables)
    assert kinds["/Caption"] == len(tables) + len(pictures)
    assert kinds["/Title"] == 1
    assert kinds["/Link"] > len(sample.figures)
    assert [str(tag.Alt) for tag in tags if str(tag.S) == "/Figure"] == [
        block.picture.alt for block in pictures
    ]


def test_every_page_but_the_cover_carries_marking_stamp_and_number(
    pages: list[pypdfium2.PdfPage], sample: Document
) -> None:
    for number, page in enumerate(pages, start=1):
        text = _flat(page.get_textpage().get_text_bounded())
        assert text.count("OFFICIAL") == 2
        assert sample.invented in text
        if number > 1:
            assert f"Page {number} of {len(pages)}" in text


def test_every_heading_finding_and_figure_can_be_read(words: str, sample: Document) -> None:
    for placed in outline(sample).contents:
        assert isinstance(placed.block, Heading)
        assert _flat(placed.block.text) in words
    for entry in outline(sample).entries:
        assert entry.title in words
        assert entry.figure.definition in words
    for block in (*sample.body, *sample.annex):
        if isinstance(block, PictureBlock):
            assert _flat(block.picture.title) in words
        if isinstance(block, TableBlock):
            assert _flat(block.content.table.title) in words


def test_nothing_is_blank_and_nothing_leaves_the_margins(pages: list[pypdfium2.PdfPage]) -> None:
    for number, page in enumerate(pages, start=1):
        image = np.asarray(page.render(scale=0.6).to_pil().convert("L"))
        assert (image < 200).mean() > 0.001, f"page {number} is blank"
        edge = SIDE - 1
        width, height = page.get_size()
        text = page.get_textpage()
        for n in range(text.count_rects()):
            left, bottom, right, top = text.get_rect(n)
            if right - left < 0.1:
                continue
            assert left >= edge, (number, text.get_text_bounded(left, bottom, right, top))
            assert right <= width - edge, (number, text.get_text_bounded(left, bottom, right, top))
            assert bottom >= 20, number
            assert top <= height - 15, number


def test_lines_of_text_do_not_lie_over_each_other(pages: list[pypdfium2.PdfPage]) -> None:
    """Letters drawn over letters would share most of their box with another's."""
    for number, page in enumerate(pages, start=1):
        text = page.get_textpage()
        boxes = [text.get_charbox(n) for n in range(text.count_chars())]
        solid = [n for n, box in enumerate(boxes) if box[2] - box[0] > 0.5 and box[3] - box[1] > 0.5]
        centres = np.array(
            [[(boxes[n][0] + boxes[n][2]) / 2, (boxes[n][1] + boxes[n][3]) / 2] for n in solid]
        )
        order = np.argsort(centres[:, 0], kind="stable")
        gaps = np.abs(np.diff(centres[order], axis=0))
        apart = np.abs(np.diff(np.array(solid)[order])) > 3  # letters of one ligature share its box
        close = (gaps[:, 0] < 0.3) & (gaps[:, 1] < 1.5) & apart
        assert not close.any(), f"page {number}: letters over letters at {centres[order][:-1][close][:3]}"


def test_a_heading_is_never_the_last_thing_on_a_page() -> None:
    for filler in range(20, 46, 5):
        blocks = [Heading(1, "First", "first"), *(Paragraph((f"Line {n}.",)) for n in range(filler))]
        file = pypdfium2.PdfDocument(
            render_pdf(paper(*blocks, Heading(2, "The heading", "h"), Paragraph(("After it " * 40,))))
        )
        for page in file:
            text = page.get_textpage().get_text_bounded()
            if "The heading" in text and "Contents" not in text:
                assert "After it" in text


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.text(st.sampled_from("#$*_`@<>\\[]{}()/=-+~'\"&%;: \u00a0\u2212éλ漢🙂abc1"), min_size=1, max_size=30)
)
def test_any_text_stays_text(nasty: str) -> None:
    """Typst's own signs, links, maths and code are printed, not obeyed."""
    made = render_pdf(
        paper(
            Heading(1, nasty, "a"),
            Paragraph((nasty,)),
            FindingBlock("f", 1, (nasty,), (nasty,)),
            Callout("note", (nasty,)),
        )
    )
    assert len(pypdfium2.PdfDocument(made)) >= 2
    text = _flat(" ".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(made)))
    letters = [ch for ch in nasty if ch in "#$*_`@<>\\[]{}=+~&%abc1"]
    assert all(text.count(ch) >= 4 for ch in letters)


COMMANDS = (
    "#panic()",
    "#read(/etc/passwd)",
    "$x^2$",
    "*bold*",
    "// gone",
    "https://a.example",
    "<label>",
    "@ref",
    "`raw`",
    "\\u{41}",
)


def test_a_character_that_the_font_lacks_is_written_by_its_number() -> None:
    made = pypdfium2.PdfDocument(render_pdf(paper(Paragraph(("A street sign: 漢\u200d.",)))))
    assert "A street sign: [U+6F22]." in _flat(
        " ".join(page.get_textpage().get_text_bounded() for page in made)
    )


@pytest.mark.parametrize("text", COMMANDS)
def test_commands_are_printed_as_they_are(text: str) -> None:
    made = pypdfium2.PdfDocument(render_pdf(paper(Paragraph((text,)))))
    assert text in _flat(" ".join(page.get_textpage().get_text_bounded() for page in made))
