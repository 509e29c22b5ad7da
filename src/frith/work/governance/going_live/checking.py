"""Rows held against what is here and against each other: every fault of every row, and what would be added.

The rules are those of the services, which hold them again when the rows are imported; here they are asked of all rows
before anything is written, so that nobody mends a file fault by fault.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from frith.guard import business_clock
from frith.guard.acting import Acting
from frith.vocabulary.faults import Fault
from frith.vocabulary.periods import FinancialYear, day_in_words
from frith.work.governance.actions.models import ActionState
from frith.work.governance.actions.services import Before, faults_of_before
from frith.work.governance.boards.models import Capacity
from frith.work.governance.going_live.known import Held, Known
from frith.work.governance.going_live.permissions import may_add_people
from frith.work.governance.going_live.reading import Contents, RawRow
from frith.work.governance.going_live.sheets import Column, Kind, Sheet
from frith.work.governance.going_live.values import SHOWN, Unfit, key_of, value_of
from frith.work.governance.meetings.models import MeetingKind, MeetingState

NEVER = date.max


@dataclass(frozen=True, slots=True)
class RowFault:
    """A fault of a row: the sheet, the row, the heading of the column (empty for the whole row), and what is wrong."""

    sheet: str
    line: int
    heading: str
    fault: Fault

    def told(self) -> Fault:
        """Return the fault with where it is."""
        where = f"{self.sheet}, row {self.line}" + (f", {self.heading}" if self.heading else "")
        fault = self.fault
        return Fault(fault.code, fault.what, where, fault.allowed, fault.given, fault.remedy)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of which every cell is right by itself. ``given`` names the columns that were filled in."""

    sheet: Sheet
    line: int
    values: dict[str, Any]
    given: frozenset[str]

    @property
    def words(self) -> str:
        """The row in a few words: its first cells."""
        cells = [shown(column, self.values[column.name]) for column in self.sheet.columns[:3]]
        return ", ".join(cell[:80] for cell in cells if cell)


@dataclass(slots=True)
class Checked:
    """What a file would do: its faults, the rows that would be added in order, those that are here already."""

    known: Known
    faults: list[RowFault] = field(default_factory=list)
    additions: list[Row] = field(default_factory=list)
    there: list[Row] = field(default_factory=list)
    examples: int = 0

    def counts(self) -> list[tuple[str, int, int]]:
        """Return for each sheet its title, how many rows would be added, and how many are here already."""
        titles = {row.sheet.title: None for row in (*self.additions, *self.there)}
        return [
            (
                title,
                sum(row.sheet.title == title for row in self.additions),
                sum(row.sheet.title == title for row in self.there),
            )
            for title in titles
        ]


Told = tuple[str, Fault]
"""The name of a column, empty for the whole row, and its fault."""
Check = Callable[[Acting, Known, Row], Iterator[Told]]


def check(by: Acting, known: Known, contents: Contents) -> Checked:
    """Hold the rows of a file against what is here and against each other."""
    checked = Checked(known, examples=contents.examples)
    for raw in contents.rows:
        row, faults = _row(raw)
        if faults:
            checked.faults += faults
            continue
        heading = {column.name: column.heading for column in raw.sheet.columns}
        held, found = _OF[raw.sheet.id](by, known, row)
        told = list(found)
        checked.faults += [
            RowFault(raw.sheet.title, raw.line, heading.get(name, ""), each) for name, each in told
        ]
        if not told:
            (checked.there if held else checked.additions).append(row)
    return checked


def _row(raw: RawRow) -> tuple[Row, list[RowFault]]:
    values: dict[str, Any] = {}
    faults = []
    for column in raw.sheet.columns:
        try:
            values[column.name] = value_of(column, raw.cells.get(column.name, ""), raw.epoch)
        except Unfit as unfit:
            faults.append(RowFault(raw.sheet.title, raw.line, column.heading, unfit.fault))
    given = frozenset(name for name, value in values.items() if value is not None)
    return Row(raw.sheet, raw.line, values, given), faults


Judged = tuple[bool, Iterable[Told]]
"""Whether what a row says is here already, and its faults."""


