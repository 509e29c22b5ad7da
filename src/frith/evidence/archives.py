"""Files as people have them (plain, gzip, zip, folder) made into plain text that the engine can read, safely.

Nothing is ever unpacked under its own name. Each file is read once from end to end: its digest, its lines and its
encoding are found on the way.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import os
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, cast

from frith.vocabulary.faults import Fault, UnreadableInput, WrongSettings

CHUNK = 1 << 20
GIGABYTE = 1 << 30
RATIO_LIMIT = 200
"""How many times its packed size an archive may unpack to. Crime files unpack to about 8 times."""
RATIO_APPLIES_FROM = 16 << 20
"""Bytes below which the ratio does not matter: small files of one repeated line pack very well."""
MEMBER_LIMIT = 20_000
"""How many files an archive may hold. All forces, all months since 2010 are about 17,000."""
READABLE = (".csv", ".csv.gz", ".parquet")
_HEADER_LIMIT = 65_536


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """One file ready to be read. ``name`` is what the person calls it; ``path`` is where its plain text lies.

    ``sha256`` and ``size`` are of the file's own content, unpacked. ``lines`` counts physical lines of text, the
    header included (rows for Parquet). ``note`` says what had to be done to read it.
    """

    name: str
    path: Path
    sha256: str
    size: int
    lines: int
    header: tuple[str, ...]
    parquet: bool = False
    note: str = ""


@dataclass(slots=True)
class _Text:
    """What one reading of a text from end to end finds."""

    sha256: str = ""
    size: int = 0
    lines: int = 0
    start: bytes = b""
    ascii_only: bool = True
    plain_newlines: bool = True


def unpack_limit() -> int:
    """Return how many bytes one archive may unpack to: FRITH_UNPACK_LIMIT in gigabytes, or 20."""
    text = os.environ.get("FRITH_UNPACK_LIMIT", "20")
    if not text.isdigit():
        raise WrongSettings(
            Fault(
                "settings.unpack-limit", "FRITH_UNPACK_LIMIT is not a whole number of gigabytes", given=text
            )
        )
    return int(text) * GIGABYTE


def names_in(path: Path) -> tuple[Path, ...]:
    """Return the files of a path in a fixed order: itself, or those of a folder that could be police evidence."""
    if path.is_dir():
        found = (p for p in sorted(path.rglob("*")) if p.is_file() and not p.name.startswith("."))
        return tuple(p for p in found if p.name.lower().endswith((*READABLE, ".zip")))
    return (path,)


def open_files(paths: tuple[Path, ...], work: Path) -> tuple[tuple[EvidenceFile, ...], list[Fault]]:
    """Return every file under the paths, unpacked into ``work`` where needed, and what is wrong with others.

    A file given twice is taken once. Faults: missing, empty, cut off, a web page, an unsafe or too large archive.
    """
    faults: list[Fault] = []
    files: dict[str, EvidenceFile] = {}
    for path in paths:
        for packed in names_in(path):
            try:
                for file in _open_one(packed, packed.name, work, start=len(files)):
                    files.setdefault(file.sha256, file)
            except UnreadableInput as trouble:
                faults.extend(trouble.faults)
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


def _open_one(path: Path, name: str, work: Path, start: int) -> Iterator[EvidenceFile]:
    if not path.exists():
        raise UnreadableInput(
            Fault("file.missing", "there is no such file or folder", str(path), remedy="Check the path.")
        )
    with path.open("rb") as handle:
        magic = handle.read(4)
    if magic == b"PK\x03\x04" or zipfile.is_zipfile(path):
        yield from _members(path, name, work, start)
    elif magic == b"PAR1":
        yield _parquet(path, name)
    elif magic[:2] == b"\x1f\x8b":
        place = work / f"{start:05d}.csv"
        limit = _Limit(name, path.stat().st_size)
        with gzip.open(path) as handle:
            yield _text(cast("IO[bytes]", handle), name, place, limit)
    else:
        with path.open("rb") as handle:
            yield _text(handle, name, None, None, original=path, work=work / f"{start:05d}.csv")


# ------------------------------------------------------------------ zip


def _members(path: Path, name: str, work: Path, start: int) -> Iterator[EvidenceFile]:
    try:
        archive = zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        raise UnreadableInput(_damaged(name, error)) from None
    faults: list[Fault] = []
    with archive:
        members = _safe_members(archive, name)
        limit = _Limit(name, path.stat().st_size)
        for number, member in enumerate(members, start):
            try:
                with archive.open(member) as handle:
                    yield _text(handle, f"{name}/{member.filename}", work / f"{number:05d}.csv", limit)
            except UnreadableInput as trouble:
                faults.extend(trouble.faults)
                if any(fault.code == "archive.too-large" for fault in trouble.faults):
                    break
            except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
                faults.append(_damaged(f"{name}/{member.filename}", error))
    if not members:
        faults.append(
            Fault(
                "file.none",
                "the archive holds no CSV file",
                name,
                remedy="Check that it is the right archive.",
            )
        )
    if faults:
        raise UnreadableInput(*faults)


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


def _damaged(name: str, error: Exception) -> Fault:
    return Fault(
        "file.damaged", f"the file is damaged, cut off or locked with a password ({error})", name,
        remedy="Get the file again from its source.",
    )  # fmt: skip


class _Limit:
    """Counts what an archive unpacks to and refuses a bomb."""

    def __init__(self, name: str, packed: int) -> None:
        self._name, self._packed, self._unpacked = name, packed, 0
        self._limit = unpack_limit()

    def add(self, size: int) -> None:
        self._unpacked += size
        by_ratio = max(self._packed * RATIO_LIMIT, RATIO_APPLIES_FROM)
        if self._unpacked <= min(self._limit, by_ratio):
            return
        raise UnreadableInput(
            Fault(
                "archive.too-large", "the archive unpacks to far more than it should", self._name,
                f"at most {self._limit // GIGABYTE} GB, and at most {RATIO_LIMIT} times its packed size",
                f"more than {self._unpacked:,} bytes from {self._packed:,}",
                "If you trust it, unpack it yourself and add the folder, or set FRITH_UNPACK_LIMIT (gigabytes).",
            )
        )  # fmt: skip


# ------------------------------------------------------------------ text


def _text(
    handle: IO[bytes],
    name: str,
    place: Path | None,
    limit: _Limit | None,
    *,
    original: Path | None = None,
    work: Path | None = None,
) -> EvidenceFile:
    """Read one text from end to end, copying it to ``place`` if given, and return the file ready to be read."""
    try:
        found = _read_through(handle, place, limit)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise UnreadableInput(_damaged(name, error)) from None
    _refuse_what_is_no_table(found, name)
    path = cast("Path", place or original)
    encoding = _encoding(found, path, name)
    note = ""
    if encoding != "utf-8-sig" or not found.plain_newlines:
        place = cast("Path", place or work)
        path = _rewrite(path, place, encoding)
        note = f"read as {encoding}" if encoding != "utf-8-sig" else "line ends made alike"
        with path.open("rb") as rewritten:
            found.lines = _read_through(rewritten, None, None).lines
    return EvidenceFile(name, path, found.sha256, found.size, found.lines, _header(path), note=note)


def _read_through(handle: IO[bytes], place: Path | None, limit: _Limit | None) -> _Text:
    found, digest, last = _Text(), hashlib.sha256(), b"\n"
    returns = pairs = newlines = 0
    out = place.open("wb") if place else None
    try:
        while chunk := handle.read(CHUNK):
            if limit:
                limit.add(len(chunk))
            digest.update(chunk)
            newlines += chunk.count(b"\n")
            returns += chunk.count(b"\r")
            pairs += chunk.count(b"\r\n") + (last == b"\r" and chunk[:1] == b"\n")
            found.ascii_only = found.ascii_only and chunk.isascii()
            found.start = found.start or chunk[:1024]
            found.size += len(chunk)
            last = chunk[-1:]
            if out:
                out.write(chunk)
    finally:
        if out:
            out.close()
    found.sha256 = digest.hexdigest()
    found.lines = newlines + (last != b"\n")
    found.plain_newlines = returns == 0 or (returns == pairs == newlines)
    return found


def _refuse_what_is_no_table(found: _Text, name: str) -> None:
    start = found.start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not start:
        raise UnreadableInput(
            Fault("file.empty", "the file is empty", name, remedy="Get the file again from its source.")
        )
    if start.startswith((b"<!doctype", b"<html", b"<?xml", b"<head")):
        raise UnreadableInput(
            Fault(
                "file.html", "this is a web page, not a table", name, "comma-separated values",
                start[:60].decode("latin-1"), "Follow the page's download link and save the file itself.",
            )
        )  # fmt: skip


def _encoding(found: _Text, path: Path, name: str) -> str:
    """Return how to decode a text: UTF-8, else Windows-1252, which older spreadsheets write."""
    if found.ascii_only or _decodes(path, "utf-8"):
        return "utf-8-sig"
    if b"\0" not in found.start and _decodes(path, "cp1252"):
        return "cp1252"
    raise UnreadableInput(
        Fault(
            "file.encoding", "the file is not text in a known encoding", name, "UTF-8, or Windows-1252",
            repr(found.start[:20]), "Save the file again as “CSV UTF-8”.",
        )
    )  # fmt: skip


def _decodes(path: Path, encoding: str) -> bool:
    try:
        with path.open(encoding=encoding) as text:
            while text.read(CHUNK):
                pass
    except UnicodeDecodeError:
        return False
    return True


def _rewrite(source: Path, place: Path, encoding: str) -> Path:
    """Write a text again as UTF-8 with plain line ends."""
    fresh = place.with_suffix(".utf8.csv")
    with (
        source.open(encoding=encoding, newline=None) as text,
        fresh.open("w", encoding="utf-8", newline="\n") as out,
    ):
        while part := text.read(CHUNK):
            out.write(part)
    return fresh


def _header(path: Path) -> tuple[str, ...]:
    with path.open(encoding="utf-8-sig", newline="") as text:
        line = text.readline(_HEADER_LIMIT)
    return tuple(name.strip() for name in next(csv.reader([line]), []))


def _parquet(path: Path, name: str) -> EvidenceFile:
    import pyarrow.parquet as pq

    try:
        footer = pq.ParquetFile(path)
    except (OSError, ValueError) as error:
        raise UnreadableInput(_damaged(name, error)) from None
    with path.open("rb") as handle:
        digest = hashlib.file_digest(handle, "sha256").hexdigest()
    header = tuple(footer.schema_arrow.names)
    return EvidenceFile(
        name, path, digest, path.stat().st_size, footer.metadata.num_rows, header, parquet=True
    )
