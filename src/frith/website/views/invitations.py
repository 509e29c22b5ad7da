"""Accepting an invitation: somebody who was sent a link chooses a password."""

from __future__ import annotations

from dataclasses import replace

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from frith.guard import wall_clock
from frith.guard.access.invitations.queries import invitation_for
from frith.guard.access.invitations.services import accept_invitation
from frith.guard.access.pages import sent
from frith.guard.access.queries import acting_as
from frith.guard.acting import Channel
from frith.vocabulary.faults import RowsRejected, UnknownName
from frith.website.views.password_again import NewPasswordForm, show_weakness
from frith.website.views.sign_in import BAD, begin

NOT_FOUND = 404


class AcceptForm(NewPasswordForm):
    """A password of one's own, twice."""


@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for a password, and lead on to the second step of signing in; or say that the link does not work."""
    at = wall_clock.now()
    try:
        person = invitation_for(token, at).person
    except UnknownName as unknown:
        return render(request, "people/no_invitation.html", {"faults": unknown.faults}, status=NOT_FOUND)
    form: forms.Form = AcceptForm(sent(request))
    if form.is_valid():
        by = acting_as(person, at=at, standing_at=settings.FRITH_STANDING_AT, channel=Channel.SITE)
        try:
            accepted = accept_invitation(
                by=replace(by, roles=frozenset()), token=token, password=form.cleaned_data["new"]
            )
        except RowsRejected as weak:
            show_weakness(form, weak)
        else:
            return begin(request, accepted, reverse("home"))
    return render(
        request,
        "people/invitation.html",
        {"form": form, "person": person},
        status=BAD if form.errors else 200,
    )
