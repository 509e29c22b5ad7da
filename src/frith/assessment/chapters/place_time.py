"""Places over time: hot quarter after quarter, new, emerging or fading; whether last year's hot spots still held."""

from __future__ import annotations

from math import ceil

import numpy as np

from frith.assessment import citing
from frith.assessment.arguments import Booleans, Floats
from frith.assessment.change import rate_change_p
from frith.assessment.chapters.mapping import area_map
from frith.assessment.chapters.place_counts import Places
from frith.assessment.chapters.place_hotspots import NAMED, call_hot
from frith.assessment.chapters.telling import LEVEL, tell
from frith.assessment.definitions import Definition
from frith.assessment.emerging import FEWEST_PERIODS, HotPlace, hot_place_classes
from frith.assessment.exhibits import Cell, Column, Table
from frith.assessment.findings import ChapterResult
from frith.assessment.hotspots import normal_p
from frith.assessment.multiple_testing import adjusted_p
from frith.assessment.prediction_accuracy import prediction_accuracy
from frith.vocabulary import numbers
from frith.vocabulary.figures import Figure, Phrase
from frith.vocabulary.periods import Period

DEFINITIONS = (
    Definition(
        "places.over-time",
        1,
        "Hot places by how long they have been hot",
        "Small areas by whether they were hot spots of recorded crime (Gi*, adjusted) quarter by quarter: persistent, "
        "intensifying, fading, new, emerging, past or sporadic, by the rules of 1 April 2016 (version 1) in the annex.",
        "neighbourhoods",
    ),
    Definition(
        "places.quarters-hot",
        1,
        "Quarters in which a neighbourhood was hot",
        "Of the quarters that are known, those in which the small area was a hot spot of recorded crime (Gi*, "
        "adjusted).",
        "quarters",
    ),
    Definition(
        "places.hit-rate",
        1,
        "Crime of this year inside last year's busiest places",
        "Recorded crimes of the year in the tenth of small areas that had most crime for their size the year before, "
        "as a percentage of all. The prediction accuracy index (Chainey and others 2008) divides it by their share "
        "of land.",
        "%",
    ),
    Definition(
        "places.pai",
        1,
        "Prediction accuracy index",
        "The share of this year's crime in last year's busiest tenth of small areas, divided by their share of the "
        "land (Chainey, Tompson and Uhlig 2008).",
        "times",
    ),
    Definition(
        "places.pei",
        1,
        "Prediction efficiency index",
        "The share of this year's crime in last year's busiest tenth of small areas, against the most that any tenth "
        "could have held.",
        "%",
    ),
    Definition(
        "places.changed",
        1,
        "Neighbourhoods that changed beyond chance",
        "Small areas whose recorded crime rose (or fell) against the year before by more than chance (E-test) and by "
        "more than small areas usually move (their own spread, winsorised), two-sided, with false discovery held at "
        "5%.",
        "neighbourhoods",
    ),
)

_SHOWN = (
    HotPlace.INTENSIFYING,
    HotPlace.PERSISTENT,
    HotPlace.FADING,
    HotPlace.NEW,
    HotPlace.EMERGING,
    HotPlace.SPORADIC,
    HotPlace.PAST,
)
_STAYING = (HotPlace.PERSISTENT, HotPlace.INTENSIFYING)
_COMING = (HotPlace.NEW, HotPlace.EMERGING)
_MOVING = {
    HotPlace.NEW: "turned hot in the last quarter",
    HotPlace.EMERGING: "turned hot in the later half of the period",
    HotPlace.FADING: "stayed hot but cooled",
}
_TENTH = 0.10


def over_time(result: ChapterResult, places: Places) -> None:
    """Classify places by their quarters, and tell those that stay hot and those that turned hot or cooled."""
    if len(places.slices) < FEWEST_PERIODS:
        result.gaps.append(
            f"Places over time need {FEWEST_PERIODS} whole quarters; {len(places.slices)} are known, so none are "
            "classed.",
        )
        return
    quarters = call_hot(places, [places.crime(quarter) for quarter in places.slices])
    z = np.column_stack([quarter.z for quarter in quarters])
    hot = np.column_stack([quarter.hot for quarter in quarters])
    classes = hot_place_classes(np.nan_to_num(z), hot)
    counts = {kind: result.add(_number(places, kind, classes)) for kind in _SHOWN}
    _show(result, places, hot, classes)
    _tell_staying(result, places, classes, counts)
    _tell_moving(result, places, classes, counts)


