"""Answers official recorded crime by area, month and category, with overlaps resolved by precedence.

In a borough and month one source counts, whole: sources name overlapping categories ("violence against the person"
beside "violence and sexual offences"), so that taking each category from its own source would count crimes twice.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from frith.evidence.catalogue import Catalogue
from frith.evidence.counts import CountCube
from frith.evidence.dataset import Dataset, Family
from frith.evidence.precedence import EVERY, NOBODY, as_a_whole, boroughs_of, ranked, winners
from frith.evidence.reading import Atlas
from frith.vocabulary.areas import Area, AreaKind
from frith.vocabulary.categories import BY_ID, CATEGORIES
from frith.vocabulary.periods import Period

COUNTS = "counts.parquet"
PLACES = "places.parquet"
_BY_BOROUGH = {AreaKind.BOROUGH, AreaKind.PARTNERSHIP, AreaKind.FORCE}


class OfficialCounts:
    """Official counts of every dataset. Wards and small areas are those of the source's own year."""

    def __init__(self, datasets: Sequence[Dataset], catalogue: Catalogue, atlas: Atlas) -> None:
        self._catalogue, self._atlas = catalogue, atlas
        self._datasets = ranked(datasets, Family.OFFICIAL)

    def cube(self, area: Area, period: Period, level: AreaKind, *, detail: bool = False) -> CountCube | None:
        """Return official counts in an area's parts of one kind, or None if no dataset counts by that kind there.

        Categories are the harmonised ones that the source holds whole, then the force's own that are not zero; with
        ``detail`` they are the force's own groups, written "Major: minor".
        """
        counted_by = AreaKind.BOROUGH if level in _BY_BOROUGH else level
        datasets = [d for d in self._datasets if d.details["counted_by"] == counted_by.value]
        boroughs = boroughs_of(area, self._atlas)
        won = winners([as_a_whole(d) for d in datasets], boroughs, period.months, EVERY)[:, :, 0]
        used = [int(rank) for rank in np.unique(won[won != NOBODY])]
        if not used:
            return None
        names = _categories([datasets[rank] for rank in used])
        known = _held(datasets, names)[won]
        rows = pl.concat([self._rows(datasets[rank], rank, boroughs, period) for rank in used])
        kinds = {name: number for number, name in enumerate(names)}
        rows = rows.with_columns(
            pl.col("category").replace_strict(kinds, return_dtype=pl.Int64).alias("kind")
        )
        mine = won[rows["borough"].to_numpy(), rows["month"].to_numpy()]
        rows = rows.filter(pl.Series(mine) == rows["rank"])
        if area.kind not in _BY_BOROUGH:
            rows = rows.filter(pl.col("area") == area.code)
        sources = tuple(sorted(datasets[rank].id for rank in used))
        if detail:
            names, rows = _grouped(rows)
            known = np.repeat(known.all(axis=2, keepdims=True), len(names), axis=2)
        parts, part = self._parts([datasets[rank] for rank in used], rows, boroughs, level, area)
        if not parts:
            return None  # the source counts by wards of another year: it says nothing of this one
        return _cube(rows, parts, part, names, rows["kind"], known, period, sources, drop_empty=not detail)

    def apart(self, area: Area, period: Period, level: AreaKind) -> tuple[CountCube, ...]:
        """Return the counts of each dataset by itself, the one that counts most first; none where it has no count."""
        alone = (OfficialCounts([one], self._catalogue, self._atlas) for one in self._datasets)
        cubes = (one.cube(area, period, level) for one in alone)
        return tuple(cube for cube in cubes if cube is not None)

    def _rows(self, dataset: Dataset, rank: int, boroughs: Sequence[Area], period: Period) -> pl.DataFrame:
        """Return a dataset's rows for some boroughs and a period; borough and month become numbers."""
        numbers = _numbers(boroughs)
        table = pl.scan_parquet(self._catalogue.table(dataset, COUNTS)).filter(
            pl.col("borough").is_in(list(numbers))
            & pl.col("category").is_in(dataset.coverage.categories)
            & pl.col("month").is_between(period.first.ordinal, period.last.ordinal)
        )
        return table.select(
            "area",
            pl.col("borough").replace_strict(numbers, return_dtype=pl.Int64),
            (pl.col("month") - period.first.ordinal).cast(pl.Int64),
            "category",
            "major",
            "minor",
            "n",
            pl.lit(rank).alias("rank"),
        ).collect()

    def _parts(
        self,
        datasets: Sequence[Dataset],
        rows: pl.DataFrame,
        boroughs: Sequence[Area],
        level: AreaKind,
        area: Area,
    ) -> tuple[dict[str, set[int]], pl.Series]:
        """Return the parts with the boroughs that they touch, and which part each row belongs to."""
        if level is AreaKind.BOROUGH and area.kind in _BY_BOROUGH:
            return {b.code: {k} for k, b in enumerate(boroughs)}, rows["borough"]
        if level in _BY_BOROUGH:
            wholes = [self._atlas.holding(borough, level) for borough in boroughs]
            codes = sorted({whole.code for whole in wholes if whole})
            parts = {code: {k for k, w in enumerate(wholes) if w and w.code == code} for code in codes}
            return parts, pl.Series([codes.index(w.code) if (w := wholes[k]) else 0 for k in rows["borough"]])
        numbers = _numbers(boroughs)
        places = pl.concat([pl.read_parquet(self._catalogue.table(dataset, PLACES)) for dataset in datasets])
        pairs = sorted(set(places.filter(pl.col("borough").is_in(list(numbers))).iter_rows()))
        parts = {
            code: {numbers[borough]}
            for code, borough in pairs
            if area.kind in _BY_BOROUGH or code == area.code
        }
        if not parts:
            return {}, pl.Series([], dtype=pl.Int64)
        order = {code: number for number, code in enumerate(parts)}
        return parts, rows["area"].replace_strict(order, return_dtype=pl.Int64)


