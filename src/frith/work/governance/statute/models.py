"""What is written down for the statutory year: records of duties, consultations, scrutiny's requests and reports."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from frith.guard.audit.recording import Amendable, Fact, Recorded
from frith.vocabulary.duties import DUTIES
from frith.work.governance.partnerships.models import Partnership


class DutyRecord(Fact):
    """That a duty of a year was met: what was done, when, and where it can be looked at."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="duty_records")
    year = models.PositiveIntegerField()
    duty = models.CharField(max_length=30, choices=[(duty.key, duty.what) for duty in DUTIES if duty.record])
    words = models.TextField()
    done_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()

    def __str__(self) -> str:
        return f"{self.duty} in {self.year}"


class Consultation(Amendable):
    """That people were asked what should come first: whom, how, how many answered, and how answers were weighted.

    ``asked`` is None where nobody counted whom it reached.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="consultations")
    title = models.CharField(max_length=160)
    starts = models.DateField()
    ends = models.DateField()
    method = models.CharField(max_length=200)
    who = models.TextField()
    asked = models.PositiveIntegerField(null=True, blank=True)
    answered = models.PositiveIntegerField()
    weighting = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="consultation_not_backwards"),
            models.CheckConstraint(
                condition=Q(asked__isnull=True) | Q(answered__lte=F("asked")),
                name="no_more_answers_than_asked",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Concern(Recorded):
    """What people put first in one area: ``rank`` 1 is first, ``named_by`` how many named it, if that was counted."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="concerns")
    area_name = models.CharField(max_length=120)
    rank = models.PositiveIntegerField()
    words = models.CharField(max_length=160)
    named_by = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["consultation", "area_name", "rank"], name="concern_rank_once"),
        ]

    def __str__(self) -> str:
        return f"{self.rank}. {self.words}"


class InformationRequest(Amendable):
    """A request of the crime and disorder committee for information, answered by the date that it names.

    An answer is depersonalised unless identifying somebody is necessary (SI 2009/942 regulation 5).
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    partnership = models.ForeignKey(
        Partnership, on_delete=models.PROTECT, related_name="information_requests"
    )
    committee = models.CharField(max_length=160)
    words = models.TextField()
    asked_on = models.DateField()
    answer_by = models.DateField()
    answered_on = models.DateField(null=True, blank=True)
    answer = models.TextField(blank=True)
    depersonalised = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(answer_by__gte=F("asked_on")), name="request_not_backwards"),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True) | ~Q(answer=""), name="answered_request_has_its_answer"
            ),
        ]

    def __str__(self) -> str:
        return f"request of {self.asked_on}"


class Response(models.TextChoices):
    """What the partnership answers to a recommendation."""

    NONE = "", "Not answered yet"
    ACCEPTED = "accepted", "Accepted"
    IN_PART = "in-part", "Accepted in part"
    REJECTED = "rejected", "Not accepted"


class Recommendation(Amendable):
    """A recommendation of the committee, answered in writing within 28 days of its report (regulation 7)."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="recommendations")
    committee = models.CharField(max_length=160)
    words = models.TextField()
    reported_on = models.DateField()
    answer_by = models.DateField()
    answered_on = models.DateField(null=True, blank=True)
    response = models.CharField(max_length=10, choices=Response.choices, blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True, response="")
                | Q(answered_on__isnull=False) & ~Q(response="") & ~Q(answer=""),
                name="answered_recommendation_has_its_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"recommendation of {self.reported_on}"
