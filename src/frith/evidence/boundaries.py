"""Boundaries: polygons of areas, from GeoJSON, TopoJSON, shapefile or GeoPackage, plain or packed.

Shapes are stored in British National Grid metres. Broken shapes are repaired (shapely's ``make_valid``) and counted.
A boundary file often says what its areas lie in; that becomes a look-up in the same dataset.
"""

from __future__ import annotations

import os
import re
import warnings
import zipfile
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pyogrio
import pyogrio.raw
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from pyproj.exceptions import ProjError

from frith.evidence import projection
from frith.evidence.codes import CODE, kind_of_code, read_heading, small_area_of
from frith.evidence.dataset import Family
from frith.evidence.lookups import area_columns, tables_of
from frith.evidence.read_result import ReadResult, rejects
from frith.evidence.text_table import unpacked
from frith.vocabulary.areas import AreaKind
from frith.vocabulary.faults import Fault, RowsRejected, UnreadableInput

FORMATS = (
    "GeoJSON (.geojson, .json), TopoJSON (.json, .topojson), shapefile (.zip, .shp) or GeoPackage (.gpkg)"
)
LIMIT = 2 * 1024**3
"""Bytes that a packed boundary file may unpack to. England and Wales in small areas, full resolution, has 1 GB."""
NATIONAL_GRID = 27700
"""The EPSG number of the British National Grid."""
LON_LAT = "EPSG:4326"
DEGREES = 360
_CODE_HEADINGS = ("gss_code", "gss", "areacd", "code", "area_code")
_NAME_HEADINGS = ("name", "areanm", "area_name")
# GDAL would follow an address in an old-style "crs" member
_LINKED_CRS = re.compile(rb'"crs"\s*:\s*\{[^{}]*"type"\s*:\s*"(?!name"|EPSG")')
_SHP_LENGTH_ENDS = 28
_OVERLAP = 0.01
"""Share of the smaller of two shapes of one code that may lie on the other: parts of an area are not drawn exactly."""
_EXAMPLES = 3
_REMEDIES = {
    "boundaries.code": "Name the column of official codes: code = '…'.",
    "boundaries.place": "Check the coordinate system that the file states, and the order of longitude and latitude.",
    "boundaries.repeated": "Keep one of the shapes of each code.",
    "boundaries.shape": "Give each area a polygon; points and lines are no areas.",
}
_MAGIC = {".shp": b"\x00\x00\x27\x0a", ".gpkg": b"SQLite format 3\x00"}


def read_boundaries(
    path: Path,
    *,
    kind: AreaKind | None = None,
    code: str | None = None,
    name: str | None = None,
    year: int | None = None,
) -> ReadResult:
    """Read one boundary file into ``areas``, ``nesting`` and ``shapes`` (code, kind, year, wkb; ordered by code).

    ``kind``, ``code`` and ``name`` state what the areas are and which columns hold code and name; without them the
    headings say it (``LSOA11CD``) or the codes do. ``year`` dates headings that name no year; 0 stands for unknown.
    A feature without a shape or a code, or outside Britain, is rejected; features that share a code are joined, as
    the islands of one area are, and one that lies on another of its code is rejected. Raises UnreadableInput if the
    file is none of :data:`FORMATS`, or its columns or coordinates cannot be told, and RowsRejected if no feature is
    left.
    """
    columns, geometry, crs = read_features(path)
    table = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    kind, code, name = area_of_features(table, path.name, kind, code, name)
    shapes, note = shapes_on_grid(geometry, crs, path.name)
    codes = table[code].to_list()
    bad = bad_features(codes, shapes, kind, path.name)
    places = np.setdiff1d(np.arange(len(shapes)), bad["line"].to_numpy() - 1)
    mended, repaired = repair(shapes[places])
    more = bad_shapes([codes[place] for place in places], mended, (places + 1).tolist(), kind, path.name)
    fits = ~np.isin(places + 1, more["line"].to_numpy())
    bad = pl.concat([bad, more]).sort("line")
    places, kept = places[fits], mended[fits]
    if not len(places):
        raise none_left(bad, path.name)
    held = table[places]
    stated = year or (read_heading(code, kind) or (kind, None, True))[1] or 0
    areas, nesting = parents_in(held, kind, code, name, stated, path.name)
    names = np.asarray(held[code].to_list(), dtype=object)
    return ReadResult(
        family=Family.BOUNDARIES,
        tables={"areas": areas, "nesting": nesting, "shapes": shape_table(names, kept, kind, stated)},
        rows_in=len(shapes),
        rejected=bad,
        details={
            "kind": kind.value,
            "year": stated,
            "coordinates": note,
            "repaired": repaired,
            "joined": len(names) - len(set(names)),
        },
    )


