"""Small tables of text: look-ups, denominators and harm values, all small enough to hold in memory."""

from __future__ import annotations

import codecs
import gzip
import zlib
from pathlib import Path

import polars as pl

from frith.vocabulary.faults import Fault, UnreadableInput

LIMIT = 512 * 1024 * 1024
"""Bytes that a small table may unpack to. A national look-up has about 3 MB."""


def read_text_table(path: Path, *, limit: int = LIMIT) -> pl.DataFrame:
    """Read a CSV file (also gzip) whose every value stays text; a byte-order mark and CRLF are taken off.

    Raises UnreadableInput for an empty file, a cut-off gzip, text that is not UTF-8, a web page,
    or rows with more fields than the first row. A heading that comes twice gets ``_duplicated_0`` and so on.
    """
    text = decoded(unpacked(path, limit), path.name)
    refuse_web_page(text, path.name)
    try:
        table = pl.read_csv(text.encode(), infer_schema_length=0)
    except pl.exceptions.PolarsError as error:
        raise UnreadableInput(
            Fault(
                "file.table",
                f"the table could not be read: {str(error).splitlines()[0]}",
                path.name,
                "rows that all have the fields of the first row",
                remedy="Open the file, mend the row that differs and load it again.",
            ),
        ) from None
    return table.rename({name: name.strip() for name in table.columns}).with_columns(
        pl.col(pl.String).str.strip_chars()
    )


def unpacked(path: Path, limit: int) -> bytes:
    """Return a file's bytes, unpacked if it is gzip. Raises UnreadableInput if cut off or larger than the limit."""
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    try:
        with gzip.open(path) if packed else path.open("rb") as file:
            data = file.read(limit + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise UnreadableInput(
            Fault(
                "file.gzip",
                f"the gzip file is damaged or cut off ({error})",
                path.name,
                remedy="Get it again.",
            )
        ) from None
    if len(data) > limit:
        raise UnreadableInput(
            Fault(
                "file.too-large",
                "the file unpacks to more than a table of this kind may hold",
                path.name,
                f"at most {limit:,} bytes",
                remedy="Check that this is the right file.",
            ),
        )
    return data


def decoded(data: bytes, name: str, encoding: str = "utf-8") -> str:
    """Return text without its byte-order mark. Raises UnreadableInput, naming the line, for other bytes."""
    try:
        return data.removeprefix(codecs.BOM_UTF8).decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableInput(
            Fault(
                "file.encoding",
                f"line {line} holds bytes that are not {encoding.upper()} text",
                name,
                f"text saved as {encoding.upper()}",
                repr(data[error.start : error.start + 4]),
                "Save the file again as “CSV UTF-8”.",
            ),
        ) from None


def refuse_web_page(text: str, name: str) -> None:
    """Raise UnreadableInput if a text is empty or a web page."""
    first = text.lstrip()[:200].lower()
    if not first:
        raise UnreadableInput(Fault("file.empty", "the file is empty", name, remedy="Get the file again."))
    if first.startswith(("<!doctype html", "<html", "<?xml")):
        raise UnreadableInput(
            Fault(
                "file.html",
                "this is a web page, not a table",
                name,
                "comma-separated text",
                first[:40],
                "Follow the page's download link and save the file itself.",
            ),
        )
