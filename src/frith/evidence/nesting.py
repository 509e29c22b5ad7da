"""Which area lies in which, from look-ups of several years that are kept apart."""

from __future__ import annotations

from functools import cache

import polars as pl

from frith.evidence.lookups import NESTS
from frith.vocabulary.areas import AreaKind
from frith.vocabulary.faults import EvidenceMissing, Fault

_CHANGING = (
    (AreaKind.LSOA11, AreaKind.WARD),
    (AreaKind.WARD, AreaKind.BOROUGH),
    (AreaKind.BOROUGH, AreaKind.FORCE),
)
_SIZE = {kind: size for size, kind in enumerate(AreaKind)}


class Nesting:
    """The ``nesting`` tables of all datasets, read as at one year.

    Each question is answered from the latest year not after ``year``, else from the earliest after it, else from a
    look-up that names no year. Without ``year`` it is the latest for which every look-up that changes is held.
    """

    def __init__(self, table: pl.DataFrame, year: int | None = None) -> None:
        self._table = table
        self.year = year or self._latest_year()
        self._pairs: dict[tuple[AreaKind, AreaKind], pl.DataFrame] = {}

    def parts(self, code: str, kind: AreaKind, part: AreaKind) -> set[str]:
        """Return the codes of the areas of a smaller kind that make up an area; empty where no look-up says.

        Raises EvidenceMissing where a part lies only partly in the area: then the parts do not make it up.
        """
        rows = self._pair(part, kind).filter(pl.col("parent") == code)
        if rows.height:
            rows = rows.filter(pl.col("year") == rows["year"][0])
            if not rows["whole"].all():
                raise EvidenceMissing(_split(code, part, rows.filter(~pl.col("whole"))["child"].to_list()))
            return set(rows["child"])
        for middle in steps(part, kind):
            codes = sorted(self.parts(code, kind, middle))
            parts = [self.parts(each, middle, part) for each in codes]
            if parts and all(parts):
                return set().union(*parts)
        return set()

    def whole(self, code: str, kind: AreaKind, whole: AreaKind) -> str | None:
        """Return the code of the larger area that an area lies in, or None if no look-up says or it is split."""
        rows = self._pair(kind, whole).filter(pl.col("child") == code)
        if rows.height:
            return str(rows["parent"][0]) if rows["whole"][0] else None
        for middle in steps(kind, whole):
            step = self.whole(code, kind, middle)
            found = self.whole(step, middle, whole) if step else None
            if found:
                return found
        return None

    def _latest_year(self) -> int:
        latest = [self._rows(*pair)["year"].max() for pair in _CHANGING]
        return min((year for year in latest if isinstance(year, int) and year), default=0)

    def _rows(self, child: AreaKind, parent: AreaKind) -> pl.DataFrame:
        return self._table.filter(
            (pl.col("child_kind") == child.value) & (pl.col("parent_kind") == parent.value)
        )

    def _pair(self, child: AreaKind, parent: AreaKind) -> pl.DataFrame:
        """Return the look-up rows of two kinds, the years that count most first."""
        if (child, parent) not in self._pairs:
            year = pl.col("year")
            turn = pl.when(year == 0).then(2).when(year <= self.year).then(0).otherwise(1)
            rows = self._rows(child, parent).unique(maintain_order=True)
            self._pairs[child, parent] = rows.sort(turn, (year - self.year).abs(), "child", "parent")
        return self._pairs[child, parent]


@cache
def climbs() -> frozenset[tuple[AreaKind, AreaKind]]:
    """Return every pair of kinds where the first lies in the second, directly or by steps."""
    pairs = set(NESTS)
    while True:
        longer = {(a, d) for a, b in pairs for c, d in pairs if b is c}
        if longer <= pairs:
            return frozenset(pairs)
        pairs |= longer


def steps(small: AreaKind, large: AreaKind) -> list[AreaKind]:
    """Return the kinds between two that nest in both directions, the largest first."""
    between = [kind for kind in AreaKind if _SIZE[small] < _SIZE[kind] < _SIZE[large]]
    return [kind for kind in reversed(between) if {(small, kind), (kind, large)} <= climbs()]


def _split(code: str, part: AreaKind, children: list[str]) -> Fault:
    return Fault(
        "area.split",
        f"{', '.join(children)} ({part.words}) lies only partly in this area, so whole ones do not make it up",
        where=code,
        allowed="an area that whole parts make up",
        remedy=f"Load a look-up that goes from a smaller kind than {part.words} to this area.",
    )
