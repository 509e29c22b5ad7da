"""The one name of a small area, the same in every sentence, table, title and recommendation."""

from __future__ import annotations

import re

import numpy as np

from frith.evidence.counts import MapPoints
from frith.evidence.reading import Evidence
from frith.vocabulary.areas import Area, AreaKind
from frith.vocabulary.categories import BY_ID
from frith.vocabulary.periods import Period

KINDS_OF_POINT = frozenset(
    {
        "airport/airfield",
        "bus/coach station",
        "conference/exhibition centre",
        "ferry terminal",
        "further/higher educational building",
        "hospital",
        "motorway service area",
        "nightclub",
        "park/open space",
        "parking area",
        "pedestrian subway",
        "petrol station",
        "police station",
        "prison",
        "race track",
        "shopping area",
        "sports/recreation area",
        "supermarket",
        "theatre/concert hall",
    },
)
"""What data.police.uk calls a map point that is no street: a kind, and so no name to know a place by."""

UNNAMED = "a place without a street name"
NAMING = (
    "A neighbourhood is named by the end of its official name, a street that it includes and its ward: 013E (Harewood "
    "Place, West End). The street is the one in it to which most crime was mapped in the year. It helps to find the "
    "neighbourhood and says nothing of the street, to which little of the neighbourhood's crime may belong."
)
_ON_OR_NEAR = "on or near "
_NUMBER = re.compile(r"(.+) ([0-9]{3}[A-Z]+)")


def street_name(point: str) -> str:
    """Return a map point's street or station without "on or near"; empty where only a kind is published."""
    name = point[len(_ON_OR_NEAR) :] if point.lower().startswith(_ON_OR_NEAR) else point
    if name.lower() in KINDS_OF_POINT:
        return ""
    return name.replace(" Lu Station (lu Station)", " (lu Station)").replace(
        "(lu Station)", "Underground station"
    )


def place_names(
    evidence: Evidence, parts: tuple[Area, ...], points: MapPoints, year: Period
) -> tuple[str, ...]:
    """Name small areas as everything in the document does: ``013E (Harewood Place, West End)``.

    The number alone is enough where all the small areas are of one borough; else the official name is kept whole. A
    street or a ward that is not known is left out.
    """
    found = [_NUMBER.fullmatch(part.name) for part in parts]
    one_borough = len({match[1] if match else "" for match in found}) == 1
    streets = _streets(points, year)
    named = []
    for part, match in zip(parts, found, strict=True):
        ward = evidence.atlas.holding(part, AreaKind.WARD)
        where = [words for words in (streets.get(part.code, ""), ward.name if ward else "") if words]
        short = match[2] if match and one_borough and where else part.name
        named.append(f"{short} ({', '.join(where)})" if where else short)
    return tuple(named)


def _streets(points: MapPoints, year: Period) -> dict[str, str]:
    """Of each small area by its code, the street (no station) to which most crime of the year was mapped."""
    months = [i for i, month in enumerate(points.months) if month in year]
    kinds = [i for i, category in enumerate(points.categories) if BY_ID[category].recorded_crime]
    counts = points.counts[:, months][:, :, kinds].sum(axis=(1, 2))
    totals: dict[str, dict[str, int]] = {}
    for n in np.flatnonzero(counts):
        street = street_name(points.names[n])
        if street and points.names[n].lower().startswith(_ON_OR_NEAR):
            held = totals.setdefault(points.lsoa[n], {})
            held[street] = held.get(street, 0) + int(counts[n])
    return {code: min(held, key=lambda street: (-held[street], street)) for code, held in totals.items()}
