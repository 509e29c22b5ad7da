"""Places of one year against the next: how far last year's busiest still hold, and which changed beyond the usual."""

from __future__ import annotations

from math import ceil

import numpy as np

from frith.assessment import citing
from frith.assessment.chapters.place_busiest import crime_figure
from frith.assessment.chapters.place_counts import Places
from frith.assessment.chapters.telling import LEVEL, inside, spelled, tell
from frith.assessment.definitions import Definition
from frith.assessment.exhibits import Column, Table
from frith.assessment.findings import ChapterResult
from frith.assessment.statistics.arguments import Booleans, Floats
from frith.assessment.statistics.change import rate_change_p
from frith.assessment.statistics.hotspots import normal_p
from frith.assessment.statistics.multiple_testing import adjusted_p
from frith.assessment.statistics.prediction_accuracy import prediction_accuracy
from frith.vocabulary import numbers
from frith.vocabulary.figures import Figure, Phrase

DEFINITIONS = (
    Definition(
        "places.hit-rate",
        1,
        "Crime of this year inside last year's busiest places",
        "Recorded crimes of the year in the tenth of small areas that had most crimes, by number, the year before, "
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
        "places.moved",
        1,
        "Neighbourhoods with more, or fewer, recorded crimes than the year before",
        "Small areas by whether their recorded crime rose or fell at all, whatever chance would make of it.",
        "neighbourhoods",
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

_TENTH = 0.10
MOST_NAMED = 5
"""Neighbourhoods that moved by more than is usual are all named, unless there are more than this."""


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
        f"The {spelled(taken)} busiest of {len(before)} neighbourhoods in {places.years[-2].words} (",
        f"{numbers.percent(100 * land)} of the land) held ",
        citing.percent(made["places.hit-rate"]),
        f" of the crime of {places.years[-1].words}.",
    )
    tell(
        result,
        "places.still-holding",
        sentence,
        share=hit,
        caveats=("Where crime was is a guide to where it will be, not to what would prevent it.",),
        duties=("regulation 7(b)",),
        exhibit="places-neighbourhoods",
        also=(made["places.pai"], made["places.pei"]),
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
        way: _number(result, places, "places.changed", way, found)
        for way, found in (("rose", rose), ("fell", fell))
    }
    moved = {
        way: _number(result, places, "places.moved", way, found)
        for way, found in (("rose", after > before), ("fell", after < before))
    }
    order = np.lexsort((np.array(places.cube.areas), -np.abs(after - before)))
    result.exhibits.append(
        Table(
            id="places-changed",
            title=f"Recorded crime rose in {numbers.count(moved['rose'].value)} of {len(after)} neighbourhoods, "
            f"{places.years[-2].words} to {places.years[-1].words}",
            columns=(
                Column("place", "Neighbourhood"),
                Column("before", places.years[-2].words, "count"),
                Column("after", places.years[-1].words, "count"),
                Column("difference", "Difference", "count"),
                Column("p", "p (adjusted)", "p"),
            ),
            rows=tuple(
                (
                    places.names[n],
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
    counted: Phrase = (
        "On the street map crime rose in ",
        citing.count(moved["rose"]),
        f" of {len(after)} neighbourhoods and fell in ",
        citing.count(moved["fell"]),
    )
    if not (rose.any() or fell.any()):
        result.story.append((*counted, ", nowhere by more than neighbourhoods usually vary."))
        return
    found = {
        "rose": [int(n) for n in order if rose[n]],
        "fell": [int(n) for n in order if fell[n]],
    }
    sentence: Phrase = (
        *counted,
        *_beyond_the_usual(result, places, made["rose"], found["rose"], "rise"),
        *_beyond_the_usual(result, places, made["fell"], found["fell"], "fall"),
    )
    if not found["rose"] or not found["fell"]:
        sentence = (*sentence, f". No {'fall' if found['rose'] else 'rise'} was that large")
    sentence = (*sentence, ".")
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


def _number(result: ChapterResult, places: Places, definition: str, way: str, found: Booleans) -> Figure:
    """Add how many small areas moved one way."""
    return result.add(
        Figure(
            definition=definition,
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


def _beyond_the_usual(
    result: ChapterResult, places: Places, number: Figure, found: list[int], way: str
) -> Phrase:
    """Say in how many the move was more than usual, and name them with their counts, the largest first.

    It follows a sentence and leaves its full stop to the next, so that a summary can stop between the two.
    """
    if not found:
        return ()
    before, after = places.years[-2:]
    named: list[Phrase] = []
    for n in found[:MOST_NAMED]:
        was, now = (result.add(crime_figure(places, n, year)) for year in (before, after))
        change = numbers.change(float(was.value or 0), float(now.value or 0))
        named.append(
            (f"{places.names[n]} from ", citing.count(was), " to ", citing.count(now), f" ({change})")
        )
    more = len(found) - MOST_NAMED
    if more > 0:
        named.append((f"{spelled(more)} more, in the table of changes",))
    return (
        ". In ",
        inside(number),
        f" the {way} was more than neighbourhoods usually vary: ",
        *citing.joined(named),
    )
