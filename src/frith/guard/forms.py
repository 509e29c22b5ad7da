"""Forms of every app: a day is written as people write it, and a form that is sent twice is one act."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID, uuid4

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from frith.vocabulary.faults import ChangedMeanwhile, RowsRejected

INPUT = "govuk-input"
DONE = "done"
WAYS_TO_WRITE_A_DAY = ["%d %m %Y", "%d/%m/%Y", "%Y-%m-%d", "%d %B %Y", "%d %b %Y"]
WAYS_TO_WRITE_A_TIME = ["%H:%M", "%H.%M", "%I:%M%p", "%I.%M%p", "%I%p"]
_LOCK = re.compile(r"[0-9]{1,9}")


def lock_given(text: str | None) -> int | None:
    """Return the lock that a form gave back, or None if it gave none.

    What is no lock becomes 0, which no row has: whoever sent it is told that the row is another than they read.
    """
    if not text:
        return None
    return int(text) if _LOCK.fullmatch(text) else 0


class OnceForm(forms.Form):
    """A form that makes one thing, however often it is sent: ``once`` becomes the key of what is made.

    ``lock`` is there where something is changed: the version that the form was filled from.
    """

    once = forms.UUIDField(widget=forms.HiddenInput, required=False)
    lock = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **settings: Any) -> None:
        settings["initial"] = {"once": uuid4(), **(settings.get("initial") or {})}
        super().__init__(*args, **settings)

    @property
    def key(self) -> UUID:
        """The key of what this form makes; another one if the form came without."""
        return self.cleaned_data.get("once") or uuid4()

    @property
    def read_with(self) -> int | None:
        """The lock of what the form was filled from."""
        return lock_given(self.cleaned_data.get("lock"))

    def given(self, *names: str) -> dict[str, Any]:
        """Return answers by name; all that are shown if none is named."""
        wanted = names or [name for name in self.fields if name not in ("once", "lock")]
        return {name: self.cleaned_data[name] for name in wanted}


def line(
    label: str, missing: str, *, hint: str = "", longest: int = 160, needed: bool = True
) -> forms.CharField:
    """Return a question that is answered in one line."""
    return forms.CharField(
        label=label if needed else f"{label} (optional)",
        help_text=hint,
        max_length=longest,
        required=needed,
        error_messages={"required": missing},
        widget=forms.TextInput(attrs={"class": INPUT}),
    )


def text(
    label: str, missing: str, *, hint: str = "", rows: int = 5, longest: int = 20_000, needed: bool = True
) -> forms.CharField:
    """Return a question that is answered in sentences."""
    return forms.CharField(
        label=label if needed else f"{label} (optional)",
        help_text=hint,
        max_length=longest,
        required=needed,
        error_messages={"required": missing},
        widget=forms.Textarea(attrs={"class": "govuk-textarea", "rows": rows}),
    )


def day(
    label: str, missing: str, *, hint: str = "For example, 27 3 2018", needed: bool = True
) -> forms.DateField:
    """Return a question that is answered with a day."""
    return forms.DateField(
        label=label if needed else f"{label} (optional)",
        help_text=hint,
        required=needed,
        input_formats=WAYS_TO_WRITE_A_DAY,
        error_messages={"required": missing, "invalid": "Enter a day such as 27 3 2018 or 27 March 2018"},
        widget=forms.DateInput(format="%d %m %Y", attrs={"class": f"{INPUT} govuk-input--width-10"}),
    )


def clock(label: str, missing: str, *, hint: str = "For example, 14:30") -> forms.TimeField:
    """Return a question that is answered with a time of day."""
    return forms.TimeField(
        label=label,
        help_text=hint,
        input_formats=WAYS_TO_WRITE_A_TIME,
        error_messages={"required": missing, "invalid": "Enter a time such as 14:30 or 2:30pm"},
        widget=forms.TimeInput(format="%H:%M", attrs={"class": f"{INPUT} govuk-input--width-5"}),
    )


def number(
    label: str, missing: str, *, hint: str = "", least: int = 0, most: int = 1_000_000, needed: bool = True
) -> forms.IntegerField:
    """Return a question that is answered with a whole number."""
    return forms.IntegerField(
        label=label if needed else f"{label} (optional)",
        help_text=hint,
        required=needed,
        min_value=least,
        max_value=most,
        error_messages={"required": missing, "invalid": "Enter a whole number"},
        widget=forms.TextInput(attrs={"class": f"{INPUT} govuk-input--width-5", "inputmode": "numeric"}),
    )


def choice(label: str, choices: Any, missing: str, *, hint: str = "") -> forms.ChoiceField:
    """Return a question with a few answers, all of them shown."""
    return forms.ChoiceField(
        label=label,
        choices=choices,
        help_text=hint,
        widget=forms.RadioSelect,
        error_messages={"required": missing, "invalid_choice": missing},
    )


def one_of(label: str, missing: str, *, hint: str = "", needed: bool = True) -> forms.ChoiceField:
    """Return a question with many answers, in a list; its choices are filled in when the form is made."""
    return forms.ChoiceField(
        label=label if needed else f"{label} (optional)",
        help_text=hint,
        required=needed,
        widget=forms.Select(attrs={"class": "govuk-select"}),
        error_messages={"required": missing, "invalid_choice": missing},
    )


def offer(form: forms.Form, name: str, choices: Iterable[tuple[str, str]]) -> None:
    """Fill in the choices of a question of :func:`one_of`, after one that is none of them."""
    field = cast("forms.ChoiceField", form.fields[name])
    field.choices = [("", "Choose"), *choices]


def tick(label: str, *, hint: str = "") -> forms.BooleanField:
    """Return a question that is answered by a tick or none."""
    return forms.BooleanField(label=label, help_text=hint, required=False)


Answered = Callable[[Any], str]
"""What is done with a form's answers: it returns the address to go on to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The words around a form: its title, its button, and the page above it."""

    title: str
    button: str
    above: str
    above_name: str
    lead: str = ""
    done: str = ""
    """What the next page says when it was done; "(title): saved." if nothing else is said."""


