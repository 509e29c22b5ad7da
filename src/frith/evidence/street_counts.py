"""Answers counts of street-level crime by place, month and category from the counts made at load."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import duckdb
import numpy as np
import polars as pl
from numpy.typing import NDArray

from frith.evidence.catalogue import Catalogue
from frith.evidence.cells import CATEGORY_IDS, Cells
from frith.evidence.claims import small_areas_known, unmatched_belong
from frith.evidence.counts import CountCube, MapPoints, NamedPoints
from frith.evidence.dataset import Dataset, Family
from frith.evidence.engine import quoted
from frith.evidence.police.counting import CELLS
from frith.evidence.police.layouts import ROWS
from frith.evidence.precedence import NOBODY, boroughs_of, covers, ranked, winners
from frith.evidence.projection import grid_from_lonlat
from frith.evidence.quality import categories_left_out
from frith.evidence.reading import Atlas
from frith.evidence.rules import MICRODEGREES
from frith.vocabulary.areas import Area, AreaKind
from frith.vocabulary.categories import BY_ID
from frith.vocabulary.faults import EvidenceMissing, Fault
from frith.vocabulary.periods import Period

_WHOLE = {AreaKind.BOROUGH, AreaKind.PARTNERSHIP, AreaKind.FORCE}
"""Kinds of area to which a row belongs that names no small area, or one that no look-up knows, if all that its dataset
covers lies inside."""
_SMALLEST = {AreaKind.LSOA11, AreaKind.LSOA21}


NO_PART = -1
NOWHERE = -2
"""What stands for the part and the borough of a small area that lies elsewhere."""


@dataclass(frozen=True, slots=True)
class Ground:
    """An area laid out for counting: its boroughs, its parts, and which part and borough each small area is in."""

    area: Area
    boroughs: tuple[Area, ...]
    parts: tuple[Area, ...]
    small_areas: pl.DataFrame
    """Columns lsoa, part (number of the part, or :data:`NO_PART`), borough (number of the borough)."""

    def known(self, by_borough: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return what is known of each part from what is known of each borough: of all that the part touches."""
        placed = self.small_areas.filter(pl.col("part") != NO_PART).select("part", "borough").unique()
        known = np.ones((len(self.parts), *by_borough.shape[1:]), bool)
        for borough in range(len(self.boroughs)):
            known[placed.filter(pl.col("borough") == borough)["part"].to_numpy()] &= by_borough[borough]
        return known


def ground(area: Area, level: AreaKind, atlas: Atlas) -> Ground:
    """Lay an area out in its parts of one kind. Raises EvidenceMissing where no look-up says how it divides.

    Files name small areas of 2011 or of 2021, and most codes are the same. Both are read wherever a look-up has them,
    those of ``level`` (else those of 2011) first. One that lies in a borough but in none of its parts has no part.
    """
    censuses = sorted(_SMALLEST, key=lambda kind: (kind is not level, kind is not AreaKind.LSOA11))
    boroughs = boroughs_of(area, atlas)
    parts = atlas.within(area, level)
    borough_of: dict[str, int] = {}
    part_of: dict[str, int] = {}
    for census in censuses:
        codes = {s.code: k for k, borough in enumerate(boroughs) for s in atlas.within(borough, census)}
        fresh = {code: k for code, k in codes.items() if code not in borough_of}
        borough_of |= fresh
        if fresh and (level not in _SMALLEST or level is census):
            within = {
                s.code: k
                for k, part in enumerate(parts)
                for s in ((part,) if part.kind is census else atlas.within(part, census))
            }
            part_of |= {code: k for code, k in within.items() if code in fresh}
    rows = [
        (code, part_of.get(code, NO_PART), borough)
        for code, borough in borough_of.items()
        if code in part_of or area.kind in _WHOLE
    ]
    if not part_of:
        raise EvidenceMissing(
            Fault(
                "evidence.no-parts",
                f"no look-up says which small areas make up {area.name} by {level.words}",
                area.code,
                remedy="Add a look-up from small areas (LSOA) to this kind of area.",
            )
        )
    frame = pl.DataFrame(
        rows, schema={"lsoa": pl.String, "part": pl.Int32, "borough": pl.Int32}, orient="row"
    )
    return Ground(area, boroughs, parts, frame)


