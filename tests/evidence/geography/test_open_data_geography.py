"""The real boundaries, look-ups and denominators of London."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from frith.evidence.boundaries import read_boundaries
from frith.evidence.denominator_shelf import DenominatorShelf
from frith.evidence.denominators import read_denominators
from frith.evidence.geography import AreaAtlas
from frith.evidence.lookups import read_lookup
from frith.vocabulary.areas import AreaKind

pytestmark = pytest.mark.open_data


@pytest.fixture(scope="module")
def atlas(open_data: Path) -> AreaAtlas:
    results = [
        read_boundaries(open_data / "boundaries" / "london_borough_shp.zip", year=2017),
        read_boundaries(open_data / "boundaries" / "london_lsoa11_gen_mhw_shp.zip"),
        read_boundaries(open_data / "boundaries" / "westminster_lsoa21.geojson.gz"),
        read_boundaries(open_data / "boundaries" / "london_ward_pre2018_shp.zip", year=2017),
        *(
            read_lookup(open_data / "lookups" / name)
            for name in (
                "lad17_csp17_pfa17_ew.csv",
                "lad18_csp18_pfa18_ew.csv",
                "lad19_csp19_pfa19_ew.csv",
                "lsoa11_ward16_ew.csv.gz",
                "lsoa11_ward18_ew.csv.gz",
                "ward19_lad19_uk.csv.gz",
            )
        ),
    ]
    tables = {
        name: pl.concat([r.tables[name] for r in results if name in r.tables])
        for name in ("areas", "nesting", "shapes")
    }
    return AreaAtlas(tables["areas"], tables["nesting"], tables["shapes"])


def test_westminster_nests_as_the_look_ups_say(atlas: AreaAtlas) -> None:
    """data/README.md: Westminster E09000033 is partnership E22000192 in force E23000001."""
    westminster = atlas.find("Westminster")
    partnership, force = (
        atlas.holding(westminster, AreaKind.PARTNERSHIP),
        atlas.holding(westminster, AreaKind.FORCE),
    )
    assert atlas.year == 2018
    assert westminster.code == "E09000033"
    assert partnership is not None
    assert partnership.code == "E22000192"
    assert force is not None
    assert (force.code, force.name) == ("E23000001", "Metropolitan Police")
    counts = {
        kind: len(atlas.within(westminster, kind))
        for kind in (AreaKind.LSOA11, AreaKind.LSOA21, AreaKind.WARD)
    }
    assert counts == {AreaKind.LSOA11: 128, AreaKind.LSOA21: 123, AreaKind.WARD: 20}
    assert len(atlas.within(force, AreaKind.BOROUGH)) == 32


def test_the_dissolved_force_is_london_without_the_city(atlas: AreaAtlas) -> None:
    """Greater London has 1,572 km2 and the City of London 2.9 km2 (ONS, Standard Area Measurements)."""
    shape = atlas.shape(atlas.find("E23000001"))
    assert shape is not None
    assert shape.area / 1e6 == pytest.approx(1572 - 2.9, rel=0.005)


def test_a_wards_small_areas_fill_its_land(atlas: AreaAtlas) -> None:
    """The ward's own file: St James's has 346.379 ha, of which 27.146 ha are river. Small areas end at high water."""
    ward = atlas.find("E05000644")
    own = atlas.shape(ward)
    parts = [atlas.shape(part) for part in atlas.within(ward, AreaKind.LSOA11)]
    assert own is not None
    assert own.area / 10_000 == pytest.approx(346.379, abs=0.01)
    assert len(parts) == 6
    assert sum(part.area for part in parts if part is not None) / 10_000 == pytest.approx(
        346.379 - 27.146, rel=0.01
    )


def test_two_districts_of_2019_lie_in_two_partnerships_each(open_data: Path) -> None:
    result = read_lookup(open_data / "lookups" / "lad19_csp19_pfa19_ew.csv")
    assert result.details["split"] == ["E06000058", "E07000244"]


def test_most_map_points_lie_in_the_small_area_that_the_police_gave(
    atlas: AreaAtlas, open_data: Path
) -> None:
    """Boundaries here are generalised to about 20 m and map points stand on street centres, which are often edges."""
    points = pl.scan_parquet(
        open_data / "police_uk" / "london" / "london_street_points_2016-01_2018-03.parquet"
    )
    westminster = points.filter(pl.col("borough_code") == "E09000033", pl.col("easting").is_not_null())
    rows = westminster.select("easting", "northing", "lsoa11_code").unique().collect()
    found = atlas.locate(rows["easting"].to_numpy(), rows["northing"].to_numpy(), AreaKind.LSOA11)
    assert (found == rows["lsoa11_code"].to_numpy().astype(str)).mean() > 0.85
    boroughs = atlas.locate(rows["easting"].to_numpy(), rows["northing"].to_numpy(), AreaKind.BOROUGH)
    assert (boroughs == "E09000033").mean() > 0.97
    assert np.unique(atlas.locate([529_090], [179_645], AreaKind.FORCE)).tolist() == ["E23000001"]


def test_westminsters_denominators(atlas: AreaAtlas, open_data: Path) -> None:
    """Census 2011: 219,396 usual residents and 105,772 households (ONS, KS101EW and KS105EW)."""
    files = (
        "census2011_lsoa_population_households_ew.csv.gz",
        "File_6_-_IoD2019_Population_Denominators.csv.gz",
        "london_ward_pop.csv.gz",
        "london_boroughs_profiles_2015.csv",
        "london_ward2011_profiles2015.csv.gz",
        "File_1_-_IMD2019_Index_of_Multiple_Deprivation.csv.gz",
    )
    read = [read_denominators(open_data / "denominators" / name) for name in files]
    assert all(result.rejected.height == 0 for result in read)
    held = DenominatorShelf(pl.concat([result.tables["denominators"] for result in read]), atlas)
    found = {(d.unit, d.year): d.value for d in held.denominators((atlas.find("E09000033"),))}
    assert found["residents", "2011"] == 219_396
    assert found["households", "2011"] == 105_772
    assert found["residents", "2017"] == 242_100
    assert found["jobs", "2014"] == 730_700
    white = held.population(atlas.find("E09000033"), "White")
    others = held.population(atlas.find("E09000033"), "Black, Asian and other")
    assert white is not None
    assert others is not None
    assert white.value + others.value == 242_100


def test_the_night_time_files_sheets_agree_everywhere(open_data: Path) -> None:
    result = read_denominators(open_data / "denominators" / "gla-night-time-economy-msoa.csv")
    assert result.rejected.height == 0
    assert result.tables["denominators"].height == 983 * 17
