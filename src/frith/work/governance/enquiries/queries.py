"""All reads of enquiries, by those who ask and by those who are asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.crypto import salted_hmac

from frith.guard.access.queries import present_on
from frith.guard.acting import Acting, Channel
from frith.guard.audit.events import Act, Event, event_by, sha256
from frith.guard.audit.recording import act, record
from frith.vocabulary.faults import Fault, UnknownName
from frith.work.governance.boards.models import Board
from frith.work.governance.boards.record_names import event_of
from frith.work.governance.enquiries.models import ENQUIRY, Enquiry, EnquiryLink
from frith.work.governance.enquiries.scopes import enquiry_scope
from frith.work.governance.enquiries.standing import (
    MOST_WRONG_CODES,
    NEAR_ITS_END,
    Standing,
    State,
    standing_of,
)

ON_A_PAGE = 50
NOBODY = UUID(int=0)
WANTED = {"waiting": "Waiting", "answered": "Answered", "ended": "Ended without an answer", "all": "All"}
"""The cuts of the list of enquiries."""


def event_about(
    by: Acting,
    what: Act,
    enquiry: Enquiry,
    *,
    purpose: str = "",
    detail: Mapping[str, str | int] | None = None,
) -> Event:
    """Return the event of an act on an enquiry, under the name that its board allows."""
    if enquiry.board is not None:
        return event_of(by, what, enquiry.board, ENQUIRY, enquiry.pk, purpose=purpose, detail=detail)
    return event_by(by, what, ENQUIRY, enquiry.pk, purpose=purpose, detail=detail)


def hashed(token: str) -> str:
    """Return what is kept of a link's token. It is random and long, so that one round of SHA-256 is enough."""
    return sha256(f"frith enquiry {token}")


def hashed_code(link: UUID, code: str) -> str:
    """Return what is kept of a link's code. A code is short, so its hash is keyed, with the link's own salt."""
    return salted_hmac(f"frith enquiry code {link}", code, algorithm="sha256").hexdigest()


def works_at(at: datetime) -> Q:
    """Return the condition on links that an enquiry can be answered by one at a moment."""
    return Q(
        used_at__isnull=True, replaced_at__isnull=True, expires_at__gt=at, wrong_codes__lt=MOST_WRONG_CODES
    )


def enquiries_visible_to(by: Acting) -> QuerySet[Enquiry]:
    """Return the enquiries that this person may see, latest first."""
    found = Enquiry.objects.select_related("partnership", "board", "asked_by", "answer").prefetch_related(
        "links"
    )
    return enquiry_scope(by).of(found).order_by("-asked_at", "reference")


def cut_of(by: Acting, wanted: str) -> QuerySet[Enquiry]:
    """Return the enquiries of one cut of the list, as they stand now."""
    found = enquiries_visible_to(by)
    works = Exists(EnquiryLink.objects.filter(works_at(by.at), enquiry=OuterRef("pk")))
    open_still = Q(answer__isnull=True, withdrawn_at__isnull=True)
    match wanted:
        case "waiting":
            return found.filter(open_still & works)
        case "answered":
            return found.filter(answer__isnull=False)
        case "ended":
            return found.filter(answer__isnull=True).exclude(open_still & works)
        case _:
            return found


def enquiry_list(by: Acting, wanted: str, page: str) -> Page[Enquiry]:
    """Return a page of one cut of the enquiries that this person may see."""
    return Paginator(cut_of(by, wanted), ON_A_PAGE).get_page(page)


def enquiries_about(
    by: Acting, *, board: UUID | None = None, meeting: UUID | None = None, action: UUID | None = None
) -> list[tuple[Enquiry, Standing]]:
    """Return the enquiries of a board, a meeting or an action that this person may see, with how each stands."""
    about = {"board": board, "meeting": meeting, "action": action}
    found = enquiries_visible_to(by).filter(**{name: key for name, key in about.items() if key})
    return [(each, standing_of(each, by.at)) for each in found]


@act
def enquiry(*, by: Acting, key: UUID) -> Enquiry:
    """Open an enquiry. Raises Refused, with the same words if it is absent or not theirs to see."""
    found: Enquiry = enquiry_scope(by).one(
        Enquiry.objects.select_related(
            "partnership", "board", "meeting", "action", "asked_by", "agency", "answer"
        ).prefetch_related("links"),
        key,
    )
    record(event_about(by, Act.CONSULTED, found))
    return found


def why_visible(by: Acting, key: UUID) -> tuple[str, ...]:
    """Return the reasons, in sentences, why this person may see an enquiry."""
    return tuple(ground.sentence for ground in enquiry_scope(by).why(Enquiry.objects.all(), key))


def own_unfinished(by: Acting) -> list[Enquiry]:
    """Return the enquiries of this person that want something of them: an answer not read, a link ended or ending."""
    mine = enquiries_visible_to(by).filter(
        asked_by=by.person, withdrawn_at__isnull=True, read_at__isnull=True
    )
    found = []
    for each in mine:
        standing = standing_of(each, by.at)
        if standing.state is not State.WAITING or standing.ends_soon(by.at):
            found.append(each)
    return found


def link_that_works(token: str, at: datetime) -> EnquiryLink:
    """Return the link of a token, with its enquiry, if the enquiry can be answered by it.

    One look-up, whatever is wrong. Raises UnknownName, with the same words for each reason why there is none.
    """
    found: EnquiryLink | None = (
        EnquiryLink.objects.filter(works_at(at), hashed=hashed(token))
        .select_related("enquiry__partnership", "enquiry__board", "enquiry__asked_by", "enquiry__agency")
        .first()
    )
    if found is None:
        raise UnknownName(
            Fault(
                "enquiry.link",
                "This link was used already, has expired, was locked, was replaced or taken back, or was never sent.",
                remedy="Ask whoever wrote to you to send another.",
            )
        )
    return found


def acting_as_respondent(link: EnquiryLink, at: datetime, business_now: datetime) -> Acting:
    """Return the person who was asked, as one who acts by a link: for this enquiry alone, in no role."""
    return Acting(
        person=link.enquiry_id,
        name=link.enquiry.respondent,
        agency=NOBODY,
        agency_name=link.enquiry.organisation,
        roles=frozenset(),
        at=at,
        business_now=business_now,
        channel=Channel.LINK,
    )


def links_that_end_soon(by: Acting) -> list[EnquiryLink]:
    """Return the links whose askers are to be written to: near their end, not answered, and not warned of before.

    Sealed boards' are among them, so that a caller tells each asker alone, and nobody else that there was one. An asker
    who has left is not written to.
    """
    ending = EnquiryLink.objects.filter(
        works_at(by.at),
        expires_at__lte=by.at + NEAR_ITS_END,
        warned_at__isnull=True,
        enquiry__asked_by__in=present_on(by.today),
    )
    return list(ending.select_related("enquiry__asked_by", "enquiry__board").order_by("expires_at", "pk"))


def board_of(key: UUID) -> Board | None:
    """Return the board of an enquiry, for naming what is done to it in the audit trail; None if it stands alone."""
    found: Enquiry = Enquiry.objects.select_related("board").get(pk=key)
    return found.board
