"""Reads of jobs: everybody sees those that they asked for, and the operator, who looks after workers, sees all."""

from __future__ import annotations

import json
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from frith.guard.acting import Acting
from frith.guard.jobs.models import Job, Run, State, Worker
from frith.guard.roles import Role
from frith.vocabulary.faults import Fault, Refused

NOT_VISIBLE = Fault(
    "jobs.not-visible",
    "There is no job here that you may see: people see the jobs that they asked for.",
    remedy="Check the address.",
)


def jobs_of(by: Acting) -> QuerySet[Job]:
    """Return the jobs that somebody asked for, latest first; all of them for the operator."""
    found: QuerySet[Job] = Job.objects.select_related("run").order_by("-asked_at", "id")
    return found if by.holds(Role.OPERATOR) else found.filter(person=by.person)


def job(by: Acting, key: UUID) -> Job:
    """Return a job. Raises Refused, with the same words if it is absent or another's."""
    found = jobs_of(by).filter(pk=key).first()
    if found is None:
        raise Refused(NOT_VISIBLE)
    return found


def parameters_of(found: Job) -> dict[str, str]:
    """Return what a job was asked with."""
    return {str(name): str(value) for name, value in json.loads(found.parameters).items()}


def last_sign_of_life() -> datetime | None:
    """Return when any worker was heard of last, or None if each that there was ended of itself."""
    seen: datetime | None = Worker.objects.order_by("-seen_at").values_list("seen_at", flat=True).first()
    return seen


def waiting_since(at: datetime) -> datetime | None:
    """Return since when the oldest job waits that no worker has, or None: a long wait means that no worker runs."""
    waits = (
        Run.objects.filter(state=State.WAITING)
        .order_by("job__asked_at")
        .values_list("job__asked_at", flat=True)
    )
    first: datetime | None = waits.first()
    return first if first and first < at else None
