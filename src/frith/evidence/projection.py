"""Longitude and latitude to British National Grid and back, by one stated transformation everywhere.

The National Grid is EPSG:27700, longitude and latitude EPSG:4326. Between them stands the seven-parameter
transformation "OSGB36 to WGS 84 (6)" (EPSG:1314), whose stated accuracy in Great Britain is 2 m: finer than a map
point. It is always this one, at sea too: PROJ left to itself chooses by place and by the grids that are installed,
and the same evidence would then give other numbers elsewhere.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pyproj import CRS
from pyproj.enums import TransformDirection
from pyproj.network import set_network_enabled  # type: ignore[attr-defined]
from pyproj.transformer import Transformer

OPERATION = "OSGB36 to WGS 84 (6), EPSG:1314, accuracy 2 m"
BRITAIN = (0.0, 0.0, 700_000.0, 1_300_000.0)
"""The National Grid's own extent, in metres: west, south, east, north."""
LON_LAT_OF_BRITAIN = (-9.0, 49.0, 3.0, 61.5)
"""Longitudes and latitudes that may lie in Britain: west, south, east, north, in degrees."""
_PIPELINE = (
    "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step +proj=push +v_3"
    " +step +proj=cart +ellps=WGS84"
    " +step +inv +proj=helmert +x=446.448 +y=-125.157 +z=542.06 +rx=0.15 +ry=0.247 +rz=0.842 +s=-20.489"
    " +convention=position_vector"
    " +step +inv +proj=cart +ellps=airy +step +proj=pop +v_3"
    " +step +proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy"
)


def grid_from_lonlat(
    longitude: ArrayLike, latitude: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return easting and northing in metres, shape as given; NaN where a coordinate is missing or not in Britain."""
    lon, lat = np.asarray(longitude, np.float64), np.asarray(latitude, np.float64)
    west, south, east, north = LON_LAT_OF_BRITAIN
    inside = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    easting, northing = _pipeline().transform(np.where(inside, lon, np.nan), np.where(inside, lat, np.nan))
    return _finite(easting), _finite(northing)


def lonlat_from_grid(
    easting: ArrayLike, northing: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return longitude and latitude in degrees, shape as given; NaN where a coordinate is missing."""
    x, y = np.asarray(easting, np.float64), np.asarray(northing, np.float64)
    longitude, latitude = _pipeline().transform(x, y, direction=TransformDirection.INVERSE)
    return _finite(longitude), _finite(latitude)


def grid_from(crs: CRS, x: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return easting and northing of points in any coordinate system, by way of longitude and latitude."""
    set_network_enabled(active=False)
    if crs.to_epsg() != 4326:  # EPSG's number for longitude and latitude
        x, y = Transformer.from_crs(crs, "EPSG:4326", always_xy=True).transform(x, y)
    easting, northing = _pipeline().transform(x, y)
    return np.asarray(easting), np.asarray(northing)


def in_britain(easting: ArrayLike, northing: ArrayLike) -> NDArray[np.bool_]:
    """Return which points lie in the National Grid's extent."""
    x, y = np.asarray(easting, np.float64), np.asarray(northing, np.float64)
    west, south, east, north = BRITAIN
    inside: NDArray[np.bool_] = (x >= west) & (x <= east) & (y >= south) & (y <= north)
    return inside


@cache
def _pipeline() -> Transformer:
    return Transformer.from_pipeline(_PIPELINE)


def _finite(values: Any) -> NDArray[np.float64]:
    array = np.asarray(values, np.float64)
    return np.where(np.isfinite(array), array, np.nan)
