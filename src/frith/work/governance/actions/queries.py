"""All reads of actions."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from frith.guard import business_clock
from frith.guard.access.models import Person
from frith.guard.access.queries import present_on
from frith.guard.acting import Acting
from frith.guard.audit.events import Act
from frith.guard.audit.recording import act, record
from frith.work.governance.actions.models import Action, ActionState, Chased, Progress
from frith.work.governance.actions.scopes import action_scope
from frith.work.governance.boards.record_names import ACTION, event_of
from frith.work.governance.meetings.models import Meeting

ON_A_PAGE = 50
AHEAD = timedelta(days=7)
"""How long before the day by which it is due an action is first chased."""
WANTED = {
    "mine": "Mine",
    "agency": "My agency's",
    "overdue": "Overdue",
    "open": "All open",
    "closed": "Closed",
}
"""The cuts of the list of actions."""


def actions_visible_to(by: Acting) -> QuerySet[Action]:
    """Return the actions that this person may see, those due first first."""
    found = Action.objects.select_related("board", "agency", "owner")
    return action_scope(by).of(found).order_by("due_on", "board__name", "number")


def cut_of(by: Acting, wanted: str) -> QuerySet[Action]:
    """Return the actions of one cut of the list."""
    found = actions_visible_to(by)
    still = found.filter(state=ActionState.OPEN)
    match wanted:
        case "mine":
            return still.filter(owner=by.person)
        case "agency":
            return still.filter(agency=by.agency)
        case "overdue":
            return still.filter(due_on__lt=by.today)
        case "closed":
            return found.exclude(state=ActionState.OPEN).order_by("-closed_on", "board__name", "-number")
        case _:
            return still


def action_list(by: Acting, wanted: str, page: str) -> Page[Action]:
    """Return a page of one cut of the actions that this person may see."""
    return Paginator(cut_of(by, wanted), ON_A_PAGE).get_page(page)


@act
def action(*, by: Acting, key: UUID) -> Action:
    """Open an action. Raises Refused, with the same words if it is absent or not theirs to see."""
    found: Action = action_scope(by).one(
        Action.objects.select_related("board", "agency", "owner", "item__meeting"), key
    )
    if found.board.sealed:
        record(event_of(by, Act.CONSULTED, found.board, ACTION, found.pk))
    return found


def why_visible(by: Acting, key: UUID) -> tuple[str, ...]:
    """Return the reasons, in sentences, why this person may see an action."""
    return tuple(ground.sentence for ground in action_scope(by).why(Action.objects.all(), key))


def given_at(meeting: Meeting) -> QuerySet[Action]:
    """Return the actions that a meeting gave. The meeting came through its own scope."""
    found: QuerySet[Action] = Action.objects.filter(item__meeting=meeting).select_related("agency", "owner")
    return found


def owners_to_chase(by: Acting) -> list[Person]:
    """Return who has an open action that is due within a week or overdue, has not left, and was not chased today.

    Actions of sealed boards count as well: the letter does not say which action it is about, nor of which board.
    """
    due = Action.objects.filter(state=ActionState.OPEN, due_on__lte=by.today + AHEAD, owner__isnull=False)
    chased = Chased.objects.filter(on=by.today).values("person")
    present = present_on(business_clock.day_of(by.at)).filter(pk__in=due.order_by().values("owner"))
    return list(present.exclude(pk__in=chased))


def progress_of(found: Action) -> QuerySet[Progress]:
    """Return what was said of an action, latest first."""
    said: QuerySet[Progress] = found.progress.order_by("-recorded_at")
    return said


def overdue_of(by: Acting, day: date) -> QuerySet[Action]:
    """Return the open actions that this person may see and that were due before a day."""
    return actions_visible_to(by).filter(state=ActionState.OPEN, due_on__lt=day)
