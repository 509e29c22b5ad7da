"""Asking somebody who is signed in for their password once more, before they change how they sign in."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms

from frith.guard.access.queries import person_acting
from frith.guard.access.sign_in import confirm_password
from frith.guard.acting import Acting
from frith.vocabulary.faults import Refused, RowsRejected
from frith.website.views.sign_in import BAD, TOO_MANY


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page that asks says around its form."""

    title: str
    button: str
    lead: str = ""


def password_again(label: str = "Your password") -> forms.CharField:
    """Return the question for the password that somebody has."""
    return forms.CharField(
        label=label,
        strip=False,
        error_messages={"required": "Enter your password"},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "class": "govuk-input"}),
    )


def new_password(label: str) -> forms.CharField:
    """Return the question for a password that somebody chooses."""
    return forms.CharField(
        label=label,
        strip=False,
        help_text="12 characters or more, such as four words.",
        error_messages={"required": "Enter a new password"},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "class": "govuk-input"}),
    )


class NewPasswordForm(forms.Form):
    """A password that somebody chooses, twice, since nobody sees what they type."""

    new = new_password("New password")
    again = forms.CharField(
        label="New password once more",
        strip=False,
        error_messages={"required": "Enter the new password once more"},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "class": "govuk-input"}),
    )

    def clean_again(self) -> str:
        """Check that both are the same."""
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("new", again):
            raise forms.ValidationError("The two new passwords are not the same")
        return again


def show_weakness(form: forms.Form, weak: RowsRejected) -> None:
    """Put what is wrong with a new password beside its question."""
    for fault in weak.faults:
        form.add_error("new", f"{fault.what[0].upper()}{fault.what[1:]}. Use {fault.allowed}.")


class PasswordAgainForm(forms.Form):
    """The password once more."""

    password = password_again()


def check_password_again(form: forms.Form, acting: Acting) -> int:
    """Return 200 if the form's password is the person's; else add what is wrong and return the status of the page."""
    try:
        if confirm_password(person_acting(acting), form.cleaned_data["password"], at=acting.at):
            return 200
    except Refused as refusal:
        form.add_error(None, f"{refusal.faults[0].what} {refusal.faults[0].remedy}")
        return TOO_MANY
    form.add_error("password", "This is not your password")
    return BAD
