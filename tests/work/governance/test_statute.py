"""The statutory year: each duty with the record that satisfies it, and the clocks of scrutiny."""

from datetime import date
from pathlib import Path

import pytest
from tests.made_governance import Governed, at
from tests.made_partnership import PEOPLE, Made

from frith.guard.acting import Acting
from frith.vocabulary.duties import DUTIES, duty_of
from frith.vocabulary.faults import Refused, RowsRejected
from frith.vocabulary.periods import FinancialYear
from frith.work.governance.executive.engagement import engagement, last_quarters
from frith.work.governance.meetings import services as meetings
from frith.work.governance.meetings.models import Came, MeetingKind, MeetingState
from frith.work.governance.meetings.services import Noted
from frith.work.governance.statute import queries, services
from frith.work.governance.statute.checklist import Asked, Item, checklist
from frith.work.governance.statute.forms import ConsultationForm
from frith.work.governance.statute.models import Response
from frith.work.governance.strategy import services as strategy

pytestmark = pytest.mark.django_db


def items(by: Acting, governed: Governed, state: Path, year: int = 2016) -> dict[str, Item]:
    found = checklist(Asked(by, governed.partnership, FinancialYear(year), state))
    return {item.duty.key: item for item in found}


def test_each_duty_is_met_by_a_record_or_says_what_is_missing(
    made: Made, governed: Governed, tmp_path: Path
) -> None:
    found = items(made.acting("dilys"), governed, tmp_path)
    assert set(found) == {duty.key for duty in DUTIES}
    for item in found.values():
        assert item.met != bool(item.missing)
        assert item.records or item.missing or item.duty.key in {"requests", "recommendations", "prescribed"}
    assert found["scrutiny"].met
    assert found["group"].met
    assert found["views"].met
    assert not found["spend"].met
    assert not found["public-meeting"].met
    assert not found["plan-contents"].met
    assert "resources" in found["plan-contents"].missing


def test_a_duty_is_asked_of_the_years_in_which_it_held() -> None:
    assert "dispatch" not in {duty.key for duty in DUTIES if duty.holds_in(2011)}
    assert "dispatch" in {duty.key for duty in DUTIES if duty.holds_in(2013)}


def test_a_public_meeting_needs_a_senior_person_of_each_authority_and_to_be_made_known(
    made: Made, governed: Governed, tmp_path: Path
) -> None:
    dilys = made.acting("dilys")
    meeting = meetings.plan_meeting(
        by=dilys,
        board=governed.executive,
        kind=MeetingKind.PUBLIC,
        title="Face the people",
        starts_at=at(date(2016, 7, 1)),
        ends_at=at(date(2016, 7, 1), 12),
        place="Hall",
    )

    def lacking() -> str:
        return items(dilys, governed, tmp_path)["public-meeting"].missing

    def note(short: str, *, senior: bool) -> None:
        meetings.note_attendance(
            by=dilys,
            meeting=meeting,
            noted=[Noted(agency=made.agencies[short], name="x", came=Came.PRESENT, senior=senior)],
        )

    note("council", senior=True)
    note("police", senior=False)
    meetings.go_on(by=dilys, meeting=meeting, state=MeetingState.HELD)
    assert "no senior person of The police" in lacking()
    assert "not made known beforehand" in lacking()
    note("police", senior=True)
    meetings.change_meeting(
        by=dilys,
        meeting=meeting,
        title=meeting.title,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        place=meeting.place,
        publicised_before="Posters",
        publicised_after="Newsletter",
    )
    assert lacking() == ""


def test_a_plan_agreed_after_its_year_began_is_late(made: Made, governed: Governed, tmp_path: Path) -> None:
    dilys = made.acting("dilys")
    strategy.agree_plan(by=dilys, plan=governed.plan, on=date(2016, 4, 1))
    assert "after the year began" in items(dilys, governed, tmp_path)["plan"].missing
    strategy.agree_plan(by=dilys, plan=governed.plan, on=date(2016, 3, 31))
    assert items(dilys, governed, tmp_path)["plan"].met


def test_a_recommendation_is_answered_28_days_from_the_date_of_its_report(
    made: Made, governed: Governed
) -> None:
    assert governed.recommendation.answer_by == date(
        2016, 9, 29
    )  # SI 2009/942 regulation 7: 28 days, not a month


def test_an_answer_that_is_late_or_missing_is_told(made: Made, governed: Governed, tmp_path: Path) -> None:
    dilys = made.acting("dilys")
    assert (
        "late" in items(dilys, governed, tmp_path)["requests"].missing
    )  # due 15 September, today is the 21st
    assert items(dilys, governed, tmp_path)["recommendations"].met
    services.answer_request(by=dilys, request=governed.request, answer="Here.", on=date(2016, 9, 15))
    assert items(dilys, governed, tmp_path)["requests"].met
    assert queries.waiting_for_answer(dilys) == [governed.recommendation]


def test_an_answer_says_something_and_a_recommendation_whether_it_is_accepted(
    made: Made, governed: Governed
) -> None:
    dilys = made.acting("dilys")
    with pytest.raises(RowsRejected) as trouble:
        services.answer_recommendation(
            by=dilys,
            recommendation=governed.recommendation,
            response=Response.NONE,
            answer=" ",
            on=dilys.today,
        )
    assert len(trouble.value.faults) == 2


