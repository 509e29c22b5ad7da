"""Every denominator that is loaded, summed up to the area asked about where the area has none of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import polars as pl

from frith.evidence.denominator_layouts import Use
from frith.evidence.denominators import COLUMNS
from frith.evidence.reading import Atlas, Denominator
from frith.vocabulary.areas import Area, AreaKind
from frith.vocabulary.faults import EvidenceMissing

_SUMMED = ("rank", "unit", "value", "year", "source", "caveat")
_BEST_FIT = (AreaKind.LSOA11, AreaKind.WARD)


class DenominatorShelf:
    """The ``denominators`` tables of all datasets; where two give the same number, the first given counts.

    An area's own number counts before a sum over its parts.
    """

    def __init__(self, table: pl.DataFrame, atlas: Atlas) -> None:
        self._table = table
        self._atlas = atlas
        self._kinds = set(table.select("use", "kind").unique().iter_rows())

    @classmethod
    def from_files(cls, tables: Iterable[tuple[Path, str]], atlas: Atlas) -> DenominatorShelf:
        """Read Parquet tables, each with the source to name where its rows name none; those that count first first."""
        read = [
            pl.read_parquet(path, columns=list(COLUMNS)).with_columns(
                pl.when(pl.col("source") == "")
                .then(pl.lit(source))
                .otherwise(pl.col("source"))
                .alias("source")
            )
            for path, source in tables
        ]
        return cls(pl.concat(read) if read else pl.DataFrame(schema=COLUMNS), atlas)

    def denominators(self, areas: Sequence[Area], use: Use = Use.DENOMINATOR) -> tuple[Denominator, ...]:
        """Return every number of one use for the areas, ordered by area, unit and year.

        A sum over parts stands in where an area has no number of its own for a unit and year, if every part has one.
        """
        found: list[Denominator] = []
        owned = self._own(areas, use)
        for area in areas:
            own = owned.get((area.code, area.kind.value), [])
            held = {(each.unit, each.year) for each in own}
            summed = [] if use is Use.CONTEXT else self._summed(area, use, held)
            found += sorted([*own, *summed], key=lambda each: (each.unit, each.year))
        return tuple(found)

    def population(self, area: Area, group: str, year: int | None = None) -> Denominator | None:
        """Return how many residents of a group (``White``, ``aged 0 to 15``) or all ``residents`` an area has.

        From the year nearest to ``year``, else the latest.
        """
        use = Use.DENOMINATOR if group == "residents" else Use.GROUP
        found = [each for each in self.denominators((area,), use) if each.unit == group]
        if not found:
            return None
        return min(found, key=lambda each: (abs(_year(each) - year) if year else 0, -_year(each)))

    def _own(self, areas: Sequence[Area], use: Use) -> dict[tuple[str, str], list[Denominator]]:
        codes = [area.code for area in areas]
        rows = self._table.filter((pl.col("use") == use.value) & pl.col("area").is_in(codes))
        rows = rows.unique(subset=["area", "kind", "unit", "year"], keep="first", maintain_order=True)
        own: dict[tuple[str, str], list[Denominator]] = {}
        for kind, *numbers in rows.select(
            "kind", "area", "unit", "value", "year", "source", "caveat"
        ).iter_rows():
            own.setdefault((numbers[0], kind), []).append(Denominator(*numbers))
        return own

    def _summed(self, area: Area, use: Use, held: set[tuple[str, str]]) -> list[Denominator]:
        sums: dict[tuple[str, str], tuple[int, Denominator]] = {}
        for kind in self._part_kinds(area.kind, use):
            try:
                parts = self._atlas.within(area, kind)
            except EvidenceMissing:  # a part lies across the edge, so no sum is the area's
                continue
            for rank, each in self._sum_of(area, kind, parts, use):
                key = (each.unit, each.year)
                if key not in held and (key not in sums or rank < sums[key][0]):
                    sums[key] = (rank, each)
        return [each for _, each in sums.values()]

    def _part_kinds(self, kind: AreaKind, use: Use) -> list[AreaKind]:
        """Return the smaller kinds that numbers are held for, the largest first."""
        kinds = list(AreaKind)
        return [
            part for part in reversed(kinds[: kinds.index(kind)]) if (use.value, part.value) in self._kinds
        ]

    def _sum_of(
        self, area: Area, kind: AreaKind, parts: tuple[Area, ...], use: Use
    ) -> list[tuple[int, Denominator]]:
        """Return each sum over all the parts, with where its source stands: the lowest counts."""
        if not parts:
            return []
        rows = (
            self._table.with_row_index("rank")
            .filter(
                (pl.col("kind") == kind.value)
                & (pl.col("use") == use.value)
                & pl.col("area").is_in([part.code for part in parts])
            )
            .unique(subset=["area", "unit", "year"], keep="first", maintain_order=True)
            .sort("unit", "year", "area")
            .group_by("unit", "year", maintain_order=True)
            .agg(
                pl.col("value").sum(),
                pl.len().alias("parts"),
                pl.col("rank").min(),
                pl.col("source").unique().sort().str.join("; "),
                pl.col("caveat").unique().sort().str.join("; "),
            )
            .filter(pl.col("parts") == len(parts))
        )
        how = f"the sum of {len(parts):,} parts: {kind.words}"
        how += ", matched by best fit" if (kind, area.kind) == _BEST_FIT else ""
        found = []
        for rank, unit, value, year, source, caveat in rows.select(_SUMMED).iter_rows():
            told = "; ".join(text for text in (caveat, how) if text)
            found.append((rank, Denominator(area.code, unit, value, year, source, told)))
        return found


def _year(denominator: Denominator) -> int:
    return int(denominator.year[:4])
