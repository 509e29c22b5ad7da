"""How somebody signs in, and where they are signed in now: their own password and sessions."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth import logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from frith.guard.access.pages import sent, session_of, signed_in
from frith.guard.access.second_factor.queries import recovery_codes_left, security_keys_of, time_code_of
from frith.guard.access.services import change_own_password
from frith.guard.access.sessions.queries import sessions_of
from frith.guard.access.sessions.services import end_session, end_sessions
from frith.guard.acting import Acting
from frith.vocabulary.faults import RowsRejected
from frith.website.views.password_again import (
    Asked,
    NewPasswordForm,
    check_password_again,
    password_again,
    show_weakness,
)
from frith.website.views.sign_in import BAD


class PasswordForm(NewPasswordForm):
    """The password that somebody has, and the one that takes its place, twice."""

    password = password_again("Your password now")
    field_order = ("password", "new", "again")


@signed_in
def your_sign_in(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Show how the person signs in, and their open sessions."""
    here = session_of(request)
    context = {
        "time_code": time_code_of(acting.person),
        "security_keys": security_keys_of(acting.person),
        "recovery_codes": len(recovery_codes_left(acting.person)),
        "sessions": [(each, each.id == here) for each in sessions_of(acting.person, acting.at)],
    }
    return render(request, "your_sign_in/your_sign_in.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def change_password(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Ask for the old password and a new one, which ends the person's other sessions."""
    form = PasswordForm(sent(request))
    status = check_password_again(form, acting) if form.is_valid() else BAD if form.errors else 200
    if form.is_valid():
        try:
            person = change_own_password(
                by=acting, password=form.cleaned_data["new"], session=session_of(request)
            )
        except RowsRejected as weak:
            show_weakness(form, weak)
            status = BAD
        else:
            update_session_auth_hash(request, person)
            return redirect("your-sign-in")
    asked = Asked("Change your password", "Change it", "You are signed out everywhere else.")
    return render(request, "your_sign_in/ask.html", {"form": form, "asked": asked}, status=status)


@require_POST
@signed_in
def end_one(request: HttpRequest, acting: Acting, session_id: UUID) -> HttpResponse:
    """End one session of the person."""
    end_session(by=acting, session=session_id)
    return redirect("your-sign-in")


@require_POST
@signed_in
def end_all(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Sign the person out everywhere, here too."""
    end_sessions(by=acting)
    logout(request)
    return redirect("sign-in")
