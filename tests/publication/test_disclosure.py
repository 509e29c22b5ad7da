"""Disclosure control: who may see what, and that nothing hidden can be worked out."""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.publication.small import people

import frith
from frith.assessment.exhibits import Column, Table
from frith.publication.disclosure import CellRef, Rule, Sum, publishable, publishable_set, rounded_cut
from frith.publication.suppression import hidden_cells, totals_in
from frith.publication.wording import SUPPRESSED
from frith.vocabulary.disclosure import Audience, DisclosurePolicy
from frith.vocabulary.faults import Refused

PUBLIC = Audience.PUBLIC


def test_public_data_is_exempt_and_marked_so() -> None:
    table = replace(people((("a", 1), ("b", 2)), "n"), disclosure=DisclosurePolicy.ALREADY_PUBLIC)
    shown = publishable(table, PUBLIC)
    assert shown.table == table
    assert "Already public" in shown.applied


def test_small_counts_are_suppressed_for_the_public_only() -> None:
    table = people((("a", 3), ("b", 40), ("c", 50)), "n")
    assert publishable(table, PUBLIC).table.rows[0] == ("a", SUPPRESSED)
    for audience in (Audience.PARTNERSHIP, Audience.RESTRICTED):
        seen = publishable(table, audience)
        assert seen.table == table
        assert "marking" in seen.applied


def test_the_threshold_can_be_set() -> None:
    table = people((("a", 9), ("b", 40), ("c", 50)), "n")
    assert publishable(table, PUBLIC).table == table
    strict = publishable(table, PUBLIC, rule=Rule(largest_suppressed=9))
    assert strict.table.rows[0] == ("a", SUPPRESSED)
    assert "1 to 9" in strict.applied


def test_restricted_data_is_refused_to_the_public_with_every_table_named() -> None:
    tables = [
        replace(people((("a", 9),), "n", name=name), disclosure=DisclosurePolicy.RESTRICTED, title=name)
        for name in "xy"
    ]
    with pytest.raises(Refused) as refusal:
        publishable_set(tables, PUBLIC)
    assert [fault.where for fault in refusal.value.faults] == ["x", "y"]
    assert publishable(tables[0], Audience.PARTNERSHIP).table == tables[0]


def test_a_total_does_not_give_the_small_count_away() -> None:
    """One small count under a total: a second count must go, and the smallest of the rest is chosen."""
    table = people((("a", 3), ("b", 12), ("c", 60), ("All", 75)), "n")
    rows = publishable(table, PUBLIC).table.rows
    assert rows == (("a", SUPPRESSED), ("b", SUPPRESSED), ("c", 60), ("All", 75))


def test_two_small_counts_whose_sum_is_known_are_protected_by_a_third() -> None:
    """1 + 1 = 2 leaves each between 0 and 2, too narrow, so another count goes too."""
    table = people((("a", 1), ("b", 1), ("c", 60), ("All", 62)), "n")
    rows = publishable(table, PUBLIC).table.rows
    assert [row[1] for row in rows] == [SUPPRESSED, SUPPRESSED, SUPPRESSED, 62]


def test_a_linked_table_is_protected_with_it() -> None:
    first = people((("a", 3), ("b", 30), ("c", 60)), "n", name="first")
    second = people((("a", 3), ("z", 90)), "n", name="second")
    same = Sum(CellRef("first", 0, "n"), (CellRef("second", 0, "n"),))
    shown = publishable_set((first, second), PUBLIC, [same])
    assert shown[0].table.rows[0][1] == SUPPRESSED
    assert shown[1].table.rows[0][1] == SUPPRESSED


def test_a_total_declared_between_tables_is_honoured() -> None:
    """The boroughs' table shows the sum of the wards' table: a ward hidden alone could be worked out."""
    wards = people((("a", 2), ("b", 30)), "n", name="wards")
    borough = people((("All", 32),), "n", name="borough")
    total = Sum(CellRef("borough", 0, "n"), (CellRef("wards", 0, "n"), CellRef("wards", 1, "n")))
    shown = publishable_set((wards, borough), PUBLIC, [total])
    assert [row[1] for row in shown[0].table.rows] == [SUPPRESSED, SUPPRESSED]


def test_numbers_worked_out_from_a_hidden_count_are_hidden() -> None:
    table = Table(
        id="t",
        title="t",
        columns=(
            Column("label", "Label"),
            Column("n", "Count", "count"),
            Column("share", "Share", "percent"),
        ),
        rows=(("a", 3, 2.4), ("b", 122, 97.6)),
        sources=(),
        disclosure=DisclosurePolicy.THRESHOLD,
        counts_people=("n",),
    )
    assert publishable(table, PUBLIC).table.rows == (("a", SUPPRESSED, SUPPRESSED), ("b", 122, 97.6))


