"""The table of invitations."""

from __future__ import annotations

from uuid import uuid4

from django.db import models

from frith.guard.audit.recording import Amendable


class Invitation(Amendable):
    """A link sent to a person, of which only a hash is kept. It works once, until it expires or is replaced."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey("access.Person", on_delete=models.PROTECT, related_name="invitations")
    hashed = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        base_manager_name = "objects"

    def __str__(self) -> str:
        return f"invitation of {self.person_id}"
