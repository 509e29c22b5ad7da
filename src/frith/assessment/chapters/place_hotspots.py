"""Hot spots of small areas by Gi*, called by permutation and shown beside the analytic test; for each category too."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from frith.assessment import citing
from frith.assessment.chapters.mapping import area_map, quantile_classes
from frith.assessment.chapters.overview import label
from frith.assessment.chapters.place_busiest import (
    NAMED,
    blocks,
    borderline,
    busiest,
    busiest_codes,
    busy_alone,
    by_ward,
    order_of,
    touching,
    with_crimes,
)
from frith.assessment.chapters.place_counts import Places
from frith.assessment.chapters.telling import opening, spelled, tell
from frith.assessment.definitions import Definition
from frith.assessment.exhibits import Cell, Column, Table
from frith.assessment.findings import ChapterResult
from frith.assessment.statistics.arguments import Booleans, Floats
from frith.assessment.statistics.hotspots import (
    DEFAULT_DRAWS,
    draws_needed,
    gi_star,
    gi_star_permutation,
    hot_and_cold,
    normal_p,
)
from frith.vocabulary import numbers
from frith.vocabulary.figures import Figure, Phrase
from frith.vocabulary.periods import Period

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

MANY_DRAWS = 19_999
"""Draws for each category and each quarter; all recorded crime of the year gets DEFAULT_DRAWS."""
_FEWEST_CRIMES = 100
_TENTH = 10
"""Under this many small areas a tenth of them is none."""
_CLASSES = ("Not a hot spot", "Borderline", "Hot spot")
_TWO_TESTS = (
    "Borderline: hot by one of two tests, and not by the one that decides (annex, how this was made)."
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

    @property
    def weaker(self) -> Booleans:
        """Where the analytic test alone says hot: borderline."""
        return np.asarray(self.analytic & ~self.hot)


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
    count_map(result, places, counts)
    _hot_map(result, places, overall)
    result.method.append(
        f"Hot spots are found with Gi* on counts in small areas that touch (within one metre), by {DEFAULT_DRAWS:,} "
        f"random draws of neighbours ({MANY_DRAWS:,} for a category or a quarter) with a fixed seed, two-sided, with "
        "false discovery held at 5% over all small areas. The other test (analytic) takes counts to follow the bell "
        "curve; a neighbourhood that it alone calls is borderline. Neighbouring tests share crimes, so neither is "
        "exact.",
    )
    held = _add_figures(result, places, counts, overall.hot)
    if overall.hot.any():
        _tell_hot(result, places, counts, overall, held)
    else:
        _tell_none(result, places, counts, overall)
    _by_category(result, places, dict(zip(enough, others, strict=True)))


def _tell_none(result: ChapterResult, places: Places, counts: Floats, overall: Called) -> None:
    told = order_of(places, counts)[:NAMED]
    result.story.append(
        (
            *busiest(result, places, counts),
            " No neighbourhood stands out as a hot spot by more than chance.",
            *borderline(result, places, counts, overall.weaker, told),
        )
    )


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
    result: ChapterResult, places: Places, counts: Floats, overall: Called, held: tuple[Figure, Figure]
) -> None:
    """Tell the hot spots, and before them the busiest small areas where those are not all among the hot."""
    number, share = held
    hot = overall.hot
    order = order_of(places, counts)
    named = [n for n in order if hot[n]][:NAMED]
    leading = all(hot[n] for n in order[: len(named)])
    wards = by_ward(places, np.flatnonzero(hot).tolist())
    are, hold = ("is a hot spot", "it holds") if number.value == 1 else ("are hot spots", "they hold")
    which = (
        "The busiest of them are "
        if len(named) < int(number.value or 0)
        else "They are "
        if len(named) > 1
        else "It is "
    )
    sentence: Phrase = (
        *opening(number),
        f" of {len(hot)} neighbourhoods {are} of recorded crime{wards}; {hold} ",
        citing.percent(share),
        " of it",
    )
    repeated = [] if leading else [n for n in named if n in order[:NAMED]]
    if repeated:
        # the sentence on the busiest gives their crimes
        sentence = (*sentence, f", {numbers.listed([places.names[n] for n in repeated])} among them.")
    else:
        sentence = (*sentence, f". {which}", *with_crimes(result, places, named), ".")
    if not leading:
        sentence = (*busiest(result, places, counts), " ", *sentence)
    told = named if leading else [*order[:NAMED], *named]
    sentence = (*sentence, *borderline(result, places, counts, overall.weaker, told))
    if leading:
        sentence = (*sentence, *busy_alone(result, places, counts, hot | overall.weaker, told))
    tell(
        result,
        "places.hot-spots",
        sentence,
        share=float(share.value or 0) / 100,
        sureness=1.0,
        caveats=(
            (
                "A hot spot is busy together with the neighbourhoods around it, by more than chance. It says where "
                "crime is recorded, not why, and takes no account of how many people are there."
            ),
            "Crimes are mapped to anonymous map points: a neighbourhood is named, never an address.",
        ),
        duties=("regulation 7(a)", "regulation 7(d)"),
        exhibit="places-hot-spots-map",
    )


def _table(result: ChapterResult, places: Places, counts: Floats, overall: Called) -> None:
    z, calls, analytic = overall.z, overall.calls, overall.analytic
    rows: list[tuple[Cell, ...]] = []
    for n in np.lexsort((np.array(places.cube.areas), -z)):
        figure = result.add(_score(places, "recorded-crime", int(n), overall))
        call = {1: "hot", -1: "cold", 0: ""}[int(calls[n])]
        rows.append(
            (
                places.names[n],
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
            title=_table_title(places, calls),
            columns=(
                Column("place", "Neighbourhood"),
                Column("count", "Crimes", "count"),
                Column("z", "Gi*", "decimal", 2),
                Column("p", "p (permutation)", "p"),
                Column("call", "Called (adjusted)"),
                Column("analytic", "The other test"),
            ),
            rows=tuple(rows),
            sources=places.cube.sources,
            annex=True,
        ),
    )


def _table_title(places: Places, calls: NDArray[np.int8]) -> str:
    """What the table of hot spots shows: cold spots are named only where there are some."""
    hot, cold, year = int((calls == 1).sum()), int((calls == -1).sum()), places.years[-1].words
    if not hot and not cold:
        return f"No hot spot of recorded crime among {len(calls)} neighbourhoods, {year}"
    found = [
        f"{spelled(count)} {kind} spot{'s' if count > 1 else ''}"
        for count, kind in ((hot, "hot"), (cold, "cold"))
        if count
    ]
    told = numbers.listed(found)
    return f"{told[:1].upper()}{told[1:]} of recorded crime among {len(calls)} neighbourhoods, {year}"


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


def count_map(result: ChapterResult, places: Places, counts: Floats) -> None:
    """Add the map of the last year's recorded crimes."""
    last = places.years[-1]
    classes, labels = quantile_classes(counts)
    top = order_of(places, counts)[0]
    tenth = (
        f", and the busiest tenth of neighbourhoods {_busiest_tenth(counts)} of them"
        if len(counts) > _TENTH
        else ""
    )
    drawn = area_map(
        places.evidence,
        places.area,
        places.parts,
        classes,
        id="places-map",
        title=f"Most crime was mapped in {places.names[top]}, {last.words}",
        alt=f"Map: {places.names[top]} had most recorded crimes in {last.words}, {numbers.count(counts[top])} of "
        f"{numbers.count(counts.sum())}{tenth}. The numbers are in the table of neighbourhoods.",
        class_labels=labels,
        legend=f"Recorded crimes, {last.words}",
        table="places-neighbourhoods",
        sources=places.cube.sources,
        note="Counts, not rates: shading shows where crime is mapped, whoever lives there.",
    )
    if drawn is not None:
        result.exhibits.append(drawn)


