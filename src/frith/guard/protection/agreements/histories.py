"""The history of a sharing agreement, for whoever may open it."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse

from frith.guard.acting import Acting
from frith.guard.audit.events import Act, event_by
from frith.guard.histories import PURPOSE, Opened, Recorded, record_key, register
from frith.guard.protection.agreements.models import AGREEMENT
from frith.guard.protection.agreements.queries import agreement


def _agreement(by: Acting, key: UUID) -> Opened:
    found = agreement(by=by, key=key)
    return Opened(
        title=found.agreement.title,
        address=reverse("protection:agreement", args=[key]),
        names={AGREEMENT: [str(key)]},
        looked=event_by(by, Act.CONSULTED, AGREEMENT, key, purpose=PURPOSE),
    )


def register_all() -> None:
    """Let sharing agreements have a history."""
    register(
        Recorded(
            kind="agreement",
            words="sharing agreement",
            area="protection",
            page="protection:agreement",
            in_trail=AGREEMENT,
            opened=lambda by, key: _agreement(by, record_key(key)),
        )
    )
