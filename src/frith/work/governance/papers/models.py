"""Papers, and the papers that were issued: an issued paper keeps the document as it was."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q

from frith.guard.audit.recording import Fact, Recorded


class Paper(Recorded):
    """A paper for a committee, drafted from live figures for a quarter, as at a day.

    ``indicators`` are the keys of the indicators that it reports, in order, separated by spaces. ``section`` is the
    number of the section that its paragraphs stand in, ``first_paragraph`` that of the first of them.
    """

    id = models.SlugField(primary_key=True, max_length=80)
    title = models.CharField(max_length=160)
    committee = models.CharField(max_length=160)
    meeting_on = models.DateField()
    report_of = models.CharField(max_length=160)
    portfolio = models.CharField(max_length=160)
    wards = models.CharField(max_length=160)
    contact = models.CharField(max_length=160)
    publisher = models.CharField(max_length=160)
    section = models.PositiveIntegerField()
    section_title = models.CharField(max_length=160)
    first_paragraph = models.PositiveIntegerField(default=1)
    indicators = models.CharField(max_length=400)
    first_month = models.CharField(max_length=7)
    as_at = models.DateField()

    def __str__(self) -> str:
        return self.title


class IssuedPaper(Fact):
    """A paper as it was issued. ``document`` is the document model; its files are rendered from it and nothing else."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="issues")
    number = models.PositiveIntegerField()
    document = models.TextField()
    digest = models.CharField(max_length=64)
    issued_at = models.DateTimeField()
    issued_by = models.UUIDField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["paper", "number"], name="issue_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="issue_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.paper_id}, issue {self.number}"


class CitedFigure(Fact):
    """A figure that an issued paper cites, in the edition that it had then: up the thread, to where it was used."""

    issued_paper = models.ForeignKey(IssuedPaper, on_delete=models.PROTECT, related_name="figures")
    figure = models.CharField(max_length=40, db_index=True)
    edition = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["issued_paper", "figure"], name="cited_once"),
        ]

    def __str__(self) -> str:
        return f"{self.figure} in {self.issued_paper_id}"
