"""Plans and priorities. What changed about a priority is a fact that stays."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from frith.guard.access.models import Agency
from frith.guard.audit.recording import Amendable, Fact, Recorded
from frith.work.governance.boards.models import Board
from frith.work.governance.meetings.models import Decision
from frith.work.governance.partnerships.models import Partnership
from frith.work.performance.models import Indicator


class Plan(Amendable):
    """A partnership plan for financial years, from the one to the other (years by the April in which they begin).

    The law asks that it is revised before each year begins (SI 2007/1830 regulation 10); that it runs for three years
    is custom, not law. The texts are what regulation 11 has it set out beside priorities, steps and measures.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="plans")
    title = models.CharField(max_length=160)
    first_year = models.PositiveIntegerField()
    last_year = models.PositiveIntegerField()
    strategy = models.TextField()
    resources = models.TextField(blank=True)
    community = models.TextField(blank=True)
    agreed_on = models.DateField(null=True, blank=True)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(last_year__gte=F("first_year")), name="plan_not_backwards"),
            models.UniqueConstraint(fields=["partnership", "title", "first_year"], name="plan_once"),
        ]

    def __str__(self) -> str:
        return self.title


class Priority(Amendable):
    """Something that the partnership puts first. ``board`` drives it, ``lead`` answers for it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="priorities")
    title = models.CharField(max_length=160)
    aim = models.TextField()
    lead = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    board = models.ForeignKey(
        Board, on_delete=models.PROTECT, null=True, blank=True, related_name="priorities"
    )
    success = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "priorities"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["partnership", "title"], name="priority_once"),
        ]

    def __str__(self) -> str:
        return self.title


class Change(models.TextChoices):
    """What happened to a priority."""

    ADDED = "added", "Added"
    KEPT = "kept", "Kept"
    CHANGED = "changed", "Changed"
    DROPPED = "dropped", "Dropped"


class PriorityChange(Fact):
    """That a priority was added to a plan, kept, changed or dropped, on a day, and why."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    priority = models.ForeignKey(Priority, on_delete=models.PROTECT, related_name="changes")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="changes")
    number = models.PositiveIntegerField()
    what = models.CharField(max_length=10, choices=Change.choices)
    reason = models.TextField()
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    on = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["priority", "number"], name="priority_change_once"),
        ]

    def __str__(self) -> str:
        return f"{self.priority_id} {self.what}"


class Reason(Fact):
    """A finding or figure that justifies a priority, in the words that it had."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    priority = models.ForeignKey(Priority, on_delete=models.PROTECT, related_name="reasons")
    kind = models.CharField(max_length=10, choices=[("finding", "Finding"), ("figure", "Figure")])
    source = models.CharField(max_length=120, blank=True)
    reference = models.CharField(max_length=120)
    edition = models.PositiveIntegerField(default=1)
    words = models.TextField()
    public = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["priority", "kind", "source", "reference"], name="reason_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"


class Measure(Recorded):
    """An indicator that shows whether a priority makes progress."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    priority = models.ForeignKey(Priority, on_delete=models.PROTECT, related_name="measures")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["priority", "indicator"], name="measure_once"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} of {self.priority_id}"


class StepState(models.TextChoices):
    """How far a step of a plan is."""

    NOT_BEGUN = "not-begun", "Not begun"
    UNDER_WAY = "under-way", "Under way"
    DONE = "done", "Done"
    NOT_DONE = "not-done", "Not done"


class Step(Amendable):
    """A step that an authority takes for a priority (regulation 11(c))."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="steps")
    priority = models.ForeignKey(Priority, on_delete=models.PROTECT, related_name="steps")
    words = models.TextField()
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=StepState.choices, default=StepState.NOT_BEGUN)
    said = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"step of {self.plan_id}"


class PublishedSummary(Fact):
    """The summary of a plan as it was published in the area (regulation 14): the document model, as it was."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="summaries")
    number = models.PositiveIntegerField()
    document = models.TextField()
    published_on = models.DateField()

    class Meta:
        verbose_name_plural = "published summaries"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["plan", "number"], name="summary_once"),
        ]

    def __str__(self) -> str:
        return f"summary {self.number} of {self.plan_id}"
