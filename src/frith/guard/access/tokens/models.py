"""The table of personal tokens."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid4

from django.db import models

from frith.guard.access.tokens.reach import CALENDAR, Reach
from frith.guard.audit.recording import Recorded


class PersonalToken(Recorded):
    """A token of a person, of which only a hash is kept. It works until it expires, is ended, or the person leaves.

    ``reaches`` are the values of :class:`Reach` that it was made for, with spaces between them, or the calendar alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey("access.Person", on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=60)
    hashed = models.CharField(max_length=64, unique=True)
    reaches = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.CharField(max_length=40, blank=True)

    class Meta:
        base_manager_name = "objects"
        indexes: ClassVar[list[Any]] = [models.Index(fields=["person", "ended_at"], name="token_by_person")]

    def __str__(self) -> str:
        return f"token of {self.person_id}"

    def covers(self, reach: Reach) -> bool:
        """Return whether it was made for this."""
        return reach.value in self.reaches.split()

    @property
    def is_calendar(self) -> bool:
        """Whether it stands in the address of a calendar; it then reaches nothing else."""
        return self.reaches == CALENDAR

    @property
    def reaches_in_words(self) -> list[str]:
        """What it was made for, as a reader calls it."""
        if self.is_calendar:
            return ["Read the calendar of meetings, at an address of its own"]
        return [reach.words for reach in Reach if self.covers(reach)]