def _number(places: Places, kind: HotPlace, classes: list[HotPlace]) -> Figure:
    return Figure(
        definition="places.over-time",
        value=classes.count(kind),
        numerator=classes.count(kind),
        denominator=len(classes),
        unit="neighbourhoods",
        area=places.area.code,
        period=_span(places),
        breakdown=(("class", kind.value),),
        sources=places.cube.sources,
        note=f"{len(places.slices)} quarters known",
    )


def _span(places: Places) -> Period:
    return Period(places.slices[0].first, places.slices[-1].last)


def _show(result: ChapterResult, places: Places, hot: Booleans, classes: list[HotPlace]) -> None:
    shown = [n for n, kind in enumerate(classes) if kind is not HotPlace.NEVER]
    for n in shown:
        result.add(_quarters_hot(places, n, classes[n], int(hot[n].sum())))
    shown.sort(key=lambda n: (_SHOWN.index(classes[n]), -int(hot[n].sum()), places.parts[n].code))
    rows: list[tuple[Cell, ...]] = [
        (
            places.short_name(n),
            classes[n].value,
            int(hot[n].sum()),
            ", ".join(q.first.short for q, was in zip(places.slices, hot[n], strict=True) if was),
        )
        for n in shown
    ]
    result.exhibits.append(
        Table(
            id="places-over-time",
            title=f"How long places have been hot: {len(places.slices)} quarters",
            columns=(
                Column("place", "Neighbourhood"),
                Column("class", "Class"),
                Column("quarters", "Quarters hot", "count"),
                Column("which", "Quarters beginning"),
            ),
            rows=tuple(rows),
            sources=places.cube.sources,
            note="Neighbourhoods never hot are left out of the table.",
            annex=True,
        ),
    )
    present = [HotPlace.NEVER, *(kind for kind in reversed(_SHOWN) if kind in classes)]
    drawn = area_map(
        places.evidence,
        places.area,
        places.parts,
        tuple(present.index(kind) for kind in classes),
        id="places-over-time-map",
        title=_map_title(classes),
        alt="Map of neighbourhoods by how long they have been hot. The numbers are in the table of hot places over "
        "time.",
        class_labels=tuple(
            kind.value.capitalize() + (" hot" if kind is HotPlace.NEVER else "") for kind in present
        ),
        legend=f"Hot spots over {len(places.slices)} quarters",
        table="places-over-time",
        sources=places.cube.sources,
        categorical=True,
    )
    if drawn is not None:
        result.exhibits.append(drawn)
    result.method.append(
        "Places over time: Gi* is taken for each quarter on its own. Never: hot in no quarter. New: hot in the last "
        "quarter only. Persistent: hot in at least 80% of quarters (intensifying or fading if its score has a trend "
        "by the Mann-Kendall test at 10%). Emerging: hot in the last quarter and not in the first half. Past: not "
        "hot in the last half. Sporadic: anything else. With few quarters the trend test can rarely tell.",
    )


def _quarters_hot(places: Places, position: int, kind: HotPlace, quarters: int) -> Figure:
    return Figure(
        definition="places.quarters-hot",
        value=quarters,
        numerator=quarters,
        denominator=len(places.slices),
        unit="quarters",
        area=places.parts[position].code,
        period=_span(places),
        breakdown=(("class", kind.value), ("place", places.short_name(position))),
        sources=places.cube.sources,
    )


def _map_title(classes: list[HotPlace]) -> str:
    stay = sum(kind in _STAYING for kind in classes)
    come = sum(kind in _COMING for kind in classes)
    if not stay and not come:
        return "No place has stayed hot, and none has turned hot"
    stayed = (
        f"{numbers.count(stay)} neighbourhoods have stayed hot" if stay else "No neighbourhood has stayed hot"
    )
    return f"{stayed}, {numbers.count(come) if come else 'none'} turned hot"