def _judge(
    row: Row, held: Held | None, names: Iterable[str], faults: Iterable[Told], *, hide: bool = False
) -> Judged:
    """Judge a row by what stands under its key: nothing yet, another row of the file, or something that is here."""
    if held is None:
        return False, faults
    if held.line and held.own:
        again = Fault(
            "import.twice-in-file",
            f"this stands in row {held.line} already",
            allowed=f"{row.sheet.known_by} once in the file",
            remedy="Leave one of the two rows out.",
        )
        return True, [("", again)]
    held.own = True
    return True, [
        (name, _differs(row, name, None if hide else held.values.get(name)))
        for name in names
        if name in row.given and not _same(row.values[name], held.values.get(name))
    ]


def _same(one: Any, other: Any) -> bool:
    return (
        key_of(one) == key_of(other)
        if isinstance(one, str) and isinstance(other, str)
        else bool(one == other)
    )


def _differs(row: Row, name: str, stands: Any) -> Fault:
    column = next(column for column in row.sheet.columns if column.name == name)
    return Fault(
        "import.differs",
        "what is here already says something else, and an import overwrites nothing",
        allowed=shown(column, stands) or "what is here",
        given=shown(column, row.values[name]),
        remedy="Write what is here, leave the row out, or change it here by hand first.",
    )


def shown(column: Column, value: Any) -> str:
    """Return a value as people read it."""
    words = dict(column.choices)
    if value is None or value == "":
        return ""
    if isinstance(value, date):
        return day_in_words(value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, tuple):
        return "; ".join(words.get(each, str(each)) for each in value)
    if column.kind is Kind.YEAR:
        return str(FinancialYear(value))
    return words.get(str(value), str(value))[:SHOWN]


# ---------------------------------------------------------------- what rows name


def _agency(known: Known, row: Row, name: str) -> Iterator[Told]:
    """Put the agency that a cell names in its place, or tell that there is none."""
    said = row.values[name]
    if said is None:
        return
    found = known.agencies.get(key_of(said))
    if found is None:
        names = "; ".join(sorted({agency.name for agency in known.agencies.values()}))
        yield (
            name,
            Fault(
                "import.agency",
                "no agency of the partnership has this name",
                allowed=names or "none belongs to it yet",
                given=said,
                remedy="Write one of them, or let the agency join the partnership first.",
            ),
        )
    row.values[name] = found


def _person(known: Known, row: Row, name: str) -> Iterator[Told]:
    said = row.values[name]
    if said is not None and said not in known.accounts:
        yield (
            name,
            Fault(
                "import.person",
                "nobody of the partnership's agencies has this e-mail address",
                allowed="somebody who is here, or in the sheet People of the same workbook",
                given=said,
                remedy="Import the people first, or mend the address.",
            ),
        )


def _board(known: Known, row: Row, name: str) -> Iterator[Told]:
    said = row.values[name]
    if said is not None and key_of(said) not in known.boards:
        yield (
            name,
            Fault(
                "import.board",
                "no open board of the partnership has this name",
                allowed="a board that is here, or in the sheet Boards of the same workbook",
                given=said[:SHOWN],
                remedy="Import the boards first, or mend the name.",
            ),
        )


def _rule(name: str, code: str, what: str, allowed: str = "", remedy: str = "Mend the row.") -> Told:
    return name, Fault(code, what, allowed=allowed, remedy=remedy)


# ---------------------------------------------------------------- the six tables


def _people(by: Acting, known: Known, row: Row) -> Judged:
    said = row.values
    faults = list(_agency(known, row, "agency"))
    if faults:
        return False, faults
    taken, manages = known.taken.get(said["email"]), may_add_people(by)
    if taken:
        words = (
            f"somebody with this e-mail address {taken}"
            if manages
            else "this e-mail address cannot be used here"
        )
        return False, [_rule("email", "import.email-taken", words, remedy="Ask an administrator.")]
    held = known.accounts.get(said["email"])
    if held is None:
        if not manages:
            needs = "this person is not here yet, and only somebody who is an administrator as well may add people"
            return False, [
                _rule("", "import.people", needs, remedy="Ask an administrator to import this sheet.")
            ]
        known.accounts[said["email"]] = Held(dict(said), row.line)
    names = ("name", "agency", "roles") if manages else ("name", "agency")
    return _judge(row, held, names, (), hide=not manages)


