"""Files as people have them (plain, gzip, zip, folder) made into plain text that the engine can read, safely.

Nothing is ever unpacked under its own name. Each file is read once from end to end: its digest, its lines and its
encoding are found on the way.
"""

from __future__ import annotations

import gzip
import os
import stat
import zipfile
import zlib
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePosixPath
from typing import IO, cast

from frith.evidence.plain_files import EvidenceFile, damaged, parquet_file, printable, text_file
from frith.vocabulary import numbers
from frith.vocabulary.faults import Fault, UnreadableInput, WrongSettings

AT_ONCE = 2
"""Files opened at the same time: finding a digest keeps one processor busy."""
GIGABYTE = 1 << 30
RATIO_LIMIT = 200
"""How many times its packed size an archive may unpack to. Crime files unpack to about 8 times."""
RATIO_APPLIES_FROM = 16 << 20
"""Bytes below which the ratio does not matter: small files of one repeated line pack very well."""
MEMBER_LIMIT = 20_000
"""How many files an archive may hold. All forces, all months since 2010 are about 17,000."""
READABLE = (".csv", ".csv.gz", ".parquet")


def unpack_limit() -> int:
    """Return how many bytes one archive may unpack to: FRITH_UNPACK_LIMIT in gigabytes, or 20."""
    text = os.environ.get("FRITH_UNPACK_LIMIT", "20")
    gigabytes = numbers.whole(text)
    if gigabytes is None:
        raise WrongSettings(
            Fault(
                "settings.unpack-limit", "FRITH_UNPACK_LIMIT is not a whole number of gigabytes", given=text
            )
        )
    return gigabytes * GIGABYTE


def names_in(path: Path) -> tuple[Path, ...]:
    """Return the files of a path in a fixed order: itself, or those of a folder that could be police evidence."""
    if not path.is_dir():
        return (path,)
    found = sorted(
        Path(folder) / name for folder, _, names in os.walk(path, onerror=_raise) for name in names
    )
    return tuple(
        p
        for p in found
        if p.is_file() and not p.name.startswith(".") and p.name.lower().endswith((*READABLE, ".zip"))
    )


def _raise(error: OSError) -> None:
    """Tell of a folder that may not be read, which would else pass for an empty one."""
    raise error


def _links_out(paths: tuple[Path, ...]) -> list[Fault]:
    """Return a fault for every link of a folder that leads out of it: a folder is taken for what lies in it."""
    return [
        Fault(
            "file.link-out",
            "this is a link that leads out of the folder",
            str(file),
            f"files inside {path}",
            remedy="Put the file itself into the folder, or name it by its own path.",
        )
        for path in paths
        if path.is_dir()
        for file in names_in(path)
        if not file.resolve().is_relative_to(path.resolve())
    ]


