"""Pages that explain what somebody may see, and what another person could."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from frith.guard.access.pages import signed_in
from frith.guard.acting import Acting
from frith.guard.protection import explaining
from frith.guard.protection.forms import SimulatorForm
from frith.guard.protection.record_types import shared_type


@signed_in
def why_not(request: HttpRequest, acting: Acting, record_type: str) -> HttpResponse:
    """Show which grounds to see a type of record hold for this person, and which fail and why."""
    context = {
        "explained": explaining.why_not(by=acting, kind=shared_type(record_type)),
        "deny_list": explaining.DENY_LIST,
    }
    return render(request, "protection/why_not.html", context)


@signed_in
def simulator(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Ask for a person and a day, and show what they could see, type by type, and why."""
    people = explaining.people_to_simulate(acting)
    asked = request.GET if "person" in request.GET else None
    form = SimulatorForm(people, asked, initial={"day": acting.today})
    simulated = None
    if form.is_valid():
        simulated = explaining.simulate(
            by=acting, person_id=UUID(form.cleaned_data["person"]), day=form.cleaned_data["day"]
        )
    context = {"form": form, "simulated": simulated, "deny_list": explaining.DENY_LIST}
    return render(request, "protection/simulator.html", context, status=400 if form.errors else 200)
