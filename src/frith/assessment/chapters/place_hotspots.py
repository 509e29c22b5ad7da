"""Hot spots of small areas by Gi*, called by permutation and shown beside the analytic test; for each category too."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from frith.assessment import citing
from frith.assessment.arguments import Booleans, Floats
from frith.assessment.chapters.mapping import area_map, quantile_classes
from frith.assessment.chapters.overview import label
from frith.assessment.chapters.place_counts import Places
from frith.assessment.chapters.telling import opening, spelled, tell
from frith.assessment.definitions import Definition
from frith.assessment.exhibits import Cell, Column, Table
from frith.assessment.findings import ChapterResult
from frith.assessment.hotspots import (
    DEFAULT_DRAWS,
    draws_needed,
    gi_star,
    gi_star_permutation,
    hot_and_cold,
    normal_p,
)
from frith.vocabulary import numbers
from frith.vocabulary.figures import Figure, Phrase

DEFINITIONS = (
    Definition(
        "places.gi-star",
        1,
        "Hot-spot score of a neighbourhood",
        "Getis and Ord's Gi*: crimes of a small area and those that touch it, against what the whole area would lead "
        "one to expect, in standard deviations. Its p-value comes from drawing neighbours at random, two-sided, and "
        "is not adjusted; hot spots are called after adjusting for all the neighbourhoods looked at (Benjamini and "
        "Hochberg, 5%).",
        "standard deviations",
    ),
    Definition(
        "places.hot-spots",
        1,
        "Neighbourhoods that are hot spots",
        "Small areas called hot by Gi*, by permutation, after adjustment for false discovery at 5%.",
        "neighbourhoods",
    ),
    Definition(
        "places.hot-share",
        1,
        "Share of crime in hot spots",
        "Recorded crimes in the neighbourhoods called hot as a percentage of all that are placed in a small area.",
        "%",
    ),
)

NAMED = 3
MANY_DRAWS = 19_999
"""Draws for each category and each quarter; all recorded crime of the year gets DEFAULT_DRAWS."""
_FEWEST_CRIMES = 100
_TOP, _ALONE = 10, 2
"""Of the ten busiest small areas, up to two that are no hot spot (busy but standing alone) are named."""
_MOST_WARDS = 3
_CLASSES = ("Not a hot spot", "Hot by the analytic test only", "Hot spot")


def crime_figure(places: Places, position: int) -> Figure:
    """Return the ``places.crime`` figure of a small area in the last year."""
    last = places.years[-1]
    count = int(places.crime(last)[position])
    return Figure(
        definition="places.crime",
        value=count,
        numerator=count,
        unit="crimes",
        area=places.parts[position].code,
        period=last,
        sources=places.cube.sources,
    )


@dataclass(frozen=True, slots=True)
class Called:
    """One family of tests over the small areas.

    ``z`` is Gi*, ``p`` its permutation p-value, ``calls`` 1 hot, -1 cold and 0 neither after adjustment, ``analytic``
    where the analytic test says hot.
    """

    z: Floats
    p: Floats
    calls: NDArray[np.int8]
    analytic: Booleans

    @property
    def hot(self) -> Booleans:
        """Where a hot spot is called."""
        return np.asarray(self.calls == 1)


def call_hot(places: Places, variables: list[Floats], draws: int = MANY_DRAWS) -> list[Called]:
    """Call hot and cold spots of each variable (counts per small area), all against one set of draws.

    Never fewer draws than could call one small area hot after adjustment.
    """
    if places.neighbours is None or not variables:
        return []
    counts = np.column_stack(variables)
    most = int(np.diff(places.neighbours.indptr).max(initial=0))
    draws = max(draws, draws_needed(len(counts), neighbours=most))
    z = gi_star(counts, places.neighbours)
    p = gi_star_permutation(counts, places.neighbours, draws=draws).p
    return [
        Called(zs, ps, hot_and_cold(zs, ps, draws=draws), hot_and_cold(zs, normal_p(zs)) == 1)
        for zs, ps in zip(z.T, p.T, strict=True)
    ]


def hot_spots(result: ChapterResult, places: Places) -> None:
    """Add the hot spots of all recorded crime in the last year, and of each category with enough of it."""
    last = places.years[-1]
    counts = places.crime(last)
    each = {c: places.crime(last, (c,)) for c in places.cube.categories}
    enough = {c: n for c, n in each.items() if not np.isnan(n).any() and n.sum() >= _FEWEST_CRIMES}
    overall = call_hot(places, [counts], DEFAULT_DRAWS)[0]
    others = call_hot(places, list(enough.values()))
    _table(result, places, counts, overall)
    _maps(result, places, counts, overall)
    result.method.append(
        f"Hot spots are found with Gi* on counts in small areas that touch (within one metre), by {DEFAULT_DRAWS:,} "
        f"random draws of neighbours ({MANY_DRAWS:,} for a category or a quarter) with a fixed seed, two-sided, with "
        "false discovery held at 5% over all small areas. The analytic test, which takes counts to be normal, is "
        "shown beside it; neighbouring tests share crimes, so neither is exact.",
    )
    held = _add_figures(result, places, counts, overall.hot)
    if overall.hot.any():
        _tell_hot(result, places, counts, overall.hot, held)
    else:
        _tell_none(result, places, overall)
    _by_category(result, places, dict(zip(enough, others, strict=True)))


def _tell_none(result: ChapterResult, places: Places, overall: Called) -> None:
    weaker = [int(n) for n in np.lexsort((np.array(places.cube.areas), -overall.z)) if overall.analytic[n]]
    words = "No neighbourhood stands out as a hot spot by more than chance."
    if weaker:
        named = numbers.listed([places.short_name(n) for n in weaker[:NAMED]])
        words = (
            f"By random draws no neighbourhood stands out beyond chance; by the analytic test alone {named} would, "
            f"which with {len(overall.z)} neighbourhoods is an indication and no more."
        )
    result.story.append((words,))


def _add_figures(
    result: ChapterResult, places: Places, counts: Floats, hot: Booleans
) -> tuple[Figure, Figure]:
    last = places.years[-1]
    number = Figure(
        definition="places.hot-spots",
        value=int(hot.sum()),
        numerator=int(hot.sum()),
        denominator=len(hot),
        unit="neighbourhoods",
        area=places.area.code,
        period=last,
        breakdown=(("category", "recorded-crime"),),
        sources=places.cube.sources,
    )
    inside = float(counts[hot].sum())
    share = Figure(
        definition="places.hot-share",
        value=100 * inside / counts.sum() if counts.sum() else None,
        numerator=inside,
        denominator=float(counts.sum()),
        unit="%",
        area=places.area.code,
        period=last,
        breakdown=(("category", "recorded-crime"),),
        sources=places.cube.sources,
    )
    return result.add(number), result.add(share)


def _tell_hot(
    result: ChapterResult, places: Places, counts: Floats, hot: Booleans, held: tuple[Figure, Figure]
) -> None:
    number, share = held
    order = [int(n) for n in np.lexsort((np.array(places.cube.areas), -counts))]
    busiest = [n for n in order if hot[n]][:NAMED]
    wards = by_ward(places, np.flatnonzero(hot).tolist())
    are, hold = ("is a hot spot", "it holds") if number.value == 1 else ("are hot spots", "they hold")
    area = (
        "The busiest is the area that includes "
        if len(busiest) == 1
        else f"The {spelled(len(busiest))} busiest are the areas that include "
    )
    sentence: Phrase = (
        *opening(number),
        f" of {len(hot)} neighbourhoods {are} of recorded crime{wards}; {hold} ",
        citing.percent(share),
        f" of it. {area}",
        *_with_crimes(result, places, busiest),
        ".",
    )
    alone = [n for n in order[:_TOP] if not hot[n]][:_ALONE]
    if alone:
        also = (
            "is also among the busiest but stands"
            if len(alone) == 1
            else "are also among the busiest but stand"
        )
        which = "The neighbourhood that includes " if len(alone) == 1 else "The neighbourhoods that include "
        sentence = (*sentence, f" {which}", *_with_crimes(result, places, alone), f" {also} alone.")
    tell(
        result,
        "places.hot-spots",
        sentence,
        share=float(share.value or 0) / 100,
        sureness=1.0,
        caveats=(
            "A hot spot says where crime is recorded, not why, and takes no account of how many people are there.",
            "Crimes are mapped to anonymous map points: a neighbourhood is named, never an address.",
        ),
        duties=("regulation 7(a)", "regulation 7(d)"),
        exhibit="places-hot-spots-map",
    )


def _with_crimes(result: ChapterResult, places: Places, positions: list[int]) -> Phrase:
    """Small areas by the street that each includes, with its crimes."""
    return citing.joined(
        [
            (f"{name} (", citing.count(result.add(crime_figure(places, n))), " crimes)")
            for name, n in zip(places.known_by(positions), positions, strict=True)
        ]
    )


def by_ward(places: Places, positions: list[int]) -> str:
    """How many of some small areas each ward has, the most first: ``, six in West End ward and two in St James's``."""
    found: dict[str, int] = {}
    for n in positions:
        if places.wards[n]:
            found[places.wards[n]] = found.get(places.wards[n], 0) + 1
    order = sorted(found, key=lambda w: (-found[w], w))
    if not order:
        return ""
    if len(order) == 1 and found[order[0]] == len(positions):
        return f", {'all ' if found[order[0]] > 1 else ''}in {order[0]} ward"
    told = [f"{spelled(found[w])} in {w}{' ward' if w == order[0] else ''}" for w in order[:_MOST_WARDS]]
    rest = sum(found[w] for w in order[_MOST_WARDS:])
    return f", {numbers.listed([*told, f'{spelled(rest)} in other wards'] if rest else told)}"


