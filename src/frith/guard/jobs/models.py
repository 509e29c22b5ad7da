"""What was asked for, how far it is, and which effects it has had."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid4

from django.db import models

from frith.guard.audit.recording import Fact


class State(models.TextChoices):
    """How far a job is."""

    WAITING = "waiting", "Waiting"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"
    STOPPED = "stopped", "Stopped"


OVER = (State.DONE.value, State.FAILED.value, State.STOPPED.value)


class Job(Fact):
    """Long work that somebody asked for. ``parameters`` are plain values as JSON: ids, codes and months, no contents.

    The key of a job is that of the form it was asked with: asked twice with one form it is one job.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    parameters = models.TextField()
    person = models.UUIDField()
    asked_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index(fields=["person", "asked_at"], name="job_by_person")]

    def __str__(self) -> str:
        return self.title


class Effect(Fact):
    """An effect that a job has had. Its name stands once for each job, so that the effect happens once."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="effects")
    name = models.CharField(max_length=60)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["job", "name"], name="effect_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.job_id}"


class Run(models.Model):
    """How far a job is: who works on it, until when that is believed without news, and what was said last.

    It is written every few seconds while a worker lives and says nothing of a person or a record, so it has no audit
    events of its own: that the job was asked for, stopped, and what it did has.
    """

    job = models.OneToOneField(Job, primary_key=True, on_delete=models.PROTECT, related_name="run")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    worker = models.CharField(max_length=80, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    words = models.CharField(max_length=200, blank=True)
    result = models.CharField(max_length=200, blank=True)
    fault = models.TextField(blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        base_manager_name = "objects"
        indexes: ClassVar[list[Any]] = [models.Index(fields=["state", "lease_until"], name="run_by_lease")]

    def __str__(self) -> str:
        return f"{self.job_id}: {self.state}"


class Worker(models.Model):
    """A worker that runs, and when it gave the last sign of life, so that a silent one is noticed in time.

    It says nothing of a person or a record either, and a worker that ends of itself takes its row away.
    """

    name = models.CharField(max_length=80, primary_key=True)
    seen_at = models.DateTimeField()

    class Meta:
        base_manager_name = "objects"

    def __str__(self) -> str:
        return self.name
