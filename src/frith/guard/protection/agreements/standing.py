"""How an agreement stands on a day: whether it is in force, until when, and whether a warning is due."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from frith.guard.protection.agreements.models import Extension, SharingAgreement, Terms
from frith.vocabulary.periods import day_in_words

WARNED_AT = (7, 30, 60)
"""Days before the last one at which a warning begins, nearest first."""


class State(StrEnum):
    """Whether an agreement holds on a day."""

    TO_COME = "to come"
    IN_FORCE = "in force"
    LAPSED = "lapsed"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Standing:
    """How an agreement stands on a day. ``last`` is its last day, with extensions; ``warning`` is 7, 30, 60 or none."""

    state: State
    last: date
    days_left: int
    warning: int | None
    extended: bool
    review_is_due: bool

    @property
    def colour(self) -> str:
        """The colour of its tag, which repeats what the words say."""
        if self.state is not State.IN_FORCE:
            return {State.TO_COME: "blue"}.get(self.state, "grey")
        return {7: "red", 30: "orange", 60: "yellow"}.get(self.warning or 0, "green")

    @property
    def words(self) -> str:
        """What a reader is told."""
        match self.state:
            case State.TO_COME:
                return "Not in force yet"
            case State.LAPSED:
                return f"Lapsed: its last day was {day_in_words(self.last)}"
            case State.ENDED:
                return f"Ended: its last day was {day_in_words(self.last)}"
        went_on = " by an emergency extension" if self.extended else ""
        if self.warning is None:
            return f"In force until {day_in_words(self.last)}{went_on}"
        return f"Lapses {in_days(self.days_left)}, after {day_in_words(self.last)}{went_on}"


def in_days(days: int) -> str:
    """Return how far off a last day is, in words."""
    return "tonight" if days == 0 else "in 1 day" if days == 1 else f"in {days} days"


def standing_of(
    agreement: SharingAgreement, terms: Terms, extensions: Iterable[Extension], day: date
) -> Standing:
    """Return how an agreement stands on a day, under one version of it and that version's extensions."""
    until = [each.until for each in extensions if each.starts <= day]
    last = max([terms.valid_to, *until])
    bridged = terms.valid_to >= day or any(e.starts <= day <= e.until for e in extensions)
    ended = agreement.ended_on
    if ended is not None and ended <= day:
        last = min(last, ended - timedelta(days=1))
        state = State.ENDED
    elif day < terms.valid_from:
        state = State.TO_COME
    else:
        state = State.IN_FORCE if bridged else State.LAPSED
    left = (last - day).days
    warned = state is State.IN_FORCE
    return Standing(
        state=state,
        last=last,
        days_left=left,
        warning=next((limit for limit in WARNED_AT if warned and left <= limit), None),
        extended=last > terms.valid_to,
        review_is_due=warned and terms.review_on <= day,
    )
