"""What people give as a second factor: codes of an app, and recovery codes for when the app is not at hand."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid4

from django.db import models

from frith.guard.audit.recording import Amendable


class TimeCode(Amendable):
    """The secret that a person's app makes codes from (RFC 6238), encrypted; empty after it was taken away.

    ``last_step`` is the time step of the last code that was taken: no code of it or of an earlier one is taken again.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.OneToOneField("access.Person", on_delete=models.PROTECT, related_name="time_code")
    secret = models.TextField(blank=True)
    last_step = models.BigIntegerField(default=0)
    set_up_at = models.DateTimeField()

    class Meta:
        base_manager_name = "objects"

    def __str__(self) -> str:
        return f"time code of {self.person_id}"


class SecurityKey(Amendable):
    """A security key or passkey of a person: its public half, and how often it says it was used."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey("access.Person", on_delete=models.PROTECT, related_name="security_keys")
    name = models.CharField(max_length=60)
    credential = models.TextField()
    hashed = models.CharField(max_length=64, unique=True)
    counter = models.BigIntegerField(default=0)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        base_manager_name = "objects"

    def __str__(self) -> str:
        return f"security key of {self.person_id}"


class RecoveryCode(Amendable):
    """One of a person's recovery codes, of which only a hash is kept. ``spent_at`` is when it stopped working."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey("access.Person", on_delete=models.PROTECT, related_name="recovery_codes")
    hashed = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    spent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        base_manager_name = "objects"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["person", "hashed"], name="recovery_code_once"),
        ]

    def __str__(self) -> str:
        return f"recovery code of {self.person_id}"
