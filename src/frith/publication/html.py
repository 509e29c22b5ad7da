"""HTML: one file that stands alone, and the same body as a fragment for the site.

No JavaScript and no style attributes, so that the fragment passes a strict Content-Security-Policy; all looks are in
``styles/paper.css``. The standalone file carries the styles inside itself and fetches nothing.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from functools import cache
from html import escape
from pathlib import Path

from frith.assessment.exhibits import Column
from frith.publication import fonts, wording
from frith.publication.document import (
    Block,
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
from frith.publication.outline import Entry, Outline, Placed, height_of, outline, sources_annex
from frith.publication.pictures import NARROW, WIDE, draw
from frith.vocabulary.figures import Phrase
from frith.vocabulary.periods import day_in_words

_LONG = 60
_STYLES = Path(__file__).parent / "styles"


def styles(*, carried: bool = False) -> str:
    """Return the style sheet that the fragment needs; the site serves it as a file.

    It names the font as ``paper-font-400.woff2`` and so on, beside itself. ``carried`` puts the font inside instead,
    for a paper that is one file.
    """
    faces = "".join(
        f'@font-face{{font-family:"{fonts.FAMILY}";font-weight:{weight};font-display:swap;'
        f'src:url({_carried(weight) if carried else f"paper-font-{weight}.woff2"}) format("woff2")}}\n'
        for weight in fonts.PAGE_WEIGHTS
    )
    return faces + (_STYLES / "paper.css").read_text(encoding="utf-8")


@cache
def _carried(weight: int) -> str:
    return f"data:font/woff2;base64,{b64encode(fonts.page_font(weight)).decode()}"


def render_html(document: Document) -> str:
    """Return a document as one HTML file that needs nothing else. Raises IntegrityBroken if a citation is broken."""
    laid = outline(document)
    document = laid.document
    standalone = (_STYLES / "standalone.css").read_text(encoding="utf-8")
    marking = escape(wording.marking_of(document))
    on_each_page = (
        f'@page{{@top-center{{content:"{marking}"}}@bottom-center{{content:"{marking}"}}'
        '@bottom-right{content:"Page " counter(page) " of " counter(pages)}}\n'
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(document.language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(document.title)} – {escape(document.publisher)}</title>\n"
        f'<meta name="description" content="{escape(document.subtitle)}">\n'
        f"<style>\n{standalone}{styles(carried=True)}{on_each_page}</style>\n</head>\n<body>\n"
        '<a class="frith-skip" href="#frith-paper">Skip to the paper</a>\n'
        f'<header><p class="frith-marking">{marking}</p></header>\n<main>\n'
        f"{_article(laid)}</main>\n"
        f'<footer class="frith-foot"><p>{escape(document.publisher)}. {escape(document.edition)}</p>'
        f'<p class="frith-marking">{marking}</p></footer>\n</body>\n</html>\n'
    )


def render_fragment(document: Document) -> str:
    """Return a document's body as HTML for a page that already has a head. The page serves :func:`styles`."""
    return _article(outline(document))


def _article(laid: Outline) -> str:
    document = laid.document
    stamp = f'<p class="frith-invented">{escape(document.invented)}</p>\n' if document.invented else ""
    return (
        f'<article class="frith-paper" id="frith-paper" lang="{escape(document.language)}">\n'
        f"{_cover(document)}{stamp}{_contents(laid)}"
        f"{_blocks(laid, laid.body)}{_annexes(laid)}{_how_we_know(laid)}{_sources(laid)}</article>\n"
    )


def _cover(document: Document) -> str:
    rows = "".join(
        f"<div><dt>{escape(label)}</dt><dd>{escape(value)}</dd></div>\n" for label, value in document.front
    )
    return (
        f'<header class="frith-cover">\n<p class="frith-publisher">{escape(document.publisher)}</p>\n'
        f'<h1>{escape(document.title)}</h1>\n<p class="frith-subtitle">{escape(document.subtitle)}</p>\n'
        f'<p class="frith-date">{day_in_words(document.as_at)}</p>\n</header>\n'
        f'<dl class="frith-front">\n{rows}</dl>\n{_control(document)}'
    )


def _control(document: Document) -> str:
    """The document control: what is known, and what the partnership has yet to fill in."""
    if not document.control:
        return ""
    rows = "".join(
        f'<tr><th scope="row">{escape(label)}</th>'
        f"<td>{escape(value) or f'<em>{wording.TO_FILL_IN}</em>'}</td></tr>\n"
        for label, value in document.control
    )
    return f'<table class="frith-control">\n<caption>{wording.CONTROL}</caption>\n<tbody>\n{rows}</tbody>\n</table>\n'


