"""Places: where recorded crime gathers, whether it stays there, and how far last year's hot spots still hold."""

from __future__ import annotations

import numpy as np

from frith.assessment.chapters import (
    place_busiest,
    place_concentration,
    place_density,
    place_hotspots,
    place_time,
    place_years,
)
from frith.assessment.chapters.place_counts import Places, gather
from frith.assessment.chapters.place_names import NAMING
from frith.assessment.chapters.sourcing import sourced
from frith.assessment.definitions import Definition
from frith.assessment.exhibits import Cell, Column, Table
from frith.assessment.findings import Chapter, ChapterResult
from frith.evidence.reading import Denominator, Evidence
from frith.vocabulary.areas import Area
from frith.vocabulary.figures import Figure
from frith.vocabulary.periods import Period

DEFINITIONS = (
    Definition(
        "places.crime",
        1,
        "Recorded crime in a neighbourhood",
        "Crimes on the street map (anti-social behaviour left out) whose published small area (LSOA) is this one. "
        "Each is mapped to the nearest anonymous map point, which can stand just across a boundary.",
        "crimes",
    ),
    Definition(
        "places.rate",
        1,
        "Recorded crime per 1,000 residents of a neighbourhood",
        "The same, divided by the neighbourhood's residents, times 1,000. Where people come to work, shop or go out "
        "it says nothing of a resident's risk.",
        "per 1,000 residents",
    ),
    *place_hotspots.DEFINITIONS,
    *place_time.DEFINITIONS,
    *place_years.DEFINITIONS,
    *place_concentration.DEFINITIONS,
    *place_density.DEFINITIONS,
)

FEWEST_PLACES = 12
"""Under this many small areas, statistics of neighbours say too little to be shown."""


def chapter(evidence: Evidence, area: Area, period: Period) -> ChapterResult:
    """Return where crime gathers; parts that the evidence cannot bear are left out and said to be."""
    result = ChapterResult(Chapter.PLACES, "Places")
    last = period.years[-1]
    result.method.append(
        "Crimes are mapped to anonymous map points, each standing for at least eight addresses or none, and only the "
        "month is known. So places here are small areas and map points, never addresses; nothing is said of times of "
        "day, repeat victims or near repeats.",
    )
    if evidence.street(area, last, area.kind).total(last) is None:
        result.gaps.append(
            f"Places: a month of {last.words} is not known, so the places of that year are not shown."
        )
        return result
    places = gather(evidence, area, period)
    if np.isnan(places.crime(last)).any():
        result.gaps.append(
            f"Places: in {last.words} some rows name small areas of another census, so the count of those that it "
            "split or merged is not known, and the places of that year are not shown."
        )
        return result
    result.method.append(NAMING)
    _table(result, places)
    if places.neighbours is None:
        result.gaps.append(
            f"No boundaries of small areas are loaded for {area.name}: hot spots and maps are left out."
        )
        place_busiest.tell_busiest(result, places)
    elif len(places.parts) < FEWEST_PLACES:
        result.gaps.append(
            f"{area.name} has only {len(places.parts)} small areas: too few to tell hot spots from chance.",
        )
        place_hotspots.count_map(result, places, places.crime(last))
        place_busiest.tell_busiest(result, places)
    else:
        place_hotspots.hot_spots(result, places)
        place_time.over_time(result, places)
        place_years.still_holding(result, places)
    place_concentration.concentration(result, places)
    place_density.density(result, places)
    return result


def _table(result: ChapterResult, places: Places) -> None:
    """Every small area with its crimes, its residents and its rate; figures for each, so that any can be cited."""
    last = places.years[-1]
    before = places.years[-2] if len(places.years) > 1 else None
    counts = places.crime(last)
    earlier = places.crime(before) if before else np.full(len(counts), np.nan)
    residents = _residents(places)
    order = np.lexsort((np.array(places.cube.areas), -counts))
    rows: list[tuple[Cell, ...]] = []
    for n in order:
        part, count = places.parts[n], int(counts[n])
        result.add(place_busiest.crime_figure(places, int(n)))
        people = residents.get(part.code)
        rate = None
        if people is not None:
            rate = result.add(_rate(places, part, count, people)).value
        rows.append(
            (
                places.names[n],
                part.code,
                places.wards[n],
                None if np.isnan(earlier[n]) else int(earlier[n]),
                count,
                people.value if people else None,
                rate,
            ),
        )
    years = {people.year for people in residents.values()}
    result.exhibits.append(
        Table(
            id="places-neighbourhoods",
            title=f"{places.names[order[0]]} has the most recorded crime of {len(order)} neighbourhoods, {last.words}",
            columns=(
                Column("name", "Neighbourhood"),
                Column("code", "Code"),
                Column("ward", "Ward"),
                Column("before", before.words if before else "Year before", "count"),
                Column("count", last.words, "count"),
                Column(
                    "residents", f"Residents ({', '.join(sorted(years))})" if years else "Residents", "count"
                ),
                Column("rate", "Per 1,000 residents", "rate"),
            ),
            rows=tuple(rows),
            sources=tuple(dict.fromkeys((*places.cube.sources, *(p.source for p in residents.values())))),
            note="The rate is no measure of a resident's risk where many people come to work, shop or go out, so it "
            "is not mapped.",
            annex=True,
        ),
    )


def _residents(places: Places) -> dict[str, Denominator]:
    """Residents of each small area, of the year nearest to the last."""
    year = places.years[-1].first.year
    nearest: dict[str, Denominator] = {}
    for one in places.evidence.denominators(places.parts):
        if one.unit == "residents" and one.value > 0:
            held = nearest.get(one.area)
            if held is None or abs(_year(one) - year) < abs(_year(held) - year):
                nearest[one.area] = one
    return {area: sourced(places.evidence, one) for area, one in nearest.items()}


def _year(one: Denominator) -> int:
    return int("".join(ch for ch in one.year[:4] if ch.isdigit()) or 0)


def _rate(places: Places, part: Area, count: int, people: Denominator) -> Figure:
    return Figure(
        definition="places.rate",
        value=1000 * count / people.value,
        numerator=count,
        denominator=people.value,
        unit="per 1,000 residents",
        area=part.code,
        period=places.years[-1],
        sources=(*places.cube.sources, people.source),
        note=people.caveat,
    )