def tell(request: HttpRequest, words: str) -> None:
    """Let the next page that this person opens say what was done."""
    request.session[DONE] = words


def told(request: HttpRequest) -> str:
    """Return what was done and not told yet, once; nothing if there is nothing to tell."""
    return str(request.session.pop(DONE, "")) if DONE in request.session else ""


def ask(
    request: HttpRequest,
    form: forms.Form,
    asked: Asked,
    answered: Answered,
    *,
    now: Callable[[], tuple[int, Sequence[tuple[str, object]]]] | None = None,
) -> HttpResponse:
    """Show a form, or do what it was answered with and go on; each fault stands beside its question.

    If somebody else changed the same thing meanwhile, the person's own answers stay in the form, and beside them stands
    what it says ``now`` (its lock, and label and value pairs): saving again is then a choice.
    """
    meanwhile: Sequence[tuple[str, object]] = ()
    if request.method == "POST" and form.is_valid():
        try:
            address = answered(form)
            tell(request, asked.done or f"{asked.title}: saved.")
            return redirect(address)
        except ChangedMeanwhile as trouble:
            form.add_error(None, f"{trouble.faults[0].what} {trouble.faults[0].remedy}")
            if now:
                lock, meanwhile = now()
                form.data = form.data.copy()  # type: ignore[attr-defined]
                form.data["lock"] = str(lock)  # type: ignore[index]
        except RowsRejected as trouble:
            show(trouble, form)
    context = {"form": form, "asked": asked, "meanwhile": meanwhile}
    return render(request, "question.html", context, status=400 if form.errors else 200)


def show(trouble: RowsRejected, form: forms.Form) -> None:
    """Put each fault beside the question that it is about."""
    for fault in trouble.faults:
        said = f"{fault.what[0].upper()}{fault.what[1:]}"
        form.add_error(
            fault.where if fault.where in form.fields else None, f"{said}. {fault.remedy}".strip(". ") + "."
        )