def read_features(path: Path) -> tuple[dict[str, list[str | None]], NDArray[Any], str | None]:
    """Return the attribute columns, the shapes as shapely geometries and the coordinate system of a file."""
    source = gdal_source(path)
    try:
        with warnings.catch_warnings():  # what GDAL warns of becomes a fault of its feature
            warnings.simplefilter("ignore", RuntimeWarning)
            meta, _, geometry, fields = pyogrio.raw.read(source)
    except (RuntimeError, ValueError, TypeError) as error:  # every fault that pyogrio knows is a RuntimeError
        # what GDAL says of it names its own parts, not what the reader has
        raise unreadable(path.name, "the file is not whole, or is not what its name says it is") from error
    if geometry is None or len(geometry) == 0:
        raise unreadable(path.name, "the file holds no shapes")
    columns = {
        str(field): [None if value is None else str(value) for value in values]
        for field, values in zip(meta["fields"], fields, strict=True)
    }
    return columns, shapes_of(geometry), meta["crs"]


def shapes_of(wkb: NDArray[Any]) -> NDArray[Any]:
    """Return shapes; None for one that cannot be made, has no extent, or has a coordinate that is no number.

    Extent is asked for here, before a straight line in degrees becomes a curve in metres.
    """
    with np.errstate(invalid="ignore"):
        shapes = np.asarray(shapely.from_wkb(wkb, on_invalid="ignore"))
    points, owners = shapely.get_coordinates(shapes, return_index=True)
    shapes[np.unique(owners[~np.isfinite(points).all(axis=1)])] = None
    for place in np.flatnonzero(shapely.area(shapes) == 0):
        if polygons_of(shapely.make_valid(shapes[place])).is_empty:
            shapes[place] = None
    return shapes


def gdal_source(path: Path) -> str:
    """Return the name under which GDAL opens a file, once its first bytes show that it is what its name says."""
    name = path.name.lower()
    if name.endswith(".zip"):
        return zip_source(path)
    packed = name.endswith(".gz")
    suffix = Path(name.removesuffix(".gz")).suffix
    data = unpacked(path, LIMIT)
    if suffix in _MAGIC:
        if not data.startswith(_MAGIC[suffix]):
            raise unreadable(path.name, f"the file is called {suffix} and does not begin like one")
        if suffix == ".shp":
            refuse_cut_off(data[:_SHP_LENGTH_ENDS], len(data), path.name, path.name)
    elif not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        raise unreadable(path.name, "the file is not GeoJSON or TopoJSON")
    elif _LINKED_CRS.search(data):
        raise unreadable(path.name, "the file names its coordinate system by an address on the network")
    return f"/vsigzip/{os.fspath(path)}" if packed else os.fspath(path)