def _table(result: ChapterResult, places: Places, counts: Floats, overall: Called) -> None:
    z, calls, analytic = overall.z, overall.calls, overall.analytic
    rows: list[tuple[Cell, ...]] = []
    for n in np.lexsort((np.array(places.cube.areas), -z)):
        figure = result.add(_score(places, "recorded-crime", int(n), overall))
        call = {1: "hot", -1: "cold", 0: ""}[int(calls[n])]
        rows.append(
            (
                places.short_name(int(n)),
                int(counts[n]),
                figure.value,
                figure.p_value,
                call,
                "hot" if analytic[n] else "",
            )
        )
    result.exhibits.append(
        Table(
            id="places-hot",
            title=f"Hot and cold spots of recorded crime, {places.years[-1].words}",
            columns=(
                Column("place", "Neighbourhood"),
                Column("count", "Crimes", "count"),
                Column("z", "Gi*", "decimal", 2),
                Column("p", "p (permutation)", "p"),
                Column("call", "Called (adjusted)"),
                Column("analytic", "Analytic test"),
            ),
            rows=tuple(rows),
            sources=places.cube.sources,
            annex=True,
        ),
    )


def _score(places: Places, category: str, position: int, called: Called) -> Figure:
    """The ``places.gi-star`` figure of a small area."""
    p = float(called.p[position])
    return Figure(
        definition="places.gi-star",
        value=float(called.z[position]),
        unit="standard deviations",
        area=places.parts[position].code,
        period=places.years[-1],
        breakdown=(("category", category),),
        p_value=None if np.isnan(p) else p,
        test="Gi* by permutation, two-sided, not adjusted",
        sources=places.cube.sources,
    )


