"""What follows from findings taken together: places that stay hot, and the kinds of crime that gather in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from frith.assessment import citing
from frith.assessment.chapters.mapping import small_areas
from frith.assessment.chapters.overview import CRIME, label
from frith.assessment.chapters.place_names import number_of, place_names
from frith.assessment.chapters.telling import beyond_chance, spelled, tell
from frith.assessment.definitions import Definition
from frith.assessment.exhibits import Column, Table
from frith.assessment.findings import ChapterResult
from frith.assessment.matrix.measures import Figures
from frith.assessment.statistics.arguments import Booleans, Floats
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
_REAL = 0.05
"""A kind of crime is a real part of what is recorded in places if it makes up at least this share (0 to 1) of it."""
_STAYING = ("persistent", "intensifying")
RULE = (
    "Places for a problem-solving plan (rule adopted in November 2026, version 3): of the neighbourhoods that stayed "
    "hot (persistent or intensifying), up to three with most estimated harm in the last year, or with most recorded "
    "crimes where no harm table is loaded. A kind of crime is named beside them if the places together hold more of it "
    "than their share of all recorded crime (the lower end of its 95% interval does) and if it makes up at least 5% of "
    "the crime in them: up to three kinds, those with most crimes above that share first. Where the same is not true "
    "of each of the places by itself, those of which it is true stand in brackets. Whether the kind of crime rose is "
    "told beside it and decides nothing."
)


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of crime in the places named for a plan.

    ``expected`` is how many crimes would be there if the places held as much of it as of all recorded crime,
    ``part`` (0 to 1) what it makes up of the crime in the places, ``gathers`` whether the rule names it and
    ``at`` the places of which the rule would name it if each were alone.
    """

    category: str
    share: Figure
    expected: float
    part: float
    gathers: bool
    at: tuple[str, ...]

    @property
    def excess(self) -> float:
        return float(self.share.numerator or 0) - self.expected


def plan(result: ChapterResult, evidence: Evidence, area: Area, figures: Figures) -> None:
    """Add the finding that some places stay hot, with what gathers in them and a problem-solving plan to recommend.

    RULE says how places and kinds of crime are chosen.
    """
    staying = [f for f in figures.all("places.quarters-hot") if dict(f.breakdown)["class"] in _STAYING]
    if not staying:
        return
    result.method.append(RULE)
    named, reason = _worst(staying, figures)
    year = next(f.period for f in figures.all("places.crime") if f.period)
    cube = evidence.street(area, year, AreaKind.LSOA11)
    whole, kinds = _kinds(cube, area, year, named)
    result.exhibits.append(_table(cube, year, named, kinds))
    rose = {dict(f.breakdown).get("category", ""): f for f in figures.all("trend.change") if beyond_chance(f)}
    there = [(kind, rose.get(kind.category)) for kind in kinds if kind.gathers][:_MOST]
    busier = _busier(evidence, cube, area, year, {f.area for f in staying}, named)
    _tell(result, area, (staying, named), reason, there, whole, busier)


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


def _kinds(cube: CountCube, area: Area, year: Period, named: list[Figure]) -> tuple[Figure, list[_Kind]]:
    """Return the share of all recorded crime that the places hold, and each kind there, most crimes above it first."""
    each = {c: cube.by_area(year, c) for c in cube.categories if BY_ID[c].recorded_crime}
    each = {c: counts for c, counts in each.items() if not np.isnan(counts).any() and counts.sum()}
    crime = np.sum(list(each.values()), axis=0)
    codes = np.array(cube.areas)
    everywhere = np.isin(codes, [f.area for f in named])

    def share(category: str, counts: Floats) -> Figure:
        inside, total = float(counts[everywhere].sum()), float(counts.sum())
        limits = wilson_interval(inside, total)
        return Figure(
            definition="priorities.share-there",
            value=100 * inside / total,
            numerator=inside,
            denominator=total,
            unit="%",
            area=area.code,
            period=year,
            breakdown=(("category", category), ("places", ", ".join(sorted(f.area for f in named)))),
            interval=Interval(100 * float(limits.lower), 100 * float(limits.upper), 0.95, "Wilson score"),
            sources=cube.sources,
        )

    kinds = [
        _Kind(
            category,
            share(category, counts),
            float(counts.sum() * crime[everywhere].sum() / crime.sum()),
            float(counts[everywhere].sum() / crime[everywhere].sum()),
            gathers(counts, crime, everywhere),
            tuple(_number(f) for f in named if gathers(counts, crime, codes == f.area)),
        )
        for category, counts in each.items()
    ]
    return share(CRIME, crime), sorted(kinds, key=lambda kind: (-kind.excess, kind.category))


