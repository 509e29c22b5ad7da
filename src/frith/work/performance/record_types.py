"""Where the records behind a figure are found: apps that hold them register how to list those that somebody may see."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from frith.guard.acting import Acting


@dataclass(frozen=True, slots=True)
class Listed:
    """A record that somebody may see: its id, a line that names it without its contents, and its page."""

    record: UUID
    line: str
    address: str


@dataclass(frozen=True, slots=True)
class RecordType:
    """A kind of record: what one and many are called, who may see them, and the reads.

    ``among`` returns those of the given ids that the person may see, in order. ``otherwise`` is the sentence for
    somebody who may see none. ``all_of_area`` says whether a person may see every such record of an area.
    """

    id: str
    one: str
    many: str
    among: Callable[[Acting, Sequence[UUID]], Sequence[Listed]]
    otherwise: Callable[[Acting], str]
    all_of_area: Callable[[Acting, str], bool]


_registered: dict[str, RecordType] = {}


def register(record_type: RecordType) -> None:
    """Add a kind of record."""
    _registered[record_type.id] = record_type


def record_type(type_id: str) -> RecordType:
    """Return a kind of record that was registered."""
    return _registered[type_id]
