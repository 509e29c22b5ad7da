"""Forms of actions."""

from __future__ import annotations

from typing import Any

from frith.guard import forms as ask
from frith.guard.forms import OnceForm
from frith.work.governance.actions.models import ActionState


class GiveForm(OnceForm):
    """An action that is given outside a meeting's minutes."""

    words = ask.text("What is to be done", "Say what is to be done", rows=3)
    agency = ask.one_of("Which agency does it", "Choose the agency that does it")
    owner = ask.one_of("Who", "", hint="Somebody of that agency.", needed=False)
    due_on = ask.day("Due on", "Enter the day by which it is due")

    def __init__(self, agencies: Any, people: Any, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.fields["agency"].choices = [("", "Choose"), *agencies]  # type: ignore[attr-defined]
        self.fields["owner"].choices = [("", "Nobody yet"), *people]  # type: ignore[attr-defined]


class HandOverForm(OnceForm):
    """Who does an action from now on."""

    agency = ask.one_of("Which agency does it", "Choose the agency that does it")
    owner = ask.one_of("Who", "", hint="Somebody of that agency.", needed=False)

    def __init__(self, agencies: Any, people: Any, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.fields["agency"].choices = [("", "Choose"), *agencies]  # type: ignore[attr-defined]
        self.fields["owner"].choices = [("", "Nobody yet"), *people]  # type: ignore[attr-defined]


class ReportForm(OnceForm):
    """How an action goes."""

    state = ask.choice("How far is it?", ActionState.choices, "Choose how far it is")
    words = ask.text("What happened", "", hint="If it was not done, say why.", rows=3, needed=False)
    due_on = ask.day("Due on", "Enter the day by which it is due")
