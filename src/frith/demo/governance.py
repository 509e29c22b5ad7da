"""How the invented partnership is governed: its agencies and their people, boards, three years of meetings, plans.

Nothing here is about a real agency or person. The structure of boards changes on 1 April 2017, as the council report
that Frith is modelled on announced: groups by cohort give way to groups for victims, offenders and locations.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from uuid import UUID, uuid5

from frith.demo import enquiries
from frith.guard import business_clock
from frith.guard.access import services as access
from frith.guard.access.models import Agency, Person
from frith.guard.acting import Acting
from frith.guard.protection.liaison import queries as liaison
from frith.guard.protection.liaison.services import designate
from frith.guard.roles import Role
from frith.vocabulary.agencies import AuthorityKind, LegalRole
from frith.vocabulary.areas import Area
from frith.vocabulary.duties import duty_of
from frith.work.governance.actions import services as actions
from frith.work.governance.actions.models import Action, ActionState
from frith.work.governance.boards import services as boards
from frith.work.governance.boards.models import Board, BoardKind, Capacity, Strand
from frith.work.governance.boards.services import Terms
from frith.work.governance.meetings import findings
from frith.work.governance.meetings import services as meetings
from frith.work.governance.meetings.models import (
    AgendaItem,
    Came,
    Decision,
    Exemption,
    Meeting,
    MeetingKind,
    MeetingState,
    Purpose,
)
from frith.work.governance.meetings.services import Noted
from frith.work.governance.partnerships import services as partnerships
from frith.work.governance.partnerships.models import Partnership
from frith.work.governance.statute import services as statute
from frith.work.governance.statute.models import Response
from frith.work.governance.strategy import services as strategy
from frith.work.governance.strategy.models import Change, Plan, Priority, StepState
from frith.work.performance import queries as performance

NAMESPACE = UUID("3a7f52a2-8c0d-4f5b-9e44-2b1e6f0d7c55")
STARTS = date(2015, 4, 1)
REFORM = date(2017, 4, 1)
TODAY = date(2018, 4, 16)


@dataclass(frozen=True, slots=True)
class Body:
    """An invented agency: its short name for addresses, its part in law, and how many of its people are here."""

    name: str
    address: str
    role: LegalRole
    people: int
    kind: AuthorityKind | None = None

    @property
    def short(self) -> str:
        """The name without the place, which all of them have."""
        return self.name.removeprefix("Haverholm ")


BODIES: tuple[Body, ...] = (
    Body("Haverholm Council", "haverholm", LegalRole.RESPONSIBLE, 14, AuthorityKind.COUNCIL),
    Body("Haverholm Police", "haverholm-police", LegalRole.RESPONSIBLE, 9, AuthorityKind.POLICE),
    Body("Haverholm Fire and Rescue", "haverholm-fire", LegalRole.RESPONSIBLE, 4, AuthorityKind.FIRE),
    Body(
        "Haverholm Clinical Commissioning Group",
        "haverholm-ccg",
        LegalRole.RESPONSIBLE,
        4,
        AuthorityKind.HEALTH,
    ),
    Body("Haverholm Probation", "haverholm-probation", LegalRole.RESPONSIBLE, 4, AuthorityKind.PROBATION),
    Body(
        "Haverholm Community Rehabilitation Company",
        "haverholm-crc",
        LegalRole.RESPONSIBLE,
        3,
        AuthorityKind.PROBATION,
    ),
    Body("Haverholm Policing Commissioner", "haverholm-pcc", LegalRole.POLICING_BODY, 2),
    Body("Haverholm Hospitals Trust", "haverholm-hospitals", LegalRole.COOPERATING, 3),
    Body("Haverholm Homes", "haverholm-homes", LegalRole.COOPERATING, 3),
    Body("Haverholm Transport", "haverholm-transport", LegalRole.COOPERATING, 2),
    Body("Haverholm Business District", "haverholm-business", LegalRole.PARTICIPATING, 2),
    Body("Lantern Women's Advocacy", "lantern", LegalRole.PROVIDER, 4),
    Body("Rowan House", "rowan", LegalRole.PROVIDER, 3),
)

WITHOUT_LIAISON = ("Haverholm Community Rehabilitation Company", "Haverholm Business District")
"""Agencies that designated nobody to see to their sharing: gaps, one of them a responsible authority's."""

