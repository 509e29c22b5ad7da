"""Teams, for administrators: which there are, who is in them, who leads."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from frith.guard.access import permissions
from frith.guard.access.pages import sent, signed_in
from frith.guard.access.queries import agency_named, agency_names, standing_of
from frith.guard.access.teams import services
from frith.guard.access.teams.queries import Roster, colleagues, roster_of, rosters
from frith.guard.acting import Acting
from frith.guard.forms import Asked, OnceForm, ask, line, offer, one_of, show, tell, tick
from frith.vocabulary.faults import RowsRejected
from frith.website.views.sign_in import BAD


class TeamForm(OnceForm):
    """Which agency the team is of, and its name."""

    agency = one_of("Agency", "Choose the agency that the team is of")
    name = line("Name of the team", "Enter the team's name", longest=services.LONGEST_NAME)

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        offer(self, "agency", [(name, name) for name in agency_names()])


class PlaceForm(forms.Form):
    """Who is placed in the team, and whether they lead it."""

    person = one_of("Person", "Choose a person of the team's agency")
    leads = tick("Leads the team", hint="Whoever led it before stays a member.")

    def __init__(self, people: list[tuple[str, str]], *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        offer(self, "person", people)


@signed_in
def team_list(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Show the teams of every agency."""
    return render(request, "teams/teams.html", {"rosters": rosters(by=acting)})


@require_http_methods(["GET", "POST"])
@signed_in
def new_team(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Ask for a team, and add it."""
    permissions.check_may_manage_people(acting)

    def made(form: TeamForm) -> str:
        given = form.cleaned_data
        agency = agency_named(given["agency"])
        added = services.add_team(by=acting, agency=agency, name=given["name"], key=form.key)
        return reverse("team", args=[added.pk])

    asked = Asked(title="Add a team", button="Add the team", above=reverse("teams"), above_name="Teams")
    return ask(request, TeamForm(sent(request)), asked, made)


@signed_in
def team(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Show a team and who is in it."""
    found = roster_of(by=acting, key=key)
    return _page(request, acting, found, _place_form(acting, found))


@require_POST
@signed_in
def place(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Place a person in a team, or let them lead it."""
    found = roster_of(by=acting, key=key)
    form = _place_form(acting, found, request.POST)
    if form.is_valid():
        person = standing_of(by=acting, key=UUID(form.cleaned_data["person"])).person
        try:
            services.place_in_team(
                by=acting, team=found.team, person=person, leads=form.cleaned_data["leads"]
            )
            tell(request, f"{person.name} {'leads' if form.cleaned_data['leads'] else 'is in'} the team.")
            return redirect("team", key)
        except RowsRejected as trouble:
            show(trouble, form)
    return _page(request, acting, found, form)


@require_POST
@signed_in
def take_out(request: HttpRequest, acting: Acting, key: UUID, person: UUID) -> HttpResponse:
    """Take a person out of a team, once, however often it is sent."""
    found = roster_of(by=acting, key=key)
    for each in found.places:
        if each.person_id == person:
            services.take_out_of_team(by=acting, team=found.team, person=each.person)
            tell(request, f"{each.person.name} is no longer in the team.")
    return redirect("team", key)


@require_POST
@signed_in
def close(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Close a team, once, however often it is sent."""
    team = roster_of(by=acting, key=key).team
    if not team.closed(acting.today):
        services.close_team(by=acting, team=team)
        tell(request, f"{team.name} is closed.")
    return redirect("team", key)


def _place_form(acting: Acting, found: Roster, data: Any = None) -> PlaceForm:
    people = [(str(each.pk), each.name) for each in colleagues(by=acting, team=found.team)]
    return PlaceForm(people, data)


def _page(request: HttpRequest, acting: Acting, found: Roster, form: PlaceForm) -> HttpResponse:
    context = {
        "roster": found,
        "team": found.team,
        "closed": found.team.closed(acting.today),
        "form": form,
    }
    return render(request, "teams/team.html", context, status=BAD if form.errors else 200)
