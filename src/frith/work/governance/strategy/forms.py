"""Forms of plans and priorities."""

from __future__ import annotations

from typing import Any

from frith.guard import forms as ask
from frith.guard.forms import OnceForm
from frith.work.governance.strategy.models import Change, Plan, StepState


class PlanForm(OnceForm):
    """What a plan says, in the order of regulation 11."""

    title = ask.line("Title", "Enter the title of the plan")
    first_year = ask.number(
        "First year",
        "Enter the year in whose April it begins",
        hint="For 2017/18, enter 2017",
        least=1998,
        most=2100,
    )
    last_year = ask.number(
        "Last year", "Enter the year in whose April its last year begins", least=1998, most=2100
    )
    strategy = ask.text("Strategy", "Say what the partnership wants to achieve", hint="Regulation 11(a)")
    resources = ask.text(
        "Resources", "", hint="How they are allocated and deployed: 11(d)", rows=3, needed=False
    )
    community = ask.text(
        "How people were heard, and how they can help", "", hint="Regulation 11(f)", rows=3, needed=False
    )


def answers_of(plan: Plan) -> dict[str, Any]:
    """Return what a plan says, to begin a change from."""
    names = ("title", "first_year", "last_year", "strategy", "resources", "community", "lock")
    return {name: getattr(plan, name) for name in names}


class AgreeForm(OnceForm):
    """When a plan was agreed, and by which decision."""

    on = ask.day("Agreed on", "Enter the day on which it was agreed")
    decision = ask.one_of("By which decision", "", needed=False)

    def __init__(self, decisions: Any, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.fields["decision"].choices = [("", "None is recorded"), *decisions]  # type: ignore[attr-defined]


class PriorityForm(OnceForm):
    """A priority that a plan gets."""

    title = ask.line("Priority", "Enter the name of the priority")
    aim = ask.text("What it is to achieve", "Say what it is to achieve", rows=3)
    reason = ask.text("Why it is a priority", "Say why it is a priority", rows=3)
    lead = ask.one_of("Which agency leads", "Choose the agency that leads")
    board = ask.one_of("Which board drives it", "", needed=False)
    success = ask.text("How success is told", "", hint="Regulation 11(e)", rows=2, needed=False)
    decision = ask.one_of("By which decision", "", needed=False)

    def __init__(self, agencies: Any, boards: Any, decisions: Any, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.fields["lead"].choices = [("", "Choose"), *agencies]  # type: ignore[attr-defined]
        self.fields["board"].choices = [("", "None"), *boards]  # type: ignore[attr-defined]
        self.fields["decision"].choices = [("", "None is recorded"), *decisions]  # type: ignore[attr-defined]


class ChangeForm(OnceForm):
    """What happens to a priority."""

    what = ask.choice("What happens to it", Change.choices[1:], "Choose what happens to it")
    plan = ask.one_of("In which plan", "Choose the plan")
    reason = ask.text("Why", "Say why", rows=3)
    decision = ask.one_of("By which decision", "", needed=False)

    def __init__(self, plans: Any, decisions: Any, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.fields["plan"].choices = [("", "Choose"), *plans]  # type: ignore[attr-defined]
        self.fields["decision"].choices = [("", "None is recorded"), *decisions]  # type: ignore[attr-defined]


class ChooseForm(OnceForm):
    """One of many."""

    chosen = ask.one_of("Which", "Choose one")

    def __init__(self, label: str, choices: Any, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.fields["chosen"].label = label
        self.fields["chosen"].choices = [("", "Choose"), *choices]  # type: ignore[attr-defined]


class StepForm(OnceForm):
    """A step that an authority takes."""

    words = ask.text("The step", "Say what the step is", rows=3)
    agency = ask.one_of("Which agency takes it", "Choose the agency")
    due_on = ask.day("Due on", "Enter the day by which it is due")

    def __init__(self, agencies: Any, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.fields["agency"].choices = [("", "Choose"), *agencies]  # type: ignore[attr-defined]


class StepStateForm(OnceForm):
    """How far a step is."""

    state = ask.choice("How far is it?", StepState.choices, "Choose how far it is")
    said = ask.text("What happened", "", hint="If it was not done, say why.", rows=3, needed=False)