# fmt: off
FIRST_NAMES = (
    "Abel", "Ada", "Agnes", "Alban", "Bela", "Bertram", "Blythe", "Cora", "Cyril", "Daphne", "Delia",
    "Edmund", "Elspeth", "Enid", "Ewan", "Fenn", "Fergus", "Gilda", "Godwin", "Greta", "Hester", "Hugo",
    "Ida", "Imogen", "Isolde", "Jago", "Jarvis", "Joan", "Kester", "Leda", "Linus", "Lorna", "Mabel",
    "Magnus", "Merle", "Morwenna", "Nadia", "Nesta", "Osric", "Otto", "Paloma", "Perrin", "Quentin",
    "Ravi", "Rhoda", "Rufus", "Sabine", "Seth", "Sorrel", "Tamsin", "Tobias", "Una", "Ursula", "Verity",
    "Walter", "Wilfred", "Yusra", "Zadie",
)
# fmt: on
# fmt: off
LAST_NAMES = (
    "Ashdown", "Barrow", "Birchall", "Brackley", "Calder", "Corrigan", "Denholm", "Draycott",
    "Eastwick", "Fairlie", "Fenwick", "Gadsby", "Garrick", "Hallam", "Harrow", "Ingleby", "Jessop",
    "Kershaw", "Lacey", "Langdale", "Marlow", "Mistry", "Naismith", "Oakes", "Ogden", "Pascoe",
    "Quayle", "Radley", "Rastrick", "Sandhu", "Selwyn", "Tarrant", "Thorne", "Underhill", "Vance",
    "Wadsworth", "Whitlow", "Yardley",
)
# fmt: on


@dataclass(frozen=True, slots=True)
class Topic:
    """Something that boards talk about: the item, what is said and decided, and what is given to whom to do."""

    title: str
    said: str
    decided: str
    act: str
    by: str


TOPICS: dict[str, tuple[Topic, ...]] = {
    "strategic": (
        Topic(
            "Progress on the plan",
            "The chair went through each priority.\nMembers asked for reasons where a measure was off its track.",
            "Each lead officer explains a measure that is off its track before the next meeting.",
            "Write to the lead officers for their reasons.",
            "Haverholm Council",
        ),
        Topic(
            "What people told us",
            "The engagement team reported what people had put first.\nDrug dealing and lighting were named most often.",
            "What people put first stands beside what the assessment finds when priorities are set.",
            "Tell those who answered what was done with it.",
            "Haverholm Council",
        ),
        Topic(
            "Funding of projects",
            "Projects paid from the crime prevention fund reported spending and outcomes.",
            "Spending is reviewed for economy, efficiency and effectiveness at the last meeting of each year.",
            "Send the spending of each project to the review.",
            "Haverholm Policing Commissioner",
        ),
    ),
    "executive": (
        Topic(
            "Measures that are off track",
            "The group looked at every measure rated red or amber and heard from its owner.",
            "Owners of red measures bring a recovery plan to the next meeting.",
            "Bring a recovery plan for each red measure.",
            "Haverholm Police",
        ),
        Topic(
            "Actions that are overdue",
            "Overdue actions were gone through agency by agency.",
            "An action that is moved twice comes back to this group with a reason.",
            "Bring overdue actions up to date.",
            "Haverholm Fire and Rescue",
        ),
        Topic(
            "Data that did not come",
            "Two of the prescribed data sets had not come for the last quarter.",
            "The health body names somebody who sends its sets each quarter.",
            "Name who sends the quarterly data.",
            "Haverholm Clinical Commissioning Group",
        ),
    ),
    "delivery": (
        Topic(
            "Referrals and waiting times",
            "Services reported how many were waiting.\nNobody at high risk waited for first contact.",
            "Waiting times are reported with every quarter's return.",
            "Send waiting times with the return.",
            "Lantern Women's Advocacy",
        ),
        Topic(
            "Problem places",
            "The analyst showed where crime had stayed highest.\nMembers named what they knew of each place.",
            "One problem plan is opened for the place that stayed highest.",
            "Open the problem plan and name its owner.",
            "Haverholm Police",
        ),
        Topic(
            "Employment and mental health across programmes",
            "Members described how people drop out of programmes when housing or health breaks down.",
            "Needs in employment and mental health are recorded in every programme in the same words.",
            "Agree the words with each programme.",
            "Haverholm Probation",
        ),
        Topic(
            "Lighting and dumped bicycles",
            "Residents had asked for lighting in two alleys.",
            "The alleys are lit before the clocks go back.",
            "Put lights into the two alleys.",
            "Haverholm Council",
        ),
    ),
    "contest": (
        Topic(
            "Review of crowded places",
            "The security adviser went through the sites on the list.",
            "Two sites are visited before the summer.",
            "Arrange the visits with the sites' managers.",
            "Haverholm Police",
        ),
        Topic(
            "Training of front-line staff",
            "Partners reported how many staff had been trained.",
            "Training is offered to night-time staff as well.",
            "Offer training to night-time staff.",
            "Haverholm Council",
        ),
    ),
}
"""What is talked about at the boards of each kind, in turn."""


Acts = Callable[[Person], Acting]


