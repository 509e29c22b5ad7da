"""Excel workbooks: dates of every kind are read; merged cells, empty formulas and old files are refused."""

import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from openpyxl.utils.datetime import MAC_EPOCH

from frith.evidence.incidents import read_incidents
from frith.evidence.sheets import WORKBOOK_LIMIT, day_of_serial, rows_of
from frith.vocabulary.faults import UnreadableInput

HEADINGS = ["Date", "Time", "Category", "Ward code", "Outcome"]
Writer = Callable[..., Path]


@pytest.fixture
def workbook(tmp_path: Path) -> Writer:
    def writer(
        rows: list[list[object]], *, merge: str = "", sheets: tuple[str, ...] = ("Data",), above: int = 0
    ) -> Path:
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.title = sheets[0]
        for name in sheets[1:]:
            book.create_sheet(name)
        for _ in range(above):
            sheet.append(["Noise complaints"])
        for row in [HEADINGS, *rows]:
            sheet.append(row)
        if merge:
            sheet.merge_cells(merge)
        path = tmp_path / "noise.xlsx"
        book.save(path)
        return path

    return writer


def test_dates_as_cells_serial_numbers_and_text_are_one_day(workbook: Writer) -> None:
    """1 April 2016 is serial number 42461 in Excel's 1900 date system."""
    days: list[object] = [
        date(2016, 4, 1),
        datetime.fromisoformat("2016-04-01T23:30"),
        42461,
        "01/04/2016",
        "2016-04-01",
    ]
    path = workbook([[day, time(23, 15), "Music", "E05000644", None] for day in days])
    result = read_incidents(path, mapping="council-noise")
    assert result.rejected.height == 0
    assert result.tables["incidents"]["day"].to_list() == [date(2016, 4, 1)] * 5
    assert result.tables["incidents"]["hour"].to_list() == [23] * 5
    assert result.details["serial_dates"] == 1


@pytest.mark.parametrize(
    ("serial", "day"), [("42461", date(2016, 4, 1)), ("42461.75", date(2016, 4, 1)), ("5", None), ("x", None)]
)
def test_serial_numbers(serial: str, day: date | None) -> None:
    assert day_of_serial(serial) == day


def test_faults_name_the_row_of_the_sheet(workbook: Writer) -> None:
    good = ["2016-04-01", None, "Music", "E05000644", None]
    path = workbook([good, [None] * 5, good, ["2016-04-01", None, "Music", "nowhere", None]], above=0)
    result = read_incidents(path, mapping="council-noise")
    assert result.rows_in == 3
    assert result.rejected.select("line", "rule").rows() == [(5, "place.code")]


def test_merged_cells_are_refused_with_their_ranges(workbook: Writer) -> None:
    good: list[object] = ["2016-04-01", None, "Music", "E05000644", None]
    with pytest.raises(UnreadableInput, match=r"A2:A3.*Unmerge") as trouble:
        read_incidents(workbook([good, good], merge="A2:A3"), mapping="council-noise")
    assert trouble.value.code == "excel.merged"


def test_a_merged_title_above_the_headings_does_no_harm(workbook: Writer) -> None:
    path = workbook([["2016-04-01", None, "Music", "E05000644", None]], merge="A1:E1", above=1)
    headings, rows, *_ = rows_of(path, header=2)
    assert headings == HEADINGS
    assert [line for line, _ in rows] == [3]


def test_a_formula_without_its_value_is_refused_by_cell(workbook: Writer) -> None:
    with pytest.raises(UnreadableInput, match="C2") as trouble:
        read_incidents(
            workbook([["2016-04-01", None, '="Mu"&"sic"', "E05000644", None]]), mapping="council-noise"
        )
    assert trouble.value.code == "excel.formula"


