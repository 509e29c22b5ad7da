"""Stored figures with the records they rest on, and indicators."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q

from frith.guard.access.models import Agency
from frith.guard.audit.recording import Fact, Recorded


class Polarity(models.TextChoices):
    """Which way is better."""

    HIGHER = "higher", "higher is better"
    LOWER = "lower", "lower is better"


class StoredFigure(Fact):
    """A figure as it was computed. A figure computed again with another result is a new edition of the same id.

    ``content`` is the Figure as canonical JSON; the columns beside it are for finding it. ``recorded_at`` is when it
    was computed, by the business clock.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    figure = models.CharField(max_length=40)
    edition = models.PositiveIntegerField()
    definition = models.CharField(max_length=120)
    version = models.PositiveIntegerField()
    area = models.CharField(max_length=20)
    first_month = models.CharField(max_length=7)
    last_month = models.CharField(max_length=7)
    as_at = models.DateField()
    content = models.TextField()
    record_type = models.CharField(max_length=60, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["figure", "edition"], name="figure_edition_once"),
            models.CheckConstraint(condition=Q(edition__gte=1), name="figure_edition_from_one"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["definition", "first_month", "as_at"], name="figure_by_question")
        ]

    def __str__(self) -> str:
        return f"{self.figure} edition {self.edition}"


class FigureMember(Fact):
    """A record that a stored figure rests on. It names the record by type and id, and outlives it."""

    stored_figure = models.ForeignKey(StoredFigure, on_delete=models.PROTECT, related_name="members")
    record = models.UUIDField()
    in_numerator = models.BooleanField()
    in_denominator = models.BooleanField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["stored_figure", "record"], name="member_once"),
            models.CheckConstraint(
                condition=Q(in_numerator=False) | Q(in_denominator=True), name="numerator_within_denominator"
            ),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["record"], name="member_by_record")]

    def __str__(self) -> str:
        return f"{self.record} in {self.stored_figure_id}"


class Indicator(Recorded):
    """A measure that somebody answers for.

    Without an owner, a definition, a source and a complete baseline there is no indicator; without a target there is
    one, and its RAG is grey.
    Percentages are 0 to 100. ``tolerance`` is how far short of the target is amber, in the unit of the figure.
    ``lock`` counts changes, so that two people who edit at once are told.
    """

    id = models.SlugField(primary_key=True, max_length=80)
    title = models.CharField(max_length=160)
    rationale = models.CharField(max_length=400)
    definition = models.CharField(max_length=120)
    owner = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="indicators")
    source = models.CharField(max_length=200)
    area = models.CharField(max_length=20)
    area_name = models.CharField(max_length=120)
    polarity = models.CharField(max_length=10, choices=Polarity.choices)
    baseline_value = models.FloatField()
    baseline_period = models.CharField(max_length=80)
    baseline_source = models.CharField(max_length=200)
    baseline_inherited = models.BooleanField()
    target_value = models.FloatField(null=True, blank=True)
    target_by = models.DateField(null=True, blank=True)
    tolerance = models.FloatField(default=0)
    lock = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=~Q(definition="") & ~Q(source="") & ~Q(baseline_period="") & ~Q(baseline_source=""),
                name="indicator_complete",
            ),
            models.CheckConstraint(
                condition=Q(target_value__isnull=True, target_by__isnull=True)
                | Q(target_value__isnull=False, target_by__isnull=False),
                name="target_with_its_date",
            ),
            models.CheckConstraint(condition=Q(tolerance__gte=0), name="tolerance_not_negative"),
            models.UniqueConstraint(fields=["definition", "area"], name="one_indicator_of_a_measure"),
        ]

    def __str__(self) -> str:
        return self.title
