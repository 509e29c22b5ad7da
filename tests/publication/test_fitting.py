"""Columns are as wide as their words need, and together as wide as the line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frith.publication.fitting import SIZES, fitted
from frith.publication.fonts import text_width

columns = st.lists(
    st.lists(st.text("abcdefgh ijk,123", max_size=50), min_size=1, max_size=6), min_size=1, max_size=9
)


@given(columns)
def test_the_columns_fill_the_line(held: list[list[str]]) -> None:
    size, widths = fitted(held, 470, 9)
    assert sum(widths) == pytest.approx(470)
    assert size in SIZES


@given(columns)
def test_no_word_is_wider_than_its_column(held: list[list[str]]) -> None:
    size, widths = fitted(held, 470, 9)
    longest = [
        max((text_width(w, size, 600) for text in column for w in text.split()), default=0) + 9
        for column in held
    ]
    if sum(longest) <= 470:
        assert all(width >= least - 1e-6 for width, least in zip(widths, longest, strict=True))


def test_a_crowded_table_is_set_smaller() -> None:
    crowded = [["Measured quantity", "1,234,567"]] * 12
    assert fitted(crowded, 470, 9)[0] < SIZES[0]
