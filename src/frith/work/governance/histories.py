"""Which records of governance have a history, and how each is opened: through the query of its page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.urls import reverse

from frith.guard.acting import Acting
from frith.guard.audit.events import Act, event_by
from frith.guard.histories import PURPOSE, Opened, Recorded, record_key, register
from frith.work.governance.actions.queries import action
from frith.work.governance.boards.models import Board
from frith.work.governance.boards.queries import board, terms_of
from frith.work.governance.boards.record_names import (
    ACTION,
    BOARD,
    DECISION,
    ITEM,
    MEETING,
    MINUTE,
    SEALED,
    TERMS,
    event_of,
    sealed_name,
)
from frith.work.governance.enquiries.models import ENQUIRY
from frith.work.governance.enquiries.queries import enquiry, event_about
from frith.work.governance.meetings.queries import decision, items_of, meeting
from frith.work.governance.papers.queries import paper_named
from frith.work.governance.partnerships.queries import partnership
from frith.work.governance.statute import queries as statute
from frith.work.governance.strategy.queries import plan, priority
from frith.work.governance.strategy.services import PLAN, PRIORITY

AREA = "governance"


def _of_board(by: Acting, held: Board, title: str, kind: str, key: UUID, *within: tuple[str, UUID]) -> Opened:
    """Return what belongs to a board, by the names that the trail has for it: hashes where the board is sealed."""
    names: dict[str, list[str]] = {}
    for its_kind, its_key in ((kind, key), *within):
        named = (SEALED, sealed_name(its_kind, its_key)) if held.sealed else (its_kind, str(its_key))
        names.setdefault(named[0], []).append(named[1])
    return Opened(
        title=title,
        address=reverse(f"governance:{kind}", args=[key]),
        names=names,
        looked=event_of(by, Act.CONSULTED, held, kind, key, purpose=PURPOSE),
    )


def _board(by: Acting, key: str) -> Opened:
    found = board(by=by, key=record_key(key))
    return _of_board(by, found, found.name, BOARD, found.pk, *((TERMS, each.pk) for each in terms_of(found)))


def _meeting(by: Acting, key: str) -> Opened:
    found = meeting(by=by, key=record_key(key))
    items = items_of(found)
    within = [(kind, item.pk) for item in items for kind in (ITEM, MINUTE)]
    within += [(DECISION, each.pk) for item in items for each in item.decisions.all()]
    within += [(ACTION, each.pk) for item in items for each in item.actions.all()]
    return _of_board(by, found.board, f"{found.board.name}: {found.title}", MEETING, found.pk, *within)


def _decision(by: Acting, key: str) -> Opened:
    found = decision(by=by, key=record_key(key))
    return _of_board(by, found.board, f"Decision {found.number}, {found.board.name}", DECISION, found.pk)


def _action(by: Acting, key: str) -> Opened:
    found = action(by=by, key=record_key(key))
    return _of_board(by, found.board, f"Action {found.number}, {found.board.name}", ACTION, found.pk)


def _enquiry(by: Acting, key: str) -> Opened:
    found = enquiry(by=by, key=record_key(key))
    looked = event_about(by, Act.CONSULTED, found, purpose=PURPOSE)
    return Opened(
        title=str(found),
        address=reverse("governance:enquiry", args=[found.pk]),
        names={looked.subject_type: [looked.subject]},
        looked=looked,
    )


def _plain(in_trail: str, opened: Callable[[Acting, str], Any], page: str) -> Callable[[Acting, str], Opened]:
    """Return how a record is opened that belongs to no board, and so is never sealed."""

    def open_it(by: Acting, key: str) -> Opened:
        found = opened(by, key)
        return Opened(
            title=str(found),
            address=reverse(page, args=[found.pk]),
            names={in_trail: [str(found.pk)]},
            looked=event_by(by, Act.CONSULTED, in_trail, found.pk, purpose=PURPOSE),
        )

    return open_it


_PLAIN: tuple[tuple[str, str, Callable[[Acting, str], Any]], ...] = (
    ("partnership", "partnership", lambda by, key: partnership(by=by, key=record_key(key))),
    ("plan", PLAN, lambda by, key: plan(by=by, key=record_key(key))),
    ("priority", PRIORITY, lambda by, key: priority(by=by, key=record_key(key))),
    ("duty-record", "duty record", lambda by, key: statute.duty_record(by, record_key(key))),
    ("consultation", "consultation", lambda by, key: statute.consultation(by, record_key(key))),
    ("information-request", "information request", lambda by, key: statute.information_request(by, record_key(key))),
    ("recommendation", "recommendation", lambda by, key: statute.recommendation(by, record_key(key))),
    ("paper", "paper", paper_named),
)  # fmt: skip
_OF_BOARDS: tuple[tuple[str, Callable[[Acting, str], Opened]], ...] = (
    (BOARD, _board),
    (MEETING, _meeting),
    (DECISION, _decision),
    (ACTION, _action),
    (ENQUIRY, _enquiry),
)


def register_all() -> None:
    """Let the records of governance have a history."""
    for kind, in_trail, opened in _PLAIN:
        page = f"governance:{kind}"
        register(
            Recorded(
                kind=kind,
                words=in_trail,
                area=AREA,
                page=page,
                in_trail=in_trail,
                opened=_plain(in_trail, opened, page),
            )
        )
    for kind, opened in _OF_BOARDS:
        register(
            Recorded(
                kind=kind, words=kind, area=AREA, page=f"governance:{kind}", in_trail=kind, opened=opened
            )
        )
