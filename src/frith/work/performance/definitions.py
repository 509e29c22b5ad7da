"""The registry of definitions: what each figure counts, and the calculation that counts it.

A calculation answers one question: which records belong to this figure, in the numerator, the denominator or both, for
a period and an area, as at a day? The figure's numbers are then counted from those records and from nothing else, so a
figure and the list behind it cannot differ. Apps whose records are counted register here when they start.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from frith.vocabulary.faults import Fault, UnknownName
from frith.vocabulary.periods import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A named, versioned, owned rule.

    ``words`` say what is counted over what, for a reader; ``numerator`` and ``denominator`` name the two counts.
    ``sentence`` is how a paper says it, with ``{figure}`` where the number stands, as a percentage or as "x of n";
    ``counted`` is how it says the same in counts, with ``{numerator}`` and ``{denominator}``.
    ``changed`` says what this version changed: figures of different versions are never compared silently.
    """

    id: str
    version: int
    title: str
    owner: str
    words: str
    numerator: str
    denominator: str
    sentence: str
    counted: str
    unit: str
    record_type: str
    changed: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What a calculation is asked: period, area code, and the day as at which records count."""

    period: Period
    area: str
    as_at: date


@dataclass(frozen=True, slots=True, order=True)
class Member:
    """A record of a figure, by id, and where it is counted."""

    record: UUID
    in_numerator: bool
    in_denominator: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A calculation's answer.

    ``sources`` name the record sources; ``note`` says what a reader must know beside it (who did not answer), and
    ``beside`` are the counts that it says of those who are in neither number, for disclosure control;
    ``invented`` is True if any record is.
    """

    members: tuple[Member, ...]
    sources: tuple[str, ...]
    note: str = ""
    beside: tuple[int, ...] = ()
    invented: bool = False


Calculation = Callable[[Question], Counted]

_registered: dict[str, tuple[Definition, Calculation]] = {}


def register(definition: Definition, calculation: Calculation) -> None:
    """Add a definition and its calculation. Two definitions with one id are a programming fault, so it raises."""
    if definition.id in _registered and _registered[definition.id][0] != definition:
        message = f"the definition {definition.id} is registered twice"
        raise ValueError(message)
    _registered[definition.id] = (definition, calculation)


def definition_of(definition_id: str) -> Definition:
    """Return a definition. Raises UnknownName, listing those there are."""
    return _entry(definition_id)[0]


def calculation_of(definition_id: str) -> Calculation:
    """Return a definition's calculation. Raises UnknownName, listing those there are."""
    return _entry(definition_id)[1]


def all_definitions() -> tuple[Definition, ...]:
    """Return every definition, by id."""
    return tuple(_registered[definition_id][0] for definition_id in sorted(_registered))


def is_registered(definition_id: str) -> bool:
    """Return whether a definition is known here."""
    return definition_id in _registered


def _entry(definition_id: str) -> tuple[Definition, Calculation]:
    if definition_id not in _registered:
        known = ", ".join(sorted(_registered))
        raise UnknownName(
            Fault(
                "performance.definition", "no definition has this id", "", known or "none yet", definition_id
            )
        )
    return _registered[definition_id]