@dataclass(slots=True)
class Cast:
    """Who is who: agencies by name, their people, and who acts for the partnership."""

    officer: Acting
    agencies: dict[str, Agency]
    people: dict[str, list[Person]]

    def on(self, day: date) -> Acting:
        """Return the officer acting at noon of a day."""
        return at_noon(self.officer, day)

    def first(self, agency: str) -> Person:
        """Return the person whom an agency sends as a rule."""
        return self.people[agency][0]


def load(
    *,
    by: Acting,
    officer: Acting,
    agencies: dict[str, Agency],
    members: list[Person],
    acts: Acts,
    area: Area,
    state: Path,
) -> None:
    """Load how the partnership is governed.

    ``by`` looks after people, ``officer`` is the partnership's officer. ``agencies`` are here already, by name, so
    are ``members``, people who sit on boards: the first of the police chairs the Executive Group, the second the
    CONTEST groups. ``acts`` lets a person act, ``state`` is where assessments are kept.
    """
    cast = Cast(officer, {}, {})
    _add_people(by, cast, agencies, members)
    _liaison_officers(cast)
    partnership = _partnership(by, cast, area)
    held = _boards(cast, partnership)
    contest = _contest_groups(cast, partnership, acts)
    decided = _three_years(cast, held)
    for board, chair in contest:
        _meet_all(cast, board, chair, "contest", every=91, first=date(2015, 5, 20))
    _workshop(cast, held["Executive Group"])
    _public_meetings(cast, held["Haverholm Partnership Board"])
    _plans(cast, partnership, held, decided, state)
    _statutory_years(cast, partnership)
    _to_come(cast, held)
    enquiries.load(cast.on(TODAY - timedelta(days=4)), held["Executive Group"])


def at_noon(by: Acting, day: date) -> Acting:
    """Return somebody acting at noon of a day."""
    return replace(by, business_now=business_clock.at_noon(day))


def _names() -> Iterator[str]:
    """Return invented names that never repeat."""
    chance = random.Random("names")  # noqa: S311 - the same invented people everywhere, not a secret
    firsts, lasts = chance.sample(FIRST_NAMES, len(FIRST_NAMES)), chance.sample(LAST_NAMES, len(LAST_NAMES))
    for position, first in enumerate(firsts):
        yield f"{first} {lasts[position % len(lasts)]}"


def _add_people(by: Acting, cast: Cast, held: dict[str, Agency], members: list[Person]) -> None:
    names = _names()
    for body in BODIES:
        agency = held.get(body.name) or access.add_agency(
            by=by,
            name=body.name,
            short_name=body.short,
            invented=True,
            key=uuid5(NAMESPACE, body.name),
        )
        cast.agencies[body.name] = agency
        cast.people[body.name] = [person for person in members if person.agency_id == agency.pk]
        for _ in range(body.people):
            name = next(names)
            email = f"{name.split()[0].lower()}@{body.address}.example"
            role = Role.CASEWORKER if body.role is LegalRole.PROVIDER else Role.MEMBER
            person = access.add_person(
                by=by,
                name=name,
                email=email,
                agency=agency,
                roles=[role],
                starts=STARTS,
                key=uuid5(NAMESPACE, email),
            )
            cast.people[body.name].append(person)


def _liaison_officers(cast: Cast) -> None:
    """Designate who sees to each agency's sharing, where nobody does yet, and leave the gaps that are to be shown."""
    held = {post.agency.pk for post in liaison.posts_on(STARTS) if post.officer}
    for name, agency in cast.agencies.items():
        if name not in WITHOUT_LIAISON and agency.pk not in held:
            designate(
                by=cast.on(STARTS),
                person=cast.first(name),
                starts=STARTS,
                key=uuid5(NAMESPACE, f"liaison officer of {name}"),
            )


def _partnership(by: Acting, cast: Cast, area: Area) -> Partnership:
    made = partnerships.add_partnership(
        by=by,
        name="Haverholm Community Safety Partnership",
        short_name="HCSP",
        starts=STARTS,
        areas={area.code: area.name},
        key=uuid5(NAMESPACE, "partnership"),
    )
    for body in BODIES:
        partnerships.add_agency_part(
            by=by,
            partnership=made,
            agency=cast.agencies[body.name],
            role=body.role,
            kind=body.kind,
            starts=STARTS,
        )
    return made


