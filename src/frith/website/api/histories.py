"""Operations of the history of a record: what was done to it, by whom and when."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest
from ninja import P, PathEx, Query, Router, Schema
from pydantic import Field

from frith.guard.access.tokens.reach import Reach
from frith.guard.audit.models import SUBJECT_LENGTH, AuditEvent
from frith.guard.histories import history_of
from frith.website.api.asking import Lines, Listed, PageAsked, no_such_page, reads, told
from frith.website.api.bearer import acting_of

AREA = "history"
router = Router()


class EntryTold(Schema):
    """An entry of the audit trail about a record. People and agencies are told by id; ``detail`` holds no contents."""

    at: datetime
    act: str
    person_id: UUID | None
    agency_id: UUID | None
    channel: str
    record: str = Field(alias="subject_type")
    record_id: str = Field(alias="subject")
    purpose: str
    detail: dict[str, Any]

    @staticmethod
    def resolve_person_id(entry: AuditEvent) -> str | None:
        """Return who did it, unless nobody was signed in."""
        return entry.person or None

    @staticmethod
    def resolve_agency_id(entry: AuditEvent) -> str | None:
        """Return for which agency, unless nobody was signed in."""
        return entry.agency or None

    @staticmethod
    def resolve_detail(entry: AuditEvent) -> dict[str, Any]:
        """Return the ids, counts and codes of what was done."""
        return cast("dict[str, Any]", json.loads(entry.detail))


@reads(router, "/history/{kind}/{key}", Listed[EntryTold], Reach.READ_GOVERNANCE)
def get_history(
    request: HttpRequest,
    kind: str,
    key: PathEx[str, P(pattern=r"^[-a-zA-Z0-9_]+$", max_length=SUBJECT_LENGTH)],
    asked: Query[PageAsked],
) -> Lines:
    """List what was done to a record of governance, latest first. Looks are told to those who may read the trail."""
    return _entries(request, "governance", kind, key, asked)


@reads(router, "/closures/{key}/history", Listed[EntryTold], Reach.READ_CLOSURES)
def get_closure_history(request: HttpRequest, key: UUID, asked: Query[PageAsked]) -> Lines:
    """List what was done to a closure record, latest first. Looks are told to those who may read the trail."""
    return _entries(request, "casework", "closure", str(key), asked)


def _entries(request: HttpRequest, area: str, kind: str, key: str, asked: PageAsked) -> Lines:
    found = history_of(
        by=acting_of(request), kind=kind, key=key, page=asked.page, on_a_page=asked.per_page, area=area
    )
    if asked.page > found.page.paginator.num_pages:
        raise no_such_page(asked)
    return told(found.page)
