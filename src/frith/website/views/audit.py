"""The audit trail, for those who may read it, and the history of one record for whoever may open that."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from frith.guard.access.pages import signed_in
from frith.guard.access.queries import names_of, names_of_agencies
from frith.guard.access.trail import read_trail
from frith.guard.acting import Acting
from frith.guard.audit.events import Act
from frith.guard.audit.models import AuditEvent
from frith.guard.histories import IN_WORDS, history_of, is_id


@signed_in
def trail(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Show events, latest first, of one act or of all."""
    wanted = request.GET.get("act", "")
    chosen = Act(wanted) if wanted in set(Act) else None
    page = read_trail(by=acting, chosen=chosen, page=request.GET.get("page", "1"))
    names = names_of({event.person for event in page})
    context: dict[str, Any] = {
        "page": page,
        "events": [
            (event, names.get(event.person, "nobody signed in"), sorted(json.loads(event.detail).items()))
            for event in page
        ],
        "acts": [(item.value, item is chosen) for item in Act],
        "chosen": chosen.value if chosen else "",
    }
    return render(request, "audit.html", context)


@signed_in
def history(request: HttpRequest, acting: Acting, kind: str, key: str) -> HttpResponse:
    """Show what was done to a record in plain words, latest first."""
    found = history_of(by=acting, kind=kind, key=key, page=request.GET.get("page", "1"))
    context = {"history": found, "page": found.page, "entries": _in_words(found.page)}
    return render(request, "history.html", context)


def _in_words(events: Iterable[AuditEvent]) -> list[tuple[datetime, str, str]]:
    """Return when each was, who did it for which agency, and what it was; people and agencies by name, no other ids."""
    told = [(event, json.loads(event.detail)) for event in events]
    details = [detail for _, detail in told]
    names = names_of({event.person for event, _ in told} | _ids(details, "person"))
    names |= names_of_agencies({event.agency for event, _ in told} | _ids(details, "agency"))
    lines = []
    for event, detail in told:
        who = ", ".join(names[each] for each in (event.person, event.agency) if each in names)
        said = [event.purpose] if event.purpose else []
        said += [
            f"{name.replace('_', ' ')}: {names.get(value, value)}"
            for name, value in sorted(detail.items())
            if value in names or not is_id(value)
        ]
        done = f"{event.subject_type.rpartition('.')[2].replace('-', ' ')} {IN_WORDS.get(Act(event.act), event.act)}"
        lines.append((event.at, who or "nobody signed in", f"{done[0].upper()}{done[1:]}{_within(said)}"))
    return lines


def _ids(details: Iterable[dict[str, Any]], name: str) -> set[str]:
    return {detail[name] for detail in details if is_id(detail.get(name)) and "," not in detail[name]}


def _within(said: list[str]) -> str:
    return f" ({'; '.join(said)})" if said else ""
