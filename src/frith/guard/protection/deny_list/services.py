"""All writes about deny lists."""

from __future__ import annotations

from uuid import UUID, uuid4

from frith.guard import encryption
from frith.guard.access.models import Agency, Person
from frith.guard.acting import Acting
from frith.guard.audit.events import Act, event_by
from frith.guard.audit.recording import act, write
from frith.guard.protection.deny_list import permissions
from frith.guard.protection.deny_list.models import Denial
from frith.guard.protection.deny_list.queries import DENY_LIST
from frith.guard.protection.record_types import SharedType
from frith.vocabulary.faults import Fault, Refused, RowsRejected


@act
def deny(
    *,
    by: Acting,
    kind: SharedType,
    record_id: UUID,
    reason: str,
    person: Person | None = None,
    agency: Agency | None = None,
    key: UUID | None = None,
) -> Denial:
    """Keep a record from a person or a whole agency, whatever their roles and agreements, until it is lifted.

    Raises Refused, with the same words if the record is absent or not theirs to look after; or RowsRejected with every
    fault: nobody named or both, no reason, the agency that controls the record, or somebody on the list already.
    """
    subject = permissions.subject_to_look_after(by, kind, record_id)
    held: Denial | None = Denial.objects.filter(pk=key, subject=subject).first() if key else None
    if held:
        return held
    faults = []
    if (person is None) == (agency is None):
        faults.append(
            Fault("protection.deny-whom", "name one person or one agency who must not see it", "whom")
        )
    if not reason.strip():
        faults.append(Fault("protection.deny-reason", "say why they must not see it", "reason"))
    if agency is not None and agency.pk == by.agency:
        faults.append(
            Fault(
                "protection.deny-own-agency",
                "the agency that controls a record cannot be shut out of it",
                "whom",
                "people of your agency, each by name",
                agency.name,
            )
        )
    standing = Denial.objects.filter(record_type=kind.id, subject=subject, lifted_at__isnull=True)
    if (person or agency) and standing.filter(person=person, agency=agency).exists():
        faults.append(Fault("protection.deny-held", "they are on the list already", "whom"))
    if faults:
        raise RowsRejected(*faults)
    made = Denial(
        id=key or uuid4(),
        record_type=kind.id,
        subject=subject,
        person=person,
        agency=agency,
        reason=encryption.encrypted(reason.strip()),
        recorded_at=by.business_now,
        recorded_by=by.person,
    )
    whom = {"person": str(person.pk)} if person else {"agency": str(agency.pk) if agency else ""}
    detail: dict[str, str | int] = {"type": kind.id, "denial": str(made.pk), **whom}
    write(made, event=event_by(by, Act.ALTERED, DENY_LIST, record_id, detail=detail))
    return made


@act
def lift(*, by: Acting, kind: SharedType, record_id: UUID, denial_id: UUID, why: str) -> Denial:
    """Let somebody see a record again, as far as roles and agreements let them. The entry stays, with who lifted it.

    Raises Refused, with the same words if the record or the entry is absent or not theirs; or RowsRejected without a
    reason.
    """
    subject = permissions.subject_to_look_after(by, kind, record_id)
    denial: Denial | None = Denial.objects.filter(
        pk=denial_id, record_type=kind.id, subject=subject, lifted_at__isnull=True
    ).first()
    if denial is None:
        raise Refused(
            Fault(
                "protection.deny-not-there",
                "This list has no such entry, or it was lifted already.",
                remedy="Look at the list again.",
            )
        )
    if not why.strip():
        raise RowsRejected(Fault("protection.lift-reason", "say why they may see it again", "why"))
    denial.lifted_at, denial.lifted_by = by.business_now, by.person
    denial.lifted_why = encryption.encrypted(why.strip())
    detail: dict[str, str | int] = {"type": kind.id, "denial": str(denial.pk), "lifted": 1}
    write(denial, event=event_by(by, Act.ALTERED, DENY_LIST, record_id, detail=detail))
    return denial