def test_everybody_in_a_small_group_is_not_shown_as_such() -> None:
    """Of seven people all seven were victims: to show it says so of each of them."""
    table = people((("group", 7, 0, 7), ("others", 40, 30, 70)), "victims", "not", "all")
    rows = publishable(table, PUBLIC).table.rows
    assert rows[0][1] == SUPPRESSED
    assert SUPPRESSED in rows[0][2:]


def test_a_zero_alone_is_shown() -> None:
    table = people((("a", 0), ("b", 40), ("c", 60)), "n")
    assert publishable(table, PUBLIC).table == table


def test_rounding_for_interactive_cuts() -> None:
    table = people((("a", 12, 13), ("b", 2, 3)), "n", "m")
    cut = rounded_cut(table, base=30)
    assert cut.table.rows == (("a", 10, 15), ("b", 0, 5))
    with pytest.raises(Refused, match="too few people"):
        rounded_cut(table, base=9)


def test_totals_are_found_by_arithmetic() -> None:
    table = people((("a", 5, 6, 11), ("b", 7, 8, 15), ("All", 12, 14, 26)), "x", "y", "z")
    found = {held.total for held in totals_in(table)}
    assert {CellRef("people", 2, key) for key in "xyz"} <= found
    assert {CellRef("people", row, "z") for row in range(3)} <= found


@st.composite
def _grids(draw: st.DrawFn) -> Table:
    rows = draw(st.integers(2, 3))
    columns = draw(st.integers(2, 3))
    inner = [[draw(st.integers(0, 9)) for _ in range(columns)] for _ in range(rows)]
    for row in inner:
        row.append(sum(row))
    inner.append([sum(row[n] for row in inner) for n in range(columns + 1)])
    keys = [*(f"k{n}" for n in range(columns)), "all"]
    return people(tuple((f"r{n}", *row) for n, row in enumerate(inner)), *keys)


def _consistent_values(table: Table, hidden: frozenset[CellRef], most: int) -> dict[CellRef, set[int]]:
    """Try every whole number from 0 to ``most`` in each hidden inner cell and keep those that agree with what is shown.

    A second engine: it knows nothing of linear programming, only of adding up.
    """
    keys = [column.key for column in table.columns[1:]]
    height, width = len(table.rows) - 1, len(keys) - 1
    cells = [CellRef(table.id, r, keys[c]) for r in range(height) for c in range(width)]
    unknown = [cell for cell in cells if cell in hidden]
    known = {
        CellRef(table.id, r, keys[c]): int(table.rows[r][c + 1] or 0)
        for r in range(height + 1)
        for c in range(width + 1)
    }
    tried = np.indices((most + 1,) * len(unknown)).reshape(len(unknown), (most + 1) ** len(unknown))
    value = {cell: np.full(tried.shape[1], count) for cell, count in known.items()}
    value.update(zip(unknown, tried, strict=True))
    for r in range(height):
        value[CellRef(table.id, r, keys[-1])] = sum(
            value[CellRef(table.id, r, keys[c])] for c in range(width)
        )
    for key in keys:
        value[CellRef(table.id, height, key)] = sum(value[CellRef(table.id, r, key)] for r in range(height))
    agree = np.full(tried.shape[1], fill_value=True)  # where every cell is hidden, every guess agrees
    for cell, count in known.items():
        if cell not in hidden:
            agree &= value[cell] == count
    return {cell: set(value[cell][agree].tolist()) for cell in hidden}


@settings(max_examples=60, deadline=None)
@given(_grids())
def test_no_small_count_can_be_worked_out_by_subtraction(table: Table) -> None:
    """Whatever is hidden, a reader who knows the totals is left with a range for every small count."""
    rule = Rule(smallest_whole_group=0)
    hidden = hidden_cells([table], list(totals_in(table)), rule)
    small = [
        CellRef(table.id, r, column.key)
        for r, row in enumerate(table.rows)
        for column, value in zip(table.columns[1:], row[1:], strict=True)
        if 0 < int(value or 0) <= rule.largest_suppressed
    ]
    assert set(small) <= hidden
    inner_hidden = [c for c in hidden if c.row < len(table.rows) - 1 and c.column != "all"]
    if len(inner_hidden) > 5:
        return  # too many guesses to try them all; smaller cases cover the rule
    values = _consistent_values(table, hidden, most=14)
    for cell in small:
        assert len(values[cell]) > 1, f"{cell} can be worked out: {values[cell]}"


def test_only_disclosure_makes_a_publishable() -> None:
    """No other module of the engine may put a table into a document."""
    makers = {
        path.name
        for path in Path(frith.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Publishable"
    }
    assert makers == {"disclosure.py"}
