"""Answers stop and search, and outcomes of crimes, in an area and period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import duckdb
import numpy as np
import polars as pl

from frith.evidence.catalogue import Catalogue
from frith.evidence.dataset import Dataset, Family
from frith.evidence.engine import quoted
from frith.evidence.geography import AreaAtlas
from frith.evidence.placing import placed_rows
from frith.evidence.police.layouts import ROWS
from frith.evidence.police.stops import DIMENSIONS
from frith.evidence.precedence import EVERY, NOBODY, as_a_whole, boroughs_of, covers, ranked, winners
from frith.evidence.quality import categories_left_out
from frith.evidence.reading import OutcomeCounts, StopCounts
from frith.evidence.street_counts import StreetCounts, ground
from frith.vocabulary.areas import Area, AreaKind
from frith.vocabulary.faults import Fault, UnknownName
from frith.vocabulary.periods import Month, Period

NO_OUTCOME = "No outcome given"
"""What stands for an empty outcome: anti-social behaviour and the transport police have none."""


class Stops:
    """Stop and search of every dataset, with overlaps resolved by precedence."""

    def __init__(
        self,
        datasets: Sequence[Dataset],
        catalogue: Catalogue,
        atlas: AreaAtlas,
        connection: duckdb.DuckDBPyConnection,
    ) -> None:
        self._catalogue, self._atlas, self._connection = catalogue, atlas, connection
        self._datasets = ranked(datasets, Family.STOPS)

    def counts(self, area: Area, period: Period, by: tuple[str, ...]) -> StopCounts | None:
        """Count stops whose map point lies in the area, by some of :data:`DIMENSIONS`; None if none cover the area.

        Thin months are in the counts and named: they can be shown, not compared. Raises UnknownName for a dimension
        that stops do not have.
        """
        unknown = [name for name in by if name not in DIMENSIONS]
        if unknown:
            raise UnknownName(
                Fault(
                    "stops.dimension",
                    "stops cannot be counted by this",
                    "",
                    ", ".join(DIMENSIONS),
                    ", ".join(unknown),
                )
            )
        boroughs = boroughs_of(area, self._atlas)
        datasets = [_without_thin(d) for d in self._datasets if any(covers(d, b) for b in boroughs)]
        won = winners(datasets, boroughs, period.months, EVERY)[:, :, 0]
        used = [int(rank) for rank in np.unique(won[won != NOBODY])]
        if not used:
            return None
        laid = ground(area, AreaKind.LSOA11, self._atlas)
        tallies: dict[tuple[str, ...], int] = {}
        for rank in used:
            for key, borough, month, n in self._tally(datasets[rank], laid.small_areas, period, by):
                if won[borough, month] == rank:
                    tallies[key] = tallies.get(key, 0) + n
        months = tuple(m for k, m in enumerate(period) if (won[:, k] != NOBODY).all())
        names = {datasets[rank].id for rank in used}
        held = [d for d in self._datasets if d.id in names]
        keys = tuple(sorted(tallies))
        return StopCounts(
            by,
            keys,
            tuple(tallies[key] for key in keys),
            months,
            _thin(held, boroughs, months),
            _placing(held, months),
            tuple(sorted(names)),
        )

    def _tally(
        self, dataset: Dataset, small_areas: pl.DataFrame, period: Period, by: Sequence[str]
    ) -> list[tuple[tuple[str, ...], int, int, int]]:
        self._connection.register("small_areas", small_areas)
        table = self._rows(dataset)
        chosen = ", ".join(f"coalesce({DIMENSIONS[name]}::VARCHAR, '') AS d{k}" for k, name in enumerate(by))
        found = self._connection.execute(
            f"""SELECT {chosen + "," if chosen else ""} borough, month - {period.first.ordinal} AS month, count(*) AS n
            FROM {table} JOIN small_areas USING (lsoa)
            WHERE month BETWEEN {period.first.ordinal} AND {period.last.ordinal} GROUP BY ALL ORDER BY ALL"""
        ).fetchall()
        at = list(by).index("month") if "month" in by else None
        rows = []
        for *key, borough, month, n in found:
            if at is not None:
                key[at] = str(Month(int(key[at])))
            rows.append((tuple(key), int(borough), int(month), int(n)))
        return rows

    def _rows(self, dataset: Dataset) -> str:
        rows = f"read_parquet({quoted(self._catalogue.table(dataset, ROWS))})"
        to_place = int(dataset.details["rows_to_place"])
        return placed_rows(self._connection, rows, self._atlas, to_place=to_place)


class Outcomes:
    """Last known outcomes of crimes: those that street-level files carry, or else those of outcomes files."""

    def __init__(
        self,
        datasets: Sequence[Dataset],
        catalogue: Catalogue,
        street: StreetCounts,
        connection: duckdb.DuckDBPyConnection,
    ) -> None:
        self._catalogue, self._street, self._connection = catalogue, street, connection
        self._outcomes = ranked(datasets, Family.OUTCOMES)

    def counts(self, area: Area, period: Period) -> OutcomeCounts | None:
        """Count crimes by category and last outcome; None if no source that counts there gives outcomes."""
        laid, won, categories = self._street.resolved(area, period)
        tallies: dict[tuple[str, str], int] = {}
        used: list[Dataset] = []
        for rank, dataset in self._street.counting(won):
            table = self._table(dataset)
            # crimes of a few categories say nothing of what becomes of crimes
            if table is None or categories_left_out(dataset.coverage.categories, dataset.kept):
                continue
            used += [dataset, *(self._outcomes if not dataset.details["rows_with_outcome"] else ())]
            for category, outcome, borough, month, n in self._tally(table, laid.small_areas, period):
                if category in categories and won[borough, month, categories.index(category)] == rank:
                    tallies[category, outcome] = tallies.get((category, outcome), 0) + n
        if not used:
            return None
        keys = tuple(sorted(tallies))
        snapshots = sorted({str(dataset.details["snapshot"]) for dataset in used} - {""})
        sources = tuple(sorted({dataset.id for dataset in used}))
        return OutcomeCounts(keys, tuple(tallies[key] for key in keys), ", ".join(snapshots), sources)

    def _table(self, dataset: Dataset) -> str | None:
        """Return SQL for rows with their outcome, or None if nothing says what became of this dataset's crimes."""
        if not dataset.details["points"]:
            return None
        rows = f"read_parquet({quoted(self._catalogue.table(dataset, ROWS))})"
        if dataset.details["rows_with_outcome"]:
            return rows
        if not self._outcomes:
            return None
        files = ", ".join(quoted(self._catalogue.table(each, ROWS)) for each in self._outcomes)
        return (
            f"(SELECT r.* EXCLUDE outcome, o.outcome FROM {rows} r LEFT JOIN (SELECT crime_key,"
            f" arg_max(outcome, (month, outcome)) AS outcome FROM read_parquet([{files}])"
            " WHERE crime_key IS NOT NULL GROUP BY crime_key) o USING (crime_key))"
        )

    def _tally(
        self, table: str, small_areas: pl.DataFrame, period: Period
    ) -> list[tuple[str, str, int, int, int]]:
        self._connection.register("small_areas", small_areas)
        return self._connection.execute(
            f"""SELECT category, coalesce(outcome, {quoted(NO_OUTCOME)}) AS outcome, borough,
                month - {period.first.ordinal} AS month, count(*) AS n
            FROM {table} JOIN small_areas USING (lsoa)
            WHERE month BETWEEN {period.first.ordinal} AND {period.last.ordinal} GROUP BY ALL ORDER BY ALL"""
        ).fetchall()


