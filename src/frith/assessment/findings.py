"""Findings: what the evidence says that matters, each sentence citing its figures."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from frith.assessment.exhibits import Exhibit
from frith.vocabulary.figures import Figure, Phrase, plain


class Chapter(StrEnum):
    """Chapters of the assessment, in the order they are printed."""

    OVERVIEW = "overview"
    TRENDS = "trends"
    FORECAST = "forecast"
    PLACES = "places"
    HARM = "harm"
    STOPS = "stop-and-search"
    OUTCOMES = "outcomes"
    PEERS = "peers"
    PARTNERS = "other-agencies"
    CHANGES = "changes"
    PRIORITIES = "priorities"
    DATA = "data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that the evidence says.

    ``id`` names the subject, not the run ("trend.burglary"), so that notes and the next assessment can find it.
    ``weight`` (0 to 1) is how much it matters, ``why_it_ranks`` says by which rule; ``figures`` are figure ids in
    the order cited. ``duty`` names what it serves (regulation 7(a), serious violence…). ``within`` are the ids of the
    findings that tell it too, or that it follows from: it is then on its theme's page alone and not ranked, so that
    nothing is told twice.
    """

    id: str
    chapter: Chapter
    sentence: Phrase
    weight: float
    why_it_ranks: str
    figures: tuple[str, ...]
    caveats: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    recommendation: str = ""
    data_gap: str = ""
    exhibit: str = ""
    within: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The sentence as plain text."""
        return plain(self.sentence)


@dataclass(slots=True)
class ChapterResult:
    """What one chapter's analysis brings: figures, findings, exhibits, method notes. Chapters only add to it.

    ``story`` are plain paragraphs for the theme's page; ``method`` paragraphs go to the annex. ``beside`` are words
    that belong to findings of other chapters, by finding id; ``of_sources`` say of a dataset, by its id, what a reader
    of its grade must know here.
    """

    chapter: Chapter
    title: str
    figures: dict[str, Figure] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    exhibits: list[Exhibit] = field(default_factory=list)
    story: list[Phrase] = field(default_factory=list)
    method: list[str] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)
    beside: dict[str, Phrase] = field(default_factory=dict)
    of_sources: dict[str, str] = field(default_factory=dict)

    def add(self, figure: Figure) -> Figure:
        """Keep a figure and return it. The same id with another value is a fault in the analysis, so it raises."""
        held = self.figures.setdefault(figure.id, figure)
        if held != figure:
            message = (
                f"two different figures share the id {figure.id} ({figure.definition}, {figure.breakdown})"
            )
            raise ValueError(message)
        return figure
