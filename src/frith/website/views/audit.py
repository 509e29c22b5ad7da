"""The audit trail, for those who may read it, and the history of one record for whoever may open that."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from frith.guard.access.pages import signed_in
from frith.guard.access.queries import names_of
from frith.guard.access.trail import read_trail
from frith.guard.acting import Acting
from frith.guard.audit.events import Act
from frith.guard.audit.models import AuditEvent
from frith.guard.histories import history_of


@signed_in
def trail(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Show events, latest first, of one act or of all."""
    wanted = request.GET.get("act", "")
    chosen = Act(wanted) if wanted in set(Act) else None
    page = read_trail(by=acting, chosen=chosen, page=request.GET.get("page", "1"))
    context: dict[str, Any] = {
        "page": page,
        "events": _told(page),
        "acts": [(item.value, item is chosen) for item in Act],
        "chosen": chosen.value if chosen else "",
    }
    return render(request, "audit.html", context)


@signed_in
def history(request: HttpRequest, acting: Acting, kind: str, key: str) -> HttpResponse:
    """Show what was done to a record, latest first."""
    found = history_of(by=acting, kind=kind, key=key, page=request.GET.get("page", "1"))
    return render(
        request, "history.html", {"history": found, "page": found.page, "events": _told(found.page)}
    )


def _told(events: Iterable[AuditEvent]) -> list[tuple[AuditEvent, str, list[tuple[str, Any]]]]:
    """Return each event with the name of who did it and its details, in which people have their names too."""
    events = list(events)
    details = [json.loads(event.detail) for event in events]
    people = {event.person for event in events} | {each.get("person", "") for each in details}
    names = names_of(people)
    return [
        (
            event,
            names.get(event.person, "nobody signed in"),
            sorted(
                (key, names.get(value, value) if key == "person" else value) for key, value in detail.items()
            ),
        )
        for event, detail in zip(events, details, strict=True)
    ]
