"""The words of one entry in the annex "How do we know?": what a figure is, and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass

from frith.publication import wording
from frith.publication.document import Document
from frith.vocabulary import numbers
from frith.vocabulary.categories import CATEGORIES
from frith.vocabulary.disclosure import DisclosureState
from frith.vocabulary.figures import Figure
from frith.vocabulary.periods import day_in_words

_CATEGORIES = {category.id: category.name for category in CATEGORIES}

MEANING = "What it is"
COMPARED = (".change", ".same-month")
"""Definitions whose two numbers stand against each other; of all others one is a part of the other."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of an entry: what it is about, and what there is to say."""

    label: str
    text: str


def facts_of(figure: Figure, document: Document) -> tuple[Fact, ...]:
    """Return an entry's facts in a fixed order; those that have nothing to say are left out.

    A suppressed figure keeps what it was worked out from to itself.
    """
    hidden = figure.disclosure is DisclosureState.SUPPRESSED
    facts = (
        Fact(MEANING, dict(document.definitions).get(figure.definition, "")),
        Fact("Which", _which(figure, document)),
        Fact("Worked out from", "" if hidden else _parts(figure)),
        Fact("Likely range", "" if hidden else _range(figure)),
        Fact("Test", "" if hidden else _test(figure)),
        Fact("Measured against", "" if hidden else _baseline(figure)),
        Fact("Sources", _sources(figure, document)),
        Fact("Disclosure", "" if figure.disclosure is DisclosureState.SHOWN else figure.disclosure.value),
        Fact("Note", figure.note),
        Fact("Reference", f"{figure.definition}, version {figure.version}; {figure.id}"),
    )
    kept = (fact for fact in facts if fact.text)
    return tuple(
        Fact(fact.label, fact.text if fact.label == "Reference" else fact.text[0].upper() + fact.text[1:])
        for fact in kept
    )


def _which(figure: Figure, document: Document) -> str:
    parts = [_part(dimension, value) for dimension, value in figure.breakdown]
    parts.append(dict(document.areas).get(figure.area, figure.area))
    if figure.period:
        parts.append(figure.period.words)
    if figure.as_at:
        parts.append(f"as at {day_in_words(figure.as_at)}")
    return "; ".join(part for part in parts if part)


def _part(dimension: str, value: str) -> str:
    """Write one part of a breakdown; a category is called by its name, and dashes in an id are not read out."""
    if dimension == "category":
        return _CATEGORIES.get(value, value.replace("-", " "))
    return f"{dimension} {value}"


def _parts(figure: Figure) -> str:
    known = [wording.bare(part, "") for part in (figure.numerator, figure.denominator) if part is not None]
    return (" against " if figure.definition.endswith(COMPARED) else " out of ").join(known)


def _range(figure: Figure) -> str:
    held = figure.interval
    if held is None:
        return ""
    low, high = (wording.bare(limit, figure.unit) for limit in (held.low, held.high))
    # a range that holds every value is no interval of chance: that of weights, say
    named = held.method if held.level >= 1 else f"{numbers.percent(100 * held.level)} interval, {held.method}"
    return f"{low} to {high} ({named})"


def _test(figure: Figure) -> str:
    tested = "" if figure.p_value is None else numbers.p_value(figure.p_value)
    return "; ".join(part for part in (figure.test, tested) if part)


def _baseline(figure: Figure) -> str:
    held = figure.baseline
    return f"{wording.in_unit(held.value, figure.unit)} ({held.period}; {held.source})" if held else ""


def _sources(figure: Figure, document: Document) -> str:
    held = {source.id: source for source in document.sources}
    return "; ".join(wording.source_name(held[name]) if name in held else name for name in figure.sources)
