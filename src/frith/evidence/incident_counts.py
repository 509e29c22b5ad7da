"""Incidents of other agencies counted by area, month and category, like police evidence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from frith.evidence.claims import sound_months
from frith.evidence.counts import CountCube
from frith.evidence.dataset import Dataset, Family
from frith.evidence.geography import AreaAtlas
from frith.evidence.precedence import NOBODY, boroughs_of, covers, ranked, winners
from frith.evidence.quality import silent_months
from frith.vocabulary.areas import Area, AreaKind
from frith.vocabulary.periods import Month, Period

_CODES = (AreaKind.LSOA11, AreaKind.LSOA21, AreaKind.WARD, AreaKind.BOROUGH)
_INSIDE_BOROUGH = frozenset({AreaKind.LSOA11, AreaKind.LSOA21, AreaKind.MSOA11, AreaKind.WARD})


class IncidentCounts:
    """Counts of the incident tables of a catalogue. ``table`` says where a dataset's ``incidents`` table lies."""

    def __init__(
        self, datasets: Sequence[Dataset], table: Callable[[Dataset], Path], atlas: AreaAtlas
    ) -> None:
        self._datasets = ranked(datasets, Family.INCIDENTS)
        self._table = table
        self._atlas = atlas

    def kinds(self, area: Area) -> tuple[str, ...]:
        """Return the kinds of incident that some dataset covers in an area, in alphabetical order."""
        boroughs = boroughs_of(area, self._atlas)
        return tuple(
            sorted(
                {
                    str(d.details["kind"])
                    for d in self._datasets
                    if any(covers(d, borough) for borough in boroughs)
                }
            )
        )

    def cube(self, kind: str, area: Area, period: Period, level: AreaKind) -> CountCube | None:
        """Return monthly counts of a kind of incident in an area's parts; None if no dataset covers the area.

        Rows of a borough that no part could be found for are ``unplaced``; inside a borough they are left out. Rows
        for a whole quarter are not counted by month: :meth:`quarters` has them.
        """
        boroughs = boroughs_of(area, self._atlas)
        held = [
            d for d in self._datasets if d.details["kind"] == kind and any(covers(d, b) for b in boroughs)
        ]
        if not held:
            return None
        parts = self._atlas.within(area, level)
        categories = sorted({category for d in held for category in d.coverage.categories})
        months = period.months
        won = winners(held, boroughs, months, categories)
        for rank, dataset in enumerate(held):
            won[(won == rank) & self._silent(dataset, boroughs, months, categories)] = NOBODY
        shape = (len(months), len(categories))
        counts = np.zeros((len(parts), *shape), np.int64)
        unplaced = np.zeros(shape, np.int64)
        at_borough = {borough.code: n for n, borough in enumerate(boroughs)}
        at_part = {part.code: n for n, part in enumerate(parts)}
        at_category = {category: n for n, category in enumerate(categories)}
        for rank, dataset in enumerate(held):
            for code, borough, first, category, n in self._rows(dataset, level, period).iter_rows():
                cell = (first - period.first.ordinal, at_category[category])
                if borough not in at_borough or won[(at_borough[borough], *cell)] != rank:
                    continue
                if code in at_part:
                    counts[(at_part[code], *cell)] += n
                elif not code and area.kind not in _INSIDE_BOROUGH:
                    unplaced[cell] += n
        return CountCube(
            tuple(part.code for part in parts),
            months,
            tuple(categories),
            counts,
            self._known(parts, at_borough, won),
            unplaced,
            tuple(sorted(held[rank].id for rank in np.unique(won[won >= 0]))),
        )

    def quarters(self, kind: str, area: Area) -> tuple[tuple[Period, str, int], ...]:
        """Return counts for spans of months, by borough code: (months, category, count), in order of time.

        Only of the boroughs that make up the area; a dataset that counts less is left out where spans are the same.
        """
        codes = [borough.code for borough in boroughs_of(area, self._atlas)]
        found: dict[tuple[str, int, int, str], int] = {}
        for dataset in self._datasets:
            if dataset.details["kind"] != kind:
                continue
            rows = pl.read_parquet(self._table(dataset)).filter(
                pl.col("borough").is_in(codes),
                pl.col("last") > pl.col("first"),
                pl.col("count").is_not_null(),
            )
            summed = rows.group_by("borough", "first", "last", pl.col("category").fill_null("")).agg(
                pl.col("count").sum()
            )
            for *key, n in summed.sort("first", "last", "category", "borough").iter_rows():
                found.setdefault((key[0], key[1], key[2], key[3]), n)
        totals: dict[tuple[int, int, str], int] = {}
        for (_, first, last, category), n in found.items():
            totals[first, last, category] = totals.get((first, last, category), 0) + n
        return tuple(
            (Period(Month(first), Month(last)), category, n)
            for (first, last, category), n in sorted(totals.items())
        )

    def _silent(
        self, dataset: Dataset, boroughs: Sequence[Area], months: Sequence[Month], categories: Sequence[str]
    ) -> NDArray[np.bool_]:
        """Return where a borough, or a category, of a dataset falls silent while the dataset goes on.

        Shape (boroughs, months, categories). By the cautious rule of :func:`frith.evidence.quality.silent_months`: far
        under the usual of the months around, and too few for chance. Such a cell is not known; it is not zero.
        """
        held = sound_months(dataset.coverage)
        silent = np.zeros((len(boroughs), len(months), len(categories)), bool)
        if not held:
            return silent
        rows = self._rows(dataset, AreaKind.BOROUGH, Period(min(held), max(held)))
        at_month = {month: n for n, month in enumerate(months)}
        by_borough, by_category = (
            {
                str(name): {
                    Month(first): int(n) for first, n in zip(part["first"], part["count"], strict=True)
                }
                for (name,), part in rows.group_by(key, "first").agg(pl.col("count").sum()).group_by([key])
            }
            for key in ("in_borough", "category")
        )
        at_borough = {borough.code: n for n, borough in enumerate(boroughs)}
        at_category = {category: n for n, category in enumerate(categories)}
        for name, month, _ in silent_months(by_borough, held):
            if name in at_borough and month in at_month:
                silent[at_borough[name], at_month[month]] = True
        for name, month, _ in silent_months(by_category, held):
            if name in at_category and month in at_month:
                silent[:, at_month[month], at_category[name]] = True
        return silent

    def _known(
        self, parts: Sequence[Area], at_borough: dict[str, int], won: NDArray[np.int64]
    ) -> NDArray[np.bool_]:
        known = np.zeros((len(parts), *won.shape[1:]), bool)
        for n, part in enumerate(parts):
            borough = self._atlas.holding(part, AreaKind.BOROUGH)
            if borough and borough.code in at_borough:
                known[n] = won[at_borough[borough.code]] != NOBODY
        return known

    def _rows(self, dataset: Dataset, level: AreaKind, period: Period) -> pl.DataFrame:
        """Return part, borough, month, category and count of a dataset's monthly rows; '' where no part is known."""
        rows = pl.read_parquet(self._table(dataset)).filter(
            pl.col("first") == pl.col("last"),
            pl.col("first").is_between(period.first.ordinal, period.last.ordinal),
            pl.col("count").is_not_null(),
            pl.col("category").is_not_null(),
        )
        part = self._placed(rows, level)
        borough = part if level is AreaKind.BOROUGH else self._placed(rows, AreaKind.BOROUGH)
        only = dataset.coverage.areas[0] if len(dataset.coverage.areas) == 1 else ""
        located = rows.with_columns(
            pl.Series("part", part, dtype=pl.String),
            pl.Series("in_borough", [code or only for code in borough], dtype=pl.String),
        )
        counted = located.group_by("part", "in_borough", "first", "category").agg(pl.col("count").sum())
        return counted.sort("part", "in_borough", "first", "category")

    def _placed(self, rows: pl.DataFrame, level: AreaKind) -> list[str]:
        """Return the code of each row's area of a kind: as given, by look-up from a smaller code, or by coordinates."""
        codes: list[str] = self._atlas.locate(
            rows["easting"].to_numpy(), rows["northing"].to_numpy(), level
        ).tolist()
        for kind in _CODES:
            given = rows[kind.value].to_list()
            whole = {code: self._whole(code, kind, level) for code in set(given) if code}
            codes = [whole.get(code, "") or found for code, found in zip(given, codes, strict=True)]
        return codes

    def _whole(self, code: str, kind: AreaKind, level: AreaKind) -> str:
        holding = self._atlas.holding(Area(code, code, kind), level)
        return holding.code if holding else ""
