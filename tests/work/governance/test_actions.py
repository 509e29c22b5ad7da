"""Actions: who gives and reports them, and that one which is not done says why."""

from datetime import date
from uuid import uuid4

import pytest
from django.test import Client
from tests.made_governance import Governed
from tests.made_partnership import PEOPLE, Made

from frith.vocabulary.faults import ChangedMeanwhile, Refused, RowsRejected
from frith.work.governance.actions import queries, services
from frith.work.governance.actions.models import Action, ActionState

pytestmark = pytest.mark.django_db
LATER = date(2016, 12, 1)


@pytest.mark.parametrize("state", [ActionState.CHANGED, ActionState.NOT_DONE])
def test_an_action_that_was_not_done_says_why(made: Made, governed: Governed, state: ActionState) -> None:
    gwen = made.acting("gwen")
    with pytest.raises(RowsRejected) as trouble:
        services.report_progress(by=gwen, action=governed.action, state=state)
    assert trouble.value.code == "governance.action-reason"
    done = services.report_progress(
        by=gwen, action=governed.action, state=state, words="The flats were pulled down."
    )
    assert (done.closed_on, done.reason) == (gwen.today, "The flats were pulled down.")


def test_the_day_by_which_it_was_first_due_stays(made: Made, governed: Governed) -> None:
    gwen = made.acting("gwen")
    services.report_progress(by=gwen, action=governed.action, state=ActionState.OPEN, due_on=LATER)
    governed.action.refresh_from_db()
    assert (governed.action.first_due_on, governed.action.due_on) == (date(2016, 10, 1), LATER)
    assert queries.progress_of(governed.action).count() == 1


@pytest.mark.parametrize("name", sorted(set(PEOPLE) - {"dilys", "gwen"}))
def test_only_the_owner_and_those_who_run_the_board_report(made: Made, governed: Governed, name: str) -> None:
    by = made.acting(name)
    with pytest.raises(Refused):
        services.report_progress(by=by, action=governed.action, state=ActionState.DONE)
    with pytest.raises(Refused):
        services.change_owner(by=by, action=governed.action, owner=None, agency=made.agencies["council"])
    with pytest.raises(Refused):
        services.give_action(
            by=by, board=governed.executive, words="x", agency=made.agencies["council"], due_on=LATER
        )


def test_an_agency_reports_an_action_that_nobody_of_it_owns_yet(made: Made, governed: Governed) -> None:
    action = services.give_action(
        by=made.acting("dilys"),
        board=governed.executive,
        words="Send the counts.",
        agency=made.agencies["lantern"],
        due_on=LATER,
    )
    with pytest.raises(Refused):
        services.report_progress(by=made.acting("beth"), action=action, state=ActionState.DONE)
    services.report_progress(by=made.acting("amina"), action=action, state=ActionState.DONE)


def test_of_two_who_report_at_once_one_is_told_and_both_texts_are_shown(
    made: Made, governed: Governed
) -> None:
    stale = Action.objects.get(pk=governed.action.pk)
    services.report_progress(
        by=made.acting("gwen"), action=governed.action, state=ActionState.OPEN, words="Begun."
    )
    with pytest.raises(ChangedMeanwhile):
        services.report_progress(by=made.acting("dilys"), action=stale, state=ActionState.DONE)
    client = Client()
    client.force_login(made.persons["dilys"])
    sent = {"state": "open", "words": "Half way.", "due_on": "1 10 2016", "lock": "1"}
    page = client.post(f"/actions/{governed.action.pk}/report/", sent)
    said = page.content.decode()
    assert page.status_code == 400
    assert "Begun." in said
    assert "Half way." in said
    again = client.post(f"/actions/{governed.action.pk}/report/", {**sent, "lock": "2"})
    assert again.status_code == 302


def test_an_action_that_is_given_twice_with_one_form_is_one(made: Made, governed: Governed) -> None:
    key = uuid4()
    for _ in range(2):
        services.give_action(
            by=made.acting("dilys"),
            board=governed.executive,
            words="Once.",
            agency=made.agencies["police"],
            due_on=LATER,
            key=key,
        )
    assert Action.objects.filter(words="Once.").count() == 1


def test_the_cuts_of_the_list(made: Made, governed: Governed) -> None:
    gwen = made.acting("gwen", date(2016, 10, 2))
    assert governed.action in queries.cut_of(gwen, "mine")
    assert governed.action in queries.cut_of(gwen, "overdue")
    services.report_progress(by=gwen, action=governed.action, state=ActionState.DONE)
    assert governed.action not in queries.cut_of(gwen, "open")
    assert governed.action in queries.cut_of(gwen, "closed")


def test_all_faults_of_an_action_are_told_at_once(made: Made, governed: Governed) -> None:
    with pytest.raises(RowsRejected) as trouble:
        services.give_action(
            by=made.acting("dilys"),
            board=governed.executive,
            words=" ",
            agency=made.agencies["council"],
            owner=made.persons["gwen"],
            due_on=date(2016, 1, 1),
        )
    assert {fault.code for fault in trouble.value.faults} == {
        "governance.action-words",
        "governance.action-due",
        "governance.action-owner",
    }


def test_an_open_action_without_news_is_no_report(made: Made, governed: Governed) -> None:
    with pytest.raises(RowsRejected) as trouble:
        services.report_progress(by=made.acting("gwen"), action=governed.action, state=ActionState.OPEN)
    assert trouble.value.code == "governance.action-progress"
