"""What only the look-ups tell of a dataset: the boroughs it covers, those that fell silent, and what it cannot place.

Street files and stops name small areas, not boroughs, so this is found when the evidence is opened, whatever the order
in which files and look-ups were added.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import duckdb
import polars as pl

from frith.evidence.catalogue import Catalogue
from frith.evidence.dataset import Coverage, Dataset, Family
from frith.evidence.engine import quoted
from frith.evidence.geography import AreaAtlas
from frith.evidence.placing import placed_rows
from frith.evidence.police.counting import CELLS
from frith.evidence.police.layouts import ROWS
from frith.evidence.precedence import covers
from frith.evidence.quality import grade, silent_categories, silent_months
from frith.vocabulary.areas import AreaKind
from frith.vocabulary.categories import CATEGORIES
from frith.vocabulary.periods import Month

LEAST_SHARE = 0.1
RULE = (
    "nobody stated which boroughs it covers, so those count as covered that have at least a tenth of the rows of the "
    "borough with most; rows of the transport police do not count"
)
"""A force's file holds a few rows of its neighbours' boroughs, and a partial download a few of everyone's."""

MOST_UNMATCHED = 0.25
"""Where more of the rows than this name a small area that no look-up knows, the look-up is of a smaller place than the
file, and the rows may lie anywhere. It is a judgement: the census of 2021 gave new codes to a small part of all."""
NESTING = "nesting.parquet"


def with_claims(
    datasets: Sequence[Dataset], catalogue: Catalogue, atlas: AreaAtlas, connection: duckdb.DuckDBPyConnection
) -> tuple[Dataset, ...]:
    """Return the datasets; to those of street-level crime and stops is added what the look-ups tell, and a new grade.

    That is the boroughs covered, where none is stated; the months in which one of them is absent or thin; and, as
    ``rows_unmatched`` of the details, how many rows name a small area that no look-up puts into a borough.
    """
    known = small_areas_known(datasets, catalogue)
    return tuple(
        _claimed(dataset, known, catalogue, atlas, connection)
        if known and dataset.family in {Family.STREET, Family.STOPS}
        else dataset
        for dataset in datasets
    )


def small_areas_known(datasets: Sequence[Dataset], catalogue: Catalogue) -> str:
    """Return SQL for every small area of a look-up and the borough it lies in (lsoa, borough); '' without look-ups.

    Codes of 2011 and of 2021 alike: most are the same, and a file holds either.
    """
    lookups = [quoted(catalogue.table(each, NESTING)) for each in datasets if NESTING in each.tables]
    if not lookups:
        return ""
    return f"""(SELECT DISTINCT child AS lsoa, parent AS borough FROM read_parquet([{", ".join(lookups)}])
        WHERE parent_kind = {quoted(AreaKind.BOROUGH.value)} AND child_kind IN
            ({quoted(AreaKind.LSOA11.value)}, {quoted(AreaKind.LSOA21.value)}))"""


def unmatched_belong(dataset: Dataset) -> bool:
    """Return whether rows whose small area no look-up knows are taken to lie where the dataset covers."""
    return bool(dataset.details.get("rows_unmatched")) and bool(dataset.details["unmatched_belong"])


