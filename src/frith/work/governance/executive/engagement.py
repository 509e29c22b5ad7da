"""How each agency takes part over time: whether it comes, does its actions on time, and sends its data on time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from uuid import UUID

from frith.evidence.prescribed import FIRST_PERIOD
from frith.evidence.receipts import Register
from frith.guard.acting import Acting
from frith.vocabulary.periods import Month, Quarter
from frith.work.governance.actions.queries import actions_visible_to
from frith.work.governance.meetings.models import MeetingState
from frith.work.governance.meetings.queries import CAME, attendance_at, meetings_visible_to
from frith.work.governance.partnerships import queries as partnerships
from frith.work.governance.partnerships.models import Partnership

QUARTERS = 8


@dataclass(slots=True)
class Share:
    """So many of so many; nothing is said of none."""

    part: int = 0
    of: int = 0

    def add(self, *, counts: bool) -> None:
        """Count one more."""
        self.of += 1
        self.part += counts


@dataclass(slots=True)
class TakesPart:
    """One agency in one quarter: meetings it came to, actions due that it did by their first day, data in time."""

    came: Share = field(default_factory=Share)
    acted: Share = field(default_factory=Share)
    sent: Share = field(default_factory=Share)


@dataclass(frozen=True, slots=True)
class Row:
    """An agency, and how it took part quarter by quarter."""

    agency: str
    short: str
    quarters: tuple[TakesPart, ...]
    whole: TakesPart


def last_quarters(day: date, many: int = QUARTERS) -> tuple[Quarter, ...]:
    """Return the quarters that had ended by a day, oldest first."""
    this = Quarter.holding(Month.holding(day)).period.first
    return tuple(Quarter.holding(this + (-3 * back)) for back in range(many, 0, -1))


def engagement(by: Acting, partnership: Partnership, state: Path, quarters: Iterable[Quarter]) -> list[Row]:
    """Return how each agency of a partnership took part, of what this person may see of it.

    An agency is expected at a meeting if its attendance, apologies or absence was noted there. An action counts in the
    quarter in which it was first due: moving that day does not make it timely. Data are the prescribed sets that the
    register of receipts names the agency as the sender of.
    """
    wanted = tuple(quarters)
    parts = list(partnerships.parts_in(partnership, by.today))
    names = {part.agency_id: part.agency.name for part in parts}
    short = {part.agency_id: part.agency.short_name for part in parts}
    cells = {(key, str(quarter)): TakesPart() for key in names for quarter in wanted}
    _attendance(by, partnership, cells)
    _actions(by, partnership, cells)
    _data(by, state, {name: key for key, name in names.items()}, wanted, cells)
    rows = []
    for key, name in sorted(names.items(), key=lambda each: each[1]):
        by_quarter = tuple(cells[key, str(quarter)] for quarter in wanted)
        rows.append(Row(name, short[key], by_quarter, _whole(by_quarter)))
    return rows


Cells = dict[tuple[UUID, str], TakesPart]


def _attendance(by: Acting, partnership: Partnership, cells: Cells) -> None:
    held = meetings_visible_to(by).filter(
        board__partnership=partnership, state__in=[MeetingState.HELD, MeetingState.AGREED]
    )
    noted = attendance_at(held)
    came: dict[tuple[UUID, UUID, date], bool] = {}
    for meeting, agency, at, what in noted.values_list("meeting", "agency", "meeting__starts_at", "came"):
        place = (meeting, agency, at.date())
        came[place] = came.get(place, False) or what in CAME
    for (_, agency, day), there in came.items():
        cell = cells.get((agency, _quarter(day)))
        if cell:
            cell.came.add(counts=there)


def _actions(by: Acting, partnership: Partnership, cells: Cells) -> None:
    due = actions_visible_to(by).filter(board__partnership=partnership, first_due_on__lt=by.today)
    wanted = due.exclude(state="circumstances-changed").values_list(
        "agency", "first_due_on", "state", "closed_on"
    )
    for agency, first_due, state, closed in wanted.order_by():
        cell = cells.get((agency, _quarter(first_due)))
        if cell:
            cell.acted.add(counts=state == "done" and closed is not None and closed <= first_due)


def _data(by: Acting, state: Path, keys: dict[str, UUID], wanted: tuple[Quarter, ...], cells: Cells) -> None:
    if not wanted:
        return
    first = max(wanted[0].period.first, FIRST_PERIOD.period.first)
    for standing in Register(state).standings(Quarter.holding(first), by.today):
        for receipt in standing.receipts:
            key = keys.get(receipt.sender)
            cell = cells.get((key, standing.quarter)) if key else None
            if cell:
                cell.sent.add(counts=receipt.received <= standing.due)


def _quarter(day: date) -> str:
    return str(Quarter.holding(Month.holding(day)))


def _whole(quarters: Iterable[TakesPart]) -> TakesPart:
    whole = TakesPart()
    for each in quarters:
        for name in ("came", "acted", "sent"):
            total, part = getattr(whole, name), getattr(each, name)
            total.part += part.part
            total.of += part.of
    return whole
