"""A borough that falls silent while its neighbour in the same files goes on: unknown, never a fall to nothing."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.evidence.made_files import NORTH, SOUTH, TRANSPORT, Crime, entry, load_one, opened, street_file

from frith.evidence.dataset import Family
from frith.evidence.opened import OpenEvidence
from frith.evidence.quality import silent_months
from frith.evidence.records import dataset_as_json, dataset_from_json
from frith.vocabulary.areas import AreaKind
from frith.vocabulary.periods import Month, Period

YEARS = Period.parse("2016-04", "2018-12")
SOUND, SILENT = Period.parse("2016-04", "2017-12"), Period.parse("2018-01", "2018-12")


def two_boroughs(folder: Path, **rest: object) -> OpenEvidence:
    """Twelve drug crimes a month in each borough, until the second has none from January 2018."""
    crimes = []
    for month in YEARS:
        crimes += [Crime(month=str(month), kind="Drugs")] * 12
        if month in SOUND:
            crimes += [Crime(month=str(month), kind="Drugs", lsoa="X01000003")] * 12
        crimes += [Crime(month=str(month), kind="Drugs", lsoa="X01000003", reporter=TRANSPORT)] * 2
    return opened(folder / "var", entry(street_file(folder, crimes), **rest))


@pytest.mark.parametrize("areas", [(NORTH, SOUTH), ()])
def test_months_of_a_silent_borough_are_unknown(tmp_path: Path, areas: tuple[str, ...]) -> None:
    """The transport police go on recording there, as they do where a force has stopped publishing."""
    evidence = two_boroughs(tmp_path, areas=areas)
    south, north = evidence.atlas.find(SOUTH), evidence.atlas.find(NORTH)
    cube = evidence.street(south, YEARS, AreaKind.BOROUGH)
    assert cube.total(SOUND, "drugs") == 14 * 21
    assert cube.total(SILENT, "drugs") is None
    np.testing.assert_array_equal(np.isnan(cube.series("drugs")), [month in SILENT for month in YEARS])
    assert evidence.street(north, YEARS, AreaKind.BOROUGH).total() == 12 * 33
    assert evidence.street(evidence.atlas.find("X23000001"), YEARS, AreaKind.FORCE).total(SILENT) is None
    assert evidence.first_and_last(Family.STREET, south) == SOUND
    assert evidence.first_and_last(Family.STREET, north) == YEARS
    assert evidence.peers(north, SILENT).areas == ()


def test_a_silent_borough_lowers_the_grade_and_is_kept_in_the_record(tmp_path: Path) -> None:
    (dataset,) = (d for d in two_boroughs(tmp_path).datasets() if d.family is Family.STREET)
    assert dataset.grade == "D"
    reason = "no rows, where the usual month has 12"
    assert dataset.coverage.thin_by_area == tuple((SOUTH, month, reason) for month in SILENT)
    assert "at least a tenth" in dataset.grade_rule
    assert dataset_from_json(dataset_as_json(dataset)) == dataset
    older = dataset_as_json(dataset)
    del older["coverage"]["thin_by_area"], older["coverage"]["thin_by_force"]
    assert dataset_from_json(older).coverage.thin_by_area == ()


def of_one(counts: list[int]) -> list[int]:
    """Return which of the months of one borough are silent, by their number."""
    months = [Month.of(2016, 4) + n for n in range(len(counts))]
    found = silent_months({"X": dict(zip(months, counts, strict=True))}, months)
    return [month - months[0] for _, month, _ in found]


def test_a_long_silence_never_becomes_usual() -> None:
    assert of_one([200] * 12 + [3] * 36) == list(range(12, 48))
    assert of_one([0] * 24 + [200] * 12) == list(range(24)), "nor one at the start"
    assert of_one([200] * 12 + [0] * 18 + [150] * 6) == list(range(12, 30))
    assert of_one([200, 0, 190]) == [1], "one month is enough to miss all rows by"


def test_a_slow_decline_a_season_and_a_lockdown_are_not_silence() -> None:
    assert of_one([1_000 - 8 * n for n in range(120)]) == []
    assert of_one([round(100 + 60 * math.sin(n / 12 * 2 * math.pi)) for n in range(60)]) == []
    assert of_one([5_010] * 12 + [1_638, 2_153]) == [], "Westminster's official count of April and May 2020"


def test_few_rows_can_be_chance() -> None:
    assert of_one([5] * 12 + [0]) == [], "e^-5 is 0.7%"
    assert of_one([12] * 12 + [0]) == [12], "e^-12 is 0.0006%"


@given(st.lists(st.integers(0, 400), min_size=1, max_size=40))
def test_it_does_not_matter_which_way_time_runs(counts: list[int]) -> None:
    last = len(counts) - 1
    assert of_one(counts[::-1]) == sorted(last - n for n in of_one(counts))


def test_loading_without_look_ups_still_loads(tmp_path: Path) -> None:
    dataset = load_one(tmp_path / "var", entry(street_file(tmp_path, [Crime()]), areas=(NORTH,)))
    assert dataset.coverage.thin_by_area == ()


def test_one_of_two_forces_that_stops_is_known_without_look_ups(tmp_path: Path) -> None:
    crimes = [
        Crime(month=str(month), reporter=force) for month in SOUND for force in ("A", "B") for _ in range(20)
    ]
    crimes += [Crime(month=str(month), reporter="A") for month in SILENT for _ in range(20)]
    dataset = load_one(tmp_path / "var", entry(street_file(tmp_path, crimes)))
    reason = "no rows, where the usual month has 20"
    assert dataset.coverage.thin_by_force == tuple(("B", month, reason) for month in SILENT)
    assert dataset.grade == "D"


def test_official_counts_of_a_silent_borough_are_unknown(tmp_path: Path) -> None:
    path = tmp_path / "official.csv"
    lines = ["ym,major,boroughname,n"]
    for month in YEARS:
        lines += [f"{month},BURGLARY,{NORTH},40", f"{month},BURGLARY,{SOUTH},{30 if month in SOUND else 0}"]
    path.write_text("\n".join(lines) + "\n")
    evidence = opened(tmp_path / "var", entry(path, family="police.official"))
    cube = evidence.official(evidence.atlas.find(SOUTH), YEARS, AreaKind.BOROUGH)
    assert cube is not None
    assert (cube.total(SOUND), cube.total(SILENT)) == (30 * 21, None)
    assert evidence.first_and_last(Family.OFFICIAL, evidence.atlas.find(SOUTH)) == SOUND
