"""Parts of a Word file that python-docx does not write by itself: fields, links, bookmarks, lists, tables."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

from docx.document import Document as WordFile
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shape import InlineShape
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph

from frith.publication.document import Document
from frith.publication.fitting import READABLE, fitted
from frith.publication.word_styles import CITED, STYLES, TABLE, WIDER
from frith.publication.wording import marking_of

LINE = Mm(166)
_PADDING = 7.0
_LONGEST_NAME = 40
_KEPT_WHOLE = 14
_LITTLE_TEXT = 1500


@dataclass(slots=True)
class Bookmarks:
    """Names places in the file. Word allows letters, digits and underscores, 40 at most."""

    marked: dict[str, int] = field(default_factory=dict)

    def name_of(self, anchor: str) -> str:
        """Return the bookmark name of an anchor, always the same."""
        plain = "".join(ch if ch.isalnum() and ch.isascii() else "_" for ch in anchor)
        digest = hashlib.sha256(anchor.encode()).hexdigest()[:8]
        return f"f_{plain[: _LONGEST_NAME - 11]}_{digest}"

    def mark(self, paragraph: WordParagraph, anchor: str) -> None:
        """Put a bookmark at the start of a paragraph."""
        number = str(self.marked.setdefault(anchor, len(self.marked) + 1))
        start = element("w:bookmarkStart", id=number, name=self.name_of(anchor))
        properties = paragraph._p.pPr  # noqa: SLF001  # python-docx has no bookmarks of its own
        if properties is not None:
            properties.addnext(start)
        else:
            paragraph._p.insert(0, start)  # noqa: SLF001
        start.addnext(element("w:bookmarkEnd", id=number))


def element(tag: str, **attributes: str) -> BaseOxmlElement:
    """Return an element of WordprocessingML with its attributes."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def add_link(paragraph: WordParagraph, words: str, bookmark: str, style: str | None = CITED) -> None:
    """Add words that lead to a bookmark."""
    link = element("w:hyperlink", anchor=bookmark, history="1")
    link.append(paragraph.add_run(words, style=style)._r)  # noqa: SLF001
    paragraph._p.append(link)  # noqa: SLF001


def add_field(paragraph: WordParagraph, instruction: str, shown: str) -> None:
    """Add a field that Word works out, with what to show until it has."""
    begin_field(paragraph, instruction)
    paragraph.add_run(shown)
    end_field(paragraph)


def begin_field(paragraph: WordParagraph, instruction: str) -> None:
    """Begin a field; what follows, until it is ended, is what it shows."""
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType="begin"))  # noqa: SLF001
    words = element("w:instrText")
    words.set(qn("xml:space"), "preserve")
    words.text = f" {instruction} "
    paragraph.add_run()._r.append(words)  # noqa: SLF001
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType="separate"))  # noqa: SLF001


def end_field(paragraph: WordParagraph) -> None:
    """End a field."""
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType="end"))  # noqa: SLF001


def describe(shape: InlineShape, title: str, alt: str) -> None:
    """Give a picture its name and alternative text."""
    properties = shape._inline.docPr  # noqa: SLF001
    properties.set("title", title)
    properties.set("descr", alt)


def list_numbering(file: WordFile, role: str) -> int | None:
    """Begin a list that counts from 1 and return its numbering; None where the style of a template has no marks."""
    style = file.styles[STYLES[role]]
    held = (
        style.element.pPr.numPr
        if isinstance(style, ParagraphStyle) and style.element.pPr is not None
        else None
    )
    if held is None or held.numId is None:
        return None
    numbering = file.part.numbering_part.element
    abstract = next(num.abstractNumId.val for num in numbering.num_lst if num.numId == held.numId.val)
    fresh = numbering.add_num(abstract)
    fresh.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(fresh.numId)


def number_by(paragraph: WordParagraph, numbering: int) -> None:
    """Count a paragraph in a list."""
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = numbering


