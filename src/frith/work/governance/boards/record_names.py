"""How the audit trail names what belongs to a board: plainly, or for a sealed one so that nobody outside learns of it.

The trail is read by people who may not know that a sealed board did anything. Its entries are named by a keyed hash
that only those who can see the record can work out, and carry no details.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.crypto import salted_hmac

from frith.guard.acting import Acting
from frith.guard.audit.events import Act, Event, event_by
from frith.work.governance.boards.models import Board

SEALED = "sealed record"
BOARD, TERMS = "board", "terms of reference"
MEETING, ITEM, MINUTE, DECISION, ACTION = "meeting", "agenda item", "minute", "decision", "action"


def event_of(
    by: Acting,
    what: Act,
    board: Board,
    kind: str,
    key: object,
    *,
    purpose: str = "",
    detail: Mapping[str, str | int] | None = None,
) -> Event:
    """Return the event of an act on something that belongs to a board."""
    if board.sealed:
        return event_by(by, what, SEALED, sealed_name(kind, key))
    return event_by(by, what, kind, key, purpose=purpose, detail=detail)


def sealed_name(kind: str, key: object) -> str:
    """Return the name under which the trail keeps what was done to a sealed record."""
    return salted_hmac("frith.work.governance.boards", f"{kind} {key}", algorithm="sha256").hexdigest()
