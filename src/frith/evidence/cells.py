"""The counts of one street-level dataset in memory: read once, asked often."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from frith.vocabulary.categories import CATEGORIES
from frith.vocabulary.periods import Period

CATEGORY_IDS = tuple(category.id for category in CATEGORIES)


@dataclass(frozen=True, slots=True)
class Cells:
    """Counts of a dataset: ``counts[area, month, category]``.

    ``codes`` are its small areas ('' for rows that name none), ``first`` the ordinal of the first month, categories are
    in the order of :data:`CATEGORY_IDS`. ``transport`` are the counts of the British Transport Police among them, as
    places in ``counts`` taken flat and how many.
    """

    codes: tuple[str, ...]
    first: int
    counts: NDArray[np.int32]
    transport: tuple[NDArray[np.int64], NDArray[np.int32]]

    @classmethod
    def read(cls, path: Path) -> Cells:
        """Read the cells that a load wrote."""
        table = pl.read_parquet(path).with_columns(
            pl.col("lsoa").fill_null(""),
            pl.col("category").cast(pl.Enum(CATEGORY_IDS)).to_physical().alias("kind"),
        )
        codes = table["lsoa"].unique().sort()
        area = table["lsoa"].cast(pl.Enum(codes)).to_physical().cast(pl.Int64).to_numpy()
        month, kind = (table[name].cast(pl.Int64).to_numpy() for name in ("month", "kind"))
        first = int(month.min())
        shape = (codes.len(), int(month.max()) - first + 1, len(CATEGORY_IDS))
        flat = np.ravel_multi_index((area, month - first, kind), shape)
        counts, n = np.zeros(shape, np.int32), table["n"].cast(pl.Int32).to_numpy()
        np.add.at(counts.reshape(-1), flat, n)
        apart = table["transport"].to_numpy()
        return cls(tuple(codes), first, counts, (flat[apart], n[apart]))

    def within(
        self, period: Period, kinds: NDArray[np.int64], *, transport: bool
    ) -> tuple[slice, NDArray[np.int32]]:
        """Return which months of a period are held, as a slice of it, and the counts in them, in some categories."""
        counts = self.counts
        if not transport:
            counts = counts.copy()
            np.subtract.at(counts.reshape(-1), *self.transport)
        start = max(period.first.ordinal, self.first)
        stop = max(start, min(period.last.ordinal + 1, self.first + counts.shape[1]))
        held = counts[:, start - self.first : stop - self.first]
        whole = len(kinds) == len(CATEGORY_IDS)
        return slice(start - period.first.ordinal, stop - period.first.ordinal), held if whole else held[
            :, :, kinds
        ]

    def told(self, small_areas: pl.DataFrame, column: str, otherwise: int) -> NDArray[np.int64]:
        """Return for each small area what a table (lsoa, ``column``) says of it, else ``otherwise``."""
        codes = pl.DataFrame({"lsoa": self.codes})
        told = codes.join(small_areas, on="lsoa", how="left", maintain_order="left")[column]
        numbers: NDArray[np.int64] = told.cast(pl.Int64).fill_null(otherwise).to_numpy()
        return numbers
