"""People, for administrators: who is here, in which roles, who joins, moves and leaves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from frith.guard.access import permissions, queries, services
from frith.guard.access.invitations import queries as invitations
from frith.guard.access.invitations.letters import send_invitation
from frith.guard.access.invitations.services import invite_again, invite_person
from frith.guard.access.models import Person
from frith.guard.access.pages import sent, signed_in
from frith.guard.access.queries import Standing
from frith.guard.access.second_factor.queries import has_second_factor, with_second_factor
from frith.guard.access.second_factor.services import reset_second_factor
from frith.guard.access.teams.models import TeamPlace
from frith.guard.access.teams.queries import teams_by_person
from frith.guard.acting import Acting
from frith.guard.forms import choice, day, line, offer, one_of, show
from frith.guard.roles import Role
from frith.vocabulary.faults import RowsRejected, SourceUnreachable
from frith.website.views.sign_in import BAD

ROLES = [(role.value, role.words) for role in Role if role is not Role.OPERATOR]
"""The roles that are given to people; the operator's is the commands' own account's alone."""
NOT_SENT = "not-sent"
LONGEST = 200
"""Letters of the words that the list of people is searched for."""


class InviteForm(forms.Form):
    """Who is invited, for which agency and in which role. More roles are given on the person's own page."""

    name = line("Name", "Enter the person's name", longest=120)
    email = forms.EmailField(
        label="E-mail address",
        help_text="The link goes there, and they sign in with it.",
        error_messages={
            "required": "Enter the person's e-mail address",
            "invalid": "Enter an e-mail address such as name@example.org",
        },
        widget=forms.EmailInput(attrs={"class": "govuk-input", "spellcheck": "false", "autocomplete": "off"}),
    )
    agency = one_of("Agency", "Choose an agency", needed=False)
    new_agency = line("An agency that is new here", "", longest=120, needed=False)
    role = choice("Role", ROLES, "Choose a role")

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        _offer_agencies(self)

    def clean(self) -> dict[str, Any]:
        """Check that one agency is named, from the list or anew."""
        given: dict[str, Any] = super().clean() or {}
        if bool(given.get("agency")) == bool(given.get("new_agency")) and "agency" not in self.errors:
            self.add_error("agency", "Choose an agency, or name one that is new here")
        return given


class GiveRoleForm(forms.Form):
    """A role to give."""

    role = one_of("Role to give", "Choose a role")

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        offer(self, "role", ROLES)


class LeaveForm(forms.Form):
    """The first day without access."""

    on = day(
        "First day without access",
        "",
        hint="Leave it empty for today, which ends their sessions at once",
        needed=False,
    )


class MoveForm(forms.Form):
    """Where somebody moves to, from when, and their role there."""

    agency = one_of("Agency", "Choose the agency that they move to")
    on = day("First day there", "Enter the first day there")
    role = one_of("Role there", "Choose a role")

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        _offer_agencies(self)
        offer(self, "role", ROLES)


@dataclass(frozen=True, slots=True)
class Shown:
    """One line of the list of people."""

    standing: Standing
    roles: str
    second_factor: bool
    teams: list[TeamPlace]