def test_macros_are_never_run_and_the_values_are_read(workbook: Writer, tmp_path: Path) -> None:
    path = workbook([["2016-04-01", None, "Music", "E05000644", None]])
    with_macros = tmp_path / "noise.xlsm"
    with_macros.write_bytes(path.read_bytes())
    with zipfile.ZipFile(with_macros, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
    assert read_incidents(with_macros, mapping="council-noise").kept == 1


def test_a_workbook_of_several_sheets_needs_the_mapping_to_name_one(workbook: Writer) -> None:
    with pytest.raises(UnreadableInput, match="Allowed: Alpha, Beta") as trouble:
        read_incidents(workbook([], sheets=("Alpha", "Beta")), mapping="council-noise")
    assert trouble.value.code == "excel.sheet"
    assert read_incidents(workbook([], sheets=("Alpha",)), mapping="council-noise").rows_in == 0


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old", "excel.old"),
        (b"PK\x03\x04not a zip at all", "excel.unreadable"),
        (b"", "file.empty"),
        (b"<html></html>", "file.html"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "noise.xlsx"
    path.write_bytes(content)
    with pytest.raises(UnreadableInput) as trouble:
        read_incidents(path, mapping="council-noise")
    assert trouble.value.code == code


def test_a_workbook_that_unpacks_to_too_much_is_refused(
    workbook: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert WORKBOOK_LIMIT == 1 << 30
    monkeypatch.setattr("frith.evidence.sheets.WORKBOOK_LIMIT", 100)
    with pytest.raises(UnreadableInput) as trouble:
        read_incidents(workbook([]), mapping="council-noise")
    assert trouble.value.code == "file.too-large"


def test_two_columns_of_one_heading_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("Date,date\n1,2\n")
    with pytest.raises(UnreadableInput) as trouble:
        read_incidents(path, mapping="council-noise")
    assert trouble.value.code == "table.headings"


def test_serial_numbers_of_a_workbook_that_counts_from_1904(tmp_path: Path) -> None:
    """1 April 2016 is 40999 in the 1904 date system: 42461 less 1,462 (Microsoft, "Date systems in Excel")."""
    book = openpyxl.Workbook()
    book.epoch = MAC_EPOCH
    sheet = book.active
    assert sheet is not None
    for row in [
        HEADINGS,
        [40999, None, "Music", "E05000644", None],
        [date(2016, 4, 1), None, "Music", "E05000644"],
    ]:
        sheet.append(row)
    book.save(tmp_path / "mac.xlsx")
    result = read_incidents(tmp_path / "mac.xlsx", mapping="council-noise")
    assert result.tables["incidents"]["day"].to_list() == [date(2016, 4, 1)] * 2


def test_a_sheet_that_is_named_and_not_there_is_refused_though_there_is_only_one(workbook: Writer) -> None:
    with pytest.raises(UnreadableInput, match=r"Allowed: Data\. Given: Gone") as trouble:
        rows_of(workbook([]), sheet="Gone")
    assert trouble.value.code == "excel.sheet"


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"]
)
@pytest.mark.parametrize("damage", ["cut", "nonsense", "gone"])
def test_a_workbook_whose_parts_are_broken_is_unreadable(
    workbook: Writer, tmp_path: Path, part: str, damage: str
) -> None:
    whole = workbook([["2016-04-01", None, "Music", "E05000644", None]] * 20)
    broken = tmp_path / "broken.xlsx"
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(broken, "w") as out:
        for name in source.namelist():
            data = source.read(name)
            if name == part:
                data = data[: len(data) // 2] if damage == "cut" else b"<a>nonsense</b>"
            if name != part or damage != "gone":
                out.writestr(name, data)
    if (part, damage) == ("xl/styles.xml", "gone"):  # a workbook may do without styles
        assert read_incidents(broken, mapping="council-noise").kept == 20
        return
    with pytest.raises(UnreadableInput) as trouble:
        read_incidents(broken, mapping="council-noise")
    assert trouble.value.code == "excel.unreadable"
    assert trouble.value.faults[0].where == "broken.xlsx"


def test_errors_of_excel_are_faults_of_their_rows(workbook: Writer) -> None:
    rows: list[list[object]] = [
        ["2016-04-01", None, "Music", "E05000644", None],
        ["2016-04-01", None, "Music", "E05000644", "#REF!"],
        ["2016-04-01", None, "#N/A", "E05000644", None],
    ]
    result = read_incidents(workbook(rows), mapping="council-noise")
    errors = result.rejected.filter(pl.col("rule") == "value.error")
    assert errors.select("line", "value").rows() == [(3, "#REF!"), (4, "#N/A")]
    assert result.kept == 1
