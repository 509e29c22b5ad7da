"""Word: real styles, captions, alternative text and editable tables, in the house's looks or a council's own template.

The file holds no time but the document's as-at date, and its parts are zipped in a fixed order with a fixed time, so
that the same document gives the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from functools import cache
from pathlib import Path

import vl_convert
from docx import Document as NewWord
from docx.document import Document as WordFile
from docx.shared import Mm
from docx.text.paragraph import Paragraph as WordParagraph

from frith.publication import fonts, wording
from frith.publication.document import (
    Bullets,
    Callout,
    Document,
    FindingBlock,
    Heading,
    KeyFigures,
    PageBreak,
    Paragraph,
    PictureBlock,
    TableBlock,
)
from frith.publication.outline import Entry, Outline, Placed, outline
from frith.publication.pictures import draw
from frith.publication.word_parts import Bookmarks, add_field, add_link, add_table, describe, repeat_on_each_page
from frith.publication.word_styles import STYLES, set_styles
from frith.publication.word_template import open_template
from frith.vocabulary.figures import Phrase
from frith.vocabulary.periods import day_in_words

_PICTURE_WIDTH = Mm(166)
_DOTS_PER_INCH = 200
_EPOCH = (1980, 1, 1, 0, 0, 0)


def render_word(document: Document, template: Path | None = None) -> bytes:
    """Return a document as .docx, in a council's own template if one is given.

    Raises Refused for a template with macros or links to elsewhere, UnreadableInput for one that is no Word file,
    IntegrityBroken if a citation is broken.
    """
    laid = outline(document)
    file = open_template(template) if template else NewWord()
    set_styles(file, own=template is None)
    writer = _Writer(file, laid, Bookmarks())
    writer.write()
    return _fixed_bytes(file, document)


class _Writer:
    """Writes an outline into a Word file, from the front sheet to the last source."""

    def __init__(self, file: WordFile, laid: Outline, bookmarks: Bookmarks) -> None:
        self.file = file
        self.laid = laid
        self.bookmarks = bookmarks

    def write(self) -> None:
        document = self.laid.document
        repeat_on_each_page(self.file, document)
        self._front_sheet()
        for placed in (*self.laid.body, *self.laid.annex):
            self._block(placed)
        if self.laid.entries:
            self._heading(self.laid.how_we_know)
            self._add(wording.HOW_WE_KNOW, "body")
            for entry in self.laid.entries:
                self._entry(entry)
        self._heading(self.laid.sources)
        for source in document.sources:
            paragraph = self._add("", "body")
            paragraph.add_run(f"{source.title}, {source.publisher}. ").bold = True
            paragraph.add_run(wording.source_facts(source))
        self._add(document.edition, "small")

    def _add(self, words: str, role: str) -> WordParagraph:
        return self.file.add_paragraph(words, style=STYLES[role])

    def _front_sheet(self) -> None:
        document = self.laid.document
        self._add(document.publisher, "publisher")
        self._add(document.title, "title")
        self._add(document.subtitle, "subtitle")
        self._add(day_in_words(document.as_at), "body")
        if document.invented:
            self._add(document.invented, "stamp")
        if document.front:
            rows = [list(pair) for pair in document.front]
            add_table(self.file, [], rows, numeric=[False, False], widths=[0.28, 0.72])
        self.file.add_page_break()
        self._add("Contents", "contents")
        add_field(self._add("", "body"), 'TOC \\o "1-2" \\h \\z \\u', "Press F9 in Word to bring the contents up to date.")
        self.file.add_page_break()

    def _block(self, placed: Placed) -> None:
        match placed.block:
            case Heading():
                self._heading(placed)
            case Paragraph() as block:
                paragraph = self._add(f"{block.number}\t" if block.number else "", "lead" if block.lead else "body")
                self._phrase(paragraph, block.phrase, placed.anchor)
            case Bullets() as block:
                for n, item in enumerate(block.items):
                    paragraph = self._add("", "numbers" if block.ordered else "bullets")
                    self._phrase(paragraph, item, placed.anchor if n == 0 else "")
            case KeyFigures() as block:
                self._key_figures(placed, block)
            case FindingBlock() as block:
                self._finding(placed, block)
            case Callout() as block:
                paragraph = self._add("", "callout")
                paragraph.add_run(f"{wording.CALLOUTS[block.kind]} ").bold = True
                self._phrase(paragraph, block.phrase, placed.anchor)
            case TableBlock() as block:
                self._table(placed, block)
            case PictureBlock() as block:
                self._picture(placed, block)
            case PageBreak():
                self.file.add_page_break()

    def _phrase(self, paragraph: WordParagraph, phrase: Phrase, anchor: str = "") -> None:
        if anchor:
            self.bookmarks.mark(paragraph, anchor)
        for part in phrase:
            if isinstance(part, str):
                paragraph.add_run(part)
            else:
                add_link(paragraph, part.text, self.bookmarks.name_of(part.figure))

    def _heading(self, placed: Placed) -> None:
        assert isinstance(placed.block, Heading)  # noqa: S101  # the caller placed a heading
        words = f"{placed.label}  {placed.block.text}" if placed.label else placed.block.text
        heading = self._add(words, f"heading {min(placed.block.level, 4)}")
        self.bookmarks.mark(heading, placed.anchor)

    def _key_figures(self, placed: Placed, block: KeyFigures) -> None:
        for n, card in enumerate(block.cards):
            paragraph = self._add("", "key figure")
            self._phrase(paragraph, card.number, placed.anchor if n == 0 else "")
            meaning = self._add(card.label, "key meaning")
            if card.meaning:
                meaning.add_run(". ")
                self._phrase(meaning, card.meaning)

    def _finding(self, placed: Placed, block: FindingBlock) -> None:
        paragraph = self._add(f"{block.rank}\t", "finding")
        self._phrase(paragraph, block.sentence, placed.anchor)
        for caveat in block.caveats:
            self._add(caveat, "caveat")
        if block.note:
            self._add(wording.WHY, "why")
            for words in wording.paragraphs_of(block.note):
                self._add(words, "note")
        if block.note_warning:
            self._add(block.note_warning, "stamp")

    def _table(self, placed: Placed, block: TableBlock) -> None:
        table = block.content.table
        self._caption(placed, table.title)
        add_table(
            self.file,
            [column.label for column in table.columns],
            [list(wording.row_texts(table, row)) for row in table.rows],
            numeric=[wording.is_number(column) for column in table.columns],
            summary=table.title,
        )
        for line in wording.under_table(block.content, self.laid.document):
            self._add(line, "small")

    def _picture(self, placed: Placed, block: PictureBlock) -> None:
        self._caption(placed, block.picture.title)
        paragraph = self._add("", "body")
        shape = paragraph.add_run().add_picture(io.BytesIO(_png(draw(block.picture).as_file())), width=_PICTURE_WIDTH)
        describe(shape, block.picture.title, block.picture.alt)
        anchor, label = self.laid.table_labels[block.picture.table]
        line = self._add("", "small")
        add_link(line, f"The numbers are in {label}.", self.bookmarks.name_of(anchor))
        for words in wording.under_picture(block.picture, self.laid.document):
            self._add(words, "small")

    def _caption(self, placed: Placed, title: str) -> None:
        kind, _, number = placed.label.partition(" ")
        caption = self._add(f"{kind} ", "caption")
        add_field(caption, f"SEQ {kind} \\* ARABIC", number)
        caption.add_run(f"  {title}")
        self.bookmarks.mark(caption, placed.anchor)

    def _entry(self, entry: Entry) -> None:
        title = self._add(entry.title, "entry")
        self.bookmarks.mark(title, entry.figure.id)
        for fact in entry.facts:
            paragraph = self._add("", "fact")
            paragraph.add_run(f"{fact.label}: ").bold = True
            paragraph.add_run(fact.text)
        paragraph = self._add("", "fact")
        paragraph.add_run("Used in: ").bold = True
        for n, place in enumerate(entry.cited_in):
            paragraph.add_run("; " if n else "")
            add_link(paragraph, place.section, self.bookmarks.name_of(place.anchor))


@cache
def _register_fonts() -> None:
    vl_convert.register_font_directory(str(fonts.folder()))


def _png(svg: str) -> bytes:
    _register_fonts()
    return vl_convert.svg_to_png(svg, scale=_DOTS_PER_INCH / 96, ppi=_DOTS_PER_INCH)


def _fixed_bytes(file: WordFile, document: Document) -> bytes:
    """Save with fixed properties, order and times."""
    made = datetime(document.as_at.year, document.as_at.month, document.as_at.day)  # noqa: DTZ001  # Word holds none
    core = file.core_properties
    core.title, core.subject, core.author = document.title, document.subtitle, document.publisher
    core.last_modified_by, core.comments, core.keywords = document.publisher, "", ""
    core.language, core.revision = document.language, 1
    core.created = core.modified = made
    core.last_printed = made
    saved, fixed = io.BytesIO(), io.BytesIO()
    file.save(saved)
    with zipfile.ZipFile(saved) as parts, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as out:
        first = "[Content_Types].xml"
        for name in sorted(parts.namelist(), key=lambda n: (n != first, n)):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            out.writestr(info, parts.read(name))
    return fixed.getvalue()
