"""Pages of break-glass: opening a record in a risk to life, and reviewing what was opened."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from frith.guard import encryption
from frith.guard.access.pages import sent, signed_in
from frith.guard.acting import Acting
from frith.guard.forms import Asked, ask
from frith.guard.protection.break_glass import permissions, queries, services
from frith.guard.protection.break_glass.models import Finding, Review
from frith.guard.protection.forms import BreakGlassForm, ReviewForm
from frith.guard.protection.record_types import shared_type


@require_http_methods(["GET", "POST"])
@signed_in
def open_record(request: HttpRequest, acting: Acting, record_type: str) -> HttpResponse:
    """Ask which record is opened in a risk to life and why, open it, and go on to it.

    The page is the same whether or not there is such a record.
    """
    kind = shared_type(record_type)
    permissions.check_may_break_glass(acting)

    def made(form: BreakGlassForm) -> str:
        said = form.given("record", "reason")
        record_id = services.open_named(
            by=acting, kind=kind, named=said["record"], reason=said["reason"], key=form.key
        )
        return kind.address(record_id)

    asked = Asked(
        title=f"Open a {kind.one} in a risk to life",
        button="Open it for four hours",
        above=reverse("protection:why-not", args=[record_type]),
        above_name="Why can't I see it?",
        lead=(
            "In immediate danger call 999 first. This is for a risk to somebody's life that cannot wait. The "
            "data-protection officers are told at once, by name, and every use is reviewed."
        ),
    )
    came_from = services.ADDRESS.search(request.headers.get("Referer", ""))
    initial = {"record": came_from.group() if came_from else ""}
    return ask(request, BreakGlassForm(sent(request), initial=initial), asked, made)


@signed_in
def openings(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Show what was opened in a risk to life, latest first."""
    page = queries.opening_list(by=acting, page=request.GET.get("page", "1"))
    context = {"page": page, "openings": [(each, queries.found_of(each)) for each in page]}
    return render(request, "protection/openings.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def opening(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Show one opening and what was found of it, or ask what is found."""
    found = queries.opening(by=acting, key=key)
    kind = shared_type(found.record_type)
    reviewed: Review | None = getattr(found, "review", None)
    lead = (
        f"{found.person.name} of {found.agency.name} opened a {kind.one} at {queries.clock(found.opened_at)}, until "
        f"{queries.clock(found.until)}. Reason given: {queries.reason_of(found)}"
    )
    if reviewed or not permissions.may_review(acting, found):
        words = encryption.decrypted(reviewed.words) if reviewed else ""
        context = {"lead": lead, "review": reviewed, "words": words, "opening": found}
        return render(request, "protection/opening.html", context)

    def made(form: ReviewForm) -> str:
        services.review(
            by=acting,
            opening=found,
            finding=Finding(form.cleaned_data["finding"]),
            words=form.cleaned_data["words"],
        )
        return reverse("protection:break-glass")

    asked = Asked(
        title="Review what was opened in a risk to life",
        button="Record what you found",
        above=reverse("protection:break-glass"),
        above_name="Opened in a risk to life",
        lead=lead,
    )
    return ask(request, ReviewForm(sent(request)), asked, made)
