"""What waits for somebody in governance: their actions, meetings to come, minutes to agree, scrutiny's clocks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse

from frith.guard.acting import Acting
from frith.guard.waiting import Waiting
from frith.vocabulary.periods import day_in_words
from frith.work.governance.actions.queries import cut_of
from frith.work.governance.boards.models import RUNS_IT
from frith.work.governance.boards.queries import boards_sat_on
from frith.work.governance.enquiries.queries import own_unfinished
from frith.work.governance.enquiries.standing import State, standing_of
from frith.work.governance.meetings.models import MeetingState
from frith.work.governance.meetings.queries import meetings_visible_to
from frith.work.governance.partnerships.permissions import may_look_after
from frith.work.governance.statute.models import InformationRequest
from frith.work.governance.statute.queries import waiting_for_answer

SOON = timedelta(days=14)
_OF_ENQUIRIES = {
    State.ANSWERED: ("{who} has answered", "Read the answer."),
    State.WAITING: ("The link of {who} ends soon", "Ring them, or send another."),
    State.ENDED: ("The link of {who} has ended", "Send another, or take the enquiry back."),
    State.LOCKED: ("The link of {who} is locked", "The code was given wrongly five times. Send another."),
}


def waiting_for(by: Acting) -> Iterator[Waiting]:
    """Yield what waits for somebody today, most pressing first."""
    yield from _actions(by)
    yield from _enquiries(by)
    yield from _scrutiny(by)
    yield from _meetings(by)
    yield from _minutes(by)


def _actions(by: Acting) -> Iterator[Waiting]:
    for action in cut_of(by, "mine").filter(due_on__lte=by.today + SOON):
        late = action.due_on < by.today
        words = action.words if len(action.words) <= 100 else f"{action.words[:99]}…"
        yield Waiting(
            f"{'Overdue' if late else 'Soon due'}: {words}",
            f"{action.board.name}, action {action.number}, due {day_in_words(action.due_on)}. Say how it goes.",
            reverse("governance:action", args=[action.pk]),
        )


def _enquiries(by: Acting) -> Iterator[Waiting]:
    for each in own_unfinished(by):
        standing = standing_of(each, by.at)
        title, why = _OF_ENQUIRIES[standing.state]
        yield Waiting(
            title.format(who=each.respondent),
            f"Enquiry {each.reference}, {each.organisation}. {why}",
            reverse("governance:enquiry", args=[each.pk]),
        )


def _scrutiny(by: Acting) -> Iterator[Waiting]:
    papers = waiting_for_answer(by)
    partnerships = {paper.partnership for paper in papers}
    theirs = {each for each in partnerships if may_look_after(by, each)}
    for paper in papers:
        if paper.partnership not in theirs:
            continue
        page = "information-request" if isinstance(paper, InformationRequest) else "recommendation"
        late = paper.answer_by < by.today
        yield Waiting(
            f"Answer {paper.committee}",
            f"{'Overdue since' if late else 'To be answered by'} {day_in_words(paper.answer_by)}.",
            reverse(f"governance:{page}", args=[paper.pk]),
        )


def _meetings(by: Acting) -> Iterator[Waiting]:
    coming = meetings_visible_to(by).filter(
        board__in=boards_sat_on(by), starts_at__gte=by.business_now, starts_at__lte=by.business_now + SOON
    )
    for meeting in coming.exclude(state=MeetingState.CANCELLED):
        yield Waiting(
            f"Prepare for {meeting.board.name}: {meeting.title}",
            f"{day_in_words(meeting.starts_at.date())}, {meeting.place}.",
            reverse("governance:meeting", args=[meeting.pk]),
        )


def _minutes(by: Acting) -> Iterator[Waiting]:
    for meeting in meetings_visible_to(by).filter(
        board__in=boards_sat_on(by, RUNS_IT), state=MeetingState.HELD
    ):
        yield Waiting(
            f"Agree the minutes of {meeting.board.name}: {meeting.title}",
            "The meeting was held and its record is open.",
            reverse("governance:meeting", args=[meeting.pk]),
        )
