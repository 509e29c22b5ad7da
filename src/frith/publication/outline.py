"""What every renderer needs of a document before it draws it: numbers, anchors, and what each citation rests on.

Headings, tables and pictures are numbered here, once, so that "Table 3" is the same table in every format. The annex
"How do we know?" is worked out here from the figures that the document cites.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from frith.assessment.exhibits import Picture
from frith.publication.document import (
    Block,
    Bullets,
    Callout,
    Document,
    FindingBlock,
    Heading,
    KeyFigures,
    Paragraph,
    PictureBlock,
    Recommendation,
    TableBlock,
)
from frith.publication.evidence_entry import Fact, facts_of
from frith.publication.fonts import text_width
from frith.publication.pictures import ANNEXED, LOW, TALLEST
from frith.publication.plain_text import as_printed
from frith.publication.wording import SUPPRESSED, figure_value, in_words, source_line, source_numbers
from frith.vocabulary.disclosure import Audience, DisclosureState
from frith.vocabulary.faults import Fault, IntegrityBroken, Refused
from frith.vocabulary.figures import Cited, Figure, Phrase

HOW_WE_KNOW = "how-do-we-know"
SOURCES = "sources-and-licences"
_LINE, _SMALL_TEXT, _LINES_OF_SOURCES = 470.0, 8.5, 2
"""A line under a figure in points, the size of its text, and how many lines the names of its sources may take."""
_PUBLIC = DisclosureState.EXEMPT.value.capitalize()
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Placed:
    """A block with its anchor, and its printed number ("1.2", "Table 3", "Annex A"), empty if it has none."""

    block: Block
    anchor: str
    label: str = ""
    annexed: bool = False


@dataclass(frozen=True, slots=True)
class CitedIn:
    """A place that cites a figure: the anchor of the block, and the section it stands in."""

    anchor: str
    section: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of "How do we know?": the figure, its facts as label and text, and where it is cited."""

    figure: Figure
    number: int
    title: str
    facts: tuple[Fact, ...]
    cited_in: tuple[CitedIn, ...]

    def printed_facts(self, laid: Outline) -> tuple[Fact, ...]:
        """Return the facts as they print: the sources by their numbers in the annex, where they are listed there."""
        told = source_numbers(self.figure.sources, laid.document, laid.sources.label)
        short = told.partition(": ")[2].rstrip(".")
        return tuple(
            Fact(fact.label, short) if fact.label == "Sources" and short else fact
            for fact in self.facts
            if not (fact.label == "Disclosure" and fact.text == _PUBLIC)
        )


@dataclass(frozen=True, slots=True)
class Outline:
    """A document, numbered."""

    document: Document
    body: tuple[Placed, ...]
    annex: tuple[Placed, ...]
    how_we_know: Placed
    entries: tuple[Entry, ...]
    sources: Placed
    table_labels: dict[str, tuple[str, str]]
    """Anchor and printed number by table id."""

    @property
    def contents(self) -> tuple[Placed, ...]:
        """Headings of the contents page: chapters, numbered sections and annexes."""
        return tuple(
            p
            for p in self._every
            if isinstance(p.block, Heading) and (p.block.level == 1 or (p.block.level == 2 and p.label))
        )

    @property
    def annexes(self) -> tuple[tuple[Placed, tuple[Placed, ...]], ...]:
        """The annex blocks, gathered under the heading of each annex."""
        gathered: list[tuple[Placed, list[Placed]]] = []
        for placed in self.annex:
            if not gathered or (isinstance(placed.block, Heading) and placed.block.level == 1):
                gathered.append((placed, []))
            else:
                gathered[-1][1].append(placed)
        return tuple((first, tuple(rest)) for first, rest in gathered)

    @property
    def _every(self) -> tuple[Placed, ...]:
        return (*self.body, *self.annex, *((self.how_we_know,) if self.entries else ()), self.sources)


def outline(document: Document) -> Outline:
    """Number a document and gather what its citations rest on.

    Raises IntegrityBroken with every fault at once: a citation of a figure that the document does not carry, an
    anchor used twice, a picture whose table is absent. Raises Refused for a picture of a table in which numbers are
    suppressed, and for a true count in a paper for the public.
    """
    document = as_printed(document)
    numbering = _Numbering()
    body = tuple(numbering.place(block) for block in document.body)
    numbering.annexes = 0
    annex = tuple(numbering.place(block) for block in document.annex)
    how = numbering.place(Heading(1, "How do we know?", HOW_WE_KNOW)) if _cited(document) else None
    sources = numbering.place(Heading(1, "Sources and licences", SOURCES))
    laid = Outline(
        document,
        body,
        annex,
        how or Placed(Heading(1, "How do we know?", HOW_WE_KNOW), HOW_WE_KNOW),
        (),
        sources,
        {
            p.block.content.table.id: (p.anchor, p.label)
            for p in (*body, *annex)
            if isinstance(p.block, TableBlock)
        },
    )
    _check(laid)
    return Outline(document, body, annex, laid.how_we_know, tuple(_entries(laid)), sources, laid.table_labels)