def add_table(
    file: WordFile, head: Sequence[str], rows: Sequence[Sequence[str]], *, numeric: Sequence[bool], title: str
) -> None:
    """Add an editable table: the header repeated on each page, rows kept whole, numbers to the right.

    Rows are written as XML at once: python-docx looks through every style for each cell, which takes half a minute
    for the tables of a strategic assessment.
    """
    table = bare_table(file, title, rows=0, columns=len(numeric), has_head=bool(head))
    every = [head, *rows] if head else list(rows)
    section = file.sections[-1]
    line = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
    size, widths = fitted(_columns(head, rows, len(numeric)), line / Pt(1), _PADDING, WIDER)
    short = len(every) <= _KEPT_WHOLE and sum(len(words) for row in every for words in row) < _LITTLE_TEXT
    together = len(every) - 1 if short else 3
    style = file.styles[STYLES["cell"]].style_id
    for n, texts in enumerate(every):
        is_head = bool(head) and n == 0
        row = "".join(
            _cell(words, width, style, size, right=right, strong=is_head, keep=n < together)
            for words, width, right in zip(texts, widths, numeric, strict=True)
        )
        properties = f"<w:trPr><w:cantSplit/>{'<w:tblHeader/>' if is_head else ''}</w:trPr>"
        table._tbl.append(parse_xml(f"<w:tr {nsdecls('w')}>{properties}{row}</w:tr>"))  # noqa: SLF001
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Pt(width)


def _columns(head: Sequence[str], rows: Sequence[Sequence[str]], count: int) -> list[list[str]]:
    return [[row[n] for row in ([head, *rows] if head else rows)] for n in range(count)]


def is_crowded(head: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Say whether a table can be read only on a page turned on its side."""
    return fitted(_columns(head, rows, len(head)), LINE / Pt(1), _PADDING, WIDER)[0] < READABLE


def turn_page(file: WordFile) -> None:
    """Begin a page turned on its side, or upright again after one. Header and footer go on."""
    before = file.sections[-1]
    width, height = before.page_width, before.page_height
    section = file.add_section(WD_SECTION.NEW_PAGE)
    section.page_width, section.page_height = height, width
    upright = before.orientation == WD_ORIENT.PORTRAIT
    section.orientation = WD_ORIENT.LANDSCAPE if upright else WD_ORIENT.PORTRAIT


def _cell(words: str, width: float, style: str, size: float, *, right: bool, strong: bool, keep: bool) -> str:
    keep_next, side = "<w:keepNext/>" if keep else "", '<w:jc w:val="right"/>' if right else ""
    marks = f'<w:pStyle w:val="{style}"/>{keep_next}{side}'
    look = f'{"<w:b/>" if strong else ""}<w:sz w:val="{round(2 * size)}"/>'
    text = escape(words, quote=False)
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{round(20 * width)}" w:type="dxa"/></w:tcPr><w:p><w:pPr>{marks}</w:pPr>'
        f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p></w:tc>'
    )


def bare_table(file: WordFile, title: str, *, rows: int, columns: int, has_head: bool) -> WordTable:
    """Add an empty table in the house's style; ``title`` is its alternative text."""
    table: WordTable = file.add_table(rows=rows, cols=columns)
    table.style = file.styles[TABLE]
    table.autofit = False
    properties = table._tbl.tblPr  # noqa: SLF001
    for look in properties.findall(qn("w:tblLook")):
        properties.remove(look)
    flags = {"firstRow": "1" if has_head else "0", "lastRow": "0", "firstColumn": "0", "lastColumn": "0"}
    properties.append(
        element("w:tblLook", val="0620" if has_head else "0600", noHBand="1", noVBand="1", **flags)
    )
    properties.append(element("w:tblCaption", val=title))
    return table


def set_widths(table: WordTable, widths: Sequence[float]) -> None:
    """Set column widths in points, on the columns and on every cell, as Word and others each look at one of them."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Pt(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Pt(width)


def repeat_on_each_page(file: WordFile, document: Document) -> None:
    """Put the marking, any stamp and the page number on every page."""
    for section in file.sections:
        header, footer = section.header, section.footer
        header.is_linked_to_previous = footer.is_linked_to_previous = False
        _centred(_free_line(header.paragraphs) or header.add_paragraph(), marking_of(document))
        if document.invented:
            header.add_paragraph(
                document.invented, style=STYLES["stamp"]
            ).alignment = WD_ALIGN_PARAGRAPH.CENTER
        _centred(_free_line(footer.paragraphs) or footer.add_paragraph(), marking_of(document))
        line = footer.add_paragraph(style=STYLES["small"])
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.add_run(f"{document.title}. Page ")
        add_field(line, "PAGE", "1")
        line.add_run(" of ")
        add_field(line, "NUMPAGES", "1")


def _free_line(paragraphs: Sequence[WordParagraph]) -> WordParagraph | None:
    """Return the first line of a header if it is empty; a template's own words are left alone."""
    return paragraphs[0] if paragraphs and not paragraphs[0].text.strip() and len(paragraphs) == 1 else None


def _centred(paragraph: WordParagraph, words: str) -> None:
    run = paragraph.add_run(words)
    run.bold, run.font.size = True, Pt(9)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
