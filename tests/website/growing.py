"""More of everything that pages list, so that what a page asks of the database can be counted before and after."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from uuid import uuid4

from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestedCredentialData
from tests.guard.software_key import SoftwareKey
from tests.made_agreements import accept, agree, agreeing, latest
from tests.made_governance import STARTS, TERMS
from tests.made_governance import agree as agree_minutes
from tests.made_governance import plan as plan_meeting
from tests.made_partnership import AREA, TODAY, WALL, Made, answers, on
from tests.website.test_pages import (
    agreement,
    ask_for_assessment,
    board,
    item,
    lantern,
    meeting,
    plan,
    priority,
)

from frith.guard.access import services as access
from frith.guard.access.invitations.services import invite_person
from frith.guard.access.models import OpenSession, Person, SecurityKey, Team
from frith.guard.access.teams.services import add_team, place_in_team
from frith.guard.access.tokens.reach import Reach
from frith.guard.access.tokens.services import MOST_TOKENS, make_token
from frith.guard.audit.events import Act, event_by
from frith.guard.audit.recording import write
from frith.guard.protection.agreements.models import SharingAgreement
from frith.guard.protection.agreements.services import add_document, amend
from frith.guard.protection.break_glass.models import Finding, Opening
from frith.guard.protection.break_glass.services import open_in_risk_to_life, review
from frith.guard.protection.deny_list.services import deny
from frith.guard.protection.liaison.services import designate
from frith.guard.protection.record_types import shared_type
from frith.guard.roles import Role
from frith.vocabulary.agencies import LegalRole
from frith.vocabulary.duties import duty_of
from frith.work.casework import services as casework
from frith.work.casework.models import ClosureRecord, CorrectionReason
from frith.work.governance.actions import services as actions
from frith.work.governance.actions.models import ActionState
from frith.work.governance.boards import services as boards
from frith.work.governance.boards.models import Board, BoardKind, Capacity
from frith.work.governance.going_live import services as going_live
from frith.work.governance.meetings import services as meetings
from frith.work.governance.meetings.models import AgendaItem, Came, Meeting, MeetingState, Purpose
from frith.work.governance.meetings.services import Noted, Rests
from frith.work.governance.papers import queries as paper_queries
from frith.work.governance.papers import services as papers
from frith.work.governance.papers.models import Paper
from frith.work.governance.partnerships import services as partnerships
from frith.work.governance.statute import services as statute
from frith.work.governance.strategy import services as strategy
from frith.work.governance.strategy.models import Change, Plan, Priority, StepState
from frith.work.performance import queries as performance
from frith.work.performance.models import Indicator

CLOSURE = "casework.closure-record"


@dataclass
class Growing:
    """The made-up partnership, and the records whose pages are looked at, which get more of all that they hold."""

    made: Made
    board: Board = field(default_factory=board)
    meeting: Meeting = field(default_factory=meeting)
    item: AgendaItem = field(default_factory=item)
    plan: Plan = field(default_factory=plan)
    priority: Priority = field(default_factory=priority)
    closure: ClosureRecord = field(default_factory=lantern)
    agreement: SharingAgreement = field(default_factory=agreement)
    opening: Opening = field(default_factory=Opening.objects.get)
    paper: Paper = field(default_factory=lambda: Paper.objects.get(pk="outcomes"))

    def __post_init__(self) -> None:
        self.action = self.item.actions.get()
        self.decision = self.item.decisions.get()
        self.dilys = self.made.acting("dilys")

    def grow(self, numbers: range) -> None:
        """Add one of each kind for each number."""
        for number in numbers:
            person = self._people(number)
            self._teams(number)
            self._boards(number, person)
            self._meetings(number, person)
            self._strategy(number)
            self._statute(number)
            self._closures(number)
            self._sharing(number, person)
            self._their_own(number)
            self._going_live(number)
            self._papers(number)

    # ------------------------------------------------------------------ one of each

    def _people(self, number: int) -> Person:
        """An agency of the partnership and one that left it, its people, and people who came, moved, or are invited."""
        operator = self.made.operator
        for name in ("Gone", "Agency"):
            agency = access.add_agency(by=operator, name=f"{name} {number}")
            part = partnerships.add_agency_part(
                by=operator,
                partnership=self.board.partnership,
                agency=agency,
                role=LegalRole.OTHER,
                starts=STARTS,
            )
            if name == "Gone":
                partnerships.end_agency_part(by=operator, part=part, on=TODAY - timedelta(days=1))
        council = self.made.agencies["council"]
        person, mover = (
            access.add_person(
                by=operator,
                name=f"{name} {number}",
                email=f"{name}-{number}@council.example",
                agency=council,
                roles=[Role.MEMBER, Role.DATA_PROTECTION_OFFICER],
                starts=STARTS,
            )
            for name in ("person", "Came")  # by name on the first page of people, however many there are
        )
        access.move_person(by=operator, person=mover, agency=agency, on=TODAY, roles=[Role.MEMBER])
        invite_person(
            by=self.made.acting("flora"),
            agency_name=agency.name,
            name=f"Invited {number}",
            email=f"invited-{number}@council.example",
            roles=[Role.MEMBER],
        )
        return person

    def _boards(self, number: int, person: Person) -> None:
        """A board in the chart, one that ended, new terms, and members who sit, deputise and sat on the one board."""
        by = self.made.operator
        new, ended = (
            boards.add_board(
                by=by,
                partnership=self.board.partnership,
                name=f"{name} {number}",
                kind=BoardKind.DELIVERY,
                starts=STARTS,
                terms=TERMS,
                chair=self.made.persons["dilys"],
                secretary=person,
                reports_to=self.board,
            )
            for name in ("Burglary group", "Ended group")
        )
        boards.add_member(
            by=by, board=new, person=self.made.persons["gwen"], capacity=Capacity.VICE_CHAIR, starts=STARTS
        )
        boards.end_board(by=by, board=ended, on=TODAY - timedelta(days=1))
        boards.agree_terms(by=by, board=self.board, terms=replace(TERMS, quorum=2 + number % 5))
        seat = boards.add_member(
            by=by, board=self.board, person=person, capacity=Capacity.MEMBER, starts=STARTS
        )
        for name, ends in (("deputy", None), ("former", TODAY - timedelta(days=1))):
            other = access.add_person(
                by=by,
                name=f"{name} {number}",
                email=f"{name}-{number}@police.example",
                agency=self.made.agencies["police"],
                roles=[Role.MEMBER],
                starts=STARTS,
            )
            capacity = Capacity.MEMBER if ends else Capacity.DEPUTY
            deputy_for = None if ends else seat
            held = boards.add_member(
                by=by, board=self.board, person=other, capacity=capacity, starts=STARTS, deputy_for=deputy_for
            )
            if ends:
                boards.end_seat(by=by, seat=held, on=ends)

    def _meetings(self, number: int, person: Person) -> None:
        """Meetings to come, held and agreed, and more of all that a meeting, a decision and an action hold."""
        by, day = self.dilys, TODAY - timedelta(days=40 + number)
        coming = plan_meeting(by, self.board, f"Burglary meeting {number}", TODAY + timedelta(days=3))
        meetings.add_item(by=by, meeting=coming, title="Burglary", purpose=Purpose.NOTE)
        held = plan_meeting(by, self.board, f"Held meeting {number}", day)
        meetings.go_on(by=by, meeting=held, state=MeetingState.HELD)
        agree_minutes(by, plan_meeting(by, self.board, f"Agreed meeting {number}", day))
        rests = Rests(kind="finding", reference=f"finding-{number}", words="Burglary rose.", source="made-up")
        added = meetings.add_item(
            by=by, meeting=self.meeting, title=f"Burglary {number}", purpose=Purpose.DECIDE
        )
        for each in (added, self.item):
            meetings.put_paper(by=by, item=each, kind="paper", reference=f"paper-{number}", title="A paper")
            meetings.declare_conflict(
                by=by, meeting=self.meeting, name="Dilys", nature="A house there", left=True, item=each
            )
            decided = meetings.take_decision(
                by=by, item=each, text=f"Burglary comes first, {number}.", evidence=[rests]
            )
            meetings.add_evidence(by=by, decision=decided, rests=replace(rests, kind="figure"))
            for owner in ("dilys", "gwen"):
                actions.give_action(
                    by=on(by, TODAY - timedelta(days=9)),
                    board=self.board,
                    item=each,
                    words=f"Map burglary {number}.",
                    agency=self.made.persons[owner].agency,
                    owner=self.made.persons[owner],
                    due_on=TODAY + timedelta(days=number % 5 - 2),
                )
        meetings.save_minute(by=by, item=added, text="Burglary was talked of.", read_with=0)
        meetings.add_evidence(by=by, decision=self.decision, rests=rests)
        noted = Noted(agency=person.agency, came=Came.PRESENT, person=person, senior=True)
        meetings.note_attendance(by=by, meeting=self.meeting, noted=[noted])
        done = actions.give_action(
            by=by,
            board=self.board,
            words=f"Done {number}.",
            agency=self.made.agencies["council"],
            owner=self.made.persons["dilys"],
            due_on=TODAY,
        )
        actions.report_progress(by=by, action=done, state=ActionState.DONE, words="Done.")
        self.action.refresh_from_db()
        actions.report_progress(by=by, action=self.action, state=ActionState.OPEN, words=f"{number} mapped.")

    def _strategy(self, number: int) -> None:
        """Plans with summaries, and priorities with all that they hold."""
        by, council = self.dilys, self.made.agencies["council"]
        other = strategy.add_plan(
            by=by,
            partnership=self.board.partnership,
            title=f"Plan against burglary {number}",
            first_year=2016,
            last_year=2018,
            strategy="Less burglary.",
        )
        strategy.add_priority(
            by=by, plan=other, title=f"Other {number}", aim="Less.", lead=council, reason="So."
        )
        strategy.agree_plan(by=by, plan=other, on=TODAY)
        strategy.publish_summary(by=by, plan=other, on=TODAY)
        added = strategy.add_priority(
            by=by,
            plan=self.plan,
            title=f"Burglary {number}",
            aim="Less of it.",
            lead=council,
            board=self.board,
            reason="It rose.",
            decision=self.decision,
        )
        indicator = self._indicator(number)
        rests = Rests(kind="finding", reference=f"finding-{number}", words="It rose.", source="made-up")
        for each in (added, self.priority):
            strategy.justify(by=by, priority=each, rests=rests)
            strategy.measure_by(by=by, priority=each, indicator=indicator)
            strategy.change_priority(
                by=by,
                priority=each,
                plan=self.plan,
                what=Change.KEPT,
                reason="It is still high.",
                decision=self.decision,
            )
            step = strategy.add_step(
                by=by, plan=self.plan, priority=each, words=f"Locks {number}.", agency=council, due_on=TODAY
            )
            strategy.report_step(by=by, step=step, state=StepState.DONE, said="Done.")

    def _indicator(self, number: int) -> Indicator:
        """One of the two that there are: another needs a definition in the code, or another area."""
        return performance.indicator_named(("less-abuse", "lower-risk")[number % 2])

    def _statute(self, number: int) -> None:
        """Consultations, requests, recommendations, and records of duties."""
        by, partnership = self.dilys, self.board.partnership
        statute.record_consultation(
            by=by,
            partnership=partnership,
            title=f"What comes first, {number}?",
            starts=date(2016, 5, 1),
            ends=date(2016, 6, 1),
            method="Post",
            who="Every tenth household",
            answered=212,
            concerns=[(f"Ward {number}", 1, "Burglary", 120)],
        )
        asked = statute.receive_request(
            by=by,
            partnership=partnership,
            committee=f"Scrutiny {number}",
            words="Numbers, please.",
            asked_on=date(2016, 9, 1),
            answer_by=date(2016, 9, 15),
        )
        if number % 2:
            statute.answer_request(by=by, request=asked, answer="Here they are.", on=TODAY)
        statute.receive_recommendation(
            by=by,
            partnership=partnership,
            committee=f"Scrutiny {number}",
            words="Meet more.",
            reported_on=date(2016, 9, 1),
        )
        for duty in ("scrutiny", "spend"):
            statute.record_duty(
                by=by,
                partnership=partnership,
                year=2016,
                duty=duty_of(duty),
                words=f"Met, {number}.",
                done_on=TODAY,
            )

    def _closures(self, number: int) -> None:
        """A closure, a service, and a correction of the closure whose page is looked at."""
        self.made.close(reference=f"GR-{number}")
        casework.add_service(
            by=self.made.operator,
            name=f"Service {number}",
            provider=self.made.agencies["lantern"],
            area=AREA,
            takes="women",
        )
        latest_of_it = ClosureRecord.objects.filter(closure=self.closure.closure).order_by("-edition").first()
        assert latest_of_it is not None
        found = answers(latest_of_it, closed_on=date(2016, 5, 1 + number % 28))
        by = self.made.acting("amina")
        casework.correct_closure(
            by=by, record_id=latest_of_it.id, found=found, reason=CorrectionReason.MISTYPED
        )

    def _sharing(self, number: int, person: Person) -> None:
        """Agreements, versions and documents of one, liaison officers, deny lists, and openings."""
        made, by = self.made, self.dilys
        agree(made, agreeing(made, title=f"Agreement {number}", valid=(date(2016, 4, 1), date(2016, 10, 1))))
        said = agreeing(made, recipients=["council", "police"], roles=[Role.ANALYST])
        terms = amend(by=by, agreement=self.agreement, agreeing=said, why=f"Reviewed {number} times")
        if not terms.acceptances.exists():
            accept(made, self.agreement)
        latest(self.agreement)
        add_document(by=by, agreement=self.agreement, title=f"Signed {number}", reference=f"File {number}")
        designate(by=by, person=person, starts=TODAY)
        kind = shared_type(CLOSURE)
        amina = made.acting("amina")
        deny(by=amina, kind=kind, record_id=self.closure.id, reason="She asked", person=person)
        deny(by=amina, kind=kind, record_id=made.close().id, reason="She asked", person=made.persons["colin"])
        colin = made.acting("colin")
        opened = open_in_risk_to_life(
            by=replace(colin, at=WALL + timedelta(days=number)),
            kind=kind,
            record_id=uuid4(),
            reason=f"A risk to life, long ago, number {number}",
        )
        if number % 2:
            edwin = replace(made.acting("edwin"), at=WALL + timedelta(days=number + 1))
            review(by=edwin, opening=opened, finding=Finding.JUSTIFIED, words="She was right.")

    def _teams(self, number: int) -> None:
        """A team more of the lantern, with somebody in it, and somebody more in the team that is looked at."""
        operator, lantern = self.made.operator, self.made.agencies["lantern"]
        person = access.add_person(
            by=operator,
            name=f"Mate {number}",
            email=f"mate{number}@lantern.example",
            agency=lantern,
            roles=[Role.CASEWORKER],
        )
        another = add_team(by=operator, agency=lantern, name=f"Team {number}")
        for team in (another, Team.objects.get(name="Advocates")):
            place_in_team(by=operator, team=team, person=person)
        place_in_team(by=operator, team=another, person=self.made.persons["amina"], leads=True)

    def _their_own(self, number: int) -> None:
        """What each person has of their own: tokens, sessions, security keys and jobs."""
        for name in ("amina", "dilys", "edwin", "flora", "gwen"):
            by, person = self.made.acting(name), self.made.persons[name]
            if number < MOST_TOKENS - 1:  # one is for who looks
                make_token(by=by, session=None, name=f"program {number}", reaches=tuple(Reach), days=90)
            key = SecurityKey(
                person=person,
                name=f"key {number}",
                credential=_public_half(SoftwareKey()),
                hashed=uuid4().hex,
                added_at=WALL,
            )
            session = OpenSession(person=person, device="Firefox", means="password", opened_at=by.at)
            write(key, session, event=event_by(by, Act.ALTERED, "person", person.id))
        ask_for_assessment(self.dilys)

    def _going_live(self, number: int) -> None:
        """A file that was imported, and one that was handed in."""
        heading = "Board,Title,Day,From,Until,Place,State\r\n"
        for what, title in ((going_live.import_file, "Summer"), (going_live.hand_in, "May")):
            line = f"Executive Group,{title} meeting {number},1/5/2015,10:00,12:00,Town hall,Cancelled\r\n"
            what(
                by=self.dilys,
                partnership=self.board.partnership,
                table="meetings",
                name=f"meetings-{number}.csv",
                content=(heading + line).encode(),
            )

    def _papers(self, number: int) -> None:
        """Another issue of a paper, whose figures have more editions then; a paper that is drafted, and one issued."""
        papers.issue_paper(by=self.dilys, paper=self.paper)
        front = {
            name: getattr(self.paper, name)
            for name in (
                "committee",
                "meeting_on",
                "report_of",
                "portfolio",
                "wards",
                "contact",
                "publisher",
                "section",
                "section_title",
                "first_paragraph",
            )
        }
        for state in ("drafted", "issued"):
            paper = papers.prepare_paper(
                by=self.dilys,
                key=f"{state}-{number}",
                quarter=paper_queries.quarter_of(self.paper),
                as_at=self.paper.as_at,
                indicators=("less-abuse", "lower-risk"),
                title=f"Burglary paper {number}",
                **front,
            )
            if state == "issued":
                papers.issue_paper(by=self.dilys, paper=paper)


def _public_half(key: SoftwareKey) -> str:
    """What is kept of a security key."""
    public = ES256.from_cryptography_key(key.private.public_key())
    return websafe_encode(bytes(AttestedCredentialData.create(b"\0" * 16, key.id, public)))