class StreetCounts:
    """Street-level crime of every dataset, with overlaps resolved by precedence."""

    def __init__(
        self,
        datasets: Sequence[Dataset],
        catalogue: Catalogue,
        atlas: Atlas,
        connection: duckdb.DuckDBPyConnection,
    ) -> None:
        self._catalogue, self._atlas, self._connection = catalogue, atlas, connection
        self._datasets = ranked(datasets, Family.STREET)
        self._known = small_areas_known(datasets, catalogue)
        self._held: dict[str, Cells] = {}
        self._laid: dict[tuple[Area, AreaKind], Ground] = {}

    def cube(self, area: Area, period: Period, level: AreaKind, *, transport: bool = True) -> CountCube:
        """Return counts in an area's parts of one kind.

        Without ``transport`` the rows of the British Transport Police are left out, as official counts of a force
        leave them out. Raises EvidenceMissing if no dataset knows any cell.
        """
        laid = self._ground(area, level)
        won, categories = self._won(area, laid.boroughs, period)
        shape = (len(laid.parts), len(period), len(categories))
        counts = np.zeros(shape, np.int64)
        unplaced = np.zeros(shape[1:], np.int64)
        kinds = np.array([CATEGORY_IDS.index(name) for name in categories])
        strays = np.zeros((len(laid.boroughs), len(period)), bool)
        for rank, dataset in self.counting(won):
            cells = self._cells(dataset)
            months, held = cells.within(period, kinds, transport=transport)
            mine = won[:, months] == rank
            part, borough = (cells.told(laid.small_areas, name, NOWHERE) for name in ("part", "borough"))
            inside = np.flatnonzero(borough != NOWHERE)
            block = held[inside] * mine[borough[inside]]
            _add_up(counts[:, months], unplaced[months], part[inside], block)
            stray = part[inside] == NO_PART
            for n in np.unique(borough[inside][stray]):
                rows = block[stray & (borough[inside] == n)]
                strays[n, months] |= rows.sum(axis=(0, 2)) > 0
            if _within(dataset, laid):
                unplaced[months] += held[self._unnamed(dataset, cells)].sum(axis=0) * mine.any(axis=0)
        if len(laid.parts) == 1 and area.kind in _WHOLE:
            counts[0] += unplaced
            unplaced[:] = 0
        return CountCube(
            tuple(part.code for part in laid.parts),
            period.months,
            categories,
            counts,
            laid.known(won != NOBODY) & ~self._split(laid, level, strays)[:, :, None],
            unplaced,
            self._sources(won),
        )

    def _split(self, laid: Ground, level: AreaKind, strays: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return where a small area is not known, shape (parts, months).

        Rows may name small areas of the other census that are no part here (``strays``, boroughs by months): then those
        parts that the other census no longer has, because it split or merged them, lack rows that no one can put back.
        Their count is unknown in such a month, and not the little that was left.
        """
        split = np.zeros((len(laid.parts), strays.shape[1]), bool)
        if level not in _SMALLEST or not strays.any():
            return split
        (other,) = _SMALLEST - {level}
        for n in np.flatnonzero(strays.any(axis=1)):
            codes = {area.code for area in self._atlas.within(laid.boroughs[n], other)}
            mine = {area.code for area in self._atlas.within(laid.boroughs[n], level)}
            for k, part in enumerate(laid.parts):
                if part.code in mine and part.code not in codes:
                    split[k] |= strays[n]
        return split

    def points(self, area: Area, period: Period) -> MapPoints:
        """Return counts at the map points whose small area lies in the area, ordered by small area and place.

        A map point is a pair of coordinates and a small area. Of several names the first in the alphabet is given.
        """
        laid, won, categories = self.resolved(area, period)
        counted = []
        for rank, dataset in self.counting(won):
            if dataset.details["points"]:
                cells = self._point_cells(dataset, laid, period, categories)
                winner = won[cells["borough"].to_numpy(), cells["month"].to_numpy(), cells["kind"].to_numpy()]
                counted.append(cells.filter(pl.Series(winner == rank)))
        return _map_points(pl.concat(counted) if counted else None, period, categories, self._sources(won))

    def named_points(self, area: Area) -> NamedPoints:
        """Return every map point whose small area lies in the area, of all months and datasets that hold its boroughs.

        Ordered by small area and place; of several names the first in the alphabet is given. Precedence decides which
        dataset counts; where a street lies they all may say.
        """
        laid = self._ground(area, AreaKind.LSOA11)
        self._connection.register("small_areas", laid.small_areas)
        held = [
            quoted(self._catalogue.table(dataset, ROWS))
            for dataset in self._datasets
            if dataset.details["points"] and any(covers(dataset, borough) for borough in laid.boroughs)
        ]
        if not held:
            none = np.empty(0)
            return NamedPoints(none, none, (), ())
        points = self._connection.execute(
            f"""SELECT lsoa, longitude, latitude, coalesce(min(location), '') AS name
            FROM read_parquet([{", ".join(held)}], union_by_name=true) JOIN small_areas USING (lsoa)
            WHERE longitude IS NOT NULL GROUP BY ALL ORDER BY ALL"""
        ).pl()
        easting, northing = grid_from_lonlat(
            points["longitude"].to_numpy() / MICRODEGREES, points["latitude"].to_numpy() / MICRODEGREES
        )
        return NamedPoints(
            easting, northing, tuple(points["name"].to_list()), tuple(points["lsoa"].to_list())
        )

    def resolved(self, area: Area, period: Period) -> tuple[Ground, NDArray[np.int64], tuple[str, ...]]:
        """Return the area laid out in small areas, which dataset counts in each cell, and the categories known there.

        Raises EvidenceMissing if no dataset knows any cell.
        """
        laid = self._ground(area, AreaKind.LSOA11)
        return laid, *self._won(area, laid.boroughs, period)

    def counting(self, won: NDArray[np.int64]) -> list[tuple[int, Dataset]]:
        """Return the datasets that count in any cell, with their numbers."""
        return [(int(rank), self._datasets[rank]) for rank in np.unique(won[won != NOBODY])]

    def unknown_months(
        self, boroughs: Sequence[Area], period: Period, categories: Sequence[str]
    ) -> list[int]:
        """Return for each borough how many months of a period are not known in all the categories."""
        won = winners(self._datasets, boroughs, period.months, categories)
        return [int(count) for count in (won == NOBODY).any(axis=2).sum(axis=1)]

    def _ground(self, area: Area, level: AreaKind) -> Ground:
        if (area, level) not in self._laid:
            self._laid[area, level] = ground(area, level, self._atlas)
        return self._laid[area, level]

    def _won(
        self, area: Area, boroughs: Sequence[Area], period: Period
    ) -> tuple[NDArray[np.int64], tuple[str, ...]]:
        won = winners(self._datasets, boroughs, period.months, CATEGORY_IDS)
        held = (won != NOBODY).any(axis=(0, 1))
        if not held.any():
            raise EvidenceMissing(self._nothing(area, boroughs, period))
        # what a file was cut to leave out is not known; without it the rest would pass for the whole
        left_out = self._left_out(won, period)
        held |= np.array([name in left_out for name in CATEGORY_IDS])
        return won[:, :, held], tuple(
            name for name, is_held in zip(CATEGORY_IDS, held, strict=True) if is_held
        )

    def _left_out(self, won: NDArray[np.int64], period: Period) -> set[str]:
        """Return the categories that datasets which count here were cut to leave out, of those there were by then."""
        found = {
            name
            for _, dataset in self.counting(won)
            for name in categories_left_out(dataset.coverage.categories, dataset.kept)
        }
        return {name for name in found if BY_ID[name].comparable_from <= period.last}

    def _nothing(self, area: Area, boroughs: Sequence[Area], period: Period) -> Fault:
        months = sorted(
            {m for d in self._datasets for m in d.coverage.months if any(covers(d, b) for b in boroughs)}
        )
        return Fault(
            "evidence.street",
            f"no street-level crime is held for {area.name} in {period.words}",
            area.code,
            f"a period within {months[0].words} to {months[-1].words}" if months else "an area with evidence",
            period.words,
            "Run frith evidence list to see what is held, and frith evidence add to add more.",
        )

    def _sources(self, won: NDArray[np.int64]) -> tuple[str, ...]:
        return tuple(sorted(self._datasets[rank].id for rank in np.unique(won[won != NOBODY])))

    def _unnamed(self, dataset: Dataset, cells: Cells) -> NDArray[np.int64]:
        """Return the small areas that stand for none: the unnamed, or all that no look-up knows if they belong here."""
        names = {""} if not unmatched_belong(dataset) else {*cells.codes} - self._known_codes
        return np.array([k for k, code in enumerate(cells.codes) if code in names], np.int64)

    def _cells(self, dataset: Dataset) -> Cells:
        if dataset.id not in self._held:
            self._held[dataset.id] = Cells.read(self._catalogue.table(dataset, CELLS))
        return self._held[dataset.id]

    @cached_property
    def _known_codes(self) -> frozenset[str]:
        """Every small area that a look-up knows."""
        return frozenset(
            code for (code,) in self._connection.execute(f"SELECT lsoa FROM {self._known}").fetchall()
        )

    def _point_cells(
        self, dataset: Dataset, laid: Ground, period: Period, categories: Sequence[str]
    ) -> pl.DataFrame:
        self._register(laid.small_areas, categories)
        return self._connection.execute(
            f"""SELECT lsoa, longitude, latitude, borough::BIGINT AS borough, kind::BIGINT AS kind,
                (month - {period.first.ordinal})::BIGINT AS month, min(location) AS name, count(*) AS n
            FROM read_parquet({quoted(self._catalogue.table(dataset, ROWS))})
            JOIN small_areas USING (lsoa) JOIN kinds USING (category)
            WHERE longitude IS NOT NULL AND {_between(period)} GROUP BY ALL"""
        ).pl()

    def _register(self, small_areas: pl.DataFrame, categories: Sequence[str]) -> None:
        self._connection.register("small_areas", small_areas)
        kinds = pl.DataFrame({"category": list(categories), "kind": range(len(categories))})
        self._connection.register("kinds", kinds)


def _add_up(
    counts: NDArray[np.int64],
    unplaced: NDArray[np.int64],
    part: NDArray[np.int64],
    block: NDArray[np.int64],
) -> None:
    """Add the counts of small areas to the part that each lies in, or to what has no part."""
    order = np.argsort(part, kind="stable")
    part, block = part[order], block[order]
    starts = np.flatnonzero(np.diff(part, prepend=NOWHERE))
    if not starts.size:
        return
    sums = block if starts.size == part.size else np.add.reduceat(block, starts, axis=0, dtype=np.int64)
    for_parts = part[starts] != NO_PART
    counts[part[starts][for_parts]] += sums[for_parts]
    unplaced += sums[~for_parts].sum(axis=0)


def _between(period: Period) -> str:
    return f"month BETWEEN {period.first.ordinal} AND {period.last.ordinal}"


def _within(dataset: Dataset, laid: Ground) -> bool:
    """Return whether all that a dataset covers lies in the area, so that its rows without a place do too."""
    names = {name for borough in laid.boroughs for name in (borough.code, borough.name)}
    return laid.area.kind in _WHOLE and set(dataset.coverage.areas) <= names


def _map_points(
    cells: pl.DataFrame | None, period: Period, categories: tuple[str, ...], sources: tuple[str, ...]
) -> MapPoints:
    if cells is None:
        none = np.empty(0)
        empty = np.zeros((0, len(period), len(categories)), np.int64)
        return MapPoints(none, none, (), (), period.months, categories, empty, sources)
    key = ["lsoa", "longitude", "latitude"]
    points = cells.group_by(key).agg(pl.col("name").min()).sort(key).with_row_index("point")
    cells = cells.join(points.select(*key, "point"), on=key)
    counts = np.zeros((points.height, len(period), len(categories)), np.int64)
    np.add.at(
        counts, tuple(cells[name].to_numpy() for name in ("point", "month", "kind")), cells["n"].to_numpy()
    )
    easting, northing = grid_from_lonlat(
        points["longitude"].to_numpy() / MICRODEGREES, points["latitude"].to_numpy() / MICRODEGREES
    )
    return MapPoints(
        easting,
        northing,
        tuple(points["name"].fill_null("").to_list()),
        tuple(points["lsoa"].to_list()),
        period.months,
        categories,
        counts,
        sources,
    )
