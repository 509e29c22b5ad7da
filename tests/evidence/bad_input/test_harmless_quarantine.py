"""The quarantine file is opened in Excel: what came in as a formula does not go out as one."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import duckdb
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.evidence.made_files import NORTH, Crime, entry, street_file

from frith.evidence.catalogue import Catalogue
from frith.evidence.loading import load_all
from frith.evidence.spreadsheet_text import FORMULA_STARTS, NUMBER, as_text, column_as_text, sql_as_text

HOSTILE = "=cmd|' /C calc'!A0"


def test_a_rejected_value_is_text(tmp_path: Path) -> None:
    path = street_file(tmp_path, [Crime(), Crime(month=HOSTILE)])
    catalogue = Catalogue(tmp_path / "var")
    (loaded,) = load_all(catalogue, [entry(path, areas=(NORTH,))])
    with (catalogue.folder(loaded.dataset) / "quarantine.csv").open(newline="") as handle:
        values = [row["value"] for row in csv.DictReader(handle)]
    assert f"'{HOSTILE}" in values
    assert not [value for value in values if value.startswith(FORMULA_STARTS)]


@given(st.text(min_size=1, max_size=20).filter(lambda text: "\x00" not in text))
def test_three_ways_of_saying_it_agree(text: str) -> None:
    number = re.fullmatch(NUMBER, text)
    by_column = pl.DataFrame({"value": [text]}).with_columns(column_as_text("value"))["value"][0]
    (by_sql,) = duckdb.execute(f"SELECT {sql_as_text('x')} FROM (SELECT ? AS x)", [text]).fetchone() or ("",)
    assert by_column == by_sql
    if not number:
        assert by_column == as_text(text)


@pytest.mark.parametrize("number", ["-0.12", "+44", "-999", "-1.500000, nan"])
def test_a_plain_number_stays(number: str) -> None:
    assert pl.DataFrame({"value": [number]}).with_columns(column_as_text("value"))["value"][0] == number
