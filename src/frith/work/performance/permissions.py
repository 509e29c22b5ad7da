"""Who may see and look after indicators and figures."""

from __future__ import annotations

from frith.guard.acting import Acting
from frith.guard.permission_pairs import answers
from frith.guard.roles import Role
from frith.vocabulary.faults import Fault, Refused
from frith.vocabulary.periods import Month, Quarter, day_in_words
from frith.work.performance import record_types
from frith.work.performance.definitions import Question, definition_of
from frith.work.performance.models import Indicator


def check_may_look_after_indicators(by: Acting) -> None:
    """Raise Refused unless this person may add and change indicators."""
    if not by.holds(Role.PARTNERSHIP_OFFICER, Role.OPERATOR):
        raise Refused(
            Fault(
                "performance.look-after-indicators",
                "Only a partnership officer may add or change an indicator.",
                remedy="Ask the partnership's officer.",
            )
        )


def check_may_choose_day(by: Acting, indicator: Indicator, question: Question) -> None:
    """Raise Refused unless this person may see a figure as at the day asked for.

    The figures of two days differ by what was recorded between them, which may be one person's answer. So any day is
    for those who may see all the records; the others get today and the last days of quarters.
    """
    kind = record_types.record_type(definition_of(indicator.definition).record_type)
    end = Quarter.holding(Month.holding(question.as_at)).period.last.last_day
    if question.as_at in (by.today, end) or kind.all_of_area(by, question.area):
        return
    raise Refused(
        Fault(
            "performance.choose-day",
            f"Figures that rest on {kind.many} are shown as at the last day of a quarter: those of two days apart "
            "could give away what one person said. Any day is for those who may see all of these records.",
            allowed="today, or the last day of a quarter",
            given=day_in_words(question.as_at),
            remedy="Choose the last day of a quarter.",
        )
    )


may_look_after_indicators = answers(check_may_look_after_indicators)
