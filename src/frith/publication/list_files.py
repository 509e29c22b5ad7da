"""A list of the site as a file: CSV, and an Excel workbook of one sheet.

Neither holds a formula, whatever somebody typed: text that a spreadsheet would take for one is written as text. CSV is
UTF-8 with a byte order mark, as :mod:`frith.publication.spreadsheet` says why, with days as 2018-04-16.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

import xlsxwriter

from frith.evidence.spreadsheet_text import as_text

Cell = str | int | date | None
"""What a cell holds: text, a whole number, a day, or nothing."""

NARROWEST, WIDEST = 9, 60
"""Widths of columns, in characters."""


@dataclass(frozen=True, slots=True)
class ListFile:
    """A list: its title, lines that stand above it in a workbook, the headings, the rows, and the day it was made."""

    title: str
    lines: tuple[str, ...]
    headings: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]
    made_on: date


@dataclass(frozen=True, slots=True)
class ListKind:
    """A kind of file: what people call it, its type, and how it is rendered."""

    name: str
    media_type: str
    render: Callable[[ListFile], bytes]


def list_csv(made: ListFile) -> bytes:
    """Return a list as CSV (RFC 4180), the headings in the first row."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow([as_text(heading) for heading in made.headings])
    for row in made.rows:
        writer.writerow([_plain(cell) for cell in row])
    return b"\xef\xbb\xbf" + sheet.getvalue().encode("utf-8")


def list_excel(made: ListFile) -> bytes:
    """Return a list as a workbook: title and lines, then the rows below a heading that stays in sight."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(
        file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties(
        {"title": made.title, "created": datetime.combine(made.made_on, time(), UTC).replace(tzinfo=None)}
    )
    sheet = book.add_worksheet("List")
    sheet.write_string(0, 0, as_text(made.title), book.add_format({"bold": True}))
    for n, line in enumerate(made.lines, start=1):
        sheet.write_string(n, 0, as_text(line))
    top = len(made.lines) + 2
    head = book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "d mmmm yyyy", "valign": "top", "align": "left"})
    for c, heading in enumerate(made.headings):
        sheet.write_string(top, c, as_text(heading), head)
        longest = max((len(str(row[c])) for row in made.rows), default=0)
        sheet.set_column(c, c, min(max(longest + 2, len(heading) + 2, NARROWEST), WIDEST))
    for r, row in enumerate(made.rows, start=top + 1):
        for c, cell in enumerate(row):
            match cell:
                case None:
                    sheet.write_blank(r, c, None)
                case date():
                    sheet.write_datetime(r, c, datetime.combine(cell, time()), day)
                case int():
                    sheet.write_number(r, c, cell)
                case str():
                    sheet.write_string(r, c, as_text(cell), wrapped)
    sheet.freeze_panes(top + 1, 0)
    book.close()
    return file.getvalue()


def _plain(cell: Cell) -> str | int:
    if cell is None:
        return ""
    return cell.isoformat() if isinstance(cell, date) else as_text(cell) if isinstance(cell, str) else cell


LIST_KINDS: dict[str, ListKind] = {
    "csv": ListKind("CSV", "text/csv; charset=utf-8", list_csv),
    "xlsx": ListKind(
        "Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", list_excel
    ),
}
"""Kinds of file by ending."""