def by_meaning(laid: Outline) -> list[tuple[str, list[Entry]]]:
    """Group the entries by what they mean, for print, so that a definition stands once above all its numbers."""
    words = dict(laid.document.definitions)
    groups: dict[str, list[Entry]] = {}
    for entry in laid.entries:
        groups.setdefault(words.get(entry.figure.definition, entry.figure.definition), []).append(entry)
    return list(groups.items())


def sources_annex(laid: Outline, placed: Placed, sources: tuple[str, ...]) -> str:
    """Return the annex to which a table or picture refers for its sources; empty where their names fit under it."""
    line = source_line(sources, laid.document)
    fits = text_width(line, _SMALL_TEXT) <= _LINES_OF_SOURCES * _LINE
    listed = {source.id for source in laid.document.sources}
    if not listed.intersection(sources) or (fits and not placed.annexed):
        return ""
    return laid.sources.label


def height_of(block: PictureBlock, *, annexed: bool) -> float:
    """Return how tall a map may be drawn, in pixels: less in an annex, and where a block asks for it."""
    return ANNEXED if annexed else LOW if block.low else TALLEST


def phrases(block: Block) -> Iterator[Phrase]:
    """Yield every phrase of a block, in the order it is read."""
    match block:
        case Paragraph(phrase=phrase) | Callout(phrase=phrase) | FindingBlock(sentence=phrase):
            yield phrase
        case Bullets(items=items):
            yield from items
        case KeyFigures(cards=cards):
            for card in cards:
                yield card.number
                yield card.meaning


def citations(block: Block) -> Iterator[Cited]:
    """Yield every citation of a block, in the order it is read."""
    for phrase in phrases(block):
        for part in phrase:
            if isinstance(part, Cited):
                yield part


@dataclass(slots=True)
class _Numbering:
    """Counts headings, tables and pictures as blocks are placed. ``annexes`` is None in the body."""

    levels: list[int] = field(default_factory=lambda: [0, 0, 0, 0, 0, 0])
    annexes: int | None = None
    tables: int = 0
    pictures: int = 0
    blocks: int = 0
    seen: dict[str, int] = field(default_factory=dict)

    def place(self, block: Block) -> Placed:
        return replace(self._placed(block), annexed=self.annexes is not None)

    def _placed(self, block: Block) -> Placed:
        self.blocks += 1
        match block:
            case Heading():
                return Placed(block, block.anchor, self._heading(block) if block.numbered else "")
            case TableBlock():
                self.tables += 1
                return Placed(block, self._fresh(f"table-{block.content.table.id}"), f"Table {self.tables}")
            case PictureBlock():
                self.pictures += 1
                return Placed(block, self._fresh(f"picture-{block.picture.id}"), f"Figure {self.pictures}")
            case FindingBlock():
                return Placed(block, f"finding-{block.id}")
            case _:
                return Placed(block, f"block-{self.blocks}")

    def _fresh(self, anchor: str) -> str:
        """Tell apart a picture or table that is shown again, as in a summary."""
        self.seen[anchor] = self.seen.get(anchor, 0) + 1
        return anchor if self.seen[anchor] == 1 else f"{anchor}-{self.seen[anchor]}"

    def _heading(self, heading: Heading) -> str:
        if heading.level == 1 and self.annexes is not None:
            self.annexes += 1
            self.levels = [0] * 6
            return f"Annex {_LETTERS[(self.annexes - 1) % 26]}"
        self.levels[heading.level - 1] += 1
        self.levels[heading.level :] = [0] * (6 - heading.level)
        numbers = [str(n) for n in self.levels[: heading.level]]
        if self.annexes:
            numbers[0] = _LETTERS[(self.annexes - 1) % 26]
        return ".".join(numbers)


def _cited(document: Document) -> set[str]:
    return {c.figure for block in (*document.body, *document.annex) for c in citations(block)}


def _entries(laid: Outline) -> Iterator[Entry]:
    figures = {figure.id: figure for figure in laid.document.figures}
    cited_in: dict[str, list[CitedIn]] = {}
    section = "the front"
    for placed in (*laid.body, *laid.annex):
        if isinstance(placed.block, Heading):
            section = " ".join(part for part in (placed.label, placed.block.text) if part)
        for citation in citations(placed.block):
            places = cited_in.setdefault(citation.figure, [])
            if section not in [place.section for place in places]:
                places.append(CitedIn(placed.anchor, section))
    for number, (figure_id, places) in enumerate(cited_in.items(), start=1):
        figure = figures[figure_id]
        facts = tuple(
            fact if fact.label == "Reference" else Fact(fact.label, in_words(fact.text))
            for fact in facts_of(figure, laid.document)
        )
        yield Entry(figure, number, figure_value(figure), facts, tuple(places))


