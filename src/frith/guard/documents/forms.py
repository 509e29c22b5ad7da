"""The question that is answered with a file."""

from __future__ import annotations

from django import forms
from django.conf import settings

from frith.guard.documents.kinds import KINDS, KINDS_IN_WORDS


def file(label: str, missing: str, *, hint: str = "", needed: bool = True) -> forms.FileField:
    """Return a question that is answered with a file; the hint says which kinds are taken, and how large."""
    megabytes = settings.FRITH_LARGEST_DOCUMENT // 1_000_000
    taken = f"{KINDS_IN_WORDS}, up to {megabytes} megabytes, without macros."
    return forms.FileField(
        label=label if needed else f"{label} (optional)",
        help_text=f"{hint} {taken}".strip(),
        required=needed,
        error_messages={"required": missing, "empty": "The file is empty. Choose another one."},
        widget=forms.FileInput(
            attrs={"class": "govuk-file-upload", "accept": ",".join(kind.ending for kind in KINDS.values())}
        ),
    )
