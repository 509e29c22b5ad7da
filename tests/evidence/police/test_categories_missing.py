"""A category that falls silent, or that a file was cut to leave out: unknown, never a fall to nothing or the whole."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.evidence.made_files import NORTH, SOUTH, Crime, entry, opened, street_file

from frith.assessment.strategic import assess
from frith.evidence.dataset import Family
from frith.evidence.opened import OpenEvidence
from frith.evidence.quality import LEAST_SHARES, categories_left_out, silent_categories
from frith.evidence.records import dataset_as_json, dataset_from_json
from frith.vocabulary.areas import AreaKind
from frith.vocabulary.categories import BY_ID, CATEGORIES
from frith.vocabulary.faults import EvidenceMissing
from frith.vocabulary.periods import Month, Period

YEARS = Period.parse("2016-04", "2018-03")
SOUND, SILENT = Period.parse("2016-04", "2017-03"), Period.parse("2017-04", "2018-03")


def robbery_stops(folder: Path) -> OpenEvidence:
    """Sixty robberies and sixty drug crimes a month in each borough, until the second has no robbery any more."""
    crimes = []
    for month in YEARS:
        for small_area in ("X01000001", "X01000003"):
            crimes += [Crime(month=str(month), kind="Drugs", lsoa=small_area)] * 60
            if month in SOUND or small_area == "X01000001":
                crimes += [Crime(month=str(month), kind="Robbery", lsoa=small_area)] * 60
    return opened(folder / "var", entry(street_file(folder, crimes), areas=(NORTH, SOUTH)))


def test_a_category_that_stops_is_unknown_in_the_borough_where_it_stops(tmp_path: Path) -> None:
    evidence = robbery_stops(tmp_path)
    south, north = evidence.atlas.find(SOUTH), evidence.atlas.find(NORTH)
    cube = evidence.street(south, YEARS, AreaKind.BOROUGH)
    assert cube.total(SOUND, "robbery") == 12 * 60
    assert cube.total(SILENT, "robbery") is None
    assert cube.total(SILENT, "drugs") == 12 * 60
    np.testing.assert_array_equal(np.isnan(cube.series("robbery")), [month in SILENT for month in YEARS])
    assert evidence.street(north, YEARS, AreaKind.BOROUGH).total(YEARS, "robbery") == 24 * 60


def test_it_lowers_the_grade_and_is_kept_in_the_record(tmp_path: Path) -> None:
    (dataset,) = (d for d in robbery_stops(tmp_path).datasets() if d.family is Family.STREET)
    reason = "no rows, where the usual month has 60"
    assert dataset.coverage.silent_categories == tuple((SOUTH, "robbery", month, reason) for month in SILENT)
    assert dataset.grade == "D"
    assert dataset_from_json(dataset_as_json(dataset)) == dataset


@given(st.lists(st.integers(1, 500), min_size=3, max_size=40))
def test_what_has_a_row_every_month_never_fell_silent(counts: list[int]) -> None:
    rows = {("X", "robbery"): {Month.of(2016, 4) + n: count for n, count in enumerate(counts)}}
    assert silent_categories(rows, [Month.of(2016, 4) + n for n in range(len(counts))], {}) == ()


@given(st.integers(1, 49))
def test_a_category_with_few_rows_can_have_a_month_without_any(usual: int) -> None:
    months = [Month.of(2016, 4) + n for n in range(12)]
    rows = {("X", "robbery"): {month: usual for month in months if month != Month.of(2016, 9)}}
    assert silent_categories(rows, months, {}) == ()


def test_before_it_had_its_meaning_a_category_is_not_missed() -> None:
    since = {category.id: category.comparable_from for category in CATEGORIES}
    months = Period.parse("2012-05", "2014-04").months
    rows = {("X", "bicycle-theft"): {month: 90 for month in months if month >= since["bicycle-theft"]}}
    assert silent_categories(rows, months, since) == ()


def test_the_shares_are_of_the_categories_of_the_street_map() -> None:
    assert set(LEAST_SHARES) == set(BY_ID)
    assert sum(LEAST_SHARES.values()) < 1


def test_a_file_that_was_cut_to_one_category_leaves_the_others_out() -> None:
    assert "violence-and-sexual-offences" in categories_left_out({"burglary"}, 4_000)
    assert categories_left_out({"burglary"}, 900) == frozenset()
    assert categories_left_out(set(BY_ID), 10**6) == frozenset()


def test_burglary_alone_is_never_told_as_all_recorded_crime(tmp_path: Path) -> None:
    crimes = [Crime(month=str(month), kind="Burglary") for month in YEARS for _ in range(60)]
    evidence = opened(tmp_path / "var", entry(street_file(tmp_path, crimes), areas=(NORTH,)))
    north = evidence.atlas.find(NORTH)
    cube = evidence.street(north, YEARS, AreaKind.BOROUGH)
    assert cube.total(YEARS, "burglary") == 24 * 60
    assert cube.total(YEARS) is None
    with pytest.raises(EvidenceMissing) as trouble:
        assess(evidence, north, YEARS, version="x")
    assert trouble.value.code == "period.part-of-crime"
    assert "Burglary alone" in str(trouble.value)