def _check(laid: Outline) -> None:
    """Raise every fault that would print a number that rests on nothing, or one that must not be shown."""
    broken = [
        *_unknown_figures(laid),
        *_repeated_anchors(laid),
        *_lost_recommendations(laid),
        *_skipped_levels(laid),
        *_pictures_without_table(laid),
    ]
    if broken:
        raise IntegrityBroken(*broken)
    unsafe = [*_pictures_of_suppressed(laid), *_true_counts(laid)]
    if unsafe:
        raise Refused(*unsafe)


def _unknown_figures(laid: Outline) -> Iterator[Fault]:
    for missing in sorted(_cited(laid.document) - {figure.id for figure in laid.document.figures}):
        yield Fault(
            "document.figure",
            "a number in the text cites a figure that the document does not carry",
            laid.document.title,
            "a figure among the document's figures",
            missing,
            "Add the figure to the document, or take the citation out.",
        )


def _repeated_anchors(laid: Outline) -> Iterator[Fault]:
    anchors = [placed.anchor for placed in (*laid.body, *laid.annex, laid.how_we_know, laid.sources)]
    for repeated in sorted({anchor for anchor in anchors if anchors.count(anchor) > 1}):
        yield Fault(
            "document.anchor",
            "two blocks share an anchor",
            laid.document.title,
            "anchors used once",
            repeated,
        )


def _lost_recommendations(laid: Outline) -> Iterator[Fault]:
    """A recommendation must lead to what it rests on."""
    held = {placed.anchor for placed in (*laid.body, *laid.annex)}
    for placed in (*laid.body, *laid.annex):
        if isinstance(placed.block, Recommendation):
            for _, anchor in placed.block.rests_on:
                if anchor not in held:
                    yield Fault(
                        "document.anchor",
                        "a recommendation rests on something that the document does not hold",
                        placed.block.words,
                        "an anchor of the document",
                        anchor,
                    )


def _skipped_levels(laid: Outline) -> Iterator[Fault]:
    """A reader who moves by headings is lost where a level is skipped (WCAG 2.2, 1.3.1; PDF/UA-1, 7.4.2)."""
    before = 0
    for placed in (*laid.body, *laid.annex):
        if not isinstance(placed.block, Heading):
            continue
        if placed.block.level > before + 1:
            yield Fault(
                "document.heading",
                "a heading skips a level",
                placed.block.text,
                f"a level of at most {before + 1}",
                f"level {placed.block.level}",
                "Begin with level 1, and go down one level at a time.",
            )
        before = placed.block.level


def _pictures(laid: Outline) -> Iterator[Picture]:
    for placed in (*laid.body, *laid.annex):
        if isinstance(placed.block, PictureBlock):
            yield placed.block.picture


def _pictures_without_table(laid: Outline) -> Iterator[Fault]:
    for picture in _pictures(laid):
        if picture.table not in laid.table_labels:
            yield Fault(
                "document.picture",
                f"the picture {picture.id} has no table beside it",
                laid.document.title,
                "a table of the document or its annex",
                picture.table,
                "Add the table as a TableBlock.",
            )


def _pictures_of_suppressed(laid: Outline) -> Iterator[Fault]:
    """A picture shows the numbers of its table, so it may not show what was suppressed there."""
    blocks = [placed.block for placed in (*laid.body, *laid.annex)]
    tables = [block.content.table for block in blocks if isinstance(block, TableBlock)]
    suppressed = {table.id for table in tables if any(SUPPRESSED in row for row in table.rows)}
    for picture in _pictures(laid):
        if picture.table in suppressed:
            yield Fault(
                "document.picture.disclosure",
                f"the picture {picture.id} would show numbers that are suppressed in its table",
                laid.document.title,
                "pictures of tables in which nothing is suppressed",
                picture.table,
                "Leave the picture out, or draw it from larger areas or longer periods.",
            )


def _true_counts(laid: Outline) -> Iterator[Fault]:
    if laid.document.audience is not Audience.PUBLIC:
        return
    cited = _cited(laid.document)
    for figure in laid.document.figures:
        if figure.id in cited and figure.disclosure is DisclosureState.TRUE_COUNT:
            yield Fault(
                "document.figure.disclosure",
                "a paper for the public cites a true count that is kept under a marking",
                laid.document.title,
                "figures that are already public, shown, rounded or suppressed",
                f"{figure.definition} ({figure.id})",
                "Cite the public version of the figure.",
            )
