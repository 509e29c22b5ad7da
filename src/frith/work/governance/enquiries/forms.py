"""Forms of enquiries: of those who ask, and of those who are asked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import BoundField

from frith.guard import forms as ask
from frith.guard.documents.forms import file
from frith.guard.forms import INPUT, OnceForm
from frith.vocabulary.gateways import Gateway
from frith.work.governance.enquiries.contents import LONGEST_ANSWER, YES_NO, Contents, Question
from frith.work.governance.enquiries.models import DataAsked, EnquiryKind, QuestionKind
from frith.work.governance.enquiries.services import DAYS, LONGEST_QUESTION, MOST_QUESTIONS

FORTNIGHT = 14
_DAYS = [(days, f"{days} days") for days in DAYS]


class AskForm(OnceForm):
    """Whom to ask, what, why and under which law."""

    partnership = ask.one_of("For which partnership", "Choose the partnership")
    respondent = ask.line("Name of the person", "Enter the name of the person who is asked", longest=120)
    organisation = ask.line(
        "Where they work", "Enter where they work", hint="Such as a school, a surgery or a landlord."
    )
    email = ask.line("Their e-mail address", "Enter their e-mail address", hint="The link goes there.")
    kind = ask.choice("What do you ask for?", EnquiryKind.choices, "Choose questions or a file")
    purpose = ask.text(
        "Why you ask",
        "Say why you ask",
        hint="They read this, once they have given the code. The e-mail says nothing of it.",
        rows=3,
        longest=2_000,
    )
    file = ask.line("Which file, if you ask for one", "", hint="They read this.", needed=False)
    gateway = ask.one_of(
        "Lawful gateway", "Choose the lawful gateway", hint="The law under which they may tell you."
    )
    data_asked = forms.MultipleChoiceField(
        label="What the answer will hold",
        choices=DataAsked.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Say what kind of data the answer will hold"},
    )
    days = forms.TypedChoiceField(
        label="How long the link works",
        choices=_DAYS,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how long the link works"},
    )

    def __init__(self, partnerships: Any, gateways: tuple[Gateway, ...], *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        choices = {"partnership": partnerships, "gateway": [(each.id, each.statute) for each in gateways]}
        for name, offered in choices.items():
            self.fields[name].choices = [("", "Choose"), *offered]  # type: ignore[attr-defined]
        for number in range(1, MOST_QUESTIONS + 1):
            self.fields[f"words{number}"] = forms.CharField(
                label=f"Question {number}",
                required=False,
                max_length=LONGEST_QUESTION,
                widget=forms.TextInput(attrs={"class": INPUT}),
            )
            self.fields[f"kind{number}"] = forms.ChoiceField(
                label=f"How question {number} is answered",
                required=False,
                choices=QuestionKind.choices,
                widget=forms.Select(attrs={"class": "govuk-select"}),
            )

    def clean(self) -> dict[str, Any]:
        """Say that nothing is asked together with what else is missing, and not after it."""
        said: dict[str, Any] = super().clean() or {}
        asked = any(said.get(f"words{n}", "").strip() for n in range(1, MOST_QUESTIONS + 1))
        if said.get("kind") == EnquiryKind.QUESTIONS and not asked:
            self.add_error("words1", "Ask at least one question")
        if said.get("kind") == EnquiryKind.FILE and not said.get("file", "").strip():
            self.add_error("file", "Say which file you ask for")
        return said

    @property
    def before_questions(self) -> list[BoundField]:
        """The questions about whom and why."""
        names = ("partnership", "respondent", "organisation", "email", "purpose", "kind", "file")
        return [self[name] for name in names]

    @property
    def questions(self) -> list[tuple[BoundField, BoundField]]:
        """Each question that is asked, with how it is answered."""
        return [(self[f"words{n}"], self[f"kind{n}"]) for n in range(1, MOST_QUESTIONS + 1)]

    @property
    def after_questions(self) -> list[BoundField]:
        """The questions about the law and the days."""
        return [self[n] for n in ("gateway", "data_asked", "days")]

    def contents(self) -> Contents:
        """Return what is asked; questions without words are left out."""
        said = self.cleaned_data
        if said["kind"] == EnquiryKind.FILE:
            return Contents(said["purpose"].strip(), file=said["file"].strip())
        asked = [
            Question(said[f"words{n}"].strip(), QuestionKind(said[f"kind{n}"] or QuestionKind.TEXT))
            for n in range(1, MOST_QUESTIONS + 1)
            if said[f"words{n}"].strip()
        ]
        return Contents(said["purpose"].strip(), tuple(asked))


class SendAgainForm(OnceForm):
    """How long another link works."""

    days = forms.TypedChoiceField(
        label="How long the link works",
        choices=_DAYS,
        coerce=int,
        initial=FORTNIGHT,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how long the link works"},
    )


class WithdrawForm(OnceForm):
    """Nothing is asked: sending it is the answer."""


class BringInForm(OnceForm):
    """A Word form that came back."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.fields["file"] = file("The form that came back", "Choose the form that came back")


class CodeForm(forms.Form):
    """The code that was told by telephone."""

    code = forms.CharField(
        label="Code",
        max_length=20,
        help_text="Six figures. The person who asked you tells you the code by telephone or in person.",
        error_messages={"required": "Enter the code"},
        widget=forms.TextInput(
            attrs={
                "class": f"{INPUT} govuk-input--width-5",
                "inputmode": "numeric",
                "autocomplete": "off",
                "spellcheck": "false",
            }
        ),
    )


class AnswersForm(forms.Form):
    """The questions, one after the other."""

    def __init__(self, questions: tuple[Question, ...], *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        for number, question in enumerate(questions, start=1):
            self.fields[f"q{number}"] = _field(question)

    def written(self) -> tuple[str, ...]:
        """Return what was written, question by question."""
        return tuple(self.cleaned_data[name] for name in self.fields)


class FileForm(forms.Form):
    """The file that was asked for."""

    def __init__(self, wanted: str, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.fields["file"] = file(wanted, "Choose the file")


def _field(question: Question) -> forms.CharField | forms.ChoiceField:
    """Return the field of a question. It takes what is written; the service says what is wrong with it."""
    match question.kind:
        case QuestionKind.YES_NO:
            choices = list(YES_NO.items())
            return forms.ChoiceField(
                label=question.words, choices=choices, widget=forms.RadioSelect, required=False
            )
        case QuestionKind.DATE:
            return forms.CharField(
                label=question.words,
                required=False,
                max_length=40,
                help_text="For example, 27 3 2018. Leave it empty if you do not know.",
                widget=forms.TextInput(attrs={"class": f"{INPUT} govuk-input--width-10"}),
            )
        case _:
            return forms.CharField(
                label=question.words,
                required=False,
                max_length=LONGEST_ANSWER,
                widget=forms.Textarea(attrs={"class": "govuk-textarea", "rows": 4}),
            )
