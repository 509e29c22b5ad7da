"""What follows from findings taken together: places that stay hot, and the kinds of crime that rise in them."""

from __future__ import annotations

import numpy as np

from frith.assessment import citing
from frith.assessment.chapters.mapping import small_areas
from frith.assessment.chapters.overview import CRIME, label
from frith.assessment.chapters.place_names import place_names
from frith.assessment.chapters.telling import beyond_chance, spelled, tell
from frith.assessment.definitions import Definition
from frith.assessment.findings import ChapterResult
from frith.assessment.matrix.measures import Figures
from frith.assessment.statistics.proportions import wilson_interval
from frith.evidence.counts import CountCube
from frith.evidence.reading import Evidence
from frith.vocabulary import numbers
from frith.vocabulary.areas import Area, AreaKind
from frith.vocabulary.categories import BY_ID
from frith.vocabulary.figures import Figure, Interval, Phrase
from frith.vocabulary.periods import Period

DEFINITIONS = (
    Definition(
        "priorities.share-there",
        1,
        "Share of a kind of crime in the neighbourhoods named for a plan",
        "Recorded crimes of one category in the neighbourhoods for which a problem-solving plan is recommended, as a "
        "percentage of all of that category that are placed in a small area. Wilson score interval.",
        "%",
    ),
)

_MOST = 3
_CLEARLY = 2
"""A kind of crime gathers in places if their share of it is at least so many times their share of neighbourhoods."""
_STAYING = ("persistent", "intensifying")
RULE = (
    "Places for a problem-solving plan (rule adopted in November 2026, version 2): of the neighbourhoods that stayed "
    "hot (persistent or intensifying), up to three with most estimated harm in the last year, or with most recorded "
    "crimes where no harm table is loaded. A kind of crime is named beside them if it rose in the whole area by more "
    "than chance and the usual scatter, and the places hold at least twice as large a share of it as of the "
    "neighbourhoods (the lower end of its 95% interval does): those ranked first, then the larger rises in number."
)


def plan(
    result: ChapterResult, evidence: Evidence, area: Area, figures: Figures, first: tuple[str, ...]
) -> None:
    """Add the finding that some places stay hot, with what rises in them and a problem-solving plan to recommend.

    ``first`` are the categories ranked first, in order. RULE says how places and kinds of crime are chosen.
    """
    staying = [f for f in figures.all("places.quarters-hot") if dict(f.breakdown)["class"] in _STAYING]
    if not staying:
        return
    result.method.append(RULE)
    named, reason = _worst(staying, figures)
    rising = [
        change
        for change in figures.all("trend.change")
        if dict(change.breakdown).get("category", "") in BY_ID and _rose(change)
    ]
    rising.sort(key=lambda change: _order(change, first))
    year = next(f.period for f in figures.all("places.crime") if f.period)
    cube = evidence.street(area, year, AreaKind.LSOA11)
    shares = _shares(cube, area, year, named)
    kinds = [(change, shares.get(dict(change.breakdown)["category"])) for change in rising]
    part = len(named) / len(cube.areas)
    there = [(change, share) for change, share in kinds if share is not None and _gathers(share, part)]
    busier = _busier(evidence, cube, area, year, {f.area for f in staying}, named)
    _tell(result, area, (staying, named), reason, there[:_MOST], shares[CRIME], busier)


def _worst(staying: list[Figure], figures: Figures) -> tuple[list[Figure], str]:
    """Return up to three places with most estimated harm, or most crimes where no harm is known, and which it was."""
    codes = {f.area for f in staying}
    harm, crimes = (
        {f.area: float(f.value or 0) for f in figures.all(definition) if f.area in codes}
        for definition in ("harm.share", "places.crime")
    )
    weighed = harm.keys() == codes
    size, reason = (harm, "most estimated harm") if weighed else (crimes, "most recorded crime")
    order = sorted(staying, key=lambda f: (-size.get(f.area, 0.0), f.area))
    return order[:_MOST], reason


def _rose(change: Figure) -> bool:
    return float(change.value or 0) > 0 and beyond_chance(change)


def _order(change: Figure, first: tuple[str, ...]) -> tuple[int, float, str]:
    category = dict(change.breakdown)["category"]
    place = first.index(category) if category in first else len(first)
    return place, float(change.denominator or 0) - float(change.numerator or 0), category


