"""Tables as CSV and Excel: nothing lost, nothing that acts."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest

from frith.assessment.exhibits import Column, Table
from frith.evidence.spreadsheet_text import as_text
from frith.publication.disclosure import publishable
from frith.publication.document import Document, TableBlock
from frith.publication.spreadsheet import as_csv, render_excel, table_schema, write_tables
from frith.vocabulary.disclosure import Audience
from frith.vocabulary.faults import StorageTrouble

TABLE = Table(
    id="mixed",
    title="A mixed table",
    columns=(
        Column("name", "Name"),
        Column("month", "Month", "month"),
        Column("n", "Count", "count"),
        Column("r", "Rate", "rate"),
    ),
    rows=(
        ("=HYPERLINK(1)", "2016-04", 1234, 1.5),
        ("Café, “quoted”", "2016-05", None, float("nan")),
        ("+1", "2016-06", "[c]", 2.0),
    ),
    sources=("ds",),
    note="A note.",
)


def _rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_csv_holds_plain_numbers_and_says_what_is_not_known() -> None:
    assert _rows(as_csv(TABLE)) == [
        ["Name", "Month", "Count", "Rate"],
        ["'=HYPERLINK(1)", "2016-04", "1234", "1.5"],
        ["Café, “quoted”", "2016-05", "[x]", "[x]"],
        ["'+1", "2016-06", "[c]", "2.0"],
    ]
    assert as_csv(TABLE).startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_text_that_would_act_as_a_formula_is_text(start: str) -> None:
    assert as_text(f"{start}cmd").startswith("'")
    assert as_text("a=b") == "a=b"


def test_two_columns_of_one_label_have_names_of_their_own() -> None:
    columns = (Column("low", "95% from", "decimal"), Column("low2", "95% from", "decimal"))
    table = Table(id="t", title="T", columns=columns, rows=((1.5, 2.5),), sources=())
    names = [field["name"] for field in table_schema(table)["fields"]]
    assert names == ["95% from (low)", "95% from (low2)"]
    assert as_csv(table).decode("utf-8-sig").splitlines()[0] == ",".join(names)


def test_the_schema_describes_the_columns() -> None:
    schema = table_schema(TABLE)
    assert [field["type"] for field in schema["fields"]] == ["string", "yearmonth", "integer", "number"]
    assert [field["name"] for field in schema["fields"]] == _rows(as_csv(TABLE))[0]
    assert schema["missingValues"] == ["", "[x]", "[c]"]


def test_tables_are_written_with_one_description_of_all(tmp_path: Path) -> None:
    written = write_tables([publishable(TABLE, Audience.PUBLIC)], tmp_path / "tables")
    assert [path.name for path in written] == ["mixed.csv", "datapackage.json"]
    described = json.loads(written[1].read_text(encoding="utf-8"))
    (resource,) = described["resources"]
    assert resource["path"] == "mixed.csv"
    assert "Already public" in resource["description"]


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    place = tmp_path / "file"
    place.write_text("in the way")
    with pytest.raises(StorageTrouble, match="could not be written"):
        write_tables([publishable(TABLE, Audience.PUBLIC)], place)


def test_excel_has_a_sheet_for_each_table_and_no_formula(sample: Document) -> None:
    book = openpyxl.load_workbook(io.BytesIO(render_excel(sample)))
    tables = [b.content.table for b in (*sample.body, *sample.annex) if isinstance(b, TableBlock)]
    assert book.sheetnames == ["Contents", *(f"Table {n}" for n in range(1, len(tables) + 1))]
    first = book["Table 1"]
    values = list(first.iter_rows(values_only=True))
    assert values[0][0] == tables[0].title
    head = next(n for n, row in enumerate(values) if row[0] == tables[0].columns[0].label)
    assert values[head + 1][:3] == tables[0].rows[0][:3]
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)
