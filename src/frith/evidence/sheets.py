"""Rows of a table as text with their line numbers, from CSV (also gzip) and from Excel workbooks."""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import IO, Any, NamedTuple

import openpyxl
from openpyxl.utils.datetime import WINDOWS_EPOCH, from_excel
from openpyxl.utils.exceptions import InvalidFileException

from frith.evidence.archives import RATIO_APPLIES_FROM, RATIO_LIMIT
from frith.evidence.text_table import (
    LIMIT,
    clean_heading,
    decoded,
    encoding_of,
    heading_line,
    note_of,
    refuse_headings,
    refuse_web_page,
    unpacked,
)
from frith.vocabulary.faults import Fault, UnreadableInput

ERROR_VALUES = frozenset({
    "#BLOCKED!", "#BUSY!", "#CALC!", "#CONNECT!", "#DIV/0!", "#EXTERNAL!", "#FIELD!", "#GETTING_DATA", "#N/A", "#NAME?",
    "#NULL!", "#NUM!", "#PYTHON!", "#REF!", "#SPILL!", "#UNKNOWN!", "#VALUE!",
})  # fmt: skip
"""What Excel shows, and saves, where a formula went wrong."""
Row = tuple[int, list[str]]
"""A row's line number in its file (the row number in a sheet) and its values; an empty cell is ''."""
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_MERGED = re.compile(rb'<mergeCell ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_FORMULA = re.compile(rb"<f[ >/]")
_SHOWN = 5
_SERIAL_LIMIT = 100_000
_SERIAL_YEARS = (1990, 2100)
"""Serial numbers outside these years are taken for other numbers."""
_CHUNK = 1 << 20
WORKBOOK_LIMIT = 1 << 30
"""Bytes that a workbook may unpack to; a full sheet of a million rows and ten columns has about 0.5 GB."""
_BROKEN = (
    InvalidFileException, zipfile.BadZipFile, zlib.error, EOFError, OSError, LookupError, ValueError, TypeError,
    AttributeError, OverflowError, NotImplementedError, RuntimeError, SyntaxError,
)  # fmt: skip
"""What openpyxl raises where a workbook's parts are missing, damaged or nonsense; XML that ends early is a SyntaxError,
and a zip with a password a RuntimeError."""


class Table(NamedTuple):
    """A table as text: its headings, its rows one by one, and the day from which its serial dates count.

    ``note`` says what had to be done to read it.
    """

    headings: list[str]
    rows: Iterator[Row]
    epoch: datetime = WINDOWS_EPOCH
    note: str = ""


def rows_of(
    path: Path, *, sheet: str = "", header: int = 1, encoding: str = "", only_sheet: bool = False
) -> Table:
    """Return a table's headings, its rows one by one, and the epoch of its serial dates (1900 or 1904).

    ``only_sheet``: the only sheet of a workbook will do, whatever it is called. ``encoding`` is of CSV; without it,
    text that is not UTF-8 and can be Windows-1252 is read as that.

    Raises UnreadableInput if the file is neither CSV nor a workbook, or has merged cells or formulas without values.
    """
    with path.open("rb") as file:
        magic = file.read(4)
    if magic == _OLD_EXCEL:
        raise UnreadableInput(
            Fault(
                "excel.old",
                "this is an Excel file of the old kind, or one with a password",
                path.name,
                "an .xlsx workbook without a password, or CSV",
                remedy="Open it in Excel and save it as an .xlsx workbook without a password.",
            )
        )
    if magic == b"PK\x03\x04":
        return _workbook_rows(path, sheet, header, only_sheet=only_sheet)
    return _csv_rows(path, header, encoding)


def _csv_rows(path: Path, header: int, encoding: str) -> Table:
    data = unpacked(path, LIMIT)
    encoding = encoding_of(data, encoding)
    text = decoded(data, path.name, encoding)
    refuse_web_page(text, path.name)
    for line in islice(io.StringIO(text), header):
        heading_line(line, path.name)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows = _numbered(reader, path.name)
    headings = next((values for line, values in rows if line >= header), [])
    return Table(
        _headings(headings, path.name),
        ((line, values) for line, values in rows if any(values)),
        note=note_of(encoding),
    )


def _numbered(reader: Any, name: str) -> Iterator[Row]:
    line = 1
    try:
        for values in reader:
            yield line, [value.strip() for value in values]
            line = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableInput(
            Fault(
                "file.table",
                f"the table cannot be read from line {line} on: {error}",
                name,
                remedy="Mend that line.",
            )
        ) from None


def _workbook_rows(path: Path, sheet: str, header: int, *, only_sheet: bool) -> Table:
    _refuse_bomb(path)
    handle = path.open("rb")  # openpyxl leaves a file open that it could not read
    try:
        values = openpyxl.load_workbook(handle, read_only=True, data_only=True)
        names = [each.title for each in values.worksheets]
        chosen = _chosen_sheet(names, sheet, path.name, only_sheet=only_sheet)
        with zipfile.ZipFile(path) as archive:
            member = values[chosen]._worksheet_path  # type: ignore[attr-defined]  # noqa: SLF001 - nothing public names it
            formulas = _look_through(archive, member, header, path.name, chosen)
        if formulas:
            _refuse_empty_formulas(path, chosen, _width(values[chosen], header))
    except Exception as error:
        handle.close()
        if isinstance(error, _BROKEN):
            raise _unreadable(path.name, error) from None
        raise
    rows = _cells(handle, values, chosen, path.name, header)
    headings = next((cells for line, cells in rows if line >= header), [])
    sound = ((line, cells) for line, cells in rows if any(cells))
    return Table(_headings(headings, path.name), sound, values.epoch)


def _unreadable(name: str, error: Exception) -> UnreadableInput:
    return UnreadableInput(
        Fault(
            "excel.unreadable",
            f"the workbook is damaged or cannot be read ({str(error).splitlines()[0] if str(error) else 'no reason'})",
            name,
            "an .xlsx workbook",
            remedy="Open it in Excel and save it again as an .xlsx workbook without a password.",
        )
    )


def _width(sheet: Any, header: int) -> int | None:
    """Return how many columns have a heading; None where the row of headings is empty.

    One stray cell in the last column makes every row sixteen thousand cells wide, and in the last row a million rows.
    """
    for cells in sheet.iter_rows(min_row=header, max_row=header, values_only=True):
        held = [n for n, cell in enumerate(cells, 1) if _text(cell)]
        return held[-1] if held else None
    return None


def _cells(handle: IO[bytes], workbook: Any, sheet: str, name: str, header: int) -> Iterator[Row]:
    with handle, closing(workbook):
        try:
            width = _width(workbook[sheet], header)
            for line, cells in enumerate(workbook[sheet].iter_rows(max_col=width, values_only=True), 1):
                yield line, [_text(cell) for cell in cells]
        except _BROKEN as error:
            raise _unreadable(name, error) from None


def _text(cell: object) -> str:
    """Return a cell as text: dates and times as ISO, whole numbers without a decimal point."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return (
            cell.date().isoformat() if cell.time() == time(0) else cell.isoformat(sep=" ", timespec="minutes")
        )
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return cell.isoformat(timespec="minutes")
    if isinstance(cell, timedelta):
        return str(cell)
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def day_of_serial(text: str, epoch: datetime = WINDOWS_EPOCH) -> date | None:
    """Return the day of an Excel serial number between 1990 and 2100, or None.

    ``epoch`` is the workbook's own: Excel for the Mac counted from 1904, so that its numbers are 1,462 smaller.
    """
    try:
        number = float(text)
    except ValueError:
        return None
    if not 0 < number < _SERIAL_LIMIT:
        return None
    day = from_excel(int(number), epoch)
    return (
        day.date() if isinstance(day, datetime) and _SERIAL_YEARS[0] <= day.year < _SERIAL_YEARS[1] else None
    )


def _chosen_sheet(names: list[str], sheet: str, file: str, *, only_sheet: bool) -> str:
    if sheet in names:
        return sheet
    if not names:
        raise UnreadableInput(Fault("excel.unreadable", "the workbook holds no sheet of cells", file))
    if len(names) == 1 and (only_sheet or not sheet):
        return names[0]
    raise UnreadableInput(
        Fault(
            "excel.sheet",
            "the workbook has no such sheet" if sheet else "the workbook has several sheets",
            file,
            ", ".join(names),
            sheet or "none named",
            "Name the sheet in the mapping: sheet = '…'.",
        )
    )


def _refuse_bomb(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(info.file_size for info in archive.infolist())
    except _BROKEN as error:
        raise _unreadable(path.name, error) from None
    limit = min(WORKBOOK_LIMIT, max(path.stat().st_size * RATIO_LIMIT, RATIO_APPLIES_FROM))
    if size > limit:
        raise UnreadableInput(
            Fault(
                "file.too-large",
                "the workbook unpacks to too much",
                path.name,
                f"{limit:,} bytes: at most {RATIO_LIMIT} times its packed size",
                f"{size:,}",
            )
        )


def _look_through(archive: zipfile.ZipFile, member: str, header: int, file: str, sheet: str) -> bool:
    """Refuse merged cells at or below the headings; return whether the sheet holds a formula."""
    formulas, tail, merged = False, b"", []
    with archive.open(member.lstrip("/")) as part:
        while chunk := part.read(_CHUNK):
            text = tail + chunk
            formulas = formulas or bool(_FORMULA.search(text))
            merged += [m for m in _MERGED.finditer(text) if int(m[4]) >= header and m.end() > len(tail)]
            tail = text[-200:]
    if merged:
        ranges = [f"{m[1].decode()}{m[2].decode()}:{m[3].decode()}{m[4].decode()}" for m in merged]
        raise UnreadableInput(
            Fault(
                "excel.merged",
                f"{len(ranges)} ranges of cells are merged, so their rows have no values of their own",
                f"{file}, sheet {sheet}",
                "one value in each cell",
                ", ".join(ranges[:_SHOWN]) + (" …" if len(ranges) > _SHOWN else ""),
                "Unmerge the cells in Excel and fill the value into each of them.",
            )
        )
    return formulas


def _refuse_empty_formulas(path: Path, sheet: str, width: int | None) -> None:
    """Refuse formulas that were saved without their values: Frith never works a formula out."""
    with (
        closing(openpyxl.load_workbook(path, read_only=True, data_only=True)) as values,
        closing(openpyxl.load_workbook(path, read_only=True)) as formulas,
    ):
        empty = [
            formula.coordinate
            for value_row, formula_row in zip(
                values[sheet].iter_rows(max_col=width), formulas[sheet].iter_rows(max_col=width), strict=True
            )
            for value, formula in zip(value_row, formula_row, strict=True)
            if value.value is None and formula.value is not None
        ]
    if empty:
        raise UnreadableInput(
            Fault(
                "excel.formula",
                f"{len(empty):,} cells hold a formula without its saved value",
                f"{path.name}, sheet {sheet}",
                "values",
                ", ".join(empty[:_SHOWN]) + (" …" if len(empty) > _SHOWN else ""),
                "Open the workbook in Excel and save it, or copy the sheet and paste its values.",
            )
        )


def _headings(values: list[str], name: str) -> list[str]:
    values = [clean_heading(value) for value in values]
    while values and not values[-1]:
        values = values[:-1]
    if not values:
        raise UnreadableInput(
            Fault(
                "file.empty",
                "there are no headings",
                name,
                remedy="Say in the mapping which row holds them: header = …",
            )
        )
    refuse_headings(values, name)
    return values
