"""Concentration: how few map points hold half of the crime, and whether that was so the year before."""

from __future__ import annotations

import numpy as np

from frith.assessment import citing
from frith.assessment.chapters.place_counts import Places
from frith.assessment.chapters.place_names import UNNAMED
from frith.assessment.chapters.telling import tell
from frith.assessment.definitions import Definition
from frith.assessment.exhibits import Cell, Column, LorenzChart, Table
from frith.assessment.findings import ChapterResult
from frith.assessment.statistics.arguments import Floats
from frith.assessment.statistics.concentration import corrected_gini, gini, lorenz_curve, places_that_hold
from frith.vocabulary import numbers
from frith.vocabulary.figures import Figure, Phrase
from frith.vocabulary.periods import Period

DEFINITIONS = (
    Definition(
        "places.half-share",
        1,
        "Map points that hold half of the crime",
        "The fewest map points that together hold at least half of a year's recorded crime, as a percentage of all map "
        "points of the area at which anything was recorded in the period assessed (Weisburd 2015).",
        "%",
    ),
    Definition(
        "places.gini",
        1,
        "Corrected Gini coefficient",
        "How unevenly a year's recorded crime is spread over the same map points, 0 for the most even spread "
        "possible and near 1 if one held all, corrected for years with fewer crimes than points (Bernasco and "
        "Steenbeek 2017).",
        "on a scale of 0 to 1",
    ),
)

_MOST_POINTS = 15
_CHART_POINTS = 200


def concentration(result: ChapterResult, places: Places) -> None:
    """Add the share of map points that hold half of the crime, each year, with the Lorenz curve of the last."""
    known = [year for year in places.years if places.cube.total(year) is not None]
    counted = {year: places.point_crime(year) for year in known}
    last = places.years[-1]
    if last not in counted or not counted[last].sum():
        result.gaps.append(
            "No crime could be set on map points in the last year, so its concentration is not shown."
        )
        return
    result.method.append(
        "Concentration is taken over the map points at which anything was recorded in the whole period, so a point "
        "without crime in one of the years counts. Points are where the police map crimes, not all places there are: "
        "the share would be smaller over all streets.",
    )
    halves = {}
    rows: list[tuple[Cell, ...]] = []
    for year in reversed(counted):
        counts = counted[year]
        if not counts.sum():
            continue
        half, spread = _figures(places, year, counts)
        halves[year] = (result.add(half), result.add(spread))
        rows.append(
            (
                year.words,
                int(counts.sum()),
                len(counts),
                half.numerator,
                half.value,
                gini(counts),
                spread.value,
            ),
        )
    result.exhibits.append(
        Table(
            id="places-concentration",
            title=f"{numbers.percent(halves[last][0].value, 1)} of map points hold half of the recorded crime of "
            f"{last.words}: each year compared",
            columns=(
                Column("year", "Year"),
                Column("crimes", "Crimes at map points", "count"),
                Column("points", "Map points", "count"),
                Column("half", "Points that hold half", "count"),
                Column("share", "Share of points", "percent"),
                Column("gini", "Gini", "decimal", 2),
                Column("corrected", "Gini, corrected", "decimal", 2),
            ),
            rows=tuple(reversed(rows)),
            sources=places.points.sources,
            annex=True,
        ),
    )
    _chart(result, places, counted[last], halves[last][0])
    _busiest(result, places, counted[last])
    _tell(result, places, halves)


def _figures(places: Places, year: Period, counts: Floats) -> tuple[Figure, Figure]:
    held = places_that_hold(counts)
    common = {"area": places.area.code, "period": year, "sources": places.points.sources}
    half = Figure(
        definition="places.half-share",
        value=100 * held.share_of_places,
        numerator=held.places,
        denominator=len(counts),
        unit="%",
        **common,  # type: ignore[arg-type]
    )
    spread = Figure(
        definition="places.gini",
        value=corrected_gini(counts),
        unit="on a scale of 0 to 1",
        **common,  # type: ignore[arg-type]
    )
    return half, spread


def _chart(result: ChapterResult, places: Places, counts: Floats, half: Figure) -> None:
    x, y = lorenz_curve(counts)
    kept = np.unique(np.round(np.linspace(0, len(x) - 1, min(len(x), _CHART_POINTS))).astype(int))
    share = float(half.value or 0) / 100
    result.exhibits.append(
        LorenzChart(
            id="places-concentration-chart",
            title=f"Half of recorded crime was mapped to {numbers.percent(half.value, 1)} of map points",
            alt=f"Curve: the busiest {numbers.percent(half.value, 1)} of map points hold half of recorded crime. The "
            "numbers are in the table of concentration.",
            x=tuple(float(v) for v in x[kept]),
            y=tuple(float(v) for v in y[kept]),
            x_label="Share of map points",
            table="places-concentration",
            sources=places.points.sources,
            marks=(
                (
                    share,
                    float(np.interp(share, x, y)),
                    f"{numbers.percent(half.value, 1)} of points hold half",
                ),
            ),
        ),
    )


def _busiest(result: ChapterResult, places: Places, counts: Floats) -> None:
    """The busiest map points, each on its own row: points of one name are never added together."""
    codes = {part.code: n for n, part in enumerate(places.parts)}
    order = sorted(
        (int(n) for n in np.flatnonzero(counts)),
        key=lambda n: (-counts[n], places.points.lsoa[n], places.points.names[n], n),
    )[:_MOST_POINTS]
    result.exhibits.append(
        Table(
            id="places-points",
            title=f"The busiest map point holds {numbers.percent(100 * float(counts.max() / counts.sum()), 1)} of the "
            f"recorded crime, {places.years[-1].words}",
            columns=(
                Column("point", "On or near"),
                Column("place", "Neighbourhood"),
                Column("count", "Crimes", "count"),
                Column("share", "Share", "percent"),
            ),
            rows=tuple(
                (
                    places.street_of(n) or UNNAMED,
                    places.names[codes[places.points.lsoa[n]]] if places.points.lsoa[n] in codes else "",
                    int(counts[n]),
                    100 * float(counts[n] / counts.sum()),
                )
                for n in order
            ),
            sources=places.points.sources,
            note="Each row is one map point, which stands for at least eight addresses or none and may gather the "
            "crimes of the streets around it: never an address. Several points can share a street. Where the police "
            "publish only a kind of place, the kind is not given.",
            annex=True,
        ),
    )


def _tell(result: ChapterResult, places: Places, halves: dict[Period, tuple[Figure, Figure]]) -> None:
    last = places.years[-1]
    half, spread = halves[last]
    sentence: Phrase = (
        f"Half of the recorded crime of {last.words} was mapped to {numbers.count(half.numerator)} of ",
        f"{numbers.count(half.denominator)} map points (",
        citing.percent(half, 1),
        ")",
    )
    before = places.years[-2] if len(places.years) > 1 and places.years[-2] in halves else None
    if before:
        sentence = (*sentence, "; the year before it was ", citing.percent(halves[before][0], 1))
    tell(
        result,
        "places.concentration",
        (*sentence, "."),
        share=0.5,
        caveats=(
            (
                "A map point gathers the crimes of the streets around it, so a share of map points is no share of all "
                "streets."
            ),
        ),
        duties=("regulation 7(a)", "regulation 7(d)"),
        exhibit="places-concentration-chart",
        also=(spread,),
        in_story=False,
    )
