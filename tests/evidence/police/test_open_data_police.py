"""Known facts of the real open data of Westminster and London, as its README gives them.

Source of every number: the README of the data folder, which counted the published files by itself.
"""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import numpy as np
import pytest

from frith.evidence.catalogue import Catalogue
from frith.evidence.dataset import Dataset, Family
from frith.evidence.exactness import ExactQuestion
from frith.evidence.loading import load_all
from frith.evidence.manifest import read_manifest
from frith.evidence.opened import OpenEvidence
from frith.vocabulary.areas import Area, AreaKind
from frith.vocabulary.faults import Refused
from frith.vocabulary.periods import FinancialYear, Month, Period

pytestmark = [pytest.mark.open_data, pytest.mark.slow]

TWO_YEARS = Period.parse("2016-04", "2018-03")
FIRST, SECOND = FinancialYear(2016).period, FinancialYear(2017).period


@pytest.fixture(scope="module")
def evidence(open_data: Path, tmp_path_factory: pytest.TempPathFactory) -> OpenEvidence:
    catalogue = Catalogue(tmp_path_factory.mktemp("open") / "var")
    manifest = Path(str(resources.files("frith.demo") / "open_data.toml"))
    load_all(catalogue, read_manifest(manifest, open_data))
    return OpenEvidence(catalogue)


@pytest.fixture(scope="module")
def westminster(evidence: OpenEvidence) -> Area:
    return evidence.atlas.find("Westminster")


def dataset(evidence: OpenEvidence, title: str) -> Dataset:
    return next(each for each in evidence.datasets() if each.title.startswith(title))


def test_every_row_of_every_source_is_kept(evidence: OpenEvidence) -> None:
    assert {each.title: each.rejected for each in evidence.datasets() if each.rejected} == {}


def test_rows_months_and_gaps_of_westminster_street(evidence: OpenEvidence) -> None:
    street = dataset(evidence, "Street-level crime and anti-social behaviour, Westminster")
    assert (street.rows_in, street.kept) == (145_724, 145_724)
    assert street.coverage.gaps == (Month.of(2016, 3),)
    assert street.coverage.thin == (
        (Month.of(2016, 2), "no rows of the British Transport Police, which every other month has"),
    )
    assert street.map_points
    share = street.repeated_ids / street.kept
    assert 0.02 <= share <= 0.07


def test_rows_of_the_london_points(evidence: OpenEvidence) -> None:
    london = dataset(evidence, "Street-level crime and anti-social behaviour, 25 London boroughs")
    assert (london.kept, london.rows_without_id) == (1_626_498, 1_626_498)
    assert len(london.coverage.areas) == 25
    assert "E09000001" not in london.coverage.areas, "the City of London is not complete"
    assert "E09000030" not in london.coverage.areas, "Tower Hamlets is not complete"


@pytest.mark.parametrize(
    ("month", "rows"), [("2016-04", 4_951), ("2016-12", 6_059), ("2017-07", 6_266), ("2018-03", 5_671)]
)
def test_rows_by_month(evidence: OpenEvidence, westminster: Area, month: str, rows: int) -> None:
    assert evidence.street(westminster, Period.parse(month, month), AreaKind.LSOA11).total() == rows


@pytest.mark.parametrize(
    ("category", "first", "second"),
    [
        ("theft-from-the-person", 6_730, 9_563),
        ("robbery", 1_730, 2_302),
        ("burglary", 2_975, 3_590),
        ("anti-social-behaviour", 15_224, 12_546),
    ],
)
@pytest.mark.parametrize("level", [AreaKind.LSOA11, AreaKind.WARD, AreaKind.BOROUGH])
def test_financial_years(
    evidence: OpenEvidence, westminster: Area, category: str, first: int, second: int, level: AreaKind
) -> None:
    cube = evidence.street(westminster, TWO_YEARS, level)
    assert (cube.total(FIRST, category), cube.total(SECOND, category)) == (first, second)


def test_westminster_is_counted_from_its_own_files_alone(evidence: OpenEvidence, westminster: Area) -> None:
    cube = evidence.street(westminster, TWO_YEARS, AreaKind.LSOA11)
    assert cube.total() == 135_819
    assert cube.sources == (
        dataset(evidence, "Street-level crime and anti-social behaviour, Westminster").id,
    )


def test_busiest_small_areas(evidence: OpenEvidence, westminster: Area) -> None:
    cube = evidence.street(westminster, SECOND, AreaKind.LSOA11)
    counts = cube.by_area()
    names = {area.code: area.name for area in evidence.atlas.within(westminster, AreaKind.LSOA11)}
    top = [(names[cube.areas[k]], int(counts[k])) for k in np.argsort(-counts)[:3]]
    assert top == [("Westminster 013E", 7_915), ("Westminster 018A", 5_852), ("Westminster 013B", 5_081)]


def test_map_points(evidence: OpenEvidence, westminster: Area) -> None:
    points = evidence.map_points(westminster, TWO_YEARS)
    assert len(points.names) == 1_838
    assert points.counts[:, :12].sum() == 65_713
    assert points.counts[:, 12:].sum() == 70_106
    assert all(name.startswith("E01") for name in points.lsoa)


def test_no_address_hour_or_near_repeat_from_map_points(evidence: OpenEvidence, westminster: Area) -> None:
    for question in ExactQuestion:
        with pytest.raises(Refused):
            evidence.exact_datasets(Family.STREET, westminster, question)


