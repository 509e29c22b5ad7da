"""Signing in and out."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from frith.guard import wall_clock
from frith.guard.access.models import Person
from frith.guard.access.pages import sent
from frith.guard.access.sign_in import record_sign_out
from frith.vocabulary.faults import Refused

BAD, TOO_MANY = 400, 429
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
            if person is not None:
                login(request, person)
                return redirect(_where_to(request))
            form.add_error(None, NOT_KNOWN)
            status = BAD
    context = {"form": form, "next": request.POST.get("next", request.GET.get("next", ""))}
    return render(request, "sign_in.html", context, status=status)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Close the session."""
    person = request.user
    logout(request)
    if isinstance(person, Person):
        record_sign_out(person, at=wall_clock.now())
    return redirect(settings.LOGIN_URL)


def _where_to(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}):
        return wanted
    return "home"
