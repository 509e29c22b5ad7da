"""Boards: who sees and runs them, what their history keeps, and that nothing of a sealed one gets out."""

from datetime import date
from itertools import pairwise
from uuid import uuid4

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.made_governance import STARTS, TERMS, Governed, plan
from tests.made_partnership import PEOPLE, TODAY, Made
from tests.website.test_pages import without_token

from frith.guard.audit.models import AuditEvent
from frith.guard.roles import Role
from frith.vocabulary.agencies import AuthorityKind, holders_on
from frith.vocabulary.faults import Refused, RowsRejected
from frith.work.governance.actions import queries as actions
from frith.work.governance.boards import queries, services
from frith.work.governance.boards.models import Board, BoardKind, Capacity, ReportingLine, Strand
from frith.work.governance.boards.scopes import board_scope
from frith.work.governance.meetings import calendar
from frith.work.governance.meetings import queries as meetings
from frith.work.governance.partnerships import queries as partnerships
from frith.work.governance.partnerships import services as partnership_services

pytestmark = pytest.mark.django_db
OUTSIDE = sorted(set(PEOPLE) - {"gwen"})


def new_board(
    made: Made, governed: Governed, name: str, kind: BoardKind = BoardKind.DELIVERY, **more: object
) -> Board:
    return services.add_board(
        by=made.acting("dilys"),
        partnership=governed.partnership,
        name=name,
        kind=kind,
        starts=STARTS,
        terms=TERMS,
        chair=made.persons["dilys"],
        **more,
    )


# --- sealed ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", OUTSIDE)
def test_outside_a_sealed_board_nothing_of_it_shows(made: Made, governed: Governed, name: str) -> None:
    by = made.acting(name)
    assert governed.protect not in queries.boards_visible_to(by)
    assert governed.sealed_meeting not in meetings.meetings_visible_to(by)
    assert governed.sealed_action not in actions.actions_visible_to(by)
    assert governed.protect.pk not in {
        line.board.pk for line in queries.chart_of(by, governed.partnership, TODAY)
    }
    client = Client()
    client.force_login(made.persons[name])
    secrets = ("Protect", "Crowded", "crowded", "Hostile", "Sealed", str(governed.protect.pk))
    for address in (
        "/",
        "/partnerships/",
        f"/partnerships/{governed.partnership.pk}/",
        "/meetings/",
        "/actions/",
    ):
        for query in ("", "?show=open", "?show=agency"):
            page = client.get(address + query).content.decode()
            assert not [word for word in secrets if word in page], (address, query)
    for address in ("/meetings/calendar.ics", "/decisions/", "/meetings/public/"):
        page = client.get(address).content.decode()
        assert not [word for word in secrets if word in page], address


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_sealed_record_and_one_that_is_absent_give_the_same_page(
    made: Made, governed: Governed, name: str
) -> None:
    client = Client()
    client.force_login(made.persons[name])
    addresses = {
        f"/boards/{governed.protect.pk}/": f"/boards/{uuid4()}/",
        f"/boards/{governed.protect.pk}/terms/": f"/boards/{uuid4()}/terms/",
        f"/boards/{governed.protect.pk}/meetings/new/": f"/boards/{uuid4()}/meetings/new/",
        f"/meetings/?board={governed.protect.pk}": f"/meetings/?board={uuid4()}",
        f"/meetings/{governed.sealed_meeting.pk}/": f"/meetings/{uuid4()}/",
        f"/meetings/{governed.sealed_meeting.pk}/minutes/": f"/meetings/{uuid4()}/minutes/",
        f"/meetings/{governed.sealed_meeting.pk}/minutes.docx": f"/meetings/{uuid4()}/minutes.docx",
        f"/actions/{governed.sealed_action.pk}/": f"/actions/{uuid4()}/",
        f"/actions/{governed.sealed_action.pk}/report/": f"/actions/{uuid4()}/report/",
    }
    for sealed, absent in addresses.items():
        forbidden, missing = client.get(sealed), client.get(absent)
        assert forbidden.status_code == missing.status_code == 403, sealed
        assert without_token(forbidden.content) == without_token(missing.content), sealed


