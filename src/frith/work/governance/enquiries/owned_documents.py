"""Documents of enquiries: the file that was asked for, and Word forms as they came back."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse

from frith.guard.acting import Acting
from frith.guard.audit.events import Act, Event
from frith.guard.documents import owners
from frith.guard.documents.models import DOCUMENT
from frith.guard.documents.owners import Details, Owner, plain_event
from frith.work.governance.boards.record_names import event_of
from frith.work.governance.enquiries import permissions, queries
from frith.work.governance.enquiries.models import ENQUIRY


def _event(by: Acting, what: Act, record: UUID, document: UUID, detail: Details) -> Event:
    board = queries.board_of(record)
    if board is None:
        return plain_event(by, what, record, document, detail)
    return event_of(by, what, board, DOCUMENT, document, detail={"record": str(record), **detail})


def register() -> None:
    """Let documents belong to enquiries."""
    owners.register(
        Owner(
            record_type=ENQUIRY,
            sentence="It belongs to an enquiry that you may see.",
            visible=queries.enquiries_visible_to,
            check_may_keep=permissions.check_may_hand_in,
            check_may_erase=permissions.check_may_look_after,
            address=lambda key: reverse("governance:enquiry", args=[key]),
            event=_event,
        )
    )
