"""Forms of casework. Every question is answered by choosing; nothing is guessed for the person who fills it in."""

from __future__ import annotations

from typing import Any

from django import forms

from frith.work.casework.models import ClosureRecord, CorrectionReason, LessAbuse, Risk, Service
from frith.work.casework.services import Found


def _choice(label: str, choices: Any, missing: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, error_messages={"required": missing}
    )


class ClosureForm(forms.Form):
    """What was found when support closed."""

    case_reference = forms.CharField(
        label="Case reference",
        help_text="Your service's own reference, such as AN-1042. Never a name.",
        max_length=20,
        error_messages={"required": "Enter the case reference"},
        widget=forms.TextInput(attrs={"class": "govuk-input govuk-input--width-10"}),
    )
    closed_on = forms.DateField(
        label="Day on which support closed",
        help_text="For example, 27 3 2018",
        input_formats=["%d %m %Y", "%d/%m/%Y", "%Y-%m-%d", "%d %B %Y"],
        error_messages={
            "required": "Enter the day on which support closed",
            "invalid": "Enter a day such as 27 3 2018 or 27 March 2018",
        },
        widget=forms.DateInput(format="%d %m %Y", attrs={"class": "govuk-input govuk-input--width-10"}),
    )
    less_abuse = _choice(
        "Does she report less abuse?", LessAbuse.choices, "Say what she answered, or that she was not asked"
    )
    risk_at_intake = _choice(
        "Assessed risk at intake", Risk.choices, "Choose the level of risk at intake, or not assessed"
    )
    risk_at_closure = _choice(
        "Assessed risk at closure", Risk.choices, "Choose the level of risk at closure, or not assessed"
    )

    def found(self) -> Found:
        """Return the answers."""
        names = ("case_reference", "closed_on", "less_abuse", "risk_at_intake", "risk_at_closure")
        return Found(**{name: self.cleaned_data[name] for name in names})


class RecordForm(ClosureForm):
    """A new closure record, for one of the person's own services."""

    service = forms.ModelChoiceField(
        queryset=Service.objects.none(),
        label="Service",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the service"},
    )
    field_order = ("service",)

    def __init__(self, services: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].queryset = services  # type: ignore[attr-defined]


class CorrectionForm(ClosureForm):
    """A statement that replaces an earlier one."""

    reason = _choice(
        "Why is it corrected?", CorrectionReason.choices[1:], "Choose why the record is corrected"
    )


def answers_of(record: ClosureRecord) -> dict[str, Any]:
    """Return what a statement says, to begin a correction from."""
    return {
        "case_reference": record.case_reference,
        "closed_on": record.closed_on,
        "less_abuse": record.less_abuse,
        "risk_at_intake": record.risk_at_intake,
        "risk_at_closure": record.risk_at_closure,
    }
