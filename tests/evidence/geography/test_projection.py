"""Longitude and latitude to the National Grid and back."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj.transformer import Transformer

from frith.evidence.projection import grid_from_lonlat, in_britain, lonlat_from_grid


def test_a_published_test_point() -> None:
    """Ordnance Survey, OSTN15 test point TP19: ETRS89 52.2552938163 north, 2.1545586144 west is 389544.190, 261912.153.

    ETRS89 and WGS 84 are the same here to a metre.
    """
    easting, northing = grid_from_lonlat([-2.1545586144], [52.2552938163])
    assert easting[0] == pytest.approx(389_544.190, abs=3)
    assert northing[0] == pytest.approx(261_912.153, abs=3)


def test_agrees_with_projs_own_choice_on_land() -> None:
    """A second engine: PROJ picks the transformation for London itself."""
    transformer = Transformer.from_crs("EPSG:4326", "EPSG:27700", always_xy=True)
    lon, lat = np.linspace(-0.5, 0.3, 20), np.linspace(51.3, 51.7, 20)
    expected = transformer.transform(lon, lat)
    found = grid_from_lonlat(lon, lat)
    assert np.abs(np.subtract(found, expected)).max() < 3


@given(x=st.floats(100_000, 650_000), y=st.floats(10_000, 1_200_000))
def test_there_and_back_is_the_same_place(x: float, y: float) -> None:
    longitude, latitude = lonlat_from_grid([x], [y])
    easting, northing = grid_from_lonlat(longitude, latitude)
    assert np.hypot(easting[0] - x, northing[0] - y) < 0.01


@pytest.mark.parametrize(("lon", "lat"), [(np.nan, 51.5), (36.8, -1.3), (0.0, 0.0), (-75.0, 40.0)])
def test_a_missing_coordinate_and_one_abroad_give_nothing(lon: float, lat: float) -> None:
    easting, northing = grid_from_lonlat([lon], [lat])
    assert np.isnan(easting[0])
    assert np.isnan(northing[0])


def test_britain_has_edges() -> None:
    assert in_britain([530_000, -1, np.nan], [180_000, 180_000, 180_000]).tolist() == [True, False, False]
