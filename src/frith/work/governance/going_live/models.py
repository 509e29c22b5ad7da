"""Imports: files that were handed in, what was made of them, and whether it was undone."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q

from frith.guard.audit.recording import Fact, Recorded
from frith.work.governance.going_live.sheets import CHOICES
from frith.work.governance.partnerships.models import Partnership


class Upload(Recorded):
    """A file between being handed in and being imported, encrypted. It is removed then, or within days."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="uploads")
    table = models.CharField(max_length=10, choices=CHOICES)
    file_name = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    content = models.TextField()
    person = models.UUIDField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.file_name


class Import(Recorded):
    """An import: one file, all of it or nothing. ``digest`` is the SHA-256 of the file, which is not kept."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="imports")
    table = models.CharField(max_length=10, choices=CHOICES)
    file_name = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    added = models.PositiveIntegerField()
    there = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    made_by = models.UUIDField()
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["partnership", "table", "digest"],
                condition=Q(undone_at__isnull=True),
                name="import_of_the_same_bytes_once",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class ImportedRow(Fact):
    """A record that an import made: its type and key, the sheet and row that it came from, and how it was then.

    ``said`` is the SHA-256 of what the record said: an import is undone only while that is what it still says.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    imported = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="made")
    position = models.PositiveIntegerField()
    sheet = models.CharField(max_length=10)
    line = models.PositiveIntegerField()
    record_type = models.CharField(max_length=60)
    record = models.CharField(max_length=60)
    said = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["imported", "position"], name="imported_row_once"),
        ]

    def __str__(self) -> str:
        return f"{self.record_type} {self.record}"
