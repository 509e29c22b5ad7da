"""Puts map points that came without a small area into one, by the boundaries that are loaded."""

from __future__ import annotations

import duckdb
import polars as pl

from frith.evidence.geography import AreaAtlas
from frith.evidence.projection import grid_from_lonlat
from frith.evidence.rules import MICRODEGREES
from frith.vocabulary.areas import AreaKind


def placed_rows(connection: duckdb.DuckDBPyConnection, rows: str, atlas: AreaAtlas, *, to_place: int) -> str:
    """Return SQL for ``rows`` (SQL with columns longitude, latitude, lsoa) in which each point has its small area.

    ``to_place`` is how many rows have coordinates and no small area. A point outside every boundary keeps none.
    """
    if not to_place:
        return rows
    points = connection.execute(
        f"SELECT DISTINCT longitude, latitude FROM {rows} WHERE lsoa IS NULL AND longitude IS NOT NULL"
        " ORDER BY longitude, latitude"
    ).pl()
    easting, northing = grid_from_lonlat(
        points["longitude"].to_numpy() / MICRODEGREES, points["latitude"].to_numpy() / MICRODEGREES
    )
    codes = atlas.locate(easting, northing, AreaKind.LSOA11)
    connection.register("placed_points", points.with_columns(pl.Series("place", codes.tolist(), pl.String)))
    return (
        f"(SELECT r.* EXCLUDE lsoa, coalesce(r.lsoa, nullif(p.place, '')) AS lsoa FROM {rows} r"
        " LEFT JOIN placed_points p USING (longitude, latitude))"
    )
