"""Forms of the statutory year."""

from __future__ import annotations

from django import forms

from frith.guard import forms as ask
from frith.guard.forms import OnceForm
from frith.vocabulary import numbers
from frith.work.governance.statute.models import Response


class DutyForm(OnceForm):
    """That a duty was met."""

    words = ask.text("What was done, and where it can be looked at", "Say what was done", rows=3)
    done_on = ask.day("Done on", "Enter the day on which it was done")


class ConsultationForm(OnceForm):
    """That people were asked."""

    title = ask.line("Title", "Enter the title of the consultation")
    starts = ask.day("From", "Enter the first day")
    ends = ask.day("Until", "Enter the last day")
    method = ask.line("How people were asked", "Say how people were asked", longest=200)
    who = ask.text(
        "Who was asked",
        "Say who was asked",
        hint="Also those who are most affected, and who did not answer.",
        rows=3,
    )
    asked = ask.number("How many were asked", "", hint="Leave empty if nobody counted.", needed=False)
    answered = ask.number("How many answered", "Enter how many answered")
    weighting = ask.text("How answers were weighted", "", rows=2, needed=False)
    concerns = ask.text(
        "What people put first, area by area",
        "",
        hint="One line for each: area, rank, concern, and how many named it if that was counted. "
        "For example: West End ward; 1; Drug dealing; 212",
        rows=6,
        needed=False,
    )

    def clean_concerns(self) -> list[tuple[str, int, str, int | None]]:
        """Read the lines; every line that cannot be read is named."""
        read, wrong = [], []
        for number, line in enumerate(self.cleaned_data["concerns"].splitlines(), start=1):
            parts = [part.strip() for part in line.split(";")]
            if not line.strip():
                continue
            parts += [""] * (4 - len(parts))
            area, rank, words, named = parts[:4]
            place, answers = numbers.whole(rank), numbers.whole(named)
            if not area or not words or place is None or (named and answers is None):
                wrong.append(f"Line {number} is not area; rank; concern; number: {line.strip()[:60]}")
                continue
            read.append((area, place, words, answers))
        if wrong:
            raise forms.ValidationError(wrong)
        return read


class RequestForm(OnceForm):
    """A request of the committee for information."""

    committee = ask.line("Committee", "Enter the name of the committee")
    words = ask.text("What it asks for", "Say what it asks for", rows=3)
    asked_on = ask.day("Asked on", "Enter the day on which it was asked")
    answer_by = ask.day("To be answered by", "Enter the date that the request names")


class AnswerForm(OnceForm):
    """An answer to a request."""

    answer = ask.text("Answer", "Say what was answered, or where it stands")
    answered_on = ask.day("Answered on", "Enter the day on which it was answered")
    depersonalised = ask.tick(
        "It identifies nobody",
        hint="Answers are depersonalised unless identifying somebody is necessary or appropriate.",
    )


class RecommendationForm(OnceForm):
    """A recommendation of the committee."""

    committee = ask.line("Committee", "Enter the name of the committee")
    words = ask.text("What it recommends", "Say what it recommends", rows=3)
    reported_on = ask.day(
        "Date of the report", "Enter the date of the report", hint="The 28 days run from it."
    )


class ResponseForm(OnceForm):
    """An answer to a recommendation."""

    response = ask.choice("Is it accepted?", Response.choices[1:], "Choose whether it is accepted")
    answer = ask.text("Answer", "Say what is answered")
    answered_on = ask.day("Answered on", "Enter the day on which it was answered")