def _shares(cube: CountCube, area: Area, year: Period, named: list[Figure]) -> dict[str, Figure]:
    """Return the share that the places named hold of each category, and of all recorded crime, in a year."""
    there = np.isin(np.array(cube.areas), [f.area for f in named])
    each = {category: cube.by_area(year, category) for category in cube.categories}
    each[CRIME] = np.sum([counts for c, counts in each.items() if BY_ID[c].recorded_crime], axis=0)
    found = {}
    for category, counts in each.items():
        if np.isnan(counts).any() or not counts.sum():
            continue
        inside, whole = float(counts[there].sum()), float(counts.sum())
        limits = wilson_interval(inside, whole)
        found[category] = Figure(
            definition="priorities.share-there",
            value=100 * inside / whole,
            numerator=inside,
            denominator=whole,
            unit="%",
            area=area.code,
            period=year,
            breakdown=(("category", category), ("places", ", ".join(sorted(f.area for f in named)))),
            interval=Interval(100 * float(limits.lower), 100 * float(limits.upper), 0.95, "Wilson score"),
            sources=cube.sources,
        )
    return found


def _busier(
    evidence: Evidence, cube: CountCube, area: Area, year: Period, staying: set[str], named: list[Figure]
) -> list[str]:
    """Name up to three places with more recorded crime than any named for the plan, which have not stayed hot."""
    kinds = tuple(c for c in cube.categories if BY_ID[c].recorded_crime)
    counts = cube.select(categories=kinds).by_area(year)
    most = max(
        count for code, count in zip(cube.areas, counts, strict=True) if code in {f.area for f in named}
    )
    order = [int(n) for n in np.lexsort((np.array(cube.areas), -counts))]
    found = [n for n in order if counts[n] > most and cube.areas[n] not in staying][:_MOST]
    if not found:
        return []
    parts = small_areas(evidence, cube.areas)
    names = place_names(evidence, parts, evidence.map_points(area, year), year)
    return [names[n] for n in found]


def _gathers(share: Figure, part: float) -> bool:
    """Whether places hold clearly more of a kind of crime than their part (0 to 1) of the neighbourhoods."""
    return share.interval is not None and share.interval.low >= 100 * _CLEARLY * part


def _tell(
    result: ChapterResult,
    area: Area,
    chosen: tuple[list[Figure], list[Figure]],
    reason: str,
    there: list[tuple[Figure, Figure]],
    whole: Figure,
    busier: list[str],
) -> None:
    staying, named = chosen
    places = numbers.listed([dict(f.breakdown)["place"] for f in named])
    fewer = len(named) < len(staying)
    sentence: Phrase = (
        _staying(area, staying),
        f" Of these, {places} have {reason}." if fewer else f" {_being(named)} {places}.",
    )
    kinds = ""
    if there:
        everything: Phrase = (", against ", citing.percent(result.add(whole)), " of all recorded crime")
        parts: list[Phrase] = [
            (
                citing.percent(result.add(share)),
                f" of the {area.kind.words}'s {_kind(change)} (",
                citing.change(change),
                f" across {area.name})",
            )
            for change, share in there
        ]
        hold = f" {'It holds' if len(named) == 1 else 'They hold'} "
        sentence = (*sentence, hold, *citing.joined(parts), *everything, ".")
        kinds = f", beginning with {numbers.listed([_kind(change) for change, _ in there])}"
    rule = f" Of the {spelled(len(staying))} that stayed hot these have {reason}." if fewer else ""
    beside = (
        f" Consider beside it {numbers.listed(busier)}, where more crime was recorded in the year and which have not "
        "stayed hot."
        if busier
        else ""
    )
    tell(
        result,
        "priorities.plan",
        sentence,
        share=1.0,
        movement=max((float(change.value or 0) / 100 for change, _ in there), default=0.0),
        sureness=1.0,
        duties=("regulation 7(c)", "regulation 7(d)"),
        recommendation=f"Open one problem-solving plan (scan, analyse, respond, assess) for {places}{kinds}.{rule} "
        f"Choose areas to compare with before it begins, so that its effect can be told.{beside}",
        exhibit="priorities-matrix",
        also=tuple(named),
    )


def _being(named: list[Figure]) -> str:
    return "It is" if len(named) == 1 else "They are"


def _kind(change: Figure) -> str:
    return label(dict(change.breakdown)["category"]).lower()


def _staying(area: Area, staying: list[Figure]) -> str:
    """The first sentence: how many places, in which wards, and for how long."""
    count, quarters = len(staying), int(float(staying[0].denominator or 0))
    wards = [ward for ward in (dict(f.breakdown).get("ward", "") for f in staying) if ward]
    held = sorted(set(wards), key=lambda ward: (-wards.count(ward), ward))
    where = f"in {area.name}"
    if len(wards) == count and len(held) <= _MOST:
        every = "all " if count > 1 else ""
        where = f"{every}in {numbers.listed(held)} ward{'s' if len(held) > 1 else ''}"
    have = "neighbourhoods" if count > 1 else "neighbourhood"
    verb = "have" if count > 1 else "has"
    return (
        f"{spelled(count).capitalize()} {have}, {where}, {verb} had unusually high crime in nearly every one of "
        f"{spelled(quarters)} quarters."
    )
