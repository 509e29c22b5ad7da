"""Programs that ask for the people of the made-up partnership, and one example of each operation."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.test import Client
from tests.made_partnership import PEOPLE, Made
from tests.website.test_pages import (
    BELONG,
    GOVERN,
    board,
    enquiry,
    figure,
    item,
    lantern,
    meeting,
    plan,
    priority,
)

from frith.guard import wall_clock
from frith.guard.access.queries import acting_as
from frith.guard.access.tokens.reach import Reach
from frith.guard.access.tokens.services import make_token
from frith.guard.acting import Channel
from frith.work.governance.meetings.models import Decision

ALL = set(PEOPLE)
ROOT = "/api/v1"


def token_of(made: Made, name: str, *reaches: Reach, days: int = 1) -> str:
    """A token that works now, for everything unless told otherwise."""
    by = acting_as(made.persons[name], at=wall_clock.now(), standing_at=None, channel=Channel.SITE)
    _, text = make_token(by=by, session=None, name="a program", reaches=reaches or tuple(Reach), days=days)
    return text


def program(made: Made, name: str, *reaches: Reach) -> Client:
    """A program of somebody."""
    return Client(headers={"Authorization": f"Bearer {token_of(made, name, *reaches)}"})


def decision() -> UUID:
    return Decision.objects.get(text="Make burglary a priority.").pk


@dataclass(frozen=True)
class Example:
    """An example of an operation: its address, who gets it, and what it needs a token for. The others get 403."""

    address: Callable[[], str]
    allowed: set[str]
    reach: Reach
    method: str = "GET"
    body: dict[str, object] | None = None


GOVERNANCE = Reach.READ_GOVERNANCE
MATRIX: dict[str, Example] = {
    "list_partnerships": Example(lambda: "/partnerships", ALL, GOVERNANCE),
    "get_partnership": Example(lambda: f"/partnerships/{board().partnership_id}", BELONG, GOVERNANCE),
    "get_statutory_year": Example(
        lambda: f"/partnerships/{board().partnership_id}/years/2016", BELONG, GOVERNANCE
    ),
    "list_boards": Example(lambda: "/boards", ALL, GOVERNANCE),
    "get_board": Example(lambda: f"/boards/{board().pk}", GOVERN, GOVERNANCE),
    "list_meetings": Example(lambda: "/meetings", ALL, GOVERNANCE),
    "get_meeting": Example(lambda: f"/meetings/{meeting().pk}", GOVERN, GOVERNANCE),
    "list_decisions": Example(lambda: "/decisions", ALL, GOVERNANCE),
    "get_decision": Example(lambda: f"/decisions/{decision()}", GOVERN, GOVERNANCE),
    "list_actions": Example(lambda: "/actions", ALL, GOVERNANCE),
    "list_enquiries": Example(lambda: "/enquiries", ALL, GOVERNANCE),
    "get_enquiry": Example(lambda: f"/enquiries/{enquiry().pk}", {"dilys", "gwen"}, GOVERNANCE),
    "get_action": Example(lambda: f"/actions/{item().actions.get().pk}", GOVERN, GOVERNANCE),
    "report_progress": Example(
        lambda: f"/actions/{item().actions.get().pk}/progress",
        {"dilys", "gwen"},
        Reach.WRITE_GOVERNANCE,
        "POST",
        {"state": "open", "words": "Half of it.", "lock": 1},
    ),
    "list_plans": Example(lambda: "/plans", ALL, GOVERNANCE),
    "get_plan": Example(lambda: f"/plans/{plan().pk}", BELONG, GOVERNANCE),
    "list_priorities": Example(lambda: "/priorities", ALL, GOVERNANCE),
    "get_priority": Example(lambda: f"/priorities/{priority().pk}", BELONG, GOVERNANCE),
    "list_indicators": Example(lambda: "/indicators", ALL, Reach.READ_INDICATORS),
    "get_indicator": Example(lambda: "/indicators/less-abuse", ALL, Reach.READ_INDICATORS),
    "list_figures": Example(lambda: "/figures", ALL, Reach.READ_INDICATORS),
    "get_figure": Example(lambda: f"/figures/{figure()}", ALL, Reach.READ_INDICATORS),
    "list_datasets": Example(lambda: "/datasets", ALL, Reach.READ_EVIDENCE),
    "get_dataset": Example(lambda: "/datasets/made-up", ALL, Reach.READ_EVIDENCE),
    "list_closures": Example(lambda: "/closures", ALL, Reach.READ_CLOSURES),
    "get_history": Example(lambda: f"/history/meeting/{meeting().pk}", GOVERN | {"edwin"}, GOVERNANCE),
    "get_closure_history": Example(
        lambda: f"/closures/{lantern().id}/history", {"amina", "edwin"}, Reach.READ_CLOSURES
    ),
    "get_closure": Example(lambda: f"/closures/{lantern().id}", {"amina"}, Reach.READ_CLOSURES),
}
"""Every operation: an example of it, who gets it, and what a token must be made for."""
