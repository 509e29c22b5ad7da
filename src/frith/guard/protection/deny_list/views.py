"""Pages of deny lists, for those who keep them."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from frith.guard import business_clock
from frith.guard.access.pages import sent, signed_in
from frith.guard.access.queries import names_of, present_on
from frith.guard.acting import Acting
from frith.guard.forms import Asked, ask
from frith.guard.protection.agreements.queries import agencies
from frith.guard.protection.deny_list import permissions, queries, services
from frith.guard.protection.forms import DenyForm, LiftForm
from frith.guard.protection.record_types import shared_type


@signed_in
def must_not_see(request: HttpRequest, acting: Acting, record_type: str, record_id: UUID) -> HttpResponse:
    """Show who must not see a record, and why."""
    kind = shared_type(record_type)
    found = queries.denials_of(by=acting, kind=kind, record_id=record_id)
    context = {
        "kind": kind,
        "record_id": record_id,
        "record_address": kind.address(record_id),
        "denials": [(each, queries.reason_of(each)) for each in found],
        "names": names_of({str(each.recorded_by) for each in found}),
    }
    return render(request, "protection/must_not_see.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def add(request: HttpRequest, acting: Acting, record_type: str, record_id: UUID) -> HttpResponse:
    """Ask who must not see a record."""
    kind = shared_type(record_type)
    permissions.ask_to_look_after(by=acting, kind=kind, record_id=record_id)
    here = reverse("protection:must-not-see", args=[record_type, record_id])
    people = {each.pk: each for each in present_on(business_clock.day_of(acting.at))}
    bodies = {each.pk: each for each in agencies()}

    def made(form: DenyForm) -> str:
        person_id, agency_id = form.named()
        services.deny(
            by=acting,
            kind=kind,
            record_id=record_id,
            reason=form.cleaned_data["reason"],
            person=people[person_id] if person_id else None,
            agency=bodies[agency_id] if agency_id else None,
            key=form.key,
        )
        return here

    asked = Asked(
        title="Who must not see this?",
        button="Keep it from them",
        above=here,
        above_name="Who must not see it",
        lead="It is kept from them whatever their role and whatever is agreed, and they are not told.",
    )
    return ask(request, DenyForm(bodies.values(), people.values(), sent(request)), asked, made)


@require_http_methods(["GET", "POST"])
@signed_in
def lift(request: HttpRequest, acting: Acting, record_type: str, record_id: UUID, key: UUID) -> HttpResponse:
    """Ask why somebody may see a record again."""
    kind = shared_type(record_type)
    permissions.ask_to_look_after(by=acting, kind=kind, record_id=record_id)
    here = reverse("protection:must-not-see", args=[record_type, record_id])

    def made(form: LiftForm) -> str:
        services.lift(by=acting, kind=kind, record_id=record_id, denial_id=key, why=form.cleaned_data["why"])
        return here

    asked = Asked(title="Let them see it again", button="Lift", above=here, above_name="Who must not see it")
    return ask(request, LiftForm(sent(request)), asked, made)
