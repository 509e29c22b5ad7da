"""What every page's template is given."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from frith.evidence.catalogue import Catalogue
from frith.guard.access.pages import who_acts
from frith.guard.access.permissions import may_manage_people, may_read_audit
from frith.guard.acting import Acting
from frith.guard.forms import told
from frith.guard.histories import kind_shown_on
from frith.guard.listings import listings_on
from frith.publication.list_files import LIST_KINDS
from frith.vocabulary.faults import Trouble
from frith.website.help import fitting


def every_page(request: HttpRequest) -> dict[str, Any]:
    """Return who acts, the navigation they have, and whether this is a demonstration."""
    acting = who_acts(request)
    return {
        "acting": acting,
        "done": told(request) if acting else "",
        "navigation": _navigation(acting, request.path) if acting else (),
        "helps": fitting(request.resolver_match.route) if request.resolver_match else None,
        "take_away": _take_away(request) if acting else (),
        "history_here": _history_here(request) if acting else "",
        "demonstration": settings.FRITH_DEMONSTRATION,
        "standing_at": settings.FRITH_STANDING_AT,
        "evidence_invented": evidence_invented(Path(settings.FRITH_VAR)),
    }


def _take_away(request: HttpRequest) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the lists that a page shows, each with the address of its file of every kind."""
    page = request.resolver_match
    if page is None:
        return []
    asked = {**request.GET.dict(), **{name: str(value) for name, value in page.kwargs.items()}}
    asked.pop("page", None)
    query = f"?{urlencode(asked)}" if asked else ""
    return [
        (
            listing.name,
            [
                (kind.name, reverse("list-file", args=[listing.key, ending]) + query)
                for ending, kind in LIST_KINDS.items()
            ],
        )
        for listing in listings_on(page.view_name)
    ]


def _history_here(request: HttpRequest) -> str:
    """Return the address of the history of the record that a page shows, if it shows one that has a history."""
    page = request.resolver_match
    kind = kind_shown_on(page.view_name) if page else ""
    if page is None or not kind:
        return ""
    [key] = page.kwargs.values()
    return reverse("history", args=[kind, key])


def evidence_invented(state: Path) -> str:
    """Return whether the evidence held is invented: ``all``, ``some``, nothing, or ``unknown`` if it cannot be read.

    What every page needs must not fail with one damaged record, and must not take the evidence for real either.
    """
    folder = state / "evidence" / "datasets"
    try:
        return _invented(state, folder.stat().st_mtime_ns) if folder.is_dir() else ""
    except (Trouble, OSError):
        return "unknown"


@lru_cache(maxsize=2)
def _invented(state: Path, changed: int) -> str:
    """Look into the catalogue, again whenever a dataset came or went."""
    marks = [dataset.invented for dataset in Catalogue(state).datasets()]
    return ("all" if all(marks) else "some") if any(marks) else ""


def _navigation(acting: Acting, path: str) -> tuple[tuple[str, str, bool], ...]:
    entries = [
        ("Partnership", "/partnerships/"),
        ("Meetings", "/meetings/"),
        ("Actions", "/actions/"),
        ("Enquiries", "/enquiries/"),
        ("Indicators", "/indicators/"),
        ("Papers", "/papers/"),
        ("Closure records", "/closures/"),
        ("Assessments", "/assessments/"),
        ("Evidence", "/evidence/"),
        ("Sharing", "/agreements/"),
    ]
    if may_manage_people(acting):
        entries.append(("People", "/people/"))
    if may_read_audit(acting):
        entries.append(("Audit trail", "/audit/"))
    return tuple((label, address, path.startswith(address)) for label, address in entries)
