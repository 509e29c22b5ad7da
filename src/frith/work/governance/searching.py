"""What of governance can be found by words: through the same scopes as its lists."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse

from frith.guard.acting import Acting
from frith.guard.searching import MOST_OF_A_KIND, Hit, register
from frith.vocabulary.periods import day_in_words
from frith.work.governance.actions.queries import actions_visible_to
from frith.work.governance.boards.queries import boards_visible_to
from frith.work.governance.enquiries.queries import enquiries_visible_to
from frith.work.governance.meetings.queries import decisions_visible_to, meetings_visible_to
from frith.work.governance.papers.queries import papers_visible_to
from frith.work.governance.strategy.queries import plans_visible_to, priorities_visible_to

AT_MOST = MOST_OF_A_KIND + 1


def _boards(by: Acting, words: str) -> Iterator[Hit]:
    for board in boards_visible_to(by).filter(name__icontains=words)[:AT_MOST]:
        yield Hit(
            board.name,
            board.partnership.name,
            reverse("governance:board", args=[board.pk]),
            sealed=board.sealed,
        )


def _meetings(by: Acting, words: str) -> Iterator[Hit]:
    holds = (
        Q(title__icontains=words) | Q(items__title__icontains=words) | Q(items__minute__text__icontains=words)
    )
    found = meetings_visible_to(by).filter(holds).order_by("-starts_at").distinct()
    for meeting in found[:AT_MOST]:
        where = f"{meeting.board.name}, {day_in_words(meeting.starts_at.date())}"
        address = reverse("governance:meeting", args=[meeting.pk])
        yield Hit(meeting.title, where, address, sealed=meeting.board.sealed)


def _decisions(by: Acting, words: str) -> Iterator[Hit]:
    for decision in decisions_visible_to(by).filter(text__icontains=words)[:AT_MOST]:
        where = f"{decision.board.name}, decision {decision.number}"
        address = reverse("governance:decision", args=[decision.pk])
        yield Hit(decision.text, where, address, sealed=decision.board.sealed)


def _actions(by: Acting, words: str) -> Iterator[Hit]:
    for action in actions_visible_to(by).filter(words__icontains=words).order_by("-given_on")[:AT_MOST]:
        where = f"{action.board.name}, action {action.number}, {action.get_state_display().lower()}"
        address = reverse("governance:action", args=[action.pk])
        yield Hit(action.words, where, address, sealed=action.board.sealed)


def _enquiries(by: Acting, words: str) -> Iterator[Hit]:
    holds = Q(respondent__icontains=words) | Q(organisation__icontains=words) | Q(reference__iexact=words)
    for each in enquiries_visible_to(by).filter(holds)[:AT_MOST]:
        where = f"{each.reference}, asked by {each.asked_by.name}"
        address = reverse("governance:enquiry", args=[each.pk])
        yield Hit(f"{each.respondent}, {each.organisation}", where, address, sealed=each.sealed)


def _priorities(by: Acting, words: str) -> Iterator[Hit]:
    holds = Q(title__icontains=words) | Q(aim__icontains=words)
    for priority in priorities_visible_to(by).filter(holds)[:AT_MOST]:
        yield Hit(
            priority.title, priority.partnership.name, reverse("governance:priority", args=[priority.pk])
        )


def _plans(by: Acting, words: str) -> Iterator[Hit]:
    holds = Q(title__icontains=words) | Q(strategy__icontains=words)
    for plan in plans_visible_to(by).filter(holds)[:AT_MOST]:
        yield Hit(plan.title, plan.partnership.name, reverse("governance:plan", args=[plan.pk]))


def _papers(by: Acting, words: str) -> Iterator[Hit]:
    for paper in papers_visible_to(by).filter(title__icontains=words)[:AT_MOST]:
        yield Hit(paper.title, paper.committee, reverse("governance:paper", args=[paper.pk]))


def register_all() -> None:
    """Let governance be searched."""
    for kind, finder in (
        ("Boards", _boards),
        ("Meetings", _meetings),
        ("Decisions", _decisions),
        ("Actions", _actions),
        ("Enquiries", _enquiries),
        ("Priorities", _priorities),
        ("Plans", _plans),
        ("Papers", _papers),
    ):
        register(kind, finder)
