"""How the made-up partnership is governed: its agencies' parts, an open board, a sealed one, and a meeting of each."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from tests.made_partnership import AREA, Made

from frith.guard.acting import Acting
from frith.vocabulary.agencies import AuthorityKind, LegalRole
from frith.vocabulary.duties import duty_of
from frith.work.governance.actions import services as actions
from frith.work.governance.actions.models import Action
from frith.work.governance.boards import services as boards
from frith.work.governance.boards.models import Board, BoardKind, Capacity, Strand
from frith.work.governance.boards.services import Terms
from frith.work.governance.meetings import services as meetings
from frith.work.governance.meetings.models import (
    AgendaItem,
    Decision,
    Exemption,
    Meeting,
    MeetingState,
    Purpose,
)
from frith.work.governance.partnerships import services as partnerships
from frith.work.governance.partnerships.models import Partnership
from frith.work.governance.statute import services as statute
from frith.work.governance.statute.models import Consultation, DutyRecord, InformationRequest, Recommendation
from frith.work.governance.strategy import services as strategy
from frith.work.governance.strategy.models import Plan, Priority, Step

STARTS = date(2015, 4, 1)
TERMS = Terms(
    purpose="Drives performance.", meets="every quarter", quorum=2, agreed_on=STARTS, quorum_authorities=2
)


@dataclass
class Governed:
    """Gwen of the police and Dilys of the council sit on both boards; Gwen chairs the sealed one."""

    partnership: Partnership
    executive: Board
    protect: Board
    meeting: Meeting
    item: AgendaItem
    decision: Decision
    action: Action
    sealed_meeting: Meeting
    sealed_item: AgendaItem
    sealed_action: Action
    plan: Plan
    priority: Priority
    step: Step
    consultation: Consultation
    request: InformationRequest
    recommendation: Recommendation
    duty_record: DutyRecord


def at(day: date, hour: int = 10) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def govern(made: Made) -> Governed:
    partnership = partnerships.add_partnership(
        by=made.operator, name="Madeup Partnership", short_name="MP", starts=STARTS, areas={AREA: "Madeup"}
    )
    parts = {
        "council": (LegalRole.RESPONSIBLE, AuthorityKind.COUNCIL),
        "police": (LegalRole.RESPONSIBLE, AuthorityKind.POLICE),
        "lantern": (LegalRole.PROVIDER, None),
    }
    for short, (role, kind) in parts.items():
        partnerships.add_agency_part(
            by=made.operator,
            partnership=partnership,
            agency=made.agencies[short],
            role=role,
            kind=kind,
            starts=STARTS,
        )
    executive = boards.add_board(
        by=made.operator,
        partnership=partnership,
        name="Executive Group",
        kind=BoardKind.EXECUTIVE,
        starts=STARTS,
        terms=TERMS,
        chair=made.persons["dilys"],
    )
    gwen = made.acting("gwen")
    boards.add_member(
        by=made.operator,
        board=executive,
        person=made.persons["gwen"],
        capacity=Capacity.MEMBER,
        starts=STARTS,
    )
    protect = boards.add_board(
        by=made.operator,
        partnership=partnership,
        name="Protect Group",
        kind=BoardKind.CONTEST,
        strand=Strand.PROTECT,
        starts=STARTS,
        terms=TERMS,
        chair=made.persons["gwen"],
    )
    dilys = made.acting("dilys")
    meeting = plan(dilys, executive, "Autumn meeting")
    item = meetings.add_item(by=dilys, meeting=meeting, title="Burglary", purpose=Purpose.DECIDE)
    decision = meetings.take_decision(by=dilys, item=item, text="Make burglary a priority.")
    action = actions.give_action(
        by=dilys,
        board=executive,
        item=item,
        words="Map the burglaries.",
        agency=made.agencies["police"],
        owner=made.persons["gwen"],
        due_on=date(2016, 10, 1),
    )
    agree(dilys, plan(dilys, executive, "Spring meeting", date(2016, 4, 20)))
    sealed_meeting = plan(gwen, protect, "Crowded places review")
    sealed_item = meetings.add_item(
        by=gwen, meeting=sealed_meeting, title="Hostile vehicles", purpose=Purpose.DISCUSS
    )
    sealed_action = actions.give_action(
        by=gwen,
        board=protect,
        item=sealed_item,
        words="Walk the crowded square.",
        agency=made.agencies["police"],
        owner=made.persons["gwen"],
        due_on=date(2016, 10, 1),
    )
    strategic = strategy.add_plan(
        by=dilys,
        partnership=partnership,
        title="Partnership plan",
        first_year=2016,
        last_year=2018,
        strategy="Less harm.",
    )
    priority = strategy.add_priority(
        by=dilys,
        plan=strategic,
        title="Burglary",
        aim="Fewer homes broken into.",
        lead=made.agencies["police"],
        reason="It rose.",
        decision=decision,
    )
    step = strategy.add_step(
        by=dilys,
        plan=strategic,
        priority=priority,
        words="Better locks.",
        agency=made.agencies["council"],
        due_on=date(2017, 3, 1),
    )
    consultation = statute.record_consultation(
        by=dilys,
        partnership=partnership,
        title="What comes first?",
        starts=date(2016, 5, 1),
        ends=date(2016, 6, 1),
        method="Post",
        who="Every tenth household",
        asked=1000,
        answered=212,
        concerns=[("North ward", 1, "Burglary", 120)],
    )
    request = statute.receive_request(
        by=dilys,
        partnership=partnership,
        committee="Scrutiny",
        words="Numbers, please.",
        asked_on=date(2016, 9, 1),
        answer_by=date(2016, 9, 15),
    )
    recommendation = statute.receive_recommendation(
        by=dilys,
        partnership=partnership,
        committee="Scrutiny",
        words="Meet more.",
        reported_on=date(2016, 9, 1),
    )
    duty_record = statute.record_duty(
        by=dilys,
        partnership=partnership,
        year=2016,
        duty=duty_of("scrutiny"),
        words="Met on 21 September 2016.",
        done_on=date(2016, 9, 21),
    )
    return Governed(
        partnership,
        executive,
        protect,
        meeting,
        item,
        decision,
        action,
        sealed_meeting,
        sealed_item,
        sealed_action,
        strategic,
        priority,
        step,
        consultation,
        request,
        recommendation,
        duty_record,
    )


def agree(by: Acting, meeting: Meeting) -> None:
    """Hold a meeting at which one item was open to the public and one was not, and agree its minutes."""
    for title, exempt, said in (
        ("Parks", Exemption.NONE, "The parks are quieter."),
        ("A tenancy", Exemption.INDIVIDUAL, "A tenant was named."),
    ):
        item = meetings.add_item(by=by, meeting=meeting, title=title, purpose=Purpose.NOTE, exempt=exempt)
        meetings.save_minute(by=by, item=item, text=said, read_with=0)
    meetings.go_on(by=by, meeting=meeting, state=MeetingState.HELD)
    meetings.agree_minutes(by=by, meeting=meeting)


def plan(by: Acting, board: Board, title: str, day: date = date(2016, 9, 21)) -> Meeting:
    return meetings.plan_meeting(
        by=by, board=board, title=title, starts_at=at(day), ends_at=at(day, 12), place="Town hall"
    )