def _boards(cast: Cast, partnership: Partnership) -> dict[str, Board]:
    """Set up the structure of 2015, and the one of 2017 that takes over from it."""
    held: dict[str, Board] = {}

    def board(
        name: str, kind: BoardKind, starts: date, chair: str, purpose: str, to: str = "", follows: str = ""
    ) -> None:
        made = boards.add_board(
            by=cast.on(starts),
            partnership=partnership,
            name=name,
            kind=kind,
            starts=starts,
            terms=Terms(
                purpose=purpose,
                meets="every quarter" if kind is not BoardKind.EXECUTIVE else "every six weeks",
                quorum=4,
                quorum_authorities=3,
                agreed_on=starts,
                membership="One senior person of each agency, or their deputy.",
            ),
            chair=cast.first(chair),
            reports_to=held.get(to),
            follows=held.get(follows),
            key=uuid5(NAMESPACE, name),
        )
        for agency, people in cast.people.items():
            provider = agency in ("Lantern Women's Advocacy", "Rowan House")
            if agency != chair and (not provider or kind is BoardKind.DELIVERY):
                boards.add_member(
                    by=cast.on(starts), board=made, person=people[0], capacity=Capacity.MEMBER, starts=starts
                )
        held[name] = made

    council, police = "Haverholm Council", "Haverholm Police"
    board(
        "Haverholm Partnership Board",
        BoardKind.STRATEGIC,
        STARTS,
        council,
        "Sets the strategy and the plan, and answers for both.",
    )
    board(
        "Executive Group",
        BoardKind.EXECUTIVE,
        STARTS,
        police,
        "Drives performance against the strategy.",
        "Haverholm Partnership Board",
    )
    for name, purpose in (
        (
            "Violence against Women and Girls Board",
            "Oversees services for survivors and work with perpetrators.",
        ),
        ("Youth Crime Board", "Keeps young people safe and out of crime."),
        ("Anti-social Behaviour Group", "Reviews anti-social behaviour and tasks what can be done about it."),
    ):
        board(name, BoardKind.DELIVERY, STARTS, council, purpose, "Executive Group")
    for name in (
        "Violence against Women and Girls Board",
        "Youth Crime Board",
        "Anti-social Behaviour Group",
    ):
        boards.end_board(by=cast.on(date(2017, 3, 31)), board=held[name], on=date(2017, 3, 31))
    for name, purpose, before in (
        (
            "Victim Group",
            "Works for those who are harmed most often.",
            "Violence against Women and Girls Board",
        ),
        ("Offender Group", "Works with those who offend most.", "Youth Crime Board"),
        ("Location Group", "Works on the places where crime gathers.", "Anti-social Behaviour Group"),
    ):
        board(name, BoardKind.DELIVERY, REFORM, council, purpose, "Executive Group", before)
    return held


def _contest_groups(cast: Cast, partnership: Partnership, acts: Acts) -> list[tuple[Board, Acting]]:
    """Set up three sealed groups, one strand each, that a police officer chairs."""
    made = []
    police = cast.people["Haverholm Police"]
    for strand in (Strand.PREVENT, Strand.PROTECT, Strand.PREPARE):
        board = boards.add_board(
            by=cast.on(STARTS),
            partnership=partnership,
            name=f"{strand.label} Group",
            kind=BoardKind.CONTEST,
            strand=strand,
            starts=STARTS,
            terms=Terms(
                purpose=f"Assures the partnership's work on the {strand.label} strand. It holds no subject of Channel.",
                meets="every quarter",
                quorum=3,
                agreed_on=STARTS,
            ),
            chair=police[1],
            key=uuid5(NAMESPACE, strand.value),
        )
        chair = acts(police[1])
        seats = {
            police[2]: Capacity.CTSA,
            cast.people["Haverholm Council"][1]: Capacity.SECRETARY,
            cast.people["Haverholm Fire and Rescue"][1]: Capacity.MEMBER,
            cast.people["Haverholm Hospitals Trust"][1]: Capacity.MEMBER,
        }
        for person, capacity in seats.items():
            boards.add_member(
                by=at_noon(chair, STARTS), board=board, person=person, capacity=capacity, starts=STARTS
            )
        made.append((board, chair))
    return made


def _three_years(cast: Cast, held: dict[str, Board]) -> dict[str, Decision]:
    """Let every open board meet from its first day to its last or to today; return the last decision of each."""
    decided = {}
    for number, (name, board) in enumerate(held.items()):
        kind = "delivery" if board.kind == BoardKind.DELIVERY else board.kind
        every = 42 if board.kind == BoardKind.EXECUTIVE else 91
        first = board.starts + timedelta(days=12 + 3 * number)
        last = _meet_all(cast, board, cast.officer, kind, every=every, first=first)
        if last:
            decided[name] = last
    return decided


def _meet_all(
    cast: Cast, board: Board, runs: Acting, kind: str, *, every: int, first: date
) -> Decision | None:
    """Hold a board's meetings, evenly spaced; return its last decision."""
    last, day, number = None, _working_day(first), 0
    until = board.ends or TODAY
    while day < until:
        topics = TOPICS[kind]
        chosen = [topics[(number + step) % len(topics)] for step in range(2)]
        last = _meet(cast, board, runs, day, number, chosen)
        number += 1
        day = _working_day(first + timedelta(days=every * number))
    return last


