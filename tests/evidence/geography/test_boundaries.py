"""Boundaries are read from what people have, repaired and counted, and refused with a reason."""

import gzip
import json
import warnings
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
from frith.vocabulary.faults import RowsRejected, UnreadableInput

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


def collection(geometries: list[object], codes: list[object] | None = None) -> str:
    """Return GeoJSON of geometries as they are, however wrong."""
    named = codes or [f"E0500064{n}" for n in range(len(geometries))]
    features = [
        {"type": "Feature", "properties": {"WD18CD": code, "WD18NM": "x"}, "geometry": geometry}
        for code, geometry in zip(named, geometries, strict=True)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})


def polygon(*ring: list[object]) -> dict[str, object]:
    return {"type": "Polygon", "coordinates": [list(ring)]}


LONDON = polygon([-0.13, 51.50], [-0.12, 51.50], [-0.12, 51.51], [-0.13, 51.50])
NAN = float("nan")


@pytest.mark.parametrize(
    ("geometries", "rule"),
    [
        ([None, None], "boundaries.shape"),
        ([polygon([51.50, -0.13], [51.50, -0.12], [51.51, -0.12], [51.50, -0.13])], "boundaries.place"),
        ([{"type": "Point", "coordinates": [-0.13, 51.5]}], "boundaries.shape"),
        ([{"type": "LineString", "coordinates": [[-0.13, 51.5], [-0.12, 51.5]]}], "boundaries.shape"),
        ([{"type": "Polygon", "coordinates": []}], "boundaries.shape"),
        ([polygon([-0.13, 51.50], [-0.12, 51.50], [-0.11, 51.50], [-0.13, 51.50])], "boundaries.shape"),
        ([polygon([-0.13, 51.50], [NAN, 51.50], [-0.12, 51.51], [-0.13, 51.50])], "boundaries.shape"),
        ([polygon([-0.13], [-0.12], [-0.12], [-0.13])], "boundaries.shape"),
        ([polygon([-0.13, 51.50], [-0.12, 51.50])], "boundaries.shape"),
        (
            [polygon(["-0.13", "51.50"], ["-0.12", "51.50"], ["-0.12", "51.51"], ["-0.13", "51.50"])],
            "boundaries.shape",
        ),
    ],
)
def test_a_file_of_which_no_feature_is_left_says_why(
    write: Writer, geometries: list[object], rule: str
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(
            RowsRejected, match=r"none\.geojson.*feature 1: 'E05000640'.*What to do"
        ) as trouble:
            read_boundaries(write("none.geojson", collection(geometries)))
    assert [fault.code for fault in trouble.value.faults] == ["rows.none", rule]


@pytest.mark.parametrize("codes", [[None], ["nowhere"], [5], [5.5], [["E05000640"]], [True]])
def test_codes_that_are_none_are_said(write: Writer, codes: list[object]) -> None:
    with pytest.raises(RowsRejected) as trouble:
        read_boundaries(write("none.geojson", collection([LONDON], codes)))
    assert [fault.code for fault in trouble.value.faults] == ["rows.none", "boundaries.code"]


def test_one_broken_feature_does_not_keep_the_others_out(write: Writer) -> None:
    broken = polygon([-0.13, 51.50], [NAN, 51.50], [-0.12, 51.51], [-0.13, 51.50])
    result = read_boundaries(
        write("some.geojson", collection([broken, LONDON, polygon([-0.13, 51.50], [-0.12, 51.50])]))
    )
    assert result.rejected.select("line", "rule").rows() == [(1, "boundaries.shape"), (3, "boundaries.shape")]
    assert result.tables["shapes"]["code"].to_list() == ["E05000641"]


def test_a_shape_that_lies_on_another_of_its_code_is_rejected(write: Writer) -> None:
    result = read_boundaries(write("twice.geojson", collection([LONDON, LONDON], ["E05000640", "E05000640"])))
    assert result.rejected.select("line", "rule", "value").rows() == [(2, "boundaries.repeated", "E05000640")]
    assert (result.kept, result.details["joined"]) == (1, 0)


def test_coordinates_of_another_world_are_refused(write: Writer) -> None:
    """ESRI:104905 is longitude and latitude on Mars."""
    text = collection([LONDON]).replace(
        '"features"', '"crs": {"type": "name", "properties": {"name": "ESRI:104905"}}, "features"', 1
    )
    with pytest.raises(UnreadableInput) as trouble:
        read_boundaries(write("mars.geojson", text))
    assert trouble.value.code == "boundaries.unreadable"


@pytest.mark.parametrize("packed", [True, False])
def test_a_shapefile_that_is_cut_off_is_refused(tmp_path: Path, squares: list[Feature], packed: bool) -> None:
    """GDAL reads the half of it that is there and says nothing."""
    rings = [shapely.polygons(feature[1][0]) for feature in squares]  # type: ignore[index]
    codes = np.array([str(feature[0]["LSOA11CD"]) for feature in squares], object)
    made = tmp_path / "made"
    made.mkdir()
    pyogrio.raw.write(
        made / "a.shp", shapely.to_wkb(rings), [codes], ["LSOA11CD"], geometry_type="Polygon", crs="EPSG:27700",
        driver="ESRI Shapefile",
    )  # fmt: skip
    whole = (made / "a.shp").read_bytes()
    (made / "a.shp").write_bytes(whole[: len(whole) // 2])
    path = made / "a.shp"
    if packed:
        path = tmp_path / "a.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for part in sorted(made.iterdir()):
                archive.write(part, part.name)
    with pytest.raises(UnreadableInput, match="is cut off") as trouble:
        read_boundaries(path)
    assert trouble.value.code == "boundaries.unreadable"
