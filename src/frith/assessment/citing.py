"""How a sentence cites a figure, so that no number is typed twice."""

from __future__ import annotations

from frith.vocabulary import numbers
from frith.vocabulary.figures import Cited, Figure, Phrase


def count(figure: Figure) -> Cited:
    """Cite a figure as a whole number: ``9,563``."""
    return Cited(numbers.count(figure.value), figure.id)


def decimal(figure: Figure, places: int = 1) -> Cited:
    """Cite a figure with decimal places: ``12.4``."""
    return Cited(numbers.decimal(figure.value, places), figure.id)


def percent(figure: Figure, places: int = 0) -> Cited:
    """Cite a figure held in % (0 to 100): ``42%``; as "x of n" where its base is under 20."""
    base, part = figure.denominator, figure.numerator
    if base is not None and part is not None and base < numbers.SMALL_BASE:
        return Cited(numbers.share_of(round(part), round(base)), figure.id)
    return Cited(numbers.percent(figure.value, places), figure.id)


def change(figure: Figure) -> Cited:
    """Cite a change whose numerator is the later count and whose denominator is the earlier: ``up 42%``."""
    if figure.numerator is None or figure.denominator is None:
        return Cited(numbers.NOT_KNOWN, figure.id)
    return Cited(numbers.change(figure.denominator, figure.numerator), figure.id)


def joined(phrases: list[Phrase]) -> Phrase:
    """Join phrases in a sentence: ``a, b and c``."""
    parts: list[str | Cited] = []
    for position, phrase in enumerate(phrases):
        if position:
            parts.append(" and " if position == len(phrases) - 1 else ", ")
        parts.extend(phrase)
    return tuple(parts)


def cited_ids(phrase: Phrase) -> tuple[str, ...]:
    """Return the ids of the figures that a phrase cites, in order, each once."""
    return tuple(dict.fromkeys(part.figure for part in phrase if isinstance(part, Cited)))
