"""Leases: a worker has a job for as long as it gives news of itself; whoever falls silent loses it to another.

A change is made only by whom the lease belongs to: each is one UPDATE that names the worker, so that a worker that was
thought dead and comes back changes nothing. Method: leases of C. Gray and D. Cheriton, "Leases: an efficient
fault-tolerant mechanism for distributed file cache consistency", SOSP 1989.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F, Q

from frith.guard.jobs.models import OVER, Job, Run, State, Worker

LEASE = timedelta(seconds=30)
"""How long a worker is believed to be alive without news of it."""
MOST_ATTEMPTS = 3
"""After so many workers have fallen silent over a job it is given up."""
FORGOTTEN_AFTER = timedelta(days=1)
"""How long it is kept that a worker fell silent."""
GIVEN_UP = (
    "The work was begun three times and each time its worker ended without a word. Ask the operator to look."
)


def wait_for_work(job: Job, *, at: datetime) -> Run:
    """Put a job into the queue."""
    run, _ = Run.objects.get_or_create(job=job, defaults={"changed_at": at})
    return run


def claim(worker: str, *, at: datetime) -> Job | None:
    """Give a worker the job that has waited longest, or one whose worker fell silent; None if there is none."""
    free = Q(state=State.WAITING) | Q(state=State.RUNNING, lease_until__lt=at)
    for run in Run.objects.filter(free).select_related("job").order_by("job__asked_at", "job_id"):
        mine = Run.objects.filter(free, pk=run.pk, attempts=run.attempts)
        if run.attempts >= MOST_ATTEMPTS:
            mine.update(state=State.FAILED, fault=GIVEN_UP, worker="", lease_until=None, changed_at=at)
            continue
        taken = mine.update(
            state=State.RUNNING,
            worker=worker,
            attempts=F("attempts") + 1,
            lease_until=at + LEASE,
            changed_at=at,
        )
        if taken:
            return run.job
    return None


def news(job: Job, worker: str, *, at: datetime, words: str | None = None) -> bool:
    """Keep a lease, and say how far the work is; return False if the job is the worker's no longer, or was stopped."""
    said = {} if words is None else {"words": words[:200]}
    mine = Run.objects.filter(pk=job.pk, worker=worker, state=State.RUNNING)
    return bool(mine.update(lease_until=at + LEASE, changed_at=at, **said))


def end(job: Job, worker: str, *, at: datetime, result: str = "", fault: str = "") -> bool:
    """End a job that is the worker's, with its result or with what went wrong."""
    mine = Run.objects.filter(pk=job.pk, worker=worker, state=State.RUNNING)
    state = State.FAILED if fault else State.DONE
    return bool(
        mine.update(
            state=state, result=result, fault=fault, worker="", lease_until=None, words="", changed_at=at
        )
    )


def give_back(job: Job, worker: str, *, at: datetime) -> None:
    """Let another worker have a job, because this one is asked to end. It does not count as an attempt."""
    Run.objects.filter(pk=job.pk, worker=worker, state=State.RUNNING).update(
        state=State.WAITING, worker="", lease_until=None, attempts=F("attempts") - 1, changed_at=at
    )


def live(worker: str, *, at: datetime) -> None:
    """Give a sign of life, whether there is work or not; what silent workers left is forgotten after a day."""
    Worker.objects.update_or_create(name=worker, defaults={"seen_at": at})
    Worker.objects.filter(seen_at__lt=at - FORGOTTEN_AFTER).delete()


def leave(worker: str) -> None:
    """Say that a worker ends of itself."""
    Worker.objects.filter(name=worker).delete()


def stop(job: Job, *, at: datetime) -> bool:
    """Stop a job: its worker learns of it when it gives news next. Return whether there was anything to stop."""
    live = Run.objects.filter(pk=job.pk).exclude(state__in=OVER)
    return bool(live.update(state=State.STOPPED, lease_until=None, worker="", changed_at=at))
