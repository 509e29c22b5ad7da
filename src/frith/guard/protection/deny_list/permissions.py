"""Who may say who must not see a record: those who work on it for its controller."""

from __future__ import annotations

from uuid import UUID

from frith.guard.acting import Acting
from frith.guard.audit.recording import act
from frith.guard.protection import sharing
from frith.guard.protection.record_types import SharedType
from frith.vocabulary.faults import Fault


def subject_to_look_after(by: Acting, kind: SharedType, record_id: UUID) -> UUID:
    """Return what deny lists know a record by. Raises Refused, with the same words if it is absent or not theirs."""
    otherwise = Fault(
        "protection.deny-list-not-yours",
        f"There is no {kind.one} here whose deny list is yours to keep: those who work on a record for the agency "
        "that controls it keep its list.",
        remedy="Check the address, or ask that agency.",
    )
    scope = sharing.scope_for(by, kind.id, otherwise).within_own_agency()
    found: UUID = getattr(scope.one(kind.records(), record_id), kind.subject)
    return found


@act
def ask_to_look_after(*, by: Acting, kind: SharedType, record_id: UUID) -> None:
    """Let a page of a deny list be filled in, or raise Refused, which the trail keeps."""
    subject_to_look_after(by, kind, record_id)