def _working_day(day: date) -> date:
    return day + timedelta(days={5: 2, 6: 1}.get(day.weekday(), 0))


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), business_clock.LONDON)


def _meet(cast: Cast, board: Board, runs: Acting, day: date, number: int, topics: list[Topic]) -> Decision:
    chance = random.Random(f"{board.name} {number}")  # noqa: S311 - the same invented meetings everywhere
    planned, then = at_noon(runs, max(day - timedelta(days=14), board.starts)), at_noon(runs, day)
    meeting = meetings.plan_meeting(
        by=planned,
        board=board,
        title=f"Meeting of {day:%B %Y}",
        starts_at=_at(day, 10),
        ends_at=_at(day, 12),
        place="Haverholm Town Hall, committee room 2",
        key=uuid5(board.pk, f"meeting {number}"),
    )
    items = [
        meetings.add_item(
            by=planned,
            meeting=meeting,
            title=topic.title,
            purpose=Purpose.DECIDE,
            presenter=cast.first("Haverholm Council").name,
            minutes_planned=30,
        )
        for topic in topics
    ]
    if board.kind == BoardKind.STRATEGIC and number % 4 == 3:
        private = meetings.add_item(
            by=planned,
            meeting=meeting,
            title="A contract that is out to tender",
            purpose=Purpose.NOTE,
            exempt=Exemption.BUSINESS,
        )
        meetings.save_minute(
            by=then, item=private, text="The price of the lowest bid was noted.", read_with=0
        )
    _attend(cast, board, meeting, then, chance)
    decision = None
    for item, topic in zip(items, topics, strict=True):
        meetings.save_minute(by=then, item=item, text=topic.said, read_with=0)
        decision = meetings.take_decision(by=then, item=item, text=topic.decided)
        _give(cast, board, item, topic, then, chance)
    meetings.go_on(by=then, meeting=meeting, state=MeetingState.HELD)
    if day < TODAY - timedelta(days=30):
        meetings.agree_minutes(by=at_noon(runs, day + timedelta(days=28)), meeting=meeting)
    assert decision is not None  # noqa: S101 - every meeting has topics
    return decision


COMES = {
    "Haverholm Clinical Commissioning Group": (0.45, 0.85),
    "Haverholm Community Rehabilitation Company": (0.6, 0.75),
    "Haverholm Transport": (0.7, 0.7),
}
"""How often an agency comes before and after the reform; the others come nine times in ten."""


def _attend(cast: Cast, board: Board, meeting: Meeting, by: Acting, chance: random.Random) -> None:
    noted = []
    for seat in board.members.select_related("person__agency").order_by("person__name"):
        before, after = COMES.get(seat.person.agency.name, (0.9, 0.92))
        draw = chance.random()
        often = before if by.today < REFORM else after
        came = Came.PRESENT if draw < often else Came.APOLOGIES if draw < often + 0.07 else Came.ABSENT
        if came is Came.PRESENT and chance.random() < 0.12:
            came = Came.DEPUTY
        noted.append(Noted(agency=seat.person.agency, person=seat.person, came=came))
    meetings.note_attendance(by=by, meeting=meeting, noted=noted)


def _give(
    cast: Cast, board: Board, item: AgendaItem, topic: Topic, by: Acting, chance: random.Random
) -> None:
    due = by.today + timedelta(days=chance.choice((28, 42, 56)))
    agency = cast.agencies[topic.by]
    owner = cast.people[topic.by][1 if board.sealed and topic.by == "Haverholm Police" else 0]
    if board.sealed and topic.by == "Haverholm Council":
        owner = cast.people[topic.by][1]
    action = actions.give_action(
        by=by, board=board, item=item, words=topic.act, agency=agency, owner=owner, due_on=due
    )
    _report(action, by, due, chance)


def _report(action: Action, by: Acting, due: date, chance: random.Random) -> None:
    """Say how an action went: most are done in time, some late, a few not, and the newest are open."""
    draw = chance.random()
    if due > TODAY or (due > TODAY - timedelta(days=60) and draw > 0.6):
        return
    if draw < 0.74:
        state, day, words = ActionState.DONE, due - timedelta(days=chance.randint(0, 9)), ""
    elif draw < 0.9:
        state, day, words = (
            ActionState.DONE,
            due + timedelta(days=chance.randint(5, 40)),
            "Late: staff were away.",
        )
    elif draw < 0.96:
        state, day, words = ActionState.CHANGED, due, "Another agency had done it by then."
    else:
        state, day, words = ActionState.NOT_DONE, due, "There was no budget for it this year."
    actions.report_progress(
        by=at_noon(by, min(max(day, by.today), TODAY)), action=action, state=state, words=words
    )


