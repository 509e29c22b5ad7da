"""Thornmere, a made-up borough for tests: its rates, its people, its small areas and its peers.

Small areas stand on a grid of six wards (columns) by five rows (or more: thirty are too few for a permutation test to
call a hot spot), each a 500 metre square; smaller peer boroughs stand north of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from shapely import unary_union
from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

from frith.vocabulary.areas import Area, AreaKind
from frith.vocabulary.faults import Fault, UnknownName
from frith.vocabulary.periods import Period

YEARS = Period.parse("2016-04", "2018-03")
BOROUGH = "X09000001"
PARTNERSHIP, FORCE = "X22000001", "X23000001"
WARDS = ("Abbey", "Bridge", "Castle", "Dock", "Elmfield", "Ferry")
_PEER_NAMES = (
    "Ashdene Brackwater Coldharrow Dunmarsh Eastholt Fenstead Gorsey Highmoor Inglebeck Junipers Kestrel"
)
PEERS = tuple(_PEER_NAMES.split())
SIDE, ROWS, POINTS = 500.0, 5, 8
RATES: Mapping[str, float] = {
    "anti-social-behaviour": 12.0,
    "bicycle-theft": 1.0,
    "burglary": 3.0,
    "criminal-damage-and-arson": 2.5,
    "drugs": 2.0,
    "other-crime": 0.5,
    "other-theft": 8.0,
    "possession-of-weapons": 0.3,
    "public-order": 3.0,
    "robbery": 1.5,
    "shoplifting": 3.0,
    "theft-from-the-person": 4.0,
    "vehicle-crime": 3.0,
    "violence-and-sexual-offences": 8.0,
}
"""Mean rows a month in one small area before any multiplier."""
HARM_DAYS = {
    "bicycle-theft": (2, 2, 2),
    "burglary": (200, 2, 700),
    "criminal-damage-and-arson": (10, 2, 80),
    "drugs": (4, 1, 20),
    "other-crime": (10, 1, 50),
    "other-theft": (2, 1, 20),
    "possession-of-weapons": (250, 100, 300),
    "public-order": (7, 1, 50),
    "robbery": (365, 365, 365),
    "shoplifting": (1, 1, 1),
    "theft-from-the-person": (2, 2, 2),
    "vehicle-crime": (5, 2, 10),
    "violence-and-sexual-offences": (180, 20, 900),
}
"""Invented days of harm: middle, low, high."""
GROUPS = {"White": 0.60, "Black": 0.12, "Asian": 0.18, "Other": 0.10}
STOP_SHARES = {"White": 0.45, "Black": 0.30, "Asian": 0.15, "Other": 0.08, "": 0.02}
OBJECTS = {
    "Controlled drugs": 0.6,
    "Stolen goods": 0.2,
    "Offensive weapons": 0.12,
    "Article for use in theft": 0.08,
}
OUTCOMES = {
    "Nothing found - no further action": 0.7,
    "Suspect arrested": 0.2,
    "Offender given drugs possession warning": 0.1,
}
CRIME_OUTCOMES = {
    "Investigation complete; no suspect identified": 0.6,
    "Unable to prosecute suspect": 0.2,
    "Offender given a caution": 0.06,
    "Awaiting court outcome": 0.09,
    "Under investigation": 0.05,
}

Multiplier = Callable[[str, int, int], float]
"""Of (category id, small area of Thornmere 0 to 29, month of the period from 0): times the usual rate."""


def crowded_centre(category: str, place: int, month: int) -> float:
    """The usual Thornmere: theft crowds into four small areas where Castle and Dock wards meet."""
    crowded = {"theft-from-the-person", "other-theft", "robbery", "shoplifting"}
    return 6.0 if place in {11, 12, 16, 17} and category in crowded else 1.0


class FakeAtlas:
    """Thornmere, its peers and what they lie in."""

    def __init__(self, peers: int, *, shapes: bool, rows: int = ROWS) -> None:
        self.rows = rows
        self.held_areas: dict[str, Area] = {}
        self.parent: dict[str, str] = {}
        self.boxes: dict[str, BaseGeometry] = {}
        self._shapes = shapes
        self._add(FORCE, "Fenmarch Police", AreaKind.FORCE, "")
        self._add(PARTNERSHIP, "Safer Thornmere Partnership", AreaKind.PARTNERSHIP, FORCE)
        self._borough(BOROUGH, "Thornmere", PARTNERSHIP, WARDS, 0)
        for n, name in enumerate(PEERS[:peers], 2):
            self._borough(f"X09{n:06d}", name, FORCE, (f"{name} North", f"{name} South"), n)

    def _add(self, code: str, name: str, kind: AreaKind, parent: str) -> None:
        self.held_areas[code] = Area(code, name, kind)
        self.parent[code] = parent

    def _borough(self, code: str, name: str, parent: str, wards: tuple[str, ...], n: int) -> None:
        self._add(code, name, AreaKind.BOROUGH, parent)
        for column, ward in enumerate(wards):
            ward_code = f"X05{n:03d}{column:03d}"
            self._add(ward_code, ward, AreaKind.WARD, code)
            rows = self.rows if code == BOROUGH else ROWS
            for row in range(rows):
                lsoa = f"X01{n:03d}{column:02d}{row:02d}"
                self._add(lsoa, f"{name} {column * rows + row + 1:03d}A", AreaKind.LSOA11, ward_code)
                west, south = 530_000 + SIDE * column, 180_000 + SIDE * row + 10_000 * n
                self.boxes[lsoa] = box(west, south, west + SIDE, south + SIDE)

    def find(self, code_or_name: str, kind: AreaKind | None = None) -> Area:
        for area in self.held_areas.values():
            if code_or_name in (area.code, area.name) and kind in (None, area.kind):
                return area
        raise UnknownName(Fault("area.unknown", "no such area", "", "Thornmere", code_or_name))

    def areas(self, kind: AreaKind) -> tuple[Area, ...]:
        return tuple(sorted(area for area in self.held_areas.values() if area.kind is kind))

    def within(self, area: Area, kind: AreaKind) -> tuple[Area, ...]:
        found = [a for a in self.held_areas.values() if a.kind is kind and area.code in self.above(a.code)]
        return tuple(sorted(found))

    def holding(self, area: Area, kind: AreaKind) -> Area | None:
        return next(
            (self.held_areas[c] for c in self.above(area.code) if self.held_areas[c].kind is kind), None
        )

    def shape(self, area: Area) -> BaseGeometry | None:
        if not self._shapes:
            return None
        return unary_union([self.boxes[code] for code in sorted(self.boxes) if area.code in self.above(code)])

    def above(self, code: str) -> tuple[str, ...]:
        chain = []
        while code:
            chain.append(code)
            code = self.parent[code]
        return tuple(chain)
