"""All reads of break-glass."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from frith.guard import encryption
from frith.guard.acting import Acting
from frith.guard.audit.events import Act, event_by
from frith.guard.audit.recording import act, record
from frith.guard.business_clock import LONDON
from frith.guard.protection.break_glass import permissions
from frith.guard.protection.break_glass.models import Finding, Opening, Review
from frith.vocabulary.faults import Fault, UnknownName
from frith.vocabulary.periods import day_in_words

BREAK_GLASS = "protection.break-glass"
ON_A_PAGE = 50


def openings_of(by: Acting, record_type: str) -> list[Opening]:
    """Return what somebody has opened of a type of record and may still see, by the wall clock."""
    return list(
        Opening.objects.filter(
            person=by.person, record_type=record_type, opened_at__lte=by.at, until__gt=by.at
        ).order_by("opened_at", "id")
    )


def to_review(by: Acting) -> QuerySet[Opening]:
    """Return the openings that nobody reviewed and that this person may, the oldest first."""
    found: QuerySet[Opening] = Opening.objects.filter(review__isnull=True).exclude(person=by.person)
    return found.select_related("person", "agency").order_by("opened_at", "id")


@act
def all_openings(*, by: Acting) -> QuerySet[Opening]:
    """Return all openings, latest first, for data-protection officers. Whoever calls records the look."""
    permissions.check_may_look_through(by)
    found: QuerySet[Opening] = Opening.objects.select_related("person", "agency", "review")
    return found.order_by("-opened_at", "id")


@act
def opening_list(*, by: Acting, page: str = "1") -> Page[Opening]:
    """Return a page of all openings, latest first, for data-protection officers. Raises Refused."""
    shown = Paginator(all_openings(by=by), ON_A_PAGE).get_page(page)
    record(event_by(by, Act.SEARCHED, BREAK_GLASS, purpose="list", detail={"openings": len(shown)}))
    return shown


@act
def opening(*, by: Acting, key: UUID) -> Opening:
    """Return one opening, for data-protection officers; reading it is recorded. Raises Refused or UnknownName."""
    permissions.check_may_look_through(by)
    found: Opening | None = (
        Opening.objects.select_related("person", "agency", "review").filter(pk=key).first()
    )
    if found is None:
        raise UnknownName(
            Fault(
                "protection.break-glass-unknown",
                "nothing was opened under this address",
                remedy="Look at the list.",
            )
        )
    record(event_by(by, Act.CONSULTED, BREAK_GLASS, found.pk, purpose="review"))
    return found


def reason_of(found: Opening) -> str:
    """Return why a record was opened, for those who review it."""
    return encryption.decrypted(found.reason)


def found_of(found: Opening) -> str:
    """Return what the review of an opening found, or that it waits for one."""
    review: Review | None = getattr(found, "review", None)
    return Finding(review.finding).label if review else "To be reviewed"


def clock(moment: datetime) -> str:
    """Write a moment in London: 2:05pm on 1 April 2016."""
    local = moment.astimezone(LONDON)
    return (
        f"{local.hour % 12 or 12}:{local.minute:02d}{'am' if local.hour < 12 else 'pm'} on "
        f"{day_in_words(local.date())}"
    )
