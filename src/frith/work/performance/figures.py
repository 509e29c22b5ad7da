"""How a Figure is made of what a calculation counted, and how it is kept as text."""

from __future__ import annotations

from dataclasses import replace

from frith.assessment.statistics.proportions import wilson_interval
from frith.vocabulary.disclosure import DisclosureState
from frith.vocabulary.figures import Baseline, Figure, Interval
from frith.work.performance.definitions import Counted, Definition, Question

INVENTED = "Invented for the demonstration."


def share_figure(definition: Definition, question: Question, counted: Counted) -> Figure:
    """Return the share of the denominator's records that are in the numerator, in % with its Wilson interval.

    It holds true counts, for the partnership; :mod:`frith.work.performance.public_figures` makes what others may see.
    """
    numerator = sum(member.in_numerator for member in counted.members)
    denominator = sum(member.in_denominator for member in counted.members)
    notes = [counted.note, INVENTED if counted.invented else ""]
    return Figure(
        definition=definition.id,
        version=definition.version,
        value=100 * numerator / denominator if denominator else None,
        unit=definition.unit,
        area=question.area,
        period=question.period,
        as_at=question.as_at,
        numerator=numerator,
        denominator=denominator,
        interval=_interval(numerator, denominator),
        sources=counted.sources,
        disclosure=DisclosureState.TRUE_COUNT,
        note=" ".join(note for note in notes if note),
    )


def against(figure: Figure, value: float, period: str, source: str, *, inherited: bool) -> Figure:
    """Return a figure with the baseline it is measured against."""
    origin = f"{source}; inherited, not computed here" if inherited else source
    return replace(figure, baseline=Baseline(value, period, origin))


def _interval(numerator: int, denominator: int) -> Interval | None:
    if not denominator:
        return None
    wilson = wilson_interval(numerator, denominator)
    return Interval(100 * float(wilson.lower), 100 * float(wilson.upper), 0.95, "Wilson score")
