"""Word: real styles, captions, alternative text and editable tables, in the house's looks or a council's own template.

The file holds no time but the document's as-at date, and its parts are zipped in a fixed order with a fixed time, so
that the same document gives the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from pathlib import Path

from docx import Document as NewWord
from docx.document import Document as WordFile
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph

from frith.publication import wording
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
    Recommendation,
    TableBlock,
)
from frith.publication.evidence_entry import MEANING
from frith.publication.outline import Entry, Outline, Placed, by_meaning, height_of, outline, sources_annex
from frith.publication.pictures import WIDE, draw
from frith.publication.pictures.bitmap import bitmaps
from frith.publication.word_parts import (
    LINE,
    Bookmarks,
    add_field,
    add_link,
    add_table,
    bare_table,
    begin_field,
    describe,
    end_field,
    is_crowded,
    list_numbering,
    number_by,
    repeat_on_each_page,
    set_widths,
    turn_page,
)
from frith.publication.word_styles import STYLES, TEAL_TEXT, set_styles
from frith.publication.word_template import open_template
from frith.vocabulary.figures import Phrase
from frith.vocabulary.periods import day_in_words

_EPOCH = (1980, 1, 1, 0, 0, 0)


def render_word(document: Document, template: Path | None = None) -> bytes:
    """Return a document as .docx, in a council's own template if one is given.

    Raises Refused for a template with macros or links to elsewhere, UnreadableInput for one that is no Word file,
    IntegrityBroken if a citation is broken.
    """
    laid = outline(document)
    file = open_template(template) if template else NewWord()
    set_styles(file, own=template is None)
    _Writer(file, laid).write()
    return _fixed_bytes(file, laid.document)


class _Writer:
    """Writes an outline into a Word file, from the front sheet to the last source."""

    def __init__(self, file: WordFile, laid: Outline) -> None:
        self.file = file
        self.laid = laid
        self.bookmarks = Bookmarks()
        self.new_page = False
        self.style_ids = {style.name: style.style_id for style in file.styles}
        shown = [p for p in (*laid.body, *laid.annex) if isinstance(p.block, PictureBlock)]
        images = bitmaps(
            [
                draw(p.block.picture, WIDE, height_of(p.block, annexed=p.annexed))
                for p in shown
                if isinstance(p.block, PictureBlock)
            ]
        )
        self.images = {placed.anchor: image for placed, image in zip(shown, images, strict=True)}

    def write(self) -> None:
        document = self.laid.document
        repeat_on_each_page(self.file, document)
        self._front_sheet()
        self._contents()
        for placed in (*self.laid.body, *self.laid.annex):
            self._block(placed)
        if self.laid.entries:
            self._how_we_know()
        if document.sources:
            self._heading(self.laid.sources)
        for number, source in enumerate(document.sources, 1):
            paragraph = self._add("", "body")
            paragraph.add_run(f"{number}. {source.title}, {source.publisher}. ").bold = True
            paragraph.add_run(wording.source_facts(source))
        self._add(document.edition, "small")

    def _add(self, words: str, role: str) -> WordParagraph:
        paragraph = self.file.add_paragraph(words)
        paragraph._p.style = self.style_ids[STYLES[role]]  # noqa: SLF001  # looked up once, not for each paragraph
        if self.new_page:
            paragraph.paragraph_format.page_break_before, self.new_page = True, False
        return paragraph

    def _front_sheet(self) -> None:
        document = self.laid.document
        self._add(document.publisher, "publisher")
        self._add(document.title, "title")
        self._add(document.subtitle, "subtitle")
        self._add(day_in_words(document.as_at), "date")
        self._add(document.invented, "stamp")
        if document.front:
            rows = [list(pair) for pair in document.front]
            add_table(self.file, [], rows, numeric=[False, False], title="About this paper")
        if document.control:
            self._add(wording.CONTROL, "meaning")
            rows = [[label, value or f"[{wording.TO_FILL_IN}]"] for label, value in document.control]
            add_table(self.file, [], rows, numeric=[False, False], title=wording.CONTROL)
        self.new_page = True

    def _contents(self) -> None:
        """Write the contents as a field that holds its entries; Word adds page numbers when it brings it up to date."""
        sources = self.laid.sources
        listed = [each for each in self.laid.contents if each is not sources or self.laid.document.sources]
        if len(listed) <= wording.SHORT:
            return
        self._add("Contents", "contents")
        last: WordParagraph | None = None
        for placed in listed:
            assert isinstance(placed.block, Heading)  # noqa: S101  # contents hold headings only
            paragraph = self._add("", f"contents {placed.block.level}")
            if last is None:
                begin_field(paragraph, 'TOC \\o "1-2" \\h \\z \\u')
            add_link(paragraph, _numbered(placed), self.bookmarks.name_of(placed.anchor), style=None)
            last = paragraph
        if last is not None:
            end_field(last)
        self.new_page = True

    def _block(self, placed: Placed) -> None:
        match placed.block:
            case Heading():
                self._heading(placed)
            case Paragraph() as block:
                role = "paragraph" if block.number else "lead" if block.lead else "body"
                paragraph = self._add(f"{block.number}\t" if block.number else "", role)
                self._phrase(paragraph, block.phrase, placed.anchor)
            case Bullets() as block:
                self._bullets(placed, block)
            case KeyFigures() as block:
                self._key_figures(placed, block)
            case FindingBlock() | Recommendation() as block:
                self._ranked(placed, block)
            case Callout() as block:
                paragraph = self._add("", "caution" if block.kind == "caution" else "callout")
                paragraph.add_run(f"{wording.CALLOUTS[block.kind]} ").bold = True
                self._phrase(paragraph, block.phrase, placed.anchor)
            case TableBlock() as block:
                self._table(placed, block)
            case PictureBlock() as block:
                self._picture(placed, block)
            case PageBreak():
                self.new_page = True

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
        heading = self._add(_numbered(placed), f"heading {min(placed.block.level, 4)}")
        self.bookmarks.mark(heading, placed.anchor)

    def _bullets(self, placed: Placed, block: Bullets) -> None:
        role = "numbers" if block.ordered else "bullets"
        numbering = list_numbering(self.file, role)
        for n, item in enumerate(block.items):
            mark = f"{n + 1}.\t" if block.ordered else "•\t"
            paragraph = self._add(mark if numbering is None else "", role)
            if numbering is not None and block.ordered:
                number_by(paragraph, numbering)
            self._phrase(paragraph, item, placed.anchor if n == 0 else "")

    def _key_figures(self, placed: Placed, block: KeyFigures) -> None:
        labels = ", ".join(card.label for card in block.cards)
        if self.new_page:
            self._add("", "small")
        table = bare_table(
            self.file, f"Key figures: {labels}", rows=1, columns=len(block.cards), has_head=False
        )
        for n, (cell, card) in enumerate(zip(table.rows[0].cells, block.cards, strict=True)):
            paragraph = cell.paragraphs[0]
            paragraph.style = STYLES["key figure"]
            self._phrase(paragraph, card.number, placed.anchor if n == 0 else "")
            cell.add_paragraph(card.label, style=STYLES["key label"])
            if card.meaning:
                self._phrase(cell.add_paragraph(style=STYLES["key meaning"]), card.meaning)
        set_widths(table, [LINE / Pt(1) / len(block.cards)] * len(block.cards))

    def _ranked(self, placed: Placed, block: FindingBlock | Recommendation) -> None:
        if isinstance(block, FindingBlock):
            self._finding(placed, block)
        else:
            self._recommendation(placed, block)

    def _recommendation(self, placed: Placed, block: Recommendation) -> None:
        paragraph = self._add("", "finding")
        number = paragraph.add_run(f"{block.number}\t")
        number.bold, number.font.color.rgb = True, RGBColor.from_string(TEAL_TEXT)
        self._phrase(paragraph, (block.words,), placed.anchor)
        *between, after = wording.rests_on(block)
        if between:
            line = self._add("", "caveat")
            for before, (text, anchor) in zip(between, block.rests_on, strict=True):
                line.add_run(before)
                add_link(line, text, self.bookmarks.name_of(anchor), style=None)
            line.add_run(after)
        if told := wording.led(block):
            self._add(told, "caveat")

    def _finding(self, placed: Placed, block: FindingBlock) -> None:
        paragraph = self._add("", "finding")
        rank = paragraph.add_run(f"{block.rank}\t")
        rank.bold, rank.font.color.rgb = True, RGBColor.from_string(TEAL_TEXT)
        self._phrase(paragraph, block.sentence, placed.anchor)
        for caveat in block.caveats:
            self._add(caveat, "caveat")
        if block.note:
            self._add(wording.WHY, "why")
            for words in wording.paragraphs_of(block.note):
                self._add(words, "note")
        if block.note_warning:
            self._add(block.note_warning, "warning")

    def _table(self, placed: Placed, block: TableBlock) -> None:
        table = block.content.table
        shown = wording.shown_columns(table)
        texts = [wording.row_texts(table, row) for row in table.rows]
        head, rows = [table.columns[n].label for n in shown], [[row[n] for n in shown] for row in texts]
        turned = is_crowded(head, rows)
        if turned:
            turn_page(self.file)
        self._caption(placed, table.title)
        numeric = [wording.is_number(table.columns[n]) for n in shown]
        add_table(self.file, head, rows, numeric=numeric, title=table.title)
        numbered = sources_annex(self.laid, placed, table.sources)
        for line in wording.under_table(block.content, self.laid.document, numbered):
            self._add(line, "small")
        if turned:
            turn_page(self.file)

    def _picture(self, placed: Placed, block: PictureBlock) -> None:
        self._caption(placed, block.picture.title)
        image = io.BytesIO(self.images[placed.anchor])
        shape = self._add("", "picture").add_run().add_picture(image, width=LINE)
        describe(shape, block.picture.title, block.picture.alt)
        anchor, label = self.laid.table_labels[block.picture.table]
        line = self._add("", "small")
        add_link(line, f"The numbers are in {label}.", self.bookmarks.name_of(anchor), style=None)
        numbered = sources_annex(self.laid, placed, block.picture.sources)
        told = wording.under_picture(block.picture, self.laid.document, numbered)
        under = [line, *(self._add(words, "small") for words in told)]
        for paragraph in under[:-1]:
            paragraph.paragraph_format.keep_with_next = True

    def _caption(self, placed: Placed, title: str) -> None:
        kind, _, number = placed.label.partition(" ")
        caption = self._add(f"{kind} ", "caption")
        add_field(caption, f"SEQ {kind} \\* ARABIC", number)
        caption.add_run(f"  {title}")
        self.bookmarks.mark(caption, placed.anchor)

    def _how_we_know(self) -> None:
        self._heading(self.laid.how_we_know)
        self._add(wording.HOW_WE_KNOW, "body")
        for words, entries in by_meaning(self.laid):
            self._add(words, "meaning")
            for entry in entries:
                self._entry(entry)

    def _entry(self, entry: Entry) -> None:
        self.bookmarks.mark(self._add(entry.title, "entry"), entry.figure.id)
        paragraph = self._add("", "fact")
        for fact in entry.printed_facts(self.laid):
            if fact.label != MEANING:
                paragraph.add_run(f"{fact.label}: ").bold = True
                paragraph.add_run(f"{fact.text}.  ")
        paragraph.add_run("Used in: ").bold = True
        for n, place in enumerate(entry.cited_in):
            paragraph.add_run("; " if n else "")
            add_link(paragraph, place.section, self.bookmarks.name_of(place.anchor), style=None)


def _numbered(placed: Placed) -> str:
    assert isinstance(placed.block, Heading)  # noqa: S101  # the caller placed a heading
    return f"{placed.label}  {placed.block.text}" if placed.label else placed.block.text


def _fixed_bytes(file: WordFile, document: Document) -> bytes:
    """Save with fixed properties, order and times."""
    made = datetime(document.as_at.year, document.as_at.month, document.as_at.day)  # noqa: DTZ001  # Word holds none
    core = file.core_properties
    core.title, core.subject, core.author = document.title, document.subtitle, document.publisher
    core.last_modified_by, core.comments, core.keywords = document.publisher, "", ""
    core.language, core.revision = document.language, 1
    for tongue in file.styles.element.iter(
        qn("w:lang")
    ):  # the proofing language of text, which else is American
        tongue.set(qn("w:val"), document.language)
    core.created = core.modified = core.last_printed = made
    saved, fixed = io.BytesIO(), io.BytesIO()
    file.save(saved)
    with zipfile.ZipFile(saved) as parts, zipfile.ZipFile(fixed, "w") as out:
        first = "[Content_Types].xml"
        for name in sorted(parts.namelist(), key=lambda n: (n != first, n)):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 3
            out.writestr(info, parts.read(name))
    return fixed.getvalue()
