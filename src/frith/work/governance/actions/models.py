"""Actions that boards gave, and what was said of them since."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q

from frith.guard.access.models import Agency, Person
from frith.guard.audit.recording import Amendable, Fact
from frith.work.governance.boards.models import Board
from frith.work.governance.meetings.models import AgendaItem


class ActionState(models.TextChoices):
    """Whether an action is done."""

    OPEN = "open", "Open"
    DONE = "done", "Done"
    CHANGED = "circumstances-changed", "Not needed: circumstances changed"
    NOT_DONE = "not-done", "Not done"


CLOSED = (ActionState.DONE.value, ActionState.CHANGED.value, ActionState.NOT_DONE.value)
UNDONE = (ActionState.CHANGED, ActionState.NOT_DONE)
"""The ways to end without being done: such an action says why."""


class Action(Amendable):
    """An action: what is to be done, by which agency and whom, by when. ``item`` is where it was given."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="actions")
    item = models.ForeignKey(
        AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="actions"
    )
    number = models.PositiveIntegerField()
    words = models.TextField()
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="actions")
    given_on = models.DateField()
    due_on = models.DateField()
    first_due_on = models.DateField()
    state = models.CharField(max_length=24, choices=ActionState.choices, default=ActionState.OPEN)
    reason = models.TextField(blank=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["board", "number"], name="action_number_once"),
            models.CheckConstraint(
                condition=Q(state=ActionState.OPEN, closed_on__isnull=True)
                | ~Q(state=ActionState.OPEN) & Q(closed_on__isnull=False),
                name="closed_action_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[ActionState.OPEN, ActionState.DONE]) | ~Q(reason=""),
                name="undone_action_says_why",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["state", "due_on"], name="action_by_due"),
            models.Index(fields=["agency", "state"], name="action_by_agency"),
        ]

    def __str__(self) -> str:
        return f"action {self.number} of {self.board_id}"


class Progress(Fact):
    """What was said of an action at a moment: how it goes, a new day by which it is due, or how it ended."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="progress")
    words = models.TextField(blank=True)
    state = models.CharField(max_length=24, choices=ActionState.choices)
    due_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()

    class Meta:
        verbose_name_plural = "progress"

    def __str__(self) -> str:
        return f"progress of {self.action_id}"


class Chased(Fact):
    """That somebody was written to on a day because actions of theirs were due: once a day, and no more."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "chased"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["person", "on"], name="chased_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.on}"