def test_members_see_their_sealed_board_and_run_it_if_they_chair(made: Made, governed: Governed) -> None:
    gwen = made.acting("gwen")
    assert governed.protect in queries.boards_visible_to(gwen)
    assert "You sit on this board." in queries.why_visible(gwen, governed.protect.pk)
    plan(gwen, governed.protect, "Second review")


def test_an_officer_who_sets_up_a_sealed_board_does_not_see_it_unless_they_sit_on_it(
    made: Made, governed: Governed
) -> None:
    dilys = made.acting("dilys")
    board = services.add_board(
        by=dilys,
        partnership=governed.partnership,
        name="Prevent Group",
        kind=BoardKind.CONTEST,
        strand=Strand.PREVENT,
        starts=STARTS,
        terms=TERMS,
        chair=made.persons["gwen"],
    )
    assert board.sealed
    assert board not in queries.boards_visible_to(dilys)
    with pytest.raises(Refused):
        services.agree_terms(by=dilys, board=board, terms=TERMS)


def test_the_audit_trail_accounts_for_a_sealed_board_without_naming_it(
    made: Made, governed: Governed
) -> None:
    gwen = made.acting("gwen")
    queries.board(by=gwen, key=governed.protect.pk)
    meetings.meeting(by=gwen, key=governed.sealed_meeting.pk)
    events = AuditEvent.objects.filter(subject_type="sealed record")
    assert events.count() >= 6
    for event in events:
        assert event.detail == "{}"
        assert event.purpose == ""
    said = " ".join(f"{event.subject} {event.detail} {event.purpose}" for event in AuditEvent.objects.all())
    for key in (governed.protect.pk, governed.sealed_meeting.pk, governed.sealed_action.pk):
        assert str(key) not in said


def test_an_action_of_a_sealed_board_is_owned_by_a_member(made: Made, governed: Governed) -> None:
    from frith.work.governance.actions.services import give_action

    with pytest.raises(RowsRejected) as trouble:
        give_action(
            by=made.acting("gwen"),
            board=governed.protect,
            words="Look",
            agency=made.agencies["council"],
            owner=made.persons["dilys"],
            due_on=date(2016, 12, 1),
        )
    assert trouble.value.code == "governance.action-owner"


def test_a_contest_group_says_that_its_security_adviser_is_missing(made: Made, governed: Governed) -> None:
    gwen = made.acting("gwen")
    assert any("security adviser" in said for said in queries.what_is_missing(governed.protect, TODAY))
    services.add_member(
        by=gwen, board=governed.protect, person=made.persons["ivor"], capacity=Capacity.CTSA, starts=STARTS
    )
    assert queries.what_is_missing(governed.protect, TODAY) == []


def test_a_contest_group_has_one_strand(made: Made, governed: Governed) -> None:
    for kind, strand in ((BoardKind.CONTEST, None), (BoardKind.DELIVERY, Strand.PREVENT)):
        with pytest.raises(RowsRejected) as trouble:
            new_board(made, governed, "Some group", kind, strand=strand)
        assert trouble.value.code == "governance.board-strand"


# --- open -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["amina", "beth", "flora", "ivor"])
def test_who_does_not_govern_sees_a_board_only_by_sitting_on_it(
    made: Made, governed: Governed, name: str
) -> None:
    by = made.acting(name)
    with pytest.raises(Refused):
        queries.board(by=by, key=governed.executive.pk)
    services.add_member(
        by=made.acting("dilys"),
        board=governed.executive,
        person=made.persons[name],
        capacity=Capacity.ADVISER,
        starts=STARTS,
    )
    assert queries.board(by=by, key=governed.executive.pk) == governed.executive


@pytest.mark.parametrize("name", sorted(set(PEOPLE) - {"dilys"}))
def test_only_those_who_run_a_board_change_it(made: Made, governed: Governed, name: str) -> None:
    by = made.acting(name)
    board, seat = governed.executive, governed.executive.members.get(person=made.persons["gwen"])
    acts = [
        lambda: services.agree_terms(by=by, board=board, terms=TERMS),
        lambda: services.add_member(
            by=by, board=board, person=made.persons["colin"], capacity=Capacity.MEMBER, starts=STARTS
        ),
        lambda: services.end_seat(by=by, seat=seat, on=TODAY),
        lambda: services.report_to(by=by, board=board, to=None, starts=TODAY),
        lambda: services.end_board(by=by, board=board, on=TODAY),
        lambda: plan(by, board, "A meeting"),
    ]
    for act in acts:
        with pytest.raises(Refused):
            act()