def zip_source(path: Path) -> str:
    """Return how GDAL opens the one shapefile or GeoPackage in a zip. It is read in place: nothing is unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            files = [info for info in archive.infolist() if not info.is_dir()]
            inside = [info for info in files if Path(info.filename).suffix.lower() in _MAGIC]
            if sum(info.file_size for info in files) > LIMIT:
                raise unreadable(path.name, f"the zip unpacks to more than {LIMIT:,} bytes")
            if len(inside) != 1:
                raise unreadable(path.name, f"the zip holds {len(inside)} shapefiles or GeoPackages, not one")
            with archive.open(inside[0]) as file:
                magic = file.read(_SHP_LENGTH_ENDS)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
        raise unreadable(path.name, f"the zip is damaged ({error})") from None
    suffix = Path(inside[0].filename).suffix.lower()
    if not magic.startswith(_MAGIC[suffix]):
        raise unreadable(path.name, f"{inside[0].filename} does not begin like a {suffix} file")
    if suffix == ".shp":
        refuse_cut_off(magic, inside[0].file_size, inside[0].filename, path.name)
    return f"/vsizip/{{{os.fspath(path)}}}/{inside[0].filename}"


def refuse_cut_off(start: bytes, size: int, member: str, file: str) -> None:
    """Refuse a shapefile that is shorter than its header says (in 16-bit words, ESRI 1998): GDAL drops what is lost."""
    stated = 2 * int.from_bytes(start[24:_SHP_LENGTH_ENDS], "big")
    if len(start) < _SHP_LENGTH_ENDS or size < stated:
        raise unreadable(file, f"{member} is cut off: it says that it has {stated:,} bytes, and has {size:,}")


def area_of_features(
    table: pl.DataFrame, file: str, kind: AreaKind | None, code: str | None, name: str | None
) -> tuple[AreaKind, str, str | None]:
    """Return what the features are: the kind of area, the heading of its code and the heading of its name."""
    headings = {heading.lower(): heading for heading in table.columns}
    absent = [stated for stated in (code, name) if stated and stated.lower() not in headings]
    if absent:
        raise UnreadableInput(
            Fault("boundaries.column", "no such column", file, ", ".join(table.columns), ", ".join(absent))
        )
    if code is None:
        code = code_heading(table, kind, file) or next(
            (headings[h] for h in _CODE_HEADINGS if h in headings), None
        )
    else:
        code = headings[code.lower()]
    kind = kind or (kind_of_column(table, code, file) if code else None)
    if code is None or kind is None:
        raise UnreadableInput(
            Fault(
                "boundaries.kind",
                "the columns do not say what kind of area these are",
                file,
                "a heading such as LSOA11CD or WD18CD, or GSS_CODE with official codes",
                ", ".join(table.columns),
                "State the kind and the code column beside the file, for example kind = 'ward', code = 'WARD_ID'.",
            ),
        )
    wanted = (name or "").lower() or re.sub(r"(cd|code)$", "nm", code.lower())
    found = headings.get(wanted) or next((headings[h] for h in _NAME_HEADINGS if h in headings), None)
    return kind, code, found


def code_heading(table: pl.DataFrame, kind: AreaKind | None, file: str) -> str | None:
    """Return the heading that names the smallest kind of area (or the kind stated), or None."""
    small = small_area_of(file)
    order = list(AreaKind)
    found = []
    for heading in table.columns:
        meaning = read_heading(heading, small)
        if meaning and meaning[2] and not heading.lower().startswith("lb_") and kind in {None, meaning[0]}:
            found.append((order.index(meaning[0]), heading))
    return min(found)[1] if found else None


def kind_of_column(table: pl.DataFrame, code: str, file: str) -> AreaKind | None:
    """Return the kind of area that a column's heading names, or the one kind that all its codes stand for."""
    small = small_area_of(file)
    meaning = read_heading(code, small)
    if meaning:
        return meaning[0]
    kinds = {kind_of_code(value or "", small) for value in table[code].to_list()} - {None}
    return kinds.pop() if len(kinds) == 1 else None