def _maps(result: ChapterResult, places: Places, counts: Floats, overall: Called) -> None:
    last = places.years[-1]
    classes, labels = quantile_classes(counts)
    top = int(np.lexsort((np.array(places.cube.areas), -counts))[0])
    drawn = area_map(
        places.evidence,
        places.area,
        places.parts,
        classes,
        id="places-map",
        title=f"Most crime was mapped in {places.short_name(top)}, {last.words}",
        alt=f"Map of neighbourhoods shaded by recorded crimes in {last.words}. The numbers are in the table of "
        "neighbourhoods.",
        class_labels=labels,
        legend=f"Recorded crimes, {last.words}",
        table="places-neighbourhoods",
        sources=places.cube.sources,
        note="Counts, not rates: shading shows where crime is mapped, whoever lives there.",
    )
    kinds = np.select([overall.hot, overall.analytic], [2, 1], default=0)
    hot = area_map(
        places.evidence,
        places.area,
        places.parts,
        tuple(int(k) for k in kinds),
        id="places-hot-spots-map",
        title=_hot_title(places, overall.hot),
        alt="Map of neighbourhoods that are hot spots. The numbers are in the table of hot spots.",
        class_labels=_CLASSES,
        legend=f"Recorded crime, {last.words}",
        table="places-hot",
        sources=places.cube.sources,
    )
    result.exhibits.extend(one for one in (drawn, hot) if one is not None)


