"""Files as people have them, CSV or Excel, read into rows of text, safely. Nothing here reads the database."""

from __future__ import annotations

import csv
import io
import re
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path, PurePosixPath, PureWindowsPath

from openpyxl.utils.datetime import WINDOWS_EPOCH

from frith.evidence.archives import RATIO_LIMIT
from frith.evidence.sheets import Row, rows_of
from frith.evidence.text_table import clean_heading, decoded, heading_line, refuse_headings, refuse_web_page
from frith.vocabulary.faults import Fault, UnreadableInput
from frith.work.governance.going_live.sheets import ALL, Column, Kind, Sheet, sheets_of
from frith.work.governance.going_live.values import SHOWN, key_of

LARGEST = 5_000_000
"""Bytes that a file may have."""
MOST_ROWS = 5_000
UNPACKED = 40_000_000
"""Bytes that a workbook may unpack to: 5,000 rows of long text have less."""
MEMBERS = 500
NAME_LENGTH = 120
_WORKBOOK = b"PK\x03\x04"
_MACROS = re.compile(r"vbaproject|macrosheets|/activex/", re.I)
_WIDE = re.compile(rb'<dimension ref="[A-Z0-9]*:?[A-Z]{3,}')
_START = 4096
_SEPARATORS = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row of a table: its sheet, the line that it stands on, and its cells as text by the names of their columns."""

    sheet: Sheet
    line: int
    cells: dict[str, str]
    epoch: datetime = WINDOWS_EPOCH


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file holds: its rows in the order of the sheets, and how many example rows were left out."""

    rows: tuple[RawRow, ...]
    examples: int


def safe_name(name: str) -> str:
    """Return a file's name without any folder or odd letters, and short enough to keep."""
    plain = PurePosixPath(PureWindowsPath(name).name).name
    return re.sub(r"[^\w .(),&+-]", "_", plain)[-NAME_LENGTH:].strip(" .") or "file"


def read(name: str, content: bytes, table: str) -> Contents:
    """Return the rows of a file that holds one table, or of a workbook that holds all.

    Raises UnreadableInput with every fault of its headings, if it is too large, holds macros, merged cells or formulas
    without values, or is neither CSV in UTF-8 nor an Excel workbook.
    """
    name = safe_name(name)
    if len(content) > LARGEST:
        raise UnreadableInput(
            Fault(
                "import.too-large",
                "the file is too large",
                name,
                f"up to {LARGEST // 1_000_000} megabytes",
                f"{len(content):,} bytes",
                "Leave out what is no part of the table, or import it in parts.",
            )
        )
    if content.startswith(_WORKBOOK):
        _check_workbook(name, content)
    elif table == ALL and not content.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableInput(
            Fault(
                "import.one-table",
                "only an Excel workbook can hold all the tables",
                name,
                "an .xlsx workbook with a sheet for each table",
                remedy="Say which table the file holds, or use the template.",
            )
        )
    rows: list[RawRow] = []
    examples, faults, found = 0, [], 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        for sheet in sheets_of(table):
            try:
                held = list(islice(_rows(path, content, sheet, alone=table != ALL), MOST_ROWS + 2))
            except UnreadableInput as trouble:
                if table == ALL and trouble.code == "excel.sheet":
                    continue
                faults += [_plainer(fault, sheet) for fault in trouble.faults]
                continue
            found += 1
            sound = [row for row in held if not _is_example(row)]
            examples += len(held) - len(sound)
            rows += sound
    if faults:
        raise UnreadableInput(*faults)
    _check_rows(name, table, len(rows), found)
    return Contents(tuple(rows), examples)


def _check_rows(name: str, table: str, rows: int, found: int) -> None:
    if not found:
        titles = ", ".join(sheet.title for sheet in sheets_of(table))
        raise UnreadableInput(Fault("import.sheet", "the workbook has none of the sheets", name, titles))
    if not rows:
        raise UnreadableInput(
            Fault("import.empty", "there are no rows below the headings", name, remedy="Fill in the rows.")
        )
    if rows > MOST_ROWS:
        raise UnreadableInput(
            Fault(
                "import.too-many-rows",
                "the file has too many rows",
                name,
                f"up to {MOST_ROWS:,}",
                remedy="Import it in parts.",
            )
        )


