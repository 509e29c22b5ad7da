"""What odd files do: names that a terminal would obey, workbooks without end, empty tables, links, slips of keys."""

import zipfile
from pathlib import Path

import openpyxl
import pytest
from tests.evidence.made_files import Crime, entry, load_one, street_file, street_text

from frith.evidence import archives
from frith.evidence.plain_files import printable
from frith.evidence.police_api import rows_of_crimes
from frith.evidence.sheets import rows_of
from frith.vocabulary.faults import RowsRejected, SourceUnreachable, UnreadableInput


def test_a_name_inside_an_archive_is_shown_and_not_obeyed(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("2016-04/n\u202e \n\x1b[31mo.csv", street_text([Crime()]))
    dataset = load_one(tmp_path / "var", entry(path, title=""))
    shown = dataset.title + "".join(file.name for file in dataset.files)
    assert not [sign for sign in shown if not sign.isprintable()]
    assert "a.zip/2016-04/n [31mo.csv" in dataset.title


def test_a_title_is_one_line(tmp_path: Path) -> None:
    dataset = load_one(
        tmp_path / "var", entry(street_file(tmp_path, [Crime()]), title="Crime\x1b[31m\nof April")
    )
    assert dataset.title == "Crime [31m of April"
    assert printable("Größe, Łódź and 東京") == "Größe, Łódź and 東京"


def workbook(path: Path, *rows: tuple[object, ...]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def test_a_stray_cell_in_the_last_row_and_column_makes_no_workbook_without_end(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ("day", "count"), ("2016-04-01", 3))
    book = openpyxl.load_workbook(path)
    assert book.active is not None
    book.active["XFD1048576"] = "x"
    book.save(path)
    table = rows_of(path)
    assert table.headings == ["day", "count"]
    assert list(table.rows) == [(2, ["2016-04-01", "3"])]


def test_a_workbook_unpacks_to_no_more_than_an_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from frith.evidence import sheets

    path = workbook(tmp_path / "a.xlsx", ("day", "note"), *[("2016-04-01", "x" * 30_000)] * 40)
    with zipfile.ZipFile(path) as archive:
        unpacked = sum(info.file_size for info in archive.infolist())
    assert unpacked < archives.RATIO_APPLIES_FROM
    monkeypatch.setattr(sheets, "RATIO_APPLIES_FROM", 1_000)
    monkeypatch.setattr(sheets, "RATIO_LIMIT", 1)
    with pytest.raises(UnreadableInput) as trouble:
        rows_of(path)
    assert trouble.value.code == "file.too-large"


def test_a_table_without_rows_is_no_evidence(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("code,value\n", encoding="utf-8")
    with pytest.raises((UnreadableInput, RowsRejected)):
        load_one(tmp_path / "var", entry(path, family="denominators"))


def test_a_setting_that_no_reader_knows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput) as trouble:
        load_one(tmp_path / "var", entry(street_file(tmp_path, [Crime()]), reading={"snapshto": "2018-06"}))
    assert trouble.value.code == "manifest.reading"
    assert "category, snapshot" in str(trouble.value)


def test_a_link_that_leads_out_of_a_folder_is_refused_and_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("root:x:0:0\n", encoding="utf-8")
    folder = tmp_path / "folder" / "2016-04"
    folder.mkdir(parents=True)
    street_file(folder, [Crime()])
    (folder / "linked.csv").symlink_to(secret)
    with pytest.raises(UnreadableInput) as trouble:
        load_one(tmp_path / "var", entry(tmp_path / "folder"))
    assert trouble.value.code == "file.link-out"
    assert "root:x" not in str(trouble.value)


def test_a_folder_that_may_not_be_read_is_not_an_empty_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(path: object, **given: object) -> None:
        given["onerror"](PermissionError(13, "Permission denied", str(path)))  # type: ignore[operator]

    monkeypatch.setattr(archives.os, "walk", refused)
    with pytest.raises(PermissionError):
        load_one(tmp_path / "var", entry(tmp_path))


@pytest.mark.parametrize("location", [{"latitude": "abc", "longitude": None}, {}, None])
def test_a_crime_without_a_place_is_not_dropped_in_silence(location: object) -> None:
    from shapely.geometry import box

    crime = {"id": 1, "month": "2016-04", "category": "burglary", "location": location}
    with pytest.raises(SourceUnreachable) as trouble:
        rows_of_crimes([crime], box(0, 0, 1, 1), "A force", None)
    assert "1 of 1 crimes came without a place" in str(trouble.value)
