"""What of casework can be shared under an agreement, told to protection, which knows no casework."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse

from frith.guard.protection import record_types
from frith.guard.protection.record_types import SharedType
from frith.guard.roles import Role
from frith.work.casework import queries


def register_all() -> None:
    """Register closure records. Deny lists know them by the closure, so that later statements are covered too."""
    record_types.register(
        SharedType(
            id=queries.CLOSURE_RECORD,
            one="closure record",
            many="closure records",
            roles=(Role.CASEWORKER,),
            fields={
                "case_reference": "Case reference",
                "closed_on": "Day on which support closed",
                "less_abuse": "Whether she reports less abuse",
                "risk_at_intake": "Assessed risk at intake",
                "risk_at_closure": "Assessed risk at closure",
            },
            subject="closure",
            records=queries.statements,
            address=_address,
            named=queries.closures_referred_to,
            not_visible="casework.closure-not-visible",
        )
    )


def _address(record_id: UUID) -> str:
    return reverse("casework:closure", args=[record_id])
