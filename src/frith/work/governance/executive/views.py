"""The Executive Group's page, and how the partners take part."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from frith.guard.access.pages import signed_in
from frith.guard.acting import Acting
from frith.work.governance.executive import queries
from frith.work.governance.executive.engagement import engagement, last_quarters
from frith.work.governance.partnerships import queries as partnerships


@signed_in
def executive(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Show priorities, actions overdue and the last decisions on one screen."""
    partnership = partnerships.partnership(by=acting, key=key)
    context = {"partnership": partnership, "screen": queries.on_one_screen(acting, partnership)}
    return render(request, "governance/executive/executive.html", context)


@signed_in
def partners(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Show how each agency took part over the last two years."""
    partnership = partnerships.partnership(by=acting, key=key)
    quarters = last_quarters(acting.today)
    context = {
        "partnership": partnership,
        "quarters": quarters,
        "rows": engagement(acting, partnership, settings.FRITH_VAR, quarters),
    }
    return render(request, "governance/executive/partners.html", context)
