"""What the public may see of figures that count people: all, or nothing that gives a small count away.

The rule is that of :mod:`frith.publication.suppression`: counts of 1 to 4 are not shown, nor what would reveal them by
subtraction. A share says three counts (its numerator, its denominator and so the rest), and its note says how many are
in neither and how many there were together; figures that count the same people are protected together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from frith.assessment.exhibits import Column, Table
from frith.publication.suppression import CellRef, Rule, Sum, hidden_cells
from frith.vocabulary.disclosure import DisclosurePolicy, DisclosureState
from frith.vocabulary.figures import Figure
from frith.work.performance.definitions import Member, definition_of
from frith.work.performance.figures import INVENTED

NOT_SHOWN = "Not shown, because a count of 1 to 4 people could be worked out from it."
NOTE_NOT_SHOWN = "How many are in neither number is not shown, to protect people."
_COUNT = "count"
_NUMERATOR, _REST, _DENOMINATOR, _ALL = range(4)


@dataclass(frozen=True, slots=True)
class Computed:
    """A figure as it was counted: its records, and the counts of those who are in neither of its numbers."""

    figure: Figure
    members: tuple[Member, ...]
    beside: tuple[int, ...] = ()


def for_the_public(computed: Sequence[Computed]) -> tuple[Figure, ...]:
    """Return figures that stand in one paper as the public may see them.

    A figure that is suppressed keeps none of its numbers; its definition, period and baseline stay. Where the notes
    would give a small count away, all of them are left out, rather than a figure.
    """
    tables = [_table(each) for each in computed]
    bare = [replace(table, rows=table.rows[:_ALL]) for table in tables]
    hidden = hidden_cells(bare, [_share(table) for table in bare], Rule())
    sums = [*map(_share, tables), *map(_note, tables), *_same_people(computed, tables)]
    noted = hidden_cells(tables, sums, Rule()) == hidden
    return tuple(
        _public(each, suppressed=any(ref.table == each.figure.id for ref in hidden), noted=noted)
        for each in computed
    )


def _table(computed: Computed) -> Table:
    """Lay out what a figure and its note say: numerator, rest, denominator, all, and each count of the others."""
    part, whole = round(computed.figure.numerator or 0), round(computed.figure.denominator or 0)
    counts = (part, whole - part, whole, whole + sum(computed.beside), *computed.beside)
    return Table(
        id=computed.figure.id,
        title=computed.figure.definition,
        columns=(Column(_COUNT, "Count", "count"),),
        rows=tuple((count,) for count in counts),
        sources=computed.figure.sources,
        disclosure=DisclosurePolicy.THRESHOLD,
        counts_people=(_COUNT,),
    )


def _share(table: Table) -> Sum:
    cells = [CellRef(table.id, row, _COUNT) for row in range(_ALL)]
    return Sum(cells[_DENOMINATOR], (cells[_NUMERATOR], cells[_REST]))


def _note(table: Table) -> Sum:
    cells = [CellRef(table.id, row, _COUNT) for row in range(len(table.rows))]
    return Sum(cells[_ALL], (cells[_DENOMINATOR], *cells[_ALL + 1 :]))


def _same_people(computed: Sequence[Computed], tables: Sequence[Table]) -> Iterator[Sum]:
    """Yield that two figures count the same people, where kind of record, place, time and number agree."""
    for position, (one, table) in enumerate(zip(computed, tables, strict=True)):
        for other, beside in zip(computed[:position], tables[:position], strict=True):
            if _people(one) == _people(other) and table.rows[_ALL] == beside.rows[_ALL]:
                yield Sum(CellRef(table.id, _ALL, _COUNT), (CellRef(beside.id, _ALL, _COUNT),))


def _people(computed: Computed) -> tuple[object, ...]:
    figure = computed.figure
    return (definition_of(figure.definition).record_type, figure.area, figure.period, figure.as_at)


def _public(computed: Computed, *, suppressed: bool, noted: bool) -> Figure:
    figure = computed.figure
    invented = INVENTED if INVENTED in figure.note else ""
    if suppressed:
        return replace(
            figure,
            value=None,
            numerator=None,
            denominator=None,
            interval=None,
            disclosure=DisclosureState.SUPPRESSED,
            note=f"{NOT_SHOWN} {invented}".strip(),
        )
    note = figure.note if noted else f"{NOTE_NOT_SHOWN} {invented}".strip()
    return replace(figure, disclosure=DisclosureState.SHOWN, note=note)
