"""The counts of one street-level dataset in memory, as numbers: read once, asked often."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from frith.vocabulary.categories import CATEGORIES

CATEGORY_IDS = tuple(category.id for category in CATEGORIES)


@dataclass(frozen=True, slots=True)
class Cells:
    """Cells of a dataset, one a row of each array: ``n`` crimes in a small area, a month and a category.

    ``area`` is the number of the small area in ``codes`` ('' where none is given), ``month`` an ordinal, ``kind`` the
    number of the category in :data:`CATEGORY_IDS`; ``transport`` tells the British Transport Police.
    """

    codes: tuple[str, ...]
    area: NDArray[np.int64]
    month: NDArray[np.int64]
    kind: NDArray[np.int64]
    transport: NDArray[np.bool_]
    n: NDArray[np.int64]

    @classmethod
    def read(cls, path: Path) -> Cells:
        """Read the cells that a load wrote."""
        table = pl.read_parquet(path).with_columns(
            pl.col("lsoa").fill_null(""),
            pl.col("category").cast(pl.Enum(CATEGORY_IDS)).to_physical().alias("kind"),
        )
        codes = table["lsoa"].unique().sort()
        table = table.with_columns(pl.col("lsoa").cast(pl.Enum(codes)).to_physical().alias("area"))
        area, month, kind, n = (
            table[name].cast(pl.Int64).to_numpy() for name in ("area", "month", "kind", "n")
        )
        return cls(tuple(codes), area, month, kind, table["transport"].to_numpy(), n)

    def numbered(self, small_areas: pl.DataFrame, column: str, otherwise: int) -> NDArray[np.int64]:
        """Return for each cell what a table (lsoa, ``column``) says of its small area, else ``otherwise``."""
        told = pl.DataFrame({"lsoa": self.codes}).join(
            small_areas, on="lsoa", how="left", maintain_order="left"
        )
        by_code: NDArray[np.int64] = told[column].cast(pl.Int64).fill_null(otherwise).to_numpy()
        return by_code[self.area]
