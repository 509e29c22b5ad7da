"""One page a theme with the picture that shows it, for every kind of area."""

from __future__ import annotations

import io
import re
from functools import cache

import pypdfium2
import pytest
from tests.assessment.fake_borough import BOROUGH, FORCE, PARTNERSHIP, YEARS
from tests.assessment.fake_evidence import FakeEvidence
from tests.publication.sample import AREAS
from tests.publication.small import paper

from frith.assessment.exhibits import Column, Table
from frith.assessment.findings import Chapter
from frith.assessment.strategic import assess
from frith.publication.disclosure import publishable
from frith.publication.document import (
    Block,
    Bullets,
    Document,
    Heading,
    Paragraph,
    PictureBlock,
    TableBlock,
)
from frith.publication.pdf import render_pdf
from frith.publication.strategic_assessment import document
from frith.vocabulary.areas import AreaKind
from frith.vocabulary.disclosure import Audience

WARD = "X05000003"
"""Dock, with twelve small areas."""
THEMES = set(Chapter) - {Chapter.DATA, Chapter.CHANGES}


@cache
def written(code: str) -> Document:
    evidence = FakeEvidence(rows=12)
    return document(assess(evidence, evidence.atlas.find(code), YEARS, version="0"))


def themes(paper: Document) -> dict[str, list[object]]:
    """Blocks of each theme by the anchor of its heading."""
    found: dict[str, list[object]] = {}
    anchor = ""
    for block in paper.body:
        if isinstance(block, Heading) and block.level == 1:
            anchor = block.anchor
        found.setdefault(anchor, []).append(block)
    return {name: blocks for name, blocks in found.items() if name in {theme.value for theme in THEMES}}


@pytest.mark.parametrize("code", [BOROUGH, PARTNERSHIP, FORCE, WARD])
def test_every_theme_of_every_kind_of_area_has_its_picture(code: str) -> None:
    for name, blocks in themes(written(code)).items():
        assert any(isinstance(block, PictureBlock) for block in blocks), (code, name)


@pytest.mark.parametrize("code", [BOROUGH, WARD])
def test_the_picture_stands_on_the_page_of_its_theme(code: str) -> None:
    made = written(code)
    file = pypdfium2.PdfDocument(io.BytesIO(render_pdf(made)))
    texts = [page.get_textpage().get_text_bounded() for page in file][2:]
    for name, blocks in themes(made).items():
        heading = next(block for block in blocks if isinstance(block, Heading))
        page = next(t for t in texts if re.search(rf"(?m)^[0-9]+ +{re.escape(heading.text)}\r?$", t))
        assert re.search(r"Figure [0-9]+", page), (code, name)


@pytest.mark.parametrize("lines", [5, 12, 16, 20])
def test_a_page_with_much_text_has_a_lower_picture_and_not_none(lines: int) -> None:
    words = Paragraph(("A line of a page that says a good deal. " * 2,))
    blocks: list[Block] = [Heading(1, "A theme", "theme"), *[words] * lines, PictureBlock(AREAS)]
    table = Table(
        id=AREAS.table, title="Areas", columns=(Column("area", "Area"),), rows=(("One",),), sources=()
    )
    file = pypdfium2.PdfDocument(
        render_pdf(
            paper(
                *blocks, annex=(Heading(1, "Annex", "annex"), TableBlock(publishable(table, Audience.PUBLIC)))
            )
        )
    )
    page = next(
        text for text in (p.get_textpage().get_text_bounded() for p in file) if "says a good deal" in text
    )
    assert AREAS.title in page


def test_a_list_that_a_page_can_hold_is_not_parted() -> None:
    items = tuple(
        (f"Limit {n} of the evidence, told in a sentence that fills most of a line.",) for n in range(8)
    )
    for filler in (28, 31, 34):
        lines = [Paragraph((f"Line {n}.",)) for n in range(filler)]
        file = pypdfium2.PdfDocument(
            render_pdf(paper(Heading(1, "First", "first"), *lines, Heading(2, "Limits", "l"), Bullets(items)))
        )
        held = [
            text for text in (p.get_textpage().get_text_bounded() for p in file) if "of the evidence" in text
        ]
        assert len(held) == 1
        assert "Limits" in held[0]


def test_a_ward_is_an_area_of_its_own_kind() -> None:
    assert FakeEvidence().atlas.find(WARD).kind is AreaKind.WARD
