"""The document model: what every paper of the partnership is made of, before it is rendered in any format.

A document is frozen data. Renderers add nothing to what it says. A number in it is a citation of a figure, so that a
reader can open it: on a page, in the PDF and in Word it leads to the annex "How do we know?".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from frith.assessment.exhibits import Picture, Table
from frith.vocabulary.disclosure import Audience, Marking
from frith.vocabulary.figures import Figure, Phrase


@dataclass(frozen=True, slots=True)
class Publishable:
    """A table that has passed disclosure control for an audience. Only publication.disclosure may make one.

    ``applied`` says in a sentence what was done ("already public: nothing suppressed").
    """

    table: Table
    audience: Audience
    applied: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is a chapter. ``anchor`` is unique in the document; ``numbered`` ones get 1, 1.1 and so on."""

    level: int
    text: str
    anchor: str
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. ``number`` is printed before it in committee papers ("3.1")."""

    phrase: Phrase
    number: str = ""
    lead: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; ``ordered`` numbers it, and ``large`` ones are set for a reader who reads nothing else."""

    items: tuple[Phrase, ...]
    ordered: bool = False
    large: bool = False


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What the partnership is asked to do, and what it rests on: ranked findings, or a chapter where none is ranked.

    ``rests_on`` holds what is printed for each ("12", "chapter 11") and the anchor it leads to. ``lead`` is who would
    lead it and ``success`` how it would show that it worked; either may be empty.
    """

    number: int
    words: str
    rests_on: tuple[tuple[str, str], ...] = ()
    ranked: bool = True
    lead: str = ""
    success: str = ""


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A number that a councillor reads first: the number, what it counts, and one line of meaning."""

    number: Phrase
    label: str
    meaning: Phrase = ()


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """A row of two to four key figures."""

    cards: tuple[KeyFigure, ...]


@dataclass(frozen=True, slots=True)
class FindingBlock:
    """A ranked finding: its sentence, its caveats, and the analyst's own words on why."""

    id: str
    rank: int
    sentence: Phrase
    caveats: tuple[str, ...] = ()
    note: str = ""
    note_warning: str = ""


@dataclass(frozen=True, slots=True)
class Callout:
    """Text set apart: ``caution`` for a limit a reader must not miss, ``note`` otherwise."""

    kind: Literal["caution", "note"]
    phrase: Phrase


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table that may be published, with its caption (the table's title) and source line."""

    content: Publishable


@dataclass(frozen=True, slots=True)
class PictureBlock:
    """A chart or map. Its numbers stand in the table it names, which is in the document or its annex.

    A ``low`` map is drawn at two thirds of its height, to leave room on its page.
    """

    picture: Picture
    low: bool = False


@dataclass(frozen=True, slots=True)
class PageBreak:
    """A new page in print and in Word; nothing on the screen."""


Block = (
    Heading
    | Paragraph
    | Bullets
    | KeyFigures
    | Recommendation
    | FindingBlock
    | Callout
    | TableBlock
    | PictureBlock
    | PageBreak
)


@dataclass(frozen=True, slots=True)
class SourceNote:
    """A source as a reader needs it: dataset id, title, publisher, licence and attribution line."""

    id: str
    title: str
    publisher: str
    licence: str
    attribution: str
    coverage: str
    grade: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A paper.

    ``front`` are label and value pairs of the front sheet. ``as_at`` is the document's only date. ``definitions``
    explain in plain words how each definition id is computed. ``invented`` is a stamp shown on every page when any
    figure in it is invented. ``annex`` blocks follow the body.
    """

    id: str
    title: str
    subtitle: str
    publisher: str
    as_at: date
    marking: Marking
    audience: Audience
    front: tuple[tuple[str, str], ...]
    body: tuple[Block, ...]
    annex: tuple[Block, ...]
    figures: tuple[Figure, ...]
    definitions: tuple[tuple[str, str], ...]
    sources: tuple[SourceNote, ...]
    invented: str = ""
    language: str = "en-GB"
    areas: tuple[tuple[str, str], ...] = ()
    """Names of areas by code, for readers of the annex."""
    control: tuple[tuple[str, str], ...] = ()
    """Rows of the document control, under the front sheet; an empty value is for the partnership to fill in."""
    draft: bool = False
    """Whether DRAFT stands beside the marking on every page."""
    edition: str = ""
    """Software version and content identifier, printed on the last page."""
