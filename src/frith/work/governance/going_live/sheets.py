"""The six tables that a partnership goes live with, as data: their columns, what each means, and an example.

Templates, the reading of files, the pages and the documentation are made from these.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from frith.guard.roles import Role
from frith.work.governance.actions.models import ActionState
from frith.work.governance.boards.models import BoardKind, Capacity
from frith.work.governance.meetings.models import MeetingKind, MeetingState

ALL = "all"
"""All tables in one workbook, each on a sheet of its own name."""


class Kind(StrEnum):
    """What a cell of a column holds."""

    LINE = "one line of text"
    TEXT = "text"
    EMAIL = "an e-mail address"
    DAY = "a day, such as 27/3/2018"
    TIME = "a time of day, such as 14:30"
    NUMBER = "a whole number"
    YEAR = "a financial year, such as 2018/19"
    CHOICE = "one of the words on the right"
    CHOICES = "one or more of the words on the right, with semicolons between them"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its heading, what it means, whether each row needs it. ``choices`` are values with their words."""

    name: str
    heading: str
    meaning: str
    example: str
    kind: Kind = Kind.LINE
    needed: bool = True
    longest: int = 160
    choices: tuple[tuple[str, str], ...] = ()

    @property
    def allowed(self) -> str:
        """What a cell may hold, in words."""
        if self.choices:
            return "; ".join(words for _, words in self.choices)
        if self.kind in (Kind.LINE, Kind.TEXT):
            return f"up to {self.longest:,} characters"
        return self.kind.value


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its name in addresses, the title of its sheet, what a row is, by what one is known, its columns."""

    id: str
    title: str
    row: str
    known_by: str
    columns: tuple[Column, ...]

    @property
    def example(self) -> tuple[str, ...]:
        """The example row of the template; a file that still holds it is read without it."""
        return tuple(column.example for column in self.columns)


ROLES = tuple((role.value, role.words.capitalize()) for role in Role if role is not Role.OPERATOR)
BOARD_KINDS = tuple((kind.value, str(kind.label)) for kind in BoardKind if kind is not BoardKind.CONTEST)
STATES = tuple(
    (state.value, str(state.label))
    for state in (MeetingState.PLANNED, MeetingState.HELD, MeetingState.AGREED, MeetingState.CANCELLED)
)
LONG = 20_000
_BOARD = "Its name, as in the sheet Boards or as it stands here already"
_AGENCY = "Its name or short name; it must belong to the partnership"

PEOPLE = Sheet(
    "people",
    "People",
    "Somebody who signs in, or who sits on a board",
    "the e-mail address",
    (
        Column(name="name", heading="Name", meaning="As others see it", example="Alex Example", longest=120),
        Column(
            name="email",
            heading="E-mail",
            meaning="By which they sign in; nobody is written to by an import",
            example="alex@council.example",
            kind=Kind.EMAIL,
            longest=254,
        ),
        Column(
            name="agency",
            heading="Agency",
            meaning=f"For whom they work. {_AGENCY}",
            example="Example Council",
            longest=120,
        ),
        Column(
            name="roles",
            heading="Roles",
            meaning="What they are for their agency",
            example="Member; Partnership officer",
            kind=Kind.CHOICES,
            choices=ROLES,
        ),
        Column(
            name="starts",
            heading="Since",
            meaning="First day of the roles; today if it is empty",
            example="1/4/2018",
            kind=Kind.DAY,
            needed=False,
        ),
    ),
)
BOARDS = Sheet(
    "boards",
    "Boards",
    "A board or group. Sealed boards and CONTEST groups are set up by those who run them, not imported",
    "the board's name",
    (
        Column(
            name="name", heading="Board", meaning="Its name", example="Example Executive Group", longest=120
        ),
        Column(
            name="kind",
            heading="Kind",
            meaning="What it is for",
            example="Executive group",
            kind=Kind.CHOICE,
            choices=BOARD_KINDS,
        ),
        Column(
            name="starts",
            heading="Since",
            meaning="Since when it is there",
            example="1/4/2018",
            kind=Kind.DAY,
        ),
        Column(
            name="purpose",
            heading="Purpose",
            meaning="What it is for, by its terms of reference",
            example="Drives the partnership's performance.",
            kind=Kind.TEXT,
            longest=LONG,
        ),
        Column(
            name="meets", heading="Meets", meaning="How often it meets", example="every quarter", longest=120
        ),
        Column(
            name="quorum",
            heading="Quorum",
            meaning="How many people make a meeting",
            example="4",
            kind=Kind.NUMBER,
        ),
        Column(
            name="quorum_authorities",
            heading="Quorum authorities",
            meaning="From how many responsible authorities they must come; 0 if it is empty",
            example="2",
            kind=Kind.NUMBER,
            needed=False,
        ),
        Column(
            name="agreed_on",
            heading="Terms agreed",
            meaning="The day on which the terms of reference were agreed; the day in Since if it is empty",
            example="1/4/2018",
            kind=Kind.DAY,
            needed=False,
        ),
        Column(
            name="chair",
            heading="Chair",
            meaning="Who chairs it, by e-mail address",
            example="alex@council.example",
            kind=Kind.EMAIL,
            longest=254,
        ),
        Column(
            name="secretary",
            heading="Secretary",
            meaning="Who is its secretary, by e-mail address",
            example="sam@council.example",
            kind=Kind.EMAIL,
            needed=False,
            longest=254,
        ),
        Column(
            name="reports_to",
            heading="Reports to",
            meaning="The board that it reports to, which is here already or stands in a row above",
            example="Example Strategic Board",
            needed=False,
            longest=120,
        ),
    ),
)
MEMBERS = Sheet(
    "members",
    "Members",
    "Somebody's seat on a board. The chair and secretary are in the sheet Boards already",
    "the board and the person",
    (
        Column(name="board", heading="Board", meaning=_BOARD, example="Example Executive Group", longest=120),
        Column(
            name="person",
            heading="Person",
            meaning="Who, by e-mail address",
            example="kim@police.example",
            kind=Kind.EMAIL,
            longest=254,
        ),
        Column(
            name="capacity",
            heading="As what",
            meaning="As what they sit on it",
            example="Deputy",
            kind=Kind.CHOICE,
            choices=tuple((each.value, str(each.label)) for each in Capacity),
        ),
        Column(
            name="deputy_for",
            heading="Deputy for",
            meaning="For deputies alone: the member they stand in for, by e-mail address",
            example="lee@police.example",
            kind=Kind.EMAIL,
            needed=False,
            longest=254,
        ),
        Column(name="starts", heading="Since", meaning="Since when", example="1/4/2018", kind=Kind.DAY),
    ),
)
MEETINGS = Sheet(
    "meetings",
    "Meetings",
    "A meeting, to come or past",
    "the board, the day and the title",
    (
        Column(name="board", heading="Board", meaning=_BOARD, example="Example Executive Group", longest=120),
        Column(name="title", heading="Title", meaning="What it is called", example="Spring meeting"),
        Column(name="on", heading="Day", meaning="The day it is on", example="27/3/2018", kind=Kind.DAY),
        Column(name="begins", heading="From", meaning="When it begins", example="14:00", kind=Kind.TIME),
        Column(name="ends", heading="Until", meaning="When it ends", example="16:00", kind=Kind.TIME),
        Column(name="place", heading="Place", meaning="Where it is, or how to join", example="Town hall"),
        Column(
            name="kind",
            heading="Kind",
            meaning="What sort of meeting; a meeting if it is empty",
            example="Meeting",
            kind=Kind.CHOICE,
            needed=False,
            choices=tuple((each.value, str(each.label)) for each in MeetingKind),
        ),
        Column(
            name="state",
            heading="State",
            meaning="How far it has come. Past meetings need it; one to come is planned if it is empty. “Minutes "
            "agreed” closes its record here: those minutes are where they were kept",
            example="Minutes agreed",
            kind=Kind.CHOICE,
            needed=False,
            choices=STATES,
        ),
    ),
)
ACTIONS = Sheet(
    "actions",
    "Actions",
    "An action that a board gave, open or closed",
    "the board, what is to be done and the agency",
    (
        Column(name="board", heading="Board", meaning=_BOARD, example="Example Executive Group", longest=120),
        Column(
            name="words",
            heading="Action",
            meaning="What is to be done",
            example="Map the burglaries of the year.",
            kind=Kind.TEXT,
            longest=LONG,
        ),
        Column(
            name="agency",
            heading="Agency",
            meaning=f"Which does it. {_AGENCY}",
            example="Example Police",
            longest=120,
        ),
        Column(
            name="owner",
            heading="Owner",
            meaning="Who of that agency, by e-mail address",
            example="kim@police.example",
            kind=Kind.EMAIL,
            needed=False,
            longest=254,
        ),
        Column(
            name="given_on",
            heading="Given",
            meaning="The day it was given",
            example="27/3/2018",
            kind=Kind.DAY,
        ),
        Column(
            name="due_on",
            heading="Due",
            meaning="The day it is due by now",
            example="30/6/2018",
            kind=Kind.DAY,
        ),
        Column(
            name="first_due_on",
            heading="First due",
            meaning="The day it was due by at first; the day in Due if it is empty",
            example="31/5/2018",
            kind=Kind.DAY,
            needed=False,
        ),
        Column(
            name="state",
            heading="State",
            meaning="How far it is; open if it is empty",
            example="Not done",
            kind=Kind.CHOICE,
            needed=False,
            choices=tuple((each.value, str(each.label)) for each in ActionState),
        ),
        Column(
            name="closed_on",
            heading="Closed",
            meaning="The day it was closed, if it is not open",
            example="5/7/2018",
            kind=Kind.DAY,
            needed=False,
        ),
        Column(
            name="reason",
            heading="Reason",
            meaning="Why it was not done, if it was not",
            example="The analyst had left.",
            kind=Kind.TEXT,
            needed=False,
            longest=LONG,
        ),
    ),
)
PLANS = Sheet(
    "plans",
    "Plans",
    "A priority of a plan, with the plan; a plan of several priorities has several rows",
    "the plan's title, and the priority's",
    (
        Column(name="plan", heading="Plan", meaning="The plan's title", example="Example partnership plan"),
        Column(
            name="first_year",
            heading="From year",
            meaning="Its first year",
            example="2018/19",
            kind=Kind.YEAR,
        ),
        Column(
            name="last_year", heading="To year", meaning="Its last year", example="2020/21", kind=Kind.YEAR
        ),
        Column(
            name="strategy",
            heading="Strategy",
            meaning="What the plan sets out to do; the same in all rows of a plan",
            example="Fewer victims, and fewer who come back.",
            kind=Kind.TEXT,
            longest=LONG,
        ),
        Column(
            name="agreed_on",
            heading="Agreed",
            meaning="The day on which the plan was agreed, if it was",
            example="20/3/2018",
            kind=Kind.DAY,
            needed=False,
        ),
        Column(
            name="title", heading="Priority", meaning="The priority's title", example="Burglary", needed=False
        ),
        Column(
            name="aim",
            heading="Aim",
            meaning="What the priority is to achieve; a priority needs it",
            example="Fewer homes broken into.",
            kind=Kind.TEXT,
            needed=False,
            longest=LONG,
        ),
        Column(
            name="lead",
            heading="Lead agency",
            meaning=f"Which answers for it; a priority needs it. {_AGENCY}",
            example="Example Police",
            needed=False,
            longest=120,
        ),
        Column(
            name="reason",
            heading="Why",
            meaning="Why it is a priority; a priority needs it",
            example="Burglary rose by a fifth.",
            kind=Kind.TEXT,
            needed=False,
            longest=LONG,
        ),
        Column(
            name="board",
            heading="Board",
            meaning=f"The board that drives it. {_BOARD}",
            example="Example Executive Group",
            needed=False,
            longest=120,
        ),
        Column(
            name="success",
            heading="Success",
            meaning="How success is to be told",
            example="Burglary back to where it was.",
            kind=Kind.TEXT,
            needed=False,
            longest=LONG,
        ),
        Column(
            name="on",
            heading="Since",
            meaning="The day on which it became a priority; today if it is empty",
            example="20/3/2018",
            kind=Kind.DAY,
            needed=False,
        ),
    ),
)

SHEETS = (PEOPLE, BOARDS, MEMBERS, MEETINGS, ACTIONS, PLANS)
"""The tables, in the order in which they are imported: what is named later may have come earlier."""
BY_ID = {sheet.id: sheet for sheet in SHEETS}
CHOICES = [*((sheet.id, sheet.title) for sheet in SHEETS), (ALL, "All of them, in one workbook")]
"""What a file may hold, for choosing."""


def sheets_of(table: str) -> tuple[Sheet, ...]:
    """Return the sheets of a table by its name, or of all."""
    return SHEETS if table == ALL else (BY_ID[table],)
