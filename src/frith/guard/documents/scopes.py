"""What somebody may see of documents: those of the records whose own app lets them, and no others."""

from __future__ import annotations

from django.db.models import Q

from frith.guard.access.scopes import Ground, Scope
from frith.guard.acting import Acting
from frith.guard.documents.owners import all_owners
from frith.vocabulary.faults import Fault

NOT_VISIBLE = Fault(
    "documents.not-visible",
    "There is no document here that you may open. A document is for those who may see the record that it belongs to.",
    remedy="Check the address, or ask whoever sent it to you.",
)


def document_scope(by: Acting) -> Scope:
    """Return what somebody may see of documents."""
    grounds = (
        Ground(
            f"documents.{each.record_type}",
            each.sentence,
            Q(record_type=each.record_type, record__in=each.visible(by).order_by().values("pk")),
        )
        for each in all_owners()
    )
    return Scope(tuple(grounds), NOT_VISIBLE)
