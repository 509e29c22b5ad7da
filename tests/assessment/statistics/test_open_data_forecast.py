"""Forecasts of real monthly counts: official London counts by borough, and burglary by borough and LSOA.

Eighteen origins, six months apart, from 2013 on; they run through the lockdowns. The method's
constants were chosen on the boroughs of one half (by a checksum of the name). The other half chose nothing, but its
coverage was looked at while variants were compared, so it is no sealed hold-out.
"""

from __future__ import annotations

import zlib

import numpy as np
import polars as pl
import pytest

from frith.assessment.statistics.forecast import BackTest, back_test

pytestmark = pytest.mark.open_data


def same_month_error(counts: np.ndarray, tested: BackTest) -> float:
    """Mean absolute error of "the same month last year" over the same origins."""
    off = [np.abs(counts[:, o : o + 12] - counts[:, o - 12 : o]).sum() for o in tested.origins]
    return sum(off) / (12 * counts.shape[0] * len(tested.origins))


@pytest.fixture(scope="module")
def boroughs(open_data) -> tuple[np.ndarray, np.ndarray]:
    """Counts by minor category and borough, April 2010 to February 2024, and which half each borough is in."""
    frame = pl.read_parquet(open_data / "mps_counts/recorded-crime-borough-historical.parquet")
    months = [name for name in frame.columns if name.startswith("20")]
    half = np.array([zlib.crc32(name.encode()) % 2 for name in frame["boroughname"]])
    return frame.select(months).to_numpy().astype(float), half


@pytest.mark.parametrize("half", [0, 1])
def test_official_counts_by_borough(boroughs, half):
    counts = boroughs[0][boroughs[1] == half]
    tested = back_test(counts, origins=18)
    assert 0.93 <= tested.coverage <= 0.97
    assert np.nanmean(tested.error) < 0.9 * same_month_error(counts, tested)


def burglaries(open_data, by: str) -> np.ndarray:
    frame = pl.read_parquet(open_data / "police_uk/london/london_burglary_lsoa_month_2010-12_2022-12.parquet")
    frame = frame.with_columns(borough=pl.col("lsoa_name").str.replace(r" \d+\w*$", ""))
    wide = frame.pivot(on="month", index=by, values="n", aggregate_function="sum", sort_columns=True)
    return wide.drop(by).fill_null(0).to_numpy().astype(float)


def test_burglary_by_borough(open_data):
    counts = burglaries(open_data, "borough")
    tested = back_test(counts[counts.mean(axis=1) >= 5], origins=15)
    assert 0.93 <= tested.coverage <= 0.97


def test_burglary_by_small_area_where_counts_are_too_small_for_exact_coverage(open_data):
    # 1.2 a month: whole-number intervals must hold a little more than they promise
    counts = burglaries(open_data, "lsoa_code")[::5]
    tested = back_test(counts, origins=15)
    assert 0.95 <= tested.coverage <= 0.985
    assert np.nanmean(tested.error) < 0.85 * same_month_error(counts, tested)
