"""What the Executive Group's page shows: priorities with their measures, what is overdue, and what was decided last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from frith.guard.acting import Acting
from frith.vocabulary.periods import FinancialYear, Month
from frith.work.governance.actions.models import Action
from frith.work.governance.actions.queries import overdue_of
from frith.work.governance.boards.models import Board, BoardKind
from frith.work.governance.boards.queries import boards_visible_to
from frith.work.governance.meetings.models import Decision, Meeting, MeetingState
from frith.work.governance.meetings.queries import decisions_visible_to, meetings_visible_to
from frith.work.governance.partnerships.models import Partnership, in_force
from frith.work.governance.strategy import queries as strategy
from frith.work.governance.strategy.models import Change, Plan
from frith.work.governance.strategy.queries import Standing
from frith.work.performance import queries as performance
from frith.work.performance.models import Indicator
from frith.work.performance.queries import Reading


@dataclass(frozen=True, slots=True)
class Driven:
    """A priority: how far its steps are, and the latest reading of each of its measures with the measure's title."""

    standing: Standing
    readings: tuple[tuple[str, str, Reading], ...]


@dataclass(frozen=True, slots=True)
class OnOneScreen:
    """The page of an Executive Group on a day."""

    board: Board | None
    plan: Plan | None
    priorities: tuple[Driven, ...]
    overdue: tuple[Action, ...]
    last: Meeting | None
    decided: tuple[Decision, ...]
    next: Meeting | None


def on_one_screen(by: Acting, partnership: Partnership) -> OnOneScreen:
    """Return what this person may see of it."""
    board = (
        boards_visible_to(by)
        .filter(in_force(by.today), partnership=partnership, kind=BoardKind.EXECUTIVE)
        .order_by("-starts")
        .first()
    )
    plan = strategy.current_plan(by, partnership, FinancialYear.holding(Month.holding(by.today)).start)
    priorities = (
        [each for each in strategy.standings(plan) if each.change.what != Change.DROPPED] if plan else []
    )
    meetings = meetings_visible_to(by).filter(board=board) if board else Meeting.objects.none()
    last = meetings.filter(state__in=[MeetingState.HELD, MeetingState.AGREED]).order_by("-starts_at").first()
    coming = meetings.filter(starts_at__gte=by.business_now).exclude(state=MeetingState.CANCELLED).first()
    decided = decisions_visible_to(by).filter(item__meeting=last).order_by("number") if last else ()
    return OnOneScreen(
        board=board,
        plan=plan,
        priorities=_driven(by, priorities),
        overdue=tuple(overdue_of(by, by.today).filter(board__partnership=partnership)),
        last=last,
        decided=tuple(decided),
        next=coming,
    )


def _driven(by: Acting, standings: Sequence[Standing]) -> tuple[Driven, ...]:
    """Return the readings of each priority's measures; an indicator that several have is counted once."""
    measured: dict[UUID, list[Indicator]] = {}
    for measure in strategy.measures_of([each.priority for each in standings]):
        measured.setdefault(measure.priority_id, []).append(measure.indicator)
    indicators = {each.pk: each for held in measured.values() for each in held}
    latest = {key: performance.readings(each, by.today, 1)[-1] for key, each in indicators.items()}
    return tuple(
        Driven(
            each,
            tuple((held.pk, held.title, latest[held.pk]) for held in measured.get(each.priority.pk, ())),
        )
        for each in standings
    )
