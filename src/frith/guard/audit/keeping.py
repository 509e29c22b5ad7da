"""Keeping the trail: seal what was written, and put a checkpoint outside the database."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from frith.guard.audit import chain, checkpoints
from frith.guard.audit.models import AuditEvent
from frith.guard.audit.verification import Verification, verify
from frith.vocabulary.faults import Fault, IntegrityBroken

_LOOK_BACK = 10_000
"""How many of the newest events a running sealer looks over for late commits; a verification looks over all."""


def seal_and_checkpoint(folder: Path, key: str, *, at: datetime, after_id: int = 0) -> int:
    """Seal what is pending, add a checkpoint if the chain grew, and return how many events were sealed."""
    sealed = chain.seal_pending(after_id)
    count, head = chain.head()
    if count:
        checkpoints.append(folder, count, head, at, key)
    return sealed


def look_back_from() -> int:
    """Return the event id from which a running sealer looks for unsealed events."""
    newest = AuditEvent.objects.order_by("-id").values_list("id", flat=True).first() or 0
    return max(0, newest - _LOOK_BACK)


def verified(folder: Path, key: str, expected: tuple[int, str] | None = None) -> Verification:
    """Verify the trail against the checkpoints in a folder. Raises IntegrityBroken naming every break."""
    found = verify(checkpoints.read(folder), key, expected)
    if found.breaks:
        raise IntegrityBroken(
            *(
                Fault(
                    f"audit.{item.harm.value.replace(' ', '-')}",
                    item.sentence,
                    f"audit entry {item.entry}",
                    remedy="Keep the database as it is, tell your data-protection officer, and compare with a backup.",
                )
                for item in found.breaks
            )
        )
    return found
