"""The summary of a plan for the people of the area: what comes first, why, who does what, and how success is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from frith import __version__
from frith.publication.document import Block, Bullets, Document, Heading, Paragraph
from frith.vocabulary.disclosure import Audience, Marking
from frith.vocabulary.periods import FinancialYear, day_in_words
from frith.work.governance.meetings.minutes_document import INVENTED
from frith.work.governance.strategy.models import Change, Plan, Priority


def plan_summary(plan: Plan, on: date) -> Document:
    """Return the summary of a plan as it stands (SI 2007/1830 regulation 14)."""
    years = f"{FinancialYear(plan.first_year)} to {FinancialYear(plan.last_year)}"
    years = str(FinancialYear(plan.first_year)) if plan.first_year == plan.last_year else years
    priorities = _priorities(plan)
    return Document(
        id=f"plan-{plan.pk}",
        title=plan.title,
        subtitle=f"Summary for the people of {_areas(plan)}, {years}",
        publisher=plan.partnership.name,
        as_at=on,
        marking=Marking.OFFICIAL,
        audience=Audience.PUBLIC,
        front=(
            ("Partnership", plan.partnership.name),
            ("Years", years),
            ("Agreed", day_in_words(plan.agreed_on) if plan.agreed_on else "not yet"),
        ),
        body=tuple(_body(plan, priorities)),
        annex=(),
        figures=(),
        definitions=(),
        sources=(),
        invented=INVENTED if any(each.lead.invented for each in priorities) else "",
        edition=f"Frith {__version__}",
    )


def _priorities(plan: Plan) -> list[Priority]:
    """Return the priorities that a plan has, in the order in which they were added."""
    held: dict[object, Priority] = {}
    changes = plan.changes.select_related("priority__lead", "priority__board")
    for change in changes.order_by("on", "number"):
        if change.what == Change.DROPPED:
            held.pop(change.priority_id, None)
        else:
            held[change.priority_id] = change.priority
    return list(held.values())


def _areas(plan: Plan) -> str:
    names = list(plan.partnership.areas.order_by("area_name").values_list("area_name", flat=True))
    return " and ".join(dict.fromkeys(names))


def _body(plan: Plan, priorities: list[Priority]) -> Iterator[Block]:
    yield Heading(1, "What we want to achieve", "strategy", numbered=False)
    for part in plan.strategy.split("\n"):
        if part.strip():
            yield Paragraph((part.strip(),))
    yield Heading(1, "What comes first", "priorities", numbered=False)
    for number, priority in enumerate(priorities, start=1):
        yield Heading(2, f"{number}. {priority.title}", f"priority-{number}", numbered=False)
        yield Paragraph((priority.aim,))
        reasons = [
            (each.words,) for each in priority.reasons.filter(public=True).order_by("kind", "reference")
        ]
        if reasons:
            yield Paragraph(("Why it comes first:",))
            yield Bullets(tuple(reasons))
        steps = list(plan.steps.filter(priority=priority).select_related("agency").order_by("due_on"))
        if steps:
            yield Paragraph(("What we will do:",))
            yield Bullets(
                tuple(
                    (f"{step.words} ({step.agency.name}, by {day_in_words(step.due_on)})",) for step in steps
                )
            )
        if priority.success:
            yield Paragraph((f"How we will know: {priority.success}",))
    for title, said in (
        ("The resources we put to it", plan.resources),
        ("How you can help, and how we listen", plan.community),
    ):
        if said:
            yield Heading(1, title, title.split()[1].lower(), numbered=False)
            yield Paragraph((said,))
