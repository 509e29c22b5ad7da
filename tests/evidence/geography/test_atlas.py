"""Areas are found, made up of their parts, drawn and hit by points."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from frith.evidence.geography import AreaAtlas
from frith.evidence.lookups import read_lookup
from frith.vocabulary.areas import Area, AreaKind
from frith.vocabulary.faults import EvidenceMissing, UnknownName

Writer = Callable[[str, str | bytes], Path]


def codes(areas: tuple[Area, ...]) -> list[str]:
    return [area.code for area in areas]


def test_finds_an_area_by_code_and_by_name_in_any_case(atlas: AreaAtlas) -> None:
    assert atlas.find("q09000001").name == "Quay"
    assert atlas.find("  quay ").code == "Q09000001"
    assert atlas.find("st brines").code == "Q05000002"


def test_a_name_shared_by_kinds_means_the_borough_and_a_kind_chooses(atlas: AreaAtlas) -> None:
    assert atlas.find("Quay").kind is AreaKind.BOROUGH
    assert atlas.find("Quay", AreaKind.PARTNERSHIP).code == "Q22000001"


def test_a_name_of_two_wards_is_refused_with_both_codes(atlas: AreaAtlas) -> None:
    with pytest.raises(UnknownName) as trouble:
        atlas.find("North Quay")
    assert trouble.value.code == "area.ambiguous"
    assert "Q05000001 (North Quay, Quay, ward)" in str(trouble.value)
    assert "Q05000004 (North Quay, Loft, ward)" in str(trouble.value)


def test_an_unknown_name_gets_near_matches(atlas: AreaAtlas) -> None:
    with pytest.raises(UnknownName) as trouble:
        atlas.find("Brinshire")
    assert trouble.value.code == "area.unknown"
    assert "Q23000001 (Brineshire, police-force area)" in str(trouble.value)


def test_an_empty_atlas_says_that_nothing_is_loaded() -> None:
    with pytest.raises(UnknownName, match="no boundaries or look-ups are loaded yet"):
        AreaAtlas.from_files().find("E09000033")


@pytest.mark.parametrize(
    ("code", "kind", "expected"),
    [
        ("Q09000001", AreaKind.WARD, ["Q05000001", "Q05000002"]),
        ("Q22000002", AreaKind.LSOA11, ["Q01000005", "Q01000006", "Q01000007", "Q01000008"]),
        ("Q23000001", AreaKind.BOROUGH, ["Q09000001", "Q09000002"]),
        ("Q05000003", AreaKind.LSOA11, ["Q01000005", "Q01000006"]),
        ("Q09000001", AreaKind.BOROUGH, ["Q09000001"]),
        ("Q09000001", AreaKind.LSOA21, []),
    ],
)
def test_an_area_is_made_up_of_its_parts(
    atlas: AreaAtlas, code: str, kind: AreaKind, expected: list[str]
) -> None:
    assert codes(atlas.within(atlas.find(code), kind)) == expected


def test_each_area_lies_in_the_larger_one_that_holds_it_among_its_parts(atlas: AreaAtlas) -> None:
    kinds = [AreaKind.WARD, AreaKind.BOROUGH, AreaKind.PARTNERSHIP, AreaKind.FORCE]
    for small in atlas.areas(AreaKind.LSOA11):
        for kind in kinds:
            whole = atlas.holding(small, kind)
            assert whole is not None
            assert small in atlas.within(whole, AreaKind.LSOA11)


def test_a_partnership_is_drawn_by_dissolving_its_parts(atlas: AreaAtlas) -> None:
    shape = atlas.shape(atlas.find("Loft and Weir"))
    assert shape is not None
    assert shape.area == pytest.approx(4 * 100 * 100)
    assert shape.geom_type == "Polygon"


def test_an_area_whose_parts_are_not_all_drawn_is_not_drawn(
    atlas: AreaAtlas, squares: list[tuple[dict[str, object], object]]
) -> None:
    part = AreaAtlas(atlas._areas, atlas._nesting_table, atlas._shapes.head(7))
    assert part.shape(part.find("Q09000001")) is not None
    assert part.shape(part.find("Q09000002")) is None


def test_a_point_on_a_shared_edge_belongs_to_the_lowest_code(atlas: AreaAtlas) -> None:
    corner = atlas.locate([500_100.0], [200_100.0], AreaKind.LSOA11)
    assert corner.tolist() == ["Q01000001"]


def test_points_outside_and_missing_points_lie_nowhere(atlas: AreaAtlas) -> None:
    found = atlas.locate([np.nan, 400_000.0, 500_050.0], [200_050.0, 200_050.0, 200_050.0], AreaKind.LSOA11)
    assert found.tolist() == ["", "", "Q01000001"]


@pytest.mark.parametrize("kind", [AreaKind.WARD, AreaKind.BOROUGH, AreaKind.PARTNERSHIP, AreaKind.FORCE])
def test_a_kind_without_boundaries_is_found_through_its_parts(atlas: AreaAtlas, kind: AreaKind) -> None:
    (small,) = atlas.locate([500_250.0], [200_150.0], AreaKind.LSOA11)
    (found,) = atlas.locate([500_250.0], [200_150.0], kind)
    whole = atlas.holding(atlas.find(str(small)), kind)
    assert whole is not None
    assert found == whole.code


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50, deadline=None)
@given(
    points=st.lists(
        st.tuples(st.integers(499_950, 500_450), st.integers(199_950, 200_250)), min_size=1, max_size=30
    )
)
def test_locating_many_points_is_locating_each_in_the_shapes_themselves(
    atlas: AreaAtlas, points: list[tuple[int, int]]
) -> None:
    from shapely.geometry import Point

    x, y = zip(*points, strict=True)
    found = atlas.locate(x, y, AreaKind.LSOA11)
    for point, code in zip(points, found, strict=True):
        touching = [a.code for a in atlas.areas(AreaKind.LSOA11) if atlas.shape(a).intersects(Point(point))]  # type: ignore[union-attr]
        assert code == min(touching, default="")


def test_look_ups_of_several_years_are_kept_apart(atlas: AreaAtlas, write: Writer) -> None:
    moved = read_lookup(write("later.csv", "LSOA11CD,WD20CD,WD20NM\nQ01000001,Q05000002,St. Brine's\n"))
    both = AreaAtlas(
        pl.concat([atlas._areas, moved.tables["areas"]]),
        pl.concat([atlas._nesting_table, moved.tables["nesting"]]),
        atlas._shapes,
    )
    small = both.find("Q01000001")
    now, later, before = both.holding(small, AreaKind.WARD), both.at(2020), both.at(2010)
    assert both.year == 2018
    assert now is not None
    assert now.code == "Q05000001"
    assert codes((later.holding(small, AreaKind.WARD),)) == ["Q05000002"]  # type: ignore[arg-type]
    assert codes((before.holding(small, AreaKind.WARD),)) == ["Q05000001"]  # type: ignore[arg-type]


def test_a_borough_split_between_partnerships_makes_up_neither(atlas: AreaAtlas, write: Writer) -> None:
    split = read_lookup(
        write(
            "split.csv",
            "LAD19CD,LAD19NM,CSP19CD,CSP19NM,PFA19CD,PFA19NM\n"
            "Q09000001,Quay,Q22000001,Quay,Q23000001,Brineshire\n"
            "Q09000001,Quay,Q22000002,Loft and Weir,Q23000001,Brineshire\n"
            "Q09000002,Loft,Q22000002,Loft and Weir,Q23000001,Brineshire\n",
        )
    )
    assert split.rejected_rows == 0
    assert split.details["split"] == ["Q09000001"]
    both = AreaAtlas(
        atlas._areas, pl.concat([atlas._nesting_table, split.tables["nesting"]]), atlas._shapes, year=2019
    )
    assert both.holding(both.find("Q09000001"), AreaKind.PARTNERSHIP) is None
    assert codes((both.holding(both.find("Q09000001"), AreaKind.FORCE),)) == ["Q23000001"]  # type: ignore[arg-type]
    with pytest.raises(EvidenceMissing) as trouble:
        both.within(both.find("Q22000002"), AreaKind.BOROUGH)
    assert trouble.value.code == "area.split"


def test_an_unchanged_small_area_code_is_two_areas_of_two_censuses() -> None:
    rows = [("Q01000001", "Quay 001A", "lsoa11", 2011), ("Q01000001", "Quay 001A", "lsoa21", 2021)]
    areas = pl.DataFrame(rows, schema=["code", "name", "kind", "year"], orient="row")
    empty = AreaAtlas.from_files()
    at = {year: AreaAtlas(areas, empty._nesting_table, empty._shapes, year) for year in (2018, 2021)}
    assert at[2018].find("Q01000001").kind is AreaKind.LSOA11
    assert at[2021].find("Q01000001").kind is AreaKind.LSOA21
    assert at[2021].find("Q01000001", AreaKind.LSOA11).kind is AreaKind.LSOA11
