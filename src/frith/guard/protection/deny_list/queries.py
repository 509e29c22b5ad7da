"""All reads of deny lists."""

from __future__ import annotations

from uuid import UUID

from frith.guard import encryption
from frith.guard.acting import Acting
from frith.guard.audit.events import Act, event_by
from frith.guard.audit.recording import act, record
from frith.guard.protection.deny_list import permissions
from frith.guard.protection.deny_list.models import Denial
from frith.guard.protection.record_types import SharedType

DENY_LIST = "protection.deny-list"


@act
def denials_of(*, by: Acting, kind: SharedType, record_id: UUID) -> list[Denial]:
    """Return who must not see a record, lifted entries last; looking is recorded.

    Raises Refused, with the same words if the record is absent or not theirs to look after.
    """
    subject = permissions.subject_to_look_after(by, kind, record_id)
    record(event_by(by, Act.CONSULTED, DENY_LIST, record_id, purpose="read", detail={"type": kind.id}))
    found = Denial.objects.filter(record_type=kind.id, subject=subject).select_related("person", "agency")
    return sorted(found, key=lambda each: (each.lifted_at is not None, each.recorded_at))


def reason_of(denial: Denial) -> str:
    """Return why somebody must not see a record, for those who look after its list."""
    return encryption.decrypted(denial.reason)
