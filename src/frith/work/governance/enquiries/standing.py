"""How an enquiry stands at a moment, worked out from its answer and its links."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from frith.work.governance.enquiries.models import Enquiry, EnquiryLink

MOST_WRONG_CODES = 5
"""Wrong codes after which a link works no more."""
NEAR_ITS_END = timedelta(days=2)


class State(StrEnum):
    """How an enquiry stands."""

    WAITING = "waiting"
    ANSWERED = "answered"
    ENDED = "link ended"
    LOCKED = "locked"
    WITHDRAWN = "withdrawn"


COLOURS = {
    State.WAITING: "blue",
    State.ANSWERED: "green",
    State.ENDED: "red",
    State.LOCKED: "red",
    State.WITHDRAWN: "grey",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How an enquiry stands, and its latest link."""

    state: State
    link: EnquiryLink

    @property
    def colour(self) -> str:
        """The colour of the tag that says it."""
        return COLOURS[self.state]

    def ends_soon(self, at: datetime) -> bool:
        """Return whether the link is near its end and nobody answered."""
        return self.state is State.WAITING and self.link.expires_at - at <= NEAR_ITS_END


def standing_of(enquiry: Enquiry, at: datetime) -> Standing:
    """Return how an enquiry stands."""
    last = max(enquiry.links.all(), key=lambda link: link.made_at)
    if hasattr(enquiry, "answer"):
        state = State.ANSWERED
    elif enquiry.withdrawn_at is not None:
        state = State.WITHDRAWN
    elif last.wrong_codes >= MOST_WRONG_CODES:
        state = State.LOCKED
    elif last.expires_at <= at:
        state = State.ENDED
    else:
        state = State.WAITING
    return Standing(state, last)
