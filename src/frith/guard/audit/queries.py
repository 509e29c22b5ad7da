"""Reads of the audit trail itself."""

from __future__ import annotations

from django.db.models import QuerySet

from frith.guard.audit.models import AuditEvent


def latest_events() -> QuerySet[AuditEvent]:
    """Return all events, latest first. Who may read them is for the caller's permissions to check."""
    return AuditEvent.objects.order_by("-id")
