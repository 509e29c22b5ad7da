"""Counts made once at load, so that a later question by place, month and category is answered in milliseconds."""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl

from frith.evidence.engine import quoted
from frith.evidence.police.layouts import MICRODEGREES, ROWS
from frith.evidence.police.street_layout import TRANSPORT_POLICE
from frith.evidence.projection import grid_from_lonlat

CELLS = "cells.parquet"
POINTS = "points.parquet"
POINT_CELLS = "point_cells.parquet"


def write_counts(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Write the counts of a table of street rows beside it.

    ``cells``: small area (NULL where none is given) by month by category, transport police apart. ``points``: each map
    point (a pair of coordinates and a small area), its name, and its National Grid coordinates in metres.
    ``point_cells``: counts of the points.
    """
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE grouped AS
        SELECT longitude, latitude, lsoa, month, category, coalesce(reporter = {quoted(TRANSPORT_POLICE)}, false)
            AS transport, count(*)::INTEGER AS n, min(location) AS location
        FROM read_parquet({quoted(folder / ROWS)}) GROUP BY ALL"""
    )
    _copy(
        connection,
        "SELECT lsoa, month, category, transport, sum(n)::INTEGER AS n FROM grouped"
        " GROUP BY ALL ORDER BY lsoa NULLS FIRST, month, category, transport",
        folder / CELLS,
    )
    _number_the_points(connection, folder / POINTS)
    _copy(
        connection,
        "SELECT point, month, category, sum(n)::INTEGER AS n FROM grouped JOIN points ON"
        " grouped.longitude = points.longitude AND grouped.latitude = points.latitude"
        " AND grouped.lsoa IS NOT DISTINCT FROM points.lsoa"
        " GROUP BY ALL ORDER BY point, month, category",
        folder / POINT_CELLS,
    )


def _number_the_points(connection: duckdb.DuckDBPyConnection, place: Path) -> None:
    connection.execute(
        """CREATE OR REPLACE TEMP TABLE points AS
        SELECT (row_number() OVER (ORDER BY lsoa NULLS FIRST, longitude, latitude) - 1)::INTEGER AS point, *
        FROM (SELECT lsoa, longitude, latitude, min(location) AS name FROM grouped
              WHERE longitude IS NOT NULL GROUP BY ALL)"""
    )
    points = connection.execute("SELECT * FROM points ORDER BY point").pl()
    easting, northing = grid_from_lonlat(
        points["longitude"].to_numpy() / MICRODEGREES, points["latitude"].to_numpy() / MICRODEGREES
    )
    points.with_columns(easting=pl.Series(easting), northing=pl.Series(northing)).write_parquet(place)


def _copy(connection: duckdb.DuckDBPyConnection, query: str, place: Path) -> None:
    connection.execute(f"COPY ({query}) TO {quoted(place)} (FORMAT parquet)")
