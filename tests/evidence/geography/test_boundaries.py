"""Boundaries are read from what people have, repaired and counted, and refused with a reason."""

import gzip
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely

from frith.evidence.boundaries import read_boundaries
from frith.evidence.read_result import ReadResult
from frith.vocabulary.areas import AreaKind
from frith.vocabulary.faults import UnreadableInput

Writer = Callable[[str, str | bytes], Path]
Feature = tuple[dict[str, object], object]
Maker = Callable[[list[Feature]], str]


def shapes_of(result: ReadResult) -> list[shapely.Geometry]:
    return list(shapely.from_wkb(result.tables["shapes"]["wkb"].to_list()))


def test_reads_geojson_and_the_look_up_inside_it(
    write: Writer, squares: list[Feature], boundary_text: Maker
) -> None:
    for properties, _ in squares:
        properties["LAD18CD"], properties["LAD18NM"] = "Q09000001", "Quay"
    result = read_boundaries(write("squares.geojson", boundary_text(squares)))
    assert result.rows_in == result.kept == 8
    assert result.details["kind"] == "lsoa11"
    assert result.details["coordinates"] == "British National Grid, told by its size: the file does not say"
    assert [shape.area for shape in shapes_of(result)] == [10_000.0] * 8
    assert set(result.tables["nesting"]["parent"]) == {"Q09000001"}


def test_longitude_and_latitude_become_metres(write: Writer, boundary_text: Maker) -> None:
    ring = [[[-0.13, 51.50], [-0.12, 51.50], [-0.12, 51.51], [-0.13, 51.51], [-0.13, 51.50]]]
    result = read_boundaries(
        write("w.geojson", boundary_text([({"WD18CD": "E05000644", "WD18NM": "A"}, ring)]))
    )
    west, south, east, north = shapely.total_bounds(shapes_of(result))
    assert 529_000 < west < east < 531_500
    assert 179_000 < south < north < 181_500
    assert "accuracy" in result.details["coordinates"]


@pytest.mark.parametrize("kind", ["gz", "shp.zip", "gpkg", "gpkg.zip", "shp"])
def test_reads_packed_files_shapefiles_and_geopackages(
    tmp_path: Path, write: Writer, squares: list[Feature], boundary_text: Maker, kind: str
) -> None:
    text = boundary_text(squares)
    if kind == "gz":
        path = write("squares.geojson.gz", gzip.compress(text.encode()))
    else:
        folder = tmp_path / "made"
        folder.mkdir()
        path = folder / f"squares.{kind.split('.')[0]}"
        rings = [shapely.polygons(feature[1][0]) for feature in squares]  # type: ignore[index]
        fields = [np.array([str(f[0][name]) for f in squares], object) for name in ("LSOA11CD", "LSOA11NM")]
        pyogrio.raw.write(
            path,
            shapely.to_wkb(rings),
            fields,
            ["LSOA11CD", "LSOA11NM"],
            geometry_type="Polygon",
            crs="EPSG:27700",
            driver="GPKG" if "gpkg" in kind else "ESRI Shapefile",
        )
        if kind.endswith("zip"):
            packed = tmp_path / "squares.zip"
            with zipfile.ZipFile(packed, "w") as archive:
                for part in sorted(folder.iterdir()):
                    archive.write(part, f"odd name é/{part.name}")
            path = packed
    result = read_boundaries(path)
    assert result.tables["shapes"]["code"].to_list() == [f"Q0100000{n}" for n in range(1, 9)]
    assert sum(shape.area for shape in shapes_of(result)) == pytest.approx(80_000)


def test_a_crossed_ring_is_repaired_and_counted(write: Writer, boundary_text: Maker) -> None:
    bow = [[[1000, 0], [1100, 100], [1100, 0], [1000, 100], [1000, 0]]]
    result = read_boundaries(write("bow.geojson", boundary_text([({"WD18CD": "Q05000001"}, bow)])))
    assert result.details["repaired"] == 1
    (shape,) = shapes_of(result)
    assert shape.is_valid
    assert shape.area == pytest.approx(5_000)


