"""Operations of partnerships and their statutory year."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from ninja import P, PathEx, Query, Router, Schema
from pydantic import Field

from frith.guard.access.tokens.reach import Reach
from frith.vocabulary.periods import FinancialYear
from frith.website.api.asking import Lines, Listed, Opened, PageAsked, page_of, reads
from frith.website.api.bearer import acting_of
from frith.work.governance.partnerships import queries
from frith.work.governance.statute.checklist import Asked, checklist
from frith.work.governance.statute.views import FIRST_YEAR, LAST_YEAR

AREA = "governance"
router = Router()


class PartnershipTold(Schema):
    """A partnership."""

    id: UUID
    name: str
    short_name: str
    starts: date
    ends: date | None


class AreaTold(Schema):
    """An area that a partnership covers."""

    area: str
    area_name: str


class PartTold(Schema):
    """The part that an agency has in a partnership."""

    agency_id: UUID
    agency_name: str = Field(alias="agency.name")
    role: str
    kind: str
    starts: date
    ends: date | None


class GapTold(Schema):
    """A kind of responsible authority that nobody stands for."""

    kind: str
    body: str


class PartnershipWhole(PartnershipTold):
    """A partnership with its areas and agencies on the business day, and the authorities it lacks."""

    areas: list[AreaTold]
    agencies: list[PartTold]
    gaps: list[GapTold]


class SatisfiesTold(Schema):
    """A record that satisfies a duty, and the address of its page."""

    line: str
    address: str


class DutyTold(Schema):
    """A duty of a year, where the law asks for it, what satisfies it, and what is missing."""

    key: str = Field(alias="duty.key")
    rule: str = Field(alias="duty.rule")
    what: str = Field(alias="duty.what")
    met: bool
    missing: str
    records: list[SatisfiesTold]


class YearTold(Schema):
    """The statutory year's checklist: the year by the April in which it begins."""

    partnership_id: UUID
    year: int
    met: int
    duties: list[DutyTold]


@reads(router, "/partnerships", Listed[PartnershipTold], Reach.READ_GOVERNANCE)
def list_partnerships(request: HttpRequest, asked: Query[PageAsked]) -> Lines:
    """List the partnerships that your agency belongs to, by name."""
    return page_of(queries.partnerships_visible_to(acting_of(request)), asked)


@reads(router, "/partnerships/{key}", PartnershipWhole, Reach.READ_GOVERNANCE)
def get_partnership(request: HttpRequest, key: UUID) -> Opened:
    """Open a partnership, as it is on the business day."""
    by = acting_of(request)
    found = queries.partnership(by=by, key=key)
    return Opened(
        found,
        areas=list(queries.areas_of(found, by.today)),
        agencies=list(queries.parts_in(found, by.today)),
        gaps=queries.gaps_of(found, by.today),
    )


@reads(router, "/partnerships/{key}/years/{year}", YearTold, Reach.READ_GOVERNANCE)
def get_statutory_year(
    request: HttpRequest, key: UUID, year: PathEx[int, P(ge=FIRST_YEAR, le=LAST_YEAR)]
) -> dict[str, Any]:
    """Open the checklist of a statutory year, named by the April in which it begins."""
    by = acting_of(request)
    found = queries.partnership(by=by, key=key)
    items = checklist(Asked(by, found, FinancialYear(year), settings.FRITH_VAR))
    return {
        "partnership_id": found.pk,
        "year": year,
        "met": sum(1 for item in items if item.met),
        "duties": items,
    }
