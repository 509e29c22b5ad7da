"""Adds evidence to the catalogue: opens the files, has them read by their family's reader, keeps the result whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import duckdb

from frith.evidence.archives import EvidenceFile, open_files
from frith.evidence.catalogue import Catalogue, dataset_id
from frith.evidence.dataset import Coverage, Dataset, Family, SourceFile
from frith.evidence.engine import connect
from frith.evidence.manifest import Entry
from frith.evidence.police import official, outcomes, stops, street
from frith.evidence.quality import grade
from frith.evidence.quarantine import rows_as_fault
from frith.evidence.small_tables import TABLE_FAMILIES, file_of, read_table
from frith.evidence.staged import Staged
from frith.vocabulary.faults import RowsRejected, Trouble
from frith.vocabulary.periods import Month

Progress = Callable[[str], None]
END_OF_TIME = Month.of(9999, 12)


class PoliceReader(Protocol):
    """A module that reads one family of police files."""

    VERSION: int
    """Raised when the same bytes would be read differently."""

    def read(
        self,
        connection: duckdb.DuckDBPyConnection,
        files: Sequence[EvidenceFile],
        folder: Path,
        entry: Entry,
        latest: Month,
    ) -> Staged:
        """Read files into tables in a folder. ``latest`` is today's month: a later one has not happened."""


POLICE: dict[Family, PoliceReader] = {
    Family.STREET: street,
    Family.OUTCOMES: outcomes,
    Family.STOPS: stops,
    Family.OFFICIAL: official,
}
"""The reader of each family of police files."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """One dataset after a load. ``fresh`` is False if the catalogue held it already."""

    dataset: Dataset
    fresh: bool


def load_all(
    catalogue: Catalogue,
    entries: Iterable[Entry],
    *,
    today: date | None = None,
    strict: bool = False,
    progress: Progress | None = None,
) -> tuple[Loaded, ...]:
    """Load every entry; if any failed, raise the faults of all that did, after the others are loaded.

    ``today`` decides which months lie in the future; without it none does. With ``strict`` an entry of which a row is
    rejected is not kept at all.
    """
    latest = Month.holding(today) if today else END_OF_TIME
    loaded: list[Loaded] = []
    troubles: list[Trouble] = []
    for entry in entries:
        for part in _parts(entry):
            if progress:
                progress(f"Reading {part.title}")
            try:
                loaded.append(load(catalogue, part, latest=latest, strict=strict))
            except Trouble as trouble:
                troubles.append(trouble)
    if troubles:
        raise type(troubles[0])(*(fault for trouble in troubles for fault in trouble.faults))
    return tuple(loaded)


def load(catalogue: Catalogue, entry: Entry, *, latest: Month = END_OF_TIME, strict: bool = False) -> Loaded:
    """Load one entry of police files, or of one small table, as one dataset."""
    if entry.family in TABLE_FAMILIES:
        return _load_table(catalogue, entry, strict)
    with catalogue.staging() as folder:
        work, tables = folder / "work", folder / "tables"
        work.mkdir()
        tables.mkdir()
        files = open_files(entry.paths, work)
        family = entry.family or Family.STREET
        reader = POLICE[family]
        name = dataset_id(family, reader.VERSION, (_source(file) for file in files), entry.meaning)
        held = catalogue.held(name)
        if held is None:
            connection = connect(work)
            staged = reader.read(connection, files, tables, entry, latest)
            connection.close()
            held = _dataset(name, family, entry, tuple(_source(file) for file in files), staged)
            fresh = True
        else:
            held, fresh = _described(held, entry), False
        _refuse_if_strict(held, strict)
        return Loaded(catalogue.keep(tables, held) if fresh else catalogue.describe(held), fresh)


def _load_table(catalogue: Catalogue, entry: Entry, strict: bool) -> Loaded:
    (path,) = entry.paths
    family = entry.family or Family.LOOKUP
    file = file_of(path)
    name = dataset_id(family, 1, [file], entry.meaning)
    held = catalogue.held(name)
    if held is not None:
        held = _described(held, entry)
        _refuse_if_strict(held, strict)
        return Loaded(catalogue.describe(held), fresh=False)
    with catalogue.staging() as folder:
        tables = folder / "tables"
        tables.mkdir()
        staged = read_table(family, path, entry.reading, tables)
        dataset = _dataset(name, family, entry, (file,), staged)
        _refuse_if_strict(dataset, strict)
        return Loaded(catalogue.keep(tables, dataset), fresh=True)


def _parts(entry: Entry) -> list[Entry]:
    """Return an entry as the datasets that it makes: small tables make one for each file."""
    if entry.family not in TABLE_FAMILIES or len(entry.paths) == 1:
        return [entry]
    return [replace(entry, paths=(path,), title=f"{entry.title}: {path.name}") for path in entry.paths]


def _dataset(
    name: str, family: Family, entry: Entry, files: tuple[SourceFile, ...], staged: Staged
) -> Dataset:
    coverage = Coverage(
        areas=entry.areas or staged.coverage.areas,
        months=entry.months or staged.coverage.months,
        categories=entry.categories or staged.coverage.categories,
        thin=tuple(sorted({**dict(staged.coverage.thin), **dict(entry.thin)}.items())),
    )
    letter, rule = grade(staged, coverage)
    return _described(
        Dataset(
            id=name,
            family=family,
            title="",
            source="",
            licence="",
            attribution="",
            disclosure=entry.disclosure,
            coverage=coverage,
            rows_in=staged.rows_in,
            kept=staged.kept,
            rejected=staged.rejected,
            missing_coordinates=staged.missing_coordinates,
            repeated_ids=staged.repeated_ids,
            rows_without_id=staged.rows_without_id,
            map_points=staged.map_points,
            grade=letter,
            grade_rule=rule,
            files=files,
            details=_details(staged),
        ),
        entry,
    )


def _described(dataset: Dataset, entry: Entry) -> Dataset:
    """Return a dataset with the description that an entry gives: what may change without its content changing."""
    return replace(
        dataset,
        title=entry.title,
        source=entry.source,
        licence=entry.licence,
        attribution=entry.attribution,
        disclosure=entry.disclosure,
        precedence=entry.precedence,
        invented=entry.invented,
    )


def _details(staged: Staged) -> dict[str, Any]:
    broken = [
        {"rule": each.rule, "sentence": each.sentence, "remedy": each.remedy, "rows": each.rows,
         "examples": [list(example) for example in each.examples]}
        for each in staged.breaches
    ]  # fmt: skip
    return {**staged.details, **({"rules_broken": broken} if broken else {})}


def _refuse_if_strict(dataset: Dataset, strict: bool) -> None:
    broken = dataset.details.get("rules_broken", [])
    if strict and broken:
        raise RowsRejected(*(rows_as_fault(each, dataset.title) for each in broken))


def _source(file: EvidenceFile) -> SourceFile:
    return SourceFile(file.name, file.sha256, file.size)
