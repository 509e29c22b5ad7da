"""What follows from findings taken together: places that stay hot, and the kinds of crime that rise in them."""

from __future__ import annotations

from frith.assessment import citing
from frith.assessment.chapters.overview import label
from frith.assessment.chapters.telling import beyond_chance, spelled, tell
from frith.assessment.findings import ChapterResult
from frith.assessment.matrix.measures import Figures
from frith.vocabulary import numbers
from frith.vocabulary.areas import Area
from frith.vocabulary.categories import BY_ID
from frith.vocabulary.figures import Figure, Phrase

_MOST = 3
_STAYING = ("persistent", "intensifying")


def plan(result: ChapterResult, area: Area, figures: Figures, first: tuple[str, ...]) -> None:
    """Add the finding that some places stay hot, with what rises in them and a problem-solving plan to recommend.

    Rule adopted in November 2026, version 1. A place qualifies when it has stayed hot (persistent or intensifying)
    over the quarters. Of the categories, those are named that rose beyond chance against the year before and are hot
    spots of their own in such a place: those ranked first (``first``, in order), then the larger rises in number. The
    places named are those hot in most of these categories, then in most quarters, then with most crimes, then with
    most estimated harm.
    """
    staying = {
        f.area: f for f in figures.all("places.quarters-hot") if dict(f.breakdown)["class"] in _STAYING
    }
    if not staying:
        return
    rising: list[tuple[Figure, list[Figure]]] = []
    for change in figures.all("trend.change"):
        category = dict(change.breakdown).get("category", "")
        hot = [f for f in figures.all("places.gi-star", category=category) if f.area in staying]
        if category in BY_ID and hot and _rose(change):
            rising.append((change, hot))
    rising.sort(key=lambda pair: _order(pair[0], first))
    hot_in = {code: sum(code in {hot.area for hot in each} for _, each in rising[:_MOST]) for code in staying}
    crimes = {f.area: float(f.value or 0) for f in figures.all("places.crime")}
    harmed = {f.area: float(f.value or 0) for f in figures.all("harm.share")}
    order = sorted(
        staying.values(),
        key=lambda f: (
            -hot_in[f.area],
            -float(f.value or 0),
            -crimes.get(f.area, 0.0),
            -harmed.get(f.area, 0.0),
            f.area,
        ),
    )
    _tell(result, area, order, rising[:_MOST])


def _rose(change: Figure) -> bool:
    return float(change.value or 0) > 0 and beyond_chance(change)


def _order(change: Figure, first: tuple[str, ...]) -> tuple[int, float, str]:
    category = dict(change.breakdown)["category"]
    place = first.index(category) if category in first else len(first)
    return place, float(change.denominator or 0) - float(change.numerator or 0), category


def _tell(
    result: ChapterResult, area: Area, staying: list[Figure], rising: list[tuple[Figure, list[Figure]]]
) -> None:
    named = numbers.listed([dict(f.breakdown)["place"] for f in staying[:_MOST]])
    sentence: Phrase = (_staying(area, staying),)
    kinds = ""
    if rising:
        parts: list[Phrase] = [
            (f"{label(dict(change.breakdown)['category']).lower()} (", citing.change(change), ")")
            for change, _ in rising
        ]
        first, *rest = citing.joined(parts)
        verb = "are" if len(rising) > 1 else "is"
        sentence = (
            *sentence,
            f" {str(first)[:1].upper()}{str(first)[1:]}",
            *rest,
            f" {verb} rising, and {verb} concentrated there.",
        )
        listed = numbers.listed([label(dict(change.breakdown)["category"]).lower() for change, _ in rising])
        kinds = f", beginning with {listed}"
    tell(
        result,
        "priorities.plan",
        sentence,
        share=1.0,
        movement=max((float(change.value or 0) / 100 for change, _ in rising), default=0.0),
        sureness=1.0,
        duties=("regulation 7(c)", "regulation 7(d)"),
        recommendation=f"Open one problem-solving plan (scan, analyse, respond, assess) for {named}{kinds}. Choose "
        "areas to compare with before it begins, so that its effect can be told.",
        exhibit="priorities-matrix",
        also=tuple(staying[:_MOST]),
    )


def _staying(area: Area, staying: list[Figure]) -> str:
    """The first sentence: how many places, in which wards, and for how long."""
    count, quarters = len(staying), int(float(staying[0].denominator or 0))
    places = [dict(f.breakdown)["place"] for f in staying]
    wards = [place.rpartition("(")[2].rstrip(")").removesuffix(" ward") for place in places if "(" in place]
    held = sorted(set(wards), key=lambda ward: (-wards.count(ward), ward))
    where = f"{area.name}"
    if len(wards) == count and len(held) <= _MOST:
        every = "all " if count > 1 else ""
        where = f"{every}in {numbers.listed(held)} ward{'s' if len(held) > 1 else ''}"
    have = "neighbourhoods" if count > 1 else "neighbourhood"
    verb = "have" if count > 1 else "has"
    return (
        f"{spelled(count).capitalize()} {have}, {where}, {verb} had unusually high crime in nearly every one of "
        f"{spelled(quarters)} quarters."
    )
