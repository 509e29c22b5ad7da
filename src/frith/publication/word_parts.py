"""Parts of a Word file that python-docx does not write by itself: fields, links, bookmarks, alternative text."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from docx.document import Document as WordFile
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shape import InlineShape
from docx.shared import Mm, Pt
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph

from frith.publication.document import Document
from frith.publication.word_styles import BLUE, STYLES

_LINE = Mm(166)


def _element(tag: str, **attributes: str) -> BaseOxmlElement:
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


@dataclass(slots=True)
class Bookmarks:
    """Names places in the file. Word allows letters, digits and underscores, 40 at most."""

    marked: dict[str, int] = field(default_factory=dict)

    def name_of(self, anchor: str) -> str:
        """Return the bookmark name of an anchor, always the same."""
        plain = "".join(ch if ch.isalnum() and ch.isascii() else "_" for ch in anchor)
        digest = hashlib.sha256(anchor.encode()).hexdigest()[:8]
        return f"f_{plain[:28]}_{digest}"

    def mark(self, paragraph: WordParagraph, anchor: str) -> None:
        """Put a bookmark at the start of a paragraph."""
        number = self.marked.setdefault(anchor, len(self.marked) + 1)
        start = _element("w:bookmarkStart", id=str(number), name=self.name_of(anchor))
        end = _element("w:bookmarkEnd", id=str(number))
        properties = paragraph._p.pPr  # noqa: SLF001  # python-docx has no bookmarks of its own
        if properties is not None:
            properties.addnext(start)
        else:
            paragraph._p.insert(0, start)  # noqa: SLF001
        start.addnext(end)


def add_link(paragraph: WordParagraph, words: str, bookmark: str) -> None:
    """Add words that lead to a bookmark."""
    link = _element("w:hyperlink", anchor=bookmark, history="1")
    run = paragraph.add_run(words)
    run.font.underline = True
    run.bold = True
    link.append(run._r)  # noqa: SLF001
    paragraph._p.append(link)  # noqa: SLF001


def add_field(paragraph: WordParagraph, instruction: str, shown: str) -> None:
    """Add a field that Word works out, with what to show until it has."""
    for kind in ("begin", "", "separate", "shown", "end"):
        run = paragraph.add_run()
        if kind == "shown":
            run.text = shown
        elif kind:
            run._r.append(_element("w:fldChar", fldCharType=kind))  # noqa: SLF001
        else:
            words = _element("w:instrText")
            words.set(qn("xml:space"), "preserve")
            words.text = f" {instruction} "
            run._r.append(words)  # noqa: SLF001


def describe(shape: InlineShape, title: str, alt: str) -> None:
    """Give a picture its name and alternative text."""
    properties = shape._inline.docPr  # noqa: SLF001
    properties.set("title", title)
    properties.set("descr", alt)


def add_table(
    file: WordFile,
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    numeric: Sequence[bool],
    widths: Sequence[float] = (),
    summary: str = "",
) -> WordTable:
    """Add an editable table: thin rules, the header repeated on each page, rows kept whole, numbers to the right."""
    table = file.add_table(rows=0, cols=len(numeric))
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    table.autofit = not widths
    if head:
        _row(table, head, numeric, strong=True)
        table.rows[0]._tr.get_or_add_trPr().append(_element("w:tblHeader", val="true"))  # noqa: SLF001
    for row in rows:
        _row(table, row, numeric, strong=False)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(_element("w:cantSplit", val="true"))  # noqa: SLF001
        for cell, width in zip(row.cells, widths, strict=False):
            cell.width = int(_LINE * width)
    _rules(table, has_head=bool(head), summary=summary)
    return table


def _row(table: WordTable, texts: Sequence[str], numeric: Sequence[bool], *, strong: bool) -> None:
    for cell, words, right in zip(table.add_row().cells, texts, numeric, strict=True):
        paragraph = cell.paragraphs[0]
        paragraph.style = STYLES["cell"]
        paragraph.add_run(words).bold = strong
        if right:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _rules(table: WordTable, *, has_head: bool, summary: str) -> None:
    properties = table._tbl.tblPr  # noqa: SLF001
    borders = _element("w:tblBorders")
    for side in ("bottom", "insideH"):
        borders.append(_element(f"w:{side}", val="single", sz="4", space="0", color="C5CDD4"))
    properties.append(borders)
    look = properties.find(qn("w:tblLook"))
    if look is not None:
        properties.remove(look)
    properties.append(_element("w:tblLook", val="0020" if has_head else "0000", firstRow="1" if has_head else "0"))
    if summary:
        properties.append(_element("w:tblDescription", val=summary))
    if has_head:
        for cell in table.rows[0].cells:
            edge = _element("w:tcBorders")
            edge.append(_element("w:bottom", val="single", sz="10", space="0", color=BLUE))
            cell._tc.get_or_add_tcPr().append(edge)  # noqa: SLF001


def repeat_on_each_page(file: WordFile, document: Document) -> None:
    """Put the marking, any stamp and the page number on every page."""
    for section in file.sections:
        header, footer = section.header, section.footer
        header.is_linked_to_previous = footer.is_linked_to_previous = False
        top = header.paragraphs[0] if header.paragraphs else header.add_paragraph()
        _centred(top, " – ".join(part for part in (document.marking.value, document.invented) if part))
        bottom = footer.paragraphs[0] if footer.paragraphs else footer.add_paragraph()
        _centred(bottom, document.marking.value)
        line = footer.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.add_run(f"{document.title}. Page ").font.size = Pt(9)
        add_field(line, "PAGE", "1")


def _centred(paragraph: WordParagraph, words: str) -> None:
    run = paragraph.add_run(words)
    run.bold, run.font.size = True, Pt(9)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