def _numbers(boroughs: Sequence[Area]) -> dict[str, int]:
    """Return the number of each borough, by its code and by its name."""
    return {name: number for number, borough in enumerate(boroughs) for name in (borough.code, borough.name)}


def _grouped(rows: pl.DataFrame) -> tuple[tuple[str, ...], pl.DataFrame]:
    """Return the force's own offence groups, and the rows with ``kind`` as the number of their group."""
    major = pl.col("major").str.to_lowercase()
    group = pl.concat_str(major.str.head(1).str.to_uppercase() + major.str.slice(1), pl.lit(": "),
                          pl.col("minor").str.to_lowercase())  # fmt: skip
    rows = rows.with_columns(group.alias("group"))
    names = tuple(sorted(set(rows["group"])))
    kinds = {name: number for number, name in enumerate(names)}
    return names, rows.with_columns(
        pl.col("group").replace_strict(kinds, return_dtype=pl.Int64).alias("kind")
    )


def _categories(datasets: Sequence[Dataset]) -> tuple[str, ...]:
    held = {name for dataset in datasets for name in dataset.coverage.categories}
    return (*(c.id for c in CATEGORIES if c.id in held), *sorted(held - set(BY_ID)))


def _held(datasets: Sequence[Dataset], names: Sequence[str]) -> NDArray[np.bool_]:
    """Return which dataset holds which category, shape (datasets + 1, categories); :data:`NOBODY`, the last, none."""
    rows = [[name in dataset.coverage.categories for name in names] for dataset in datasets]
    return np.array([*rows, [False] * len(names)], bool)


def _cube(
    rows: pl.DataFrame,
    parts: dict[str, set[int]],
    part: pl.Series,
    names: tuple[str, ...],
    kinds: pl.Series,
    known: NDArray[np.bool_],
    period: Period,
    sources: tuple[str, ...],
    *,
    drop_empty: bool,
) -> CountCube:
    """Return the cube of some rows; ``known`` is by borough. Force's own categories without a count can be dropped."""
    counts = np.zeros((len(parts), len(period), len(names)), np.int64)
    np.add.at(counts, (part.to_numpy(), rows["month"].to_numpy(), kinds.to_numpy()), rows["n"].to_numpy())
    known_here = np.stack([known[sorted(touched)].all(axis=0) for touched in parts.values()])
    kept = np.array(known_here.any(axis=(0, 1)))
    if drop_empty:
        kept &= np.array([name in BY_ID for name in names]) | counts.any(axis=(0, 1))
    return CountCube(
        tuple(parts),
        period.months,
        tuple(name for name, keep in zip(names, kept, strict=True) if keep),
        counts[:, :, kept],
        known_here[:, :, kept],
        np.zeros((len(period), int(kept.sum())), np.int64),
        sources,
    )
