"""The workbooks that are handed out: templates to fill in, and the list of what is wrong with a file.

The same template has the same bytes each time. Nothing in them is ever a formula: text is written as text.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime

import xlsxwriter

from frith.evidence.spreadsheet_text import as_text
from frith.vocabulary.faults import Fault, UnknownName
from frith.work.governance.going_live.checking import RowFault
from frith.work.governance.going_live.sheets import ALL, CHOICES, Kind, Sheet, sheets_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
TYPES = {"xlsx": XLSX, "csv": CSV}
"""The endings of templates, with what browsers call them."""
EXPLAINED = "How to fill it in"
_MADE = datetime(2007, 8, 1)  # noqa: DTZ001 - a workbook must carry a date, of no zone; a fixed one keeps its bytes
_FIRST_ROWS = 1_000
_WIDTHS = (14, 22, 52, 10, 44, 34)
_FAULT_WIDTHS = (12, 8, 20, 48, 40, 30, 44, 28)
_LONGEST = 32_000
"""A cell of Excel holds up to 32,767 characters."""


def template(table: str, ending: str = "xlsx") -> bytes:
    """Return the template of a table, or of all in one workbook. Raises UnknownName for another table or ending."""
    known = dict(CHOICES)
    if table not in known or ending not in TYPES or (table == ALL and ending == "csv"):
        endings = "xlsx" if table == ALL else ", ".join(TYPES)
        raise UnknownName(
            Fault(
                "import.template",
                "there is no such template",
                "",
                f"{', '.join(known)}; {endings}",
                f"{table}.{ending}",
            )
        )
    return _csv(sheets_of(table)[0]) if ending == "csv" else _workbook(sheets_of(table))


def _csv(sheet: Sheet) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(column.heading for column in sheet.columns)
    writer.writerow(sheet.example)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _workbook(sheets: Iterable[Sheet]) -> bytes:
    held = tuple(sheets)
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.set_properties({"title": "Going live with Frith", "created": _MADE})
    bold, grey = book.add_format({"bold": True}), book.add_format({"italic": True, "font_color": "#484949"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for sheet in held:
        page = book.add_worksheet(sheet.title)
        for place, column in enumerate(sheet.columns):
            page.write_string(0, place, column.heading, bold)
            page.write_string(1, place, column.example, grey)
            page.set_column(place, place, max(14, len(column.heading) + 2, min(len(column.example) + 2, 40)))
            words = [words for _, words in column.choices]
            if words and sum(map(len, words)) + len(words) < 255 and column.kind is Kind.CHOICE:
                # a list to choose from, which does not keep anybody from typing
                page.data_validation(
                    1,
                    place,
                    _FIRST_ROWS,
                    place,
                    {"validate": "list", "source": words, "error_type": "information"},
                )
        page.freeze_panes(1, 0)
    _explain(book.add_worksheet(EXPLAINED), held, bold, wrapped)
    book.close()
    return file.getvalue()


def _explain(
    page: xlsxwriter.worksheet.Worksheet, sheets: tuple[Sheet, ...], bold: object, wrapped: object
) -> None:
    _write(page, 0, ("Sheet", "Column", "What it holds", "Needed", "Allowed", "Example"), bold)
    line = 1
    for sheet in sheets:
        _write(page, line, (sheet.title, "", f"{sheet.row}. Known by {sheet.known_by}", "", "", ""), wrapped)
        for line, column in enumerate(sheet.columns, line + 1):  # noqa: B020 - the lines go on
            needed = "yes" if column.needed else "if known"
            said = (sheet.title, column.heading, column.meaning, needed, column.allowed, column.example)
            _write(page, line, said, wrapped)
        line += 1
    for text in (
        "The example row in grey is left out as long as it is untouched: write over it or delete it.",
        "Days are written day, month and year. Leave a cell empty if you do not know it and it is not needed.",
        "Nothing is overwritten: what is here already is left as it is, and a row that says otherwise is told to you.",
    ):
        _write(page, line, ("", "", text), wrapped)
        line += 1
    _widen(page, _WIDTHS)


def fault_list(faults: Sequence[RowFault]) -> bytes:
    """Return what is wrong with a file as a workbook: a line for each fault."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.set_properties({"title": "What is wrong with the file", "created": _MADE})
    page = book.add_worksheet("Faults")
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    _write(
        page, 0, ("Sheet", "Row", "Column", "What is wrong", "Allowed", "Given", "What to do", "Code"), bold
    )
    for line, each in enumerate(faults, 1):
        fault = each.fault
        said = (
            each.sheet,
            "",
            each.heading,
            fault.what,
            fault.allowed,
            fault.given,
            fault.remedy,
            fault.code,
        )
        _write(page, line, said, wrapped)
        page.write_number(line, 1, each.line, wrapped)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, max(len(faults), 1), len(_FAULT_WIDTHS) - 1)
    _widen(page, _FAULT_WIDTHS)
    book.close()
    return file.getvalue()


def _write(page: xlsxwriter.worksheet.Worksheet, line: int, cells: Iterable[str], format_: object) -> None:
    for place, cell in enumerate(cells):
        page.write_string(line, place, as_text(cell)[:_LONGEST], format_)


def _widen(page: xlsxwriter.worksheet.Worksheet, widths: Iterable[int]) -> None:
    for place, width in enumerate(widths):
        page.set_column(place, place, width)
