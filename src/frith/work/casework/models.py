"""Services, and what is recorded when a person's support by one closes. No narrative is kept here."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid4

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from frith.guard.access.models import Agency
from frith.guard.audit.recording import Recorded
from frith.guard.protection.controllers import ControlledFact


class LessAbuse(models.TextChoices):
    """What the person said when asked whether the abuse had reduced. Not asked and declined are not "no"."""

    YES = "yes", "Yes, less abuse"
    NO = "no", "No, not less"
    NOT_ASKED = "not-asked", "Not asked"
    DECLINED = "declined", "Declined to answer"


class Risk(models.TextChoices):
    """Assessed level of risk. Levels are compared by :data:`RISK_ORDER`; not assessed is not low."""

    STANDARD = "standard", "Standard"
    MEDIUM = "medium", "Medium"
    HIGH = "high", "High"
    NOT_ASSESSED = "not-assessed", "Not assessed"


RISK_ORDER = {Risk.STANDARD.value: 1, Risk.MEDIUM.value: 2, Risk.HIGH.value: 3}


class CorrectionReason(models.TextChoices):
    """Why a closure record was written anew."""

    FIRST = "first", "First record"
    MISTYPED = "mistyped", "Something was typed wrongly"
    LATER_ANSWER = "later-answer", "The person answered later"
    NOT_A_CLOSURE = "not-a-closure", "This was not a closure: withdrawn"


class Service(Recorded):
    """A commissioned service. Its provider is the controller of its records.

    ``takes`` says whom it supports, in the words that figures use ("women").
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(max_length=120, unique=True)
    provider = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="services")
    area = models.CharField(max_length=20)
    takes = models.CharField(max_length=80)

    def __str__(self) -> str:
        return self.name


class ClosureRecord(ControlledFact):
    """One statement of what was found when a person's support closed.

    ``closure`` is the closure that it speaks of; a correction is a further statement with the next ``edition``, and
    the latest recorded one counts. ``withdrawn`` says that there was no closure after all. ``case_reference`` is the
    service's own and says nothing about the person; a case closes once, so a first statement with a reference that was
    used is refused. ``round`` is 1, and goes up only where a closure was withdrawn and is recorded anew.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    closure = models.UUIDField(default=uuid4, editable=False)
    edition = models.PositiveIntegerField(default=1)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    case_reference = models.CharField(
        max_length=20,
        validators=[RegexValidator(r"^[A-Z]{1,4}-[0-9]{1,8}\Z", "Enter a case reference such as AN-1042.")],
    )
    round = models.PositiveIntegerField(default=1)
    closed_on = models.DateField()
    less_abuse = models.CharField(max_length=10, choices=LessAbuse.choices)
    risk_at_intake = models.CharField(max_length=12, choices=Risk.choices)
    risk_at_closure = models.CharField(max_length=12, choices=Risk.choices)
    reason = models.CharField(max_length=20, choices=CorrectionReason.choices, default=CorrectionReason.FIRST)
    withdrawn = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["closure", "edition"], name="closure_edition_once"),
            models.UniqueConstraint(
                fields=["controller", "case_reference", "round"],
                condition=Q(edition=1),
                name="case_closes_once",
                violation_error_message="A closure of this case was recorded at this moment.",
            ),
            models.CheckConstraint(
                condition=Q(edition=1, reason=CorrectionReason.FIRST)
                | (Q(edition__gt=1) & ~Q(reason=CorrectionReason.FIRST)),
                name="correction_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn=False) | Q(reason=CorrectionReason.NOT_A_CLOSURE),
                name="withdrawn_with_reason",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["closed_on", "recorded_at"], name="closure_by_day"),
        ]

    def __str__(self) -> str:
        return f"closure {self.closure} edition {self.edition}"
