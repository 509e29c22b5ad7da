"""The tables of break-glass. Both are facts: what was opened stays on record, and so does what was found of it."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from frith.guard.audit.recording import Fact


class Finding(models.TextChoices):
    """What the data-protection officer found."""

    JUSTIFIED = "justified", "There was a risk to life, and opening it was right"
    NOT_JUSTIFIED = "not-justified", "It should not have been opened"


class Opening(Fact):
    """A record that somebody opened in a risk to life, from a moment to a moment of the wall clock.

    It is kept whether or not there is such a record: asking is what counts. The reason is kept encrypted.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    record_type = models.CharField(max_length=60)
    record = models.UUIDField()
    person = models.ForeignKey("access.Person", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("access.Agency", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    opened_at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        base_manager_name = "objects"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(until__gt=F("opened_at")), name="opening_not_backwards"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["person", "until"], name="opening_by_person")]

    def __str__(self) -> str:
        return f"opening {self.id}"


class Review(Fact):
    """What a data-protection officer found of an opening. The words are kept encrypted."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    opening = models.OneToOneField(Opening, on_delete=models.PROTECT, related_name="review")
    finding = models.CharField(max_length=20, choices=Finding.choices)
    words = models.TextField()
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()

    class Meta:
        base_manager_name = "objects"

    def __str__(self) -> str:
        return f"review of {self.opening_id}"
