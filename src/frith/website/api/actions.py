"""Operations of actions."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import BeforeValidator, Field

from frith.guard.access.tokens.reach import Reach
from frith.guard.acting import Acting
from frith.website.api.asking import BodyAsked, Lines, Listed, Opened, PageAsked, changes, page_of, reads
from frith.website.api.bearer import acting_of
from frith.work.governance.actions import queries, services
from frith.work.governance.actions.models import Action, ActionState

AREA = "governance"
LONGEST = 20_000
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
router = Router()


class ActionsAsked(PageAsked):
    """Which actions, and which page of them."""

    show: Literal["mine", "agency", "overdue", "open", "closed"] = Field(
        "open", description="Yours, your agency's, overdue, all that are open, or closed"
    )


class ActionTold(Schema):
    """An action: what is to be done, by whom and by when."""

    id: UUID
    board_id: UUID
    board_name: str = Field(alias="board.name")
    number: int
    words: str
    agency_name: str = Field(alias="agency.name")
    owner_name: str | None
    given_on: date
    due_on: date
    first_due_on: date
    state: str
    reason: str
    closed_on: date | None

    @staticmethod
    def resolve_owner_name(action: Action) -> str | None:
        """Return who is to do it, if that is known."""
        return action.owner.name if action.owner else None


class ProgressTold(Schema):
    """What was said of an action at a moment."""

    words: str
    state: str
    due_on: date
    recorded_at: datetime


class ActionWhole(ActionTold):
    """An action with what was said of it, latest first. Whoever reports gives the lock back that they read."""

    lock: int
    progress: list[ProgressTold]
    why: list[str]


def _as_a_day(given: object) -> object:
    """Let a day be written in one way only: a number would be taken for a time otherwise."""
    if given is not None and not (isinstance(given, str) and DAY.fullmatch(given)):
        raise ValueError("a day is written as 2018-04-16")
    return given


def _as_a_number(given: object) -> object:
    """Take a number for one, and neither text nor yes and no."""
    if isinstance(given, bool | str):
        raise ValueError("a number is written without quotes")  # noqa: TRY004 - which pydantic tells of
    return given


class ReportAsked(BodyAsked):
    """How an action goes, when it is due now, or how it ended."""

    state: ActionState
    words: str = Field("", max_length=LONGEST, pattern=r"^[^\x00]*$")
    due_on: Annotated[date | None, BeforeValidator(_as_a_day)] = None
    lock: Annotated[int, BeforeValidator(_as_a_number)] = Field(
        ge=1, le=2**31 - 1, description="The lock of the action as it was read"
    )


@reads(router, "/actions", Listed[ActionTold], Reach.READ_GOVERNANCE)
def list_actions(request: HttpRequest, asked: Query[ActionsAsked]) -> Lines:
    """List the actions that you may see, those due first first."""
    return page_of(queries.cut_of(acting_of(request), asked.show), asked)


@reads(router, "/actions/{key}", ActionWhole, Reach.READ_GOVERNANCE)
def get_action(request: HttpRequest, key: UUID) -> Opened:
    """Open an action."""
    return _whole(acting_of(request), key)


@changes(router, "/actions/{key}/progress", ActionWhole, Reach.WRITE_GOVERNANCE)
def report_progress(request: HttpRequest, key: UUID, asked: ReportAsked) -> Opened:
    """Say how an action goes, move the day by which it is due, close it or open it again."""
    by = acting_of(request)
    services.report_progress(
        by=by,
        action=queries.action(by=by, key=key),
        state=asked.state,
        words=asked.words,
        due_on=asked.due_on,
        read_with=asked.lock,
    )
    return _whole(by, key)


def _whole(by: Acting, key: UUID) -> Opened:
    found = queries.action(by=by, key=key)
    return Opened(found, progress=list(queries.progress_of(found)), why=list(queries.why_visible(by, key)))
