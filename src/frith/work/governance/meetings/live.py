"""Minutes taken while the meeting goes on: one form for the whole meeting, saved item by item.

Every button of the page saves all that was typed before it does its own work, so that nothing is lost, with JavaScript
or without. With it, each item is saved while it is typed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from django.http import QueryDict

from frith.guard.access.models import Agency
from frith.guard.access.queries import agency_with
from frith.guard.acting import Acting
from frith.guard.forms import WAYS_TO_WRITE_A_DAY, lock_given
from frith.vocabulary.faults import ChangedMeanwhile, Fault, RowsRejected
from frith.work.governance.actions.services import give_action
from frith.work.governance.meetings import queries, services
from frith.work.governance.meetings.models import AgendaItem, Meeting, Minute


@dataclass(slots=True)
class Line:
    """An item on the page: what stands in its box, under which lock, and what somebody else saved meanwhile."""

    item: AgendaItem
    text: str
    lock: int
    meanwhile: str | None = None
    typed: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    fresh: UUID = field(default_factory=uuid4)


def lines_of(items: list[AgendaItem]) -> list[Line]:
    """Return the page as it is stored."""
    return [Line(item, *_stored(getattr(item, "minute", None))) for item in items]


def as_typed(text: str) -> str:
    """Return a text of the page as it is kept: with one kind of line end, and without the NUL that no database takes.

    Such a letter comes of a paste, and must not cost what else was typed.
    """
    return text.replace("\r\n", "\n").replace("\0", "")


def save_all(by: Acting, lines: list[Line], sent: QueryDict) -> None:
    """Save what was typed; where somebody else saved an item meanwhile, keep both for the page to show."""
    for line in lines:
        name = f"text-{line.item.pk}"
        if name not in sent:
            continue
        typed = as_typed(sent.get(name, ""))
        try:
            minute = services.save_minute(
                by=by, item=line.item, text=typed, read_with=lock_given(sent.get(f"lock-{line.item.pk}"))
            )
            line.text, line.lock = minute.text, minute.lock
        except ChangedMeanwhile:
            stored = queries.minute_of(line.item)
            line.meanwhile, line.text, line.lock = stored.text, typed, stored.lock


def do(by: Acting, meeting: Meeting, lines: list[Line], sent: QueryDict) -> bool:
    """Do what the button that was pressed asks; return whether all of it was done. Faults stand in the lines."""
    what, _, key = sent.get("do", "").partition(" ")
    for line in lines:
        if str(line.item.pk) != key:
            continue
        names = ("decision", "once", "words", "agency", "due")
        line.typed = {name: as_typed(sent.get(f"{name}-{key}", "")).strip() for name in names}
        try:
            if what == "decide":
                services.take_decision(
                    by=by, item=line.item, text=line.typed["decision"], key=_key(line.typed["once"])
                )
            elif what == "act":
                _give(by, meeting, line)
            line.typed = {}
        except RowsRejected as trouble:
            line.faults = [f"{fault.what[0].upper()}{fault.what[1:]}." for fault in trouble.faults]
    return not any(line.faults or line.meanwhile is not None for line in lines)


def _give(by: Acting, meeting: Meeting, line: Line) -> None:
    wanted = _key(line.typed["agency"])
    agency = agency_with(wanted) if wanted else None
    due = _day(line.typed["due"])
    faults = list(_missing(agency, due))
    if agency is None or due is None:
        raise RowsRejected(*faults)
    give_action(
        by=by,
        board=meeting.board,
        item=line.item,
        words=line.typed["words"],
        agency=agency,
        due_on=due,
        key=_key(line.typed["once"]),
    )


def _missing(agency: Agency | None, due: date | None) -> Iterator[Fault]:
    if agency is None:
        yield Fault("governance.action-agency", "choose the agency that does it", "agency")
    if due is None:
        yield Fault("governance.action-due", "enter the day by which it is due, such as 27 3 2018", "due_on")


def _stored(minute: Minute | None) -> tuple[str, int]:
    return (minute.text, minute.lock) if minute else ("", 0)


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _day(text: str) -> date | None:
    for way in WAYS_TO_WRITE_A_DAY:
        try:
            return datetime.strptime(text, way).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    return None
