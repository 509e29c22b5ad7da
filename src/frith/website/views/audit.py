"""The audit trail, for those who may read it."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from frith.guard.access import permissions
from frith.guard.access.pages import signed_in
from frith.guard.access.queries import names_of
from frith.guard.acting import Acting
from frith.guard.audit import queries
from frith.guard.audit.events import Act, event_by
from frith.guard.audit.models import AuditEvent
from frith.guard.audit.recording import act, record

ON_A_PAGE = 50


@signed_in
def trail(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Show events, latest first, of one act or of all."""
    wanted = request.GET.get("act", "")
    chosen = Act(wanted) if wanted in set(Act) else None
    page = _read(by=acting, chosen=chosen, number=request.GET.get("page", "1"))
    names = names_of({event.person for event in page})
    context: dict[str, Any] = {
        "page": page,
        "events": [(event, names.get(event.person, "nobody signed in")) for event in page],
        "acts": [(item.value, item is chosen) for item in Act],
        "chosen": chosen.value if chosen else "",
    }
    return render(request, "audit.html", context)


@act
def _read(*, by: Acting, chosen: Act | None, number: str) -> Any:
    permissions.check_may_read_audit(by)
    events = queries.latest_events()
    shown = Paginator[AuditEvent](events.filter(act=chosen.value) if chosen else events, ON_A_PAGE).get_page(
        number
    )
    record(
        event_by(
            by, Act.SEARCHED, "audit", detail={"act": chosen.value if chosen else "", "page": shown.number}
        )
    )
    return shown