def _hot_map(result: ChapterResult, places: Places, overall: Called) -> None:
    last = places.years[-1]
    kinds = np.select([overall.hot, overall.weaker], [2, 1], default=0)
    hot = area_map(
        places.evidence,
        places.area,
        places.parts,
        tuple(int(k) for k in kinds),
        id="places-hot-spots-map",
        title=_hot_title(places, overall.hot),
        alt=f"Map: {_hot_alt(places, overall)}. The numbers are in the table of hot spots.",
        class_labels=_CLASSES,
        legend=f"Recorded crime, {last.words}",
        table="places-hot",
        sources=places.cube.sources,
        marked_from=1,
        also=busiest_codes(places),
        note=_TWO_TESTS,
    )
    if hot is not None:
        result.exhibits.append(hot)


def _hot_title(places: Places, hot: Booleans) -> str:
    count = int(hot.sum())
    if not count:
        return "No neighbourhood is a hot spot of recorded crime beyond chance"
    first = spelled(count).capitalize()
    are = "neighbourhoods are hot spots" if count > 1 else "neighbourhood is a hot spot"
    return f"{first} {are} of recorded crime{by_ward(places, np.flatnonzero(hot).tolist())}"


def _hot_alt(places: Places, overall: Called) -> str:
    """The finding of the map of hot spots: how many, where, whether they touch, and what lies beside them."""
    hot = overall.hot
    count, weaker = int(hot.sum()), overall.weaker
    if not count:
        words = "no neighbourhood is a hot spot"
    else:
        form = _form(count, blocks(places, hot))
        where = by_ward(places, np.flatnonzero(hot).tolist())
        words = f"{spelled(count)} hot spot{'s' if count > 1 else ''}{where}{form}"
    beside = int((touching(places, hot) & weaker).sum())
    apart = int(weaker.sum()) - beside
    for number, place in ((beside, " beside" + (" them" if count > 1 else " it")), (apart, " elsewhere")):
        if number:
            words += f"; {spelled(number)}{place} {'are' if number > 1 else 'is'} borderline"
    return words


def _form(count: int, found: int) -> str:
    """Whether several hot spots touch: ``, form one block``."""
    if count == 1:
        return ""
    if found == count:
        return ", stand apart from each other"
    return f", form {spelled(found)} block{'s' if found > 1 else ''}"


def _busiest_tenth(counts: Floats) -> str:
    """The share of all crimes in the busiest tenth of small areas."""
    top = np.sort(counts)[::-1][: max(1, round(len(counts) / 10))]
    return numbers.percent(100 * float(top.sum() / counts.sum()))


def _categories_title(called: dict[str, Called], year: Period) -> str:
    """What the table of categories shows: which has most hot spots, and how many have none."""
    hot = {category: int(found.hot.sum()) for category, found in called.items()}
    highest = max(hot.values(), default=0)
    most = [label(category).lower() for category, count in hot.items() if count == highest]
    if not highest:
        return f"No category has a hot spot of its own, {year.words}"
    some = sum(count > 0 for count in hot.values())
    count = "All" if some == len(hot) else f"{spelled(some).capitalize()} of"
    have = "have hot spots" if some > 1 else "has hot spots"
    return f"{count} {len(hot)} categories {have}, {numbers.listed(most)} most, {year.words}"


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
        named = "; ".join(f"{places.names[n]} {numbers.count(counts[n])}" for n in order[:NAMED])
        inside = 100 * float(counts[hot].sum() / counts.sum())
        rows.append(
            (label(category), int(counts.sum()), int(hot.sum()), inside if hot.any() else None, named)
        )
    result.exhibits.append(
        Table(
            id="places-hot-categories",
            title=_categories_title(called, last),
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
