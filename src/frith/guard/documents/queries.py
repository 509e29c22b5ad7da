"""All reads of documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from frith.guard.acting import Acting
from frith.guard.audit.events import Act
from frith.guard.audit.recording import act, record
from frith.guard.documents import encrypting
from frith.guard.documents.models import Document, Piece
from frith.guard.documents.owners import owner_named
from frith.guard.documents.scopes import NOT_VISIBLE, document_scope
from frith.vocabulary.faults import Refused


@dataclass(frozen=True, slots=True)
class Opened:
    """A document that was opened: what is kept of it, its name, and its bytes, decrypted as they are taken."""

    document: Document
    name: str
    pieces: Iterator[bytes]


def documents_visible_to(by: Acting) -> QuerySet[Document]:
    """Return the documents that this person may see, oldest first; those that were erased are among them."""
    return document_scope(by).of(Document.objects.order_by("kept_at", "pk"))


def documents_of(by: Acting, record_type: str, record: UUID) -> QuerySet[Document]:
    """Return the documents of a record that this person may see, oldest first, without those that were erased."""
    return documents_visible_to(by).filter(record_type=record_type, record=record, erased_at__isnull=True)


def document_with(by: Acting, key: UUID) -> Document:
    """Return what is kept of a document. Raises Refused, with the same words if it is absent or not theirs to see."""
    found: Document = document_scope(by).one(Document.objects.all(), key)
    return found


@act
def open_document(*, by: Acting, key: UUID) -> Opened:
    """Open a document to hand its bytes over, and record that it was read.

    Raises Refused, with the same words if it is absent, erased, or not theirs to see; IntegrityBroken if what is stored
    is not what was kept. A piece that was damaged is found when it comes to it: fewer bytes come than ``size`` says,
    and never a wrong one.
    """
    found = document_with(by, key)
    if found.erased_at is not None:
        raise Refused(NOT_VISIBLE)
    numbers = list(found.pieces.order_by("number").values_list("number", flat=True))
    if numbers != list(range(1, found.pieces_held + 1)):
        raise encrypting.damaged(found.pk)
    name = found.name
    record(owner_named(found.record_type).event(by, Act.CONSULTED, found.record, found.pk, {}))
    return Opened(found, name, _pieces_of(found))


def _pieces_of(found: Document) -> Iterator[bytes]:
    key = encrypting.unwrapped(found.wrapped_key)
    for number in range(1, found.pieces_held + 1):
        piece = Piece.objects.get(document=found, number=number)
        yield encrypting.opened_piece(key, found.pk, number, found.pieces_held, bytes(piece.content))
