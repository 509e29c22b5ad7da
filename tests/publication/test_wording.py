"""Words around numbers: the same in every format."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.publication.small import FIGURE, paper

from frith.assessment.exhibits import Cell, Column, ColumnKind, Table
from frith.publication.document import SourceNote
from frith.publication.wording import (
    cell,
    figure_value,
    in_words,
    paragraphs_of,
    shown_columns,
    source_facts,
    source_line,
    source_numbers,
)


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


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Against 2016-04..2017-03; edition 2026", "Against April 2016 to March 2017; edition 2026"),
        ("Months 2017-06, 2017-07", "Months Jun 2017, Jul 2017"),
        ("fraud-and-forgery", "Fraud and forgery"),
        ("month-to-month scatter", "month-to-month scatter"),
        ("as at 2016-04-30", "as at 2016-04-30"),
        ("SI 2007-31 of 2016/17", "SI 2007-31 of 2016/17"),
    ],
)
def test_codes_are_written_as_words(text: str, written: str) -> None:
    assert in_words(text) == written


def test_sources_are_told_by_their_place_in_the_annex() -> None:
    notes = tuple(SourceNote(name, name, "", "", "", "", "") for name in ("a", "b", "c"))
    held = paper(sources=notes)
    assert source_numbers(("c", "a", "c"), held, "Annex D") == "Sources: 1, 3 (Annex D)."
    assert source_numbers(("b", "lost"), held, "Annex D") == "Sources: 2, lost (Annex D)."
    assert source_numbers((), held, "Annex D") == ""


def test_what_is_not_graded_is_not_called_a_grade() -> None:
    assert "Quality not graded." in source_facts(SourceNote("a", "A", "", "OGL", "", "", "not graded"))
    assert "Quality grade B: few." in source_facts(SourceNote("a", "A", "", "OGL", "", "", "B: few"))


def test_a_column_of_nothing_but_codes_does_not_print() -> None:
    columns = (Column("name", "Name"), Column("code", "Code"), Column("n", "N", "count"))
    table = Table(
        id="t", title="T", columns=columns, rows=(("A", "E01000001", 3), ("B", "E01000002", 4)), sources=()
    )
    assert shown_columns(table) == (0, 2)
    assert shown_columns(replace(table, rows=(("A", "fig-0a1, fig-0b2", 3),))) == (0, 2)
    assert shown_columns(replace(table, rows=())) == (0, 1, 2)
