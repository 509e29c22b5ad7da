"""Drafts a committee paper from readings: sentences in which every number is cited, never retyped."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from frith import __version__
from frith.assessment import citing
from frith.publication.document import Document, Heading, Paragraph, SourceNote
from frith.publication.wording import WITHHELD
from frith.vocabulary import numbers
from frith.vocabulary.disclosure import Audience, DisclosureState, Marking
from frith.vocabulary.figures import Cited, Figure, Phrase
from frith.vocabulary.periods import Quarter, day_in_words
from frith.work.governance.models import Paper
from frith.work.performance.definitions import Definition
from frith.work.performance.models import Indicator
from frith.work.performance.rag import Rag, Rating

INVENTED = "Invented for the demonstration: no figure here is about a real service or a real person."


@dataclass(frozen=True, slots=True)
class Measured:
    """An indicator with its definition, its figure for the paper's quarter, and its rating."""

    indicator: Indicator
    definition: Definition
    figure: Figure
    rag: Rag


def outcomes_paper(
    paper: Paper, quarter: Quarter, as_at: date, measured: tuple[Measured, ...], *, invented: bool
) -> Document:
    """Return the draft: what was achieved against the baseline, then what the numbers rest on."""
    number = f"{paper.section}.{paper.first_paragraph}"
    after = f"{paper.section}.{paper.first_paragraph + 1}"
    return Document(
        id=paper.id,
        title=paper.title,
        subtitle=f"{quarter}, {quarter.period.words}",
        publisher=paper.publisher,
        as_at=as_at,
        marking=Marking.OFFICIAL,
        audience=Audience.PUBLIC,
        front=_front(paper),
        body=(
            Heading(1, f"{paper.section} {paper.section_title}", "outcomes", numbered=False),
            Paragraph(achieved(quarter, measured), number),
            Paragraph(rests_on(measured), after),
        ),
        annex=(),
        figures=tuple(item.figure for item in measured),
        definitions=tuple((item.definition.id, item.definition.words) for item in measured),
        sources=_sources(measured),
        areas=tuple(sorted({(item.indicator.area, item.indicator.area_name) for item in measured})),
        invented=INVENTED if invented else "",
        edition=f"Frith {__version__}; figures as at {day_in_words(as_at)}",
    )


def achieved(quarter: Quarter, measured: tuple[Measured, ...]) -> Phrase:
    """Say each figure beside its baseline: the first paragraph."""
    parts: list[str | Cited] = [f"In {quarter} ({quarter.period.words}), "]
    for position, item in enumerate(measured):
        before, after = _sentence(item).split("{figure}")
        opening = before if position == 0 else before[0].upper() + before[1:]
        parts += [
            opening,
            _cited(item.figure),
            f"{after}, {_from_baseline(item)}",
            *_baseline(item),
            ". ",
        ]
    return _trimmed(parts)


def _sentence(item: Measured) -> str:
    if item.figure.disclosure is DisclosureState.SUPPRESSED:
        return f"the figure for “{item.definition.title}” is {{figure}}"
    return item.definition.sentence


def _cited(figure: Figure) -> Cited:
    if figure.disclosure is DisclosureState.SUPPRESSED:
        return Cited(WITHHELD[0].lower() + WITHHELD[1:], figure.id)
    return citing.percent(figure)


def rests_on(measured: tuple[Measured, ...]) -> Phrase:
    """Say what each figure was counted from, how it is rated, and what chance could do: the second paragraph."""
    parts: list[str | Cited] = []
    shown = [item for item in measured if item.figure.disclosure is not DisclosureState.SUPPRESSED]
    if len({item.figure.denominator for item in shown}) > 1:
        parts.append("These figures rest on different numbers. ")
    for item in measured:
        if item not in shown:
            parts.append(
                f"“{item.definition.title}” is not shown or rated: small counts could be worked out from it. "
            )
            continue
        parts += [*_counted(item), f". {item.rag.beside_baseline} {_rated(item)} "]
    if any(item.indicator.baseline_inherited for item in measured):
        parts.append("How many answers or cases the inherited baselines rest on is not known.")
    return _trimmed(parts)


def _counted(item: Measured) -> Phrase:
    """Return the figure in counts, each of them cited."""
    parts: list[str | Cited] = []
    for piece in re.split(r"(\{\w+\})", item.definition.counted):
        match piece:
            case "{numerator}":
                parts.append(Cited(numbers.count(item.figure.numerator), item.figure.id))
            case "{denominator}":
                parts.append(Cited(numbers.count(item.figure.denominator), item.figure.id))
            case "":
                pass
            case _:
                parts.append(piece)
    first = parts[0]
    return (first[0].upper() + first[1:], *parts[1:]) if isinstance(first, str) else tuple(parts)


def _from_baseline(item: Measured) -> str:
    return "from an inherited baseline of " if item.indicator.baseline_inherited else "from a baseline of "


def _baseline(item: Measured) -> Phrase:
    value = numbers.percent(item.indicator.baseline_value)
    return (Cited(value, item.figure.id), f" ({item.indicator.baseline_period})")


def _rated(item: Measured) -> str:
    if item.rag.rating in (Rating.NOT_ASSESSED, Rating.NO_TARGET):
        return f"It is not rated: {item.rag.reason[0].lower()}{item.rag.reason[1:]}"
    return f"It is rated {item.rag.rating.value} ({item.rag.rule}); {item.rag.beside_target}."


def _trimmed(parts: list[str | Cited]) -> Phrase:
    last = parts[-1]
    return (*parts[:-1], last.rstrip()) if isinstance(last, str) else tuple(parts)


def _front(paper: Paper) -> tuple[tuple[str, str], ...]:
    return (
        ("Committee", paper.committee),
        ("Date", day_in_words(paper.meeting_on)),
        ("Classification", "General Release"),
        ("Report of", paper.report_of),
        ("Cabinet member portfolio", paper.portfolio),
        ("Wards involved", paper.wards),
        ("Report author and contact", paper.contact),
    )


def _sources(measured: tuple[Measured, ...]) -> tuple[SourceNote, ...]:
    names = sorted({source for item in measured for source in item.figure.sources})
    return tuple(
        SourceNote(
            id=name,
            title=name,
            publisher="the service, as data controller",
            licence="not published: counts only",
            attribution="",
            coverage="closures recorded by the day that the paper is as at",
            grade="not graded",
        )
        for name in names
    )
