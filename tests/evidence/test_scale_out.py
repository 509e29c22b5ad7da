"""The same question on DuckDB and on Spark gives the same counts. Runs where the scale-out extra is installed."""

import importlib.util
from pathlib import Path

import duckdb
import pytest

from frith.evidence.scale_out import connect, count_cells
from frith.vocabulary.faults import WrongSettings

ROWS = """SELECT CASE WHEN i % 97 = 0 THEN NULL ELSE 'E010' || lpad((i * 7919 % 131)::VARCHAR, 5, '0') END AS lsoa,
    (24192 + i % 36)::INTEGER AS month, 'category-' || (i * 31 % 14)::VARCHAR AS category FROM range({n}) t(i)"""


def made(folder: Path) -> list[Path]:
    paths = [folder / "one.parquet", folder / "two.parquet"]
    for n, path in zip((20_000, 5_000), paths, strict=True):
        duckdb.sql(f"COPY ({ROWS.format(n=n)}) TO '{path}' (FORMAT parquet)")
    return paths


@pytest.mark.spark
@pytest.mark.filterwarnings("ignore")
def test_spark_and_duckdb_count_the_same(tmp_path: Path) -> None:
    paths = made(tmp_path)
    here = count_cells(connect("duckdb"), paths)
    there = count_cells(connect("spark"), paths)
    assert here == there
    assert sum(cell[-1] for cell in here) == 25_000


@pytest.mark.skipif(importlib.util.find_spec("ibis") is not None, reason="the extra is installed here")
def test_without_the_extra_it_says_what_to_install() -> None:
    with pytest.raises(WrongSettings, match=r"requirements/spark\.txt"):
        connect("spark")
