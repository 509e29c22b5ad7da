"""The second factor: asking for it, and setting one up before anything else."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from frith.guard import encryption
from frith.guard.access.pages import sent, signed_in, who_awaits
from frith.guard.access.queries import person_acting
from frith.guard.access.second_factor import codes, security_keys
from frith.guard.access.second_factor.queries import credentials_of, has_second_factor, security_keys_of
from frith.guard.access.second_factor.services import (
    add_security_key,
    make_recovery_codes,
    remove_security_key,
    set_up_time_code,
)
from frith.guard.access.sessions.models import OpenSession
from frith.guard.access.sign_in import check_code, check_security_key, open_session
from frith.guard.acting import Acting
from frith.vocabulary.faults import Refused, RowsRejected
from frith.website.views.password_again import Asked, PasswordAgainForm, check_password_again, password_again
from frith.website.views.sign_in import BAD, TOO_MANY, complete, device_of

NEW_SECRET = "frith_new_secret"  # noqa: S105 - a name, not a secret
"""Where the browser's session keeps, encrypted, a secret that was shown and not confirmed yet."""
KEY_ASKED = "frith_key_asked"
"""Where the browser's session keeps what a security key was asked."""
WRONG_KEY = (
    "The security key did not answer what it was asked, or it is not one of yours. Try again, or give a code."
)
WRONG = "The code is wrong, or it was used already. Wait for the next one and try again."


class SecondFactorForm(forms.Form):
    """A code of an app, a recovery code, or what a security key answered, which the page's script fills in."""

    code = forms.CharField(
        label="Code",
        max_length=40,
        required=False,
        help_text="The six figures that your app shows now, or one of your recovery codes.",
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "class": "govuk-input govuk-input--width-20",
                "spellcheck": "false",
            }
        ),
    )
    answer = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        """Check that there is a code, where no key answered."""
        given: dict[str, Any] = super().clean() or {}
        if not given.get("code") and not given.get("answer") and not self.errors:
            self.add_error("code", "Enter a code")
        return given


class NewCodeForm(forms.Form):
    """The first code of an app that was given a secret."""

    code = forms.CharField(
        label="The code that the app shows now",
        max_length=10,
        help_text="Six figures.",
        error_messages={"required": "Enter the six figures that the app shows"},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "class": "govuk-input govuk-input--width-5",
                "inputmode": "numeric",
                "spellcheck": "false",
            }
        ),
    )


class ReplaceForm(NewCodeForm):
    """The password once more, and the first code of the app that takes the place of the old one."""

    password = password_again()
    field_order = ("password", "code")


class KeyForm(forms.Form):
    """A name for a new security key, the password once more, and what the key answered."""

    name = forms.CharField(
        label="Name of the key",
        max_length=60,
        help_text="For you to know it by, such as: blue key, or work laptop.",
        error_messages={"required": "Enter a name for the key"},
        widget=forms.TextInput(attrs={"class": "govuk-input govuk-input--width-20", "autocomplete": "off"}),
    )
    password = password_again()
    answer = forms.CharField(widget=forms.HiddenInput, required=False)