def test_official_total_and_its_wards(evidence: OpenEvidence, westminster: Area) -> None:
    borough = evidence.official(westminster, TWO_YEARS, AreaKind.BOROUGH)
    wards = evidence.official(westminster, TWO_YEARS, AreaKind.WARD)
    assert borough is not None
    assert wards is not None
    assert borough.total(FIRST) == 49_971
    assert wards.total(FIRST) == 49_971
    np.testing.assert_array_equal(wards.series(), borough.series())


def test_points_hold_most_of_the_official_count(evidence: OpenEvidence, westminster: Area) -> None:
    """Each month lies within 91.5 to 95.4%, anti-social behaviour and the transport police left out.

    The README does not say how it left them out; counted by the reporting force the range is a little narrower.
    """
    official = evidence.official(westminster, TWO_YEARS, AreaKind.BOROUGH)
    assert official is not None
    points = evidence.street(westminster, TWO_YEARS, AreaKind.BOROUGH, transport=False)
    crime = points.select(categories=tuple(c for c in points.categories if c != "anti-social-behaviour"))
    share = crime.series() / official.series()
    assert share.min() >= 0.915
    assert share.max() <= 0.954


def test_the_empty_first_month_of_the_small_area_table_is_dropped(evidence: OpenEvidence) -> None:
    table = dataset(evidence, "Recorded crime by small area")
    assert table.details["months_dropped"] == ["2024-02"]
    assert table.coverage.months[0] == Month.of(2024, 3)
    assert set(table.coverage.areas) == {f"E0900{n:04d}" for n in range(2, 34)}
    assert "violence-and-sexual-offences" not in table.coverage.categories


def test_the_long_official_series_agrees_with_the_table_by_borough(
    evidence: OpenEvidence, westminster: Area
) -> None:
    """The same counts come in two files; the one that is left out says the same."""
    import polars as pl

    long = dataset(evidence, "Recorded crime in Westminster by month")
    assert long.kept == 5_920
    catalogue = evidence._catalogue
    counts = pl.read_parquet(catalogue.table(long, "counts.parquet"))
    whole = Period.parse("2010-04", "2025-08")
    cube = evidence.official(westminster, whole, AreaKind.BOROUGH)
    assert cube is not None
    assert long.id not in cube.sources
    by_month = dict(counts.group_by("month").agg(pl.col("n").sum()).iter_rows())
    assert [by_month[month.ordinal] for month in whole] == cube.series().tolist()


def test_burglary_since_2010(evidence: OpenEvidence, westminster: Area) -> None:
    assert dataset(evidence, "Burglary since December 2010, Westminster").kept == 40_577
    assert dataset(evidence, "Burglary since December 2010 by small area").kept == 436_087
    assert dataset(evidence, "Outcomes of burglaries").kept == 8_115
    cube = evidence.street(westminster, Period.parse("2010-12", "2022-12"), AreaKind.LSOA11)
    assert cube.select(categories=("burglary",)).total() is not None, (
        "the London table fills April to June 2018"
    )
    assert np.isnan(cube.series("robbery")).sum() == 145 - 25, (
        "all but the months of 2016 to 2018 that are whole"
    )


def test_stop_and_search(evidence: OpenEvidence, westminster: Area) -> None:
    stops = dataset(evidence, "Stop and search")
    assert stops.kept == 13_771
    assert [month for month, _ in stops.coverage.thin] == [Month.of(2018, 2), Month.of(2018, 3)]
    found = evidence.stops(westminster, Period.parse("2016-06", "2018-03"), ("month",))
    assert found is not None
    counts = dict(zip(found.keys, found.counts, strict=True))
    assert (counts["2016-06",], counts["2016-07",], counts["2018-03",]) == (553, 597, 21), (
        "by the London clock"
    )
    placing = {month: (rows, without) for month, rows, without in found.unplaced_by_month}
    assert placing[Month.of(2018, 2)] == (10_771, 10_237)


def test_peers_are_the_complete_boroughs(evidence: OpenEvidence, westminster: Area) -> None:
    peers = evidence.peers(westminster, SECOND)
    assert len(peers.areas) == 24
    assert {name for name, _ in peers.left_out} == {
        "Hackney", "Kensington and Chelsea", "Southwark", "Bexley", "Croydon", "Redbridge", "Tower Hamlets",
    }  # fmt: skip


def test_each_peer_is_known_for_every_month(evidence: OpenEvidence, westminster: Area) -> None:
    for peer in evidence.peers(westminster, SECOND).areas:
        assert evidence.street(peer, SECOND, AreaKind.BOROUGH).total() is not None, peer.name


@pytest.mark.parametrize(
    ("name", "files", "rows"),
    [("city_of_london_2018.zip", 9, 6_307), ("other_forces_2018-10_small.zip", 4, 16_927)],
)
def test_original_zips(open_data: Path, tmp_path: Path, name: str, files: int, rows: int) -> None:
    from tests.evidence.made_files import entry, load_one

    found = load_one(tmp_path / "var", entry(open_data / "police_uk" / name, family=None))
    assert (len(found.files), found.kept, found.rejected) == (files, rows, 0)


def test_original_stop_and_search(open_data: Path, tmp_path: Path) -> None:
    from tests.evidence.made_files import entry, load_one

    name = "met_stop_search_original_2016-06_2016-08.zip"
    found = load_one(tmp_path / "var", entry(open_data / "police_uk" / name, family=None))
    assert (found.family, found.kept) == (Family.STOPS, 34_283)
    by_month = {month: (rows, without) for month, rows, without in found.details["placing"]}
    assert by_month == {"2016-06": (10_490, 871), "2016-07": (11_962, 931), "2016-08": (11_831, 1_057)}
