"""RAG: how an indicator's figure stands to its target, by a rule that is always shown, with what chance could do.

Under a base of 20 there is no rating: a percentage of so few is not evidence. The figure's 95% Wilson interval says
whether the target and the baseline lie within what chance alone could have made of the same true rate.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from frith.vocabulary import numbers
from frith.vocabulary.figures import Figure
from frith.vocabulary.periods import day_in_words


class Rating(StrEnum):
    """The rating. The word is always printed: colour never stands alone."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    NO_TARGET = "no target"
    NOT_ASSESSED = "not assessed"


@dataclass(frozen=True, slots=True)
class Target:
    """What is aimed at, by when. ``higher_is_better`` is the polarity; ``tolerance`` short of it is amber."""

    value: float
    by: date
    tolerance: float
    higher_is_better: bool


@dataclass(frozen=True, slots=True)
class Rag:
    """A rating, the rule that gave it, and two sentences on chance."""

    rating: Rating
    rule: str
    reason: str
    beside_target: str
    beside_baseline: str


def assess(figure: Figure, target: Target | None) -> Rag:
    """Rate a figure held in % against its target."""
    rule, beside_baseline = rule_in_words(target), _beside_baseline(figure)
    if figure.value is None or (figure.denominator or 0) < numbers.SMALL_BASE:
        return Rag(Rating.NOT_ASSESSED, rule, _too_few(figure), "", beside_baseline)
    if target is None:
        return Rag(Rating.NO_TARGET, rule, "No target was set.", "", beside_baseline)
    rating = _rating(float(figure.value), target)
    reason = f"{_percent(float(figure.value))} is {rating.value}: {rule}."
    return Rag(rating, rule, reason, _beside_target(figure, target), beside_baseline)


def rule_in_words(target: Target | None) -> str:
    """Return the rule as a reader sees it: ``green from 90%, amber from 85%, red below``."""
    if target is None:
        return "no target, so no colour"
    limit = _amber_limit(target)
    way, beyond = ("from", "below") if target.higher_is_better else ("up to", "above")
    amber = f"amber {way} {_percent(limit)}, " if target.tolerance else ""
    return f"green {way} {_percent(target.value)}, {amber}red {beyond}; target for {day_in_words(target.by)}"


def _rating(value: float, target: Target) -> Rating:
    sign = 1 if target.higher_is_better else -1
    if sign * value >= sign * target.value:
        return Rating.GREEN
    return Rating.AMBER if sign * value >= sign * _amber_limit(target) else Rating.RED


def _amber_limit(target: Target) -> float:
    return target.value - target.tolerance if target.higher_is_better else target.value + target.tolerance


def _too_few(figure: Figure) -> str:
    if not figure.denominator:
        return "Nothing was counted in this period."
    return (
        f"{numbers.count(figure.numerator)} of {numbers.count(figure.denominator)}: too few to rate "
        f"(a base of {numbers.SMALL_BASE} or more is rated)."
    )


def _beside_target(figure: Figure, target: Target) -> str:
    verdict = "within chance" if _within(figure, target.value) else "more than chance would make"
    return f"the difference from the target of {_percent(target.value)} is {verdict}"


def _beside_baseline(figure: Figure) -> str:
    if figure.baseline is None or figure.value is None:
        return ""
    baseline = f"the baseline of {_percent(figure.baseline.value)}"
    if _within(figure, figure.baseline.value):
        return f"That is no real change from {baseline}: the difference is within chance."
    way = "higher" if figure.value > figure.baseline.value else "lower"
    # what the baseline rests on is not known, so only this quarter's number is tested
    return f"That is {way} than {baseline}, beyond chance in this quarter's number alone."


def _within(figure: Figure, value: float) -> bool:
    return figure.interval is not None and figure.interval.low <= value <= figure.interval.high


def _percent(value: float) -> str:
    return numbers.percent(value, 0 if float(value).is_integer() else 1)
