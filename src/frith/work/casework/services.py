"""All writes of casework. A correction adds a statement; nothing that was recorded is changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from frith.guard.access.models import Agency
from frith.guard.acting import Acting
from frith.guard.audit.events import Act, event_by
from frith.guard.audit.recording import act, write
from frith.vocabulary.faults import Fault, RowsRejected
from frith.vocabulary.periods import day_in_words
from frith.work.casework import permissions, policies, queries
from frith.work.casework.models import ClosureRecord, CorrectionReason, Service

EARLIEST_CLOSURE = date(2000, 1, 1)
"""No service here is older; an earlier day is a year that was typed wrongly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found when support closed, as the form asks it; the answers are values of LessAbuse and Risk."""

    case_reference: str
    closed_on: date
    less_abuse: str
    risk_at_intake: str
    risk_at_closure: str


@act
def add_service(
    *, by: Acting, name: str, provider: Agency, area: str, takes: str, key: UUID | None = None
) -> Service:
    """Add a commissioned service. Raises Refused."""
    permissions.check_may_add_service(by)
    service = Service(id=key or uuid4(), name=name, provider=provider, area=area, takes=takes)
    write(service, event=event_by(by, Act.COLLECTED, "casework.service", service.id))
    return service


@act
def services_to_record_for(*, by: Acting) -> QuerySet[Service]:
    """Return the services that this person records closures of. Raises Refused for anyone but a caseworker."""
    permissions.check_may_record_any(by)
    return queries.services_of(by)


@act
def record_closure(*, by: Acting, service: Service, found: Found, key: UUID | None = None) -> ClosureRecord:
    """Record what was found when support closed. Raises Refused, or RowsRejected with every fault at once."""
    permissions.check_may_record_closures(by, service)
    record = _statement(by, service, found, edition=1, reason=CorrectionReason.FIRST)
    record.id = record.closure = key or uuid4()
    record.round = queries.next_round(record)
    _refuse_faults(by, record)
    write(record, event=event_by(by, Act.COLLECTED, queries.CLOSURE_RECORD, record.id))
    return record


@act
def correct_closure(*, by: Acting, record_id: UUID, found: Found, reason: CorrectionReason) -> ClosureRecord:
    """Add a statement that replaces the one named. Both stay; figures as at an earlier day keep the earlier one.

    Raises Refused if the record may not be seen or was replaced meanwhile, or RowsRejected with every fault.
    """
    before = queries.closure_scope(by).one(queries.statements(), record_id)
    permissions.check_may_record_closures(by, before.service)
    policies.check_is_latest(before, queries.latest_edition(before))
    policies.check_not_withdrawn(before)
    record = _statement(by, before.service, found, edition=before.edition + 1, reason=reason)
    record.closure = before.closure
    record.withdrawn = reason == CorrectionReason.NOT_A_CLOSURE
    _refuse_faults(by, record)
    detail: dict[str, str | int] = {
        "edition": record.edition,
        "reason": str(reason),
        "replaces": str(before.id),
    }
    write(record, event=event_by(by, Act.ALTERED, queries.CLOSURE_RECORD, record.id, detail=detail))
    return record


def _statement(
    by: Acting, service: Service, found: Found, *, edition: int, reason: CorrectionReason
) -> ClosureRecord:
    return ClosureRecord(
        controller=service.provider,
        service=service,
        edition=edition,
        reason=reason,
        case_reference=found.case_reference.strip().upper(),
        closed_on=found.closed_on,
        less_abuse=found.less_abuse,
        risk_at_intake=found.risk_at_intake,
        risk_at_closure=found.risk_at_closure,
        recorded_at=by.business_now,
        recorded_by=by.person,
    )


def _refuse_faults(by: Acting, record: ClosureRecord) -> None:
    faults = list(_faults(by, record))
    if faults:
        raise RowsRejected(*faults)


def _faults(by: Acting, record: ClosureRecord) -> Iterator[Fault]:
    try:
        record.clean_fields(exclude=["id", "closure", "controller", "service"])
    except ValidationError as error:
        for field, messages in sorted(error.message_dict.items()):
            yield Fault(
                f"casework.{field}", " ".join(messages), where=field, given=str(getattr(record, field))
            )
    if not record.withdrawn and queries.standing_closures_of_case(record).exists():
        yield Fault(
            "casework.closed-already",
            "A closure of this case is recorded already.",
            where="case_reference",
            allowed="one closure of a case",
            given=record.case_reference,
            remedy="Correct the record that is there, or check the reference.",
        )
    if record.closed_on > by.today:
        yield Fault(
            "casework.closed_on",
            "Support cannot have closed in the future.",
            where="closed_on",
            allowed=f"{day_in_words(by.today)} or before",
            given=day_in_words(record.closed_on),
        )
    if record.closed_on < EARLIEST_CLOSURE:
        yield Fault(
            "casework.closed_on",
            f"Support cannot have closed before {day_in_words(EARLIEST_CLOSURE)}: check the year.",
            where="closed_on",
            allowed=f"{day_in_words(EARLIEST_CLOSURE)} or after",
            given=day_in_words(record.closed_on),
        )
