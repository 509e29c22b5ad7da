"""Longitude and latitude to British National Grid and back.

The National Grid is EPSG:27700, longitude and latitude EPSG:4326. With the Ordnance Survey's OSTN15 grid installed
PROJ is exact to about 0.1 m; without it, it uses the seven-parameter transformation "OSGB36 to WGS 84 (6)", whose
stated accuracy is 2 m. Either is finer than a map point. The name of the operation is kept with each dataset.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pyproj.network import set_network_enabled  # type: ignore[attr-defined]
from pyproj.enums import TransformDirection
from pyproj.transformer import Transformer

BRITAIN = (0.0, 0.0, 700_000.0, 1_300_000.0)
"""The National Grid's own extent, in metres: west, south, east, north."""
LON_LAT_OF_BRITAIN = (-9.0, 49.0, 3.0, 61.5)
"""Longitudes and latitudes that may lie in Britain: west, south, east, north, in degrees."""


@cache
def to_grid(crs: str = "EPSG:4326") -> Transformer:
    """Return the transformation from a coordinate system to the National Grid, x before y. Never uses the network."""
    set_network_enabled(active=False)
    return Transformer.from_crs(crs, "EPSG:27700", always_xy=True)


def operation() -> str:
    """Return the name and the stated accuracy of the transformation in use."""
    transformer = to_grid()
    transformer.transform(
        -0.1276, 51.5072
    )  # PROJ chooses among candidates at the first point: central London
    used = transformer.get_last_used_operation()
    return f"{used.description}, accuracy {used.accuracy:g} m"


def grid_from_lonlat(
    longitude: ArrayLike, latitude: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return easting and northing in metres, shape as given; NaN where a coordinate is missing or not in Britain."""
    lon, lat = np.asarray(longitude, np.float64), np.asarray(latitude, np.float64)
    west, south, east, north = LON_LAT_OF_BRITAIN
    inside = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    easting, northing = to_grid().transform(np.where(inside, lon, np.nan), np.where(inside, lat, np.nan))
    return _finite(easting), _finite(northing)


def lonlat_from_grid(
    easting: ArrayLike, northing: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return longitude and latitude in degrees, shape as given; NaN where a coordinate is missing."""
    x, y = np.asarray(easting, np.float64), np.asarray(northing, np.float64)
    longitude, latitude = to_grid().transform(x, y, direction=TransformDirection.INVERSE)
    return _finite(longitude), _finite(latitude)


def in_britain(easting: ArrayLike, northing: ArrayLike) -> NDArray[np.bool_]:
    """Return which points lie in the National Grid's extent."""
    x, y = np.asarray(easting, np.float64), np.asarray(northing, np.float64)
    west, south, east, north = BRITAIN
    return (x >= west) & (x <= east) & (y >= south) & (y <= north)


def _finite(values: Any) -> NDArray[np.float64]:
    array = np.asarray(values, np.float64)
    return np.where(np.isfinite(array), array, np.nan)