def test_what_frith_finds_itself_is_not_written_down_by_hand(made: Made, governed: Governed) -> None:
    with pytest.raises(RowsRejected) as trouble:
        services.record_duty(
            by=made.acting("dilys"),
            partnership=governed.partnership,
            year=2016,
            duty=duty_of("public-meeting"),
            words="It was held.",
            done_on=date(2016, 9, 1),
        )
    assert trouble.value.code == "governance.duty-found"


def test_all_faults_of_a_consultation_are_told_at_once(made: Made, governed: Governed) -> None:
    with pytest.raises(RowsRejected) as trouble:
        services.record_consultation(
            by=made.acting("dilys"),
            partnership=governed.partnership,
            title="",
            starts=date(2016, 5, 2),
            ends=date(2016, 5, 1),
            method="Post",
            who="All",
            asked=10,
            answered=11,
            concerns=[("North ward", 1, "Burglary", 12)],
        )
    assert {fault.code for fault in trouble.value.faults} == {
        "governance.consultation-title",
        "governance.consultation-dates",
        "governance.consultation-answered",
        "governance.concern-named",
    }


@pytest.mark.parametrize("name", sorted(set(PEOPLE) - {"dilys"}))
def test_only_an_officer_of_the_partnership_writes_the_year(
    made: Made, governed: Governed, name: str
) -> None:
    by, day = made.acting(name), date(2016, 9, 1)
    acts = [
        lambda: services.record_duty(
            by=by, partnership=governed.partnership, year=2016, duty=duty_of("spend"), words="x", done_on=day
        ),
        lambda: services.receive_request(
            by=by, partnership=governed.partnership, committee="x", words="x", asked_on=day, answer_by=day
        ),
        lambda: services.receive_recommendation(
            by=by, partnership=governed.partnership, committee="x", words="x", reported_on=day
        ),
        lambda: services.answer_request(by=by, request=governed.request, answer="x", on=day),
        lambda: services.answer_recommendation(
            by=by, recommendation=governed.recommendation, response=Response.ACCEPTED, answer="x", on=day
        ),
        lambda: services.record_consultation(
            by=by,
            partnership=governed.partnership,
            title="x",
            starts=day,
            ends=day,
            method="x",
            who="x",
            answered=1,
        ),
    ]
    for act in acts:
        with pytest.raises(Refused):
            act()


@pytest.mark.parametrize("name", ["beth"])
def test_the_year_of_another_partnership_is_as_absent(made: Made, governed: Governed, name: str) -> None:
    by = made.acting(name)
    looks = {
        queries.duty_record: governed.duty_record,
        queries.consultation: governed.consultation,
        queries.information_request: governed.request,
        queries.recommendation: governed.recommendation,
    }
    for look, record in looks.items():
        for key in (record.pk, governed.plan.pk):
            with pytest.raises(Refused) as refusal:
                look(by, key)
            assert refusal.value.code == "governance.year-not-visible"


def test_engagement_counts_meetings_actions_and_data(made: Made, governed: Governed, tmp_path: Path) -> None:
    dilys = made.acting("dilys", date(2017, 1, 5))
    for short, came in (("council", Came.PRESENT), ("police", Came.APOLOGIES)):
        meetings.note_attendance(
            by=dilys,
            meeting=governed.meeting,
            noted=[Noted(agency=made.agencies[short], name="x", came=came)],
        )
    meetings.go_on(by=dilys, meeting=governed.meeting, state=MeetingState.HELD)
    rows = {
        row.agency: row
        for row in engagement(dilys, governed.partnership, tmp_path, last_quarters(dilys.today))
    }
    assert (rows["The council"].whole.came.part, rows["The council"].whole.came.of) == (1, 1)
    assert (rows["The police"].whole.came.part, rows["The police"].whole.came.of) == (0, 1)
    assert (rows["The police"].whole.acted.part, rows["The police"].whole.acted.of) == (0, 1)
    assert rows["The lantern"].whole.came.of == 0


def test_engagement_tells_nothing_of_sealed_boards(made: Made, governed: Governed, tmp_path: Path) -> None:
    gwen, dilys = made.acting("gwen"), made.acting("dilys", date(2017, 1, 5))
    meetings.note_attendance(
        by=gwen,
        meeting=governed.sealed_meeting,
        noted=[Noted(agency=made.agencies["police"], name="x", came=Came.PRESENT)],
    )
    meetings.go_on(by=gwen, meeting=governed.sealed_meeting, state=MeetingState.HELD)
    rows = {
        row.agency: row
        for row in engagement(dilys, governed.partnership, tmp_path, last_quarters(dilys.today))
    }
    assert rows["The police"].whole.came.of == 0
    assert rows["The police"].whole.acted.of == 1  # the open board's alone


@pytest.mark.parametrize("typed", ["\u00b2", "9" * 5_000, "-1", "\u0663", "1.5", ""])
def test_a_rank_or_a_number_that_no_table_holds_is_a_fault_of_its_line(typed: str) -> None:
    lines = (
        "North ward; 1; Burglary; 12",
        f"North ward; {typed}; Noise; 3",
        f"North ward; 2; Noise; {typed or 'x'}",
    )
    form = ConsultationForm({"concerns": "\n".join(lines)})
    assert not form.is_valid()
    assert [fault[:7] for fault in form.errors["concerns"]] == ["Line 2 ", "Line 3 "]
