"""Documents of sharing agreements: read by all who take part, handed in and erased by those who record agreements."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from frith.guard.acting import Acting
from frith.guard.documents import owners
from frith.guard.documents.owners import Owner
from frith.guard.protection.agreements import permissions, queries
from frith.guard.protection.agreements.models import AGREEMENT, SharingAgreement


def register() -> None:
    """Let documents belong to sharing agreements."""
    owners.register(
        Owner(
            record_type=AGREEMENT,
            sentence="It belongs to a sharing agreement, and those are open to all who hold a role here.",
            visible=_visible,
            check_may_keep=_check_may_record,
            check_may_erase=_check_may_record,
            address=lambda key: reverse("protection:agreement", args=[key]),
        )
    )


def _visible(by: Acting) -> QuerySet[SharingAgreement]:
    return queries.agreements_visible_to(by)


def _check_may_record(by: Acting, key: UUID) -> None:
    permissions.check_may_record_agreements(by)
    queries.check_is_here(key)
