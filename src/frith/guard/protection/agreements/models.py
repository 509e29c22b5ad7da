"""Sharing agreements and their versions. A version is a fact: what applied when can always be told."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from frith.guard.audit.recording import Amendable, Fact

AGREEMENT = "protection.agreement"
"""What the audit trail, and the documents of agreements, call an agreement."""


class SharingAgreement(Amendable):
    """An agreement between agencies. ``current`` is its latest version; ``ended_on`` is the first day without it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    title = models.CharField(max_length=160, unique=True)
    current = models.PositiveIntegerField(default=1)
    ended_on = models.DateField(null=True, blank=True)
    ended_why = models.TextField(blank=True)

    class Meta:
        base_manager_name = "objects"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | ~Q(ended_why=""), name="agreement_ends_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Terms(Fact):
    """One version of an agreement: what was agreed, and the business day from which it took the earlier one's place.

    ``gateway`` is an id of the register in frith.vocabulary.gateways; ``data`` says in words what is shared.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agreement = models.ForeignKey(SharingAgreement, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    purpose = models.TextField()
    data = models.TextField()
    gateway = models.CharField(max_length=40)
    valid_from = models.DateField()
    valid_to = models.DateField()
    review_on = models.DateField()
    why = models.TextField(blank=True)
    applies_from = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()

    class Meta:
        verbose_name = "version of an agreement"
        verbose_name_plural = "versions of agreements"
        base_manager_name = "objects"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["agreement", "number"], name="agreement_version_once"),
            models.CheckConstraint(condition=Q(valid_to__gte=F("valid_from")), name="terms_not_backwards"),
            models.CheckConstraint(condition=Q(number=1) | ~Q(why=""), name="amendment_says_why"),
        ]

    def __str__(self) -> str:
        return f"version {self.number} of {self.agreement_id}"


class Party(Fact):
    """An agency that a version binds: it shares its own records as controller, receives others', or both."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    terms = models.ForeignKey(Terms, on_delete=models.PROTECT, related_name="parties")
    agency = models.ForeignKey("access.Agency", on_delete=models.PROTECT, related_name="+")
    controller = models.BooleanField()
    recipient = models.BooleanField()

    class Meta:
        verbose_name_plural = "parties"
        base_manager_name = "objects"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["terms", "agency"], name="party_once"),
            models.CheckConstraint(
                condition=Q(controller=True) | Q(recipient=True), name="party_gives_or_takes"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} in {self.terms_id}"


class SharedClass(Fact):
    """A class of data that a version shares: a type of record, the fields that are seen, and in which roles."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    terms = models.ForeignKey(Terms, on_delete=models.PROTECT, related_name="classes")
    record_type = models.CharField(max_length=60)
    fields = models.JSONField(default=list)
    roles = models.JSONField(default=list)

    class Meta:
        verbose_name_plural = "shared classes"
        base_manager_name = "objects"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["terms", "record_type"], name="shared_class_once"),
        ]

    def __str__(self) -> str:
        return f"{self.record_type} in {self.terms_id}"


class Acceptance(Fact):
    """A controller's yes to a version. Without it, that version shares none of the controller's records."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    terms = models.ForeignKey(Terms, on_delete=models.PROTECT, related_name="acceptances")
    agency = models.ForeignKey("access.Agency", on_delete=models.PROTECT, related_name="+")
    accepted_on = models.DateField()
    carried_over = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()

    class Meta:
        base_manager_name = "objects"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["terms", "agency"], name="accepted_once"),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} accepts {self.terms_id}"


class Extension(Fact):
    """What a data-protection officer did in an emergency: the version goes on until a day (included)."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    terms = models.ForeignKey(Terms, on_delete=models.PROTECT, related_name="extensions")
    starts = models.DateField()
    until = models.DateField()
    reason = models.TextField()
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()

    class Meta:
        base_manager_name = "objects"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(until__gte=F("starts")), name="extension_not_backwards"),
            models.CheckConstraint(condition=~Q(reason=""), name="extension_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.terms_id} until {self.until}"


class AgreementDocument(Fact):
    """A document of an agreement: where it is kept, or the ``document`` that was handed in, or both.

    ``document`` is a key of :mod:`frith.guard.documents`, where the file itself is.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agreement = models.ForeignKey(SharingAgreement, on_delete=models.PROTECT, related_name="documents")
    title = models.CharField(max_length=160)
    reference = models.CharField(max_length=500, blank=True)
    document = models.UUIDField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()

    class Meta:
        base_manager_name = "objects"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=~Q(reference="") | Q(document__isnull=False), name="document_is_somewhere"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class LapseLetter(Fact):
    """A letter that warned somebody of a version's last day: each of the three warnings goes to a person once.

    ``threshold`` is the number of days, of 60, 30 and 7; ``last_day`` is the last as it was then, since an extension
    moves it.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    terms = models.ForeignKey(Terms, on_delete=models.PROTECT, related_name="letters")
    person = models.ForeignKey("access.Person", on_delete=models.PROTECT, related_name="+")
    threshold = models.PositiveSmallIntegerField()
    last_day = models.DateField()
    on = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = "letter about a lapse"
        verbose_name_plural = "letters about lapses"
        base_manager_name = "objects"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["terms", "person", "threshold", "last_day"], name="warned_of_a_lapse_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} of {self.terms_id}, {self.threshold} days"
