"""Reading and verifying the audit trail, which is an act of its own and is recorded."""

from __future__ import annotations

from datetime import date

from django.core.paginator import Page, Paginator

from frith.guard.access import permissions
from frith.guard.access.queries import agency_named, person_ever
from frith.guard.acting import Acting
from frith.guard.audit import queries
from frith.guard.audit.events import Act, event_by
from frith.guard.audit.exporting import Chosen
from frith.guard.audit.models import AuditEvent
from frith.guard.audit.recording import act, record
from frith.vocabulary.faults import Fault, WrongSettings

ON_A_PAGE = 50


@act
def read_trail(*, by: Acting, chosen: Act | None, page: str) -> Page[AuditEvent]:
    """Return a page of events, latest first, of one act or of all. Raises Refused."""
    permissions.check_may_read_audit(by)
    events = queries.latest_events()
    wanted = events.filter(act=chosen.value) if chosen else events
    shown = Paginator(wanted, ON_A_PAGE).get_page(page)
    detail: dict[str, str | int] = {"act": chosen.value if chosen else "all", "page": shown.number}
    record(event_by(by, Act.SEARCHED, "audit trail", detail=detail))
    return shown


@act
def ask_to_verify(*, by: Acting) -> None:
    """Record that the trail is verified. Raises Refused. The verification itself holds no transaction open."""
    permissions.check_may_read_audit(by)
    record(event_by(by, Act.CONSULTED, "audit trail", purpose="verify"))


@act
def ask_to_export(
    *,
    by: Acting,
    first: date,
    last: date,
    person: str = "",
    record_named: tuple[str, str] | None = None,
    agency: str = "",
) -> Chosen:
    """Record that entries of the trail are taken out for a regulator, and return which.

    ``person`` is an e-mail address, of somebody who left too; ``agency`` a name; ``record_named`` a kind and an id, as
    the trail names them. Raises Refused, UnknownName, or WrongSettings if the days are the wrong way round.
    """
    permissions.check_may_read_audit(by)
    if first > last:
        raise WrongSettings(
            Fault(
                "audit.export-days",
                "the last day is before the first",
                "--to",
                f"{first.isoformat()} or later",
                last.isoformat(),
                "Give the days the other way round.",
            )
        )
    chosen = Chosen(
        first=first,
        last=last,
        person=str(person_ever(person).id) if person else "",
        record=record_named,
        agency=str(agency_named(agency).id) if agency else "",
    )
    record(
        event_by(by, Act.DISCLOSED, "audit trail", purpose="export for the regulator", detail=chosen.words())
    )
    return chosen
