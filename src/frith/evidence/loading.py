"""Adds evidence to the catalogue: opens the files, has them read by their family's reader, keeps the result whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import duckdb
import polars as pl

from frith.evidence.archives import open_files
from frith.evidence.catalogue import Catalogue, dataset_id
from frith.evidence.dataset import NOT_EVENTS, Coverage, Dataset, Family, SourceFile
from frith.evidence.engine import working
from frith.evidence.entry import Entry, area_faults, precedence_faults
from frith.evidence.families import POLICE, by_family
from frith.evidence.manifest import NAME, read_manifest
from frith.evidence.plain_files import EvidenceFile, printable
from frith.evidence.quality import grade
from frith.evidence.quarantine import QUARANTINE, as_details, rows_as_fault
from frith.evidence.rules import END_OF_TIME
from frith.evidence.small_tables import (
    TABLE_FAMILIES,
    TABLE_VERSION,
    file_of,
    read_table,
    refuse_other_than_text,
    told_beside,
)
from frith.evidence.staged import Staged
from frith.vocabulary.areas import AreaKind
from frith.vocabulary.faults import Fault, RowsRejected, StorageTrouble, Trouble, UnreadableInput
from frith.vocabulary.periods import Month

Progress = Callable[[str], None]
PLACES = frozenset({Family.LOOKUP, Family.BOUNDARIES})
"""What says which boroughs there are. A load that brings some itself is not held to those that came before."""
AREAS = "areas.parquet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How to load. ``latest`` is the month of today: a later one has not happened.

    ``strict``: a dataset of which a row is rejected is not kept at all. ``keep`` False reads and checks, keeps nothing.
    ``boroughs`` are the codes that may be claimed as covered; where there are none any code may be.
    """

    latest: Month = END_OF_TIME
    strict: bool = False
    keep: bool = True
    progress: Progress = lambda step: None
    boroughs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Loaded:
    """One dataset after a load. ``fresh`` is False if the catalogue held it already."""

    dataset: Dataset
    fresh: bool


def add_folder(
    folder: Path,
    state: Path,
    *,
    today: date,
    manifest: Path | None = None,
    progress: Progress | None = None,
) -> tuple[str, ...]:
    """Add the evidence of a folder by its manifest (``evidence.toml`` in it, unless given); return the dataset ids.

    ``today`` is the day by the wall clock: months after it have not happened, whoever adds them.
    """
    entries = read_manifest(manifest or folder / NAME, folder)
    loaded = load_all(Catalogue(state), entries, today=today, progress=progress)
    return tuple(each.dataset.id for each in loaded)


def load_all(
    catalogue: Catalogue,
    entries: Iterable[Entry],
    *,
    today: date | None = None,
    strict: bool = False,
    keep: bool = True,
    progress: Progress | None = None,
) -> tuple[Loaded, ...]:
    """Load every entry; if any failed, raise the faults of all that did, after the others are loaded.

    ``today`` decides which months lie in the future; without it none does.
    """
    latest = Month.holding(today) if today else END_OF_TIME
    entries = tuple(entries)
    boroughs = () if any(entry.family in PLACES for entry in entries) else _boroughs(catalogue)
    terms = Terms(
        latest=latest, strict=strict, keep=keep, progress=progress or (lambda step: None), boroughs=boroughs
    )
    loaded: list[Loaded] = []
    troubles: list[Trouble] = []
    for entry in entries:
        for part in _parts(entry):
            terms.progress(f"Reading {part.title or ', '.join(path.name for path in part.paths)}")
            try:
                with _storage_trouble():
                    loaded += load(catalogue, part, terms)
            except Trouble as trouble:
                troubles.append(trouble)
    if troubles:
        raise type(troubles[0])(*(fault for trouble in troubles for fault in trouble.faults))
    return tuple(loaded)


def _boroughs(catalogue: Catalogue) -> tuple[str, ...]:
    """Return the codes of the boroughs that the catalogue's look-ups and boundaries name; none where it has neither."""
    codes: set[str] = set()
    for dataset in catalogue.datasets():
        if dataset.family in PLACES:
            areas = pl.read_parquet(catalogue.table(dataset, AREAS))
            codes.update(areas.filter(pl.col("kind") == AreaKind.BOROUGH.value)["code"])
    return tuple(sorted(codes))


def load(catalogue: Catalogue, entry: Entry, terms: Terms) -> list[Loaded]:
    """Load one entry: police files (a dataset for each family among them), or one small table."""
    wrong = [
        *area_faults(entry.areas, entry.title, terms.boroughs),
        *precedence_faults(entry.precedence, entry.title),
    ]
    if wrong:
        raise UnreadableInput(*wrong)
    if entry.family in TABLE_FAMILIES:
        return [_load_table(catalogue, entry, entry.family, terms)]
    with catalogue.staging() as work:
        files, faults = open_files(entry.paths, work)
        families, more = by_family(files, entry.family)
        if faults or more:
            raise UnreadableInput(*faults, *more)
        refuse_other_than_text(entry.reading, entry.title)
        _refuse_unknown_readings(entry, families)
        return [_load_police(catalogue, entry, family, each, terms) for family, each in families.items()]


def _refuse_unknown_readings(entry: Entry, families: Iterable[Family]) -> None:
    """Refuse settings that no reader of these families knows: a slip of the keys would else change the id alone."""
    known = sorted({name for family in families for name in POLICE[family].READINGS})
    unknown = sorted(set(entry.reading) - set(known))
    if unknown:
        raise UnreadableInput(
            Fault(
                "manifest.reading",
                f"{', '.join(unknown)} is not known for {', '.join(sorted(family.value for family in families))}",
                entry.title or entry.paths[0].name,
                ", ".join(known) or "no settings",
            )
        )


