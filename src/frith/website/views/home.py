"""The first page: what waits for the person who signed in."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from frith.guard.access.pages import signed_in
from frith.guard.access.permissions import may_read_audit
from frith.guard.acting import Acting
from frith.guard.protection import waiting as protection_waiting
from frith.guard.roles import Role
from frith.guard.waiting import Waiting
from frith.work.governance import waiting as governance_waiting
from frith.work.governance.papers import permissions as governance_permissions
from frith.work.governance.papers import queries as governance
from frith.work.performance import queries as performance
from frith.work.performance.rag import Rating


@signed_in
def home(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Show what waits, and who the person is here."""
    context = {"waiting": list(_waiting(acting)), "roles": sorted(role.words for role in acting.roles)}
    return render(request, "home.html", context)


def _waiting(acting: Acting) -> Iterator[Waiting]:
    yield from governance_waiting.waiting_for(acting)
    yield from _papers(acting)
    yield from _indicators(acting)
    yield from protection_waiting.waiting_for(acting)
    if acting.holds(Role.CASEWORKER):
        yield Waiting(
            "Record a closure",
            "Support that closed and is not recorded counts in no figure.",
            reverse("casework:record"),
        )
    if may_read_audit(acting):
        yield Waiting(
            "Look through refusals", "What was refused, to whom and why.", reverse("audit") + "?act=refused"
        )


def _papers(acting: Acting) -> Iterator[Waiting]:
    if not governance_permissions.may_issue(acting):
        return
    for paper in governance.papers_not_issued(acting):
        yield Waiting(
            f"Issue “{paper.title}”",
            "It is drafted and not issued.",
            reverse("governance:paper", args=[paper.id]),
        )


def _indicators(acting: Acting) -> Iterator[Waiting]:
    for indicator in performance.indicators():
        latest = performance.readings(indicator, acting.today, 1)[-1]
        if latest.rag.rating in (Rating.RED, Rating.AMBER):
            address = reverse("performance:indicator", args=[indicator.id])
            yield Waiting(
                f"{indicator.title}: {latest.rag.rating.value}",
                f"{latest.quarter}. {latest.rag.reason}",
                address,
            )
