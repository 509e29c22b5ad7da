"""The busiest small areas: their names, counts and wards, and whether they are hot spots or busy by themselves."""

from __future__ import annotations

import numpy as np
from scipy.sparse.csgraph import connected_components

from frith.assessment import citing
from frith.assessment.chapters.place_counts import Places
from frith.assessment.chapters.telling import spelled, tell
from frith.assessment.findings import ChapterResult
from frith.assessment.statistics.arguments import Booleans, Floats
from frith.vocabulary import numbers
from frith.vocabulary.figures import Figure, Phrase
from frith.vocabulary.periods import Period

NAMED = 3
_TOP = 10
"""How many of the busiest small areas are looked at for those that are no hot spots."""
_MOST_WARDS = 3


def crime_figure(places: Places, position: int, year: Period | None = None) -> Figure:
    """Return the ``places.crime`` figure of a small area in a year, the last unless another is asked for."""
    chosen = year or places.years[-1]
    count = int(places.crime(chosen)[position])
    return Figure(
        definition="places.crime",
        value=count,
        numerator=count,
        unit="crimes",
        area=places.parts[position].code,
        period=chosen,
        sources=places.cube.sources,
    )


def order_of(places: Places, counts: Floats) -> list[int]:
    """Positions of the small areas, the busiest first."""
    return [int(n) for n in np.lexsort((np.array(places.cube.areas), -counts))]


def busiest_codes(places: Places) -> tuple[str, ...]:
    """Codes of the ten busiest small areas of the last year, which the text may name."""
    return tuple(places.parts[n].code for n in order_of(places, places.crime(places.years[-1]))[:_TOP])


def with_crimes(result: ChapterResult, places: Places, positions: list[int]) -> Phrase:
    """Small areas by name, each with its crimes of the last year."""
    return citing.joined(
        [
            (f"{places.names[n]} with ", citing.count(result.add(crime_figure(places, n))), " crimes")
            for n in positions
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
    if len(order) == len(positions):
        named = f" ({'; '.join(order)})" if len(order) <= _MOST_WARDS else ""
        return f", one in each of {spelled(len(order))} wards{named}"
    told = [f"{spelled(found[w])} in {w}{' ward' if w == order[0] else ''}" for w in order[:_MOST_WARDS]]
    rest = sum(found[w] for w in order[_MOST_WARDS:])
    return f", {numbers.listed([*told, f'{spelled(rest)} in other wards'] if rest else told)}"


def busiest(result: ChapterResult, places: Places, counts: Floats) -> Phrase:
    """The sentence that names the busiest small areas: three, or fewer where there are fewer than six."""
    named = order_of(places, counts)[: max(1, min(NAMED, len(counts) // 2))]
    head = (
        f"The busiest of {spelled(len(counts))} neighbourhoods is "
        if len(named) == 1
        else f"The {spelled(len(named))} busiest of {spelled(len(counts))} neighbourhoods are "
    )
    return (head, *with_crimes(result, places, named), ".")


def tell_busiest(result: ChapterResult, places: Places) -> None:
    """Tell the busiest small areas by themselves, where there are too few of them to look for hot spots."""
    year = places.years[-1]
    counts = places.crime(year)
    if np.isnan(counts).any() or not counts.sum():
        return
    first = order_of(places, counts)[0]
    share = float(counts[first] / counts.sum())
    tell(
        result,
        "places.busiest",
        busiest(result, places, counts),
        share=share,
        caveats=(
            "A count says where crime is recorded, not why, and takes no account of how many people are there.",
        ),
        duties=("regulation 7(a)", "regulation 7(d)"),
        exhibit="places-neighbourhoods" if places.neighbours is None else "places-map",
    )


def touching(places: Places, chosen: Booleans) -> Booleans:
    """Where a small area touches one of those chosen; nowhere without boundaries."""
    if places.neighbours is None:
        return np.zeros(len(chosen), dtype=bool)
    return np.asarray(places.neighbours @ chosen.astype(np.float64) > 0)


def blocks(places: Places, chosen: Booleans) -> int:
    """Into how many blocks of touching small areas those chosen fall."""
    at = np.flatnonzero(chosen)
    if places.neighbours is None or not at.size:
        return 0
    return int(connected_components(places.neighbours[at][:, at], directed=False)[0])


def borderline(
    result: ChapterResult, places: Places, counts: Floats, weaker: Booleans, told: list[int]
) -> Phrase:
    """Say which small areas only one of the two tests calls hot: by name if they are few, else how many.

    Those in ``told`` have had their crimes told before.
    """
    found = [n for n in order_of(places, counts) if weaker[n]]
    if not found:
        return ()
    are, them = ("are", "them") if len(found) > 1 else ("is", "it")
    more = f"{spelled(len(found)).capitalize()} more {are}"
    head = f" {more} borderline, hot by one of two tests and not by the one that decides: "
    if len(found) > NAMED:
        return (f"{head}the map shows {them} and the table of hot spots names {them}.",)
    return (head, *_named(result, places, found, told), ".")


def busy_alone(
    result: ChapterResult, places: Places, counts: Floats, marked: Booleans, told: list[int]
) -> Phrase:
    """Say which of the ten busiest small areas are not ``marked`` (hot or borderline): three by name at most."""
    found = [n for n in order_of(places, counts)[:_TOP] if not marked[n] and n not in told]
    if not found:
        return ()
    several = len(found) > 1
    more = len(found) - NAMED
    named = _named(result, places, found[:NAMED], told)
    rest = (f", and {spelled(more)} more of the ten busiest,",) if more > 0 else ()
    are = "are busy by themselves" if several else "is busy by itself"
    return (f" Neighbourhood{'s' if several else ''} ", *named, *rest, f" {are}, apart from the hot spots.")


def _named(result: ChapterResult, places: Places, positions: list[int], told: list[int]) -> Phrase:
    return citing.joined(
        [(places.names[n],) if n in told else with_crimes(result, places, [n]) for n in positions]
    )
