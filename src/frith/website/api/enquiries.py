"""Operations of enquiries: how they stand. What was asked and answered is read on the site, where reading is seen."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from frith.guard.access.tokens.reach import Reach
from frith.website.api.asking import Lines, Listed, Opened, PageAsked, page_of, reads
from frith.website.api.bearer import acting_of
from frith.work.governance.enquiries import queries
from frith.work.governance.enquiries.models import Enquiry
from frith.work.governance.enquiries.standing import standing_of

AREA = "governance"
router = Router()


class EnquiriesAsked(PageAsked):
    """Which enquiries, and which page of them."""

    show: Literal["waiting", "answered", "ended", "all"] = Field(
        "waiting", description="Those that wait for an answer, were answered, ended without one, or all"
    )


class EnquiryTold(Schema):
    """An enquiry: who is asked, by whom, by when, under which law and about what kind of data."""

    id: UUID
    reference: str
    partnership_id: UUID
    board_id: UUID | None
    kind: str
    respondent: str
    organisation: str
    asked_by_name: str = Field(alias="asked_by.name")
    asked_at: datetime
    answer_by: date
    gateway: str
    data_asked: list[str]


class EnquiryWhole(EnquiryTold):
    """An enquiry with how it stands now, and why it may be seen."""

    state: str
    why: list[str]


@reads(router, "/enquiries", Listed[EnquiryTold], Reach.READ_GOVERNANCE)
def list_enquiries(request: HttpRequest, asked: Query[EnquiriesAsked]) -> Lines:
    """List the enquiries that you may see, latest first."""
    return page_of(queries.cut_of(acting_of(request), asked.show), asked)


@reads(router, "/enquiries/{key}", EnquiryWhole, Reach.READ_GOVERNANCE)
def get_enquiry(request: HttpRequest, key: UUID) -> Opened:
    """Open an enquiry, without what was asked or answered."""
    by = acting_of(request)
    found: Enquiry = queries.enquiry(by=by, key=key)
    return Opened(found, state=standing_of(found, by.at).state.value, why=list(queries.why_visible(by, key)))
