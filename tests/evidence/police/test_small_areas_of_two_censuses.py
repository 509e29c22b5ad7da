"""Small areas of 2011 and of 2021 in one file, and codes that no look-up knows: no row is lost without a word."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.evidence.made_files import NORTH, SOUTH, Crime, entry, opened, street_file

from frith.evidence.dataset import Dataset, Family
from frith.evidence.entry import Entry
from frith.evidence.opened import OpenEvidence
from frith.vocabulary.areas import AreaKind
from frith.vocabulary.periods import Period

APRIL = Period.parse("2016-04", "2016-04")
NEW, UNKNOWN = "X01000091", "X01000099"


def lookup_of_2021(folder: Path) -> Entry:
    """Of the four small areas of 2011 the first is the same in 2021, and a new one lies in the north."""
    path = folder / "lsoa21_ward22.csv"
    path.write_text(
        "LSOA21CD,LSOA21NM,WD22CD,WD22NM,LAD22CD,LAD22NM\n"
        f"X01000001,Invented 001A,X05000001,North ward,{NORTH},Northham\n"
        f"{NEW},Invented 001C,X05000001,North ward,{NORTH},Northham\n"
    )
    return entry(path, family="lookup", title="of 2021")


def crimes(folder: Path, *other: str, known: int = 9) -> Path:
    return street_file(folder, [Crime()] * known + [Crime(lsoa=lsoa) for lsoa in other])


def street(evidence: OpenEvidence) -> Dataset:
    return next(d for d in evidence.datasets() if d.family is Family.STREET)


def counted(evidence: OpenEvidence, code: str, level: AreaKind) -> tuple[int, int]:
    cube = evidence.street(evidence.atlas.find(code), APRIL, level)
    return int(cube.counts.sum()), int(cube.unplaced.sum())


def test_rows_of_a_new_code_are_counted_where_a_look_up_has_it(tmp_path: Path) -> None:
    evidence = opened(
        tmp_path / "var",
        entry(crimes(tmp_path, NEW, NEW, "X01000003"), areas=(NORTH, SOUTH)),
        lookup_of_2021(tmp_path),
    )
    assert street(evidence).details["rows_unmatched"] == 0
    assert counted(evidence, NORTH, AreaKind.BOROUGH) == (11, 0)
    assert counted(evidence, NORTH, AreaKind.WARD) == (11, 0)
    assert counted(evidence, NORTH, AreaKind.LSOA11) == (9, 2)
    assert counted(evidence, NORTH, AreaKind.LSOA21) == (11, 0)
    assert counted(evidence, SOUTH, AreaKind.BOROUGH) == (1, 0)
    assert evidence.map_points(evidence.atlas.find(NORTH), APRIL).counts.sum() == 11


@pytest.mark.parametrize("areas", [(NORTH,), ()])
def test_rows_of_an_unknown_code_belong_to_the_one_borough_covered(
    tmp_path: Path, areas: tuple[str, ...]
) -> None:
    evidence = opened(tmp_path / "var", entry(crimes(tmp_path, UNKNOWN, ""), areas=areas))
    assert street(evidence).details["rows_unmatched"] == 1
    assert counted(evidence, NORTH, AreaKind.BOROUGH) == (11, 0)
    assert counted(evidence, NORTH, AreaKind.LSOA11) == (9, 2)


def test_rows_of_an_unknown_code_in_one_of_several_boroughs_are_reported_and_lower_the_grade(
    tmp_path: Path,
) -> None:
    evidence = opened(tmp_path / "var", entry(crimes(tmp_path, UNKNOWN), areas=(NORTH, SOUTH)))
    assert counted(evidence, NORTH, AreaKind.BOROUGH) == (9, 0)
    assert street(evidence).details["rows_unmatched"] == 1
    assert street(evidence).grade == "B", "a tenth without a place"


def test_a_file_of_a_larger_place_than_the_look_up_is_not_poured_into_one_borough(tmp_path: Path) -> None:
    evidence = opened(tmp_path / "var", entry(crimes(tmp_path, *[UNKNOWN] * 60), areas=(NORTH,)))
    assert counted(evidence, NORTH, AreaKind.BOROUGH) == (9, 0)
    assert street(evidence).details["rows_unmatched"] == 60
    assert street(evidence).grade == "D"


def test_a_small_area_that_was_split_is_not_known_where_rows_name_its_new_parts(tmp_path: Path) -> None:
    """Of the north's two, 002 is in no list of 2021: with rows of a new code in the file its count is not the rest."""
    evidence = opened(
        tmp_path / "var",
        entry(crimes(tmp_path, NEW, NEW, "X01000002"), areas=(NORTH, SOUTH)),
        lookup_of_2021(tmp_path),
    )
    cube = evidence.street(evidence.atlas.find(NORTH), APRIL, AreaKind.LSOA11)
    known = dict(zip(cube.areas, cube.known.all(axis=(1, 2)).tolist(), strict=True))
    assert known == {"X01000001": True, "X01000002": False}
    assert evidence.street(evidence.atlas.find(NORTH), APRIL, AreaKind.BOROUGH).total() == 12
    of_2021 = evidence.street(evidence.atlas.find(NORTH), APRIL, AreaKind.LSOA21)
    known = dict(zip(of_2021.areas, of_2021.known.all(axis=(1, 2)).tolist(), strict=True))
    assert known == {"X01000001": True, NEW: False}, "the row of 002 may lie in the new one"
