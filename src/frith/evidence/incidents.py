"""Incident tables of councils, fire, ambulance, transport, hospitals and others, read through a mapping.

Every row becomes a depersonalised count: when (a day, a month or a quarter), what, and where. All rules are tried on
all rows; a row that breaks any is set aside with each rule that it breaks. Nothing is kept of a value that looks
personal, not even in the quarantine file.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import polars as pl

from frith.evidence.dataset import Coverage, Family
from frith.evidence.incident_columns import COLUMNS, columns_of
from frith.evidence.incident_lot import Lot
from frith.evidence.incident_mapping import Mapping, find_mapping, ready_mappings
from frith.evidence.personal import refuse_personal_headings
from frith.evidence.read_result import REJECT_COLUMNS, ReadResult
from frith.evidence.sheets import Row, rows_of
from frith.vocabulary.faults import Fault, UnreadableInput
from frith.vocabulary.periods import Month

LOT = 50_000
"""Rows read at a time, so that memory does not grow with the faults of a large table."""
_PLACES = ("easting", "lsoa11", "lsoa21", "ward", "borough", "outward")


def read_incidents(path: Path, *, mapping: str = "", latest: str = "") -> ReadResult:
    """Read one table (CSV or Excel) through a mapping, ready or one's own beside the table, into ``incidents``.

    ``latest`` is the last month that can have happened (``2018-03``); later rows are rejected. Raises UnreadableInput
    if a mapped column is missing or the file cannot be read, and Refused if a column looks personal.
    """
    if not mapping:
        raise UnreadableInput(_needs_mapping(path.name))
    mapped = find_mapping(mapping, path.parent)
    headings, rows, epoch, note = rows_of(
        path,
        sheet=mapped.sheet,
        header=mapped.header,
        encoding=mapped.encoding,
        only_sheet=not mapping.endswith(".toml"),  # a ready mapping names the sheet of its template
    )
    refuse_personal_headings([heading for heading in headings if heading], path.name)
    places = _columns(mapped, headings, path.name)
    end = Month.parse(latest) if latest else None
    kept, bad, rows_in, serials = [], [], 0, 0
    for chunk in _lots(rows, len(headings)):
        lot = Lot(mapped, places, chunk, path.name, end, len(headings), epoch)
        table = columns_of(lot)
        kept.append(table.filter(lot.sound()))
        bad.append(lot.rejected())
        rows_in += len(lot)
        serials += lot.serial_dates
    table = pl.concat(kept) if kept else pl.DataFrame(schema=COLUMNS)
    known = {field.name.lower() for field in mapped.fields}
    return ReadResult(
        family=Family.INCIDENTS,
        note=note,
        tables={"incidents": table},
        rows_in=rows_in,
        rejected=pl.concat(bad) if bad else pl.DataFrame(schema=REJECT_COLUMNS),
        coverage=_coverage(table),
        missing_coordinates=table.filter(
            pl.all_horizontal(pl.col(name).is_null() for name in _PLACES)
        ).height,
        details={
            "kind": mapped.kind,
            "unit": mapped.unit,
            "mapping": mapped.title,
            "serial_dates": serials,
            "columns_left_out": [heading for heading in headings if heading and heading.lower() not in known],
        },
    )


def _needs_mapping(file: str) -> Fault:
    return Fault(
        "mapping.none",
        "a table of incidents needs a mapping that says which column is what",
        file,
        "a ready mapping or a file beside the table: " + ", ".join(ready_mappings()),
        "none",
        "Say --reading mapping=council-asb, or --reading mapping=FILE.toml: docs/how-to/map-your-own-table.md",
    )


def _columns(mapping: Mapping, headings: list[str], file: str) -> dict[str, int]:
    """Return where each mapped field stands. Raises UnreadableInput naming every field that is not there."""
    places = {heading.lower(): number for number, heading in enumerate(headings) if heading}
    needed = [
        field for field in mapping.fields if field.required or field.role not in {"detail", "ignore", "time"}
    ]
    lacking = [field.name for field in needed if field.name.lower() not in places]
    if lacking:
        raise UnreadableInput(
            Fault(
                "columns.missing",
                f"the table lacks the columns {', '.join(lacking)}",
                file,
                f"the columns of the mapping “{mapping.title}”",
                ", ".join(heading for heading in headings if heading)[:300],
                "Check that it is the right file and mapping, and which row holds the headings.",
            )
        )
    return {f.name: places[f.name.lower()] for f in mapping.fields if f.name.lower() in places}


def _lots(rows: Iterator[Row], width: int) -> Iterator[list[Row]]:
    """Return the rows in lots, short rows filled up with empty values."""
    while chunk := list(islice(rows, LOT)):
        yield [(line, values + [""] * (width - len(values))) for line, values in chunk]


def _coverage(table: pl.DataFrame) -> Coverage:
    spans = table.select("first", "last").unique().iter_rows()
    months = sorted({month for first, last in spans for month in range(first, last + 1)})
    return Coverage(
        months=tuple(Month(ordinal) for ordinal in months),
        categories=tuple(sorted(table["category"].unique().drop_nulls())),
    )