@require_http_methods(["GET", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """Ask somebody who gave a password for a code, and open a session."""
    awaiting = who_awaits(request)
    if awaiting is None:
        return redirect("home")
    if not has_second_factor(awaiting.person):
        return redirect("set-up-second-factor")
    form = SecondFactorForm(sent(request))
    status = 200 if form.is_valid() or not form.errors else BAD
    if form.is_valid():
        try:
            session = _session_for(request, awaiting, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, f"{refusal.faults[0].what} {refusal.faults[0].remedy}")
            status = TOO_MANY
        else:
            if session is not None:
                return redirect(complete(request, session))
            form.add_error(None, WRONG_KEY if form.cleaned_data["answer"] else WRONG)
            status = BAD
    keys = security_keys_of(awaiting.person)
    question = ""
    if keys:
        asked = security_keys.to_use(request.get_host(), credentials_of(keys))
        request.session[KEY_ASKED] = asked.state
        question = asked.options
    context = {"form": form, "name": awaiting.name, "question": question}
    return render(request, "second_factor.html", context, status=status)


def _session_for(request: HttpRequest, awaiting: Acting, code: str, answer: str) -> OpenSession | None:
    """Open a session for what was given as a second factor, if it is right. What a key was asked is asked once."""
    person, state = person_acting(awaiting), request.session.pop(KEY_ASKED, None)
    if not answer:
        return check_code(person, code, device=device_of(request), at=awaiting.at)
    return check_security_key(
        person,
        host=request.get_host(),
        state=state,
        answer=answer,
        device=device_of(request),
        at=awaiting.at,
    )


@require_http_methods(["GET", "POST"])
def set_up_second_factor(request: HttpRequest) -> HttpResponse:
    """Lead somebody without a second factor to one, show their recovery codes once, and open a session."""
    awaiting = who_awaits(request)
    if awaiting is None or has_second_factor(awaiting.person):
        return redirect("second-factor")
    person = person_acting(awaiting)
    form = NewCodeForm(sent(request))
    secret = secret_shown(request)
    if form.is_valid():
        try:
            shown = set_up_time_code(by=awaiting, secret=secret, code=form.cleaned_data["code"])
        except RowsRejected as wrong:
            form.add_error("code", f"{wrong.faults[0].what} {wrong.faults[0].remedy}")
        else:
            del request.session[NEW_SECRET]
            session = open_session(
                person, device=device_of(request), means="time code set up", at=awaiting.at
            )
            return recovery_codes_page(request, shown, complete(request, session))
    context = what_to_scan(secret, person.email) | {"form": form, "name": awaiting.name}
    return render(request, "set_up_second_factor.html", context, status=BAD if form.errors else 200)


@require_http_methods(["GET", "POST"])
@signed_in
def replace_time_code(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Let somebody who is signed in use another app or phone from now on; recovery codes are made anew with it."""
    form = ReplaceForm(sent(request))
    secret = secret_shown(request)
    status = BAD if form.errors else 200
    if form.is_valid():
        status = check_password_again(form, acting)
        if status == 200:
            try:
                shown = set_up_time_code(
                    by=acting, secret=secret, code=form.cleaned_data["code"], replacing=True
                )
            except RowsRejected as wrong:
                form.add_error("code", f"{wrong.faults[0].what} {wrong.faults[0].remedy}")
                status = BAD
            else:
                del request.session[NEW_SECRET]
                return recovery_codes_page(request, shown, reverse("your-sign-in"))
    asked = Asked("Set up an authenticator app", "Set up", "The app that you used so far stops working.")
    context = what_to_scan(secret, person_acting(acting).email) | {"form": form, "asked": asked}
    return render(request, "your_sign_in/replace_time_code.html", context, status=status)


@require_http_methods(["GET", "POST"])
@signed_in
def new_recovery_codes(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Make ten new recovery codes, and show them once."""
    form = PasswordAgainForm(sent(request))
    status = check_password_again(form, acting) if form.is_valid() else BAD if form.errors else 200
    if form.is_valid():
        return recovery_codes_page(request, make_recovery_codes(by=acting), reverse("your-sign-in"))
    asked = Asked("Make new recovery codes", "Make them", "Those that you have stop working.")
    return render(request, "your_sign_in/ask.html", {"form": form, "asked": asked}, status=status)


@require_http_methods(["GET", "POST"])
@signed_in
def add_key(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Ask the browser for a new security key of the person, and keep it."""
    form = KeyForm(sent(request))
    state = request.session.pop(KEY_ASKED, None)
    host, status = request.get_host(), BAD if form.errors else 200
    if form.is_valid():
        status = check_password_again(form, acting)
        if status == 200:
            given = form.cleaned_data
            try:
                add_security_key(
                    by=acting, name=given["name"], host=host, state=state, answer=given["answer"]
                )
                return redirect("your-sign-in")
            except RowsRejected as wrong:
                form.add_error(None, f"{wrong.faults[0].sentence()}")
                status = BAD
    person = person_acting(acting)
    held = credentials_of(security_keys_of(person.id))
    asked = security_keys.to_register(host, person.id, person.email, person.name, held)
    request.session[KEY_ASKED] = asked.state
    context = {"form": form, "question": asked.options}
    return render(request, "your_sign_in/add_key.html", context, status=status)


@require_POST
@signed_in
def remove_key(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Take away a security key of the person."""
    remove_security_key(by=acting, key=key)
    return redirect("your-sign-in")


def recovery_codes_page(request: HttpRequest, shown: tuple[str, ...], where_to: str) -> HttpResponse:
    """Show recovery codes, this once, and lead on."""
    return render(request, "recovery_codes.html", {"codes": shown, "where_to": where_to})


def secret_shown(request: HttpRequest) -> str:
    """Return the secret that this browser was shown and has not confirmed yet, or a new one."""
    held = request.session.get(NEW_SECRET)
    if held:
        return encryption.decrypted(held)
    secret = codes.new_secret()
    request.session[NEW_SECRET] = encryption.encrypted(secret)
    return secret


def what_to_scan(secret: str, email: str) -> dict[str, object]:
    """Return what a page shows of a secret: a QR code as a path, and the text for those who type it."""
    width, path = codes.drawing(codes.address_for_app(secret, email))
    return {"secret": codes.in_groups(secret), "width": width, "path": path}
