"""Street-level crime: what is kept of a row, and counts by place, month and category."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.evidence.made_files import (
    NORTH,
    PLACES,
    SOUTH,
    TRANSPORT,
    Crime,
    entry,
    load_one,
    opened,
    street_file,
)

from frith.evidence.catalogue import Catalogue
from frith.evidence.dataset import Family
from frith.vocabulary.areas import AreaKind
from frith.vocabulary.faults import EvidenceMissing, UnknownName
from frith.vocabulary.periods import Month, Period

APRIL, MAY = Month.of(2016, 4), Month.of(2016, 5)
SPRING = Period(APRIL, MAY)


def test_rows_without_an_id_are_never_taken_for_duplicates(tmp_path: Path) -> None:
    same = Crime(kind="Anti-social behaviour")
    path = street_file(tmp_path, [same] * 7)
    dataset = load_one(tmp_path / "var", entry(path))
    assert (dataset.kept, dataset.rows_without_id, dataset.repeated_ids) == (7, 7, 0)


def test_a_repeated_crime_id_is_counted_and_kept(tmp_path: Path) -> None:
    path = street_file(
        tmp_path, [Crime(id="a"), Crime(id="a"), Crime(id="a", kind="Robbery"), Crime(id="b"), Crime()]
    )
    dataset = load_one(tmp_path / "var", entry(path))
    assert (dataset.kept, dataset.repeated_ids, dataset.rows_without_id) == (5, 3, 1)


def test_missing_coordinates_are_counted_and_the_row_is_kept(tmp_path: Path) -> None:
    path = street_file(tmp_path, [Crime(), Crime(longitude="", latitude="", lsoa="")])
    dataset = load_one(tmp_path / "var", entry(path))
    assert (dataset.kept, dataset.missing_coordinates) == (2, 1)


def test_columns_in_another_order_and_case_and_absent_ones(tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text(
        "LSOA CODE,crime type,Latitude,Longitude,Month,CRIME ID\nX01000001,Drugs,53.5,-1.5,2016-04,a\n"
    )
    dataset = load_one(tmp_path / "var", entry(path))
    rows = pl.read_parquet(Catalogue(tmp_path / "var").table(dataset, "rows.parquet"))
    kept = rows.select("month", "longitude", "latitude", "lsoa", "category", "outcome").row(0)
    assert kept == (APRIL.ordinal, -1_500_000, 53_500_000, "X01000001", "drugs", None)


def test_files_with_different_columns_are_one_dataset(tmp_path: Path) -> None:
    one = street_file(tmp_path, [Crime()], "one.csv")
    two = tmp_path / "two.csv"
    two.write_text(
        "Month,Longitude,Latitude,LSOA code,Crime type,Crime ID\n2016-05,-1.5,53.5,X01000001,Drugs,\n"
    )
    assert load_one(tmp_path / "var", entry(one, two)).kept == 2


def test_old_labels_are_harmonised_and_the_label_is_kept(tmp_path: Path) -> None:
    path = street_file(tmp_path, [Crime(kind="Violent crime", month="2012-01")])
    dataset = load_one(tmp_path / "var", entry(path))
    rows = pl.read_parquet(Catalogue(tmp_path / "var").table(dataset, "rows.parquet"))
    assert rows.select("category", "label").row(0) == ("violence-and-sexual-offences", "Violent crime")


def test_the_crime_id_itself_is_not_kept(tmp_path: Path) -> None:
    path = street_file(tmp_path, [Crime(id="f" * 64)])
    dataset = load_one(tmp_path / "var", entry(path))
    table = Catalogue(tmp_path / "var").table(dataset, "rows.parquet")
    assert "crime_id" not in pl.read_parquet_schema(table)
    assert b"f" * 64 not in table.read_bytes()


# ------------------------------------------------------------------ counts

CRIMES = st.lists(
    st.builds(
        Crime,
        month=st.sampled_from(["2016-04", "2016-05"]),
        lsoa=st.sampled_from([*PLACES, ""]),
        kind=st.sampled_from(["Burglary", "Robbery", "Anti-social behaviour"]),
        reporter=st.sampled_from(["Invented Constabulary", TRANSPORT]),
        longitude=st.sampled_from(["-1.500000", "-1.500001"]),
        id=st.sampled_from(["", "a", "b"]),
    ),
    min_size=1,
    max_size=60,
)
IDS = {"Burglary": "burglary", "Robbery": "robbery", "Anti-social behaviour": "anti-social-behaviour"}


@settings(max_examples=25, deadline=None)
@given(CRIMES)
def test_every_count_is_what_a_plain_count_of_the_rows_says(
    tmp_path_factory: pytest.TempPathFactory, crimes: list[Crime]
) -> None:
    folder = tmp_path_factory.mktemp("counts")
    crimes = [Crime(), *crimes]
    given_entry = entry(
        street_file(folder, crimes),
        areas=(NORTH, SOUTH),
        months=SPRING.months,
        categories=tuple(IDS.values()),
    )
    evidence = opened(folder / "var", given_entry)
    force = evidence.atlas.find("X23000001")
    plain = Counter((crime.lsoa, crime.month, IDS[crime.kind]) for crime in crimes)
    cube = evidence.street(force, SPRING, AreaKind.LSOA11)
    for (i, area), (j, month), (k, category) in (
        (a, m, c)
        for a in enumerate(cube.areas)
        for m in enumerate(cube.months)
        for c in enumerate(cube.categories)
    ):
        assert cube.counts[i, j, k] == plain[area, str(month), category]
        assert cube.unplaced[j, k] == plain["", str(month), category]
    assert cube.known.all()
    assert cube.total() == len(crimes)
    for level in (AreaKind.WARD, AreaKind.BOROUGH, AreaKind.FORCE):
        assert evidence.street(force, SPRING, level).total() == len(crimes)
    quiet = evidence.street(force, SPRING, AreaKind.LSOA11, transport=False)
    assert quiet.total() == sum(crime.reporter != TRANSPORT for crime in crimes)
    points = evidence.map_points(force, SPRING)
    assert points.counts.sum() == sum(crime.lsoa != "" for crime in crimes)
    assert len(points.names) == len({(crime.longitude, crime.lsoa) for crime in crimes if crime.lsoa})


def test_missing_is_not_zero_and_zero_is_not_missing(tmp_path: Path) -> None:
    crimes = [Crime(month="2016-04"), Crime(month="2016-06", lsoa="X01000002")]
    evidence = opened(tmp_path / "var", entry(street_file(tmp_path, crimes), areas=(NORTH,)))
    north = evidence.atlas.find("Northham", AreaKind.BOROUGH)
    cube = evidence.street(north, Period(APRIL, Month.of(2016, 6)), AreaKind.LSOA11)
    assert cube.known[:, :, 0].tolist() == [[True, False, True], [True, False, True]]
    np.testing.assert_array_equal(cube.series(), [1, np.nan, 1])
    assert cube.total() is None
    assert evidence.datasets()[-1].coverage.gaps == (MAY,)


def test_a_thin_month_is_not_known(tmp_path: Path) -> None:
    crimes = [Crime(month="2016-04"), Crime(month="2016-05")]
    thin = ((MAY, "half the forces are missing"),)
    evidence = opened(tmp_path / "var", entry(street_file(tmp_path, crimes), areas=(NORTH,), thin=thin))
    north = evidence.atlas.find(NORTH)
    np.testing.assert_array_equal(evidence.street(north, SPRING, AreaKind.BOROUGH).series(), [1, np.nan])


def test_a_borough_outside_the_coverage_is_not_known(tmp_path: Path) -> None:
    crimes = [Crime(), Crime(lsoa="X01000003")]
    evidence = opened(tmp_path / "var", entry(street_file(tmp_path, crimes), areas=(NORTH,)))
    with pytest.raises(EvidenceMissing) as caught:
        evidence.street(evidence.atlas.find(SOUTH), SPRING, AreaKind.BOROUGH)
    assert caught.value.code == "evidence.street"
    force = evidence.street(evidence.atlas.find("X23000001"), Period(APRIL, APRIL), AreaKind.BOROUGH)
    assert force.by_area().tolist()[0] == 1
    assert np.isnan(force.by_area()[1])


def test_a_period_without_evidence_says_what_there_is(tmp_path: Path) -> None:
    evidence = opened(tmp_path / "var", entry(street_file(tmp_path, [Crime()]), areas=(NORTH,)))
    with pytest.raises(EvidenceMissing, match="April 2016 to April 2016"):
        evidence.street(evidence.atlas.find(NORTH), Period.parse("2019-01", "2019-12"), AreaKind.BOROUGH)


def test_rows_without_a_place_belong_to_a_borough_only_if_the_dataset_covers_no_other(tmp_path: Path) -> None:
    crimes = [Crime(), Crime(lsoa="X01000003"), Crime(lsoa="", longitude="", latitude="")]
    both = opened(tmp_path / "a" / "var", entry(street_file(tmp_path, crimes), areas=(NORTH, SOUTH)))
    one = opened(tmp_path / "b" / "var", entry(street_file(tmp_path, crimes), areas=(NORTH,)))
    month = Period(APRIL, APRIL)
    assert both.street(both.atlas.find(NORTH), month, AreaKind.BOROUGH).total() == 1
    assert one.street(one.atlas.find(NORTH), month, AreaKind.BOROUGH).total() == 2
    assert one.street(one.atlas.find("X05000001"), month, AreaKind.LSOA11).total() == 1, "never to a ward"


def test_without_stated_coverage_a_cautious_rule_finds_it(tmp_path: Path) -> None:
    crimes = (
        [Crime()] * 30 + [Crime(lsoa="X01000003")] * 2 + [Crime(lsoa="X01000004", reporter=TRANSPORT)] * 50
    )
    evidence = opened(tmp_path / "var", entry(street_file(tmp_path, crimes)))
    street = next(d for d in evidence.datasets() if d.family is Family.STREET)
    assert street.coverage.areas == (NORTH,)
    assert "a tenth" in street.details["coverage_rule"]


def test_an_area_that_no_look_up_knows(tmp_path: Path) -> None:
    evidence = opened(tmp_path / "var", entry(street_file(tmp_path, [Crime()]), areas=(NORTH,)))
    with pytest.raises(UnknownName):
        evidence.atlas.find("Atlantis")


def test_first_and_last(tmp_path: Path) -> None:
    crimes = [Crime(month="2016-04"), Crime(month="2018-03")]
    evidence = opened(tmp_path / "var", entry(street_file(tmp_path, crimes), areas=(NORTH,)))
    assert evidence.first_and_last(Family.STREET, evidence.atlas.find(NORTH)) == Period.parse(
        "2016-04", "2018-03"
    )
    assert evidence.first_and_last(Family.STREET, evidence.atlas.find(SOUTH)) is None
    assert evidence.first_and_last(Family.STOPS, evidence.atlas.find(NORTH)) is None


def test_named_points_are_the_same_whatever_month_is_asked_about(tmp_path: Path) -> None:
    """Of all months and sources that hold the borough; another borough's points are not among them."""
    first = street_file(
        tmp_path,
        [Crime(location="On or near B Road"), Crime(location="On or near C Road", lsoa="X01000003")],
        "first.csv",
    )
    later = street_file(
        tmp_path,
        [Crime(month="2016-05", location="On or near A Road"), Crime(month="2016-05", longitude="-1.4")],
    )
    entries = [entry(first, areas=(NORTH,), precedence=2), entry(later, areas=(NORTH,), precedence=1)]
    evidence = opened(tmp_path / "var", *entries)
    points = evidence.named_points(evidence.atlas.find(NORTH))
    assert points.names == ("On or near A Road", "On or near Invented Road")
    assert len(points.easting) == len(points.lsoa) == 2
    south = evidence.named_points(evidence.atlas.find(SOUTH))
    assert south.names == ()


def test_map_points_are_named_and_in_metres(tmp_path: Path) -> None:
    crimes = [
        Crime(location="On or near B Road"),
        Crime(location="On or near A Road"),
        Crime(longitude="-1.4"),
    ]
    evidence = opened(tmp_path / "var", entry(street_file(tmp_path, crimes), areas=(NORTH,)))
    points = evidence.map_points(evidence.atlas.find(NORTH), Period(APRIL, APRIL))
    assert points.names == ("On or near A Road", "On or near Invented Road")
    assert points.counts[:, 0, 0].tolist() == [2, 1]
    # 0.1 degree of longitude at 53.5 degrees north is 6.63 km
    assert points.easting[1] - points.easting[0] == pytest.approx(6_634, abs=5)
