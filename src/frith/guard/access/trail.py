"""Reading and verifying the audit trail, which is an act of its own and is recorded."""

from __future__ import annotations

from django.core.paginator import Page, Paginator

from frith.guard.access import permissions
from frith.guard.acting import Acting
from frith.guard.audit import queries
from frith.guard.audit.events import Act, event_by
from frith.guard.audit.models import AuditEvent
from frith.guard.audit.recording import act, record

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
