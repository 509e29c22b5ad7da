"""Meetings: typing is never lost, decisions keep what they rest on, and the public sees what is for the public."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from tests.made_governance import Governed, plan
from tests.made_partnership import PEOPLE, TODAY, Made, write_assessment

from frith.publication.document import Callout, Paragraph
from frith.vocabulary.faults import ChangedMeanwhile, Refused, RowsRejected
from frith.vocabulary.figures import plain
from frith.work.governance.actions.models import Action
from frith.work.governance.meetings import findings, queries, services
from frith.work.governance.meetings.models import (
    Attendance,
    Came,
    Decision,
    Exemption,
    Meeting,
    MeetingKind,
    MeetingState,
    Minute,
    Purpose,
)
from frith.work.governance.meetings.services import Noted, Rests
from frith.work.governance.meetings.states import NEXT

pytestmark = pytest.mark.django_db


def spring() -> Meeting:
    return Meeting.objects.get(title="Spring meeting")


def browser(made: Made, name: str) -> Client:
    client = Client()
    client.force_login(made.persons[name])
    return client


def test_of_two_who_take_minutes_at_once_one_is_told_and_neither_loses_a_word(
    made: Made, governed: Governed
) -> None:
    dilys = made.acting("dilys")
    first = services.save_minute(by=dilys, item=governed.item, text="One", read_with=0)
    services.save_minute(by=dilys, item=governed.item, text="One, two", read_with=first.lock)
    with pytest.raises(ChangedMeanwhile):
        services.save_minute(by=dilys, item=governed.item, text="One, three", read_with=1)
    assert Minute.objects.get(pk=governed.item.pk).text == "One, two"
    page = browser(made, "dilys").post(
        f"/meetings/{governed.meeting.pk}/minutes/",
        {f"text-{governed.item.pk}": "One, three", f"lock-{governed.item.pk}": "1", "do": "save"},
    )
    assert page.status_code == 409
    said = page.content.decode()
    assert "One, two" in said
    assert "One, three" in said
    assert "Somebody else saved this item meanwhile" in said


def test_every_button_saves_all_that_was_typed_first(made: Made, governed: Governed) -> None:
    item = governed.item
    other = services.add_item(
        by=made.acting("dilys"), meeting=governed.meeting, title="Parks", purpose=Purpose.NOTE
    )
    client = browser(made, "dilys")
    sent = {
        f"text-{item.pk}": "It rose.",
        f"lock-{item.pk}": "0",
        f"text-{other.pk}": "Quieter.",
        f"lock-{other.pk}": "0",
        f"words-{item.pk}": "",
        "do": f"act {item.pk}",
    }
    page = client.post(f"/meetings/{governed.meeting.pk}/minutes/", sent)
    said = page.content.decode()
    assert "Choose the agency that does it" in said
    assert {minute.text for minute in Minute.objects.filter(item__meeting=governed.meeting)} == {
        "It rose.",
        "Quieter.",
    }


def test_a_decision_and_an_action_that_are_sent_twice_are_made_once(made: Made, governed: Governed) -> None:
    item, client, once = governed.item, browser(made, "dilys"), str(uuid4())
    address = f"/meetings/{governed.meeting.pk}/minutes/"
    decide = {f"decision-{item.pk}": "Fund it.", f"once-{item.pk}": once, "do": f"decide {item.pk}"}
    for _ in range(2):
        assert client.post(address, decide).status_code == 302
    assert Decision.objects.filter(text="Fund it.").count() == 1
    act = {
        f"words-{item.pk}": "Light the alley.",
        f"agency-{item.pk}": str(made.agencies["council"].pk),
        f"due-{item.pk}": "1 12 2016",
        f"once-{item.pk}": str(uuid4()),
        "do": f"act {item.pk}",
    }
    for _ in range(2):
        assert client.post(address, act).status_code == 302
    assert Action.objects.filter(words="Light the alley.").count() == 1


def test_the_script_saves_one_item_and_is_told_of_a_conflict(made: Made, governed: Governed) -> None:
    client = browser(made, "dilys")
    address = f"/meetings/{governed.meeting.pk}/items/{governed.item.pk}/minute/"
    assert client.post(address, {"text": "One", "lock": "0"}).json() == {"lock": 1}
    assert client.post(address, {"text": "Two", "lock": "1"}).json() == {"lock": 2}
    answer = client.post(address, {"text": "Three", "lock": "1"})
    assert answer.status_code == 409
    assert answer.json()["now"] == "Two"


@pytest.mark.parametrize("lock", ["9" * 5000, "9" * 20, "²", "-1", "one"])
def test_what_is_no_lock_is_told_as_one_that_another_changed_and_loses_nothing(
    made: Made, governed: Governed, lock: str
) -> None:
    client = browser(made, "dilys")
    meeting, item = governed.meeting.pk, governed.item.pk
    address = f"/meetings/{meeting}/items/{item}/minute/"
    client.post(address, {"text": "One", "lock": "0"})
    assert client.post(address, {"text": "Two", "lock": lock}).status_code == 409
    page = client.post(
        f"/meetings/{meeting}/minutes/", {f"text-{item}": "Two", f"lock-{item}": lock, "do": "save"}
    )
    assert page.status_code == 409
    assert ">Two</textarea>" in page.content.decode()
    changed = {"title": "Another", "purpose": "note", "minutes_planned": "5", "lock": lock}
    page = client.post(f"/meetings/{meeting}/items/{item}/", changed)
    assert page.status_code == 400
    assert "Somebody else changed this" in page.content.decode()


def test_a_letter_that_no_database_takes_does_not_cost_what_was_typed(made: Made, governed: Governed) -> None:
    client = browser(made, "dilys")
    meeting, item = governed.meeting.pk, governed.item.pk
    client.post(f"/meetings/{meeting}/items/{item}/minute/", {"text": "O\0ne", "lock": "0"})
    assert Minute.objects.get(pk=item).text == "One"
    typed = {f"text-{item}": "One\0, two", f"lock-{item}": "1", f"decision-{item}": "Ye\0s"}
    assert client.post(f"/meetings/{meeting}/minutes/", {**typed, "do": f"decide {item}"}).status_code in (
        200,
        302,
    )
    assert Minute.objects.get(pk=item).text == "One, two"
    assert Decision.objects.filter(text="Yes").exists()


def test_somebody_else_who_came_is_noted_whole_or_asked_for(made: Made, governed: Governed) -> None:
    client = browser(made, "dilys")
    address = f"/meetings/{governed.meeting.pk}/attendance/"
    agency = str(made.agencies["council"].pk)
    for half in (
        {"name": "A guest"},
        {"name": "A guest", "agency": agency},
        {"agency": agency, "came": "present"},
        {"name": "A" * 121, "agency": agency, "came": "present"},
        {"name": "A\0", "agency": agency, "came": "present"},
    ):
        page = client.post(address, half)
        assert page.status_code == 400
        assert "There is a problem" in page.content.decode()
    assert not Attendance.objects.filter(person=None).exists()
    for _ in range(2):
        assert (
            client.post(address, {"name": "A guest", "agency": agency, "came": "present"}).status_code == 302
        )
    assert Attendance.objects.filter(name="A guest").count() == 1
    assert client.post(address, {}).status_code == 302


@pytest.mark.parametrize("name", sorted(set(PEOPLE) - {"dilys"}))
def test_only_those_who_run_the_board_write_its_record(made: Made, governed: Governed, name: str) -> None:
    by = made.acting(name)
    meeting, item = governed.meeting, governed.item
    acts = [
        lambda: services.save_minute(by=by, item=item, text="x", read_with=0),
        lambda: services.take_decision(by=by, item=item, text="x"),
        lambda: services.add_item(by=by, meeting=meeting, title="x", purpose=Purpose.NOTE),
        lambda: services.move_item(by=by, item=item, earlier=True),
        lambda: services.note_attendance(
            by=by, meeting=meeting, noted=[Noted(agency=made.agencies["police"], came=Came.PRESENT)]
        ),
        lambda: services.declare_conflict(by=by, meeting=meeting, name="x", nature="y", left=True),
        lambda: services.go_on(by=by, meeting=meeting, state=MeetingState.HELD),
        lambda: services.agree_minutes(by=by, meeting=meeting),
        lambda: services.put_paper(by=by, item=item, kind="paper", reference="x", title="x"),
        lambda: services.add_evidence(
            by=by, decision=governed.decision, rests=Rests(kind="finding", reference="x", words="x")
        ),
    ]
    for act in acts:
        with pytest.raises(Refused):
            act()


def test_a_meeting_goes_on_as_the_table_says_and_in_no_other_way(made: Made, governed: Governed) -> None:
    dilys = made.acting("dilys")
    for start in MeetingState:
        for wanted in MeetingState:
            meeting = plan(dilys, governed.executive, f"{start} {wanted}")
            services.add_item(by=dilys, meeting=meeting, title="An item", purpose=Purpose.NOTE)
            Meeting.objects.filter(pk=meeting.pk)
            meeting.state = start.value
            if start is wanted:
                continue
            if wanted in NEXT[start]:
                services.go_on(by=dilys, meeting=meeting, state=wanted)
                assert meeting.state == wanted
            else:
                with pytest.raises(RowsRejected):
                    services.go_on(by=dilys, meeting=meeting, state=wanted)


def test_agreed_minutes_stand_whatever_changes_later_and_nothing_more_is_written(
    made: Made, governed: Governed
) -> None:
    dilys = made.acting("dilys")
    before = queries.minutes_of(spring(), TODAY)
    item = spring().items.get(title="Parks")
    with pytest.raises(RowsRejected) as trouble:
        services.save_minute(by=dilys, item=item, text="Changed", read_with=1)
    assert trouble.value.code == "governance.minutes-closed"
    assert queries.minutes_of(spring(), date(2018, 1, 1)) == before


def test_minutes_for_the_public_hold_back_what_is_exempt_and_name_agencies_alone(
    made: Made, governed: Governed
) -> None:
    whole, public = (queries.minutes_of(spring(), TODAY, public=public) for public in (False, True))
    said = [" ".join(words(document)) for document in (whole, public)]
    assert "A tenant was named." in said[0]
    assert "A tenant was named." not in said[1]
    assert "Not for publication" in said[1]
    assert "The parks are quieter." in said[1]
    for ending in ("html", "docx", "pdf"):
        found = queries.public_minutes_list().get()
        file = browser(made, "ivor").get(f"/meetings/public/{found.pk}.{ending}")
        assert file.status_code == 200
        assert b"A tenant was named" not in file.content


def words(document) -> list[str]:  # type: ignore[no-untyped-def]
    return [plain(block.phrase) for block in document.body if isinstance(block, Paragraph | Callout)]


def test_a_sealed_board_has_no_minutes_for_the_public(made: Made, governed: Governed) -> None:
    gwen = made.acting("gwen")
    services.go_on(by=gwen, meeting=governed.sealed_meeting, state=MeetingState.HELD)
    agreed = services.agree_minutes(by=gwen, meeting=governed.sealed_meeting)
    assert agreed.public == ""
    assert agreed not in queries.public_minutes_list()


def test_quorum_counts_people_and_responsible_authorities(made: Made, governed: Governed) -> None:
    dilys = made.acting("dilys")

    def note(short: str, came: Came, name: str = "somebody") -> None:
        services.note_attendance(
            by=dilys,
            meeting=governed.meeting,
            noted=[Noted(agency=made.agencies[short], name=name, came=came)],
        )

    assert queries.quorum_of(governed.meeting) is None
    note("council", Came.PRESENT)
    note("lantern", Came.PRESENT)
    assert not quorum(governed).met  # a provider is no responsible authority
    note("police", Came.APOLOGIES)
    assert not quorum(governed).met
    note("police", Came.DEPUTY, "a deputy")
    assert quorum(governed).met


def quorum(governed: Governed) -> queries.Quorum:
    found = queries.quorum_of(governed.meeting)
    assert found is not None
    return found


def test_a_decision_keeps_its_evidence_and_a_finding_leads_up_to_it(
    made: Made, governed: Governed, installation
) -> None:
    write_assessment(installation)
    dilys = made.acting("dilys")
    rests = Rests(kind="finding", source="made-up", reference="trend.burglary", words="Burglary rose.")
    services.add_evidence(by=dilys, decision=governed.decision, rests=rests)
    services.add_evidence(by=dilys, decision=governed.decision, rests=rests)
    assert [each.words for each in queries.evidence_of(governed.decision)] == ["Burglary rose."]
    assert list(queries.decisions_resting_on(dilys, "finding", "trend.burglary")) == [governed.decision]
    assert list(queries.decisions_resting_on(made.acting("amina"), "finding", "trend.burglary")) == []


def test_a_folder_of_assessments_that_is_damaged_stops_nobody_from_citing(
    made: Made, governed: Governed, installation
) -> None:
    folder = installation / "assessments" / "torn"
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text("{")
    assert findings.citable_by(made.acting("dilys"), installation) == []


def test_a_decision_written_down_wrongly_is_replaced_and_stays(made: Made, governed: Governed) -> None:
    dilys = made.acting("dilys")
    better = services.take_decision(
        by=dilys, item=governed.item, text="Make robbery a priority.", replaces=governed.decision
    )
    shown = set(queries.decisions_visible_to(dilys))
    assert better in shown
    assert governed.decision not in shown
    assert Decision.objects.filter(pk=governed.decision.pk).exists()


def test_items_move_and_stay_in_one_order(made: Made, governed: Governed) -> None:
    dilys = made.acting("dilys")
    titles = ["Burglary", "Parks", "Youth"]
    for title in titles[1:]:
        services.add_item(by=dilys, meeting=governed.meeting, title=title, purpose=Purpose.NOTE)
    items = {item.title: item for item in queries.items_of(governed.meeting)}
    services.move_item(by=dilys, item=items["Youth"], earlier=True)
    services.move_item(by=dilys, item=items["Burglary"], earlier=True)
    assert [item.title for item in queries.items_of(governed.meeting)] == ["Burglary", "Youth", "Parks"]


def test_a_workshop_has_themes_attendees_and_actions(made: Made, governed: Governed) -> None:
    dilys = made.acting("dilys")
    workshop = services.plan_meeting(
        by=dilys,
        board=governed.executive,
        kind=MeetingKind.WORKSHOP,
        title="Mental health and crime",
        starts_at=governed.meeting.starts_at,
        ends_at=governed.meeting.ends_at,
        place="Library",
    )
    services.add_item(by=dilys, meeting=workshop, title="Crisis care", purpose=Purpose.THEME)
    page = browser(made, "dilys").get(f"/meetings/{workshop.pk}/").content.decode()
    assert "Themes" in page
    assert "Crisis care" in page


def test_files_of_minutes_and_action_sheets_are_made_in_every_kind(made: Made, governed: Governed) -> None:
    client = browser(made, "gwen")
    police = made.agencies["police"].pk
    for ending, begins in (("html", b"<!DOCTYPE"), ("pdf", b"%PDF"), ("docx", b"PK")):
        for name in ("minutes", "actions"):
            file = client.get(f"/meetings/{governed.meeting.pk}/{name}.{ending}", {"agency": police})
            assert file.status_code == 200
            assert file.content.startswith(begins), (name, ending)


def test_all_faults_of_a_meeting_are_told_at_once(made: Made, governed: Governed) -> None:
    with pytest.raises(RowsRejected) as trouble:
        services.plan_meeting(
            by=made.acting("dilys"),
            board=governed.executive,
            title=" ",
            starts_at=governed.meeting.ends_at,
            ends_at=governed.meeting.starts_at,
            place="",
        )
    assert len(trouble.value.faults) == 3


def test_the_exemptions_are_the_seven_paragraphs_of_schedule_12a() -> None:
    assert [each.value for each in Exemption if each.value] == [str(number) for number in range(1, 8)]


def test_no_list_ends_without_saying_so(
    made: Made, governed: Governed, monkeypatch: pytest.MonkeyPatch, settings
) -> None:
    monkeypatch.setattr("frith.work.governance.meetings.views.ON_A_PAGE", 1)
    plan(made.acting("dilys"), governed.executive, "Winter meeting", date(2016, 1, 21))
    # On the day itself, whether its meeting is over depends on the hour.
    day_after = TODAY + timedelta(days=1)
    settings.FRITH_STANDING_AT = day_after
    dilys = browser(made, "dilys")
    before = queries.past(made.acting("dilys", day_after)).count()
    assert before > 1
    assert f"Page 1 of {before}" in dilys.get("/meetings/").content.decode()
    assert f"Page 2 of {before}" in dilys.get("/meetings/?page=2").content.decode()
    of_board = dilys.get(f"/meetings/?board={governed.executive.pk}").content.decode()
    assert "Before: Executive Group" in of_board
    assert dilys.get("/meetings/?board=none").status_code == 404
