"""Operations of boards."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from frith.guard.access.tokens.reach import Reach
from frith.website.api.asking import Lines, Listed, Opened, PageAsked, page_of, reads
from frith.website.api.bearer import acting_of
from frith.work.governance.boards import queries

AREA = "governance"
router = Router()


class BoardTold(Schema):
    """A board."""

    id: UUID
    partnership_id: UUID
    name: str
    kind: str
    strand: str
    sealed: bool
    starts: date
    ends: date | None


class MemberTold(Schema):
    """Somebody who sits on a board."""

    name: str = Field(alias="person.name")
    agency_name: str = Field(alias="person.agency.name")
    capacity: str
    starts: date
    ends: date | None


class TermsTold(Schema):
    """Terms of reference as a board agreed them."""

    edition: int
    purpose: str
    membership: str
    meets: str
    quorum: int
    quorum_authorities: int
    agreed_on: date


class BoardWhole(BoardTold):
    """A board with who sits on it on the business day, its terms of reference, latest first, and what it lacks."""

    members: list[MemberTold]
    terms: list[TermsTold]
    missing: list[str]
    why: list[str]


@reads(router, "/boards", Listed[BoardTold], Reach.READ_GOVERNANCE)
def list_boards(request: HttpRequest, asked: Query[PageAsked]) -> Lines:
    """List the boards that you may see, by name."""
    return page_of(queries.boards_visible_to(acting_of(request)), asked)


@reads(router, "/boards/{key}", BoardWhole, Reach.READ_GOVERNANCE)
def get_board(request: HttpRequest, key: UUID) -> Opened:
    """Open a board, as it is on the business day."""
    by = acting_of(request)
    found = queries.board(by=by, key=key)
    return Opened(
        found,
        members=queries.members_of(found, by.today),
        terms=list(queries.terms_of(found)),
        missing=queries.what_is_missing(found, by.today),
        why=list(queries.why_visible(by, key)),
    )
