"""Denominators are read from public files as they are, and summed only where every part has a number."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from frith.evidence.denominator_layouts import Use
from frith.evidence.denominator_shelf import DenominatorShelf
from frith.evidence.denominators import COLUMNS, read_denominators
from frith.evidence.geography import AreaAtlas
from frith.evidence.lookups import NESTING_COLUMNS
from frith.evidence.read_result import ReadResult
from frith.vocabulary.areas import Area, AreaKind
from frith.vocabulary.faults import UnreadableInput

QUAY = Area("Q09000001", "Quay", AreaKind.BOROUGH)
WARD = Area("Q05000001", "North Quay", AreaKind.WARD)
SMALL = [Area(f"Q0100000{n}", f"Quay {n}", AreaKind.LSOA11) for n in (1, 2)]


@pytest.fixture
def read(tmp_path: Path) -> Callable[[str], ReadResult]:
    def reader(text: str) -> ReadResult:
        path = tmp_path / "numbers.csv"
        path.write_text(text, encoding="utf-8-sig")
        return read_denominators(path)

    return reader


@pytest.fixture
def atlas() -> AreaAtlas:
    pairs = [(a.code, "lsoa11", "Q05000001", "ward", 2018, True) for a in SMALL]
    pairs += [("Q05000001", "ward", "Q09000001", "borough", 2018, True)]
    empty = AreaAtlas.from_files()
    return AreaAtlas(empty._areas, pl.DataFrame(pairs, schema=NESTING_COLUMNS, orient="row"), empty._shapes)


def shelf(atlas: AreaAtlas, *results: ReadResult) -> DenominatorShelf:
    return DenominatorShelf(pl.concat([result.tables["denominators"] for result in results]), atlas)


def test_the_plain_form_with_thousands_commas_and_a_byte_order_mark(
    read: Callable[[str], ReadResult],
) -> None:
    result = read(
        'area,unit,value,year,caveat\nQ09000001,residents,"219,396",2011,\nQ09000001,jobs,,2014,guess\n'
    )
    table = result.tables["denominators"]
    assert table.schema == COLUMNS
    assert table.rows() == [("Q09000001", "borough", "residents", 219396.0, "2011", "denominator", "", "")]
    assert result.details["missing_values"] == 1
    assert result.kept == result.rows_in == 2


def test_all_faults_of_all_rows_are_found(read: Callable[[str], ReadResult]) -> None:
    result = read(
        "area,unit,value,year,use\n"
        "Quay,residents,5,2011,denominator\n"
        "Q09000001,residents,many,11,denominator\n"
        "Q09000001,residents,-1,2011,guess\n"
        "Q09000001,households,10,2011,denominator\n"
    )
    assert result.rejected.select("line", "rule").rows() == [
        (2, "denominators.area"),
        (3, "denominators.value"),
        (3, "denominators.year"),
        (4, "denominators.use"),
        (4, "denominators.value"),
    ]
    assert result.kept == 1


def test_unknown_headings_are_refused_with_the_plain_form(read: Callable[[str], ReadResult]) -> None:
    with pytest.raises(UnreadableInput) as trouble:
        read("place,number\nx,1\n")
    assert trouble.value.code == "denominators.columns"
    assert "area, unit, value, year" in str(trouble.value)


def test_a_percentage_becomes_people_and_its_complement(read: Callable[[str], ReadResult]) -> None:
    result = read(
        "gss,gla_population_estimate_2017,gla_household_estimate_2017,number_of_jobs_by_workplace_2014,"
        "pc_of_population_from_bame_groups_2016\nE09000033,1000,400,5000,38.8\n"
    )
    groups = dict(
        result.tables["denominators"].filter(pl.col("use") == "group").select("unit", "value").iter_rows()
    )
    assert groups == {"White": 612.0, "Black, Asian and other": 388.0}


def test_the_six_sheets_of_the_night_time_file(read: Callable[[str], ReadResult]) -> None:
    """Four groups, their sum within rounding, then all industries; a London total stands in each sheet."""
    sheets = [
        {"E02000001": "10", "E02000002": "1,000"},
        {"E02000001": "5", "E02000002": "5"},
        {"E02000001": "0", "E02000002": "5"},
        {"E02000001": "20", "E02000002": "5"},
        {"E02000001": "40", "E02000002": "2,000"},
        {"E02000001": "90", "E02000002": "9,000"},
    ]
    text = "MSOA_CODE,2016\n" + "".join(
        f'{code},"{value}"\n' for sheet in sheets for code, value in sheet.items()
    )
    result = read(text)
    table = result.tables["denominators"]
    assert table.select("area", "unit", "value", "year").rows() == [
        ("E02000001", "night-time workplaces", 40.0, "2016")
    ]
    assert result.rejected.select("rule", "value").rows() == [("denominators.sheets", "2,000")]


def test_a_sum_stands_in_only_where_every_part_has_a_number(
    read: Callable[[str], ReadResult], atlas: AreaAtlas
) -> None:
    result = read(
        "area,unit,value,year\n"
        "Q01000001,residents,10,2011\nQ01000002,residents,20,2011\nQ01000001,households,4,2011\n"
    )
    found = shelf(atlas, result).denominators((QUAY,))
    assert [(each.unit, each.value) for each in found] == [("residents", 30.0)]
    assert found[0].caveat == "the sum of 2 parts: neighbourhood (LSOA 2011)"
    (ward,) = shelf(atlas, result).denominators((WARD,))
    assert ward.caveat.endswith("matched by best fit")


def test_an_areas_own_number_counts_before_a_sum_and_the_first_dataset_before_the_next(
    read: Callable[[str], ReadResult], atlas: AreaAtlas
) -> None:
    small = read("area,unit,value,year\nQ01000001,residents,10,2011\nQ01000002,residents,20,2011\n")
    ward = read("area,unit,value,year\nQ05000001,residents,35,2011\n")
    own = read("area,unit,value,year\nQ09000001,residents,40,2011\n")
    assert [d.value for d in shelf(atlas, small, ward).denominators((QUAY,))] == [30.0]
    assert [d.value for d in shelf(atlas, ward, small).denominators((QUAY,))] == [35.0]
    assert [d.value for d in shelf(atlas, small, ward, own).denominators((QUAY,))] == [40.0]


def test_groups_are_no_denominators_and_are_asked_by_name(
    read: Callable[[str], ReadResult], atlas: AreaAtlas
) -> None:
    held = shelf(
        atlas,
        read(
            "area,unit,value,year,use\nQ09000001,White,6,2011,group\nQ09000001,White,7,2017,group\n"
            "Q09000001,residents,10,2017,denominator\nQ01000001,tenth,3,2019,context\n"
        ),
    )
    assert [d.unit for d in held.denominators((QUAY,))] == ["residents"]
    white = held.population(QUAY, "White", 2012)
    latest = held.population(QUAY, "White")
    assert white is not None
    assert latest is not None
    assert (white.value, latest.value) == (6.0, 7.0)
    assert held.population(QUAY, "Martian") is None
    assert [d.value for d in held.denominators((SMALL[0],), Use.CONTEXT)] == [3.0]
    assert held.denominators((WARD,), Use.CONTEXT) == ()


@given(values=st.lists(st.integers(0, 10**7), min_size=2, max_size=2))
def test_a_whole_is_the_sum_of_its_parts(values: list[int]) -> None:
    rows = [
        (a.code, "lsoa11", "residents", float(v), "2011", "denominator", "", "")
        for a, v in zip(SMALL, values, strict=True)
    ]
    pairs = [(a.code, "lsoa11", "Q09000001", "borough", 2018, True) for a in SMALL]
    empty = AreaAtlas.from_files()
    atlas = AreaAtlas(empty._areas, pl.DataFrame(pairs, schema=NESTING_COLUMNS, orient="row"), empty._shapes)
    held = DenominatorShelf(pl.DataFrame(rows, schema=COLUMNS, orient="row"), atlas)
    assert held.denominators((QUAY,))[0].value == sum(values)


def test_two_values_for_one_thing_are_both_set_aside(read: Callable[[str], ReadResult]) -> None:
    result = read(
        "area,unit,value,year\nE09000033,residents,100,2016\nE09000033,residents,200,2016\nE09000001,residents,7,2016\n"
    )
    assert result.rejected["rule"].to_list() == ["denominators.conflict"] * 2
    assert result.tables["denominators"]["area"].to_list() == ["E09000001"]