def _workshop(cast: Cast, board: Board) -> None:
    """Hold the workshop of August 2016 on what mental health has to do with crime."""
    day = date(2016, 8, 17)
    by = cast.on(day)
    workshop = meetings.plan_meeting(
        by=cast.on(date(2016, 7, 20)),
        board=board,
        kind=MeetingKind.WORKSHOP,
        title="Workshop: mental health and crime",
        starts_at=_at(day, 13),
        ends_at=_at(day, 16),
        place="Haverholm Library",
        key=uuid5(NAMESPACE, "workshop"),
    )
    themes = (
        (
            "Crisis care at night",
            "Police officers wait for hours with people in crisis.",
            "Haverholm Hospitals Trust",
        ),
        (
            "Housing and health together",
            "People lose a tenancy while they are in hospital.",
            "Haverholm Homes",
        ),
        ("Work as a way back", "Programmes ask about work in different words.", "Haverholm Probation"),
    )
    for title, said, agency in themes:
        item = meetings.add_item(
            by=by, meeting=workshop, title=title, purpose=Purpose.THEME, minutes_planned=45
        )
        meetings.save_minute(by=by, item=item, text=said, read_with=0)
        action = actions.give_action(
            by=by,
            board=board,
            item=item,
            words=f"Write one page on what would change: {title.lower()}.",
            agency=cast.agencies[agency],
            owner=cast.first(agency),
            due_on=date(2016, 9, 30),
        )
        actions.report_progress(by=cast.on(date(2016, 9, 28)), action=action, state=ActionState.DONE)
    came = [
        Noted(agency=cast.agencies[body.name], person=cast.first(body.name), came=Came.PRESENT)
        for body in BODIES[:9]
    ]
    meetings.note_attendance(by=by, meeting=workshop, noted=came)
    meetings.go_on(by=by, meeting=workshop, state=MeetingState.HELD)
    meetings.agree_minutes(by=cast.on(date(2016, 9, 7)), meeting=workshop)


def _public_meetings(cast: Cast, board: Board) -> None:
    """Hold one public meeting a year; in 2015 the health body sent nobody."""
    for year in (2015, 2016, 2017):
        day = date(year, 6, 21)
        by = cast.on(day)
        meeting = meetings.plan_meeting(
            by=cast.on(day - timedelta(days=40)),
            board=board,
            kind=MeetingKind.PUBLIC,
            title=f"Public meeting {year}",
            starts_at=_at(day, 18),
            ends_at=_at(day, 20),
            place="Haverholm Assembly Rooms",
            key=uuid5(NAMESPACE, f"public {year}"),
        )
        item = meetings.add_item(
            by=by,
            meeting=meeting,
            title="Questions from the floor",
            purpose=Purpose.DISCUSS,
            minutes_planned=90,
        )
        meetings.save_minute(
            by=by, item=item, text="People asked about drug dealing, lighting and bicycle theft.", read_with=0
        )
        came = [
            Noted(
                agency=cast.agencies[body.name], person=cast.first(body.name), came=Came.PRESENT, senior=True
            )
            for body in BODIES
            if body.kind and not (year == 2015 and body.kind is AuthorityKind.HEALTH)
        ]
        meetings.note_attendance(by=by, meeting=meeting, noted=came)
        meetings.go_on(by=by, meeting=meeting, state=MeetingState.HELD)
        meetings.change_meeting(
            by=by,
            meeting=meeting,
            title=meeting.title,
            starts_at=meeting.starts_at,
            ends_at=meeting.ends_at,
            place=meeting.place,
            publicised_before="Posters, the council's website and two newspapers",
            publicised_after="A report in the residents' newsletter",
        )
        meetings.agree_minutes(by=cast.on(day + timedelta(days=28)), meeting=meeting)


