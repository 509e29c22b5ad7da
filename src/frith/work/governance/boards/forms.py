"""Forms of boards."""

from __future__ import annotations

from datetime import date
from typing import Any

from frith.guard import forms as ask
from frith.guard.access.models import Person
from frith.guard.access.queries import present_on
from frith.guard.forms import OnceForm
from frith.work.governance.boards.models import Board, BoardKind, BoardMember, Capacity, Strand
from frith.work.governance.boards.services import Terms
from frith.work.governance.partnerships.models import Partnership, in_force

Choices = list[tuple[Any, str]]


def people_of(partnership: Partnership, day: date) -> Choices:
    """Return the people of a partnership's agencies, for choosing one."""
    agencies = partnership.parts.filter(in_force(day)).values("agency")
    people = present_on(day).filter(agency__in=agencies).order_by("name")
    return [("", "Choose"), *((person.pk, f"{person.name}, {person.agency.name}") for person in people)]


class TermsForm(OnceForm):
    """Terms of reference."""

    purpose = ask.text("What the board is for", "Say what the board is for")
    membership = ask.text("Who sits on it", "Say who sits on it", rows=3, needed=False)
    meets = ask.line(
        "How often it meets", "Say how often it meets", hint="For example, every quarter", longest=120
    )
    quorum = ask.number("Quorum: how many people", "Enter how many people make a meeting", least=1, most=100)
    quorum_authorities = ask.number(
        "Quorum: from how many responsible authorities",
        "Enter a number, 0 if it does not matter",
        hint="The law asks for no quorum: this is the partnership's own rule.",
        most=20,
    )
    agreed_on = ask.day("Agreed on", "Enter the day on which they were agreed")

    def terms(self) -> Terms:
        """Return the answers."""
        names = ("purpose", "membership", "meets", "quorum", "quorum_authorities", "agreed_on")
        return Terms(**self.given(*names))


class BoardForm(TermsForm):
    """A new board with its terms of reference."""

    name = ask.line("Name of the board", "Enter the name of the board", longest=120)
    kind = ask.choice("What it is", BoardKind.choices, "Choose what it is")
    strand = ask.one_of(
        "Strand of CONTEST", "Choose the strand", hint="For CONTEST groups only.", needed=False
    )
    sealed = ask.tick(
        "Sealed",
        hint="Outside it nobody learns of its meetings, papers and actions. CONTEST groups always are.",
    )
    chair = ask.one_of("Chair", "Choose who chairs it")
    secretary = ask.one_of("Secretary", "Choose the secretary", needed=False)
    reports_to = ask.one_of("Reports to", "Choose the board it reports to", needed=False)
    follows = ask.one_of("Takes over from", "Choose the board whose work it takes over", needed=False)
    starts = ask.day("Since when", "Enter the day since when it is there")
    field_order = (
        "name",
        "kind",
        "strand",
        "sealed",
        "chair",
        "secretary",
        "reports_to",
        "follows",
        "starts",
    )

    def __init__(self, people: Choices, boards: Choices, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        choices = {
            "strand": [("", "None"), *Strand.choices],
            "chair": people,
            "secretary": people,
            "reports_to": [("", "Nobody"), *boards],
            "follows": [("", "None"), *boards],
        }
        for name, given in choices.items():
            self.fields[name].choices = given  # type: ignore[attr-defined]


class MemberForm(OnceForm):
    """Somebody who comes to sit on a board."""

    person = ask.one_of("Who", "Choose who")
    capacity = ask.choice("As what", Capacity.choices, "Choose as what they sit on it")
    deputy_for = ask.one_of("Deputy for", "Choose for whom", hint="For deputies only.", needed=False)
    starts = ask.day("Since when", "Enter the day since when")

    def __init__(self, people: Choices, seats: list[BoardMember], *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.fields["person"].choices = people  # type: ignore[attr-defined]
        held = [(seat.pk, seat.person.name) for seat in seats if seat.capacity != Capacity.DEPUTY]
        self.fields["deputy_for"].choices = [("", "Nobody"), *held]  # type: ignore[attr-defined]


class ReportsToForm(OnceForm):
    """Which board another reports to."""

    reports_to = ask.one_of("Reports to", "Choose a board", needed=False)
    starts = ask.day("Since when", "Enter the day since when")

    def __init__(self, boards: Choices, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.fields["reports_to"].choices = [("", "Nobody"), *boards]  # type: ignore[attr-defined]


def person_chosen(key: str) -> Person | None:
    """Return the person that a list was answered with."""
    found: Person | None = Person.objects.filter(pk=key).first() if key else None
    return found


def board_chosen(boards: Any, key: str) -> Board | None:
    """Return the board that a list was answered with, of those that may be seen."""
    found: Board | None = boards.filter(pk=key).first() if key else None
    return found
