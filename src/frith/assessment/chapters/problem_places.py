"""What follows from findings taken together: places that stay hot, and the kinds of crime that rise in them."""

from __future__ import annotations

from frith.assessment import citing
from frith.assessment.chapters.overview import label
from frith.assessment.chapters.telling import LEVEL, tell
from frith.assessment.findings import ChapterResult
from frith.assessment.matrix.measures import Figures
from frith.vocabulary import numbers
from frith.vocabulary.areas import Area
from frith.vocabulary.categories import BY_ID
from frith.vocabulary.figures import Figure, Phrase

_MOST = 3
_STAYING = ("persistent", "intensifying")


def plans(
    result: ChapterResult,
    area: Area,
    chapters: tuple[ChapterResult, ...],
    figures: Figures,
    first: set[str],
) -> None:
    """Add a finding, with a problem-solving plan to recommend, for each kind of crime that meets the rule.

    Rule of 1 April 2016, version 1: the category rose beyond chance against the year before; and it is itself a hot
    spot in at least one small area that has stayed hot (persistent or intensifying) over the quarters. Themes ranked
    first come first, then the larger rises in number; at most three.
    """
    names = {f.area: dict(f.breakdown)["place"] for f in figures.all("places.quarters-hot")}
    staying = {f.area for f in figures.all("places.quarters-hot") if dict(f.breakdown)["class"] in _STAYING}
    met: list[tuple[Figure, list[Figure]]] = []
    for change in figures.all("trend.change"):
        category = dict(change.breakdown).get("category", "")
        if category not in BY_ID or not _rose(change):
            continue
        hot = [f for f in figures.all("places.gi-star", category=category) if f.area in staying]
        if hot:
            met.append((change, sorted(hot, key=lambda f: (-float(f.value or 0), f.area))))
    met.sort(key=lambda pair: _order(pair[0], first))
    for change, hot in met[:_MOST]:
        _plan(result, area, change, hot, names)


def _rose(change: Figure) -> bool:
    return float(change.value or 0) > 0 and change.p_value is not None and change.p_value <= LEVEL


def _order(change: Figure, first: set[str]) -> tuple[bool, float, str]:
    category = dict(change.breakdown)["category"]
    return category not in first, float(change.denominator or 0) - float(change.numerator or 0), category


def _plan(
    result: ChapterResult, area: Area, change: Figure, hot: list[Figure], names: dict[str, str]
) -> None:
    category = dict(change.breakdown)["category"]
    places = numbers.listed([names[f.area] for f in hot[:_MOST]])
    sentence: Phrase = (
        f"{label(category)} in {area.name} went ",
        citing.change(change),
        f", and gathers in places that have stayed hot: {places}.",
    )
    tell(
        result,
        f"priorities.plan.{category}",
        sentence,
        share=1.0,
        movement=float(change.value or 0) / 100,
        sureness=1.0,
        duties=("regulation 7(c)", "regulation 7(d)"),
        recommendation=f"Open a problem-solving plan (scan, analyse, respond, assess) on {label(category).lower()} "
        f"in {places}, with a comparison area chosen before it begins so that its effect can be told.",
        exhibit="places-over-time-map",
        also=tuple(hot[:_MOST]),
    )