def _check_workbook(name: str, content: bytes) -> None:
    """Refuse a workbook that unpacks to too much, or that brings macros along. Raises UnreadableInput."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            size = sum(member.file_size for member in members)
            if size > min(UNPACKED, max(len(content) * RATIO_LIMIT, LARGEST)) or len(members) > MEMBERS:
                raise UnreadableInput(
                    Fault(
                        "import.too-large",
                        "the workbook unpacks to too much",
                        name,
                        f"up to {UNPACKED // 1_000_000} megabytes in up to {MEMBERS} parts",
                        f"{size:,} bytes in {len(members):,}",
                        "Copy the table into the template.",
                    )
                )
            if any(_MACROS.search(member.filename) for member in members):
                raise UnreadableInput(
                    Fault(
                        "import.macros",
                        "the workbook holds macros, which are never taken in",
                        name,
                        "an .xlsx workbook without macros",
                        remedy="Save it as an Excel workbook (.xlsx), and hand that in.",
                    )
                )
            for member in members:
                if member.filename.startswith("xl/worksheets/") and not member.is_dir():
                    with archive.open(member) as part:
                        wide = _WIDE.search(part.read(_START))
                    if wide:
                        raise UnreadableInput(
                            _columns_fault(name, "the sheet is wider than any table", "more than 702")
                        )
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError, EOFError) as error:
        raise UnreadableInput(
            Fault(
                "excel.unreadable",
                f"the workbook is damaged or cannot be read ({error})",
                name,
                "an .xlsx workbook",
                remedy="Open it in Excel and save it again as an .xlsx workbook without a password.",
            )
        ) from None


def _rows(path: Path, content: bytes, sheet: Sheet, *, alone: bool) -> Iterator[RawRow]:
    where = f"{path.name}, {sheet.title}"
    if content.startswith((_WORKBOOK, b"\xd0\xcf\x11\xe0")):
        headings, rows, epoch, _ = rows_of(path, sheet=sheet.title, only_sheet=alone)
    else:
        headings, rows = _csv(path.name, content)
        epoch = WINDOWS_EPOCH
    places = _places(where, headings, sheet)
    for line, cells in rows:
        beyond = [cell for place, cell in enumerate(cells) if cell and place >= len(headings)]
        if beyond:
            raise UnreadableInput(
                _columns_fault(
                    f"{where}, row {line}", "there is a value outside the table", beyond[0][:SHOWN]
                )
            )
        said = {name: cells[place] if place < len(cells) else "" for name, place in places.items()}
        if any(said.values()):
            yield RawRow(sheet, line, said, epoch)


def _csv(name: str, content: bytes) -> tuple[list[str], Iterator[Row]]:
    text = decoded(content, name)
    refuse_web_page(text, name)
    first = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=first.count)
    heading_line(first, name)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows = _numbered(reader, name)
    headings = [clean_heading(value) for value in next(rows, (1, [""]))[1]]
    refuse_headings(headings, name)
    return headings, ((line, values) for line, values in rows if any(values))


def _numbered(reader: Iterable[list[str]], name: str) -> Iterator[Row]:
    line = 1
    try:
        for values in reader:
            yield line, [value.strip() for value in values]
            line = reader.line_num + 1  # type: ignore[attr-defined]
    except csv.Error as error:
        raise UnreadableInput(
            Fault(
                "file.table",
                f"the table cannot be read from line {line} on: {error}",
                name,
                remedy="Mend that line.",
            )
        ) from None


def _places(where: str, headings: list[str], sheet: Sheet) -> dict[str, int]:
    """Return where each column stands. Raises UnreadableInput with all that are missing or not known."""
    by_heading = {key_of(column.heading): column for column in sheet.columns}
    known: dict[str, int] = {}
    faults = []
    for place, heading in enumerate(headings):
        column: Column | None = by_heading.get(key_of(heading))
        if column:
            known[column.name] = place
        elif heading:
            faults.append(_columns_fault(where, "this column is not known here", heading[:SHOWN]))
    missing = [column.heading for column in sheet.columns if column.needed and column.name not in known]
    if missing:
        faults.append(
            _columns_fault(
                where, f"the table lacks columns: {', '.join(missing)}", ", ".join(headings)[:SHOWN]
            )
        )
    if faults:
        allowed = ", ".join(column.heading for column in sheet.columns)
        raise UnreadableInput(*(_with_allowed(fault, allowed) for fault in faults))
    return known


def _columns_fault(where: str, what: str, given: str) -> Fault:
    return Fault("import.columns", what, where, "", given, "Use the headings of the template, and no others.")


def _with_allowed(fault: Fault, allowed: str) -> Fault:
    return Fault(fault.code, fault.what, fault.where, allowed, fault.given, fault.remedy)


def _plainer(fault: Fault, sheet: Sheet) -> Fault:
    """Return a fault of the reading of evidence in words that know of templates, not of mappings."""
    if fault.code == "excel.sheet":
        return Fault(
            "import.sheet",
            f"the workbook has several sheets and none is called {sheet.title}",
            fault.where,
            f"a sheet called {sheet.title}",
            fault.allowed,
            "Call the sheet so.",
        )
    if fault.code == "file.empty":
        return Fault(
            "import.empty", "there are no headings in the first row", fault.where, remedy="Use the template."
        )
    return fault


def _is_example(row: RawRow) -> bool:
    """Return whether a row is the example of the template, untouched; a workbook may have made dates of its days."""
    as_typed = (Kind.LINE, Kind.TEXT, Kind.EMAIL, Kind.CHOICE, Kind.CHOICES)
    return all(
        row.cells.get(column.name, "") == column.example
        for column in row.sheet.columns
        if column.kind in as_typed
    )
