"""Look-ups are read by their headings; a malformed code costs its row, an undated column the file."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from frith.evidence.codes import kind_of_code, read_heading
from frith.evidence.lookups import read_lookup
from frith.vocabulary.areas import AreaKind
from frith.vocabulary.faults import UnreadableInput

Writer = Callable[[str, str | bytes], Path]


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("LSOA11CD", (AreaKind.LSOA11, 2011, True)),
        ("lsoa21nm", (AreaKind.LSOA21, 2021, False)),
        ("LSOA code (2011)", (AreaKind.LSOA11, 2011, True)),
        ("WD18CD", (AreaKind.WARD, 2018, True)),
        ("Local Authority District code (2019)", (AreaKind.BOROUGH, 2019, True)),
        ("CSP17NM", (AreaKind.PARTNERSHIP, 2017, False)),
        ("PFA19CD", (AreaKind.FORCE, 2019, True)),
        ("MSOA Code", (AreaKind.MSOA11, 2011, True)),
        ("MSOA21CD", None),
        ("LSOA Code", None),
        ("Police_force", None),
        ("WD18NMW", None),
    ],
)
def test_headings(heading: str, expected: tuple[AreaKind, int | None, bool] | None) -> None:
    assert read_heading(heading) == expected


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("E09000033", AreaKind.BOROUGH),
        ("W06000001", AreaKind.BOROUGH),
        ("E05000644", AreaKind.WARD),
        ("E22000192", AreaKind.PARTNERSHIP),
        ("W14000001", AreaKind.PARTNERSHIP),
        ("E23000001", AreaKind.FORCE),
        ("W15000001", AreaKind.FORCE),
        ("S12000033", AreaKind.BOROUGH),
        ("E12000007", None),
        ("E01004732", None),
        ("Westminster", None),
    ],
)
def test_codes(code: str, kind: AreaKind | None) -> None:
    assert kind_of_code(code) is kind


def test_a_byte_order_mark_crlf_and_gzip_are_read(write: Writer) -> None:
    text = "\ufeffLAD18CD,LAD18NM,CSP18CD\r\nQ09000001,Quay,Q22000001\r\n"
    result = read_lookup(write("x.csv.gz", gzip.compress(text.encode(), mtime=0)))
    assert result.tables["nesting"].rows() == [
        ("Q09000001", "borough", "Q22000001", "partnership", 2018, True)
    ]


def test_malformed_codes_cost_their_rows_and_say_where(write: Writer) -> None:
    text = (
        "LAD18CD,LAD18NM,CSP18CD\nQ09000001,Quay,Q22000001\nnone,Loft,Q22000002\nQ09000003,Weir,Q09000003\n"
    )
    result = read_lookup(write("bad.csv", text))
    assert result.rows_in == 3
    assert result.kept == 1
    assert result.rejected.select("line", "rule", "value", "reason").rows() == [
        (3, "lookup.code", "none", "LAD18CD is not an area code"),
        (4, "lookup.code", "Q09000003", "CSP18CD is not the code of a community safety partnership area"),
    ]


def test_an_undated_column_needs_its_year(write: Writer) -> None:
    path = write("lsoa11_things.csv", "LSOA Code,Local authority code\nQ01000001,Q09000001\n")
    with pytest.raises(UnreadableInput) as trouble:
        read_lookup(path)
    assert trouble.value.code == "lookup.year"
    result = read_lookup(path, year=2011)
    assert result.tables["nesting"].rows() == [("Q01000001", "lsoa11", "Q09000001", "borough", 2011, True)]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.csv", b"", "file.empty"),
        ("page.csv", b"<!DOCTYPE html>\n<html>", "file.html"),
        ("odd.csv", b"LAD18CD,LAD18NM\nW06000001,Ynys M\x81n\n", "file.encoding"),
        ("cut.csv.gz", gzip.compress(b"LAD18CD\n" * 1000, mtime=0)[:-20], "file.gzip"),
        ("ragged.csv", b"LAD18CD,CSP18CD\nQ09000001,Q22000001,more,and more\n", "file.table"),
        ("other.csv", b"place,number\nx,1\n", "lookup.columns"),
    ],
)
def test_what_is_no_look_up_is_refused(write: Writer, name: str, content: bytes, code: str) -> None:
    with pytest.raises(UnreadableInput) as trouble:
        read_lookup(write(name, content))
    assert trouble.value.code == code
    assert name in str(trouble.value)


def test_a_line_in_no_known_encoding_is_named(write: Writer) -> None:
    with pytest.raises(UnreadableInput, match="line 3"):
        read_lookup(write("odd.csv", b"a,b\nx,y\nW06000001,Ynys M\x81n\n"))


def test_windows_1252_is_read_and_said(write: Writer) -> None:
    result = read_lookup(write("old.csv", "LAD18CD,LAD18NM\nW06000001,Ynys M\xf4n\n".encode("cp1252")))
    assert result.tables["areas"]["name"].to_list() == ["Ynys M\xf4n"]
    assert result.note == "read as cp1252"


def test_null_characters_are_refused_with_their_lines(write: Writer) -> None:
    with pytest.raises(UnreadableInput) as trouble:
        read_lookup(write("spoilt.csv", "LAD18CD,LAD18NM\nW06000001,Ynys\0\nW06000002,Gwynedd\n"))
    assert trouble.value.code == "file.null"
    assert "line 2: 'W06000001,Ynys" in str(trouble.value)


def test_rows_that_put_one_area_into_two_are_rejected_with_both(write: Writer) -> None:
    text = (
        "LSOA11CD,LAD18CD\nQ01000001,Q09000001\nQ01000001,Q09000002\n"
        "Q01000002,Q09000001\nQ01000002,Q09000001\n"
    )
    result = read_lookup(write("lsoa11.csv", text))
    assert (result.rows_in, result.kept) == (4, 2)
    assert result.rejected.select("line", "rule", "value").rows() == [
        (2, "lookup.conflict", "Q01000001 in Q09000001, also in Q09000002"),
        (3, "lookup.conflict", "Q01000001 in Q09000002, also in Q09000001"),
    ]
    assert result.tables["nesting"]["child"].to_list() == ["Q01000002"]


def test_a_district_in_two_partnerships_is_split_and_no_contradiction(write: Writer) -> None:
    text = "LAD19CD,CSP19CD\nQ07000001,Q22000001\nQ07000001,Q22000002\n"
    result = read_lookup(write("csp.csv", text))
    assert result.kept == 2
    assert result.details["split"] == ["Q07000001"]


def test_two_names_of_one_code_are_told_and_the_first_kept(write: Writer) -> None:
    text = "LAD19CD,LAD19NM\nQ07000001,Quay\nQ07000001,The Quay\n"
    result = read_lookup(write("names.csv", text))
    assert result.details["named_twice"] == [["Q07000001", "Quay", "The Quay"]]
    assert result.tables["areas"]["name"].to_list() == ["Quay"]
