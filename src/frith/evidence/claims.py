"""Which boroughs a dataset covers where nobody said so: found from its rows and the look-ups, by one cautious rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import duckdb
import polars as pl

from frith.evidence.catalogue import Catalogue
from frith.evidence.dataset import Dataset, Family
from frith.evidence.engine import quoted
from frith.evidence.geography import AreaAtlas
from frith.evidence.placing import placed_rows
from frith.evidence.police.counting import CELLS
from frith.evidence.police.layouts import ROWS
from frith.vocabulary.areas import AreaKind

LEAST_SHARE = 0.1
RULE = (
    "nobody stated which boroughs it covers, so those count as covered that have at least a tenth of the rows of the "
    "borough with most; rows of the transport police do not count"
)
"""A force's file holds a few rows of its neighbours' boroughs, and a partial download a few of everyone's."""

NESTING = "nesting.parquet"


def with_claims(
    datasets: Sequence[Dataset], catalogue: Catalogue, atlas: AreaAtlas, connection: duckdb.DuckDBPyConnection
) -> tuple[Dataset, ...]:
    """Return the datasets; those of street-level crime and stops that state no area get the boroughs they cover."""
    return tuple(
        _claimed(dataset, datasets, catalogue, atlas, connection)
        if dataset.family in {Family.STREET, Family.STOPS} and not dataset.coverage.areas
        else dataset
        for dataset in datasets
    )


def _claimed(
    dataset: Dataset,
    datasets: Sequence[Dataset],
    catalogue: Catalogue,
    atlas: AreaAtlas,
    connection: duckdb.DuckDBPyConnection,
) -> Dataset:
    lookups = [quoted(catalogue.table(each, NESTING)) for each in datasets if NESTING in each.tables]
    if not lookups:
        return dataset
    if dataset.family is Family.STREET:
        cells = f"read_parquet({quoted(catalogue.table(dataset, CELLS))})"
        counted = f"(SELECT lsoa, sum(n) AS n FROM {cells} WHERE NOT transport GROUP BY lsoa)"
    else:
        rows = f"read_parquet({quoted(catalogue.table(dataset, ROWS))})"
        placed = placed_rows(connection, rows, atlas, to_place=int(dataset.details["rows_to_place"]))
        counted = f"(SELECT lsoa, count(*) AS n FROM {placed} GROUP BY lsoa)"
    found = connection.execute(
        f"""SELECT parent, sum(n)::BIGINT AS n FROM {counted} JOIN (
            SELECT DISTINCT child, parent FROM read_parquet([{", ".join(lookups)}])
            WHERE parent_kind = {quoted(AreaKind.BOROUGH.value)} AND child_kind IN
                ({quoted(AreaKind.LSOA11.value)}, {quoted(AreaKind.LSOA21.value)})
        ) ON child = lsoa GROUP BY parent ORDER BY parent"""
    ).pl()
    enough = found.filter(pl.col("n") >= LEAST_SHARE * pl.col("n").max())
    return replace(
        dataset,
        coverage=replace(dataset.coverage, areas=tuple(enough["parent"])),
        details={**dataset.details, "coverage_rule": RULE},
    )
