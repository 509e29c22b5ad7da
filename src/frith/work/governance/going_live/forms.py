"""The form with which a file is handed in."""

from __future__ import annotations

from django import forms

from frith.guard import forms as ask
from frith.guard.forms import OnceForm
from frith.work.governance.going_live.reading import LARGEST, MOST_ROWS
from frith.work.governance.going_live.sheets import CHOICES


class HandInForm(OnceForm):
    """A file, and which table it holds."""

    table = ask.choice("What the file holds", CHOICES, "Choose what the file holds")
    file = forms.FileField(
        label="File",
        help_text=f"Excel (.xlsx) or CSV, up to {LARGEST // 1_000_000} megabytes and {MOST_ROWS:,} rows.",
        error_messages={
            "required": "Choose a file",
            "empty": "The file is empty: choose one with rows in it",
        },
        widget=forms.FileInput(attrs={"class": "govuk-file-upload"}),
    )
