"""Reads of the audit trail itself."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Max, Q, QuerySet

from frith.guard.audit.events import Act
from frith.guard.audit.models import AuditEvent, AuditSeal

_AT_ONCE = 500


def latest_events() -> QuerySet[AuditEvent]:
    """Return all events, latest first. Who may read them is for the caller's permissions to check."""
    return AuditEvent.objects.order_by("-id")


def latest_of(subject_type: str) -> QuerySet[AuditEvent]:
    """Return the last event of each subject of a kind, of those acts that succeeded, by subject."""
    events = AuditEvent.objects.filter(subject_type=subject_type).exclude(act=Act.REFUSED.value)
    last = events.values("subject").annotate(last=Max("id")).values("last")
    return AuditEvent.objects.filter(id__in=last).order_by("subject")


def events_about(names: Mapping[str, Collection[str]]) -> QuerySet[AuditEvent]:
    """Return the events of records, given by kind and id as the trail names them, latest first."""
    about = Q(pk__in=())
    for kind, ids in names.items():
        about |= Q(subject_type=kind, subject__in=ids)
    return AuditEvent.objects.filter(about).order_by("-id")


def latest_times(
    act: Act, subject_type: str, subject: str, *, after: datetime, at_most: int
) -> list[datetime]:
    """Return when an act was last done to a subject since a moment, latest first."""
    events = AuditEvent.objects.filter(
        subject_type=subject_type, subject=subject, act=act.value, at__gt=after
    )
    return list(events.order_by("-at", "-id").values_list("at", flat=True)[:at_most])


def events_with(keys: Collection[UUID]) -> QuerySet[AuditEvent]:
    """Return the events with these keys."""
    return AuditEvent.objects.filter(key__in=keys).order_by("id")


def seals_up_to(sealed: int) -> Iterator[list[AuditSeal]]:
    """Yield the seals up to a place in the chain, in order, some hundreds at once."""
    last = 0
    while seals := list(
        AuditSeal.objects.filter(sequence__gt=last, sequence__lte=sealed).order_by("sequence")[:_AT_ONCE]
    ):
        yield seals
        last = seals[-1].sequence
