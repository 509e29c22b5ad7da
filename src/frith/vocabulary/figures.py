"""The Figure: every number that the partnership publishes, with all that it rests on.

Findings, indicators, decisions and papers cite figures; they never retype them. A phrase is text in which numbers
are :class:`Cited`, so that a reader can open any number.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from frith.vocabulary.disclosure import DisclosureState
from frith.vocabulary.periods import Period


@dataclass(frozen=True, slots=True)
class Interval:
    """A range that should hold the true value at ``level`` (0.95 for 95%), and the method that made it."""

    low: float
    high: float
    level: float
    method: str


@dataclass(frozen=True, slots=True)
class Baseline:
    """What a figure is measured against. A baseline without its period is incomplete; ``inherited`` ones say so."""

    value: float
    period: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One computed number.

    ``value`` is None when it is not known: missing is not zero. ``unit`` is what is counted ("offences",
    "per 1,000 residents", "%"). ``breakdown`` holds (dimension, value) pairs such as ("category", "burglary").
    ``sources`` are dataset ids or record sources. ``definition`` and ``version`` name the rule that computed it.
    """

    definition: str
    value: float | int | None
    unit: str
    area: str
    period: Period | None
    version: int = 1
    numerator: float | int | None = None
    denominator: float | int | None = None
    as_at: date | None = None
    breakdown: tuple[tuple[str, str], ...] = ()
    interval: Interval | None = None
    p_value: float | None = None
    test: str = ""
    baseline: Baseline | None = None
    sources: tuple[str, ...] = ()
    disclosure: DisclosureState = DisclosureState.EXEMPT
    note: str = ""

    @property
    def id(self) -> str:
        """Stable id: what is measured, where and when, but not the value, so that two runs can be compared."""
        key = json.dumps(
            [
                self.definition,
                self.version,
                self.area,
                str(self.period or ""),
                str(self.as_at or ""),
                sorted(self.breakdown),
            ],
            ensure_ascii=False,
        )
        return "fig-" + hashlib.sha256(key.encode()).hexdigest()[:12]

    def as_json(self) -> dict[str, Any]:
        """Return the figure as plain JSON values, in the shape of the published schema."""
        return {
            "id": self.id,
            "definition": self.definition,
            "version": self.version,
            "value": self.value,
            "unit": self.unit,
            "numerator": self.numerator,
            "denominator": self.denominator,
            "period": {"from": str(self.period.first), "to": str(self.period.last)} if self.period else None,
            "as_at": str(self.as_at) if self.as_at else None,
            "area": self.area,
            "breakdown": dict(self.breakdown),
            "interval": asdict(self.interval) if self.interval else None,
            "p_value": self.p_value,
            "test": self.test,
            "baseline": asdict(self.baseline) if self.baseline else None,
            "sources": list(self.sources),
            "disclosure": self.disclosure.value,
            "note": self.note,
        }


@dataclass(frozen=True, slots=True)
class Cited:
    """A number as printed, and the id of the figure that it is."""

    text: str
    figure: str


Phrase = tuple[str | Cited, ...]
"""Text in which every number that matters is cited."""


def plain(phrase: Phrase) -> str:
    """Return a phrase as plain text."""
    return "".join(part if isinstance(part, str) else part.text for part in phrase)