def _names(places: Places, classes: list[HotPlace], kinds: tuple[HotPlace, ...]) -> str:
    """The busiest places of some classes, by the last year's crimes: at most three named, the rest counted."""
    counts = places.crime(places.years[-1])
    found = [n for n, kind in enumerate(classes) if kind in kinds]
    found.sort(key=lambda n: (-counts[n], places.parts[n].code))
    named = [places.short_name(n) for n in found[:NAMED]]
    more = len(found) - len(named)
    return numbers.listed([*named, f"{more} more"] if more else named)


def _tell_staying(
    result: ChapterResult, places: Places, classes: list[HotPlace], counts: dict[HotPlace, Figure]
) -> None:
    staying = [n for n, kind in enumerate(classes) if kind in _STAYING]
    if not staying:
        result.story.append(("No neighbourhood was a hot spot in nearly every quarter.",))
        return
    year = places.crime(places.years[-1])
    share = float(year[staying].sum() / year.sum()) if year.sum() else 0.0
    persistent, growing = counts[HotPlace.PERSISTENT], counts[HotPlace.INTENSIFYING]
    have = "neighbourhood has" if persistent.value == 1 else "neighbourhoods have"
    quarters = f"{len(places.slices)} quarters"
    sentence: Phrase = (
        citing.count(persistent),
        f" {have} been hot in nearly every one of {quarters} with no trend",
    )
    if growing.value:
        sentence = (*sentence, ", and ", citing.count(growing), " more are hot and growing hotter")
    names = _names(places, classes, _STAYING)
    tell(
        result,
        "places.persistent",
        (*sentence, f": {names}."),
        share=share,
        sureness=1.0,
        duties=("regulation 7(a)", "regulation 7(d)"),
        exhibit="places-over-time-map",
    )


def _tell_moving(
    result: ChapterResult, places: Places, classes: list[HotPlace], counts: dict[HotPlace, Figure]
) -> None:
    parts: list[Phrase] = []
    for kind, words in _MOVING.items():
        if kind in classes:
            parts.append((citing.count(counts[kind]), f" {words} ({_names(places, classes, (kind,))})"))
    if not parts:
        return
    coming = [n for n, kind in enumerate(classes) if kind in _COMING]
    year = places.crime(places.years[-1])
    tell(
        result,
        "places.moving",
        ("Of the neighbourhoods, ", *citing.joined(parts), "."),
        share=float(year[coming].sum() / year.sum()) if year.sum() else 0.0,
        movement=0.30 if coming else 0.15,
        sureness=1.0,
        duties=("regulation 7(b)",),
        recommendation=f"Ask what changed in {_names(places, classes, _COMING)} while it is new, before it settles."
        if coming
        else "",
        exhibit="places-over-time-map",
    )


def still_holding(result: ChapterResult, places: Places) -> None:
    """Ask how much of the last year's crime lay in the busiest tenth of small areas of the year before."""
    if len(places.years) < 2:
        return
    before, after = places.crime(places.years[-2]), places.crime(places.years[-1])
    if np.isnan(before).any() or not before.sum() or not after.sum():
        return
    sizes = np.array([shape.area for shape in places.shapes])
    taken = ceil(_TENTH * len(before))
    accuracy = prediction_accuracy(before, after)
    hit, pei = float(accuracy.hit_rate[taken - 1]), float(accuracy.pei[taken - 1])
    land = float(sizes[accuracy.order[:taken]].sum() / sizes.sum())
    figures = {
        "places.hit-rate": (100 * hit, hit * after.sum(), after.sum(), "%"),
        "places.pai": (hit / land, hit, land, "times"),
        "places.pei": (100 * pei, hit * after.sum(), hit * after.sum() / pei, "%"),
    }
    made = {
        name: result.add(
            Figure(
                definition=name,
                value=value,
                numerator=round(float(part), 6),
                denominator=round(float(whole), 6),
                unit=unit,
                area=places.area.code,
                period=places.years[-1],
                breakdown=(("predicted by", places.years[-2].words), ("places", f"{taken} of {len(before)}")),
                sources=places.cube.sources,
            ),
        )
        for name, (value, part, whole, unit) in figures.items()
    }
    sentence: Phrase = (
        f"The tenth of neighbourhoods that were busiest in {places.years[-2].words} held ",
        citing.percent(made["places.hit-rate"]),
        f" of the crime of {places.years[-1].words}: ",
        citing.decimal(made["places.pai"]),
        " times their share of the land, and ",
        citing.percent(made["places.pei"]),
        " of the most that any tenth could have held.",
    )
    tell(
        result,
        "places.still-holding",
        sentence,
        share=hit,
        caveats=("Where crime was is a guide to where it will be, not to what would prevent it.",),
        duties=("regulation 7(b)",),
        exhibit="places-neighbourhoods",
    )
    _changed(result, places, before, after)


