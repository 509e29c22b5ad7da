"""What is kept of a document: a row that says what it is, and its bytes in encrypted pieces."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q

from frith.guard.audit.recording import Fact, Recorded
from frith.guard.documents import encrypting
from frith.guard.documents.kinds import KINDS, Kind

DOCUMENT = "document"
ERASED = "A document that was erased"


class Document(Recorded):
    """A document of a record: ``record_type`` and ``record`` say of which, by the names of its owner.

    ``wrapped_key`` is the document's own key, encrypted with the key ring; without it neither the bytes nor the name
    can be read again, and that is how a document is erased. The row stays and says that there was one, when it went and
    by which rule. ``size`` counts bytes, ``digest`` is the SHA-256 of the contents, gone with them.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    record_type = models.CharField(max_length=60)
    record = models.UUIDField()
    kind = models.CharField(max_length=10)
    size = models.PositiveBigIntegerField()
    pieces_held = models.PositiveIntegerField()
    encrypted_name = models.BinaryField()
    digest = models.CharField(max_length=64, blank=True)
    wrapped_key = models.TextField(blank=True)
    kept_at = models.DateTimeField()
    kept_by = models.UUIDField()
    erased_at = models.DateTimeField(null=True, blank=True)
    erased_by_rule = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) & ~Q(wrapped_key="") & ~Q(digest="")
                | Q(erased_at__isnull=False, wrapped_key="", digest="") & ~Q(erased_by_rule=""),
                name="erased_document_has_no_key",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["record_type", "record", "kept_at"], name="document_by_record"),
        ]

    def __str__(self) -> str:
        return f"document {self.pk}"

    @property
    def name(self) -> str:
        """The file's name, cleaned, with the ending of its kind. Raises IntegrityBroken if it cannot be decrypted."""
        if self.erased_at is not None:
            return ERASED
        key = encrypting.unwrapped(self.wrapped_key)
        return encrypting.opened_name(key, self.pk, bytes(self.encrypted_name))

    @property
    def kind_of_file(self) -> Kind:
        """What sort of file it is."""
        return KINDS[self.kind]

    @property
    def kind_words(self) -> str:
        """What people call its kind."""
        return self.kind_of_file.words


class Piece(Fact):
    """A piece of a document's bytes, encrypted; ``number`` orders them, from 1."""

    id = models.BigAutoField(primary_key=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="pieces")
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["document", "number"], name="piece_once"),
        ]

    def __str__(self) -> str:
        return f"piece {self.number} of {self.document_id}"
