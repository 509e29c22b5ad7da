"""What was done to one record, by whom and when: told from the audit trail to whoever may open the record.

Every room says which of its records have a history, and opens them through the query of their page, so that nobody
reads the history of what they could not open. Changes are for all who may open the record; who looked at it, was
refused it or took it away is for those who may read the trail. A data-protection officer reads the history of a record
without opening it, except of a sealed one: the trail names that by a hash which only those who can open it work out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Page, Paginator

from frith.guard.access.permissions import may_read_audit
from frith.guard.acting import Acting
from frith.guard.audit.events import Act, Event, event_by
from frith.guard.audit.models import SUBJECT_LENGTH, AuditEvent
from frith.guard.audit.queries import events_about
from frith.guard.audit.recording import act, record
from frith.vocabulary.faults import Fault, Refused, UnknownName

ON_A_PAGE = 50
_IDS = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(,[0-9a-f-]{36})*")
_KEY = re.compile(rf"[-a-zA-Z0-9_]{{1,{SUBJECT_LENGTH}}}")
PURPOSE = "history"
CHANGES = frozenset({Act.COLLECTED, Act.ALTERED, Act.COMBINED, Act.COMPUTED, Act.PUBLISHED, Act.ERASED})
"""What changes a record, or what the world knows of it. All else is a look."""


IN_WORDS = {
    Act.COLLECTED: "recorded",
    Act.ALTERED: "changed",
    Act.CONSULTED: "looked at",
    Act.SEARCHED: "searched",
    Act.DISCLOSED: "given out",
    Act.COMBINED: "joined with other records",
    Act.ERASED: "erased",
    Act.COMPUTED: "worked out",
    Act.PUBLISHED: "published",
    Act.REFUSED: "refused",
}
"""What a reader calls what was done; the trail has the words of the Act. Those not here say it themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A record that was opened: its title, its page, what the trail calls it, and the event of reading its history.

    ``names`` are the ids of the record, and of what lies within it, by the kind that the trail gives them.
    """

    title: str
    address: str
    names: Mapping[str, Collection[str]]
    looked: Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A kind of record with a history.

    ``kind`` stands in addresses and ``words`` in sentences; ``page`` is the name of the record's page, whose address
    has one argument; ``in_trail`` is what the trail calls such a record if it is not sealed. ``area`` says which
    programs may ask for it. ``opened`` raises what the record's page raises.
    """

    kind: str
    words: str
    area: str
    page: str
    in_trail: str
    opened: Callable[[Acting, str], Opened]


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """A page of what was done to a record, latest first. ``looks`` says whether looks at it are among it."""

    title: str
    address: str
    page: Page[AuditEvent]
    looks: bool


_kinds: dict[str, Recorded] = {}


def register(*kinds: Recorded) -> None:
    """Let kinds of record have a history."""
    for each in kinds:
        _kinds[each.kind] = each


def record_key(text: str) -> UUID:
    """Read a record's id from an address. Raises UnknownName if it is none."""
    try:
        return UUID(text)
    except ValueError as error:
        raise _no_key(text) from error


def is_id(value: object) -> bool:
    """Return whether a detail of an entry is the id of a record or person, or several, which tells a reader nothing."""
    return isinstance(value, str) and bool(_IDS.fullmatch(value))


def _no_key(text: str) -> UnknownName:
    return UnknownName(Fault("history.key", "this is no record's id", "key", given=text[:60]))


def kinds_of(area: str = "") -> tuple[str, ...]:
    """Return the kinds of record that have a history, of an area or all, by name."""
    return tuple(sorted(each.kind for each in _kinds.values() if area in ("", each.area)))


def kind_shown_on(page: str) -> str:
    """Return the kind of record that a page shows, by the page's name, or nothing."""
    return next((each.kind for each in _kinds.values() if each.page == page), "")


@act
def history_of(
    *, by: Acting, kind: str, key: str, page: int | str = 1, on_a_page: int = ON_A_PAGE, area: str = ""
) -> History:
    """Return what was done to a record, and record that it was read.

    Raises UnknownName if no kind of record is called so, in the area if one is given, or what the record's page raises:
    Refused where it is not theirs to open.
    """
    allowed = kinds_of(area)
    if kind not in allowed:
        raise UnknownName(
            Fault("history.kind", "no kind of record is called so", "kind", ", ".join(allowed), kind[:60])
        )
    recorded = _kinds[kind]
    if not _KEY.fullmatch(key):
        raise _no_key(key)
    looks = may_read_audit(by)
    try:
        opened = recorded.opened(by, key)
    except (Refused, UnknownName):
        if not looks:
            raise
        opened = _unopened(by, recorded, key)
    record(opened.looked)
    events = events_about(opened.names)
    wanted = events if looks else events.filter(act__in=[each.value for each in CHANGES])
    shown = Paginator(wanted, on_a_page).get_page(page)
    return History(title=opened.title, address=opened.address, page=shown, looks=looks)


def _unopened(by: Acting, recorded: Recorded, key: str) -> Opened:
    """Return what a data-protection officer is told of a record that they may not open, or that is not there."""
    return Opened(
        title=f"{recorded.words} {key}",
        address="",
        names={recorded.in_trail: [key]},
        looked=event_by(by, Act.CONSULTED, recorded.in_trail, key, purpose=PURPOSE),
    )
