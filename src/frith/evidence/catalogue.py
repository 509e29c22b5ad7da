"""The catalogue: one folder for each dataset, put there whole or not at all.

A load writes into a staging folder and ends with one rename, so a load that is killed leaves the catalogue as it was.
The owner of a staging folder holds a lock on the file beside it; the operating system lets go of the lock when the
owner dies, and whoever opens the catalogue next removes the folder.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from frith.evidence.dataset import Dataset, Family, SourceFile
from frith.evidence.records import dataset_as_json, dataset_from_json
from frith.evidence.whole_files import write_file
from frith.vocabulary.faults import Fault, IntegrityBroken, UnknownName, WrongSettings

RECORD = "dataset.json"
_HEX_DIGITS_IN_AN_ID = 12


def dataset_id(
    family: Family, rule_version: int, files: Iterable[SourceFile], meaning: dict[str, Any]
) -> str:
    """Return the id that content alone decides: the same bytes read by the same rules are the same dataset.

    ``meaning`` holds what the manifest says that changes the reading (areas covered, a mapping); a title or a licence
    does not. File names and their order do not count either.
    """
    key = json.dumps(
        [family.value, rule_version, sorted(file.sha256 for file in files), meaning],
        sort_keys=True,
        ensure_ascii=False,
    )
    return (
        f"{family.value.replace('.', '-')}-{hashlib.sha256(key.encode()).hexdigest()[:_HEX_DIGITS_IN_AN_ID]}"
    )


def state_folder() -> Path:
    """Return the folder where Frith keeps its state: FRITH_VAR, or ``var`` where the command runs.

    Raises WrongSettings if it, or what it would lie in, is no folder.
    """
    folder = Path(os.environ.get("FRITH_VAR", "var"))
    there = next((each for each in (folder, *folder.parents) if each.exists()), None)
    if there and not there.is_dir():
        raise WrongSettings(
            Fault(
                "state.no-folder",
                "what should be the state folder is a file"
                if there == folder
                else "the state folder would lie in a file",
                "FRITH_VAR",
                "a folder, which need not be there yet",
                str(there),
                "Name a folder in FRITH_VAR, or move the file away.",
            )
        )
    return folder


class Catalogue:
    """Datasets under ``<state>/evidence``. Opening it removes what dead loads left behind."""

    def __init__(self, state: Path) -> None:
        self._datasets = state / "evidence" / "datasets"
        self._staging = state / "evidence" / "staging"
        self._lock = state / "evidence" / "lock"
        self._proved: set[Path] = set()
        self._remove_leftovers()

    def datasets(self) -> tuple[Dataset, ...]:
        """Return every dataset, ordered by id. Raises IntegrityBroken, naming all whose record is gone or broken."""
        broken = self.broken_records()
        if broken:
            raise IntegrityBroken(*broken.values())
        return tuple(self._read(self._datasets / name / RECORD) for name in self._names())

    def broken_records(self) -> dict[str, Fault]:
        """Return the fault of each dataset whose record is gone or cannot be read, by its id."""
        found = {}
        for name in self._names():
            try:
                self._read(self._datasets / name / RECORD)
            except IntegrityBroken as trouble:
                found[name] = trouble.faults[0]
        return found

    def _names(self) -> list[str]:
        if not self._datasets.is_dir():
            return []
        return sorted(folder.name for folder in self._datasets.iterdir() if folder.is_dir())

    def dataset(self, name: str) -> Dataset:
        """Return the dataset of an id. Raises UnknownName."""
        path = self._datasets / name / RECORD
        if "/" in name or not path.is_file():
            known = ", ".join(dataset.id for dataset in self.datasets()) or "none yet"
            raise UnknownName(
                Fault(
                    "catalogue.unknown", "no dataset has this id", "", known, name, "Run: frith evidence list"
                )
            )
        return self._read(path)

    def held(self, name: str) -> Dataset | None:
        """Return the dataset of an id, or None if the catalogue does not hold it."""
        path = self._datasets / name / RECORD
        return self._read(path) if path.is_file() else None

    def table(self, dataset: Dataset, name: str) -> Path:
        """Return where a table of a dataset lies.

        Raises IntegrityBroken if it is gone, or its bytes are not those that were stored; they are looked at once.
        """
        path = self._datasets / dataset.id / name
        if not path.is_file():
            raise IntegrityBroken(_broken("catalogue.table-missing", f"the table {name} is gone", dataset))
        if path not in self._proved:
            if file_digest(path) != self._digests(dataset).get(name):
                raise IntegrityBroken(self.changed(dataset, name))
            self._proved.add(path)
        return path

    def proved_folder(self, dataset: Dataset) -> Path:
        """Return the folder of a dataset, each of whose tables was looked at as :meth:`table` does."""
        for name in dataset.tables:
            self.table(dataset, name)
        return self.folder(dataset)

    def folder(self, dataset: Dataset) -> Path:
        """Return the folder of a dataset."""
        return self._datasets / dataset.id

    @contextmanager
    def staging(self) -> Iterator[Path]:
        """Give an empty folder to write a dataset's tables into; it is gone afterwards unless :meth:`keep` took it."""
        with self._locked():
            self._staging.mkdir(parents=True, exist_ok=True)
            folder = self._staging / secrets.token_hex(8)
            owner = folder.with_suffix(".owner").open("w")
            fcntl.flock(owner, fcntl.LOCK_EX)
        try:
            folder.mkdir()
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            folder.with_suffix(".owner").unlink(missing_ok=True)
            owner.close()

    def keep_rejected(self, quarantine: Path, name: str) -> Path | None:
        """Keep the rejected rows of a load that added nothing, and return the file; None if there are none."""
        if not quarantine.is_file():
            return None
        return write_file(self._datasets.parent / "rejected" / f"{name}.csv", quarantine.read_bytes())

    def keep(self, staged: Path, dataset: Dataset) -> Dataset:
        """Make a staged folder the dataset of its id, in one step, and return what the catalogue now holds.

        If the dataset is there already only its description is renewed: title, licence, precedence and the like.
        """
        tables = tuple(sorted(path.name for path in staged.iterdir() if path.is_file()))
        dataset = replace(dataset, tables=tables)
        digests = {name: file_digest(staged / name) for name in tables}
        _write_durably(staged / RECORD, _record(dataset, digests))
        with self._locked():
            self._datasets.mkdir(parents=True, exist_ok=True)
            place = self._datasets / dataset.id
            if place.exists():
                return self._describe_anew(place, dataset)
            staged.rename(place)
            _flush_folder(self._datasets)
        return dataset

    def describe(self, dataset: Dataset) -> Dataset:
        """Renew the description of a dataset that is in the catalogue."""
        self.dataset(dataset.id)
        with self._locked():
            return self._describe_anew(self._datasets / dataset.id, dataset)

    def remove(self, name: str) -> Dataset:
        """Take a dataset out of the catalogue, in one step, and return what it was. Raises UnknownName."""
        with self.staging() as folder, self._locked():
            dataset = self.dataset(name)
            (self._datasets / name).rename(folder / "removed")
        return dataset

    def remove_broken(self, name: str) -> None:
        """Take a dataset whose record cannot be read out of the catalogue, in one step.

        Raises UnknownName if there is none of this id whose record is broken.
        """
        with self.staging() as folder, self._locked():
            broken = self.broken_records()
            if name not in broken:
                known = ", ".join(broken) or "none"
                raise UnknownName(
                    Fault("catalogue.unknown", "no dataset of this id has a broken record", "", known, name)
                )
            (self._datasets / name).rename(folder / "removed")

    def broken_tables(self, dataset: Dataset) -> tuple[str, ...]:
        """Return the tables of a dataset whose bytes are not those that were stored."""
        return tuple(
            name
            for name, digest in sorted(self._digests(dataset).items())
            if not (path := self.folder(dataset) / name).is_file() or file_digest(path) != digest
        )

    def changed(self, dataset: Dataset, name: str) -> Fault:
        """Return the fault of a table whose bytes are not those that were stored."""
        return _broken("catalogue.bytes-changed", f"the table {name} is not what was stored", dataset)

    def _digests(self, dataset: Dataset) -> dict[str, str]:
        return self._parsed(self.folder(dataset) / RECORD)[1]

    def _describe_anew(self, place: Path, dataset: Dataset) -> Dataset:
        held, stored = self._parsed(place / RECORD)
        renewed = replace(dataset, tables=held.tables)
        fresh = place / f".{RECORD}.{os.getpid()}"
        _write_durably(fresh, _record(renewed, stored))
        fresh.replace(place / RECORD)
        return renewed

    def _read(self, path: Path) -> Dataset:
        return self._parsed(path)[0]

    def _parsed(self, path: Path) -> tuple[Dataset, dict[str, str]]:
        """Return a dataset and the digests of its tables as its record tells them. Raises IntegrityBroken."""
        try:
            record = json.loads(path.read_text("utf-8"))
            return dataset_from_json(record["dataset"]), dict(record["stored"])
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise IntegrityBroken(
                Fault(
                    "catalogue.record-broken",
                    "the record of a dataset is gone, or is not as it was written",
                    str(path),
                    remedy=f"Run: frith evidence remove {path.parent.name}, and add the evidence again.",
                )
            ) from error

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self._lock.parent.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._lock.parent.mkdir(exist_ok=True)
        with self._lock.open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield

    def _remove_leftovers(self) -> None:
        if not self._staging.is_dir():
            return
        with self._locked():
            for owner in sorted(self._staging.glob("*.owner")):
                with owner.open("w") as handle:
                    try:
                        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    except BlockingIOError:
                        continue
                    shutil.rmtree(owner.with_suffix(""), ignore_errors=True)
                    owner.unlink(missing_ok=True)


def _broken(code: str, what: str, dataset: Dataset) -> Fault:
    remedy = f"Run: frith evidence remove {dataset.id}, and add the evidence again."
    return Fault(code, what, dataset.id, remedy=remedy)


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _record(dataset: Dataset, digests: dict[str, str]) -> str:
    return (
        json.dumps(
            {"dataset": dataset_as_json(dataset), "stored": digests},
            ensure_ascii=False,
            indent=1,
            sort_keys=True,
        )
        + "\n"
    )


def _write_durably(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())


def _flush_folder(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
