"""Headings that are spoilt are refused, or cleaned of marks, before a row is read by them."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.evidence.made_files import HEADINGS, Crime, entry, load_one, lookup_entries, street_text

from frith.evidence import text_table
from frith.evidence.incidents import read_incidents
from frith.evidence.text_table import read_text_table
from frith.vocabulary.faults import Trouble, UnreadableInput

SOUND = street_text([Crime(id="a"), Crime(id="b")])
LONG = "a," * (text_table.HEADING_LIMIT // 2 + 1)


def refused(folder: Path, content: str | bytes) -> str:
    path = folder / "made.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(UnreadableInput, match=r"made\.csv.*What to do") as caught:
        load_one(folder / "var", entry(path))
    assert len(str(caught.value)) < 5_000
    return caught.value.code


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (SOUND.replace("Crime ID", "Crime number"), "columns.missing"),
        (SOUND.replace("Crime ID", "Crime\0 ID"), "table.headings"),
        (SOUND.replace("Location", "Crime ID"), "table.headings"),
        (SOUND.replace("Location", "crime id "), "table.headings"),
        (LONG + SOUND, "table.headings"),
        ('"' + "a" * 200_000 + '",' + SOUND, "table.headings"),
        (SOUND.encode("utf-16-le"), "file.encoding"),
        (SOUND.encode("utf-16-be"), "file.encoding"),
        (SOUND.replace("Invented", "中").encode("utf-16-le"), "file.encoding"),
        (SOUND.encode("utf-32-le"), "file.encoding"),
    ],
)
def test_spoilt_headings_of_a_street_file(tmp_path: Path, content: str | bytes, code: str) -> None:
    assert refused(tmp_path, content) == code


def test_without_a_stated_family_too_the_missing_crime_id_is_said(tmp_path: Path) -> None:
    path = tmp_path / "made.csv"
    path.write_text(SOUND.replace("Crime ID", "Crime number"))
    with pytest.raises(UnreadableInput, match="lacks the columns Crime ID"):
        load_one(tmp_path / "var", entry(path, family=None))


@pytest.mark.parametrize("marks", [1, 2, 3])
def test_marks_before_the_first_heading_are_taken_off(tmp_path: Path, marks: int) -> None:
    path = tmp_path / "made.csv"
    path.write_bytes(b"\xef\xbb\xbf" * marks + SOUND.encode())
    dataset = load_one(tmp_path / "var", entry(path))
    assert (dataset.kept, dataset.rows_without_id) == (2, 0)
    table = read_text_table(path)
    assert table.columns == list(HEADINGS)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("LSOA11CD,WD16CD,WD\x0016NM\nX01000001,X05000001,x\n", "table.headings"),
        ("LSOA11CD,WD16CD,wd16cd\nX01000001,X05000001,X05000001\n", "table.headings"),
        (" LSOA11CD,LSOA11CD\nX01000001,X05000001\n", "table.headings"),
        (LONG + "\n1\n", "table.headings"),
    ],
)
def test_spoilt_headings_of_a_small_table(tmp_path: Path, text: str, code: str) -> None:
    lookup, _ = lookup_entries(tmp_path)
    lookup.paths[0].write_text(text)
    with pytest.raises(UnreadableInput) as caught:
        load_one(tmp_path / "var", lookup)
    assert caught.value.code == code


def test_headings_that_are_empty_are_no_repeats(tmp_path: Path) -> None:
    path = tmp_path / "made.csv"
    path.write_text("a,, ,b\n1,2,3,4\n")
    assert read_text_table(path).columns[::3] == ["a", "b"]


def test_a_small_table_in_wide_letters(tmp_path: Path) -> None:
    path = tmp_path / "made.csv"
    path.write_bytes("LSOA11CD,WD16CD\n".encode("utf-16-le"))
    with pytest.raises(UnreadableInput) as caught:
        read_text_table(path)
    assert caught.value.code == "file.encoding"


@pytest.mark.parametrize("first", [LONG, "a\0,Ward", "Ward,ward"])
def test_spoilt_headings_of_an_incident_table(tmp_path: Path, first: str) -> None:
    path = tmp_path / "made.csv"
    path.write_text(first + "\n1,2\n")
    with pytest.raises(Trouble) as caught:
        read_incidents(path, mapping="council-asb")
    assert caught.value.code == "table.headings"
