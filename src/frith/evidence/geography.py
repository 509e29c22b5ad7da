"""The atlas: areas by code and name, how they nest, their shapes, and which area a point lies in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely.geometry.base import BaseGeometry

from frith.evidence.gazetteer import Gazetteer
from frith.evidence.lookups import AREA_COLUMNS, NESTING_COLUMNS
from frith.evidence.nesting import Nesting, climbs
from frith.vocabulary.areas import Area, AreaKind

SHAPE_COLUMNS = {"code": pl.String, "kind": pl.String, "year": pl.Int64, "wkb": pl.Binary}
"""Columns of the ``shapes`` table."""
_KINDS = tuple(AreaKind)


class AreaAtlas:
    """Areas, look-ups and boundaries of all datasets, read as at one year as :mod:`frith.evidence.nesting` says.

    ``areas``, ``nesting`` and ``shapes`` are the tables of :mod:`frith.evidence.lookups` and
    :mod:`frith.evidence.boundaries`; where two hold the same shape, the first given counts.
    """

    def __init__(
        self, areas: pl.DataFrame, nesting: pl.DataFrame, shapes: pl.DataFrame, year: int | None = None
    ) -> None:
        self._areas, self._nesting_table, self._shapes = areas, nesting, shapes
        self._nesting = Nesting(nesting, year)
        self._drawn: dict[Area, BaseGeometry | None] = {}
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

    @property
    def year(self) -> int:
        """The year that look-ups are read as at."""
        return self._nesting.year

    def at(self, year: int) -> AreaAtlas:
        """Return the same atlas read as at another year."""
        return AreaAtlas(self._areas, self._nesting_table, self._shapes, year)

    # ------------------------------------------------------------------ names and nesting

    @cached_property
    def _gazetteer(self) -> Gazetteer:
        return Gazetteer(self._areas, self.year)

    def find(self, code_or_name: str, kind: AreaKind | None = None) -> Area:
        """Return the area of a code, or of a name in any case.

        A name that kinds share means the borough first (see :data:`frith.evidence.gazetteer.NAME_ORDER`). Raises
        UnknownName with near matches if there is none, and with the codes if several areas of a kind share it.
        """
        return self._gazetteer.find(code_or_name, kind, self._described)

    def areas(self, kind: AreaKind) -> tuple[Area, ...]:
        """Return every area of a kind, ordered by code."""
        return self._gazetteer.areas(kind)

    def within(self, area: Area, kind: AreaKind) -> tuple[Area, ...]:
        """Return the areas of a smaller kind that make up an area, by official look-up, ordered by code.

        Empty where no look-up says. Raises EvidenceMissing where a part lies only partly in the area.
        """
        if area.kind is kind:
            return (area,)
        return tuple(
            self._gazetteer.area(code, kind)
            for code in sorted(self._nesting.parts(area.code, area.kind, kind))
        )

    def holding(self, area: Area, kind: AreaKind) -> Area | None:
        """Return the larger area that an area belongs to, or None if no look-up says or the area is split."""
        if area.kind is kind:
            return area
        code = self._nesting.whole(area.code, area.kind, kind)
        return None if code is None else self._gazetteer.area(code, kind)

    def _described(self, area: Area) -> str:
        borough = self.holding(area, AreaKind.BOROUGH) if area.kind is AreaKind.WARD else None
        return f"{area.code} ({area.name}{f', {borough.name}' if borough else ''}, {area.kind.words})"

    # ------------------------------------------------------------------ shapes

    def shape(self, area: Area) -> BaseGeometry | None:
        """Return an area's shape in National Grid metres: its own boundary, else its parts dissolved.

        None where neither it nor every one of its parts has a boundary.
        """
        if area not in self._drawn:
            rows = self._shapes.filter((pl.col("code") == area.code) & (pl.col("kind") == area.kind.value))
            own = shapely.from_wkb(rows["wkb"][0]) if rows.height else None
            self._drawn[area] = own if own is not None else self._dissolved(area)
        return self._drawn[area]

    def has_shapes(self, kind: AreaKind) -> bool:
        """Return whether any area of a kind has a boundary of its own."""
        return bool(self._shapes.filter(pl.col("kind") == kind.value).height)

    def shapes(self, areas: Sequence[Area]) -> list[BaseGeometry | None]:
        """Return the shapes of many areas, in their order."""
        return [self.shape(area) for area in areas]

    def _dissolved(self, area: Area) -> BaseGeometry | None:
        for kind in reversed(_KINDS[: _KINDS.index(area.kind)]):
            held = set(self._shapes.filter(pl.col("kind") == kind.value)["code"])
            parts = self.within(area, kind) if held else ()
            if parts and all(part.code in held for part in parts):
                return shapely.union_all([self.shape(part) for part in parts])
        return None

    # ------------------------------------------------------------------ points

    def locate(self, easting: ArrayLike, northing: ArrayLike, kind: AreaKind) -> NDArray[np.str_]:
        """Return the code of the area of a kind that each point lies in, shape (points,), '' where none.

        Coordinates in National Grid metres, NaN where missing. A point on the edge of several areas belongs to the
        lowest code. Kinds without boundaries of their own are found through a smaller kind and its look-up.
        """
        x, y = np.atleast_1d(np.asarray(easting, np.float64)), np.atleast_1d(np.asarray(northing, np.float64))
        if not self.has_shapes(kind):
            return self._located_by_parts(x, y, kind)
        codes, shapes, tree = self._tree(kind)
        places, which = np.unique(np.column_stack([x, y]), axis=0, return_inverse=True)
        points, candidates = tree.query(shapely.points(places))
        inside = shapely.intersects_xy(shapes[candidates], places[points, 0], places[points, 1])
        lowest = np.full(len(places), len(codes))
        np.minimum.at(lowest, points[inside], candidates[inside])
        found: NDArray[np.str_] = np.append(codes, "")[lowest][which.ravel()]
        return found

    def _tree(self, kind: AreaKind) -> tuple[NDArray[Any], NDArray[Any], shapely.STRtree]:
        if kind not in self._trees:
            rows = self._shapes.filter(pl.col("kind") == kind.value)
            rows = rows.unique(subset=["code"], keep="first", maintain_order=True).sort("code")
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
        for part in reversed(_KINDS):
            if part.value in held and (part, kind) in climbs():
                found, which = np.unique(self.locate(x, y, part), return_inverse=True)
                wholes = [self._nesting.whole(str(code), part, kind) or "" if code else "" for code in found]
                return np.asarray(wholes, dtype=np.str_)[which]
        return np.full(len(x), "", dtype="<U9")


def _read(paths: Iterable[Path], columns: dict[str, Any]) -> pl.DataFrame:
    tables = [pl.read_parquet(path, columns=list(columns)) for path in paths]
    return pl.concat(tables) if tables else pl.DataFrame(schema=columns)