def _contents(laid: Outline) -> str:
    if len(laid.contents) <= wording.SHORT:
        return ""
    chapters: list[tuple[str, list[str]]] = []
    for placed in laid.contents:
        assert isinstance(placed.block, Heading)  # noqa: S101  # contents hold headings only
        line = f'<a href="#{escape(placed.anchor)}">{_numbered(placed.label)}{escape(placed.block.text)}</a>'
        if placed.block.level == 1 or not chapters:
            chapters.append((line, []))
        else:
            chapters[-1][1].append(line)
    lines = "".join(
        f'<li class="frith-contents-1">{chapter}{_sections(below)}</li>\n' for chapter, below in chapters
    )
    return (
        '<nav class="frith-contents" aria-labelledby="frith-contents">\n'
        f'<h2 id="frith-contents">Contents</h2>\n<ol>\n{lines}</ol>\n</nav>\n'
    )


def _sections(lines: list[str]) -> str:
    inside = "".join(f'<li class="frith-contents-2">{line}</li>\n' for line in lines)
    return f"<ol>\n{inside}</ol>\n" if inside else ""


def _annexes(laid: Outline) -> str:
    return "".join(_folded(first, _blocks(laid, rest)) for first, rest in laid.annexes)


def _folded(placed: Placed, inside: str) -> str:
    """Fold an annex away under its heading: it opens by its name, by a link into it, and in print."""
    if not isinstance(placed.block, Heading):
        return inside
    return f'<details class="frith-annex"><summary>{_heading(placed).strip()}</summary>\n{inside}</details>\n'


def _numbered(label: str) -> str:
    return f'<span class="frith-number">{label}</span> ' if label else ""


def _blocks(laid: Outline, placed: Iterable[Placed]) -> str:
    return "".join(_block(laid, each) for each in placed)


def _block(laid: Outline, placed: Placed) -> str:
    block: Block = placed.block
    match block:
        case Heading():
            return _heading(placed)
        case TableBlock():
            return _table(laid, placed, block)
        case PictureBlock():
            return _picture(laid, placed, block)
        case FindingBlock() | Recommendation():
            return (
                _finding(placed, block) if isinstance(block, FindingBlock) else _recommendation(placed, block)
            )
        case KeyFigures():
            return _key_figures(placed, block)
        case Paragraph():
            kind = ' class="frith-lead"' if block.lead else ""
            return f'<p{kind} id="{placed.anchor}">{_numbered(escape(block.number))}{_phrase(block.phrase)}</p>\n'
        case Bullets():
            tag = "ol" if block.ordered else "ul"
            items = "".join(f"<li>{_phrase(item)}</li>\n" for item in block.items)
            large = ' class="frith-large"' if block.large else ""
            return f'<{tag}{large} id="{placed.anchor}">\n{items}</{tag}>\n'
        case Callout():
            return (
                f'<div class="frith-callout frith-{block.kind}" id="{placed.anchor}" role="note">'
                f"<p><strong>{wording.CALLOUTS[block.kind]}</strong> {_phrase(block.phrase)}</p></div>\n"
            )
        case PageBreak():
            return '<div class="frith-page-break"></div>\n'


def _phrase(phrase: Phrase) -> str:
    return "".join(
        escape(part)
        if isinstance(part, str)
        else f'<a class="frith-cited" href="#{part.figure}">{escape(part.text)}</a>'
        for part in phrase
    )


def _heading(placed: Placed) -> str:
    assert isinstance(placed.block, Heading)  # noqa: S101  # the caller matched it
    tag = f"h{min(placed.block.level + 1, 6)}"
    return (
        f'<{tag} id="{escape(placed.anchor)}">{_numbered(placed.label)}{escape(placed.block.text)}</{tag}>\n'
    )


def _key_figures(placed: Placed, block: KeyFigures) -> str:
    cards = "".join(
        f'<li><p class="frith-key-number">{_phrase(card.number)}</p><p class="frith-key-label">{escape(card.label)}'
        f'</p><p class="frith-key-meaning">{_phrase(card.meaning)}</p></li>\n'
        for card in block.cards
    )
    return f'<ul class="frith-key-figures" id="{placed.anchor}">\n{cards}</ul>\n'


def _recommendation(placed: Placed, block: Recommendation) -> str:
    *between, after = wording.rests_on(block)
    links = "".join(
        f'{before}<a href="#{escape(anchor)}">{escape(text)}</a>'
        for before, (text, anchor) in zip(between, block.rests_on, strict=True)
    )
    rests = f'<p class="frith-caveat">{links}{after}</p>\n' if links else ""
    led = wording.led(block)
    rests += f'<p class="frith-caveat">{escape(led)}</p>\n' if led else ""
    return (
        f'<div class="frith-finding frith-recommendation" id="{placed.anchor}">\n'
        f'<p class="frith-rank">{block.number}</p>\n<div>'
        f'<p class="frith-sentence">{escape(block.words)}</p>\n{rests}</div>\n</div>\n'
    )


