"""What is denied to somebody, as a condition for the database: never for a page."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from frith.guard.acting import Acting
from frith.guard.protection.deny_list.models import Denial


def denied_to(by: Acting, record_type: str) -> QuerySet[Any, Any]:
    """Return what is denied to somebody of a type of record, by what deny lists know records by."""
    held = Denial.objects.filter(
        Q(person=by.person) | Q(agency=by.agency), record_type=record_type, lifted_at__isnull=True
    )
    return held.order_by().values("subject")


def is_denied_some(by: Acting, record_type: str) -> bool:
    """Return whether anything of a type is denied to somebody: for what they must not be able to work out."""
    return bool(denied_to(by, record_type).exists())
