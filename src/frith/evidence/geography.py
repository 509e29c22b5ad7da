"""The atlas: areas by code and name, how they nest, their shapes, and which area a point lies in."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely.geometry.base import BaseGeometry

from frith.evidence.lookups import AREA_COLUMNS, NESTING_COLUMNS, NESTS
from frith.vocabulary.areas import Area, AreaKind
from frith.vocabulary.faults import EvidenceMissing, Fault, UnknownName

SHAPE_COLUMNS = {"code": pl.String, "kind": pl.String, "year": pl.Int64, "wkb": pl.Binary}
NAME_ORDER = (AreaKind.BOROUGH, AreaKind.PARTNERSHIP, AreaKind.FORCE, AreaKind.WARD)
"""A name that areas of several kinds share means the first of these, then the smaller kinds."""
_CHANGING = (
    (AreaKind.LSOA11, AreaKind.WARD),
    (AreaKind.WARD, AreaKind.BOROUGH),
    (AreaKind.BOROUGH, AreaKind.FORCE),
)
_SIZE = {kind: size for size, kind in enumerate(AreaKind)}


class AreaAtlas:
    """Areas, look-ups and boundaries of all datasets, read as at one year.

    ``areas``, ``nesting`` and ``shapes`` are the tables of :mod:`frith.evidence.lookups` and
    :mod:`frith.evidence.boundaries`; where two hold the same shape, the first given counts.

    Look-ups of several years are kept apart. Each question is answered from the latest year not after ``year``, else
    from the earliest after it. Without ``year`` it is the latest for which every look-up that changes is held.
    """

    def __init__(
        self, areas: pl.DataFrame, nesting: pl.DataFrame, shapes: pl.DataFrame, year: int | None = None
    ) -> None:
        self._areas_table, self._nesting, self._shapes = areas, nesting, shapes
        self.year = year or self._latest_year()
        self._pairs: dict[tuple[AreaKind, AreaKind], pl.DataFrame] = {}
        self._cache: dict[str, BaseGeometry | None] = {}
        self._trees: dict[AreaKind, tuple[NDArray[Any], NDArray[Any], shapely.STRtree]] = {}

    @classmethod
    def from_files(
        cls,
        *,
        areas: Iterable[Path] = (),
        nesting: Iterable[Path] = (),
        shapes: Iterable[Path] = (),
        year: int | None = None,
    ) -> AreaAtlas:
        """Read the Parquet tables of the catalogue's datasets, those that count first given first."""
        return cls(
            _read(areas, AREA_COLUMNS), _read(nesting, NESTING_COLUMNS), _read(shapes, SHAPE_COLUMNS), year
        )

    def at(self, year: int) -> AreaAtlas:
        """Return the same atlas read as at another year."""
        return AreaAtlas(self._areas_table, self._nesting, self._shapes, year)

    # ------------------------------------------------------------------ codes and names

    @cached_property
    def _areas(self) -> dict[str, Area]:
        named = self._areas_table.with_columns((pl.col("name") == "").alias("nameless"))
        latest = named.sort(["nameless", "year"], descending=[False, True], maintain_order=True).unique(
            subset=["code"], keep="first", maintain_order=True
        )
        rows = latest.sort("code").select("code", "name", "kind").iter_rows()
        return {code: Area(code, name or code, AreaKind(kind)) for code, name, kind in rows}

    @cached_property
    def _by_name(self) -> dict[str, list[Area]]:
        found: dict[str, list[Area]] = {}
        for area in self._areas.values():
            found.setdefault(plain_name(area.name), []).append(area)
        return found

    def area(self, code: str) -> Area:
        """Return the area of a code. Raises UnknownName."""
        return self.find(code) if code not in self._areas else self._areas[code]

    def areas(self, kind: AreaKind) -> tuple[Area, ...]:
        """Return every area of a kind, ordered by code."""
        return tuple(area for area in self._areas.values() if area.kind is kind)

    def find(self, code_or_name: str, kind: AreaKind | None = None) -> Area:
        """Return the area of a code, or of a name in any case; see :data:`NAME_ORDER` for a name that kinds share.

        Raises UnknownName with near matches if there is none, and with the codes if several areas of a kind share it.
        """
        asked = code_or_name.strip()
        by_code = self._areas.get(asked.upper())
        if by_code and kind in {None, by_code.kind}:
            return by_code
        matches = [area for area in self._by_name.get(plain_name(asked), []) if kind in {None, area.kind}]
        if not matches:
            raise UnknownName(self._nothing_like(asked, kind))
        order = [*NAME_ORDER, *(other for other in AreaKind if other not in NAME_ORDER)]
        first = min((area.kind for area in matches), key=order.index)
        matches = [area for area in matches if area.kind is first]
        if len(matches) > 1:
            raise UnknownName(
                Fault(
                    "area.ambiguous",
                    f"{len(matches)} areas have this name",
                    allowed="one of " + ", ".join(self._described(area) for area in matches[:10]),
                    given=asked,
                    remedy="Give the code.",
                )
            )
        return matches[0]

    def _nothing_like(self, asked: str, kind: AreaKind | None) -> Fault:
        names = [
            name
            for name, areas in self._by_name.items()
            if any(area.kind in ({kind} if kind else set(NAME_ORDER)) for area in areas)
        ]
        near = difflib.get_close_matches(plain_name(asked), names, n=5, cutoff=0.6)
        close = [
            self._described(area)
            for name in near
            for area in self._by_name[name]
            if kind in {None, area.kind}
        ]
        known = (
            f"{len(self._areas):,} areas are known"
            if self._areas
            else "no boundaries or look-ups are loaded yet"
        )
        return Fault(
            "area.unknown",
            f"no {kind.words if kind else 'area'} has this code or name",
            allowed="near matches are " + ", ".join(close[:5])
            if close
            else f"an official code or name; {known}",
            given=asked,
            remedy="Give a code such as E09000033, or add the boundaries and look-ups that hold the area.",
        )

    def _described(self, area: Area) -> str:
        borough = self.holding(area, AreaKind.BOROUGH) if area.kind is AreaKind.WARD else None
        return f"{area.code} ({area.name}{f', {borough.name}' if borough else ''}, {area.kind.words})"

    # ------------------------------------------------------------------ nesting

    def within(self, area: Area, kind: AreaKind) -> tuple[Area, ...]:
        """Return the areas of a smaller kind that make up an area, by official look-up, ordered by code.

        Empty where no look-up says. Raises EvidenceMissing where the look-up splits a part between this area and
        another, because then the parts do not make up the area.
        """
        codes = [area.code] if area.kind is kind else sorted(self._parts(area.code, area.kind, kind))
        return tuple(self._areas.get(code) or Area(code, code, kind) for code in codes)

    def holding(self, area: Area, kind: AreaKind) -> Area | None:
        """Return the larger area that an area belongs to, or None if no look-up says or the area is split."""
        if area.kind is kind:
            return area
        code = self._whole(area.code, area.kind, kind)
        return None if code is None else self._areas.get(code) or Area(code, code, kind)

    def _latest_year(self) -> int:
        latest = [
            years.max()
            for child, parent in _CHANGING
            if (years := self._rows(child, parent)["year"]).len() and years.max()
        ]
        return min((year for year in latest if isinstance(year, int)), default=0)

    def _rows(self, child: AreaKind, parent: AreaKind) -> pl.DataFrame:
        return self._nesting.filter(
            (pl.col("child_kind") == child.value) & (pl.col("parent_kind") == parent.value)
        )

    def _pair(self, child: AreaKind, parent: AreaKind) -> pl.DataFrame:
        """Return the look-up rows of two kinds, the years that count most first."""
        if (child, parent) not in self._pairs:
            year = pl.col("year")
            not_after = pl.when(year == 0).then(2).when(year <= self.year).then(0).otherwise(1)
            distance = (year - self.year).abs()
            rows = self._rows(child, parent).sort(not_after, distance, "child", "parent")
            self._pairs[child, parent] = rows.unique(maintain_order=True)
        return self._pairs[child, parent]

    def _parts(self, code: str, kind: AreaKind, part: AreaKind) -> set[str]:
        rows = self._pair(part, kind).filter(pl.col("parent") == code)
        if rows.height:
            rows = rows.filter(pl.col("year") == rows["year"][0])
            if not rows["whole"].all():
                raise EvidenceMissing(self._split(code, part, rows))
            return set(rows["child"])
        for middle in self._steps(part, kind):
            codes = self._parts(code, kind, middle)
            parts = [self._parts(each, middle, part) for each in sorted(codes)]
            if parts and all(parts):
                return set().union(*parts)
        return set()

    def _whole(self, code: str, kind: AreaKind, whole: AreaKind) -> str | None:
        rows = self._pair(kind, whole).filter(pl.col("child") == code)
        if rows.height:
            return str(rows["parent"][0]) if rows["whole"][0] else None
        for middle in self._steps(kind, whole):
            step = self._whole(code, kind, middle)
            found = self._whole(step, middle, whole) if step else None
            if found:
                return found
        return None

    @staticmethod
    def _steps(small: AreaKind, large: AreaKind) -> list[AreaKind]:
        """Return kinds between two that both nest, the largest first."""
        between = [
            kind
            for kind in AreaKind
            if _SIZE[small] < _SIZE[kind] < _SIZE[large] and (small, kind) in _CLIMBS
        ]
        return [kind for kind in reversed(between) if (kind, large) in _CLIMBS]

    def _split(self, code: str, part: AreaKind, rows: pl.DataFrame) -> Fault:
        names = [
            self._areas[c].name if c in self._areas else c for c in rows.filter(~pl.col("whole"))["child"]
        ]
        return Fault(
            "area.split",
            f"{', '.join(names)} ({part.words}) lies only partly in this area, so whole ones do not make it up",
            where=code,
            allowed="an area that whole parts make up",
            remedy=f"Load a look-up that goes from a smaller kind than {part.words} to this area.",
        )

    # ------------------------------------------------------------------ shapes

    def shape(self, area: Area) -> BaseGeometry | None:
        """Return an area's shape in National Grid metres: its own boundary, else its parts dissolved.

        None where neither it nor every one of its parts has a boundary.
        """
        if area.code not in self._cache:
            rows = self._shapes.filter((pl.col("code") == area.code) & (pl.col("kind") == area.kind.value))
            own = shapely.from_wkb(rows["wkb"][0]) if rows.height else None
            self._cache[area.code] = own or self._dissolved(area)
        return self._cache[area.code]

    def shapes(self, areas: Sequence[Area]) -> list[BaseGeometry | None]:
        """Return the shapes of many areas, in their order."""
        return [self.shape(area) for area in areas]

    def _dissolved(self, area: Area) -> BaseGeometry | None:
        for kind in reversed(AreaKind):
            if _SIZE[kind] >= _SIZE[area.kind]:
                continue
            held = set(self._shapes.filter(pl.col("kind") == kind.value)["code"])
            parts = self.within(area, kind) if held else ()
            if parts and all(part.code in held for part in parts):
                return shapely.union_all([self.shape(part) for part in parts])
        return None

    # ------------------------------------------------------------------ points

    def locate(self, easting: ArrayLike, northing: ArrayLike, kind: AreaKind) -> NDArray[np.str_]:
        """Return the code of the area of a kind that each point lies in, shape (points,), '' where none.

        Coordinates in National Grid metres. A point on the edge of several areas belongs to the lowest code. Kinds
        without boundaries of their own are found through the kind below and its look-up.
        """
        x, y = np.atleast_1d(np.asarray(easting, np.float64)), np.atleast_1d(np.asarray(northing, np.float64))
        if not self._shapes.filter(pl.col("kind") == kind.value).height:
            return self._located_by_parts(x, y, kind)
        codes, shapes, tree = self._tree(kind)
        places, which = np.unique(np.column_stack([x, y]), axis=0, return_inverse=True)
        points, candidates = tree.query(shapely.points(places), predicate=None)
        inside = shapely.intersects_xy(shapes[candidates], places[points, 0], places[points, 1])
        lowest = np.full(len(places), len(codes))
        np.minimum.at(lowest, points[inside], candidates[inside])
        found: NDArray[np.str_] = np.append(codes, "")[lowest][which.ravel()]
        return found

    def _tree(self, kind: AreaKind) -> tuple[NDArray[Any], NDArray[Any], shapely.STRtree]:
        if kind not in self._trees:
            rows = self._shapes.filter(pl.col("kind") == kind.value).sort("code", maintain_order=True)
            rows = rows.unique(subset=["code"], keep="first", maintain_order=True)
            shapes = np.asarray(shapely.from_wkb(rows["wkb"].to_list()))
            shapely.prepare(shapes)
            self._trees[kind] = (
                np.asarray(rows["code"].to_list(), dtype=np.str_),
                shapes,
                shapely.STRtree(shapes),
            )
        return self._trees[kind]

    def _located_by_parts(self, x: NDArray[Any], y: NDArray[Any], kind: AreaKind) -> NDArray[np.str_]:
        held = set(self._shapes["kind"].unique())
        for part in reversed(AreaKind):
            if part.value in held and (part, kind) in _CLIMBS:
                found, which = np.unique(self.locate(x, y, part), return_inverse=True)
                wholes = [self._whole(str(code), part, kind) or "" if code else "" for code in found]
                return np.asarray(wholes, dtype=np.str_)[which]
        return np.full(len(x), "", dtype="<U9")


def plain_name(name: str) -> str:
    """Return a name without case, stops and apostrophes, so that St. James's and St James’s are one."""
    return re.sub(r"\s+", " ", re.sub(r"[.,'’]", "", name.casefold().replace("&", "and"))).strip()


def _climbs() -> frozenset[tuple[AreaKind, AreaKind]]:
    """Return every pair of kinds where the first lies in the second, directly or by steps."""
    pairs = set(NESTS)
    while True:
        steps = {(a, d) for a, b in pairs for c, d in pairs if b is c}
        if steps <= pairs:
            return frozenset(pairs)
        pairs |= steps


_CLIMBS = _climbs()


def _read(paths: Iterable[Path], columns: dict[str, Any]) -> pl.DataFrame:
    tables = [pl.read_parquet(path, columns=list(columns)) for path in paths]
    return pl.concat(tables) if tables else pl.DataFrame(schema=columns)
