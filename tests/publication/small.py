"""Small papers and tables for tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from frith.assessment.exhibits import Column, Table
from frith.publication.document import Block, Document
from frith.vocabulary.disclosure import Audience, DisclosurePolicy, Marking
from frith.vocabulary.figures import Figure
from frith.vocabulary.periods import FinancialYear

FIGURE = Figure(
    definition="recorded.points",
    value=12,
    unit="crimes",
    area="X09000001",
    period=FinancialYear(2017).period,
    sources=("ds",),
)


def paper(
    *body: Block, annex: tuple[Block, ...] = (), figures: tuple[Figure, ...] = (FIGURE,), **changes: object
) -> Document:
    """Return a paper with these blocks."""
    made = Document(
        id="small",
        title="A small paper",
        subtitle="For tests",
        publisher="The partnership",
        as_at=date(2018, 4, 16),
        marking=Marking.OFFICIAL,
        audience=Audience.PUBLIC,
        front=(("Area", "Somewhere"),),
        body=tuple(body),
        annex=annex,
        figures=figures,
        definitions=(("recorded.points", "Crimes mapped to a street point."),),
        sources=(),
        edition="frith test",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def people(rows: tuple[tuple[str | int | float | None, ...], ...], *keys: str, name: str = "people") -> Table:
    """Return a table that counts people: a label, then a count for each key."""
    return Table(
        id=name,
        title="People",
        columns=(Column("label", "Label"), *(Column(key, key.title(), "count") for key in keys)),
        rows=rows,
        sources=("ds",),
        disclosure=DisclosurePolicy.THRESHOLD,
        counts_people=keys,
    )
