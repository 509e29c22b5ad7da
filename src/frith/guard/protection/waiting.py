"""What waits for somebody in protection: agreements to accept, that lapse or are to be reviewed; what was opened."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from frith.guard.acting import Acting
from frith.guard.protection.agreements import permissions, queries
from frith.guard.protection.agreements.standing import WARNED_AT
from frith.guard.protection.break_glass import queries as break_glass
from frith.guard.protection.break_glass.permissions import may_look_through
from frith.guard.protection.liaison.queries import gaps_on
from frith.guard.waiting import Waiting
from frith.vocabulary.periods import day_in_words


def waiting_for(by: Acting) -> Iterator[Waiting]:
    """Yield what waits, the openings to review first."""
    yield from _openings(by)
    yield from _agreements(by)


def _openings(by: Acting) -> Iterator[Waiting]:
    if not may_look_through(by):
        return
    for opening in break_glass.to_review(by):
        yield Waiting(
            f"Review what {opening.person.name} opened in a risk to life",
            f"{opening.agency.name}, at {break_glass.clock(opening.opened_at)}.",
            reverse("protection:opening", args=[opening.pk]),
        )


def _agreements(by: Acting) -> Iterator[Waiting]:
    for each in queries.awaiting(by):
        yield Waiting(
            f"Accept “{each.agreement.title}”, or do not",
            f"It shares none of the records of {by.agency_name} until you accept it.",
            reverse("protection:agreement", args=[each.agreement.pk]),
        )
    records, speaks = permissions.may_record_agreements(by), permissions.speaks_for_agency(by)
    for each in queries.lapsing(by.today, max(WARNED_AT)) if records or speaks else ():
        if not (records or each.binds(by.agency)):
            continue
        yield Waiting(
            f"“{each.agreement.title}” lapses soon",
            f"{each.standing.words}. Sharing stops then; every agency goes on using its own records.",
            reverse("protection:agreement", args=[each.agreement.pk]),
        )
    if not records:
        return
    for each in queries.due_for_review(by.today):
        yield Waiting(
            f"Review “{each.agreement.title}”",
            f"Its review was due on {day_in_words(each.terms.review_on)}.",
            reverse("protection:agreement", args=[each.agreement.pk]),
        )
    gaps = [agency.name for agency in gaps_on(by.today)]
    if gaps:
        yield Waiting(
            "Designate liaison officers",
            f"{', '.join(gaps)}: nobody yet.",
            reverse("protection:liaison-officers"),
        )
