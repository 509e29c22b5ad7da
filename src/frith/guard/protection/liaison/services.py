"""All writes about liaison officers."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

from frith.guard.access.models import Person
from frith.guard.acting import Acting
from frith.guard.audit.events import Act, event_by
from frith.guard.audit.recording import act, write
from frith.guard.protection.agreements.permissions import check_may_record_agreements
from frith.guard.protection.liaison.models import LiaisonOfficer
from frith.vocabulary.faults import Fault, RowsRejected


@act
def designate(*, by: Acting, person: Person, starts: date, key: UUID | None = None) -> LiaisonOfficer:
    """Designate somebody as their agency's liaison officer from a day on; who was it before ends the day before.

    Raises Refused, or RowsRejected if the person has left or is it already.
    """
    check_may_record_agreements(by)
    held: LiaisonOfficer | None = LiaisonOfficer.objects.filter(pk=key).first() if key else None
    if held:
        return held
    open_ended = list(LiaisonOfficer.objects.filter(agency=person.agency_id, ends__isnull=True))
    faults = []
    if person.left_on is not None:
        faults.append(Fault("protection.liaison-left", "this person has left, or is about to", "person"))
    if any(each.person_id == person.pk for each in open_ended):
        faults.append(Fault("protection.liaison-held", "this person is it already", "person"))
    if any(each.starts > starts for each in open_ended):
        faults.append(
            Fault(
                "protection.liaison-later",
                "somebody begins on a later day already",
                "starts",
                given=str(starts),
            )
        )
    if faults:
        raise RowsRejected(*faults)
    for each in open_ended:
        each.ends = max(each.starts, starts - timedelta(days=1))
    made = LiaisonOfficer(id=key or uuid4(), agency=person.agency, person=person, starts=starts)
    detail: dict[str, str | int] = {"agency": str(person.agency_id), "person": str(person.pk)}
    write(
        *open_ended,
        made,
        event=event_by(by, Act.COLLECTED, "protection.liaison-officer", made.pk, detail=detail),
    )
    return made