@signed_in
def people(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Show who is here, or those whose name or address holds words, a page at a time."""
    words = request.GET.get("q", "")[:LONGEST]
    found = queries.standings_page(by=acting, words=words, page=request.GET.get("page", "1"))
    sure = with_second_factor([each.person.id for each in found])
    teams = teams_by_person([each.person.id for each in found], acting.today)
    shown = [
        Shown(
            each,
            ", ".join(Role(held.role).words for held in each.roles),
            each.person.id in sure,
            teams[each.person.id],
        )
        for each in found
    ]
    return render(request, "people/people.html", {"people": shown, "page": found, "words": words})


@require_http_methods(["GET", "POST"])
@signed_in
def invite(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Ask who is invited, and send them a link."""
    permissions.check_may_manage_people(acting)
    form = InviteForm(sent(request))
    if form.is_valid():
        given = form.cleaned_data
        try:
            person, token = invite_person(
                by=acting,
                agency_name=given["agency"] or given["new_agency"],
                name=given["name"],
                email=given["email"],
                roles=[Role(given["role"])],
            )
        except RowsRejected as trouble:
            show(trouble, form)
        else:
            return _send(request, person, token)
    return render(request, "people/invite.html", {"form": form}, status=BAD if form.errors else 200)


@signed_in
def person(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Show a person: their agency, roles with their days, and how they sign in."""
    return _page(request, acting, key)


@require_POST
@signed_in
def give_role(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Give a person a role from today on."""
    form = GiveRoleForm(request.POST, prefix="give")

    def give(found: Person) -> None:
        services.add_role(by=acting, person=found, role=Role(form.cleaned_data["role"]))

    return _done(request, acting, key, "give", form, give)


@require_POST
@signed_in
def end_role(request: HttpRequest, acting: Acting, key: UUID, role: str) -> HttpResponse:
    """End a role of a person at once."""
    found = queries.standing_of(by=acting, key=key).person
    services.end_role(by=acting, person=found, role=queries.role_named(role))
    return redirect("person", key)


@require_POST
@signed_in
def leave(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """End a person's access from a day on."""
    form = LeaveForm(request.POST, prefix="leave")

    def go(found: Person) -> None:
        services.record_leaving(by=acting, person=found, on=form.cleaned_data["on"])

    return _done(request, acting, key, "leave", form, go)


@require_POST
@signed_in
def move(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Let a person work for another agency from a day on."""
    form = MoveForm(request.POST, prefix="move")

    def go(found: Person) -> None:
        given = form.cleaned_data
        services.move_person(
            by=acting,
            person=found,
            agency=queries.agency_named(given["agency"]),
            on=given["on"],
            roles=[Role(given["role"])],
        )

    return _done(request, acting, key, "move", form, go)


@require_POST
@signed_in
def reset(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Take away a person's second factor, so that they set one up when they sign in next."""
    reset_second_factor(by=acting, person=queries.standing_of(by=acting, key=key).person)
    return redirect("person", key)


@require_POST
@signed_in
def invite_once_more(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Send a person a new link, with which they choose a password."""
    found = queries.standing_of(by=acting, key=key).person
    return _send(request, found, invite_again(by=acting, person=found))


def _send(request: HttpRequest, person: Person, token: str) -> HttpResponse:
    """Send the letter, and go to the person's page, which says so where that failed."""
    try:
        send_invitation(person, request.build_absolute_uri(reverse("invitation", args=[token])))
    except SourceUnreachable:
        return redirect(f"{reverse('person', args=[person.id])}?letter={NOT_SENT}")
    return redirect("person", person.id)


def _done(
    request: HttpRequest,
    acting: Acting,
    key: UUID,
    name: str,
    form: forms.Form,
    act: Callable[[Person], None],
) -> HttpResponse:
    """Do what a form of the person's page asks, or show the page again with what is wrong with the form."""
    found = queries.standing_of(by=acting, key=key).person
    if form.is_valid():
        try:
            act(found)
            return redirect("person", key)
        except RowsRejected as trouble:
            show(trouble, form)
    return _page(request, acting, key, {name: form})


def _page(
    request: HttpRequest, acting: Acting, key: UUID, faulty: dict[str, forms.Form] | None = None
) -> HttpResponse:
    found = queries.standing_of(by=acting, key=key)
    asked: dict[str, forms.Form] = {
        "give": GiveRoleForm(prefix="give"),
        "move": MoveForm(prefix="move"),
        "leave": LeaveForm(prefix="leave"),
    } | (faulty or {})
    teams = teams_by_person([key], acting.today)[key]
    context = {
        "standing": found,
        "teams": teams,
        "leads": [place for place in teams if place.leads],
        "person": found.person,
        "invitation": invitations.invitation_of(found.person.id, acting.at),
        "second_factor": has_second_factor(found.person.id),
        "not_sent": request.GET.get("letter") == NOT_SENT,
        "form": next(iter((faulty or {}).values()), None),
        **asked,
    }
    return render(request, "people/person.html", context, status=BAD if faulty else 200)


def _offer_agencies(form: forms.Form) -> None:
    offer(form, "agency", [(name, name) for name in queries.agency_names()])
