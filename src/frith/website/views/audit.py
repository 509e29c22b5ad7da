"""The audit trail, for those who may read it."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from frith.guard.access.pages import signed_in
from frith.guard.access.queries import names_of
from frith.guard.access.trail import read_trail
from frith.guard.acting import Acting
from frith.guard.audit.events import Act


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
