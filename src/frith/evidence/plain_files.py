"""Plain files read once from end to end: digest, lines and encoding are found, and what is no table is refused."""

from __future__ import annotations

import gzip
import hashlib
import unicodedata
import zlib
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pyarrow.parquet as pq

from frith.evidence.text_table import HEADING_LIMIT, heading_line, is_wide, not_known, refuse_headings
from frith.vocabulary.faults import Fault, UnreadableInput

CHUNK = 1 << 20
PLAIN = "utf-8-sig"
"""UTF-8, with or without a byte-order mark, which the engine reads as it is."""


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
    null_line: int = 0


def printable(text: str) -> str:
    """Return a name as one line that a terminal shows and does not obey: control and direction marks become spaces."""
    plain = "".join(" " if unicodedata.category(sign).startswith("C") else sign for sign in text)
    return " ".join(plain.split())


def damaged(name: str, error: Exception) -> Fault:
    """Return the fault of a file whose bytes do not hold together."""
    return Fault(
        "file.damaged", f"the file is damaged, cut off or locked with a password ({error})", name,
        remedy="Get the file again from its source.",
    )  # fmt: skip


def text_file(
    handle: IO[bytes],
    name: str,
    copy: Path,
    *,
    original: Path | None = None,
    count: Callable[[int], None] = lambda size: None,
) -> EvidenceFile:
    """Read one text from end to end and return the file ready to be read.

    It is copied to ``copy`` unless it lies plain at ``original`` already. ``count`` is told the bytes as they come.
    Raises UnreadableInput for a file that is empty, cut off, a web page, text in no known encoding or with null
    characters, or whose headings cannot be right.
    """
    try:
        found = _read_through(handle, None if original else copy, count)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise UnreadableInput(damaged(name, error)) from None
    _refuse_what_is_no_table(found, name)
    path = original or copy
    encoding = _encoding(found, path, name)
    note = ""
    if encoding != PLAIN or not found.plain_newlines:
        path = _rewrite(path, copy, encoding)
        note = "line ends made alike" if encoding == PLAIN else f"read as {encoding}"
        with path.open("rb") as rewritten:
            found.lines = _read_through(rewritten, None, count).lines
    header = _header(path, name)
    _refuse_nulls(found, name)
    return EvidenceFile(name, path, found.sha256, found.size, found.lines, header, note=note)


def _read_through(handle: IO[bytes], copy: Path | None, count: Callable[[int], None]) -> _Text:
    found, digest, last = _Text(), hashlib.sha256(), b"\n"
    returns = pairs = newlines = 0
    with copy.open("wb") if copy else nullcontext() as out:
        while chunk := handle.read(CHUNK):
            count(len(chunk))
            digest.update(chunk)
            if not found.null_line and (at := chunk.find(b"\0")) >= 0:
                found.null_line = newlines + chunk.count(b"\n", 0, at) + 1
            newlines += chunk.count(b"\n")
            if b"\r" in chunk or last == b"\r":
                returns += chunk.count(b"\r")
                pairs += chunk.count(b"\r\n") + (last == b"\r" and chunk[:1] == b"\n")
            found.ascii_only = found.ascii_only and chunk.isascii()
            found.start = found.start or chunk[:1024]
            found.size += len(chunk)
            last = chunk[-1:]
            if out:
                out.write(chunk)
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


def _refuse_nulls(found: _Text, name: str) -> None:
    """Refuse a text that holds null characters: what else of it a disk or a program spoilt nobody can tell."""
    if found.null_line:
        raise UnreadableInput(
            Fault(
                "file.null", "the file holds null characters", name, "text", f"line {found.null_line:,} is the first",
                "Get the file again: it was spoilt or cut short when it was saved. Or mend the lines.",
            )
        )  # fmt: skip


def _encoding(found: _Text, path: Path, name: str) -> str:
    """Return how to decode a text: UTF-8, else Windows-1252, which older spreadsheets write."""
    if is_wide(found.start):
        raise UnreadableInput(not_known(name, repr(found.start[:20])))
    if found.ascii_only or _decodes(path, "utf-8"):
        return PLAIN
    if b"\0" not in found.start and _decodes(path, "cp1252"):
        return "cp1252"
    raise UnreadableInput(not_known(name, repr(found.start[:20])))


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


def _header(path: Path, name: str) -> tuple[str, ...]:
    with path.open(encoding="utf-8", newline="") as text:
        headings = heading_line(text.readline(HEADING_LIMIT + 1), name)
    refuse_headings(headings, name)
    return tuple(headings)


def parquet_file(path: Path, name: str) -> EvidenceFile:
    """Return a Parquet file ready to be read. Raises UnreadableInput if it is damaged."""
    try:
        footer = pq.ParquetFile(path)
    except (OSError, ValueError) as error:
        raise UnreadableInput(damaged(name, error)) from None
    with path.open("rb") as handle:
        digest = hashlib.file_digest(handle, "sha256").hexdigest()
    header = tuple(footer.schema_arrow.names)
    return EvidenceFile(
        name, path, digest, path.stat().st_size, footer.metadata.num_rows, header, parquet=True
    )
