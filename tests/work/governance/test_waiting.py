"""What waits for each kind of person: their own work, and nothing of what they may not see."""

from datetime import date

import pytest
from tests.made_governance import Governed, plan
from tests.made_partnership import Made

from frith.work.governance.meetings import services as meetings
from frith.work.governance.meetings.models import MeetingState
from frith.work.governance.waiting import waiting_for

pytestmark = pytest.mark.django_db


def titles(made: Made, name: str, day: date = date(2016, 9, 21)) -> list[str]:
    return [each.title for each in waiting_for(made.acting(name, day))]


def test_an_owner_is_told_of_actions_that_are_due_and_overdue(made: Made, governed: Governed) -> None:
    assert "Soon due: Map the burglaries." in titles(made, "gwen")
    assert "Overdue: Map the burglaries." in titles(made, "gwen", date(2016, 10, 2))
    assert "Soon due: Map the burglaries." not in titles(made, "gwen", date(2016, 9, 10))


def test_who_runs_a_board_is_told_of_minutes_to_agree_and_meetings_to_come(
    made: Made, governed: Governed
) -> None:
    dilys = made.acting("dilys")
    meetings.go_on(by=dilys, meeting=governed.meeting, state=MeetingState.HELD)
    plan(dilys, governed.executive, "Next meeting", date(2016, 9, 30))
    said = titles(made, "dilys")
    assert "Agree the minutes of Executive Group: Autumn meeting" in said
    assert "Prepare for Executive Group: Next meeting" in said


def test_an_officer_is_told_what_scrutiny_waits_for(made: Made, governed: Governed) -> None:
    assert titles(made, "dilys").count("Answer Scrutiny") == 2


@pytest.mark.parametrize("name", ["amina", "beth", "colin", "edwin", "flora", "ivor"])
def test_nothing_waits_for_those_who_have_no_part_in_it(made: Made, governed: Governed, name: str) -> None:
    assert titles(made, name) == []


def test_sealed_work_waits_for_members_alone(made: Made, governed: Governed) -> None:
    assert any("crowded" in title for title in titles(made, "gwen"))
    for name in ("amina", "beth", "colin", "dilys", "edwin", "flora", "ivor"):
        assert not any("crowded" in title.lower() for title in titles(made, name))
