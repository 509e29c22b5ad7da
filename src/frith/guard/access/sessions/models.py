"""The table of sessions."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid4

from django.db import models

from frith.guard.audit.recording import Recorded


class OpenSession(Recorded):
    """One sign-in on one device. The browser's own session names it; once it is ended the browser is signed out."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey("access.Person", on_delete=models.PROTECT, related_name="sessions")
    device = models.CharField(max_length=80)
    means = models.CharField(max_length=40)
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.CharField(max_length=40, blank=True)

    class Meta:
        base_manager_name = "objects"
        indexes: ClassVar[list[Any]] = [models.Index(fields=["person", "ended_at"], name="session_by_person")]

    def __str__(self) -> str:
        return f"session of {self.person_id} on {self.device}"
