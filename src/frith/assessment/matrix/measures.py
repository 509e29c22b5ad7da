"""How a cell is scored from figures: one rule for each kind of computed factor, each naming the figures it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import prod

from frith.assessment.chapters.telling import beyond_chance
from frith.assessment.matrix.configuration import Factor, Theme
from frith.vocabulary import numbers
from frith.vocabulary.figures import Figure


@dataclass(frozen=True, slots=True)
class Measured:
    """A computed score, the lowest and highest that the evidence's own range allows, the reason and the figures."""

    score: int
    low: int
    high: int
    words: str
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of all chapters, asked for by definition and breakdown; of several periods the last counts."""

    held: tuple[Figure, ...]

    @classmethod
    def of(cls, figures: Iterable[Figure]) -> Figures:
        """Keep figures in a fixed order."""
        return cls(tuple(sorted(figures, key=lambda f: (f.definition, str(f.period or ""), f.id))))

    def all(self, definition: str, **breakdown: str) -> list[Figure]:
        """Return known figures of a definition whose breakdown holds these pairs, of the last period that has any."""
        wanted = {key.replace("_", " "): value for key, value in breakdown.items()}
        found = [
            f
            for f in self.held
            if f.definition == definition
            and f.value is not None
            and wanted.items() <= dict(f.breakdown).items()
        ]
        last = max((f.period.last for f in found if f.period), default=None)
        return [f for f in found if f.period is None or f.period.last == last]

    def one(self, definition: str, **breakdown: str) -> Figure | None:
        """Return the first of :meth:`all`, or None."""
        return next(iter(self.all(definition, **breakdown)), None)


def measure(factor: Factor, theme: Theme, figures: Figures) -> Measured | None:
    """Score one cell by the factor's rule, or return None where no figure bears on it."""
    rule = _RULES.get(factor.rule)
    return rule(factor, theme, figures) if rule and theme.category else None


def _harm_per_offence(factor: Factor, theme: Theme, figures: Figures) -> Measured | None:
    figure = figures.one("harm.estimate", category=theme.category)
    if figure is None or not figure.numerator or figure.interval is None:
        return None
    days = float(figure.value or 0) / figure.numerator
    low, high = figure.interval.low / figure.numerator, figure.interval.high / figure.numerator
    words = f"{numbers.decimal(days)} days of harm for an average offence (range {low:.1f} to {high:.1f}; an estimate)"
    return Measured(factor.score(days), factor.score(low), factor.score(high), words, (figure.id,))


def _share_of_incidents(factor: Factor, theme: Theme, figures: Figures) -> Measured | None:
    figure = figures.one("recorded.share", category=theme.category)
    if figure is None:
        return None
    score = factor.score(float(figure.value or 0))
    return Measured(
        score,
        score,
        score,
        f"{numbers.percent(figure.value, 1)} of all incidents on the street map",
        (figure.id,),
    )


def _change(factor: Factor, theme: Theme, figures: Figures) -> Measured | None:
    figure = figures.one("trend.change", category=theme.category)
    if figure is None or figure.denominator is None or figure.numerator is None:
        return None
    moved = numbers.change(figure.denominator, figure.numerator)
    if factor.within_chance and not beyond_chance(figure):
        score = factor.within_chance
        return Measured(score, score, score, f"{moved} on the year before, within chance", (figure.id,))
    score = factor.score(float(figure.value or 0))
    return Measured(score, score, score, f"{moved} on the year before, beyond chance", (figure.id,))


def _beside_peers(factor: Factor, theme: Theme, figures: Figures) -> Measured | None:
    """Score the geometric mean of the ratios by each count of people; the smallest and largest ratio give the range.

    Where many come from outside, residents make an area look worse and jobs look better than it is: the truth lies
    between, and the mean of the two on a scale of times is the middle.
    """
    found = [
        f for f in figures.all("peers.ratio", category=theme.category) if "peers" not in dict(f.breakdown)
    ]
    ratios = [float(f.value or 0) for f in found]
    if not ratios or min(ratios) <= 0:
        return None
    middle = prod(ratios) ** (1 / len(ratios))
    each = [
        f"{numbers.decimal(r)} against {dict(f.breakdown)['denominator']}"
        for r, f in zip(ratios, found, strict=True)
    ]
    words = f"{numbers.decimal(middle)} times the peers' rate ({', '.join(each)})"
    scores = [factor.score(r) for r in ratios]
    return Measured(factor.score(middle), min(scores), max(scores), words, tuple(f.id for f in found))


_RULES: dict[str, Callable[[Factor, Theme, Figures], Measured | None]] = {
    "harm-per-offence": _harm_per_offence,
    "share-of-incidents": _share_of_incidents,
    "change": _change,
    "beside-peers": _beside_peers,
}
