"""Disclosure control: what a table may show to an audience. The only place that makes a Publishable.

Already public data is exempt and marked so. A table that counts people is protected when the audience is the public:
counts of 1 to 4 are suppressed, and then as many others as it takes, over every linked table, until no suppressed
count can be worked out from the totals (docs/explanation/disclosure-control.md). Audiences under a marking see true
counts. Restricted data is refused to the public at any detail.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from frith.assessment.exhibits import Cell, Table
from frith.publication.document import Publishable
from frith.publication.suppression import CellRef, Rule, Sum, hidden_cells, totals_in
from frith.publication.wording import SUPPRESSED
from frith.vocabulary.disclosure import Audience, DisclosurePolicy
from frith.vocabulary.faults import Fault, Refused

__all__ = ["CellRef", "Rule", "Sum", "publishable", "publishable_set", "rounded_cut"]

EXEMPT = "Already public at this detail: nothing is suppressed."
TRUE_COUNTS = "True counts, for readers under the marking of this paper."
_DERIVED = ("percent", "rate", "decimal", "p")


@dataclass(frozen=True, slots=True)
class Linked:
    """Tables that show some of the same people, and the sums that hold between their cells."""

    tables: tuple[Table, ...]
    sums: tuple[Sum, ...] = ()


def publishable(
    table: Table, audience: Audience, linked: Linked | None = None, rule: Rule | None = None
) -> Publishable:
    """Return a table as an audience may see it.

    ``linked`` declares the other tables that show the same people; protect the whole set together with
    :func:`publishable_set` if more than one of them is published. Raises Refused for restricted data and the public.
    """
    others = tuple(other for other in linked.tables if other.id != table.id) if linked else ()
    return publishable_set((table, *others), audience, linked.sums if linked else (), rule)[0]


def publishable_set(
    tables: Sequence[Table], audience: Audience, sums: Iterable[Sum] = (), rule: Rule | None = None
) -> tuple[Publishable, ...]:
    """Return linked tables as an audience may see them, suppressed together so that none gives another away.

    Totals inside each table are found by arithmetic; ``sums`` declares those that hold between tables.
    """
    _refuse_restricted(tables, audience)
    guarded = [
        t for t in tables if t.disclosure is DisclosurePolicy.THRESHOLD and audience is Audience.PUBLIC
    ]
    asked = rule or Rule()
    held = [*sums, *(total for table in guarded for total in totals_in(table))]
    hidden = hidden_cells(guarded, held, asked) if guarded else frozenset()
    return tuple(_published(table, audience, hidden, asked) for table in tables)


def rounded_cut(table: Table, *, base: int, smallest_base: int = 10, to: int = 5) -> Publishable:
    """Return an interactive cut for the public: counts rounded to 5, numbers derived from them left out.

    Raises Refused where the cut rests on fewer than ``smallest_base`` people, because a reader who cuts again and
    again could single somebody out.
    """
    _refuse_restricted((table,), Audience.PUBLIC)
    if table.disclosure is DisclosurePolicy.ALREADY_PUBLIC:
        return Publishable(table, Audience.PUBLIC, EXEMPT)
    if base < smallest_base:
        raise Refused(
            Fault(
                "disclosure.base",
                "this cut rests on too few people to be shown",
                table.title,
                f"at least {smallest_base} people",
                f"fewer than {smallest_base}",
                "Ask for a longer period, a larger area or fewer conditions.",
            ),
        )
    rows = tuple(
        tuple(
            to * ((2 * round(value) + to) // (2 * to))
            if column.key in table.counts_people and isinstance(value, int | float)
            else SUPPRESSED
            if column.kind in _DERIVED
            else value
            for column, value in zip(table.columns, row, strict=True)
        )
        for row in table.rows
    )
    return Publishable(replace(table, rows=rows), Audience.PUBLIC, f"Counts are rounded to the nearest {to}.")


def _refuse_restricted(tables: Iterable[Table], audience: Audience) -> None:
    faults = [
        Fault(
            "disclosure.restricted",
            "the owner of this data does not allow it to be published",
            table.title,
            "a partnership or restricted audience",
            "the public",
            "Leave the table out of the public paper.",
        )
        for table in tables
        if table.disclosure is DisclosurePolicy.RESTRICTED and audience is Audience.PUBLIC
    ]
    if faults:
        raise Refused(*faults)


def _published(table: Table, audience: Audience, hidden: frozenset[CellRef], rule: Rule) -> Publishable:
    if table.disclosure is DisclosurePolicy.ALREADY_PUBLIC:
        return Publishable(table, audience, EXEMPT)
    if audience is not Audience.PUBLIC:
        return Publishable(table, audience, TRUE_COUNTS)
    rows = tuple(_row(table, n, row, hidden) for n, row in enumerate(table.rows))
    withheld = sum(ref.table == table.id for ref in hidden)
    below = f"Counts of 1 to {rule.largest_suppressed} are not shown"
    said = (
        f"{below}, nor are counts that would give one away." if withheld else f"{below}; this table has none."
    )
    return Publishable(replace(table, rows=rows), audience, said)


def _row(table: Table, number: int, row: tuple[Cell, ...], hidden: frozenset[CellRef]) -> tuple[Cell, ...]:
    """Hide the cells of a row; where a count is hidden, so is every number worked out from the row's counts."""
    touched = any(ref.table == table.id and ref.row == number for ref in hidden)
    return tuple(
        SUPPRESSED
        if CellRef(table.id, number, column.key) in hidden
        or (touched and column.kind in _DERIVED and value is not None)
        else value
        for column, value in zip(table.columns, row, strict=True)
    )
