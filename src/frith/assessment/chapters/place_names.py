"""The one name of a small area, the same in every sentence, table, title and recommendation."""

from __future__ import annotations

import re

import numpy as np

from frith.evidence.reading import Evidence
from frith.vocabulary.areas import Area, AreaKind

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
    "A neighbourhood is named by the end of its official name, a street that it includes and its ward, such as 013E "
    "(Oxford Street, West End). The street is the one in it with the map point nearest to its middle, of all months "
    "loaded, so that one edition names a neighbourhood as another does. It helps to find the neighbourhood and says "
    "nothing of the street, to which little of the neighbourhood's crime may belong."
)
_ON_OR_NEAR = "on or near "
_NUMBER = re.compile(r"(.+) ([0-9]{3}[A-Z]+)")


def street_name(point: str) -> str:
    """Return a map point's street or station without "on or near"; empty where only a kind is published.

    The police write every word with a capital, ``St Martin'S Lane`` too, which is put right.
    """
    name = point[len(_ON_OR_NEAR) :] if point.lower().startswith(_ON_OR_NEAR) else point
    if name.lower() in KINDS_OF_POINT:
        return ""
    name = name.replace(" Lu Station (lu Station)", " (lu Station)").replace(
        "(lu Station)", "Underground station"
    )
    return name.replace("'S ", "'s ").removesuffix("'S") + ("'s" if name.endswith("'S") else "")


def number_of(name: str) -> str:
    """Return the part of a small area's name that tells it apart: ``013E`` of ``013E (Harewood Place, West End)``."""
    return name.partition(" (")[0]


def place_names(evidence: Evidence, area: Area, parts: tuple[Area, ...]) -> tuple[str, ...]:
    """Name small areas of an area as everything in the document does: ``013E (Harewood Place, West End)``.

    The number alone is enough where all the small areas are of one borough; else the official name is kept whole. A
    street or a ward that is not known is left out. Names depend on boundaries, look-ups and map points and on no
    period or count, so that editions agree.
    """
    found = [_NUMBER.fullmatch(part.name) for part in parts]
    one_borough = len({match[1] if match else "" for match in found}) == 1
    streets = _streets(evidence, area, parts)
    named = []
    for part, match in zip(parts, found, strict=True):
        ward = evidence.atlas.holding(part, AreaKind.WARD)
        where = [words for words in (streets.get(part.code, ""), ward.name if ward else "") if words]
        short = match[2] if match and one_borough and where else part.name
        named.append(f"{short} ({', '.join(where)})" if where else short)
    return tuple(named)


def _streets(evidence: Evidence, area: Area, parts: tuple[Area, ...]) -> dict[str, str]:
    """Of each small area by its code, the street (no station) with the map point nearest to its middle.

    Without a boundary the middle is the mean of its map points. Equal distances go by the alphabet.
    """
    points = evidence.named_points(area)
    held: dict[str, list[int]] = {}
    for n, (name, code) in enumerate(zip(points.names, points.lsoa, strict=True)):
        if name.lower().startswith(_ON_OR_NEAR) and street_name(name):
            held.setdefault(code, []).append(n)
    found = {}
    for part in parts:
        at = held.get(part.code)
        if at:
            shape = evidence.atlas.shape(part)
            x, y = points.easting[at], points.northing[at]
            middle = (x.mean(), y.mean()) if shape is None else (shape.centroid.x, shape.centroid.y)
            gaps = np.hypot(x - middle[0], y - middle[1]).round(1)
            found[part.code] = min(
                (gap, street_name(points.names[n])) for gap, n in zip(gaps, at, strict=True)
            )[1]
    return found