def _load_police(
    catalogue: Catalogue, entry: Entry, family: Family, files: Sequence[EvidenceFile], terms: Terms
) -> Loaded:
    reader = POLICE[family]
    sources = tuple(SourceFile(file.name, file.sha256, file.size) for file in files)
    notes = {file.name: file.note for file in files if file.note}

    def read(folder: Path) -> Staged:
        with catalogue.staging() as spill, working(spill, terms.progress) as connection:
            staged = reader.read(connection, files, folder, entry, terms.latest)
        return replace(staged, details={**staged.details, "read_as": notes}) if notes else staged

    name = dataset_id(family, reader.VERSION, sources, entry.meaning)
    return _add(catalogue, entry, _Known(name, family, sources), read, terms)


def _load_table(catalogue: Catalogue, entry: Entry, family: Family, terms: Terms) -> Loaded:
    (path,) = entry.paths
    source = file_of(path)
    beside = told_beside(family, path, entry.reading)
    name = dataset_id(family, TABLE_VERSION, [source], entry.meaning | beside)
    known = _Known(name, family, (source,))
    reading = (
        entry.reading if family is not Family.INCIDENTS else {"latest": str(terms.latest)} | entry.reading
    )
    return _add(catalogue, entry, known, lambda folder: read_table(family, path, reading, folder), terms)


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a dataset before it is read."""

    id: str
    family: Family
    files: tuple[SourceFile, ...]


def _add(
    catalogue: Catalogue, entry: Entry, known: _Known, read: Callable[[Path], Staged], terms: Terms
) -> Loaded:
    held = catalogue.held(known.id)
    if held is not None:
        renewed = _described(held, entry)
        _refuse_if_strict(renewed, terms)
        return Loaded(catalogue.describe(renewed) if terms.keep else renewed, fresh=False)
    with catalogue.staging() as folder, _rejected_rows_kept(catalogue, known, folder, terms):
        dataset = _dataset(known, entry, read(folder))
        _refuse_if_empty(dataset)
        _refuse_if_strict(dataset, terms)
        return Loaded(catalogue.keep(folder, dataset) if terms.keep else dataset, fresh=True)


def _refuse_if_empty(dataset: Dataset) -> None:
    """Refuse a table of which no row is left: it would pass for evidence that there is nothing."""
    where = ", ".join(file.name for file in dataset.files)
    if not dataset.rows_in:
        raise UnreadableInput(
            Fault(
                "rows.none",
                "the table has headings and no rows",
                where,
                remedy="Check the file, and the sheet.",
            )
        )
    if not dataset.kept:
        none = Fault(
            "rows.none", "no row is left to load", where, remedy="Check that this is the right file."
        )
        broken = dataset.details["rules_broken"]
        raise RowsRejected(none, *(rows_as_fault(each, where) for each in broken))


@contextmanager
def _rejected_rows_kept(catalogue: Catalogue, known: _Known, folder: Path, terms: Terms) -> Iterator[None]:
    """Keep the quarantine file of a load that left no row, or had to be whole: who mends the rows needs it most."""
    try:
        yield
    except RowsRejected as trouble:
        kept = catalogue.keep_rejected(folder / QUARANTINE, known.id) if terms.keep else None
        if kept is None:
            raise
        told = Fault(
            "rows.kept-aside",
            "nothing was added; the rejected rows are kept with their reasons",
            str(kept),
            remedy="Mend them, and add the file again.",
        )
        raise RowsRejected(*trouble.faults, told) from trouble


def _parts(entry: Entry) -> list[Entry]:
    """Return an entry as the datasets that it makes: small tables make one for each file."""
    if entry.family not in TABLE_FAMILIES or len(entry.paths) == 1:
        return [entry]
    return [replace(entry, paths=(path,), title=f"{entry.title}: {path.name}") for path in entry.paths]


def _dataset(known: _Known, entry: Entry, staged: Staged) -> Dataset:
    coverage = Coverage(
        areas=entry.areas or staged.coverage.areas,
        months=entry.months or staged.coverage.months,
        categories=entry.categories or staged.coverage.categories,
        thin=tuple(sorted({**dict(staged.coverage.thin), **dict(entry.thin)}.items())),
        thin_by_area=staged.coverage.thin_by_area,
        thin_by_force=staged.coverage.thin_by_force,
    )
    letter, rule = grade(staged, coverage, events=known.family not in NOT_EVENTS)
    return _described(
        Dataset(
            id=known.id,
            family=known.family,
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
            files=known.files,
            details={**staged.details, "rules_broken": [as_details(each) for each in staged.breaches]},
        ),
        entry,
    )


def _described(dataset: Dataset, entry: Entry) -> Dataset:
    """Return a dataset with the description that an entry gives: what may change without its content changing."""
    return replace(
        dataset,
        title=printable(entry.title) or dataset.title or f"{dataset.family.value}: {dataset.files[0].name}",
        source=entry.source,
        licence=entry.licence,
        attribution=entry.attribution,
        disclosure=entry.disclosure,
        precedence=entry.precedence,
        invented=entry.invented,
    )


def _refuse_if_strict(dataset: Dataset, terms: Terms) -> None:
    broken = dataset.details["rules_broken"]
    if terms.strict and broken:
        raise RowsRejected(*(rows_as_fault(each, dataset.title) for each in broken))


@contextmanager
def _storage_trouble() -> Iterator[None]:
    """Turn what the engine says of a full disk or too little memory into a fault with a remedy."""
    try:
        yield
    except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
        first = str(error).splitlines()[0]
        raise StorageTrouble(
            Fault(
                "storage.refused",
                f"the computer refused to write or ran out of room: {first}",
                remedy="Free some space, name another folder in FRITH_VAR, or allow more memory in FRITH_MEMORY.",
            )
        ) from error
