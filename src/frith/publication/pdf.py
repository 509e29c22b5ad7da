"""PDF: a tagged document (PDF/UA-1) made with Typst from the layout in ``styles/paper.typ``.

The words reach Typst as data, never as its markup, so nothing in them can be read as a command. The document's date
is its as-at date; the same document gives the same bytes.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

from frith.assessment.exhibits import Picture
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
from frith.publication.fitting import READABLE, fitted, row_heights
from frith.publication.fonts import printable, typst_fonts
from frith.publication.outline import Entry, Outline, Placed, by_meaning, height_of, outline, sources_annex
from frith.publication.pictures import ANNEXED, BETWEEN, LOW, TALLEST, WIDE, draw
from frith.vocabulary.figures import Phrase
from frith.vocabulary.periods import day_in_words

_LAYOUT = Path(__file__).parent / "styles" / "paper.typ"
_LINE, _LONG_LINE = 470.0, 717.0
"""Width of a line of text in points, on a page upright and on its side."""
_CELL = 9.0
_LONG, _ANNEX_TEXT = 30, 8.5
_WHOLE, _CAPTION, _KEPT = 470.0, 44.0, 3
"""A table up to this height in points stays on one page; of a taller one, its caption, header and first three rows."""


def render_pdf(document: Document) -> bytes:
    """Return a document as PDF/UA-1. Raises IntegrityBroken if a citation is broken, WrongSettings without the font."""
    data = printable(json.dumps(_paper(outline(document)), ensure_ascii=False))
    as_at = datetime(document.as_at.year, document.as_at.month, document.as_at.day, tzinfo=UTC)
    compiler = typst.Compiler(
        _LAYOUT.read_bytes(), font_paths=typst_fonts(), ignore_system_fonts=True, sys_inputs={"paper": data}
    )
    made = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=as_at)
    if not isinstance(made, bytes):
        message = "Typst gave no PDF"
        raise TypeError(message)
    return made


def _paper(laid: Outline) -> dict[str, Any]:
    document = laid.document
    language, _, region = document.language.partition("-")
    return {
        "title": document.title,
        "running": document.title,
        "subtitle": document.subtitle,
        "publisher": document.publisher,
        "date": [document.as_at.year, document.as_at.month, document.as_at.day],
        "day": day_in_words(document.as_at),
        "lang": language,
        "region": region or None,
        "marking": wording.marking_of(document),
        "invented": document.invented,
        "why": wording.WHY,
        "front": document.front,
        "control": [{"label": label, "value": value} for label, value in document.control],
        "control-words": wording.CONTROL,
        "to-fill-in": wording.TO_FILL_IN,
        "short": len(laid.contents) <= wording.SHORT,
        "contents": [_heading(p) for p in laid.contents] if len(laid.contents) > wording.SHORT else [],
        "body": [_block(laid, placed) for placed in laid.body],
        "annex": [_block(laid, placed) for placed in laid.annex],
        "how": _heading(laid.how_we_know),
        "how-words": wording.HOW_WE_KNOW,
        "meanings": [
            {"words": words, "entries": [_entry(laid, entry) for entry in entries]}
            for words, entries in by_meaning(laid)
        ],
        "sources-heading": _heading(laid.sources),
        "sources": [
            {"title": s.title, "publisher": s.publisher, "facts": wording.source_facts(s)}
            for s in document.sources
        ],
        "edition": document.edition,
    }


def _phrase(phrase: Phrase) -> list[Any]:
    return [part if isinstance(part, str) else {"text": part.text, "figure": part.figure} for part in phrase]


def _heading(placed: Placed) -> dict[str, Any]:
    assert isinstance(placed.block, Heading)  # noqa: S101  # the caller placed a heading
    block = placed.block
    return {
        "kind": "heading",
        "level": block.level,
        "text": block.text,
        "number": placed.label,
        "anchor": placed.anchor,
    }


def _block(laid: Outline, placed: Placed) -> dict[str, Any]:
    return {"anchor": placed.anchor, "number": placed.label, **_content(laid, placed)}


def _content(laid: Outline, placed: Placed) -> dict[str, Any]:
    match placed.block:
        case Heading():
            return _heading(placed)
        case Paragraph() as block:
            return {
                "kind": "paragraph",
                "phrase": _phrase(block.phrase),
                "number": block.number,
                "lead": block.lead,
            }
        case Bullets() as block:
            return {
                "kind": "bullets",
                "items": [_phrase(i) for i in block.items],
                "ordered": block.ordered,
                "large": block.large,
            }
        case KeyFigures() as block:
            cards = [
                {"number": _phrase(c.number), "label": c.label, "meaning": _phrase(c.meaning)}
                for c in block.cards
            ]
            return {"kind": "key-figures", "cards": cards}
        case FindingBlock() | Recommendation() as block:
            return _finding(block) if isinstance(block, FindingBlock) else _recommendation(block)
        case Callout() as block:
            return {
                "kind": "callout",
                "caution": block.kind == "caution",
                "name": wording.CALLOUTS[block.kind],
                "phrase": _phrase(block.phrase),
            }
        case TableBlock() as block:
            return _table(laid, placed, block)
        case PictureBlock() as block:
            return _picture(laid, placed, block)
        case PageBreak():
            return {"kind": "page-break"}


def _finding(block: FindingBlock) -> dict[str, Any]:
    return {
        "kind": "finding",
        "rank": block.rank,
        "sentence": _phrase(block.sentence),
        "caveats": block.caveats,
        "note": wording.paragraphs_of(block.note),
        "warning": block.note_warning,
    }


def _recommendation(block: Recommendation) -> dict[str, Any]:
    between = wording.rests_on(block)
    links = [{"text": text, "anchor": anchor} for text, anchor in block.rests_on]
    return {
        "kind": "recommendation",
        "rank": block.number,
        "words": block.words,
        "led": wording.led(block),
        "before": between[:-1],
        "links": links,
        "after": between[-1],
    }


def _table(laid: Outline, placed: Placed, block: TableBlock) -> dict[str, Any]:
    table = block.content.table
    shown = wording.shown_columns(table)
    texts = [wording.row_texts(table, row) for row in table.rows]
    rows = [[row[n] for n in shown] for row in texts]
    head = [table.columns[n].label for n in shown]
    columns = [(label, *(row[n] for row in rows)) for n, label in enumerate(head)]
    size, widths = fitted(columns, _LINE, _CELL)
    turned = size < READABLE
    if turned:
        size, widths = fitted(columns, _LONG_LINE, _CELL)
    if placed.annexed:
        size = min(size, _ANNEX_TEXT)
    heights = row_heights(columns, widths, size, _CELL)
    return {
        "kind": "table",
        "title": table.title,
        "head": head,
        "numeric": [wording.is_number(table.columns[n]) for n in shown],
        "rows": rows,
        "size": size,
        "widths": widths,
        "long": len(rows) > _LONG,
        "turned": turned,
        "close": placed.annexed,
        "whole": sum(heights) <= _WHOLE,
        "room": _CAPTION + sum(heights[: 1 + _KEPT]),
        "under": wording.under_table(
            block.content, laid.document, sources_annex(laid, placed, table.sources)
        ),
    }


def _picture(laid: Outline, placed: Placed, block: PictureBlock) -> dict[str, Any]:
    picture = block.picture
    anchor, label = laid.table_labels[picture.table]
    return {
        "kind": "picture",
        "title": picture.title,
        "alt": picture.alt,
        "svgs": _drawn(picture, height_of(block, annexed=placed.annexed)),
        "table": {"anchor": anchor, "label": label},
        "under": wording.under_picture(picture, laid.document, sources_annex(laid, placed, picture.sources)),
    }


def _drawn(picture: Picture, tallest: float) -> list[str]:
    """Draw a picture in every height that it may be printed in, the tallest first; once where it has but one."""
    heights = [tallest, *(height for height in (BETWEEN, LOW, ANNEXED) if tallest == TALLEST)]
    return list(dict.fromkeys(draw(picture, WIDE, height).as_file() for height in heights))


def _entry(laid: Outline, entry: Entry) -> dict[str, Any]:
    return {
        "anchor": entry.figure.id,
        "title": entry.title,
        "facts": [
            {"label": fact.label, "text": fact.text}
            for fact in entry.printed_facts(laid)
            if fact.label != MEANING
        ],
        "cited-in": [{"anchor": place.anchor, "section": place.section} for place in entry.cited_in],
    }