def _hot_title(places: Places, hot: Booleans) -> str:
    count = int(hot.sum())
    if not count:
        return "No neighbourhood is a hot spot of recorded crime beyond chance"
    first = spelled(count).capitalize()
    are = "neighbourhoods are hot spots" if count > 1 else "neighbourhood is a hot spot"
    named = [places.wards[n] for n in np.flatnonzero(hot) if places.wards[n]]
    if not named:
        return f"{first} {are} of recorded crime"
    most = min(set(named), key=lambda ward: (-named.count(ward), ward))
    part = "all" if named.count(most) == count else f"{spelled(named.count(most))} of them"
    where = f"in {most} ward" if count == 1 else f"{part} in {most} ward"
    return f"{first} {are} of recorded crime, {where}"


def _by_category(result: ChapterResult, places: Places, called: dict[str, Called]) -> None:
    """How many hot spots each category has, and the busiest of them."""
    last = places.years[-1]
    rows: list[tuple[Cell, ...]] = []
    for category, found in called.items():
        counts, hot = places.crime(last, (category,)), found.hot
        for n in np.flatnonzero(hot):
            result.add(_score(places, category, int(n), found))
        result.add(
            Figure(
                definition="places.hot-spots",
                value=int(hot.sum()),
                numerator=int(hot.sum()),
                denominator=len(hot),
                unit="neighbourhoods",
                area=places.area.code,
                period=last,
                breakdown=(("category", category),),
                sources=places.cube.sources,
            ),
        )
        order = [int(n) for n in np.lexsort((np.array(places.cube.areas), -counts)) if hot[n]]
        named = "; ".join(f"{places.short_name(n)} {numbers.count(counts[n])}" for n in order[:NAMED])
        inside = 100 * float(counts[hot].sum() / counts.sum())
        rows.append(
            (label(category), int(counts.sum()), int(hot.sum()), inside if hot.any() else None, named)
        )
    result.exhibits.append(
        Table(
            id="places-hot-categories",
            title=f"Hot spots of each category, {last.words}",
            columns=(
                Column("category", "Category"),
                Column("count", "Incidents", "count"),
                Column("hot", "Hot neighbourhoods", "count"),
                Column("share", "Share in them", "percent"),
                Column("busiest", "Busiest of them"),
            ),
            rows=tuple(sorted(rows, key=lambda row: (-int(row[1] or 0), str(row[0])))),
            sources=places.cube.sources,
            note=f"Categories with at least {_FEWEST_CRIMES} incidents. Each category is a family of tests of its own.",
        ),
    )
