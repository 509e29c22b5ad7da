"""Who may see drafts, and who may issue a paper. An issued paper is for everyone."""

from __future__ import annotations

from frith.guard.acting import Acting
from frith.guard.permission_pairs import answers
from frith.guard.roles import Role
from frith.vocabulary.faults import Fault, Refused
from frith.work.performance.definitions import Question
from frith.work.performance.models import Indicator
from frith.work.performance.permissions import check_may_choose_day


def check_may_see_drafts(by: Acting) -> None:
    """Raise Refused unless this person may see papers that were not issued yet."""
    if not by.holds(Role.PARTNERSHIP_OFFICER, Role.COMMISSIONER, Role.OPERATOR):
        raise Refused(
            Fault(
                "governance.see-draft",
                "Drafts are seen by partnership officers and commissioners; you may read papers once they are issued.",
                remedy="Ask the officer who is named on the paper.",
            )
        )


def check_may_issue(by: Acting) -> None:
    """Raise Refused unless this person may prepare and issue a paper."""
    if not by.holds(Role.PARTNERSHIP_OFFICER, Role.OPERATOR):
        raise Refused(
            Fault(
                "governance.issue",
                "Only a partnership officer may prepare and issue a paper.",
                remedy="Ask the officer who is named on the paper.",
            )
        )


def check_may_choose_as_at(by: Acting, indicator: Indicator, question: Question) -> None:
    """Raise Refused unless a paper may report an indicator as at a day: the rule for figures holds for papers too.

    The papers of two days apart would give away what a figure may not.
    """
    check_may_choose_day(by, indicator, question)


may_see_drafts = answers(check_may_see_drafts)
may_issue = answers(check_may_issue)
