"""An invented country of eight square neighbourhoods, 100 m a side, in two boroughs."""

import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from frith.evidence.boundaries import read_boundaries
from frith.evidence.geography import AreaAtlas
from frith.evidence.lookups import AREA_COLUMNS, NESTING_COLUMNS, read_lookup

WEST, SOUTH, SIDE = 500_000, 200_000, 100
LOOKUP = """LSOA11CD,LSOA11NM,WD18CD,WD18NM,LAD18CD,LAD18NM
Q01000001,Quay 001A,Q05000001,North Quay,Q09000001,Quay
Q01000002,Quay 001B,Q05000001,North Quay,Q09000001,Quay
Q01000003,Quay 002A,Q05000002,St. Brine's,Q09000001,Quay
Q01000004,Quay 002B,Q05000002,St. Brine's,Q09000001,Quay
Q01000005,Loft 001A,Q05000003,Market,Q09000002,Loft
Q01000006,Loft 001B,Q05000003,Market,Q09000002,Loft
Q01000007,Loft 002A,Q05000004,North Quay,Q09000002,Loft
Q01000008,Loft 002B,Q05000004,North Quay,Q09000002,Loft
"""
PARTNERSHIPS = """LAD18CD,LAD18NM,CSP18CD,CSP18NM,PFA18CD,PFA18NM
Q09000001,Quay,Q22000001,Quay,Q23000001,Brineshire
Q09000002,Loft,Q22000002,Loft and Weir,Q23000001,Brineshire
"""


def square(number: int) -> list[list[list[float]]]:
    """Return the ring of the neighbourhood of a number, counted from the south-west, four to a row."""
    x, y = WEST + SIDE * ((number - 1) % 4), SOUTH + SIDE * ((number - 1) // 4)
    return [[[x, y], [x + SIDE, y], [x + SIDE, y + SIDE], [x, y + SIDE], [x, y]]]


def geojson(features: list[tuple[dict[str, object], object]]) -> str:
    """Return a GeoJSON text; each feature is its properties and its rings."""
    return json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "properties": properties,
                    "geometry": rings and {"type": "Polygon", "coordinates": rings},
                }
                for properties, rings in features
            ],
        }
    )


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    """Return a function that writes a file of a name into the test's own folder."""

    def writer(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return writer


@pytest.fixture
def squares() -> list[tuple[dict[str, object], object]]:
    """Return the eight neighbourhoods as features."""
    return [({"LSOA11CD": f"Q0100000{n}", "LSOA11NM": f"Square {n}"}, square(n)) for n in range(1, 9)]


@pytest.fixture
def boundary_text() -> Callable[[list[tuple[dict[str, object], object]]], str]:
    """Return the function that makes GeoJSON of features."""
    return geojson


@pytest.fixture
def atlas(
    write: Callable[[str, str | bytes], Path], squares: list[tuple[dict[str, object], object]]
) -> AreaAtlas:
    """Return the invented country, with look-ups of 2018 and small areas only as boundaries."""
    results = [
        read_boundaries(write("squares.geojson", geojson(squares))),
        read_lookup(write("small.csv", LOOKUP)),
        read_lookup(write("csp.csv", PARTNERSHIPS)),
    ]
    areas = pl.concat([result.tables["areas"] for result in results])
    nesting = pl.concat([result.tables["nesting"] for result in results])
    assert areas.schema == AREA_COLUMNS
    assert nesting.schema == NESTING_COLUMNS
    return AreaAtlas(areas, nesting, results[0].tables["shapes"])
