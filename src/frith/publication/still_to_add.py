"""What the partnership must add: a headed place for each matter that no police data answers, and who writes it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from frith.assessment.chapters.checklist import ANSWERED, NOT_HERE
from frith.assessment.exhibits import Table
from frith.assessment.strategic import Assessment
from frith.publication.document import Block, Heading, Paragraph

ANCHOR = "to-add"


@dataclass(frozen=True, slots=True)
class Place:
    """A headed place: who writes it, what belongs there, and which rows of the checklist ask for it.

    ``rows`` are pairs of a regulation and the beginning of its matter; a place without rows says in ``asked`` why it
    belongs in an assessment.
    """

    anchor: str
    title: str
    writer: str
    what: str
    rows: tuple[tuple[str, str], ...] = ()
    asked: str = ""


PLACES = (
    Place(
        "area",
        "Area profile and what is coming (PESTELO)",
        "the council's research team",
        "people, housing, deprivation and economy, then political, economic, social, technological, environmental, "
        "legal and organisational change",
        asked="Good practice: no regulation names it",
    ),
    Place(
        "last-plan",
        "Progress of the last plan",
        "the lead officer of each priority",
        "what was done, what it achieved against its measures, and what was not done",
        rows=(("7(f)", ""), ("6", "the partnership plan")),
    ),
    Place(
        "victims",
        "Victims",
        "the police analyst with victim services",
        "who is harmed, who is harmed again, and who does not report",
        asked="Part of levels and patterns, regulation 7(a)",
    ),
    Place(
        "offenders",
        "Offenders",
        "probation and the police",
        "who offends and reoffends, and what drives it, substance misuse among it",
        asked="Part of levels and patterns, regulation 7(a); reducing reoffending is a duty of its own",
    ),
    Place(
        "why",
        "Why levels changed",
        "the partnership's analyst",
        "a note under each change in crime and disorder",
        rows=(("7(c)", ""),),
    ),
    Place(
        "views",
        "What the community thinks",
        "the council's engagement team",
        "what people who live and work here want put first, how they were asked, and how many answered",
        rows=(("7(e)", ""), ("6", "information from people who live")),
    ),
    Place(
        "equality",
        "Equality",
        "the council's equality lead",
        "who is affected more than others, by crime and by what the plan would do",
        asked="The public sector equality duty (Equality Act 2010, section 149), not these regulations",
    ),
    Place(
        "cost",
        "Cost",
        "finance leads of the responsible authorities",
        "what crime costs each of them, and what the plan would cost",
        asked="Good practice: no regulation names it",
    ),
)


def still_to_add(assessment: Assessment) -> Iterator[Block]:
    """Yield the chapter, a heading and a line for each place that the checklist does not hold to be answered."""
    rows = _rows(assessment)
    yield Heading(1, "What the partnership must add", ANCHOR)
    yield Paragraph(("Police data cannot answer these. Each place below is for the partnership to write.",))
    for place in PLACES:
        asking = [row for row in rows if any(_asks(row, wanted) for wanted in place.rows)]
        if asking and all(row[2] in (ANSWERED, NOT_HERE) for row in asking):
            continue
        yield Heading(2, place.title, f"{ANCHOR}-{place.anchor}", numbered=False)
        yield Paragraph((f"To be written by {place.writer}: {place.what}. {_asked(place, asking)}.",))


def _rows(assessment: Assessment) -> tuple[tuple[str, ...], ...]:
    tables = (e for c in assessment.chapters for e in c.exhibits if isinstance(e, Table))
    found = next((table for table in tables if table.id == "checklist"), None)
    return tuple(tuple(str(cell) for cell in row) for row in found.rows) if found else ()


def _asks(row: tuple[str, ...], wanted: tuple[str, str]) -> bool:
    return row[0] == wanted[0] and row[1].startswith(wanted[1])


def _asked(place: Place, asking: list[tuple[str, ...]]) -> str:
    if not asking:
        return place.asked or f"Asked by {_regulations([row[0] for row in place.rows])}"
    return f"Asked by {_regulations([row[0] for row in asking])}"


def _regulations(names: list[str]) -> str:
    held = sorted(dict.fromkeys(names))
    return f"regulation {held[0]}" if len(held) == 1 else f"regulations {' and '.join(held)}"
