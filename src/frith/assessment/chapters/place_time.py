"""Places over time: hot quarter after quarter, new, emerging, fading or past."""

from __future__ import annotations

import numpy as np

from frith.assessment import citing
from frith.assessment.chapters.mapping import area_map
from frith.assessment.chapters.place_busiest import NAMED, busiest_codes, by_ward
from frith.assessment.chapters.place_counts import Places
from frith.assessment.chapters.place_hotspots import call_hot
from frith.assessment.chapters.telling import inside, opening, spelled, tell
from frith.assessment.definitions import Definition
from frith.assessment.exhibits import Cell, Column, Table
from frith.assessment.findings import ChapterResult
from frith.assessment.statistics.arguments import Booleans
from frith.assessment.statistics.emerging import FEWEST_PERIODS, HotPlace, hot_place_classes
from frith.vocabulary import numbers
from frith.vocabulary.figures import Figure, Phrase
from frith.vocabulary.periods import Period

DEFINITIONS = (
    Definition(
        "places.over-time",
        1,
        "Hot places by how long they have been hot",
        "Small areas by whether they were hot spots of recorded crime (Gi*, adjusted) quarter by quarter: persistent, "
        "intensifying, fading, new, emerging, past or sporadic, by the rules in the annex (version 1, November 2026).",
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
)

_SHOWN = (
    HotPlace.PERSISTENT,
    HotPlace.INTENSIFYING,
    HotPlace.NEW,
    HotPlace.EMERGING,
    HotPlace.FADING,
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
            places.names[n],
            classes[n].value,
            int(hot[n].sum()),
            ", ".join(q.first.short for q, was in zip(places.slices, hot[n], strict=True) if was),
        )
        for n in shown
    ]
    result.exhibits.append(
        Table(
            id="places-over-time",
            title=f"{_map_title(classes)}, over {spelled(len(places.slices))} quarters",
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
    present = [HotPlace.NEVER, *(kind for kind in _SHOWN if kind in classes)]
    drawn = area_map(
        places.evidence,
        places.area,
        places.parts,
        tuple(present.index(kind) for kind in classes),
        id="places-over-time-map",
        title=_map_title(classes),
        alt=f"Map: {_map_alt(places, classes)}. The numbers are in the table of hot places over time.",
        class_labels=tuple(
            kind.value.capitalize() + (" hot" if kind is HotPlace.NEVER else "") for kind in present
        ),
        legend=f"Hot spots over {len(places.slices)} quarters",
        table="places-over-time",
        sources=places.cube.sources,
        categorical=True,
        marked_from=1,
        also=busiest_codes(places),
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
        breakdown=(
            ("class", kind.value),
            ("place", places.names[position]),
            ("ward", places.wards[position]),
        ),
        sources=places.cube.sources,
    )


def _map_title(classes: list[HotPlace]) -> str:
    stay = sum(kind in _STAYING for kind in classes)
    come = sum(kind in _COMING for kind in classes)
    if not stay and not come:
        return "No place has stayed hot, and none has turned hot"
    have = "neighbourhood has" if stay == 1 else "neighbourhoods have"
    stayed = f"{spelled(stay).capitalize()} {have} stayed hot" if stay else "No neighbourhood has stayed hot"
    return f"{stayed}, {spelled(come)} turned hot"


def _map_alt(places: Places, classes: list[HotPlace]) -> str:
    """The finding of the map: how many places stayed hot, turned hot, cooled or were hot now and then, and where."""
    kinds = ((_STAYING, "stayed hot"), (_COMING, "turned hot"), ((HotPlace.FADING,), "cooled"))
    told = []
    for chosen, words in (*kinds, ((HotPlace.SPORADIC, HotPlace.PAST), "was hot in some quarters")):
        found = [n for n, kind in enumerate(classes) if kind in chosen]
        if found:
            verb = words.replace("was", "were") if len(found) > 1 else words
            told.append(f"{spelled(len(found))} {verb}{by_ward(places, found)}")
    return "; ".join(told) if told else "no neighbourhood was hot in any quarter"


def _names(places: Places, classes: list[HotPlace], kinds: tuple[HotPlace, ...]) -> str:
    """The busiest places of some classes, by the last year's crimes: at most three named, the rest counted."""
    counts = places.crime(places.years[-1])
    found = [n for n, kind in enumerate(classes) if kind in kinds]
    found.sort(key=lambda n: (-counts[n], places.parts[n].code))
    named = [places.names[n] for n in found[:NAMED]]
    more = len(found) - len(named)
    return numbers.listed([*named, f"{spelled(more)} more"] if more else named)


def _tell_staying(
    result: ChapterResult, places: Places, classes: list[HotPlace], counts: dict[HotPlace, Figure]
) -> None:
    staying = [n for n, kind in enumerate(classes) if kind in _STAYING]
    if not staying:
        result.story.append(("No neighbourhood was a hot spot in nearly every quarter.",))
        return
    year = places.crime(places.years[-1])
    share = float(year[staying].sum() / year.sum()) if year.sum() else 0.0
    have = "neighbourhood has" if len(staying) == 1 else "neighbourhoods have"
    sentence: Phrase = (
        *opening(result.add(_all_staying(places, staying, classes))),
        f" {have} been hot in nearly every one of {spelled(len(places.slices))} quarters",
        by_ward(places, staying),
    )
    growing = counts[HotPlace.INTENSIFYING]
    if growing.value:
        are = "is" if growing.value == 1 else "are"
        sentence = (*sentence, "; ", inside(growing), f" of them {are} growing hotter")
    tell(
        result,
        "places.persistent",
        (*sentence, "."),
        share=share,
        sureness=1.0,
        duties=("regulation 7(a)", "regulation 7(d)"),
        exhibit="places-over-time-map",
    )


def _all_staying(places: Places, staying: list[int], classes: list[HotPlace]) -> Figure:
    """The ``places.over-time`` figure of persistent and intensifying places together."""
    return Figure(
        definition="places.over-time",
        value=len(staying),
        numerator=len(staying),
        denominator=len(classes),
        unit="neighbourhoods",
        area=places.area.code,
        period=_span(places),
        breakdown=(("class", "persistent or intensifying"),),
        sources=places.cube.sources,
        note=f"{len(places.slices)} quarters known",
    )


def _tell_moving(
    result: ChapterResult, places: Places, classes: list[HotPlace], counts: dict[HotPlace, Figure]
) -> None:
    parts: list[Phrase] = []
    for kind, words in _MOVING.items():
        if kind in classes:
            parts.append((inside(counts[kind]), f" {words} ({_names(places, classes, (kind,))})"))
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
