"""A person's tokens for programs: made, shown once, listed and ended."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from frith.guard.access.pages import sent, session_of, signed_in
from frith.guard.access.tokens.queries import tokens_of
from frith.guard.access.tokens.reach import Reach
from frith.guard.access.tokens.services import LONGEST_NAME, MOST_DAYS, end_token, make_token
from frith.guard.acting import Acting
from frith.guard.forms import line, number, show
from frith.vocabulary.faults import RowsRejected
from frith.website.views.password_again import Asked, check_password_again, password_again
from frith.website.views.sign_in import BAD


class TokenForm(forms.Form):
    """What a token is for, what it reaches, how long it works, and the password once more."""

    name = line(
        "What is the token for?",
        "Say what the token is for",
        hint="For example, the spreadsheet of actions",
        longest=LONGEST_NAME,
    )
    reaches = forms.MultipleChoiceField(
        label="What may it reach?",
        help_text="Choose no more than it needs. It never does what you may not do yourself at that moment.",
        choices=[(reach.value, reach.words) for reach in Reach],
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choose what the token may reach",
            "invalid_choice": "Choose what the token may reach",
        },
    )
    days = number(
        "For how many days does it work?",
        "Enter a number of days",
        hint=f"{MOST_DAYS} at most",
        least=1,
        most=MOST_DAYS,
    )
    password = password_again()


@signed_in
def your_tokens(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Show the tokens of the person that work."""
    return render(request, "tokens/your_tokens.html", {"tokens": tokens_of(acting.person, acting.at)})


@require_http_methods(["GET", "POST"])
@signed_in
def new_token(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Make a token, and show it once."""
    form = TokenForm(sent(request), initial={"days": 30})
    status = check_password_again(form, acting) if form.is_valid() else BAD if form.errors else 200
    if form.is_valid():
        given = form.cleaned_data
        try:
            token, text = make_token(
                by=acting,
                session=session_of(request),
                name=given["name"],
                reaches=[Reach(each) for each in given["reaches"]],
                days=given["days"],
            )
        except RowsRejected as trouble:
            show(trouble, form)
            status = BAD
        else:
            return render(request, "tokens/made.html", {"token": token, "text": text})
    asked = Asked("Make a token", "Make it", "A program that has it may ask for you, from anywhere.")
    return render(request, "tokens/ask.html", {"form": form, "asked": asked}, status=status)


@require_POST
@signed_in
def end_one(request: HttpRequest, acting: Acting, token_id: UUID) -> HttpResponse:
    """End a token of the person."""
    end_token(by=acting, token=token_id)
    return redirect("your-tokens")
