"""The invented map points: where crimes are mapped to, what the points are called, how busy each is by nature."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from frith.demo.borough import names
from frith.demo.borough.chance import Real, Whole, stream
from frith.demo.borough.land import Land

POINTS_PER_AREA = (15.0, 9.0)
"""Mean number of map points in a small area: main borough, peers."""

CENTRE_REACH = 900.0
"""Metres over which a town centre's pull falls to a third."""


@dataclass(frozen=True, slots=True)
class Streets:
    """Map points. ``area`` is the index of each point's small area; ``xy`` metres; ``station`` marks railway stations.

    ``pull`` (0 to 1) says how central a point is; ``activity`` is its lasting busyness (standard normal).
    """

    xy: Real
    area: Whole
    borough: Whole
    names: NDArray[np.str_]
    station: NDArray[np.bool_]
    pull: Real
    activity: Real


def invent_streets(seed: int, land: Land) -> Streets:
    """Return the map points of the whole land, ordered by small area."""
    chance = stream(seed, "streets")
    wanted = 3 + chance.poisson(np.where(land.main(), *POINTS_PER_AREA) - 3)
    area = np.repeat(np.arange(len(wanted)), wanted)
    xy = np.vstack([_inside(chance, land.shapes[index], count) for index, count in enumerate(wanted)])
    borough = land.borough[area]
    distance = np.sqrt(((xy - land.centres[borough]) ** 2).sum(axis=1))
    station = _stations(land, borough, distance)
    return Streets(
        xy=xy,
        area=area,
        borough=borough,
        names=_point_names(chance, land, borough, distance, station),
        station=station,
        pull=np.exp(-distance / CENTRE_REACH),
        activity=chance.normal(size=len(area)),
    )


def _inside(chance: np.random.Generator, shape: BaseGeometry, count: int) -> Real:
    """Return ``count`` points inside a shape, in metres."""
    west, south, east, north = shape.bounds
    found = np.empty((0, 2))
    while len(found) < count:
        tried = chance.uniform((west, south), (east, north), (4 * count, 2))
        found = np.vstack([found, tried[shapely.contains_xy(shape, tried)]])
    return found[:count]


def _stations(land: Land, borough: Whole, distance: Real) -> NDArray[np.bool_]:
    """Make the point nearest to each town centre a station, and in the main borough three points further out too."""
    station = np.zeros(len(borough), dtype=bool)
    for index in range(len(land.boroughs)):
        members = np.flatnonzero(borough == index)
        nearest = members[np.argsort(distance[members], kind="stable")]
        places = [0] if index else [int(len(members) * share) for share in (0, 0.25, 0.5, 0.75)]
        station[nearest[places]] = True
    return station


def _point_names(
    chance: np.random.Generator, land: Land, borough: Whole, distance: Real, station: NDArray[np.bool_]
) -> NDArray[np.str_]:
    """Name each point after a street, one in fourteen after a kind of place, and stations after themselves."""
    streets = np.array(
        [f"{stem} {kind}" for stem in names.STREET_STEMS.split() for kind in names.STREET_KINDS]
    )
    words = np.empty(len(borough), dtype="<U60")
    for index, title in enumerate(land.boroughs):
        members = np.flatnonzero(borough == index)
        words[members] = chance.permutation(streets)[: len(members)]
        ways_in = members[station[members]]
        titles = names.MAIN_STATIONS if index == 0 else (f"{title} (station)",)
        words[ways_in[np.argsort(distance[ways_in], kind="stable")]] = titles
    kinds = chance.choice(names.PLACES_OF_KIND, size=len(words))
    words = np.where((chance.uniform(size=len(words)) < 1 / 14) & ~station, kinds, words)
    return np.where(station, words, np.char.add("On or near ", words))
