"""Which counts must be hidden so that no small count can be worked out from what is shown.

Method: counts of 1 to 4 are hidden first. What a reader can then infer about a hidden count is the range of values
that the shown counts and the sums allow, found by linear programming; while a range is too narrow, the smallest
shown count that shares a sum with it is hidden as well (Willenborg and de Waal 2001, Elements of Statistical
Disclosure Control, chapter 4: feasibility intervals and secondary suppression).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog

from frith.assessment.exhibits import Table

_LEFT_OUT = 1e-6


@dataclass(frozen=True, slots=True, order=True)
class CellRef:
    """One cell: the table's id, the number of the row from 0, the column's key."""

    table: str
    row: int
    column: str


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum that holds between cells: ``total`` equals the parts together. One part says two cells are the same."""

    total: CellRef
    parts: tuple[CellRef, ...]

    @property
    def cells(self) -> tuple[CellRef, ...]:
        """The total and its parts."""
        return (self.total, *self.parts)


@dataclass(frozen=True, slots=True)
class Rule:
    """How strict to be.

    Counts from 1 to ``largest_suppressed`` are hidden. What a reader can infer about a hidden count must leave a range
    at least ``narrowest_range`` wide. In a group smaller than ``smallest_whole_group`` a part that holds everybody
    (100%) is hidden too, because it says of each member what they are.
    """

    largest_suppressed: int = 4
    narrowest_range: int = 4
    smallest_whole_group: int = 20


def hidden_cells(tables: Sequence[Table], sums: Iterable[Sum], rule: Rule) -> frozenset[CellRef]:
    """Return the cells to hide in linked tables. Deterministic: ties go to the earlier table, row and column."""
    counts = dict(_counts(tables))
    order = {ref: n for n, ref in enumerate(counts)}
    held = [s for s in sums if all(ref in counts for ref in s.cells)]
    primary = [ref for ref, value in counts.items() if 0 < value <= rule.largest_suppressed]
    primary += [ref for ref in _whole_groups(counts, held, rule) if ref not in primary]
    hidden = set(primary)
    waiting = list(primary)
    while waiting:
        ref = waiting[0]
        if _range(ref, counts, held, hidden) >= rule.narrowest_range:
            waiting.pop(0)
            continue
        more = _next_to_hide(ref, counts, held, hidden, order)
        if more is None:
            waiting.pop(0)
            continue
        hidden.add(more)
    return frozenset(hidden)


def totals_in(table: Table) -> Iterator[Sum]:
    """Find the totals inside a table by arithmetic: a row that is the sum of the others, a column likewise.

    A sum that holds by chance is protected too, which costs a little detail and can do no harm.
    """
    keys = [column.key for column in table.columns if column.key in table.counts_people]
    grid = np.array(
        [
            [_count(row[n]) for n, column in enumerate(table.columns) if column.key in keys]
            for row in table.rows
        ],
        dtype=float,
    ).reshape(len(table.rows), len(keys))
    for n, key in enumerate(keys):
        for total in _sum_of_others(grid[:, n]):
            rows = [r for r in range(len(table.rows)) if r != total]
            yield Sum(CellRef(table.id, total, key), tuple(CellRef(table.id, r, key) for r in rows))
    if keys and len(table.rows):
        for total in range(len(keys)):
            others = [n for n in range(len(keys)) if n != total]
            if len(others) > 1 and np.array_equal(grid[:, others].sum(axis=1), grid[:, total]):
                for r in range(len(table.rows)):
                    parts = tuple(CellRef(table.id, r, keys[n]) for n in others)
                    yield Sum(CellRef(table.id, r, keys[total]), parts)


def _sum_of_others(values: np.ndarray) -> list[int]:
    if len(values) < 3 or np.isnan(values).any():
        return []
    return [n for n, value in enumerate(values) if value > 0 and value == values.sum() - value]


def _counts(tables: Sequence[Table]) -> Iterator[tuple[CellRef, float]]:
    for table in tables:
        for number, row in enumerate(table.rows):
            for column, value in zip(table.columns, row, strict=True):
                if column.key in table.counts_people and not np.isnan(_count(value)):
                    yield CellRef(table.id, number, column.key), _count(value)


def _count(value: object) -> float:
    return float(value) if isinstance(value, int | float) else float("nan")


def _whole_groups(counts: Mapping[CellRef, float], sums: Iterable[Sum], rule: Rule) -> list[CellRef]:
    """Return parts that hold everybody in a small group."""
    return [
        part
        for held in sums
        for part in held.parts
        if len(held.parts) > 1 and 0 < counts[part] == counts[held.total] < rule.smallest_whole_group
    ]


def _range(ref: CellRef, counts: Mapping[CellRef, float], sums: Sequence[Sum], hidden: set[CellRef]) -> float:
    """Return how wide a range of values for a hidden cell agrees with everything shown; infinite if unbounded."""
    names = sorted(hidden)
    place = {name: n for n, name in enumerate(names)}
    rows, known = [], []
    for held in sums:
        if not any(cell in place for cell in held.cells):
            continue
        row, shown = np.zeros(len(names)), 0.0
        for cell, sign in ((held.total, -1.0), *((part, 1.0) for part in held.parts)):
            if cell in place:
                row[place[cell]] += sign
            else:
                shown += sign * counts[cell]
        rows.append(row)
        known.append(-shown)
    if not any(row[place[ref]] for row in rows):
        return float("inf")
    aim = np.zeros(len(names))
    aim[place[ref]] = 1.0
    ends = []
    for sign in (1.0, -1.0):
        found = linprog(
            sign * aim, A_eq=np.array(rows), b_eq=np.array(known), bounds=(0, None), method="highs"
        )
        if found.status in (3, 4):
            return float("inf")
        if found.status != 0 or found.fun is None:
            message = f"the sums of linked tables do not hold: {found.message}"
            raise ValueError(message)
        ends.append(sign * float(found.fun))
    return ends[1] - ends[0] + _LEFT_OUT


def _next_to_hide(
    ref: CellRef,
    counts: Mapping[CellRef, float],
    sums: Sequence[Sum],
    hidden: set[CellRef],
    order: Mapping[CellRef, int],
) -> CellRef | None:
    """Return the shown cell to hide next: in the sums that reach the cell, a part before a total, the smallest first.

    Sums are followed through hidden cells, nearest first, because a range can be narrow for want of another cell
    further on. A zero is taken last: hiding a count that everyone knows is nobody protects little.
    """
    reached, seen = [ref], {ref}
    while reached:
        touching = [held for held in sums if any(cell in reached for cell in held.cells)]
        shown = [
            (counts[cell] == 0, cell == held.total, counts[cell], order[cell], cell)
            for held in touching
            for cell in held.cells
            if cell not in hidden
        ]
        if shown:
            return min(shown)[-1]
        reached = [c for held in touching for c in held.cells if c not in seen]
        seen.update(reached)
    return None