def _finding(placed: Placed, block: FindingBlock) -> str:
    parts = [f'<p class="frith-sentence">{_phrase(block.sentence)}</p>\n']
    parts += [f'<p class="frith-caveat">{escape(caveat)}</p>\n' for caveat in block.caveats]
    if block.note:
        paragraphs = "".join(f"<p>{escape(text)}</p>" for text in wording.paragraphs_of(block.note))
        parts.append(
            f'<div class="frith-why"><p class="frith-why-title">{wording.WHY}</p>{paragraphs}</div>\n'
        )
    if block.note_warning:
        parts.append(f'<p class="frith-warning">{escape(block.note_warning)}</p>\n')
    return (
        f'<div class="frith-finding" id="{escape(placed.anchor)}">'
        f'<p class="frith-rank"><span class="frith-unseen">Finding </span>{block.rank}</p>\n'
        f"<div>\n{''.join(parts)}</div></div>\n"
    )


def _table(laid: Outline, placed: Placed, block: TableBlock) -> str:
    table = block.content.table
    head = "".join(f'<th scope="col"{_kind(column)}>{escape(column.label)}</th>' for column in table.columns)
    rows = "".join(
        "<tr>"
        + "".join(
            f'<th scope="row"{_kind(column, text)}>{escape(text)}</th>'
            if n == 0
            else f"<td{_kind(column, text)}>{escape(text)}</td>"
            for n, (column, text) in enumerate(zip(table.columns, wording.row_texts(table, row), strict=True))
        )
        + "</tr>\n"
        for row in table.rows
    )
    caption = f"{placed.anchor}-caption"
    under = wording.under_table(block.content, laid.document, sources_annex(laid, placed, table.sources))
    return (
        f'<figure class="frith-table" id="{escape(placed.anchor)}">\n<figcaption id="{escape(caption)}">'
        f"{_numbered(placed.label)}{escape(table.title)}</figcaption>\n"
        f'<div class="frith-scroll" role="region" aria-labelledby="{escape(caption)}" tabindex="0">\n'
        f'<table aria-labelledby="{escape(caption)}">\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody>\n'
        f"</table>\n</div>\n{_lines(under)}</figure>\n"
    )


def _kind(column: Column, text: str = "") -> str:
    """Return the class of a cell: numbers stand to the right, and long text is given room."""
    name = "frith-numeric" if wording.is_number(column) else "frith-long" if len(text) > _LONG else ""
    return f' class="{name}"' if name else ""


def _lines(lines: Iterable[str]) -> str:
    return "".join(f'<p class="frith-source">{escape(line)}</p>\n' for line in lines)


def _picture(laid: Outline, placed: Placed, block: PictureBlock) -> str:
    picture = block.picture
    anchor, label = laid.table_labels[picture.table]
    tallest = height_of(block, annexed=placed.annexed)
    under = wording.under_picture(picture, laid.document, sources_annex(laid, placed, picture.sources))
    drawn = ((name, draw(picture, width, tallest)) for name, width in (("wide", WIDE), ("narrow", NARROW)))
    drawings = "".join(
        f'<div class="frith-{name}">{drawing.as_image(f"{placed.anchor}-{name}", picture.alt)}</div>\n'
        for name, drawing in drawn
    )
    return (
        f'<figure class="frith-picture" id="{escape(placed.anchor)}">\n<figcaption>{_numbered(placed.label)}'
        f"{escape(picture.title)}</figcaption>\n{drawings}"
        f'<p class="frith-source"><a href="#{escape(anchor)}">The numbers are in {label}</a></p>\n'
        f"{_lines(under)}</figure>\n"
    )


def _how_we_know(laid: Outline) -> str:
    if not laid.entries:
        return ""
    entries = "".join(_entry(entry) for entry in laid.entries)
    inside = f'<p>{wording.HOW_WE_KNOW}</p>\n<div class="frith-entries">\n{entries}</div>\n'
    return _folded(laid.how_we_know, inside)


def _entry(entry: Entry) -> str:
    facts = "".join(f"<div><dt>{fact.label}</dt><dd>{escape(fact.text)}</dd></div>\n" for fact in entry.facts)
    places = ", ".join(
        f'<a href="#{escape(place.anchor)}">{escape(place.section)}</a>' for place in entry.cited_in
    )
    return (
        # not a named region: two figures may have the same value, and a paper has hundreds
        f'<section class="frith-entry" id="{entry.figure.id}" tabindex="-1">\n'
        f"<h3>{escape(entry.title)}</h3>\n"
        f"<dl>\n{facts}<div><dt>Used in</dt><dd>{places}</dd></div>\n</dl>\n</section>\n"
    )


def _sources(laid: Outline) -> str:
    entries = "".join(
        f'<li id="source-{escape(source.id)}"><strong>{escape(source.title)}</strong>, {escape(source.publisher)}. '
        f"{escape(wording.source_facts(source))}</li>\n"
        for source in laid.document.sources
    )
    return _folded(laid.sources, f'<ol class="frith-sources">\n{entries}</ol>\n')
