"""All writes of documents."""

from __future__ import annotations

import hashlib
from uuid import UUID, uuid4

from django.conf import settings

from frith.guard.acting import Acting
from frith.guard.audit import erasures
from frith.guard.audit.events import Act
from frith.guard.audit.recording import act, unwrite, write
from frith.guard.documents import encrypting
from frith.guard.documents.kinds import examined
from frith.guard.documents.models import DOCUMENT, Document, Piece
from frith.guard.documents.owners import owner_named
from frith.guard.documents.queries import document_with


@act
def keep(
    *, by: Acting, record_type: str, record: UUID, name: str, content: bytes, key: UUID | None = None
) -> Document:
    """Examine a file and keep it, encrypted, with the record that it belongs to. Return what is kept of it.

    ``record_type`` is one that an app registered (:mod:`frith.guard.documents.owners`). The same ``key`` twice, as from
    a form that is sent twice, keeps it once. Raises Refused by the app's own check; RowsRejected with every fault of
    the file, at the place ``file``; UnknownName for a type that nothing registered.
    """
    owner = owner_named(record_type)
    owner.check_may_keep(by, record)
    held: Document | None = Document.objects.filter(pk=key).first() if key else None
    if held and (held.record_type, held.record, held.kept_by) == (record_type, record, by.person):
        return held
    file = examined(name, content, largest=settings.FRITH_LARGEST_DOCUMENT)
    document_key, pk = encrypting.new_key(), key or uuid4()
    pieces = list(encrypting.sealed_pieces(document_key, pk, content))
    made = Document(
        pk=pk,
        record_type=record_type,
        record=record,
        kind=file.kind.id,
        size=len(content),
        pieces_held=len(pieces),
        encrypted_name=encrypting.sealed_name(document_key, pk, file.name),
        digest=hashlib.sha256(content).hexdigest(),
        wrapped_key=encrypting.wrapped(document_key),
        kept_at=by.business_now,
        kept_by=by.person,
    )
    as_stored = hashlib.sha256(b"".join(pieces)).hexdigest()
    detail: dict[str, str | int] = {"kind": file.kind.id, "bytes": len(content), "as stored": as_stored}
    rows = [Piece(document=made, number=n, content=piece) for n, piece in enumerate(pieces, start=1)]
    write(made, *rows, event=owner.event(by, Act.COLLECTED, record, pk, detail))
    return made


@act
def erase(*, by: Acting, key: UUID, rule: str) -> Document:
    """Destroy a document's key, and with it the name and the bytes, here and in every backup; the row says that it was.

    ``rule`` is a code for why, such as ``handed-in-by-mistake``, and holds no words about anybody. Raises Refused, with
    the same words for a document that is absent.
    """
    found = document_with(by, key)
    owner_named(found.record_type).check_may_erase(by, found.record)
    if found.erased_at is None:
        _erase(by, found, rule)
        erasures.note(settings.FRITH_VAR, by=by, record_type=DOCUMENT, record=str(found.pk), rule=rule)
    return found


def erase_again(by: Acting, key: str) -> bool:
    """Erase a document that a restored backup brought back, and return whether it had."""
    found = Document.objects.filter(pk=UUID(key), erased_at__isnull=True).first()
    if found is None:
        return False
    _erase(by, found, "restored")
    return True


def _erase(by: Acting, found: Document, rule: str) -> None:
    found.wrapped_key, found.digest, found.encrypted_name = "", "", b""
    found.erased_at, found.erased_by_rule = by.business_now, rule
    named = owner_named(found.record_type).event
    write(found, event=named(by, Act.ERASED, found.record, found.pk, {"rule": rule}))
    unwrite(
        *found.pieces.order_by("number"),
        event=named(by, Act.ERASED, found.record, found.pk, {"pieces": found.pieces_held}),
    )