def _without_thin(dataset: Dataset) -> Dataset:
    """Return a dataset whose thin months count as held: a thin month of stops is shown, and marked."""
    return as_a_whole(replace(dataset, coverage=replace(dataset.coverage, thin=(), thin_by_area=())))


def _thin(
    datasets: Sequence[Dataset], boroughs: Sequence[Area], months: Sequence[Month]
) -> tuple[tuple[Month, str], ...]:
    """Return the months that are thin, as a whole or in one of the boroughs, each with its first reason."""
    names = {name: borough.name for borough in boroughs for name in (borough.code, borough.name)}
    found: dict[Month, str] = {}
    for dataset in datasets:
        alone = [(m, f"{names[n]}: {why}") for n, m, why in dataset.coverage.thin_by_area if n in names]
        for month, reason in (*dataset.coverage.thin, *alone):
            if month in months:
                found.setdefault(month, reason)
    return tuple(sorted(found.items()))


def _placing(datasets: Sequence[Dataset], months: Sequence[Month]) -> tuple[tuple[Month, int, int], ...]:
    """Return of each month how many rows the whole source had, and how many of them had no place."""
    found: dict[Month, tuple[int, int]] = {}
    for dataset in reversed(datasets):
        for text, rows, without in dataset.details["placing"]:
            found[Month.parse(text)] = (rows, without)
    return tuple((month, *found[month]) for month in sorted(found) if month in months)