def _plans(
    cast: Cast, partnership: Partnership, held: dict[str, Board], decided: dict[str, Decision], state: Path
) -> None:
    """Write two plans: of 2014 to 2017 with a priority added in 2016, and of 2017 to 2020."""
    first = _plan(cast, partnership, "Partnership plan 2014 to 2017", 2014, 2016, date(2015, 4, 1))
    given = {
        "Violence against women and girls": (
            "Haverholm Council",
            "Victim Group",
            "Women are safer by their own account.",
        ),
        "Youth crime": (
            "Haverholm Council",
            "Offender Group",
            "Fewer young people are victims or offenders.",
        ),
        "Anti-social behaviour": (
            "Haverholm Council",
            "Location Group",
            "Fewer people say that it spoils their lives.",
        ),
        "Countering terrorism and radicalisation": (
            "Haverholm Police",
            "",
            "Every strand is assured each year.",
        ),
    }
    priorities = {
        title: _priority(cast, first, title, lead, held.get(board), success, date(2015, 4, 1))
        for title, (lead, board, success) in given.items()
    }
    added = date(2016, 5, 18)
    priorities["Foreign national offenders"] = _priority(
        cast,
        first,
        "Foreign national offenders",
        "Haverholm Police",
        None,
        "More are identified at arrest.",
        added,
    )
    second = _plan(cast, partnership, "Partnership plan 2017 to 2020", 2017, 2019, date(2017, 3, 14))
    for title, priority in priorities.items():
        dropped = title == "Foreign national offenders"
        strategy.change_priority(
            by=cast.on(date(2017, 3, 14)),
            priority=priority,
            plan=second,
            what=Change.DROPPED if dropped else Change.KEPT,
            reason="It is now part of the Offender Group's everyday work."
            if dropped
            else "It still comes first.",
        )
    places = _priority(
        cast,
        second,
        "Problem places",
        "Haverholm Police",
        held["Location Group"],
        "The places that stayed highest fall by more than the rest.",
        date(2017, 3, 14),
    )
    priorities["Problem places"] = places
    _steps(cast, first, priorities, due=date(2017, 2, 28), done=True)
    _steps(
        cast,
        second,
        {name: each for name, each in priorities.items() if name != "Foreign national offenders"},
        due=date(2018, 9, 30),
        done=False,
    )
    for plan, day in ((first, date(2015, 4, 2)), (second, date(2017, 3, 20))):
        strategy.agree_plan(by=cast.on(day), plan=plan, on=day, decision=None)
        strategy.publish_summary(by=cast.on(day), plan=plan, on=day)
    for key in ("less-abuse", "lower-risk"):
        strategy.measure_by(
            by=cast.on(TODAY),
            priority=priorities["Violence against women and girls"],
            indicator=performance.indicator_named(key),
        )
    _revise(cast, second, priorities, decided, state)


def _revise(
    cast: Cast, plan: Plan, priorities: dict[str, Priority], decided: dict[str, Decision], state: Path
) -> None:
    """Look at the plan in the light of the assessment, and let the Executive Group decide on its findings."""
    by = cast.on(TODAY)
    wanted = {
        "trend.anti-social-behaviour": "Anti-social behaviour",
        "places.persistent": "Problem places",
        "places.hot-spots": "Problem places",
        "harm.most.violence-and-sexual-offences": "Violence against women and girls",
    }
    latest = decided.get("Executive Group")
    for each in findings.citable_by(by, state):
        title = wanted.get(each.rests.reference)
        if title:
            strategy.justify(by=by, priority=priorities[title], rests=each.rests)
        cited = each.rests.reference in ("places.persistent", "harm.change")
        if latest and cited and latest.item.meeting.state == MeetingState.HELD:
            meetings.add_evidence(by=by, decision=latest, rests=each.rests)
    strategy.change_priority(
        by=cast.on(date(2018, 3, 20)),
        priority=priorities["Problem places"],
        plan=plan,
        what=Change.KEPT,
        reason="Looked at before the second year of the plan.",
    )


def _plan(cast: Cast, partnership: Partnership, title: str, first: int, last: int, day: date) -> Plan:
    return strategy.add_plan(
        by=cast.on(day),
        partnership=partnership,
        title=title,
        first_year=first,
        last_year=last,
        strategy="We reduce the risk and the harm of crime and anti-social behaviour, and protect those who are most "
        "vulnerable. Employment and mental health run through everything we do.",
        resources="Each authority puts staff to the groups that it sits on. Projects are paid from the crime "
        "prevention fund.",
        community="We ask people every spring what should come first, and meet them in public each June. Report what "
        "worries you; join a neighbourhood scheme; become a mentor.",
        key=uuid5(NAMESPACE, title),
    )


def _priority(
    cast: Cast, plan: Plan, title: str, lead: str, board: Board | None, success: str, day: date
) -> Priority:
    return strategy.add_priority(
        by=cast.on(day),
        plan=plan,
        title=title,
        aim=success,
        lead=cast.agencies[lead],
        board=board,
        reason="The assessment and the people we asked both put it first.",
        success=success,
        on=day,
        key=uuid5(NAMESPACE, f"priority {title}"),
    )


def _steps(cast: Cast, plan: Plan, priorities: dict[str, Priority], *, due: date, done: bool) -> None:
    made = (
        ("Agree who does what with each agency.", "Haverholm Council"),
        ("Train staff who meet the people concerned.", "Haverholm Police"),
    )
    for number, priority in enumerate(priorities.values()):
        for words, agency in made:
            step = strategy.add_step(
                by=cast.on(STARTS if done else REFORM),
                plan=plan,
                priority=priority,
                words=words,
                agency=cast.agencies[agency],
                due_on=due,
            )
            state = StepState.DONE if done or number % 2 == 0 else StepState.UNDER_WAY
            said = "" if state is StepState.DONE else "Two agencies have agreed."
            strategy.report_step(by=cast.on(min(due, TODAY)), step=step, state=state, said=said)


