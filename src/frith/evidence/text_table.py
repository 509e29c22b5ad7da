"""Small tables of text: look-ups, denominators and harm values, all small enough to hold in memory."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import zlib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from frith.vocabulary.faults import Fault, UnreadableInput

LIMIT = 512 * 1024 * 1024
"""Bytes that a small table may unpack to. A national look-up has about 3 MB."""
HEADING_LIMIT = 1 << 20
"""Characters that a line of headings may have. What is longer is no line of headings, and each engine chokes on it."""
MARK = "\ufeff"
"""The byte-order mark as text: some programs put one more before a file that has one already."""
UTF_8 = "utf-8"
OLD_WINDOWS = "cp1252"
"""What older spreadsheets write in Western Europe."""
_START = 1024
_UTF16_SHARE = 0.25
"""With at least this share of null characters at its start, a text is UTF-16 or UTF-32 without a byte-order mark."""
_SHOWN = 200
_LINES_SHOWN = 5
_LINE_SHOWN = 60


def read_text_table(path: Path, *, limit: int = LIMIT) -> pl.DataFrame:
    """Return the table of :func:`read_with_note` alone."""
    return read_with_note(path, limit=limit)[0]


def read_with_note(path: Path, *, limit: int = LIMIT) -> tuple[pl.DataFrame, str]:
    """Read a CSV file (also gzip) whose every value stays text; a byte-order mark and CRLF are taken off.

    The second value says what had to be done to read it, '' if nothing.
    Raises UnreadableInput for an empty file, a cut-off gzip, text in no known encoding, null characters, a web page,
    headings that cannot be right, or rows with more fields than the first row.
    """
    data = unpacked(path, limit)
    encoding = encoding_of(data)
    text = decoded(data, path.name, encoding)
    refuse_web_page(text, path.name)
    given = heading_line(text[: HEADING_LIMIT + 1], path.name)
    refuse_headings(list(dict.fromkeys(given)), path.name)
    refuse_nulls(text, path.name)
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
    cleaned = [clean_heading(name) or name for name in table.columns]
    refuse_headings(cleaned, path.name)  # two that differ by a blank are one
    table.columns = cleaned
    return table.with_columns(pl.col(pl.String).str.strip_chars()), note_of(encoding)


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


def encoding_of(data: bytes, declared: str = "") -> str:
    """Return how to decode a text: as UTF-8 if it can be that, else as declared, else as Windows-1252 if it can be.

    Text with accents that happens to be UTF-8 is UTF-8. Five bytes mean nothing in Windows-1252, and null characters
    are no text of it: what holds them stays UTF-8, which :func:`decoded` then refuses, as it does what was declared.
    """
    if declared == UTF_8 or _decodes(data, UTF_8):
        return UTF_8
    if declared:
        return declared
    return OLD_WINDOWS if b"\0" not in data and _decodes(data, OLD_WINDOWS) else UTF_8


def note_of(encoding: str) -> str:
    """Return what a dataset says of the encoding that its file was read in, '' for UTF-8."""
    return "" if encoding == UTF_8 else f"read as {encoding}"


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def decoded(data: bytes, name: str, encoding: str = UTF_8) -> str:
    """Return text without its byte-order mark. Raises UnreadableInput, naming the line, for other bytes."""
    while data.startswith(codecs.BOM_UTF8):
        data = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableInput(
            Fault(
                "file.encoding",
                f"line {line} holds bytes that are not {encoding.upper()} text",
                name,
                f"text saved as {encoding.upper()}",
                repr(data[error.start : error.start + 4]),
                "Save the file again as “CSV UTF-8”; a table read through a mapping may also name its encoding there: "
                "encoding = 'cp1252'.",
            ),
        ) from None

    if is_wide(text[:_START]):
        raise UnreadableInput(not_known(name, repr(data[:20])))
    return text


def is_wide(start: str | bytes) -> bool:
    """Return whether the start of a text shows that it is UTF-16 or UTF-32 without a byte-order mark.

    These have at most three null bytes in a row between the letters of a table; longer rows are a spoilt file's.
    """
    given = start.encode() if isinstance(start, str) else start
    return bool(given) and given.count(0) >= _UTF16_SHARE * len(given) and b"\0\0\0\0" not in given


def not_known(name: str, given: str) -> Fault:
    """Return the fault of a text in no known encoding."""
    return Fault(
        "file.encoding",
        "the file is not text in a known encoding",
        name,
        "UTF-8, or Windows-1252",
        given,
        "Save the file again as “CSV UTF-8”.",
    )


def clean_heading(name: str) -> str:
    """Return a heading without byte-order marks and the blanks round it."""
    return name.replace(MARK, "").strip()


def heading_line(start: str, name: str) -> list[str]:
    """Return the headings at the start of a text. Raises UnreadableInput for a line beyond HEADING_LIMIT."""
    if len(start) > HEADING_LIMIT and "\n" not in start and "\r" not in start:
        what = f"the line of headings is longer than {HEADING_LIMIT:,} characters"
        raise UnreadableInput(_headings(what, name, start[:_SHOWN]))
    try:
        headings = next(csv.reader(io.StringIO(start, newline="")), [])
    except csv.Error as error:
        raise UnreadableInput(_headings(f"the headings cannot be read: {error}", name, "")) from None
    return [clean_heading(heading) for heading in headings]


def refuse_headings(headings: Sequence[str], name: str) -> None:
    """Raise UnreadableInput for headings that hold a null character, or of which one comes twice, whatever its case."""
    spoilt = [heading for heading in headings if "\0" in heading]
    if spoilt:
        given = ", ".join(repr(heading) for heading in spoilt)
        raise UnreadableInput(_headings("a heading holds a null character", name, given))
    told = Counter(heading.lower() for heading in headings if heading)
    repeated = sorted(heading for heading, times in told.items() if times > 1)
    if repeated:
        raise UnreadableInput(_headings("two columns have the same heading", name, ", ".join(repeated)))


def _headings(what: str, name: str, given: str) -> Fault:
    return Fault(
        "table.headings",
        what,
        name,
        "a first line of headings, each once",
        given[:_SHOWN],
        "Mend the first line.",
    )


def refuse_nulls(text: str, name: str) -> None:
    """Raise UnreadableInput, naming the lines, if a text holds null characters: a disk or a program spoilt it."""
    if "\0" not in text:
        return
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if "\0" in line]
    shown = "; ".join(f"line {number}: {line[:_LINE_SHOWN]!r}" for number, line in lines[:_LINES_SHOWN])
    raise UnreadableInput(
        Fault(
            "file.null",
            f"{len(lines):,} lines hold null characters"
            if len(lines) > 1
            else "a line holds null characters",
            name,
            "text",
            shown + ("; …" if len(lines) > _LINES_SHOWN else ""),
            "Get the file again: it was spoilt or cut short when it was saved. Or mend the lines.",
        )
    )


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
