"""The single sealer: gives each event its place in a hash chain.

Events are written in the order in which transactions commit, which only the database knows; the sealer gives them
one order. A seal's hash covers the seal before it, its own number and its event's hash, so nothing earlier can change
without every later hash changing too. Method: a linear hash chain of the kind of S. Haber and W. S. Stornetta,
"How to time-stamp a digital document", Journal of Cryptology 3 (1991) 99-111.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet

from frith.guard.audit.links import START, link
from frith.guard.audit.models import AuditEvent, AuditSeal

__all__ = ["START", "digest_at", "head", "link", "seal_pending", "unsealed"]

_AT_ONCE = 1000


def unsealed(after_id: int = 0) -> QuerySet[AuditEvent]:
    """Return events that no seal covers, oldest first; ``after_id`` spares a sealer that runs all day old ground."""
    seal = AuditSeal.objects.filter(event=OuterRef("key"))
    return AuditEvent.objects.filter(~Exists(seal), id__gt=after_id).order_by("id")


def head() -> tuple[int, str]:
    """Return how many entries are sealed, and the hash of the chain up to the last."""
    last = AuditSeal.objects.order_by("-sequence").first()
    return (last.sequence, last.digest) if last else (0, START)


def digest_at(sequence: int) -> str | None:
    """Return the hash of the chain up to an entry, or None if it is not sealed."""
    if sequence == 0:
        return START
    found: str | None = AuditSeal.objects.filter(pk=sequence).values_list("digest", flat=True).first()
    return found


def seal_pending(after_id: int = 0) -> int:
    """Seal every unsealed event and return how many. Where two sealers meet, one seals and the other returns 0."""
    sealed = 0
    while batch := list(unsealed(after_id)[:_AT_ONCE]):
        try:
            with transaction.atomic():
                AuditSeal.objects.bulk_create(_seals(batch))
        except IntegrityError:
            return sealed
        sealed += len(batch)
        after_id = batch[-1].id
    return sealed


def _seals(events: list[AuditEvent]) -> Iterator[AuditSeal]:
    sequence, before = head()
    for event in events:
        sequence += 1
        digest = event.digest()
        before = link(before, sequence, digest)
        yield AuditSeal(sequence=sequence, event=event.key, event_digest=digest, digest=before)
