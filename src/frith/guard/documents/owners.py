"""Records that documents can belong to: the apps that hold them say here who may read, hand in and erase."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from frith.guard.acting import Acting
from frith.guard.audit.events import Act, Event, event_by
from frith.vocabulary.faults import Fault, UnknownName

Details = Mapping[str, str | int]


def plain_event(by: Acting, what: Act, record: UUID, document: UUID, detail: Details) -> Event:
    """Return the event of an act on a document, under its own id, with the record that it belongs to."""
    return event_by(by, what, "document", document, detail={"record": str(record), **detail})


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """A type of record that documents belong to, and the rules that its app holds for them.

    ``visible`` gives the records whose documents somebody may read, through the app's own scope; ``sentence`` says it
    to who asks why they may. The two checks raise Refused unless somebody may hand in, or erase, a document of the
    record of a key; they raise for a record that this person may not see as for one that is not there. ``address`` is
    the page of a record. ``event`` names an act in the audit trail: an app whose records are sealed gives its own,
    which tells nobody outside that there was a document.
    """

    record_type: str
    sentence: str
    visible: Callable[[Acting], QuerySet[Any]]
    check_may_keep: Callable[[Acting, UUID], None]
    check_may_erase: Callable[[Acting, UUID], None]
    address: Callable[[UUID], str]
    event: Callable[[Acting, Act, UUID, UUID, Details], Event] = plain_event


_owners: dict[str, Owner] = {}


def register(owner: Owner) -> None:
    """Let documents belong to a type of record."""
    _owners[owner.record_type] = owner


def all_owners() -> tuple[Owner, ...]:
    """Return the types of record that documents can belong to, by name."""
    return tuple(_owners[name] for name in sorted(_owners))


def owner_named(record_type: str) -> Owner:
    """Return a type of record by name. Raises UnknownName, listing those there are."""
    if record_type not in _owners:
        raise UnknownName(
            Fault(
                "documents.record-type",
                "no type of record that documents belong to has this name",
                "record type",
                ", ".join(sorted(_owners)),
                record_type,
            )
        )
    return _owners[record_type]