def _statutory_years(cast: Cast, partnership: Partnership) -> None:
    """Keep the records of three statutory years; the year that has just begun is still empty."""
    committee = "Adults, Health and Public Protection Scrutiny Committee"
    for year in (2015, 2016, 2017):
        spring, autumn, winter = date(year, 5, 31), date(year, 9, 21), date(year + 1, 2, 20)
        written = (
            (
                "considered-authorities",
                winter,
                "Returns of each responsible authority, listed in the assessment.",
            ),
            (
                "considered-others",
                winter,
                "Letters of the hospitals trust, the housing association and transport.",
            ),
            ("considered-scrutiny", winter, "The committee's report of September."),
            ("spend", winter, "Reviewed by the partnership board in February."),
            ("scrutiny", autumn, f"{committee}, meeting of 21 September."),
            ("why", winter, "Notes of the analyst under each change, chapter 4 of the assessment."),
            ("dispatch", date(year, 4, 10), "Sent to the policing commissioner by e-mail."),
        )
        for duty, day, words in written:
            if year == 2017 and duty == "spend":
                continue
            statute.record_duty(
                by=cast.on(day),
                partnership=partnership,
                year=year,
                duty=duty_of(duty),
                words=words,
                done_on=day,
            )
        statute.record_consultation(
            by=cast.on(spring),
            partnership=partnership,
            title=f"What should come first? {year}",
            starts=date(year, 4, 20),
            ends=spring,
            method="Questionnaire by post and on the council's website; two evenings in each ward",
            who="Every tenth household, businesses of the centre, and tenants' and young people's groups. Night-time "
            "workers were asked at work, because few answer by post.",
            asked=6000,
            answered=1180 + 70 * (year - 2015),
            weighting="By ward and age, to the census.",
            concerns=[
                ("Whole area", 1, "Drug dealing", 512),
                ("Whole area", 2, "Street lighting", 430),
                ("Whole area", 3, "Bicycle theft", 288),
                ("Centre", 1, "Noise at night", 144),
            ],
        )
    request = statute.receive_request(
        by=cast.on(date(2016, 9, 22)),
        partnership=partnership,
        committee=committee,
        words="How many closures of specialist services report less abuse, quarter by quarter?",
        asked_on=date(2016, 9, 22),
        answer_by=date(2016, 10, 14),
    )
    statute.answer_request(
        by=cast.on(date(2016, 10, 10)),
        request=request,
        answer="The outcomes paper of 21 September gives them, with the numbers they rest on.",
        on=date(2016, 10, 10),
    )
    answered = statute.receive_recommendation(
        by=cast.on(date(2016, 9, 28)),
        partnership=partnership,
        committee=committee,
        words="Report performance in the same form for every project board.",
        reported_on=date(2016, 9, 28),
    )
    statute.answer_recommendation(
        by=cast.on(date(2016, 10, 20)),
        recommendation=answered,
        response=Response.ACCEPTED,
        answer="One framework is used for all boards from April 2017.",
        on=date(2016, 10, 20),
    )
    statute.receive_request(
        by=cast.on(date(2018, 4, 9)),
        partnership=partnership,
        committee=committee,
        words="Which neighbourhoods stayed hot spots over the last two years, and what is done there?",
        asked_on=date(2018, 4, 9),
        answer_by=date(2018, 4, 27),
    )
    statute.receive_recommendation(
        by=cast.on(date(2018, 3, 28)),
        partnership=partnership,
        committee=committee,
        words="Publish how long people wait for specialist support.",
        reported_on=date(2018, 3, 28),
    )


def _to_come(cast: Cast, held: dict[str, Board]) -> None:
    """Plan the next meetings, with agendas that are being built."""
    for name, day in (
        ("Executive Group", date(2018, 4, 26)),
        ("Haverholm Partnership Board", date(2018, 5, 16)),
        ("Location Group", date(2018, 5, 3)),
    ):
        meeting = meetings.plan_meeting(
            by=cast.on(TODAY),
            board=held[name],
            title=f"Meeting of {day:%B %Y}",
            starts_at=_at(day, 10),
            ends_at=_at(day, 12),
            place="Haverholm Town Hall, committee room 2",
            key=uuid5(held[name].pk, "next"),
        )
        for title, purpose in (
            ("The strategic assessment", Purpose.DECIDE),
            ("Actions that are overdue", Purpose.DISCUSS),
            ("Any other business", Purpose.NOTE),
        ):
            meetings.add_item(by=cast.on(TODAY), meeting=meeting, title=title, purpose=purpose)