def shapes_on_grid(shapes: NDArray[Any], crs: str | None, file: str) -> tuple[NDArray[Any], str]:
    """Return the shapes in National Grid metres, flat, and a note of how they got there."""
    flat = shapely.force_2d(shapes)
    with np.errstate(invalid="ignore"):
        bounds = shapely.total_bounds(flat)
    if not np.isfinite(bounds).all():
        return flat, "no feature has coordinates"
    system, note = coordinate_system(crs, bounds, file)
    if system is None:
        return flat, note

    def moved(points: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(projection.grid_from(system, points[:, 0], points[:, 1]))

    try:
        on_grid = np.asarray(shapely.transform(flat, moved))
    except ProjError:
        raise unreadable(
            file, f"its coordinates ({system.name}) cannot be brought to the National Grid"
        ) from None
    return on_grid, f"{note}; {projection.OPERATION}"


def coordinate_system(crs: str | None, bounds: NDArray[np.float64], file: str) -> tuple[CRS | None, str]:
    """Return the coordinate system (None for the National Grid), and whether the file states it or the size shows it.

    GeoJSON that states none means longitude and latitude; where the numbers are too large to be degrees it does not.
    """
    west, south, east, north = bounds
    if crs and not (crs == LON_LAT and max(abs(west), abs(south), east, north) > DEGREES):
        try:
            read = CRS.from_user_input(crs)
        except ProjError:
            raise unreadable(file, "the coordinate system cannot be read") from None
        if "British National Grid" in read.name or read.to_epsg() == NATIONAL_GRID:
            return None, "British National Grid"
        return read, f"longitude and latitude ({read.name})" if read.is_geographic else read.name
    lon_lat, grid = projection.LON_LAT_OF_BRITAIN, projection.BRITAIN
    if lon_lat[0] <= west and lon_lat[1] <= south and east <= lon_lat[2] and north <= lon_lat[3]:
        return CRS.from_user_input(
            LON_LAT
        ), "longitude and latitude, told by their size: the file does not say"
    if grid[0] <= west and grid[1] <= south and east <= grid[2] and north <= grid[3]:
        return None, "British National Grid, told by its size: the file does not say"
    raise unreadable(file, "the file does not say its coordinate system, and its numbers are not in Britain")


def bad_features(codes: list[str | None], shapes: NDArray[Any], kind: AreaKind, file: str) -> pl.DataFrame:
    """Return the features left out; ``line`` is the feature's number, from 1."""
    with np.errstate(invalid="ignore"):  # of an empty shape
        bounds = shapely.bounds(shapes)
    inside = np.all(projection.in_britain(bounds[:, [0, 2]], bounds[:, [1, 3]]), axis=1).tolist()
    polygons = [
        shape is not None and not shape.is_empty and shape.geom_type in {"Polygon", "MultiPolygon"}
        for shape in shapes
    ]
    rows = []
    for number, (code, area, has_shape) in enumerate(zip(codes, inside, polygons, strict=True), start=1):
        if not CODE.fullmatch(code or ""):
            rows.append((file, number, "boundaries.code", code or "", "the feature has no area code"))
        elif not has_shape:
            rows.append(
                (
                    file,
                    number,
                    "boundaries.shape",
                    code or "",
                    f"the {kind.words} has no polygon with an extent that can be read",
                )
            )
        elif not area:
            rows.append((file, number, "boundaries.place", code or "", "the shape is not in Great Britain"))
    return rejects(rows)


def bad_shapes(
    codes: list[str], shapes: NDArray[Any], lines: list[int], kind: AreaKind, file: str
) -> pl.DataFrame:
    """Return the features left out once they are mended: those without extent, and those that repeat another."""
    held: dict[str, Any] = {}
    rows = []
    for code, shape, number in zip(codes, shapes, lines, strict=True):
        other = held.get(code)
        if shape.area == 0:
            rows.append(
                (file, number, "boundaries.shape", code, f"the polygon of the {kind.words} has no extent")
            )
        elif other is None:
            held[code] = shape
        elif shapely.intersection(shape, other).area > _OVERLAP * min(shape.area, other.area):
            reason = "the shape lies on another of the same code, so one of the two is wrong"
            rows.append((file, number, "boundaries.repeated", code, reason))
        else:
            held[code] = shapely.union(shape, other)
    return rejects(rows)


def none_left(bad: pl.DataFrame, file: str) -> RowsRejected:
    """Return the trouble of a file of which no feature is left, with every rule that was broken."""
    broken = [bad.filter(pl.col("rule") == rule) for rule in sorted(bad["rule"].unique())]
    return RowsRejected(
        Fault("rows.none", "no feature is left to load", file, remedy="Check that this is the right file."),
        *(
            Fault(
                rows["rule"][0],
                f"{rows.height:,} features: {rows['reason'][0]}",
                file,
                given="; ".join(
                    f"feature {line}: {value!r}"
                    for line, value in rows.head(_EXAMPLES).select("line", "value").iter_rows()
                ),
                remedy=_REMEDIES[rows["rule"][0]],
            )
            for rows in broken
        ),
    )


def repair(shapes: NDArray[Any]) -> tuple[NDArray[Any], int]:
    """Return valid polygons and how many were mended. Mending can leave slivers of line, which are dropped."""
    broken = ~shapely.is_valid(shapes)
    if broken.any():
        shapes = shapes.copy()
        shapes[broken] = [polygons_of(shape) for shape in shapely.make_valid(shapes[broken])]
    return shapes, int(broken.sum())


def polygons_of(shape: Any) -> Any:
    """Return only the polygons of a shape."""
    return shapely.union_all(
        [part for part in shapely.get_parts(shape) if part.geom_type.endswith("Polygon")]
    )


def shape_table(codes: NDArray[Any], shapes: NDArray[Any], kind: AreaKind, year: int) -> pl.DataFrame:
    """Return one row per code, ordered by code; shapes that share a code are joined."""
    order = np.argsort(codes, kind="stable")
    names, starts = np.unique(codes[order].astype(str), return_index=True)
    groups = np.split(shapes[order], starts[1:])
    joined = [group[0] if len(group) == 1 else shapely.union_all(group) for group in groups]
    return pl.DataFrame(
        {"code": names.tolist(), "kind": kind.value, "year": year, "wkb": shapely.to_wkb(joined).tolist()},
        schema={"code": pl.String, "kind": pl.String, "year": pl.Int64, "wkb": pl.Binary},
    )


def parents_in(
    table: pl.DataFrame, kind: AreaKind, code: str, name: str | None, year: int, file: str
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the ``areas`` and ``nesting`` tables that the attribute columns hold."""
    others = [column for column in area_columns(table.columns, file, year) if column[2] != code]
    sound = [
        column
        for column in others
        if all(kind_of_code(value or "", column[0]) is column[0] for value in table[column[2]].unique())
    ]
    return tables_of(table, [(kind, year, code, name), *sound])


def unreadable(file: str, what: str) -> UnreadableInput:
    """Return the trouble of a file that holds no readable boundaries."""
    return UnreadableInput(Fault("boundaries.unreadable", what, file, FORMATS, "", "Get the file again."))