def _boards(by: Acting, known: Known, row: Row) -> Judged:
    said = row.values
    key, kept = key_of(said["name"]), known.boards.get(key_of(said["name"]))
    faults = [*_person(known, row, "chair"), *_person(known, row, "secretary")]
    if said["reports_to"] is not None and (
        key_of(said["reports_to"]) == key or not _there(known, said["reports_to"])
    ):
        faults.append(
            _rule(
                "reports_to",
                "import.board",
                "the board that it reports to is not here, and stands in no row above",
                "an open board of the partnership",
                "Write that board's row above this one.",
            )
        )
    if kept is None:
        said["quorum_authorities"] = said["quorum_authorities"] or 0
        said["agreed_on"] = said["agreed_on"] or said["starts"]
        if said["quorum"] < 1 or said["quorum_authorities"] > said["quorum"]:
            what = "a quorum is one or more, and cannot hold more authorities than people"
            faults.append(_rule("quorum", "governance.terms-quorum", what))
        known.boards[key] = Held(dict(said), row.line)
        seats = [Held(_seat(said["chair"], Capacity.CHAIR, said["starts"]), row.line, own=False)]
        if said["secretary"] and said["secretary"] != said["chair"]:
            seats.append(
                Held(_seat(said["secretary"], Capacity.SECRETARY, said["starts"]), row.line, own=False)
            )
        known.seats[key] = seats
    return _judge(row, kept, [column.name for column in row.sheet.columns], faults)


def _there(known: Known, name: str) -> bool:
    return key_of(name) in known.boards


def _seat(person: str, capacity: Capacity, starts: date) -> dict[str, Any]:
    return {"person": person, "capacity": capacity.value, "deputy_for": None, "starts": starts, "ends": None}


def _overlaps(seat: Held, starts: date) -> bool:
    """Return whether a seat is held on a day or later: the new one has no last day."""
    return bool((seat.values["ends"] or NEVER) >= starts)


def _members(by: Acting, known: Known, row: Row) -> Judged:
    said = row.values
    faults = [*_board(known, row, "board"), *_person(known, row, "person")]
    if faults:
        return False, faults
    seats = known.seats.setdefault(key_of(said["board"]), [])
    over = [seat for seat in seats if _overlaps(seat, said["starts"])]
    held = next((seat for seat in over if seat.values["person"] == said["person"]), None)
    if held is None:
        if said["capacity"] == Capacity.CHAIR and any(
            seat.values["capacity"] == Capacity.CHAIR for seat in over
        ):
            faults.append(
                _rule("capacity", "governance.chair-held", "the board has a chair", "one chair at a time")
            )
        if (said["capacity"] == Capacity.DEPUTY) != (said["deputy_for"] is not None):
            what = "a deputy, and nobody else, stands in for a member"
            faults.append(_rule("deputy_for", "governance.deputy", what))
        elif said["deputy_for"] and not any(_stands_for(seat, said) for seat in seats):
            faults.append(
                _rule(
                    "deputy_for",
                    "governance.deputy",
                    "whom they stand in for does not sit on the board on that day",
                    "a member of the board, not a deputy",
                    "Write that member's row above this one.",
                )
            )
        seats.append(Held({**said, "ends": None}, row.line))
    return _judge(row, held, ("capacity", "deputy_for", "starts"), faults)


def _stands_for(seat: Held, said: dict[str, Any]) -> bool:
    on_that_day = seat.values["starts"] <= said["starts"] <= (seat.values["ends"] or NEVER)
    member = seat.values["capacity"] != Capacity.DEPUTY
    return bool(seat.values["person"] == said["deputy_for"] and member and on_that_day)


def _meetings(by: Acting, known: Known, row: Row) -> Judged:
    said = row.values
    faults = list(_board(known, row, "board"))
    starts_at = moment(said["on"], said["begins"])
    if moment(said["on"], said["ends"]) <= starts_at:
        faults.append(_rule("ends", "governance.meeting-times", "a meeting ends after it begins"))
    key = key_of(said["board"], said["on"], said["title"])
    held = known.meetings.get(key)
    if held is None:
        said["kind"] = said["kind"] or MeetingKind.MEETING.value
        past = starts_at <= by.business_now
        if said["state"] is None and past:
            faults.append(_rule("state", "import.state", "a meeting that is past says whether it was held"))
        said["state"] = said["state"] or MeetingState.PLANNED.value
        if not past and said["state"] in (MeetingState.HELD, MeetingState.AGREED):
            faults.append(_rule("state", "governance.meeting-state", "the meeting is still to come"))
        known.meetings[key] = Held(dict(said), row.line)
    return _judge(row, held, ("begins", "ends", "place", "kind", "state"), faults)


