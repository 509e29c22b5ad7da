"""Asking for jobs, stopping them, and letting their effects happen once."""

from __future__ import annotations

import json
from uuid import UUID

from frith.guard.acting import Acting
from frith.guard.audit.events import Act, Event, event_by
from frith.guard.audit.recording import act, write
from frith.guard.jobs import leases
from frith.guard.jobs.kinds import Parameters, kind_named
from frith.guard.jobs.models import Effect, Job

JOB = "job"


@act
def ask_for(*, by: Acting, kind: str, title: str, parameters: Parameters, key: UUID) -> Job:
    """Ask for work to be done. Asked twice with one key it is one job. Raises Refused, or UnknownName for the kind."""
    kind_named(kind).check(by, parameters)
    held: Job | None = Job.objects.filter(pk=key, person=by.person).first()
    if held:
        return held
    job = Job(
        id=key,
        kind=kind,
        title=title[:200],
        parameters=json.dumps(dict(parameters), sort_keys=True),
        person=by.person,
        asked_at=by.at,
    )
    write(job, event=event_by(by, Act.COLLECTED, JOB, job.pk, purpose=kind))
    leases.wait_for_work(job, at=by.at)
    return job


@act
def stop(*, by: Acting, job: Job) -> None:
    """Stop work that is not over. The job came through the scope of its person."""
    if leases.stop(job, at=by.at):
        write(
            Effect(job=job, name="stopped"), event=event_by(by, Act.ALTERED, JOB, job.pk, purpose="stopped")
        )


@act
def once(*, by: Acting, job: Job, name: str, event: Event) -> bool:
    """Record an effect of a job, the first time only; return whether this was the first."""
    if Effect.objects.filter(job=job, name=name).exists():
        return False
    write(Effect(job=job, name=name), event=event)
    return True