def test_features_of_one_code_are_joined(write: Writer, squares: list[Feature], boundary_text: Maker) -> None:
    for properties, _ in squares:
        properties["LSOA11CD"] = "Q01000001"
    result = read_boundaries(write("one.geojson", boundary_text(squares)))
    assert result.details["joined"] == 7
    assert [shape.area for shape in shapes_of(result)] == [80_000]


def test_bad_features_are_rejected_with_their_number_and_all_of_them(
    write: Writer, squares: list[Feature], boundary_text: Maker
) -> None:
    squares[0] = ({"LSOA11CD": "no code"}, squares[0][1])
    squares[1] = (squares[1][0], None)
    squares[2] = (squares[2][0], [[[-5e5, 0], [0, 0], [0, 9], [-5e5, 0]]])
    text = boundary_text(squares).replace(
        '"features"',
        '"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}, "features"',
        1,
    )
    result = read_boundaries(write("bad.geojson", text))
    assert result.rejected.select("line", "rule").rows() == [
        (1, "boundaries.code"),
        (2, "boundaries.shape"),
        (3, "boundaries.place"),
    ]
    assert result.kept == 5


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("page.geojson", "<!doctype html><html></html>", "not GeoJSON"),
        ("empty.geojson", "", "not GeoJSON"),
        ("cut.geojson", '{"type": "FeatureCollection", "features": [{"type', "cut.geojson"),
        ("none.geojson", '{"type": "FeatureCollection", "features": []}', "no shapes"),
        ("not.shp", "text", "does not begin like one"),
        ("not.zip", "text", "the zip is damaged"),
        (
            "far.geojson",
            '{"type":"FeatureCollection","crs":{"type":"link","properties":{"href":"http://localhost"}},"features":[]}',
            "address on the network",
        ),
    ],
)
def test_what_is_no_boundary_file_is_refused_with_a_reason(
    write: Writer, name: str, content: str, says: str
) -> None:
    with pytest.raises(UnreadableInput, match=says) as trouble:
        read_boundaries(write(name, content))
    assert trouble.value.code == "boundaries.unreadable"
    assert str(trouble.value.args[0]).startswith(name)


def test_a_cut_off_gzip_is_refused(write: Writer, squares: list[Feature], boundary_text: Maker) -> None:
    packed = gzip.compress(boundary_text(squares).encode())
    with pytest.raises(UnreadableInput, match="cut off"):
        read_boundaries(write("cut.geojson.gz", packed[: len(packed) // 2]))


def test_a_zip_with_two_shapefiles_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "two.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.shp", b"\x00\x00\x27\x0a")
        archive.writestr("b.shp", b"\x00\x00\x27\x0a")
    with pytest.raises(UnreadableInput, match="holds 2 shapefiles"):
        read_boundaries(path)


def test_columns_that_do_not_say_the_kind_can_be_stated(
    write: Writer, squares: list[Feature], boundary_text: Maker
) -> None:
    named = [({"ID": properties["LSOA11CD"], "LABEL": "x"}, rings) for properties, rings in squares]
    path = write("named.geojson", boundary_text(named))
    with pytest.raises(UnreadableInput) as trouble:
        read_boundaries(path)
    assert trouble.value.code == "boundaries.kind"
    with pytest.raises(UnreadableInput, match="Allowed: ID, LABEL"):
        read_boundaries(path, kind=AreaKind.LSOA21, code="CODE")
    result = read_boundaries(path, kind=AreaKind.LSOA21, code="id", name="label", year=2021)
    assert result.tables["areas"].row(0) == ("Q01000001", "x", "lsoa21", 2021)


def test_coordinates_that_fit_nowhere_are_refused(write: Writer, boundary_text: Maker) -> None:
    ring = [[[8e6, 0], [8e6, 10], [8e6 + 10, 10], [8e6, 0]]]
    with pytest.raises(UnreadableInput, match="not in Britain"):
        read_boundaries(write("far.geojson", boundary_text([({"WD18CD": "Q05000001"}, ring)])))