def moment(day: date, at: time) -> datetime:
    """Return a moment as London's clocks show it."""
    return datetime.combine(day, at, business_clock.LONDON).astimezone(UTC)


def _actions(by: Acting, known: Known, row: Row) -> Judged:
    said = row.values
    faults = [*_board(known, row, "board"), *_agency(known, row, "agency"), *_person(known, row, "owner")]
    if faults:
        return False, faults
    key = key_of(said["board"], said["words"], said["agency"].pk)
    held = known.actions.get(key)
    if held is None:
        said["state"] = said["state"] or ActionState.OPEN.value
        said["first_due_on"] = said["first_due_on"] or said["due_on"]
        wrong = faults_of_before(before_of(said), said["due_on"], known.today)
        faults += [_rule(each.where, each.code, each.what) for each in wrong]
        owner = known.accounts[said["owner"]].values if said["owner"] else None
        if owner and owner["agency"].pk != said["agency"].pk:
            what = f"{owner['name']} does not work for {said['agency'].name}"
            faults.append(_rule("owner", "governance.action-owner", what))
        known.actions[key] = Held(dict(said), row.line)
    names = ("owner", "given_on", "due_on", "first_due_on", "state", "closed_on", "reason")
    return _judge(row, held, names, faults)


def before_of(said: dict[str, Any]) -> Before:
    """Return what a row says of an action before it came here."""
    return Before(
        given_on=said["given_on"],
        first_due_on=said["first_due_on"],
        state=ActionState(said["state"]),
        closed_on=said["closed_on"],
        reason=said["reason"] or "",
    )


_OF_PLAN = ("first_year", "last_year", "strategy", "agreed_on")


def _plans(by: Acting, known: Known, row: Row) -> Judged:
    said = row.values
    faults = [*_agency(known, row, "lead"), *_board(known, row, "board")]
    if said["last_year"] < said["first_year"]:
        faults.append(_rule("last_year", "governance.plan-years", "a plan ends after it begins"))
    if said["agreed_on"] and said["agreed_on"] > known.today:
        faults.append(_rule("agreed_on", "import.agreed", "a plan cannot have been agreed in the future"))
    plan = known.plans.get(key_of(said["plan"]))
    if plan is None:
        known.plans[key_of(said["plan"])] = Held(dict(said), row.line)
    else:
        faults += [
            (name, _differs(row, name, plan.values.get(name)))
            for name in _OF_PLAN
            if name in row.given and not _same(said[name], plan.values.get(name))
        ]
    if said["title"] is None:
        return _plan_alone(known, row, plan, faults)
    faults += [
        _rule(name, "import.needed", "a priority needs this", remedy="Fill it in.")
        for name in ("aim", "lead", "reason")
        if name not in row.given
    ]
    held = known.priorities.get(key_of(said["title"]))
    if held is None:
        known.priorities[key_of(said["title"])] = Held(dict(said), row.line)
    there, more = _judge(row, held, ("plan", "aim", "lead", "reason", "board", "success", "on"), ())
    return there, [*faults, *more]


def _plan_alone(known: Known, row: Row, plan: Held | None, faults: list[Told]) -> Judged:
    """Judge a row of a plan without a priority."""
    spare = row.given & {"aim", "lead", "reason", "board", "success", "on"}
    if spare:
        faults.append(
            _rule("title", "import.needed", "say which priority this is about", remedy="Fill it in.")
        )
    if plan is None and row.values["agreed_on"]:
        what = "a plan is agreed with its priorities: its first row names one"
        faults.append(_rule("title", "governance.plan-empty", what))
    if plan is not None and plan.line:
        faults.append(_rule("", "import.twice-in-file", f"the plan stands in row {plan.line} already"))
    return plan is not None, faults


_OF: dict[str, Callable[[Acting, Known, Row], Judged]] = {
    "people": _people,
    "boards": _boards,
    "members": _members,
    "meetings": _meetings,
    "actions": _actions,
    "plans": _plans,
}
