"""Signing in and out: the first step, and what begins and completes a session."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from frith.guard import wall_clock
from frith.guard.access.models import Person
from frith.guard.access.pages import SESSION, sent, session_of
from frith.guard.access.second_factor.services import second_factor_is_asked
from frith.guard.access.sessions.devices import in_words
from frith.guard.access.sessions.models import OpenSession
from frith.guard.access.sessions.queries import session_named
from frith.guard.access.sign_in import open_session, record_sign_out
from frith.guard.access.single_sign_on.provider import provider
from frith.vocabulary.faults import Refused

BAD, TOO_MANY = 400, 429
WHERE_TO = "frith_where_to"
"""Where the browser's session keeps where its person was going."""
SECONDS_FOR_SECOND_FACTOR = 15 * 60
"""How long a password waits for the second factor."""
NOT_KNOWN = "The e-mail address or the password is wrong. Check both and try again."


class SignInForm(forms.Form):
    """An e-mail address and a password."""

    email = forms.EmailField(
        label="E-mail address",
        error_messages={
            "required": "Enter your e-mail address",
            "invalid": "Enter an e-mail address such as name@example.org",
        },
        widget=forms.EmailInput(
            attrs={"autocomplete": "username", "class": "govuk-input", "spellcheck": "false"}
        ),
    )
    password = forms.CharField(
        label="Password",
        strip=False,
        error_messages={"required": "Enter your password"},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "class": "govuk-input"}),
    )


@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for e-mail and password, open a session, and go where the person was going."""
    form = SignInForm(sent(request))
    status = 200 if form.is_valid() or not form.errors else BAD
    if form.is_valid():
        try:
            person = authenticate(request, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, f"{refusal.faults[0].what} {refusal.faults[0].remedy}")
            status = TOO_MANY
        else:
            if isinstance(person, Person):
                return begin(request, person, safe_address(request, request.POST.get("next", "")))
            form.add_error(None, NOT_KNOWN)
            status = BAD
    return _page(request, form, status)


def sign_in_page(request: HttpRequest, trouble: str, status: int) -> HttpResponse:
    """Show the page of signing in with what went wrong elsewhere on the way in."""
    form = SignInForm({})
    form.errors.clear()
    form.add_error(None, trouble)
    return _page(request, form, status)


def _page(request: HttpRequest, form: SignInForm, status: int) -> HttpResponse:
    context = {
        "form": form,
        "next": request.POST.get("next", request.GET.get("next", "")),
        "provider": provider(),
    }
    return render(request, "sign_in.html", context, status=status)


def begin(request: HttpRequest, person: Person, where_to: str, *, vouched: str = "") -> HttpResponse:
    """Let somebody who gave the first step go on to the second.

    They are in where none is asked for, or where a provider ``vouched`` that it asked for more than a password.
    """
    login(request, person)
    request.session[WHERE_TO] = where_to
    if second_factor_is_asked() and not vouched:
        request.session.set_expiry(SECONDS_FOR_SECOND_FACTOR)
        return redirect("second-factor")
    at = wall_clock.now()
    return redirect(
        complete(
            request, open_session(person, device=device_of(request), means=vouched or "password alone", at=at)
        )
    )


def complete(request: HttpRequest, session: OpenSession) -> str:
    """Let a browser have the session that was opened for it, and return where its person was going."""
    request.session.cycle_key()
    request.session.set_expiry(None)
    request.session[SESSION] = str(session.id)
    where_to: str = request.session.pop(WHERE_TO, reverse("home"))
    return where_to


def device_of(request: HttpRequest) -> str:
    """Return words for the device that asks."""
    return in_words(request.headers.get("User-Agent", ""))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Close the session."""
    person, named, at = request.user, session_of(request), wall_clock.now()
    logout(request)
    if isinstance(person, Person):
        record_sign_out(person, at=at, session=session_named(named, person.id, at) if named else None)
    return redirect(settings.LOGIN_URL)


def safe_address(request: HttpRequest, wanted: str) -> str:
    """Return an address of this site that somebody was going to, or the first page."""
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}):
        return wanted
    return reverse("home")
