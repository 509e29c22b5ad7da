"""Words around numbers: the same in every format."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.publication.small import FIGURE, paper

from frith.assessment.exhibits import Cell, Column, ColumnKind
from frith.publication.wording import cell, figure_value, paragraphs_of, source_line


@pytest.mark.parametrize(
    ("value", "kind", "written"),
    [
        (12546, "count", "12,546"),
        (-87, "count", "−87"),
        (None, "count", "[x]"),
        (float("nan"), "rate", "[x]"),
        (0, "count", "0"),
        (42.06, "percent", "42.1%"),
        (0.00004, "p", "< 0.001"),
        (0.034, "p", "0.034"),
        ("2016-04", "month", "Apr 2016"),
        ("All", "month", "All"),
        ("[c]", "count", "[c]"),
        (3.14159, "decimal", "3.1"),
        ("on or near Market Street", "text", "on or near Market Street"),
    ],
)
def test_a_cell_is_written_as_its_column_asks(value: Cell, kind: ColumnKind, written: str) -> None:
    assert cell(value, Column("k", "K", kind)) == written


def test_a_percentage_of_few_is_written_as_a_count_of_them() -> None:
    share = replace(FIGURE, unit="%", value=25.0, numerator=3, denominator=12)
    assert figure_value(share) == "3 of 12"
    assert figure_value(replace(share, numerator=30, denominator=120)) == "25.0%"


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (64812, "crimes", "64,812 crimes"),
        (264.61, "per 1,000 residents", "264.6 per 1,000 residents"),
        (1.6, "times", "1.60 times"),
        (None, "crimes", "not known"),
    ],
)
def test_a_figure_is_written_with_its_unit(value: float | None, unit: str, written: str) -> None:
    assert figure_value(replace(FIGURE, value=value, unit=unit)) == written


def test_a_note_is_split_at_blank_lines() -> None:
    assert paragraphs_of("One\nline.\n\nTwo.\n\n\n") == ("One line.", "Two.")


def test_an_unknown_source_is_named_by_its_id() -> None:
    assert source_line(("ds-a", "ds-b", "ds-a"), paper()) == "Sources: ds-a; ds-b."