def test_boards_do_not_report_in_a_circle(made: Made, governed: Governed) -> None:
    dilys = made.acting("dilys")
    delivery = new_board(made, governed, "Victim Group", reports_to=governed.executive)
    task = new_board(made, governed, "Burglary task group", kind=BoardKind.TASK, reports_to=delivery)
    with pytest.raises(RowsRejected) as trouble:
        services.report_to(by=dilys, board=governed.executive, to=task, starts=TODAY)
    assert trouble.value.code == "governance.circle"
    chart = [(line.board.name, line.depth) for line in queries.chart_of(dilys, governed.partnership, TODAY)]
    assert chart == [("Executive Group", 0), ("Victim Group", 1), ("Burglary task group", 2)]


def test_a_board_keeps_somebody_who_runs_it(made: Made, governed: Governed) -> None:
    dilys = made.acting("dilys")
    chair = governed.executive.members.get(capacity=Capacity.CHAIR)
    with pytest.raises(RowsRejected) as trouble:
        services.end_seat(by=dilys, seat=chair, on=TODAY)
    assert trouble.value.code == "governance.last-to-run"


def test_terms_are_kept_edition_by_edition(made: Made, governed: Governed) -> None:
    made_terms = services.agree_terms(by=made.acting("dilys"), board=governed.executive, terms=TERMS)
    assert made_terms.edition == 2
    assert [terms.edition for terms in queries.terms_of(governed.executive)] == [2, 1]


def test_the_structure_of_2016_becomes_that_of_2017_and_both_can_be_looked_at(
    made: Made, governed: Governed
) -> None:
    dilys = made.acting("dilys", date(2017, 3, 31))
    before = [
        new_board(made, governed, f"{name} board", reports_to=governed.executive)
        for name in ("VAWG", "Youth")
    ]
    for board in before:
        services.end_board(by=dilys, board=board, on=date(2017, 3, 31))
    for name, old in (("Victim Group", before[0]), ("Offender Group", before[1]), ("Location Group", None)):
        services.add_board(
            by=dilys,
            partnership=governed.partnership,
            name=name,
            kind=BoardKind.DELIVERY,
            starts=date(2017, 4, 1),
            terms=TERMS,
            chair=made.persons["dilys"],
            reports_to=governed.executive,
            follows=old,
        )
    then = {line.board.name for line in queries.chart_of(dilys, governed.partnership, date(2017, 3, 1))}
    now = {line.board.name for line in queries.chart_of(dilys, governed.partnership, date(2017, 4, 1))}
    assert then == {"Executive Group", "VAWG board", "Youth board"}
    assert now == {"Executive Group", "Victim Group", "Offender Group", "Location Group"}
    ended = queries.boards_ended_by(dilys, governed.partnership, date(2017, 4, 1))
    assert {board.name for board in ended} == {"VAWG board", "Youth board"}
    assert not ReportingLine.objects.filter(board__in=before, ends__isnull=True).exists()


def test_setting_a_board_up_twice_with_one_form_makes_one(made: Made, governed: Governed) -> None:
    key = uuid4()
    first, second = (new_board(made, governed, "Youth board", key=key) for _ in range(2))
    assert first.pk == second.pk
    assert Board.objects.filter(name="Youth board").count() == 1


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(sorted(PEOPLE)),
    st.sets(st.sampled_from(list(Role))),
    st.dates(date(2014, 1, 1), date(2018, 1, 1)),
)
def test_a_list_and_a_single_look_agree(
    made: Made, governed: Governed, name: str, roles: set[Role], day: date
) -> None:
    from dataclasses import replace

    from frith.guard import business_clock

    by = replace(made.acting(name), roles=frozenset(roles), business_now=business_clock.at_noon(day))
    listed = set(queries.boards_visible_to(by).values_list("pk", flat=True))
    scope = board_scope(by)
    for board in Board.objects.all():
        assert (board.pk in listed) == bool(scope.why(Board.objects.all(), board.pk))


