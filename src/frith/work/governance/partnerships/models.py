"""Partnerships, their areas and their agencies. Both are many-to-many, and both have dates."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from frith.guard.access.models import Agency
from frith.guard.audit.recording import Amendable, Recorded
from frith.vocabulary.agencies import AuthorityKind, LegalRole


def in_force(day: date, before: str = "") -> Q:
    """Return the condition that something with ``starts`` and ``ends`` (both included) is in force on a day."""
    ends, starts = f"{before}ends", f"{before}starts"
    return Q(**{f"{starts}__lte": day}) & (Q(**{f"{ends}__isnull": True}) | Q(**{f"{ends}__gte": day}))


def not_backwards(name: str) -> models.CheckConstraint:
    """Return the rule that something does not end before it starts."""
    return models.CheckConstraint(condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")), name=name)


class Partnership(Amendable):
    """A community safety partnership, or a body that several of them share."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(max_length=160, unique=True)
    short_name = models.CharField(max_length=40)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [not_backwards("partnership_not_backwards")]

    def __str__(self) -> str:
        return self.name


class PartnershipArea(Recorded):
    """An area that a partnership covers. Merged partnerships cover several (Crime and Disorder Act 1998, s5(1A))."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="areas")
    area = models.CharField(max_length=20)
    area_name = models.CharField(max_length=120)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            not_backwards("partnership_area_not_backwards"),
            models.UniqueConstraint(fields=["partnership", "area", "starts"], name="partnership_area_once"),
        ]

    def __str__(self) -> str:
        return f"{self.area_name} in {self.partnership_id}"


class AgencyPart(Recorded):
    """The part that an agency has in a partnership: its legal role, between dates.

    A responsible authority says of which kind it is. ``follows`` is the part of the body whose duties it took over.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="parts")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="parts")
    role = models.CharField(max_length=30, choices=[(role.value, role.words) for role in LegalRole])
    kind = models.CharField(
        max_length=20, choices=[(kind.value, kind.words) for kind in AuthorityKind], blank=True
    )
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by"
    )
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            not_backwards("agency_part_not_backwards"),
            models.UniqueConstraint(fields=["partnership", "agency", "starts"], name="agency_part_once"),
            models.CheckConstraint(
                condition=Q(role=LegalRole.RESPONSIBLE.value) & ~Q(kind="")
                | ~Q(role=LegalRole.RESPONSIBLE.value) & Q(kind=""),
                name="authority_says_its_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} in {self.partnership_id}"

    @property
    def role_words(self) -> str:
        """What the role is called."""
        return LegalRole(self.role).words
