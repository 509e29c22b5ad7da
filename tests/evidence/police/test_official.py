"""Official counts: wide and long tables, their own categories, and totals that are never short by a row in silence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from tests.evidence.made_files import NORTH, SOUTH, Crime, entry, load_one, opened, street_file

from frith.evidence.catalogue import Catalogue
from frith.evidence.police.official_categories import MAJOR, MINOR, harmonised
from frith.vocabulary.areas import AreaKind
from frith.vocabulary.categories import BY_ID
from frith.vocabulary.faults import UnreadableInput
from frith.vocabulary.periods import Month, Period

SPRING = Period.parse("2016-04", "2016-06")
WIDE = """majortext,minortext,boroughname,201604,201605,201606
BURGLARY,DOMESTIC BURGLARY,Northham,1,2,3
BURGLARY,BURGLARY BUSINESS AND COMMUNITY,Northham,10,20,30
THEFT,SHOPLIFTING,Northham,5,0,0
FRAUD AND FORGERY,FRAUD AND FORGERY,Northham,0,0,0
SEXUAL OFFENCES,RAPE,Northham,1,0,0
VIOLENCE AGAINST THE PERSON,HOMICIDE,Northham,0,1,0
BURGLARY,DOMESTIC BURGLARY,Southham,7,7,7
"""
LONG = """ym,major,minor,n
201604,BURGLARY,DOMESTIC BURGLARY,1
2016-05,BURGLARY,DOMESTIC BURGLARY,2
"""
BY_WARD = """wardname,wardcode,majortext,minortext,lookup_boroughname,201603,201604,201605,201606
One,X05000901,ROBBERY,ROBBERY OF PERSONAL PROPERTY,Northham,0,3,4,5
Two,X05000902,ROBBERY,ROBBERY OF PERSONAL PROPERTY,Northham,0,0,0,0
Three,X05000903,ROBBERY,ROBBERY OF PERSONAL PROPERTY,Southham,0,8,8,8
"""


def table(folder: Path, text: str, name: str = "official.csv") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text)
    return path


def official(*paths: Path, **rest: object):  # type: ignore[no-untyped-def]
    return entry(*paths, family="police.official", **rest)


@pytest.mark.parametrize("packing", ["csv", "parquet"])
def test_a_wide_table(tmp_path: Path, packing: str) -> None:
    path = table(tmp_path, WIDE)
    if packing == "parquet":
        read = pl.read_csv(path)
        path = tmp_path / "official.parquet"
        read.write_parquet(path)
    evidence = opened(tmp_path / "var", official(path))
    north = evidence.atlas.find(NORTH)
    cube = evidence.official(north, SPRING, AreaKind.BOROUGH)
    assert cube is not None
    assert cube.areas == (NORTH,)
    assert {c: cube.series(c).tolist() for c in cube.categories} == {
        "burglary": [11, 22, 33],
        "shoplifting": [5, 0, 0],
        "violence-and-sexual-offences": [1, 1, 0],
    }
    assert cube.total() == 73


def test_the_forces_own_groups_are_there_in_detail(tmp_path: Path) -> None:
    evidence = opened(tmp_path / "var", official(table(tmp_path, WIDE)))
    cube = evidence.official(evidence.atlas.find(NORTH), SPRING, AreaKind.BOROUGH, detail=True)
    assert cube is not None
    assert cube.total(category="Burglary: domestic burglary") == 6
    assert cube.total() == 73


def test_larger_areas_are_the_sum_of_boroughs(tmp_path: Path) -> None:
    evidence = opened(tmp_path / "var", official(table(tmp_path, WIDE)))
    force = evidence.atlas.find("X23000001")
    whole = evidence.official(force, SPRING, AreaKind.FORCE)
    each = evidence.official(force, SPRING, AreaKind.BOROUGH)
    assert whole is not None
    assert each is not None
    assert whole.total() == 73 + 21
    assert each.areas == (NORTH, SOUTH)
    assert each.by_area(category="burglary").tolist() == [66, 21]


def test_a_long_table_of_one_borough(tmp_path: Path) -> None:
    path = table(tmp_path, LONG)
    with pytest.raises(UnreadableInput) as caught:
        load_one(tmp_path / "x", official(path))
    assert caught.value.code == "official.borough"
    evidence = opened(tmp_path / "var", official(path, areas=(NORTH,)))
    cube = evidence.official(evidence.atlas.find(NORTH), SPRING, AreaKind.BOROUGH)
    assert cube is not None
    np.testing.assert_array_equal(cube.series("burglary"), [1, 2, np.nan])


def test_an_empty_first_month_is_dropped_and_said(tmp_path: Path) -> None:
    evidence = opened(tmp_path / "var", official(table(tmp_path, BY_WARD)))
    (dataset,) = (d for d in evidence.datasets() if d.family == "police.official")
    assert dataset.details["months_dropped"] == ["2016-03"]
    assert dataset.coverage.months == SPRING.months


def test_wards_are_those_of_the_source_and_a_quiet_one_is_a_true_zero(tmp_path: Path) -> None:
    evidence = opened(tmp_path / "var", official(table(tmp_path, BY_WARD)))
    cube = evidence.official(evidence.atlas.find(NORTH), SPRING, AreaKind.WARD)
    assert cube is not None
    assert cube.areas == ("X05000901", "X05000902")
    assert cube.by_area().tolist() == [12, 0]
    assert evidence.official(evidence.atlas.find(NORTH), SPRING, AreaKind.BOROUGH) is None


def test_a_borough_with_a_rejected_row_is_not_covered(tmp_path: Path) -> None:
    broken = WIDE.replace("Northham,5,0,0", "Northham,5,some,0").replace(
        "DOMESTIC BURGLARY,Southham", ",Southham"
    )
    evidence = opened(tmp_path / "var", official(table(tmp_path, broken)))
    (dataset,) = (d for d in evidence.datasets() if d.family == "police.official")
    assert (dataset.rows_in, dataset.rejected) == (7, 1)
    assert dataset.details["areas_left_out"] == ["Northham"]
    quarantine = Catalogue(tmp_path / "var").table(dataset, "quarantine.csv").read_text()
    assert "official.csv,4,count.malformed,some in 201605," in quarantine
    assert evidence.official(evidence.atlas.find(NORTH), SPRING, AreaKind.BOROUGH) is None
    south = evidence.official(evidence.atlas.find(SOUTH), SPRING, AreaKind.BOROUGH)
    assert south is not None
    assert south.total() == 21


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ("2016-99,BURGLARY,X,1", "month.malformed"),
        ("2999-01,BURGLARY,X,1", "month.future"),
        ("1066-01,BURGLARY,X,1", "month.early"),
        ("2016-05,BURGLARY,X,-1", "count.malformed"),
        ("2016-05,BURGLARY,X,1.5", "count.malformed"),
        ("2016-05,BURGLARY,X,", "count.malformed"),
        ("2016-05,,X,1", "offence.missing"),
    ],
)
def test_each_rule(tmp_path: Path, row: str, rule: str) -> None:
    from datetime import date

    text = LONG + row + "\n"
    dataset = load_one(
        tmp_path / "var", official(table(tmp_path, text), areas=(NORTH,)), today=date(2018, 4, 16)
    )
    assert [each["rule"] for each in dataset.details["rules_broken"]] == [rule]
    assert dataset.rejected == 1
    assert dataset.coverage.areas == (NORTH,), "stated coverage is the person's own word"


@pytest.mark.parametrize(
    ("text", "lacks"),
    [("a,b\n1,2\n", "offence group"), ("majortext,boroughname\nx,y\n", "month")],
)
def test_wrong_columns(tmp_path: Path, text: str, lacks: str) -> None:
    with pytest.raises(UnreadableInput, match=lacks):
        load_one(tmp_path / "var", official(table(tmp_path, text)))


def test_files_by_different_kinds_of_area_are_not_mixed(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput) as caught:
        load_one(tmp_path / "var", official(table(tmp_path, WIDE), table(tmp_path, BY_WARD, "ward.csv")))
    assert caught.value.code == "official.kinds"


def test_every_mapped_category_exists() -> None:
    assert {*MAJOR.values(), *MINOR.values()} <= set(BY_ID)


def test_violence_without_sexual_offences_keeps_its_own_name() -> None:
    """The published table by small area leaves sexual offences out."""
    violence = ("VIOLENCE AGAINST THE PERSON", "HOMICIDE")
    assert harmonised({violence})[violence] == "violence-against-the-person"
    both = {violence, ("SEXUAL OFFENCES", "RAPE")}
    assert set(harmonised(both).values()) == {"violence-and-sexual-offences"}


def test_official_and_mapped_counts_stay_apart(tmp_path: Path) -> None:
    crimes = [Crime(month=str(month)) for month in SPRING]
    evidence = opened(
        tmp_path / "var",
        official(table(tmp_path, WIDE)),
        entry(street_file(tmp_path, crimes), areas=(NORTH,)),
    )
    north = evidence.atlas.find(NORTH)
    assert evidence.street(north, SPRING, AreaKind.BOROUGH).total() == 3
    assert Month.of(2016, 4) in SPRING


def test_one_source_counts_whole_where_two_name_their_categories_otherwise(tmp_path: Path) -> None:
    """The finer table leaves sexual offences out, so its category is not the harmonised one: never both."""
    columns = "majortext,minortext,boroughname,201604,201605,201606\n"
    narrow = table(
        tmp_path,
        columns + "VIOLENCE AGAINST THE PERSON,VIOLENCE WITH INJURY,Northham,40,40,40\n",
        "narrow.csv",
    )
    whole = table(
        tmp_path,
        columns
        + "VIOLENCE AGAINST THE PERSON,VIOLENCE WITH INJURY,Northham,100,100,100\n"
        + "SEXUAL OFFENCES,RAPE,Northham,20,20,20\n",
        "whole.csv",
    )
    for n, (first, second, total) in enumerate([(2, 1, 360), (1, 2, 120)]):
        evidence = opened(
            tmp_path / str(n) / "var", official(whole, precedence=first), official(narrow, precedence=second)
        )
        cube = evidence.official(evidence.atlas.find(NORTH), SPRING, AreaKind.BOROUGH)
        assert cube is not None
        assert cube.total() == total
        assert len(cube.categories) == len(cube.sources) == 1
        detail = evidence.official(evidence.atlas.find(NORTH), SPRING, AreaKind.BOROUGH, detail=True)
        assert detail is not None
        assert detail.total() == total


def test_a_month_that_the_better_source_lacks_is_taken_whole_from_the_next(tmp_path: Path) -> None:
    short = table(
        tmp_path, "majortext,minortext,boroughname,201604\nROBBERY,ROBBERY,Northham,9\n", "short.csv"
    )
    evidence = opened(
        tmp_path / "var", official(short, precedence=2), official(table(tmp_path, WIDE), precedence=1)
    )
    cube = evidence.official(evidence.atlas.find(NORTH), SPRING, AreaKind.BOROUGH)
    assert cube is not None
    np.testing.assert_array_equal(cube.series("robbery"), [9, np.nan, np.nan])
    np.testing.assert_array_equal(cube.series("burglary"), [np.nan, 22, 33])


def test_numbers_that_contradict_each_other_are_rejected_and_the_borough_is_not_covered(
    tmp_path: Path,
) -> None:
    text = (
        "major,minor,borough,ym,n\nROBBERY,PERSONAL,Northham,201604,3\nROBBERY,PERSONAL,Northham,201604,4\n"
        "ROBBERY,PERSONAL,Southham,201604,5\n"
    )
    dataset = load_one(tmp_path / "var", official(table(tmp_path, text)))
    assert (dataset.rows_in, dataset.rejected) == (3, 2)
    assert dataset.coverage.areas == ("Southham",)
    quarantine = Catalogue(tmp_path / "var").table(dataset, "quarantine.csv").read_text()
    assert "official.csv,2,count.conflict,3 in 201604," in quarantine
    assert "official.csv,3,count.conflict,4 in 201604," in quarantine


def test_a_number_given_twice_is_counted_once_and_told(tmp_path: Path) -> None:
    text = "major,minor,borough,ym,n\n" + 2 * "ROBBERY,PERSONAL,Northham,201604,3\n"
    dataset = load_one(tmp_path / "var", official(table(tmp_path, text)))
    assert (dataset.rows_in, dataset.rejected, dataset.details["repeated"]) == (2, 0, 1)
    counts = pl.read_parquet(Catalogue(tmp_path / "var").table(dataset, "counts.parquet"))
    assert counts["n"].to_list() == [3]


def test_a_claim_does_not_cover_a_borough_whose_rows_were_rejected(tmp_path: Path) -> None:
    text = (
        "major,minor,borough,ym,n\nROBBERY,PERSONAL,Northham,201604,3\nROBBERY,PERSONAL,Northham,201604,4\n"
        "BURGLARY,HOME,Northham,201604,9\nBURGLARY,HOME,Southham,201604,5\n"
    )
    claimed = replace(official(table(tmp_path, text)), areas=(NORTH, SOUTH))
    evidence = opened(tmp_path / "var", claimed)
    april = Period.parse("2016-04", "2016-04")
    assert evidence.official(evidence.atlas.find(NORTH), april, AreaKind.BOROUGH) is None
    south = evidence.official(evidence.atlas.find(SOUTH), april, AreaKind.BOROUGH)
    assert south is not None
    assert south.total() == 5
