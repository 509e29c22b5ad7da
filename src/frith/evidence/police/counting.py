"""Counts made once at load, so that a later question by place, month and category is answered in milliseconds."""

from __future__ import annotations

from pathlib import Path

import duckdb

from frith.evidence.engine import quoted
from frith.evidence.police.layouts import PARQUET, ROWS
from frith.evidence.police.street_layout import TRANSPORT_POLICE
from frith.vocabulary.categories import CATEGORIES

CELLS = "cells.parquet"
CATEGORY_TYPE = "ENUM (" + ", ".join(quoted(category.id) for category in CATEGORIES) + ")"
"""Categories are grouped by number, which is quicker than by text."""


def write_cells(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Write ``cells`` beside a table of street rows, and leave them in the temporary table ``cells``.

    A cell counts a small area (NULL where none is given) by month by category, the transport police apart.
    """
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE cells AS
        SELECT lsoa, month, category::{CATEGORY_TYPE} AS category,
            coalesce(reporter = {quoted(TRANSPORT_POLICE)}, false) AS transport, count(*)::INTEGER AS n
        FROM read_parquet({quoted(folder / ROWS)}) GROUP BY ALL"""
    )
    connection.execute(f"COPY cells TO {quoted(folder / CELLS)} {PARQUET}")
