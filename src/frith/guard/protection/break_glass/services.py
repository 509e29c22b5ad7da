"""All writes about break-glass."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import partial
from uuid import UUID, uuid4, uuid5

from django.db import transaction

from frith.guard import business_clock, encryption
from frith.guard.acting import Acting
from frith.guard.audit.events import Act, event_by
from frith.guard.audit.recording import act, write
from frith.guard.protection.break_glass import alerts, permissions
from frith.guard.protection.break_glass.models import Finding, Opening, Review
from frith.guard.protection.break_glass.queries import BREAK_GLASS
from frith.guard.protection.record_types import SharedType
from frith.vocabulary.faults import Fault, Refused, RowsRejected

LASTS = timedelta(hours=4)
SHORTEST_REASON = 20
ADDRESS = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.I)
"""How a record's key looks in its address."""


@act
def open_in_risk_to_life(
    *, by: Acting, kind: SharedType, record_id: UUID, reason: str, key: UUID | None = None
) -> Opening:
    """Open a record for four hours in a risk to life, and tell every data-protection officer at once.

    It is recorded whether or not there is such a record, and opens none that a deny list keeps from this person: both
    look the same. Raises Refused, or RowsRejected if the reason says too little to be reviewed.
    """
    permissions.check_may_break_glass(by)
    held: Opening | None = Opening.objects.filter(pk=key, person=by.person).first() if key else None
    if held:
        return held
    if len(reason.strip()) < SHORTEST_REASON:
        raise RowsRejected(
            Fault(
                "protection.break-glass-reason",
                "say whose life is at risk, from what, and why it cannot wait",
                "reason",
                f"{SHORTEST_REASON} characters or more",
            )
        )
    opening = Opening(
        id=key or uuid4(),
        record_type=kind.id,
        record=record_id,
        person_id=by.person,
        agency_id=by.agency,
        reason=encryption.encrypted(reason.strip()),
        opened_at=by.at,
        until=by.at + LASTS,
    )
    addresses = alerts.officers(business_clock.day_of(by.at), by.today)
    detail: dict[str, str | int] = {"type": kind.id, "record": str(record_id), "told": len(addresses)}
    write(
        opening,
        event=event_by(by, Act.COLLECTED, BREAK_GLASS, opening.pk, purpose="risk to life", detail=detail),
    )
    # only what was kept is told of, and a mail server that is down undoes nothing
    transaction.on_commit(partial(alerts.tell_officers, by, opening, kind, addresses))
    return opening


@act
def open_named(*, by: Acting, kind: SharedType, named: str, reason: str, key: UUID) -> UUID:
    """Open what an address or a reference stands for in a risk to life, and return the key of its page.

    A reference that stands for nothing is recorded and answered like one that does: its page refuses. Raises as
    :func:`open_in_risk_to_life`.
    """
    address = ADDRESS.search(named)
    found = [UUID(address.group())] if address else list(kind.named(named))
    records = found or [uuid5(key, named)]
    for record_id in records:
        open_in_risk_to_life(
            by=by, kind=kind, record_id=record_id, reason=reason, key=uuid5(key, str(record_id))
        )
    return records[0]


@act
def review(*, by: Acting, opening: Opening, finding: Finding, words: str) -> Review:
    """Record what a data-protection officer found of an opening. Raises Refused, or RowsRejected without words."""
    permissions.check_may_review(by, opening)
    if Review.objects.filter(opening=opening).exists():
        raise Refused(
            Fault(
                "protection.break-glass-reviewed",
                "This opening was reviewed already.",
                remedy="Look at what was found.",
            )
        )
    if not words.strip():
        raise RowsRejected(Fault("protection.review-words", "say what you found, and what follows", "words"))
    made = Review(
        opening=opening,
        finding=finding.value,
        words=encryption.encrypted(words.strip()),
        recorded_at=by.at,
        recorded_by=by.person,
    )
    detail: dict[str, str | int] = {"finding": finding.value}
    write(made, event=event_by(by, Act.ALTERED, BREAK_GLASS, opening.pk, purpose="review", detail=detail))
    return made