def open_files(paths: tuple[Path, ...], work: Path) -> tuple[tuple[EvidenceFile, ...], list[Fault]]:
    """Return every file under the paths, unpacked into ``work`` where needed, and what is wrong with others.

    A file given twice is taken once. Faults: missing, empty, cut off, a web page, an unsafe or too large archive.
    """
    links = _links_out(paths)
    if links:
        return (), links
    packed = [file for path in paths for file in names_in(path)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = list(pool.map(lambda n: _open_one(packed[n], work / f"{n:05d}"), range(len(packed))))
    files = {file.sha256: file for some, _ in reversed(found) for file in reversed(some)}
    faults = [fault for _, some in found for fault in some]
    if not files and not faults:
        given = ", ".join(str(path) for path in paths)
        faults.append(
            Fault(
                "file.none",
                "there is nothing to read here",
                given,
                "CSV, gzip, zip or Parquet files",
                remedy="Check the path, and that the files end in .csv, .csv.gz, .zip or .parquet.",
            )
        )
    return tuple(sorted(files.values(), key=lambda file: (file.name, file.sha256))), faults


def _open_one(path: Path, work: Path) -> tuple[list[EvidenceFile], list[Fault]]:
    try:
        if not path.exists():
            raise UnreadableInput(
                Fault("file.missing", "there is no such file or folder", str(path), remedy="Check the path.")
            )
        if not path.is_file():
            raise UnreadableInput(
                Fault(
                    "file.irregular", "this is no ordinary file: a pipe or a device may never end", str(path),
                    "files and folders", remedy="Save what it gives as a file, and add that.",
                )
            )  # fmt: skip
        with path.open("rb") as handle:
            magic = handle.read(4)
        if magic == b"PK\x03\x04" or zipfile.is_zipfile(path):
            return _members(path, work)
        if magic == b"PAR1":
            return [parquet_file(path, printable(path.name))], []
        work.mkdir()
        copy = work / "file.csv"
        if magic[:2] == b"\x1f\x8b":
            limit = _Limit(path)
            with gzip.open(path) as unpacked:
                return [
                    text_file(cast("IO[bytes]", unpacked), printable(path.name), copy, count=limit.add)
                ], []
        with path.open("rb") as handle:
            return [text_file(handle, printable(path.name), copy, original=path)], []
    except UnreadableInput as trouble:
        return [], list(trouble.faults)


# ------------------------------------------------------------------ zip


def _members(path: Path, work: Path) -> tuple[list[EvidenceFile], list[Fault]]:
    name = printable(path.name)
    try:
        archive = zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        return [], [damaged(name, error)]
    files: list[EvidenceFile] = []
    faults: list[Fault] = []
    work.mkdir()
    with archive:
        members = _safe_members(archive, name)
        limit = _Limit(path)
        for number, member in enumerate(members):
            inside = printable(f"{name}/{member.filename}")
            try:
                with archive.open(member) as handle:
                    files.append(text_file(handle, inside, work / f"{number:05d}.csv", count=limit.add))
            except UnreadableInput as trouble:
                faults.extend(trouble.faults)
                if limit.exceeded:
                    break
            except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
                faults.append(damaged(inside, error))
    if not members:
        faults.append(
            Fault(
                "file.none",
                "the archive holds no CSV file",
                name,
                remedy="Check that it is the right archive.",
            )
        )
    return files, faults


def _safe_members(archive: zipfile.ZipFile, name: str) -> list[zipfile.ZipInfo]:
    """Return the CSV files of an archive in a fixed order. Raises UnreadableInput if any name plays a trick."""
    everything = archive.infolist()
    if len(everything) > MEMBER_LIMIT:
        raise UnreadableInput(
            Fault(
                "archive.too-many", "the archive holds too many files", name, f"at most {MEMBER_LIMIT:,}",
                f"{len(everything):,}", "Unpack it yourself and add the folder.",
            )
        )  # fmt: skip
    tricks = [member.filename for member in everything if _plays_tricks(member)]
    if tricks:
        raise UnreadableInput(
            *(
                Fault(
                    "archive.path", "the archive holds a file that points outside it", name,
                    "plain names and folders, no links", repr(trick),
                    "Do not trust this archive: get it from its source again.",
                )
                for trick in tricks[:20]
            )
        )  # fmt: skip
    seen = [m.filename for m in everything if not _hidden(m.filename)]
    inner = [each for each in seen if each.lower().endswith((*READABLE[1:], ".zip"))]
    twice = sorted(each for each, times in Counter(seen).items() if times > 1)
    faults = [
        Fault(
            "archive.inner", "the archive holds a packed file, which is not opened", name, "CSV files", repr(each),
            "Unpack the archive yourself and add the folder.",
        )
        for each in inner[:20]
    ] + [
        Fault(
            "archive.repeated", "the archive holds two files of one name", name, "one file of each name", repr(each),
            "Find out which is right, and pack that alone.",
        )
        for each in twice[:20]
    ]  # fmt: skip
    if faults:
        raise UnreadableInput(*faults)
    wanted = (m for m in everything if m.filename.lower().endswith(".csv") and not _hidden(m.filename))
    return sorted(wanted, key=lambda member: member.filename)


def _plays_tricks(member: zipfile.ZipInfo) -> bool:
    # The name as stored: Python's own reading cuts it at a null byte and turns separators round.
    name = member.orig_filename.replace("\\", "/")
    place = PurePosixPath(name)
    drive = len(name) > 1 and name[1] == ":"
    return (
        place.is_absolute()
        or drive
        or ".." in place.parts
        or "\0" in name
        or stat.S_ISLNK(member.external_attr >> 16)
    )


def _hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(name).parts)


class _Limit:
    """Counts what an archive unpacks to and refuses a bomb."""

    def __init__(self, path: Path) -> None:
        self._name, self._packed, self._unpacked = path.name, path.stat().st_size, 0
        self._limit = unpack_limit()

    @property
    def exceeded(self) -> bool:
        return self._unpacked > min(self._limit, max(self._packed * RATIO_LIMIT, RATIO_APPLIES_FROM))

    def add(self, size: int) -> None:
        self._unpacked += size
        if not self.exceeded:
            return
        raise UnreadableInput(
            Fault(
                "archive.too-large", "the archive unpacks to far more than it should", self._name,
                f"at most {self._limit // GIGABYTE} GB, and at most {RATIO_LIMIT} times its packed size",
                f"more than {self._unpacked:,} bytes from {self._packed:,}",
                "If you trust it, unpack it yourself and add the folder, or set FRITH_UNPACK_LIMIT (gigabytes).",
            )
        )  # fmt: skip