def _change_q(before: Floats, after: Floats) -> Floats:
    """Adjusted p of each small area's change: beyond chance, and beyond how much small areas usually move.

    The larger of two p-values is adjusted: the E-test's, and that of the change in standard deviations widened by the
    spread that the small areas show among themselves (winsorised, as in a funnel plot).
    """
    total = before + after
    z = (after - before) / np.sqrt(np.where(total > 0, total, np.nan))
    inner = np.clip(z, *np.nanquantile(z, [0.1, 0.9]))
    spread = max(1.0, float(np.nanmean(inner**2)))
    return adjusted_p(np.fmax(np.asarray(rate_change_p(before, after)), normal_p(z / np.sqrt(spread))))


def _changed(result: ChapterResult, places: Places, before: Floats, after: Floats) -> None:
    """Count small areas that rose or fell by more than chance, and name the largest moves."""
    q = _change_q(before, after)
    rose, fell = (q <= LEVEL) & (after > before), (q <= LEVEL) & (after < before)
    made = {
        way: result.add(
            Figure(
                definition="places.changed",
                value=int(found.sum()),
                numerator=int(found.sum()),
                denominator=len(found),
                unit="neighbourhoods",
                area=places.area.code,
                period=places.years[-1],
                breakdown=(("way", way),),
                sources=places.cube.sources,
            ),
        )
        for way, found in (("rose", rose), ("fell", fell))
    }
    order = np.lexsort((np.array(places.cube.areas), -np.abs(after - before)))
    result.exhibits.append(
        Table(
            id="places-changed",
            title=f"Neighbourhoods that changed most, {places.years[-2].words} to {places.years[-1].words}",
            columns=(
                Column("place", "Neighbourhood"),
                Column("before", places.years[-2].words, "count"),
                Column("after", places.years[-1].words, "count"),
                Column("difference", "Difference", "count"),
                Column("p", "p (adjusted)", "p"),
            ),
            rows=tuple(
                (
                    places.short_name(int(n)),
                    int(before[n]),
                    int(after[n]),
                    int(after[n] - before[n]),
                    None if np.isnan(q[n]) else float(q[n]),
                )
                for n in order
            ),
            sources=places.cube.sources,
            annex=True,
        ),
    )
    if not (rose.any() or fell.any()):
        result.story.append(
            ("No neighbourhood's recorded crime changed by more than chance and the usual movement explain.",)
        )
        return
    moved = [int(n) for n in order if rose[n] or fell[n]][:NAMED]
    named = numbers.listed([f"{places.short_name(n)} ({numbers.change(before[n], after[n])})" for n in moved])
    sentence: Phrase = (
        "Recorded crime rose by more than neighbourhoods usually move in ",
        citing.count(made["rose"]),
        " neighbourhoods and fell in ",
        citing.count(made["fell"]),
        f" of {len(after)}; {'the largest move was' if len(moved) == 1 else 'the largest moves were'} in {named}.",
    )
    touched = float(after[rose | fell].sum() / after.sum())
    size = float(np.abs(after - before)[rose | fell].sum() / before.sum())
    tell(
        result,
        "places.changed",
        sentence,
        share=touched,
        movement=size,
        sureness=1.0,
        duties=("regulation 7(b)", "regulation 7(c)"),
        exhibit="places-changed",
    )
