"""The tables of the audit trail. They have no foreign keys, so that nothing in the live records can disturb them."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid4

from django.db import models

from frith.guard.acting import Channel
from frith.guard.audit.events import Act, moment
from frith.guard.audit.links import digest_of

SUBJECT_LENGTH = 80


class AppendOnlyError(RuntimeError):
    """A programming fault: something tried to change or remove what may only be added to."""


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """Reads and adds; never changes or removes."""

    def update(self, **kwargs: Any) -> int:
        """Refuse."""
        raise AppendOnlyError(f"{self.model.__name__} is append-only")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse."""
        raise AppendOnlyError(f"{self.model.__name__} is append-only")


class AuditRow(models.Model):
    """What events and seals share: they are added once."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row; refuse to change one."""
        if not self._state.adding:
            raise AppendOnlyError(f"{type(self).__name__} is append-only")
        # SQLite takes a text that is longer than its column, PostgreSQL does not: the same is refused by both.
        self.clean_fields()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse."""
        raise AppendOnlyError(f"{type(self).__name__} is append-only")


class AuditEvent(AuditRow):
    """One act, as it was written in the same transaction as the act itself."""

    id = models.BigAutoField(primary_key=True)
    key = models.UUIDField(default=uuid4, unique=True)
    at = models.DateTimeField()
    act = models.CharField(max_length=20, choices=[(act.value, act.value) for act in Act])
    person = models.CharField(max_length=36, blank=True)
    agency = models.CharField(max_length=36, blank=True)
    channel = models.CharField(max_length=40, choices=[(channel.value, channel.value) for channel in Channel])
    subject_type = models.CharField(max_length=60)
    subject = models.CharField(max_length=SUBJECT_LENGTH, blank=True)
    purpose = models.CharField(max_length=80, blank=True)
    detail = models.TextField(default="{}")

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["subject_type", "subject"], name="audit_by_subject"),
            models.Index(fields=["person", "at"], name="audit_by_person"),
            models.Index(fields=["act", "id"], name="audit_by_act"),
        ]

    def __str__(self) -> str:
        return f"{moment(self.at)} {self.act} {self.subject_type} {self.subject}"

    def said(self) -> tuple[str, ...]:
        """Return all that the event says, as text, in the order in which it is hashed and exported."""
        return (
            str(self.key),
            moment(self.at),
            self.act,
            self.person,
            self.agency,
            self.channel,
            self.subject_type,
            self.subject,
            self.purpose,
            self.detail,
        )

    def digest(self) -> str:
        """Return the hash of all that the event says."""
        return digest_of(self.said())


class AuditSeal(AuditRow):
    """One event's place in the chain: its own hash, and the hash of the whole chain up to here."""

    sequence = models.BigIntegerField(primary_key=True)
    event = models.UUIDField(unique=True)
    event_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"seal {self.sequence}"
