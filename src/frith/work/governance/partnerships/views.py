"""Pages of partnerships."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from frith.guard.access.pages import sent, signed_in
from frith.guard.access.queries import agency_with
from frith.guard.acting import Acting
from frith.guard.forms import Asked, ask
from frith.vocabulary.agencies import AuthorityKind, LegalRole
from frith.work.governance.boards import queries as boards
from frith.work.governance.partnerships import permissions, queries, services
from frith.work.governance.partnerships.forms import AgencyPartForm, EndForm, PartnershipForm
from frith.work.governance.partnerships.models import AgencyPart


@signed_in
def partnership_list(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Show the partnerships that this person's agency belongs to."""
    found = queries.partnerships_visible_to(acting)
    context = {"partnerships": found, "may_add": permissions.may_add_partnership(acting)}
    return render(request, "governance/partnerships/list.html", context)


@signed_in
def partnership(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Show a partnership: its areas, agencies with their legal role and what is missing, and its boards."""
    found = queries.partnership(by=acting, key=key)
    context = {
        "partnership": found,
        "areas": queries.areas_of(found, acting.today),
        "parts": queries.parts_in(found, acting.today),
        "before": queries.parts_before(found, acting.today),
        "gaps": queries.gaps_of(found, acting.today),
        "chart": boards.chart_of(acting, found, acting.today),
        "ended": boards.boards_ended_by(acting, found, acting.today),
        "may_change": permissions.may_look_after(acting, found),
    }
    return render(request, "governance/partnerships/partnership.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def add(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Set up a partnership."""
    permissions.check_may_add_partnership(acting)

    def made(form: PartnershipForm) -> str:
        said = form.given()
        partnership = services.add_partnership(
            by=acting,
            name=said["name"],
            short_name=said["short_name"],
            starts=said["starts"],
            areas={said["area"].strip(): said["area_name"].strip()},
            key=form.key,
        )
        return reverse("governance:partnership", args=[partnership.pk])

    asked = Asked(
        title="Set up a partnership",
        button="Set up",
        above=reverse("governance:partnerships"),
        above_name="Partnerships",
        lead="You see it afterwards if your agency belongs to it: add your agency first.",
    )
    return ask(request, PartnershipForm(sent(request)), asked, made)


@require_http_methods(["GET", "POST"])
@signed_in
def add_agency(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Let an agency belong to a partnership."""
    found = queries.partnership(by=acting, key=key)
    permissions.check_may_look_after(acting, found)
    here = reverse("governance:partnership", args=[key])

    def made(form: AgencyPartForm) -> str:
        said = form.given()
        services.add_agency_part(
            by=acting,
            partnership=found,
            agency=agency_with(said["agency"]),
            role=LegalRole(said["role"]),
            starts=said["starts"],
            kind=AuthorityKind(said["kind"]) if said["kind"] else None,
            follows=found.parts.get(pk=said["follows"]) if said["follows"] else None,
            key=form.key,
        )
        return here

    asked = Asked(title="Add an agency", button="Add", above=here, above_name=found.name)
    form = AgencyPartForm(found, sent(request), initial={"starts": acting.today})
    return ask(request, form, asked, made)


@require_http_methods(["GET", "POST"])
@signed_in
def end_agency(request: HttpRequest, acting: Acting, key: UUID, part_key: UUID) -> HttpResponse:
    """Let an agency leave a partnership."""
    found = queries.partnership(by=acting, key=key)
    permissions.check_may_look_after(acting, found)
    part: AgencyPart = get_object_or_404(found.parts.select_related("agency"), pk=part_key)
    here = reverse("governance:partnership", args=[key])

    def made(form: EndForm) -> str:
        services.end_agency_part(by=acting, part=part, on=form.cleaned_data["ends"])
        return here

    asked = Asked(
        title=f"{part.agency.name} leaves", button="Record its last day", above=here, above_name=found.name
    )
    return ask(request, EndForm(sent(request), initial={"ends": acting.today}), asked, made)
