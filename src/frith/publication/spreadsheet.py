"""Tables as spreadsheets: CSV with a JSON Table Schema, and Excel.

CSV is UTF-8 with a byte order mark, because councils open it in Excel, which misreads pounds and dashes without one.
Text that a spreadsheet would take for a formula is written as text.
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from frith.assessment.exhibits import Cell, Column, ColumnKind, Table
from frith.evidence.spreadsheet_text import as_text
from frith.publication import wording
from frith.publication.document import Document, Publishable, TableBlock
from frith.vocabulary.faults import Fault, StorageTrouble

_TYPES: dict[ColumnKind, str] = {
    "text": "string",
    "count": "integer",
    "decimal": "number",
    "rate": "number",
    "percent": "number",
    "p": "number",
    "month": "yearmonth",
}
_MARKED_AS = (wording.NOT_KNOWN, wording.SUPPRESSED)


def write_tables(tables: Iterable[Publishable], folder: Path) -> tuple[Path, ...]:
    """Write each table as ``<id>.csv`` and their schemas as ``datapackage.json``; return the paths written.

    Raises StorageTrouble if the folder cannot be written.
    """
    held = sorted(tables, key=lambda content: content.table.id)
    written: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for content in held:
            path = folder / f"{content.table.id}.csv"
            path.write_bytes(as_csv(content.table))
            written.append(path)
        package = folder / "datapackage.json"
        described = {"profile": "tabular-data-package", "resources": [_resource(content) for content in held]}
        package.write_text(json.dumps(described, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    except OSError as trouble:
        raise StorageTrouble(
            Fault(
                "storage.tables",
                f"the tables could not be written: {trouble.strerror}",
                str(trouble.filename or folder),
                remedy="Make room or give permission there, and run again.",
            ),
        ) from trouble
    return (*written, package)


def as_csv(table: Table) -> bytes:
    """Return a table as CSV (RFC 4180): labels in the first row, plain numbers, ``[x]`` not known, ``[c]`` withheld."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow(_headings(table))
    for row in table.rows:
        writer.writerow([_plain(value) for value in row])
    return b"\xef\xbb\xbf" + sheet.getvalue().encode("utf-8")


def table_schema(table: Table) -> dict[str, Any]:
    """Return the JSON Table Schema of a table's CSV (Frictionless Data, Table Schema)."""
    return {
        "fields": [
            {"name": heading, "title": column.label, "type": _TYPES[column.kind]}
            for heading, column in zip(_headings(table), table.columns, strict=True)
        ],
        "missingValues": ["", *_MARKED_AS],
    }


def _headings(table: Table) -> list[str]:
    """Return the labels of the columns; one that occurs twice carries its key too, because names must differ."""
    labels = [column.label for column in table.columns]
    return [
        as_text(column.label if labels.count(column.label) == 1 else f"{column.label} ({column.key})")
        for column in table.columns
    ]


def render_excel(document: Document) -> bytes:
    """Return every table of a document as one Excel workbook: a contents sheet, then a sheet for each table."""
    held = [b.content for b in (*document.body, *document.annex) if isinstance(b, TableBlock)]
    file = io.BytesIO()
    book = xlsxwriter.Workbook(
        file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    made = datetime(document.as_at.year, document.as_at.month, document.as_at.day, tzinfo=UTC).replace(
        tzinfo=None
    )
    book.set_properties({"title": document.title, "author": document.publisher, "created": made})
    contents = book.add_worksheet("Contents")
    contents.set_header(f"&C{document.marking.value}")
    contents.set_column(0, 0, 12)
    contents.set_column(1, 1, 80)
    strong = book.add_format({"bold": True, "font_size": 14})
    contents.write_string(0, 0, document.title, strong)
    contents.write_string(1, 0, " ".join(p for p in (document.marking.value, document.invented) if p))
    for number, content in enumerate(held, start=1):
        name = f"Table {number}"
        contents.write_url(number + 2, 0, f"internal:'{name}'!A1", string=name)
        contents.write_string(number + 2, 1, content.table.title)
        _sheet(book, name, content, document)
    book.close()
    return file.getvalue()


def _sheet(book: Any, name: str, content: Publishable, document: Document) -> None:
    """Write one table: title, note lines, then the table under a frozen header."""
    table, sheet = content.table, book.add_worksheet(name)
    sheet.set_header(f"&C{document.marking.value}")
    bold = book.add_format({"bold": True})
    head = book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "top"})
    sheet.write_string(0, 0, table.title, bold)
    lines = wording.under_table(content, document)
    for n, line in enumerate(lines, start=1):
        sheet.write_string(n, 0, line)
    top = len(lines) + 2
    formats = [book.add_format({"num_format": _number_format(column)}) for column in table.columns]
    for c, column in enumerate(table.columns):
        sheet.write_string(top, c, column.label, head)
        widest = max(
            [len(column.label) // 2, *(len(wording.cell(row[c], column)) for row in table.rows)], default=8
        )
        sheet.set_column(c, c, min(max(widest + 2, 9), 50))
        for r, row in enumerate(table.rows, start=top + 1):
            value = _plain(row[c])
            if isinstance(value, str):
                sheet.write_string(r, c, value)
            else:
                sheet.write_number(r, c, value, formats[c])
    sheet.freeze_panes(top + 1, 1)


def _number_format(column: Column) -> str:
    match column.kind:
        case "count":
            return "#,##0"
        case "percent":
            return '0.0"%"' if column.decimals else '0"%"'
        case "p":
            return "0.000"
        case _:
            return "#,##0" + ("." + "0" * column.decimals if column.decimals else "")


def _plain(value: Cell) -> str | int | float:
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return wording.NOT_KNOWN
    return as_text(value) if isinstance(value, str) else value


def _resource(content: Publishable) -> dict[str, Any]:
    table = content.table
    return {
        "name": table.id,
        "path": f"{table.id}.csv",
        "title": table.title,
        "description": " ".join(part for part in (table.note, content.applied) if part),
        "format": "csv",
        "encoding": "utf-8-sig",
        "sources": [{"title": source} for source in table.sources],
        "schema": table_schema(table),
    }
