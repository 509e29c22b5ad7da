"""The busiest small areas: their names, counts and wards, and whether they are hot spots or busy by themselves."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
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
"""How many of the busiest small areas are told of even if they are no hot spots."""
_RAISED = 1.0
"""A hot-spot score (Gi*) from here on is raised: the small area and those that touch it are busy together."""
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
        exhibit="places-neighbourhoods",
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


_OTHERS = (
    (
        "lies beside a hot spot and is hot by one of the two tests",
        "lie beside the hot spots and are hot by one of the two tests",
    ),
    (
        "lies beside a hot spot but is hot by neither test",
        "lie beside the hot spots but are hot by neither test",
    ),
    (
        "is hot by one of the two tests, apart from the hot spots",
        "are hot by one of the two tests, apart from the hot spots",
    ),
    (
        "is busy together with its neighbours, but hot by neither test",
        "are busy together with their neighbours, but hot by neither test",
    ),
    ("is busy by itself, apart from the hot spots", "are busy by themselves, apart from the hot spots"),
)
"""What is said of a busy small area that is no hot spot (and of several), by :func:`_kind_of_other`."""


def _kind_of_other(touches: bool, analytic: bool, z: float) -> int:
    if touches:
        return 0 if analytic else 1
    return 2 if analytic else 3 if z >= _RAISED else 4


def busy_but_not_hot(
    result: ChapterResult,
    places: Places,
    counts: Floats,
    z: Floats,
    hot: Booleans,
    analytic: NDArray[np.bool_],
    told: list[int],
) -> Phrase:
    """Say of each of the ten busiest small areas that is no hot spot whether it lies beside one or is busy by itself.

    Those in ``told`` have had their crimes told before.
    """
    touches = touching(places, hot)
    found: dict[int, list[int]] = {}
    for n in order_of(places, counts)[:_TOP]:
        if not hot[n]:
            found.setdefault(_kind_of_other(bool(touches[n]), bool(analytic[n]), float(z[n])), []).append(n)
    sentence: Phrase = ()
    for kind in sorted(found):
        positions = found[kind]
        named = citing.joined(
            [(places.names[n],) if n in told else with_crimes(result, places, [n]) for n in positions]
        )
        several = len(positions) > 1
        head = "Neighbourhoods" if several else "Neighbourhood"
        sentence = (*sentence, f" {head} ", *named, f" {_OTHERS[kind][several]}.")
    return sentence