# --- partnerships ---------------------------------------------------------------------------------------------------


def test_the_missing_authorities_are_named_in_the_words_of_their_day(made: Made, governed: Governed) -> None:
    gaps = {gap.kind: gap.body for gap in partnerships.gaps_of(governed.partnership, date(2016, 9, 21))}
    assert set(gaps) == {AuthorityKind.FIRE, AuthorityKind.HEALTH, AuthorityKind.PROBATION}
    assert gaps[AuthorityKind.HEALTH] == "clinical commissioning group"
    later = {gap.kind: gap.body for gap in partnerships.gaps_of(governed.partnership, date(2022, 7, 1))}
    assert later[AuthorityKind.HEALTH] == "integrated care board"
    assert later[AuthorityKind.PROBATION] == "Probation Service"


def test_every_day_since_2010_has_one_holder_of_each_kind_and_no_gap_between_them() -> None:
    for kind in AuthorityKind:
        held = [holder for holder in holders_on(date(2010, 4, 1)) if holder.kind is kind]
        assert len(held) == 1, kind
    from frith.vocabulary.agencies import HOLDERS

    for before, after in pairwise(HOLDERS):
        if before.kind is after.kind:
            assert before.ends is not None
            assert (after.starts - before.ends).days == 1


def test_a_successor_takes_over_the_part_of_the_body_before_it(made: Made, governed: Governed) -> None:
    by = made.operator
    council = governed.partnership.parts.get(agency=made.agencies["council"])
    made_part = partnership_services.add_agency_part(
        by=by,
        partnership=governed.partnership,
        agency=made.agencies["rowan"],
        role=council_role(council),
        kind=AuthorityKind.COUNCIL,
        starts=date(2017, 4, 1),
        follows=council,
    )
    council.refresh_from_db()
    assert council.ends == date(2017, 3, 31)
    assert made_part.follows == council
    assert [part.agency for part in partnerships.parts_before(governed.partnership, date(2017, 4, 1))] == [
        council.agency
    ]


def council_role(part):  # type: ignore[no-untyped-def]
    from frith.vocabulary.agencies import LegalRole

    return LegalRole(part.role)


def test_the_local_policing_body_is_no_responsible_authority(made: Made, governed: Governed) -> None:
    from frith.vocabulary.agencies import LegalRole

    with pytest.raises(RowsRejected) as trouble:
        partnership_services.add_agency_part(
            by=made.operator,
            partnership=governed.partnership,
            agency=made.agencies["rowan"],
            role=LegalRole.POLICING_BODY,
            kind=AuthorityKind.POLICE,
            starts=STARTS,
        )
    assert trouble.value.code == "governance.part-kind"


@pytest.mark.parametrize("name", ["amina", "beth", "colin", "edwin", "gwen", "ivor"])
def test_who_may_not_set_up_a_partnership_or_change_one(made: Made, governed: Governed, name: str) -> None:
    by = made.acting(name)
    with pytest.raises(Refused):
        partnership_services.add_partnership(
            by=by, name="Other", short_name="O", starts=STARTS, areas={"X": "X"}
        )
    part = governed.partnership.parts.get(agency=made.agencies["council"])
    with pytest.raises(Refused):
        partnership_services.end_agency_part(by=by, part=part, on=TODAY)


def test_whose_agency_left_sees_the_partnership_no_more(made: Made, governed: Governed) -> None:
    part = governed.partnership.parts.get(agency=made.agencies["lantern"])
    partnership_services.end_agency_part(by=made.operator, part=part, on=date(2016, 9, 20))
    assert governed.partnership not in partnerships.partnerships_visible_to(made.acting("amina"))
    assert governed.partnership in partnerships.partnerships_visible_to(
        made.acting("amina", date(2016, 9, 20))
    )


def test_a_feed_holds_the_meetings_of_open_boards_alone(made: Made, governed: Governed) -> None:
    written = calendar.feed(made.acting("gwen"), "http://localhost").decode()
    assert "Executive Group: Autumn meeting" in written.replace("\r\n ", "")
    assert "Crowded" not in written
    assert "Protect" not in written
