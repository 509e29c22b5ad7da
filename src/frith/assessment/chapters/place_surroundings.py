"""Crimes just beyond an area's border, so that what is seen near the border does not hang on where it runs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from frith.assessment.chapters.place_counts import Places
from frith.assessment.statistics.arguments import Floats
from frith.evidence.dataset import Family
from frith.vocabulary.areas import Area, AreaKind
from frith.vocabulary.categories import BY_ID
from frith.vocabulary.periods import Period


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Recorded crime at the map points beyond the border, in the boroughs for which the whole year is known.

    ``land`` is the area and those boroughs together: where it ends, nothing is known of what lies beyond.
    """

    easting: Floats
    northing: Floats
    counts: Floats
    land: BaseGeometry
    boroughs: tuple[str, ...]
    sources: tuple[str, ...]


def surroundings(places: Places, outline: BaseGeometry, year: Period, reach: float) -> Surroundings:
    """Return the crime of a year beyond an area's border, of the boroughs that come within ``reach`` metres of it.

    A borough whose year is not whole, or that has no boundary, is left out: what lies there is not known.
    """
    mine = frozenset(places.cube.areas)
    east, north, counted = [np.empty(0)], [np.empty(0)], [np.empty(0)]
    land, names, sources = [outline], [], list(places.points.sources)
    for borough in places.evidence.atlas.areas(AreaKind.BOROUGH):
        shape = _known(places, borough, year)
        if shape is None or not shapely.dwithin(shape, outline, reach):
            continue
        land.append(shape)
        points = places.evidence.map_points(borough, year)
        there = np.array([code not in mine for code in points.lsoa], dtype=bool)
        there &= np.isfinite(points.easting) & np.isfinite(points.northing)
        if not there.any():
            continue
        kinds = [n for n, category in enumerate(points.categories) if BY_ID[category].recorded_crime]
        east.append(points.easting[there])
        north.append(points.northing[there])
        counted.append(points.counts[there][:, :, kinds].sum(axis=(1, 2)).astype(np.float64))
        names.append(borough.name)
        sources += points.sources
    return Surroundings(
        np.concatenate(east),
        np.concatenate(north),
        np.concatenate(counted),
        shapely.union_all(land),
        tuple(names),
        tuple(dict.fromkeys(sources)),
    )


def _known(places: Places, borough: Area, year: Period) -> BaseGeometry | None:
    """Return a borough's shape if every month of its year is known; None otherwise."""
    held = places.evidence.first_and_last(Family.STREET, borough)
    if held is None or year.first not in held or year.last not in held:
        return None
    shape = places.evidence.atlas.shape(borough)
    if shape is None or places.evidence.street(borough, year, AreaKind.BOROUGH).total(year) is None:
        return None
    return shape