def _claimed(
    dataset: Dataset,
    known: str,
    catalogue: Catalogue,
    atlas: AreaAtlas,
    connection: duckdb.DuckDBPyConnection,
) -> Dataset:
    counted = _counted(dataset, catalogue, atlas, connection)
    found = connection.execute(
        f"""SELECT borough, month, coalesce(sum(n) FILTER (NOT transport), 0)::BIGINT AS n
        FROM {counted} JOIN {known} USING (lsoa) GROUP BY borough, month ORDER BY borough, month"""
    ).pl()
    unmatched, rows = connection.execute(
        f"""SELECT coalesce(sum(n) FILTER (lsoa IS NOT NULL AND lsoa NOT IN (SELECT lsoa FROM {known})), 0)::BIGINT,
            coalesce(sum(n), 0)::BIGINT FROM {counted}"""
    ).fetchone() or (0, 0)
    belong = unmatched <= MOST_UNMATCHED * rows
    details = dataset.details | {"rows_unmatched": unmatched, "unmatched_belong": belong}
    if not dataset.coverage.areas:
        by_borough = found.group_by("borough").agg(pl.col("n").sum()).sort("borough")
        areas = tuple(by_borough.filter(pl.col("n") >= LEAST_SHARE * pl.col("n").max())["borough"])
        dataset = replace(dataset, coverage=replace(dataset.coverage, areas=areas))
        details["coverage_rule"] = RULE
    coverage = replace(dataset.coverage, thin_by_area=_silent(dataset, found, atlas))
    if dataset.family is Family.STREET:
        by_category = connection.execute(
            f"""SELECT borough, category::VARCHAR, month, sum(n)::BIGINT
            FROM {counted} JOIN {known} USING (lsoa) WHERE NOT transport GROUP BY ALL ORDER BY ALL"""
        ).fetchall()
        coverage = replace(
            coverage, silent_categories=_silent_categories(dataset, coverage, by_category, atlas)
        )
    letter, words = grade(dataset, coverage, unmatched)
    words = f"{words}; {RULE}" if "coverage_rule" in details else words
    return replace(dataset, coverage=coverage, details=details, grade=letter, grade_rule=words)


def _counted(
    dataset: Dataset, catalogue: Catalogue, atlas: AreaAtlas, connection: duckdb.DuckDBPyConnection
) -> str:
    """Return SQL for a dataset's counts: lsoa, month, transport, n."""
    if dataset.family is Family.STREET:
        return f"read_parquet({quoted(catalogue.table(dataset, CELLS))})"
    rows = f"read_parquet({quoted(catalogue.table(dataset, ROWS))})"
    placed = placed_rows(connection, rows, atlas, to_place=int(dataset.details["rows_to_place"]))
    return f"(SELECT lsoa, month, false AS transport, count(*) AS n FROM {placed} GROUP BY lsoa, month)"


def _silent(dataset: Dataset, found: pl.DataFrame, atlas: AreaAtlas) -> tuple[tuple[str, Month, str], ...]:
    """Return the months in which a covered borough is absent or thin and the whole dataset is neither.

    Rows of the transport police do not count: they go on where a force has stopped.
    """
    rows: dict[str, dict[Month, int]] = {}
    for borough, month, n in found.iter_rows():
        rows.setdefault(borough, {})[Month(month)] = n
    covered = {
        code: each for code, each in rows.items() if covers(dataset, atlas.find(code, AreaKind.BOROUGH))
    }
    return silent_months(covered, sound_months(dataset.coverage))


def _silent_categories(
    dataset: Dataset, coverage: Coverage, counted: Sequence[tuple[str, str, int, int]], atlas: AreaAtlas
) -> tuple[tuple[str, str, Month, str], ...]:
    """Return where a covered borough has no row of a busy category in a month that it otherwise has.

    A category that the whole dataset lacks in a borough is judged too: what one month has, the others should.
    """
    covered = {
        code for code in {row[0] for row in counted} if covers(dataset, atlas.find(code, AreaKind.BOROUGH))
    }
    rows: dict[tuple[str, str], dict[Month, int]] = {}
    for borough, category, month, n in counted:
        if borough in covered:
            rows.setdefault((borough, category), {})[Month(month)] = n
    alone = {(name, month) for name, month, _ in coverage.thin_by_area}
    since = {category.id: category.comparable_from for category in CATEGORIES}
    found = silent_categories(rows, sound_months(coverage), since)
    return tuple(each for each in found if (each[0], each[2]) not in alone)


def sound_months(coverage: Coverage) -> tuple[Month, ...]:
    """Return the months that are held and not thin as a whole."""
    thin = {month for month, _ in coverage.thin}
    return tuple(month for month in coverage.months if month not in thin)
