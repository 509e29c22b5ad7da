"""The invented borough is deterministic, nests, and has the oddities of real files."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest
import shapely

from frith.demo.borough import chance, invent, invention, names
from frith.demo.borough.crimes import invent_crimes
from frith.demo.borough.land import invent_land
from frith.demo.borough.rates import CRIMES, HOT_SPOTS
from frith.demo.borough.streets import invent_streets
from frith.evidence.manifest import read_manifest
from frith.vocabulary.categories import LABELS
from frith.vocabulary.faults import StorageTrouble
from frith.vocabulary.periods import Month

STREET_COLUMNS = [
    "Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location", "LSOA code",
    "LSOA name", "Crime type", "Last outcome category", "Context",
]  # fmt: skip
"""Columns of a street file. Source: data.police.uk, About, "Columns in the CSV files"."""


def read(folder: Path, kind: str) -> pl.DataFrame:
    files = sorted(folder.glob(f"police/*/*-{kind}.csv"))
    return pl.concat([pl.read_csv(file, infer_schema_length=0) for file in files])


def digest(folder: Path) -> str:
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            whole.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()


def test_same_seed_gives_the_same_bytes_in_any_time_zone(invented: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    program = (
        "from pathlib import Path; from frith.demo.borough import invent; "
        f"invent(Path({str(again)!r}), rows_a_year=2_000)"
    )
    settings = {**os.environ, "TZ": "Pacific/Auckland", "PYTHONHASHSEED": "7", "POLARS_MAX_THREADS": "1"}
    subprocess.run([sys.executable, "-c", program], check=True, env=settings, cwd=tmp_path)
    assert digest(again) == digest(invented)


def test_an_invention_cut_short_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(invention, "write_official", stop)
    with pytest.raises(KeyboardInterrupt):
        invent(tmp_path / "invented", rows_a_year=200)
    assert list(tmp_path.iterdir()) == []


def test_the_same_invention_is_left_alone_and_another_is_refused(invented: Path) -> None:
    written = (invented / "evidence.toml").stat().st_mtime_ns
    assert invent(invented, rows_a_year=2_000) == invented
    assert (invented / "evidence.toml").stat().st_mtime_ns == written
    with pytest.raises(StorageTrouble):
        invent(invented, rows_a_year=3_000)


def test_a_folder_of_somebody_elses_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(StorageTrouble) as caught:
        invent(tmp_path)
    assert caught.value.code == "demo.foreign-folder"
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_streams_of_two_stages_differ() -> None:
    assert chance.stream(1, "land").integers(2**60) != chance.stream(1, "streets").integers(2**60)


def test_street_files_look_like_the_real_ones(invented: Path) -> None:
    street = read(invented, "street")
    assert street.columns == STREET_COLUMNS
    assert set(street["Crime type"].str.to_lowercase()) <= set(LABELS)
    without_id = street.filter(pl.col("Crime ID").is_null())
    assert set(without_id["Crime type"]) >= {"Anti-social behaviour"}
    transport = street["Reported by"] == names.TRANSPORT_POLICE
    asb = street["Crime type"] == "Anti-social behaviour"
    assert (street["Crime ID"].is_null() == (transport | asb)).all()
    assert street["Crime ID"].drop_nulls().str.contains("^[0-9a-f]{64}$").all()
    shared = street.filter(pl.col("Crime ID").is_not_null() & pl.col("Crime ID").is_duplicated())
    assert 0 < shared.height < street.height * 0.05
    unplaced = street["Longitude"].is_null().mean()
    assert 0.01 < unplaced < 0.02
    assert (street["Longitude"].is_null() == street["LSOA code"].is_null()).all()


def test_one_month_is_missing_and_one_is_thin(invented: Path) -> None:
    street = read(invented, "street")
    months = set(street["Month"])
    assert months == {str(month) for month in invention.PERIOD} - {"2016-03"}
    transport = street.filter(pl.col("Reported by") == names.TRANSPORT_POLICE)
    assert months - set(transport["Month"]) == {"2016-02"}


def test_coordinates_of_stops_are_lost_in_two_months(invented: Path) -> None:
    stops = read(invented, "stop-and-search").with_columns(pl.col("Date").str.slice(0, 7).alias("month"))
    lost = dict(stops.group_by("month").agg(pl.col("Latitude").is_null().mean()).iter_rows())
    assert all(share > 0.85 for month, share in lost.items() if month in {"2018-02", "2018-03"})
    assert all(share < 0.25 for month, share in lost.items() if month not in {"2018-02", "2018-03"})


def test_outcomes_name_crimes_of_the_street_files(invented: Path) -> None:
    street, outcomes = read(invented, "street"), read(invented, "outcomes")
    published_later = invention.PERIOD.first  # crimes of the missing month are known by their outcomes alone
    known = set(street["Crime ID"].drop_nulls())
    share_known = outcomes["Crime ID"].is_in(list(known)).mean()
    assert str(published_later) == min(outcomes["Month"])
    assert share_known > 0.94


def test_official_ward_counts_sum_to_the_borough_and_exceed_the_map(invented: Path) -> None:
    wards = pl.read_csv(invented / "official/recorded-crime-ward.csv")
    boroughs = pl.read_csv(invented / "official/recorded-crime-borough.csv")
    months = [name for name in boroughs.columns if name.isdigit()]
    assert months[0] == "201004"
    assert months[-1] == "201803"
    summed = wards.group_by("lookup_boroughname").agg(pl.col(months).sum()).sort("lookup_boroughname")
    stated = boroughs.group_by("boroughname").agg(pl.col(months).sum()).sort("boroughname")
    assert (summed.select(months).to_numpy() == stated.select(months).to_numpy()).all()
    street = read(invented, "street").filter(
        (pl.col("Reported by") != names.TRANSPORT_POLICE) & (pl.col("Crime type") != "Anti-social behaviour")
    )
    months_mapped = [month for month in months if month >= "201604"]
    mapped = street.filter(pl.col("Month") >= "2016-04").height
    assert 0.85 < mapped / stated.select(months_mapped).to_numpy().sum() < 0.97


def test_small_areas_nest_without_gaps_or_overlaps() -> None:
    land = invent_land(1)
    assert shapely.is_valid(land.shapes).all()
    assert {shape.geom_type for shape in land.shapes} == {"Polygon"}
    whole = shapely.union_all(land.shapes)
    assert shapely.area(land.shapes).sum() == pytest.approx(whole.area, rel=1e-9)
    for owner, count in ((land.ward, len(land.wards)), (land.borough, len(land.boroughs))):
        parts = land.merged(owner, count)
        assert all(part.geom_type == "Polygon" for part in parts)
        assert sum(part.area for part in parts) == pytest.approx(whole.area, rel=1e-9)
    assert (land.ward_borough[land.ward] == land.borough).all()
    assert land.main().sum() == 121
    assert len(set(land.areas)) == len(set(land.area_codes)) == len(land.areas)


def test_hot_spots_take_their_stated_course() -> None:
    """The known truths that an assessment should find are in the rows."""
    land = invent_land(1)
    streets = invent_streets(1, land)
    crimes = invent_crimes(1, land, streets, invention.PERIOD, invention.ROWS_A_YEAR)
    labels = [crime.category for crime in CRIMES]
    early = Month.of(2016, 4) - invention.PERIOD.first
    for spot in HOT_SPOTS:
        near = np.sqrt(((streets.xy - land.centres[0] - spot.bearing) ** 2).sum(axis=1)) < spot.reach
        chosen = near[crimes.point] & np.isin(
            crimes.category, [labels.index(name) for name in spot.categories]
        )
        first = (chosen & (crimes.month >= early) & (crimes.month < early + 6)).sum()
        last = (chosen & (crimes.month >= len(invention.PERIOD) - 6)).sum()
        ratio = last / first
        expected = {"persistent": (0.7, 1.5), "new": (3, 30), "fading": (0.05, 0.4), "emerging": (2, 9)}
        low, high = expected[spot.kind]
        assert low < ratio < high, (spot.kind, first, last)


def test_the_manifest_lists_every_file_and_says_that_all_is_invented(invented: Path) -> None:
    entries = read_manifest(invented / "evidence.toml")
    assert all(entry.invented for entry in entries)
    listed = sorted(path for entry in entries for path in entry.paths)
    assert len(set(listed)) == len(listed)
    unlisted = {path for path in invented.rglob("*") if path.is_file()} - set(listed)
    assert {path.name for path in unlisted} == {"evidence.toml", invention.MARK}
