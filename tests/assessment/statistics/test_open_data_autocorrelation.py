"""Moran's I on the two published sets of the open data: St Louis homicides and Columbus crime."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pyogrio
import pytest
from scipy import sparse

from frith.assessment.statistics.autocorrelation import morans_i

pytestmark = pytest.mark.open_data


def read_gal(path: Path) -> sparse.csr_array:
    """Neighbour lists of a GAL file whose places are numbered from 1."""
    lines = path.read_text().split("\n")
    lists = {
        int(lines[i].split()[0]): [int(j) for j in lines[i + 1].split()] for i in range(1, len(lines) - 1, 2)
    }
    pairs = np.array([(i - 1, j - 1) for i, js in lists.items() for j in js])
    return sparse.csr_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(len(lists), len(lists)))


def test_st_louis_homicide_rates(open_data):
    folder = open_data / "bench/libpysal/stl"
    with (folder / "stl_hom.csv").open() as file:
        rates = [float(row["HR8893"]) for row in csv.DictReader(file)]
    made = morans_i(rates, read_gal(folder / "stl.gal"))
    # the documentation of esda.Moran
    assert made.i == pytest.approx(0.24365582621771695, abs=1e-12)
    assert made.expected == pytest.approx(-1 / 77)
    assert (made.z_normal, made.p_normal) == (
        pytest.approx(3.641097183545746),
        pytest.approx(0.00027147862770937614),
    )
    assert made.z_random == pytest.approx(4.704410220874632)


def test_columbus_crime(open_data):
    folder = open_data / "bench/libpysal/columbus"
    crime = pyogrio.read_dataframe(folder / "columbus.shp", columns=["CRIME"], read_geometry=False)["CRIME"]
    made = morans_i(crime.to_numpy(), read_gal(folder / "columbus.gal"))
    assert made.i == pytest.approx(0.500188557, abs=1e-9)
    assert (made.z_random, made.z_normal) == (pytest.approx(5.58938268), pytest.approx(5.63031279))
