"""The table of liaison officers."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from frith.guard.audit.recording import Recorded


class LiaisonOfficer(Recorded):
    """The person whom an agency designates to see to its sharing, from a day to a day (both included).

    The Crime and Disorder (Formulation and Implementation of Strategy) Regulations 2007, regulation 4, have every
    responsible authority nominate somebody; the guidance calls them the designated liaison officer.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agency = models.ForeignKey("access.Agency", on_delete=models.PROTECT, related_name="liaison_officers")
    person = models.ForeignKey("access.Person", on_delete=models.PROTECT, related_name="+")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    class Meta:
        base_manager_name = "objects"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")), name="liaison_not_backwards"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} for {self.agency_id}"
