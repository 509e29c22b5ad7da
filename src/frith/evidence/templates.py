"""Templates: an empty table for an agency to fill in, with the mapping and the JSON Table Schema that read it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import xlsxwriter

from frith.evidence.incident_mapping import Mapping, parse_mapping
from frith.evidence.prescribed import template_mapping
from frith.vocabulary.faults import Fault, Refused, UnknownName

_MADE = datetime(2007, 8, 1, tzinfo=UTC)
"""A workbook must carry a date; a fixed one keeps the same template the same bytes."""


def write_template(name: str, out: Path) -> tuple[Path, ...]:
    """Write a template as CSV or Excel (by the ending of ``out``), and its mapping and Table Schema beside it.

    ``name`` is a prescribed set's number or name, or another ready mapping. Raises UnknownName for a name or an ending
    that is not known, and Refused if one of the files is there already: nothing is written then.
    """
    text = template_mapping(name)
    mapping = parse_mapping(text, name)
    beside = {
        out.with_suffix(".toml"): lambda path: path.write_text(text, "utf-8"),
        out.with_suffix(".schema.json"): lambda path: path.write_text(
            json.dumps(mapping.table_schema(), ensure_ascii=False, indent=1) + "\n", "utf-8"
        ),
    }
    files: dict[Path, Callable[[Path], object]] = {out: _writer(mapping, out)} | beside
    there = [str(path) for path in files if path.exists()]
    if there:
        raise Refused(
            Fault(
                "template.exists",
                "a file of that name is there already",
                given=", ".join(there),
                remedy="Give another name with --out, or move the file away.",
            )
        )
    for path, write in files.items():
        fresh = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            write(fresh)
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)
    return tuple(files)


def _writer(mapping: Mapping, out: Path) -> Callable[[Path], object]:
    if out.suffix == ".csv":
        return lambda path: path.write_text(_headings(mapping), "utf-8")
    if out.suffix == ".xlsx":
        return lambda path: _write_workbook(mapping, path)
    raise UnknownName(Fault("template.ending", "a template is CSV or Excel", "", ".csv or .xlsx", out.name))


def _headings(mapping: Mapping) -> str:
    quoted = (f'"{field.name}"' if "," in field.name else field.name for field in mapping.fields)
    return ",".join(quoted) + "\r\n"


def _write_workbook(mapping: Mapping, path: Path) -> None:
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"title": mapping.title, "created": _MADE.replace(tzinfo=None)})
    bold = book.add_format({"bold": True})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    data, columns = book.add_worksheet("Data"), book.add_worksheet("Columns")
    for place, field in enumerate(mapping.fields):
        data.write_string(0, place, field.name, bold)
        data.set_column(place, place, max(12, len(field.name) + 2))
    data.freeze_panes(1, 0)
    for place, heading in enumerate(("Column", "What it holds", "Needed", "Allowed values")):
        columns.write_string(0, place, heading, bold)
    for row, field in enumerate(mapping.fields, 1):
        allowed = ", ".join(field.constraints.get("enum", ())) or str(field.constraints.get("pattern", ""))
        needed = "yes" if field.required else "if known"
        for place, value in enumerate((field.name, field.description, needed, allowed)):
            columns.write_string(row, place, value, wrapped)
    columns.set_column(0, 0, 24)
    columns.set_column(1, 3, 44)
    book.close()
