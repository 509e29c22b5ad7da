"""What the harm chapter is made from: crimes that a harm table weighs, their estimate and their shares."""

from __future__ import annotations

from dataclasses import dataclass

from frith.assessment.chapters.overview import Counted
from frith.assessment.chapters.sourcing import SEPARATOR
from frith.evidence.reading import HarmTable, HarmWeight
from frith.vocabulary.categories import BY_ID
from frith.vocabulary.figures import Figure, Interval
from frith.vocabulary.periods import Period

_RANGE = "lowest to highest weight of each category in the harm table; not a statistical interval"


@dataclass(frozen=True, slots=True)
class Weighed:
    """One category in the last year: its count, its days of harm and the range of them."""

    category: str
    count: int
    before: int | None
    weight: HarmWeight

    @property
    def days(self) -> float:
        """Days of harm of all its crimes, by the middle weight."""
        return self.count * self.weight.days


def harm_sources(counts: Counted, table: HarmTable) -> tuple[str, ...]:
    """Where a figure of harm comes from: the street map and the harm table."""
    return (*counts.street.sources, *table.source.split(SEPARATOR))


def weighed_categories(counts: Counted, table: HarmTable) -> list[Weighed]:
    """Categories that the table weighs, most harm first. Empty if any of their months is not known."""
    last = counts.years[-1]
    before = counts.years[-2] if len(counts.years) > 1 else None
    found = []
    for weight in table.weights:
        kind = BY_ID.get(weight.category)
        if kind is None or not kind.recorded_crime or kind.mostly_found_by_police:
            continue
        if weight.category not in counts.categories:
            continue
        count = counts.points(last, weight.category)
        if count is None:
            return []
        earlier = counts.points(before, weight.category) if before else None
        found.append(Weighed(weight.category, count, earlier, weight))
    return sorted(found, key=lambda one: (-one.days, one.category))


def estimate_figure(
    counts: Counted, table: HarmTable, weighed: list[Weighed], year: Period, category: str = ""
) -> Figure:
    """The ``harm.estimate`` figure of a year: of one category, or of all."""
    last = year == counts.years[-1]
    chosen = [one for one in weighed if category in ("", one.category)]
    held = [(one.count if last else one.before or 0, one.weight) for one in chosen]
    return Figure(
        definition="harm.estimate",
        value=round(sum(n * w.days for n, w in held)),
        numerator=sum(n for n, _ in held),
        unit="days of harm",
        area=counts.area.code,
        period=year,
        breakdown=(("category", category or "all weighed"), ("edition", table.edition)),
        interval=Interval(sum(n * w.low for n, w in held), sum(n * w.high for n, w in held), 1.0, _RANGE),
        sources=harm_sources(counts, table),
        note="an estimate",
    )


def share_figure(
    counts: Counted, table: HarmTable, weighed: list[Weighed], one: Weighed, *, harm: bool
) -> Figure:
    """The ``harm.share`` figure of a category in the last year, or with ``harm`` false its share of the crimes."""
    part = one.days if harm else one.count
    whole = sum(other.days if harm else other.count for other in weighed)
    return Figure(
        definition="harm.share" if harm else "harm.volume-share",
        value=100 * part / whole,
        numerator=part,
        denominator=whole,
        unit="%",
        area=counts.area.code,
        period=counts.years[-1],
        breakdown=(("category", one.category), ("edition", table.edition)),
        sources=harm_sources(counts, table),
        note="an estimate" if harm else "",
    )
