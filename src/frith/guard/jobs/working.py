"""The worker: takes a job, does it as the person who asked, gives news of itself, and says what went wrong."""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from uuid import uuid4

from django.db import DatabaseError, connections

from frith.guard.access.queries import acting_as, people_with
from frith.guard.acting import Channel
from frith.guard.jobs import leases
from frith.guard.jobs.kinds import kind_named
from frith.guard.jobs.models import Job
from frith.guard.jobs.queries import parameters_of
from frith.vocabulary.faults import Trouble

NEWS_EVERY = 5.0
"""Seconds between two signs of life."""
_LOG = logging.getLogger(__name__)

Clock = Callable[[], datetime]


class Lost(Exception):
    """The job was stopped, or is another worker's by now: leave it as it is."""


def name_of_worker() -> str:
    """Return a name that no other worker has."""
    return f"{socket.gethostname()[:30]} {os.getpid()} {uuid4().hex[:8]}"


def work_on_one(worker: str, *, clock: Clock, standing_at: date | None) -> bool:
    """Do one job, if there is one; return whether there was."""
    job = leases.claim(worker, at=clock())
    if job is None:
        return False
    try:
        with _signs_of_life(job, worker, clock):
            result = _do(job, worker, clock, standing_at)
        leases.end(job, worker, at=clock(), result=result)
    except Lost:
        pass
    except Trouble as trouble:
        leases.end(job, worker, at=clock(), fault="\n".join(fault.sentence() for fault in trouble.faults))
    except KeyboardInterrupt:
        leases.give_back(job, worker, at=clock())
        raise
    except Exception:  # noqa: BLE001 - a worker that meets a fault tells who asked, and goes on with the next job
        _LOG.exception("job %s met a fault of Frith's own", job.pk)
        words = "Frith met a fault of its own. The operator finds the details in the log of the worker."
        leases.end(job, worker, at=clock(), fault=words)
    return True


def _do(job: Job, worker: str, clock: Clock, standing_at: date | None) -> str:
    kind, parameters = kind_named(job.kind), parameters_of(job)
    person = people_with(job.person, clock())
    by = acting_as(person, at=clock(), standing_at=standing_at, channel=Channel.SITE)
    kind.check(by, parameters)

    def tell(words: str) -> None:
        if not leases.news(job, worker, at=clock(), words=words):
            raise Lost

    return kind.do(by, job, parameters, tell)


@contextmanager
def _signs_of_life(job: Job, worker: str, clock: Clock) -> Iterator[None]:
    """Keep the lease from a thread of its own while the work goes on: a step may take longer than a lease."""
    over = threading.Event()

    def live() -> None:
        try:
            while not over.wait(NEWS_EVERY):
                try:
                    leases.live(worker, at=clock())
                    if not leases.news(job, worker, at=clock()):
                        return
                except DatabaseError as error:
                    # the lease bears several silences; the next sign is given over a fresh connection
                    _LOG.warning("a sign of life could not be given and is tried again: %s", error)
                    connections.close_all()
        finally:
            connections.close_all()

    thread = threading.Thread(target=live, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
