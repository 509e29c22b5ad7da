"""Pages of liaison officers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from frith.guard import business_clock
from frith.guard.access.pages import sent, signed_in
from frith.guard.access.queries import present_on
from frith.guard.acting import Acting
from frith.guard.forms import Asked, ask
from frith.guard.protection.agreements import permissions
from frith.guard.protection.forms import LiaisonForm
from frith.guard.protection.liaison import queries, services


@signed_in
def officers(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Show each agency's liaison officer, and which agency has none."""
    permissions.check_may_read_agreements(acting)
    context = {
        "posts": queries.posts_on(acting.today),
        "may_record": permissions.may_record_agreements(acting),
    }
    return render(request, "protection/liaison_officers.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def add(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Designate a liaison officer."""
    permissions.check_may_record_agreements(acting)
    people = list(present_on(business_clock.day_of(acting.at)).exclude(memberships__role="operator"))
    here = reverse("protection:liaison-officers")

    def made(form: LiaisonForm) -> str:
        chosen = next(each for each in people if str(each.pk) == form.cleaned_data["person"])
        services.designate(by=acting, person=chosen, starts=form.cleaned_data["starts"], key=form.key)
        return here

    asked = Asked(
        title="Designate a liaison officer",
        button="Designate",
        above=here,
        above_name="Liaison officers",
        lead="For the agency that the person works for. Who it was before ends the day before.",
    )
    return ask(request, LiaisonForm(people, sent(request), initial={"starts": acting.today}), asked, made)
