"""Rows that break a rule are set aside with file, line, rule and value, and no row is lost on the way."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.evidence.made_files import HEADINGS, Crime, entry, load_one, street_file, street_text

from frith.evidence.catalogue import Catalogue
from frith.evidence.dataset import Dataset
from frith.vocabulary.faults import RowsRejected, UnreadableInput
from frith.vocabulary.periods import Month

SOUND = Crime()


def quarantined(state: Path, dataset: Dataset) -> list[tuple[str, int, str, str]]:
    """Rows of the quarantine file: file, line, rule, value."""
    path = Catalogue(state).folder(dataset) / "quarantine.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as handle:
        return [(r["file"], int(r["line"]), r["rule"], r["value"]) for r in csv.DictReader(handle)]


def load_text(folder: Path, text: str) -> tuple[Dataset, list[tuple[str, int, str, str]]]:
    path = folder / "made.csv"
    path.write_bytes(text.encode())
    dataset = load_one(folder / "var", entry(path))
    return dataset, quarantined(folder / "var", dataset)


@pytest.mark.parametrize(
    ("crime", "rule", "value"),
    [
        (Crime(month="April"), "month.malformed", "April"),
        (Crime(month="2016-13"), "month.malformed", "2016-13"),
        (Crime(month=""), "month.malformed", ""),
        (Crime(month="1066-01"), "month.early", "1066-01"),
        (Crime(month="1989-12"), "month.early", "1989-12"),
        (Crime(month="2016-4"), "month.malformed", "2016-4"),
        (Crime(longitude="36.82", latitude="-1.29"), "coordinates.abroad", "36.82, -1.29"),
        (Crime(longitude="53.5", latitude="-1.5"), "coordinates.abroad", "53.5, -1.5"),
        (Crime(longitude="0", latitude="0"), "coordinates.abroad", "0, 0"),
        (Crime(longitude="west"), "coordinates.malformed", "west, 53.500000"),
        (Crime(longitude=""), "coordinates.malformed", "53.500000"),
        (Crime(latitude="nan"), "coordinates.malformed", "-1.500000, nan"),
        (Crime(latitude="1e300"), "coordinates.malformed", "-1.500000, 1e300"),
        (Crime(latitude="535000"), "coordinates.abroad", "-1.500000, 535000"),
        (Crime(kind="Piracy"), "category.unknown", "Piracy"),
        (Crime(kind=""), "category.unknown", ""),
        (Crime(lsoa="X1"), "lsoa.malformed", "X1"),
        (Crime(lsoa="E010047361"), "lsoa.malformed", "E010047361"),
    ],
)
def test_each_rule(tmp_path: Path, crime: Crime, rule: str, value: str) -> None:
    dataset, aside = load_text(tmp_path, street_text([SOUND, crime, SOUND]))
    assert aside == [("made.csv", 3, rule, value)]
    assert (dataset.rows_in, dataset.kept, dataset.rejected) == (3, 2, 1)


@pytest.mark.parametrize(
    "crime",
    [
        Crime(longitude="", latitude="", lsoa=""),
        Crime(kind="  BURGLARY "),
        Crime(kind="Violent crime", month="2013-04"),
        Crime(lsoa="95GG16S1", longitude="-5.93", latitude="54.6"),
        Crime(location='On or near "The Crown", High Street'),
        Crime(location="On or near Cafe\nRoad"),
        Crime(location="Öffnung Straße 中"),
        Crime(month="1990-01"),
        Crime(month="2730-01"),
        Crime(month="9998-12"),
    ],
)
def test_what_is_odd_and_sound(tmp_path: Path, crime: Crime) -> None:
    dataset, aside = load_text(tmp_path, street_text([SOUND, crime]))
    assert aside == []
    assert dataset.kept == 2


def test_a_month_after_today_has_not_happened(tmp_path: Path) -> None:
    from datetime import date

    path = street_file(tmp_path, [Crime(month="2018-04"), Crime(month="2018-05")])
    dataset = load_one(tmp_path / "var", entry(path), today=date(2018, 4, 16))
    assert quarantined(tmp_path / "var", dataset) == [(path.name, 3, "month.future", "2018-05")]
    assert dataset.coverage.months == (Month.of(2018, 4),)


def test_a_row_that_breaks_several_rules_is_one_row_with_all_of_them(tmp_path: Path) -> None:
    dataset, aside = load_text(tmp_path, street_text([Crime(month="x", kind="y", lsoa="z"), SOUND]))
    assert [rule for _, _, rule, _ in aside] == ["category.unknown", "lsoa.malformed", "month.malformed"]
    assert (dataset.rows_in, dataset.rejected) == (2, 1)


def test_a_row_with_too_few_or_too_many_values(tmp_path: Path) -> None:
    sound = street_text([SOUND])
    dataset, aside = load_text(
        tmp_path, sound + "a,b\n" + ",".join("abcdefghijklmn") + "\n" + sound.split("\n")[1] + "\n"
    )
    assert [(line, rule, value) for _, line, rule, value in aside] == [
        (3, "row.fields", "a,b"),
        (4, "row.fields", "a,b,c,d,e,f,g,h,i,j,k,l,m,n"),
    ]
    assert (dataset.rows_in, dataset.kept) == (4, 2)


def test_an_open_quotation_mark_loses_no_row_in_silence(tmp_path: Path) -> None:
    rows = street_text([SOUND] * 6).splitlines()
    rows[3] = rows[3].replace("On or near", '"On or near')
    dataset, aside = load_text(tmp_path, "\n".join(rows) + "\n")
    assert dataset.rows_in == 6
    assert dataset.kept + dataset.rejected == 6
    assert [(line, rule) for _, line, rule, _ in aside] == [(4, "row.unclosed")]
    assert "4 lines" in aside[0][3]


def test_blank_lines_are_no_rows_and_do_not_shift_the_lines_after_them(tmp_path: Path) -> None:
    first, second = street_text([SOUND, Crime(kind="Piracy")]).splitlines()[1:]
    text = ",".join(HEADINGS) + f"\n\n{first}\n\n\n{second}\n\n"
    dataset, aside = load_text(tmp_path, text)
    assert [(line, rule) for _, line, rule, _ in aside] == [(6, "category.unknown")]
    assert (dataset.rows_in, dataset.kept) == (2, 1)


def test_when_no_row_is_left_nothing_is_kept_but_the_rejected_rows(tmp_path: Path) -> None:
    path = street_file(tmp_path, [Crime(kind="Piracy")] * 3)
    with pytest.raises(RowsRejected) as caught:
        load_one(tmp_path / "var", entry(path))
    assert [fault.code for fault in caught.value.faults] == [
        "rows.none",
        "category.unknown",
        "rows.kept-aside",
    ]
    assert Catalogue(tmp_path / "var").datasets() == ()
    kept = Path(caught.value.faults[-1].where)
    assert kept.read_text(encoding="utf-8").count("Piracy") == 3


def test_a_file_of_headings_alone_has_no_rows(tmp_path: Path) -> None:
    path = street_file(tmp_path, [])
    with pytest.raises(UnreadableInput) as caught:
        load_one(tmp_path / "var", entry(path))
    assert caught.value.code == "rows.none"


def test_many_bad_rows_are_counted_and_only_the_first_are_shown(tmp_path: Path) -> None:
    path = street_file(tmp_path, [SOUND, *[Crime(kind="Piracy")] * 5_000])
    dataset = load_one(tmp_path / "var", entry(path))
    (broken,) = dataset.details["rules_broken"]
    assert broken["rows"] == 5_000
    assert [line for _, line, _ in broken["examples"]] == [3, 4, 5]
    assert len(quarantined(tmp_path / "var", dataset)) == 5_000


def test_faults_of_every_file_are_collected(tmp_path: Path) -> None:
    one = street_file(tmp_path, [SOUND, Crime(kind="Piracy")], "a.csv")
    two = street_file(tmp_path, [Crime(month="x"), SOUND, SOUND], "b.csv")
    dataset = load_one(tmp_path / "var", entry(one, two))
    assert [(f, line, rule) for f, line, rule, _ in quarantined(tmp_path / "var", dataset)] == [
        ("a.csv", 3, "category.unknown"),
        ("b.csv", 2, "month.malformed"),
    ]


# --------------------------------------------------------------- a second reader must agree on every line

LINES = st.lists(
    st.one_of(
        st.just(("sound", SOUND)),
        st.just(("category.unknown", Crime(kind="Piracy"))),
        st.just(("month.malformed", Crime(month="soon", location='a "quoted" place'))),
        st.just(("sound", Crime(location="two\nlines"))),
        st.just(("lsoa.malformed", Crime(lsoa="?", location="two\nlines,\nthree"))),
        st.just(("row.fields", None)),
    ),
    max_size=30,
)


@settings(max_examples=60, deadline=None)
@given(LINES)
def test_every_line_number_is_the_one_that_a_second_reader_finds(
    tmp_path_factory: pytest.TempPathFactory, lines: list[tuple[str, Crime | None]]
) -> None:
    """Python's own csv reader says on which line each record begins."""
    folder = tmp_path_factory.mktemp("lines")
    lines = [("sound", SOUND), *lines]
    text = ",".join(HEADINGS) + "\n"
    text += "".join(
        "too,few\n" if crime is None else street_text([crime]).split("\n", 1)[1] for _, crime in lines
    )
    reader = csv.reader(io.StringIO(text))
    next(reader)
    expected = []
    before = reader.line_num
    for (rule, _), record in zip(lines, reader, strict=True):
        if rule != "sound":
            expected.append((before + 1, rule))
        assert record
        before = reader.line_num
    dataset, aside = load_text(folder, text)
    assert dataset.rows_in == len(lines)
    assert dataset.kept == sum(rule == "sound" for rule, _ in lines)
    assert [(line, rule) for _, line, rule, _ in aside] == expected
