"""Keeping the trail: seal what was written, and put a checkpoint outside the database."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from frith.guard.audit import chain, checkpoints
from frith.guard.audit.models import AuditEvent
from frith.guard.audit.verification import Break, Verification, against_last, verify
from frith.vocabulary.faults import Fault, IntegrityBroken

_LOOK_BACK = 10_000
"""How many of the newest events a running sealer looks over for late commits; a verification looks over all."""


def seal_and_checkpoint(folder: Path, key: str, *, at: datetime, after_id: int | None = None) -> int:
    """Seal what is pending, add a checkpoint if the chain grew, and return how many events were sealed.

    Seals are in the database before a checkpoint speaks of them: a kill between the two leaves a chain ahead of its
    last checkpoint, which is sound, and never one behind it. Before the first seal of all comes a checkpoint of no
    entries, so that sealed entries without any checkpoint always mean that checkpoints were lost. Raises
    IntegrityBroken, and seals nothing, where the chain does not agree with the last checkpoint, or entries are sealed
    and every checkpoint is gone. A sealer that runs all day gives ``after_id``, and then nothing is looked at where
    nothing is pending.
    """
    if after_id is not None and not chain.unsealed(after_id).exists():
        return 0
    with checkpoints.locked(folder):
        held = checkpoints.read(folder)
        _refuse_breaks(against_last(held, key))
        if not held and chain.unsealed().exists():
            checkpoints.append(folder, 0, chain.START, at, key)
        sealed = chain.seal_pending(after_id or 0)
        count, head = chain.head()
        if count:
            checkpoints.append(folder, count, head, at, key)
    return sealed


def look_back_from() -> int:
    """Return the event id from which a running sealer looks for unsealed events."""
    newest = AuditEvent.objects.order_by("-id").values_list("id", flat=True).first() or 0
    return max(0, newest - _LOOK_BACK)


def verified(
    folder: Path,
    key: str,
    expected: tuple[int, str] | None = None,
    *,
    people: Collection[str] = (),
    unguarded: Collection[str] = (),
) -> Verification:
    """Verify the trail against the checkpoints in a folder. Raises IntegrityBroken naming every break.

    ``people`` are the ids of everyone here, of each of whom the trail must say who added them; ``unguarded`` are the
    triggers that are gone from the database.
    """
    found = verify(checkpoints.read(folder), key, expected, people=people, unguarded=unguarded)
    _refuse_breaks(found.breaks)
    return found


def _refuse_breaks(breaks: Collection[Break]) -> None:
    if breaks:
        raise IntegrityBroken(
            *(
                Fault(
                    f"audit.{item.harm.value.replace(' ', '-')}",
                    item.sentence,
                    f"audit entry {item.entry}" if item.entry else "audit trail",
                    remedy="Keep the database as it is, tell your data-protection officer, and compare with a backup.",
                )
                for item in breaks
            )
        )
