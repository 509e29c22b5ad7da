"""What the public data.police.uk interface asks and answers: areas as polygons, crimes as rows of the download.

Documentation: https://data.police.uk/docs/. An area of more than 10,000 crimes a month is answered with status 503 and
has to be asked for in pieces.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from frith.evidence.projection import grid_from_lonlat, lonlat_from_grid
from frith.vocabulary.categories import BY_ID
from frith.vocabulary.faults import Fault, SourceUnreachable

COLUMNS = (
    "Crime ID",
    "Month",
    "Reported by",
    "Falls within",
    "Longitude",
    "Latitude",
    "Location",
    "LSOA code",
    "LSOA name",
    "Crime type",
    "Last outcome category",
    "Context",
)
"""The columns of the street-level download, which Frith reads like any other."""
SLUGS = {
    "criminal-damage-arson": "criminal-damage-and-arson",
    "violent-crime": "violence-and-sexual-offences",
}
"""Categories that the interface calls otherwise than the download."""
TRANSPORT = "British Transport Police"
MARGIN = 30.0
"""Metres by which the polygon that is asked for goes beyond the area, so that its own can be simple."""
DETAIL = 20.0
"""Metres to which the polygon is simplified: less than the margin, so that no part of the area is lost."""

Locate = Callable[[NDArray[Any], NDArray[Any]], Iterable[tuple[str, str]]]
"""Gives code and name of the small area of each easting and northing."""


def asked_polygons(shape: BaseGeometry) -> list[Polygon]:
    """Return simple polygons without holes that together hold an area, in National Grid metres."""
    wide = shape.buffer(MARGIN).simplify(DETAIL)
    return [Polygon(part.exterior) for part in shapely.get_parts(wide)]


def halves(polygon: Polygon) -> list[Polygon]:
    """Return a polygon cut in two across its longer side."""
    west, south, east, north = polygon.bounds
    if east - west >= north - south:
        middle = (west + east) / 2
        boxes = [shapely.box(west, south, middle, north), shapely.box(middle, south, east, north)]
    else:
        middle = (south + north) / 2
        boxes = [shapely.box(west, south, east, middle), shapely.box(west, middle, east, north)]
    parts = [part for box in boxes for part in shapely.get_parts(polygon.intersection(box))]
    return [part for part in parts if isinstance(part, Polygon)]


def as_parameter(polygon: Polygon) -> str:
    """Return a polygon as the interface takes it: ``latitude,longitude:latitude,longitude``."""
    ring = shapely.get_coordinates(polygon.exterior)[:-1]
    longitude, latitude = lonlat_from_grid(ring[:, 0], ring[:, 1])
    return ":".join(f"{lat:.6f},{lon:.6f}" for lon, lat in zip(longitude, latitude, strict=True))


def read_crimes(answer: object) -> list[dict[str, Any]]:
    """Return an answer's crimes. Raises SourceUnreachable if it is not as documented."""
    if not isinstance(answer, list) or not all(
        isinstance(crime, dict) and {"id", "category", "month"} <= crime.keys() for crime in answer
    ):
        raise SourceUnreachable(
            Fault(
                "fetch.answer",
                "the interface answered with something else than crimes",
                given=str(answer)[:200],
            )
        )
    return answer


def rows_of_crimes(
    crimes: Iterable[dict[str, Any]], shape: BaseGeometry, force: str, locate: Locate | None
) -> list[tuple[str, ...]]:
    """Return the crimes inside an area as rows of the download, each once, in a fixed order.

    A crime that pieces of the area share comes several times and is told by its number. One on the edge is inside.
    """
    once = {int(crime["id"]): crime for crime in crimes}
    held = [once[number] for number in sorted(once)]
    longitude = np.array([_coordinate(crime, "longitude") for crime in held], np.float64)
    latitude = np.array([_coordinate(crime, "latitude") for crime in held], np.float64)
    _refuse_without_place(np.isnan(longitude) | np.isnan(latitude), held)
    east, north = grid_from_lonlat(longitude, latitude)
    shapely.prepare(shape)
    inside = shapely.intersects_xy(shape, east, north) if held else np.zeros(0, bool)
    crimes_inside = [crime for crime, kept in zip(held, inside, strict=True) if kept]
    places = list(locate(east[inside], north[inside])) if locate else [("", "")] * len(crimes_inside)
    return [_row(crime, force, *place) for crime, place in zip(crimes_inside, places, strict=True)]


def _refuse_without_place(without: NDArray[np.bool_], crimes: list[dict[str, Any]]) -> None:
    """Refuse an answer with crimes that have no place: they were asked for by place, and would be lost in silence."""
    if without.any():
        first = next(crime for crime, lacks in zip(crimes, without, strict=True) if lacks)
        raise SourceUnreachable(
            Fault(
                "fetch.answer",
                f"{int(without.sum())} of {len(crimes)} crimes came without a place that can be read",
                given=str(first)[:200],
                remedy="Try again later; if it stays so, take the month from the download page.",
            )
        )


def as_csv(rows: Iterable[tuple[str, ...]]) -> str:
    """Return rows as the CSV of the download."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return text.getvalue()


def _row(crime: dict[str, Any], force: str, code: str, name: str) -> tuple[str, ...]:
    reporter = TRANSPORT if crime.get("location_type") == "BTP" else force
    place = crime["location"]
    outcome = crime.get("outcome_status") or {}
    return (
        str(crime.get("persistent_id") or ""),
        str(crime["month"]),
        reporter,
        reporter,
        str(place["longitude"]),
        str(place["latitude"]),
        str((place.get("street") or {}).get("name", "")),
        code,
        name,
        category_name(str(crime["category"])),
        str(outcome.get("category", "")),
        str(crime.get("context") or ""),
    )


def category_name(slug: str) -> str:
    """Return what the download calls a category; one that is not known is given as it came, for the checks to find."""
    known = BY_ID.get(SLUGS.get(slug, slug))
    return known.name if known else slug


def _coordinate(crime: dict[str, Any], name: str) -> float:
    try:
        return float((crime.get("location") or {}).get(name) or "nan")
    except (TypeError, ValueError, AttributeError):
        return float("nan")
