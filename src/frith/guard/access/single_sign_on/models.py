"""The table of accounts at a provider."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid4

from django.db import models

from frith.guard.audit.recording import Recorded


class ProviderAccount(Recorded):
    """Whose account at a provider is whose here. It is linked once, by a verified e-mail address."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey("access.Person", on_delete=models.PROTECT, related_name="provider_accounts")
    issuer = models.CharField(max_length=200)
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField()

    class Meta:
        base_manager_name = "objects"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="provider_account_once"),
            models.UniqueConstraint(fields=["issuer", "person"], name="provider_account_one_each"),
        ]

    def __str__(self) -> str:
        return f"account of {self.person_id} at {self.issuer}"
