"""The table of deny lists."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q

from frith.guard.audit.recording import Amendable


class Denial(Amendable):
    """Somebody, or a whole agency, who must not see a record, until it is lifted. The reason is kept encrypted.

    ``subject`` is what the record's type names records by for this purpose, so that later statements about the same
    thing are kept from them too.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    record_type = models.CharField(max_length=60)
    subject = models.UUIDField()
    person = models.ForeignKey(
        "access.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    agency = models.ForeignKey(
        "access.Agency", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField()
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.UUIDField(null=True, blank=True)
    lifted_why = models.TextField(blank=True)

    class Meta:
        base_manager_name = "objects"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, agency__isnull=True)
                | Q(person__isnull=True, agency__isnull=False),
                name="denial_names_one",
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True) | ~Q(lifted_why=""), name="lifting_says_why"
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["record_type", "subject"], name="denial_by_record"),
        ]

    def __str__(self) -> str:
        return f"denial {self.id}"