def gathers(counts: Floats, crime: Floats, there: Booleans) -> bool:
    """Whether a kind of crime is over-represented in places and a real part of their crime.

    ``counts`` of the kind and ``crime`` of all recorded crime are by small area; ``there`` marks the places. Over-
    represented: the lower end of the 95% interval (Wilson) of their share of the kind lies above their share of all
    recorded crime. A real part: at least 5% of the crime in them.
    """
    inside, all_inside = float(counts[there].sum()), float(crime[there].sum())
    if not inside:
        return False
    least = float(wilson_interval(inside, float(counts.sum())).lower)
    return least > all_inside / float(crime.sum()) and inside / all_inside >= _REAL


def _table(cube: CountCube, year: Period, named: list[Figure], kinds: list[_Kind]) -> Table:
    told = [_kind(kind.category) for kind in kinds if kind.gathers][:_MOST]
    numbered = numbers.listed([_number(f) for f in named])
    found = (
        f"{numbers.listed(told)} gather most"
        if len(told) > 1
        else f"{told[0]} gathers"
        if told
        else "none gathers"
    )
    return Table(
        id="priorities-plan",
        title=f"Kinds of crime in {numbered}, {year.words}: {found}",
        columns=(
            Column("kind", "Kind of crime"),
            Column("there", "Crimes there", "count"),
            Column("expected", "Expected by the share of all crime", "count"),
            Column("excess", "More than expected", "count"),
            Column("share", "Share of the kind", "percent"),
            Column("part", "Share of the crime there", "percent"),
            Column("at", "Gathers in"),
        ),
        rows=tuple(
            (
                label(kind.category),
                int(kind.share.numerator or 0),
                round(kind.expected),
                round(kind.excess),
                kind.share.value,
                100 * kind.part,
                ", ".join(kind.at),
            )
            for kind in kinds
        ),
        sources=cube.sources,
        note="Expected: as large a share of the kind as of all recorded crime. The last column names the places of "
        "which the rule for a plan would name the kind if each were alone.",
        annex=True,
    )


def _number(stayed: Figure) -> str:
    return number_of(dict(stayed.breakdown)["place"])


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
    names = place_names(evidence, area, parts)
    return [names[n] for n in found]


def _tell(
    result: ChapterResult,
    area: Area,
    chosen: tuple[list[Figure], list[Figure]],
    reason: str,
    there: list[tuple[_Kind, Figure | None]],
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
    hold = f" {'It holds' if len(named) == 1 else 'They hold'} "
    everything: Phrase = (citing.percent(result.add(whole)), " of all recorded crime")
    if there:
        parts = list(_shares(result, area, there))
        sentence = (*sentence, hold, *citing.joined(parts), ", against ", *everything, ".")
        kinds = f", beginning with {numbers.listed([_where(kind, len(named)) for kind, _ in there])}"
    else:
        sentence = (*sentence, hold, *everything, ", and clearly more than that of no kind of crime.")
        kinds = ""
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
        movement=max((float(change.value or 0) / 100 for _, change in there if change), default=0.0),
        sureness=1.0,
        duties=("regulation 7(c)", "regulation 7(d)"),
        recommendation=f"Open one problem-solving plan (scan, analyse, respond, assess) for {places}{kinds}.{rule} "
        f"Choose areas to compare with before it begins, so that its effect can be told.{beside}",
        exhibit="priorities-plan",
        also=tuple(named),
    )


def _being(named: list[Figure]) -> str:
    return "It is" if len(named) == 1 else "They are"


def _shares(result: ChapterResult, area: Area, there: list[tuple[_Kind, Figure | None]]) -> Iterator[Phrase]:
    """Yield what the places hold of each kind, and how it moved in the whole area where that is beyond chance."""
    whose, across = f"the {area.kind.words}'s", f" across {area.name}"
    for kind, change in there:
        moved: Phrase = (" (", citing.change(change), f"{across})") if change else ()
        across = "" if change else across
        yield (citing.percent(result.add(kind.share)), f" of {whose} {_kind(kind.category)}", *moved)
        whose = "its"


def _kind(category: str) -> str:
    return label(category).lower()


def _where(kind: _Kind, places: int) -> str:
    """Name a kind of crime, and in brackets the places where it gathers, if not in each of several."""
    at = f" (in {numbers.listed(list(kind.at))})" if 0 < len(kind.at) < places else ""
    return f"{_kind(kind.category)}{at}"


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
