"""Operations of closure records. Whoever reads one, or lists them, is recorded."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from frith.guard.access.tokens.reach import Reach
from frith.website.api.asking import Lines, Listed, Opened, PageAsked, no_such_page, reads, told
from frith.website.api.bearer import acting_of
from frith.work.casework import queries
from frith.work.casework.models import ClosureRecord

AREA = "closures"
router = Router()


class ClosureTold(Schema):
    """A statement of what was found when support closed. What is not shared with you is null, and named.

    ``edition`` counts the statements about one closure: the last one stands.
    """

    id: UUID
    edition: int
    service: str = Field(alias="service.name")
    controller: str = Field(alias="controller.name")
    case_reference: str | None
    closed_on: date | None
    less_abuse: str | None
    risk_at_intake: str | None
    risk_at_closure: str | None
    withdrawn: bool
    recorded_at: datetime
    not_shared: list[str]

    @staticmethod
    def resolve_case_reference(closure: ClosureRecord) -> Any:
        """Return it, if it is shared."""
        return _shared(closure, "case_reference")

    @staticmethod
    def resolve_closed_on(closure: ClosureRecord) -> Any:
        """Return it, if it is shared."""
        return _shared(closure, "closed_on")

    @staticmethod
    def resolve_less_abuse(closure: ClosureRecord) -> Any:
        """Return it, if it is shared."""
        return _shared(closure, "less_abuse")

    @staticmethod
    def resolve_risk_at_intake(closure: ClosureRecord) -> Any:
        """Return it, if it is shared."""
        return _shared(closure, "risk_at_intake")

    @staticmethod
    def resolve_risk_at_closure(closure: ClosureRecord) -> Any:
        """Return it, if it is shared."""
        return _shared(closure, "risk_at_closure")

    @staticmethod
    def resolve_not_shared(closure: ClosureRecord) -> list[str]:
        """Return the names of what is not shared."""
        return [name for name in queries.COUNTED if not closure.shown[name]]


class ClosureWhole(ClosureTold):
    """A statement with all statements about the same closure, first to last, and why you may see it."""

    history: list[ClosureTold]
    why: list[str]


@reads(router, "/closures", Listed[ClosureTold], Reach.READ_CLOSURES)
def list_closures(request: HttpRequest, asked: Query[PageAsked]) -> Lines:
    """List the closure records that you may see, latest closure first. Looking is recorded."""
    found = queries.closure_list(by=acting_of(request), page=str(asked.page), on_a_page=asked.per_page)
    if found.number != asked.page:
        raise no_such_page(asked)
    return told(found)


@reads(router, "/closures/{key}", ClosureWhole, Reach.READ_CLOSURES)
def get_closure(request: HttpRequest, key: UUID) -> Opened:
    """Open a closure record. Reading is recorded."""
    by = acting_of(request)
    history = queries.closure_history(by=by, record_id=key)
    found = next(each for each in history if each.id == key)
    return Opened(found, history=list(history), why=list(queries.why_visible(by, key)))


def _shared(closure: ClosureRecord, name: str) -> Any:
    return getattr(closure, name) if closure.shown[name] else None
