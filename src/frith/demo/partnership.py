"""The invented partnership: agencies, people, two services, three years of closure records, indicators and papers.

Nothing here is about a real service or person. The counts of April to June 2016 are chosen so that, as at 21 September
2016, counting gives the two figures of the council report that Frith is modelled on (93% and 84%); the records are then
made to have those counts, in a fixed order, and the figures are computed from the records like any others. The two
baselines (67% and 62%) are that report's own and are marked as inherited.
"""

from __future__ import annotations

import random
import secrets
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TypeVar
from uuid import UUID, uuid5

from django.conf import settings

from frith.demo import governance as governance_of
from frith.demo import sharing
from frith.guard import business_clock
from frith.guard.access import queries as access
from frith.guard.access import services as access_services
from frith.guard.access.models import Agency, Person
from frith.guard.access.second_factor import codes
from frith.guard.access.second_factor.services import set_up_time_code
from frith.guard.access.teams.services import add_team, place_in_team
from frith.guard.acting import Acting, Channel
from frith.guard.audit.recording import act
from frith.guard.roles import Role
from frith.vocabulary.areas import Area
from frith.vocabulary.faults import Refused
from frith.vocabulary.periods import FinancialYear, Quarter
from frith.work.casework import queries as casework
from frith.work.casework import services as casework_services
from frith.work.casework.models import CorrectionReason, LessAbuse, Risk, Service
from frith.work.casework.outcomes import LESS_ABUSE, LOWER_RISK
from frith.work.casework.services import Found
from frith.work.governance.papers import queries as governance
from frith.work.governance.papers import services as governance_services
from frith.work.performance import services as performance

T = TypeVar("T")

NAMESPACE = UUID("0c6a6df1-0a1c-4a0f-8f39-6f9f2f6a9a10")
COUNCIL, LANTERN, ROWAN = "Haverholm Council", "Lantern Women's Advocacy", "Rowan House"
POLICE = "Haverholm Police"
REPORT_DAY = date(2016, 9, 21)
MEETING_DAY = date(2018, 6, 13)
LATE_DAY = date(2016, 11, 7)
STARTS = date(2015, 4, 1)
REPORT_QUARTER = Quarter(FinancialYear(2016), 1)
LAST_QUARTER = Quarter(FinancialYear(2017), 4)
INDICATORS = ("less-abuse", "lower-risk")
ISSUED_PAPER, LIVE_PAPER = "outcomes-2016-17-q1", "outcomes-2017-18-q4"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many closures of a quarter said what: answers to the abuse question, and risk lower, not lower, unknown."""

    yes: int
    no: int
    not_asked: int
    declined: int
    lower: int
    not_lower: int

    @property
    def closed(self) -> int:
        """All closures of the quarter."""
        return self.yes + self.no + self.not_asked + self.declined


QUARTERS: dict[str, Counts] = {
    "Q1 2015/16": Counts(47, 14, 12, 9, 49, 25),
    "Q2 2015/16": Counts(52, 13, 11, 8, 55, 22),
    "Q3 2015/16": Counts(58, 11, 10, 9, 60, 19),
    "Q4 2015/16": Counts(66, 9, 9, 8, 68, 16),
    "Q1 2016/17": Counts(80, 6, 9, 9, 79, 15),
    "Q2 2016/17": Counts(79, 7, 8, 9, 76, 16),
    "Q3 2016/17": Counts(77, 8, 9, 7, 77, 14),
    "Q4 2016/17": Counts(83, 8, 8, 7, 80, 17),
    "Q1 2017/18": Counts(84, 7, 7, 8, 81, 15),
    "Q2 2017/18": Counts(80, 9, 8, 6, 76, 17),
    "Q3 2017/18": Counts(78, 11, 7, 8, 74, 20),
    "Q4 2017/18": Counts(74, 12, 9, 6, 67, 24),
}
"""What the invented closures of each quarter add up to when all are recorded by its report."""

RECORDED_LATE = Counts(2, 1, 0, 0, 1, 2)
"""Closures of April to June 2016 that were recorded only in November 2016: as at September they do not count."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """A way in to the demonstration: whose, with which password and second factor, and what it shows.

    ``secret`` is for an app that makes codes; ``code`` is the one that it shows now, and ``recovery`` works once.
    """

    name: str
    email: str
    password: str
    shows: str
    secret: str
    code: str
    recovery: str


PEOPLE: tuple[tuple[str, str, str, Role, str], ...] = (
    (
        "Dilys Penrose",
        "dilys@haverholm.example",
        COUNCIL,
        Role.PARTNERSHIP_OFFICER,
        "drafts and issues the paper",
    ),
    (
        "Colin Marsh",
        "colin@haverholm.example",
        COUNCIL,
        Role.COMMISSIONER,
        "sees figures, is refused records",
    ),
    (
        "Edwin Achebe",
        "edwin@haverholm.example",
        COUNCIL,
        Role.DATA_PROTECTION_OFFICER,
        "reads the audit trail",
    ),
    ("Amina Farrow", "amina@lantern.example", LANTERN, Role.CASEWORKER, "records and corrects closures"),
    ("Beth Okoro", "beth@rowan.example", ROWAN, Role.CASEWORKER, "sees her own agency's closures alone"),
    ("Rosa Kendrick", "rosa@haverholm-police.example", POLICE, Role.MEMBER, "chairs the Executive Group"),
    ("Noel Ashby", "noel@haverholm-police.example", POLICE, Role.MEMBER, "chairs the sealed CONTEST groups"),
    ("Mara Sloane", "mara@haverholm.example", COUNCIL, Role.ANALYST, "makes assessments of the evidence"),
    ("Ines Holloway", "ines@haverholm.example", COUNCIL, Role.COUNCILLOR, "reads what is published"),
    (
        "Kit Rowntree",
        "kit@haverholm.example",
        COUNCIL,
        Role.ADMINISTRATOR,
        "looks after people, opens nothing",
    ),
)
"""Invented people: name, e-mail, agency, role, and what the demonstration shows with them."""

TEAMS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (COUNCIL, "Community safety team", ("dilys@haverholm.example", "mara@haverholm.example")),
    (COUNCIL, "Information governance", ("edwin@haverholm.example",)),
    (POLICE, "Partnership team", ("rosa@haverholm-police.example", "noel@haverholm-police.example")),
)
"""Invented teams: agency, name, and who is in them; the first leads."""


def load(*, at: datetime, area: Area, state: Path) -> bool:
    """Load the partnership, all of it or nothing; return False if it was there already.

    ``state`` is the folder where assessments are kept, whose findings the partnership cites.
    """
    by = operator(at=at, day=STARTS)
    if Agency.objects.filter(name=LANTERN).exists():
        return False
    _load(by=by, area=area, state=state)
    return True


def operator(*, at: datetime, day: date | None = None) -> Acting:
    """Return the operator acting on a business day (the demonstration's own, if none is given)."""
    return acting(access_services.install_operator(at=at), at, day)


def sign_ins(*, at: datetime) -> tuple[SignIn, ...]:
    """Give the invented people fresh passwords and second factors, for this demonstration alone, and return them."""
    by = operator(at=at)
    made = []
    for name, email, _agency, _role, shows in PEOPLE:
        password = secrets.token_urlsafe(9)
        person = access.person_present(email, business_clock.day_of(at))
        access_services.set_password(by=by, person=person, password=password)
        secret, step = codes.new_secret(), codes.step_of(at)
        # the code of now is left for whoever signs in: each works once
        recovery = set_up_time_code(
            by=acting(person, at), secret=secret, code=codes.code_of(secret, step - 1), replacing=True
        )
        made.append(SignIn(name, email, password, shows, secret, codes.code_of(secret, step), recovery[0]))
    return tuple(made)


def show_refusal(*, at: datetime) -> tuple[str, str]:
    """Let the commissioner try to open a closure record; return what was tried, and the refusal's words."""
    caseworker = acting(access.person_present("amina@lantern.example", business_clock.day_of(at)), at)
    commissioner = acting(access.person_present("colin@haverholm.example", business_clock.day_of(at)), at)
    record = casework.closure_records_visible_to(caseworker)[0]
    tried = f"{commissioner.name} of {commissioner.agency_name} opens the closure record of {record.case_reference}"
    try:
        casework.closure_record(by=commissioner, record_id=record.id, purpose="demonstration")
    except Refused as refusal:
        return tried, str(refusal)
    message = "the commissioner was not refused"
    raise AssertionError(message)


def acting(person: Person, at: datetime, day: date | None = None) -> Acting:
    """Return an invented person acting on a business day (the demonstration's own, if none is given)."""
    return access.acting_as(
        person, at=at, standing_at=day or settings.FRITH_STANDING_AT, channel=Channel.DEMONSTRATION
    )


@act
def _load(*, by: Acting, area: Area, state: Path) -> None:
    agencies = {
        name: access_services.add_agency(by=by, name=name, invented=True, key=uuid5(NAMESPACE, name))
        for name in (COUNCIL, LANTERN, ROWAN, POLICE)
    }
    people = {
        email: access_services.add_person(
            by=by,
            name=name,
            email=email,
            agency=agencies[agency],
            roles=[role],
            starts=STARTS,
            key=uuid5(NAMESPACE, email),
        )
        for name, email, agency, role, _shows in PEOPLE
    }
    for agency, name, members in TEAMS:
        team = add_team(by=by, agency=agencies[agency], name=name)
        for number, email in enumerate(members):
            place_in_team(by=by, team=team, person=people[email], leads=number == 0)
    caseworkers = [
        acting(people["amina@lantern.example"], by.at),
        acting(people["beth@rowan.example"], by.at),
    ]
    services = [_service(by, agencies[LANTERN], area), _service(by, agencies[ROWAN], area)]
    used: set[str] = set()
    for quarter, counts in QUARTERS.items():
        _record_quarter(quarter, counts, list(zip(caseworkers, services, strict=True)), used)
    _correct_one(caseworkers[0])
    officer = acting(people["dilys@haverholm.example"], by.at)
    _add_indicators(officer, agencies[COUNCIL], area)
    _prepare_papers(officer)
    sharing.load(
        officer=officer,
        council=agencies[COUNCIL],
        police=agencies[POLICE],
        services_of={
            agencies[LANTERN]: people["amina@lantern.example"],
            agencies[ROWAN]: people["beth@rowan.example"],
        },
        acts=lambda person: acting(person, by.at),
    )
    governance_of.load(
        by=by,
        officer=officer,
        agencies=agencies,
        members=[people[email] for _, email, _, role, _ in PEOPLE if role is Role.MEMBER],
        acts=lambda person: acting(person, by.at),
        area=area,
        state=state,
    )


def _service(by: Acting, provider: Agency, area: Area) -> Service:
    name = f"{provider.name}: specialist support for women"
    return casework_services.add_service(
        by=by, name=name, provider=provider, area=area.code, takes="women", key=uuid5(NAMESPACE, name)
    )


def _record_quarter(label: str, counts: Counts, hands: list[tuple[Acting, Service]], used: set[str]) -> None:
    quarter = _quarter(label)
    _record(label, quarter, counts, hands, used)
    if quarter == REPORT_QUARTER:
        _record(f"{label}, late", quarter, RECORDED_LATE, hands, used, recorded_on=LATE_DAY)


def _record(
    label: str,
    quarter: Quarter,
    counts: Counts,
    hands: list[tuple[Acting, Service]],
    used: set[str],
    recorded_on: date | None = None,
) -> None:
    chance = random.Random(label)  # noqa: S311 - the same invented records everywhere, not a secret
    answers = _shuffled(chance, _answers(counts))
    risks = _shuffled(chance, _risks(counts))
    first = quarter.period.first.first_day
    days = (quarter.period.last.last_day - first).days
    for position, (answer, (intake, closure)) in enumerate(zip(answers, risks, strict=True)):
        by, service = hands[0 if chance.random() < 0.6 else 1]
        closed_on = first + timedelta(days=position * days // counts.closed)
        day = recorded_on or closed_on + timedelta(days=chance.randint(0, 9))
        reference = f"{service.name[:2].upper()}-{chance.randint(1000, 9999)}"
        while reference in used:
            reference = f"{reference[:3]}{1000 + (int(reference[3:]) - 999) % 9000}"
        used.add(reference)
        found = Found(
            case_reference=reference,
            closed_on=closed_on,
            less_abuse=answer,
            risk_at_intake=intake,
            risk_at_closure=closure,
        )
        casework_services.record_closure(
            by=_on(by, day), service=service, found=found, key=uuid5(NAMESPACE, f"{label} {position}")
        )


def _answers(counts: Counts) -> list[LessAbuse]:
    return (
        [LessAbuse.YES] * counts.yes
        + [LessAbuse.NO] * counts.no
        + [LessAbuse.NOT_ASKED] * counts.not_asked
        + [LessAbuse.DECLINED] * counts.declined
    )


def _risks(counts: Counts) -> list[tuple[Risk, Risk]]:
    lower = [(Risk.HIGH, Risk.STANDARD), (Risk.HIGH, Risk.MEDIUM), (Risk.MEDIUM, Risk.STANDARD)]
    same = [(Risk.STANDARD, Risk.STANDARD), (Risk.MEDIUM, Risk.MEDIUM), (Risk.HIGH, Risk.HIGH)]
    unknown = counts.closed - counts.lower - counts.not_lower
    return (
        [lower[n % 3] for n in range(counts.lower)]
        + [same[n % 3] for n in range(counts.not_lower)]
        + [(Risk.MEDIUM, Risk.NOT_ASSESSED)] * unknown
    )


def _shuffled(chance: random.Random, items: list[T]) -> list[T]:
    return chance.sample(items, len(items))


def _correct_one(by: Acting) -> None:
    """Let one answer come later, in February 2018: the thread's correction, with its history."""
    record = next(
        found
        for found in casework.closure_records_visible_to(by).order_by("id")
        if date(2017, 4, 1) <= found.closed_on <= date(2017, 12, 31)
        and found.less_abuse == LessAbuse.NOT_ASKED
    )
    found = Found(
        case_reference=record.case_reference,
        closed_on=record.closed_on,
        less_abuse=LessAbuse.YES,
        risk_at_intake=record.risk_at_intake,
        risk_at_closure=record.risk_at_closure,
    )
    later = _on(by, date(2018, 2, 12))
    casework_services.correct_closure(
        by=later, record_id=record.id, found=found, reason=CorrectionReason.LATER_ANSWER
    )


def _add_indicators(by: Acting, owner: Agency, area: Area) -> None:
    for key, definition, baseline, target, why in (
        ("less-abuse", LESS_ABUSE, 67.0, 90.0, "Support should leave women safer by their own account."),
        ("lower-risk", LOWER_RISK, 62.0, 80.0, "Support should lower the risk that professionals assess."),
    ):
        performance.add_indicator(
            by=by,
            key=key,
            title=definition.title,
            rationale=why,
            definition=definition.id,
            owner=owner,
            source="Closure records of the two specialist services",
            area=area.code,
            area_name=area.name,
            baseline=(baseline, "period not stated", "committee report of 21 September 2016"),
            inherited=True,
            target=(target, date(2018, 3, 31)),
            tolerance=5,
        )


def _prepare_papers(by: Acting) -> None:
    _prepare(_on(by, REPORT_DAY), ISSUED_PAPER, REPORT_QUARTER, REPORT_DAY, REPORT_DAY)
    _prepare(by, LIVE_PAPER, LAST_QUARTER, by.today, MEETING_DAY)
    paper = governance.paper_named(by, ISSUED_PAPER)
    governance_services.issue_paper(by=_on(by, REPORT_DAY), paper=paper)


def _prepare(by: Acting, key: str, quarter: Quarter, as_at: date, meeting_on: date) -> None:
    governance_services.prepare_paper(
        by=by,
        key=key,
        quarter=quarter,
        as_at=as_at,
        indicators=INDICATORS,
        title="Outcomes of specialist support for women",
        committee="Policy and Scrutiny Committee",
        meeting_on=meeting_on,
        report_of="Director of Community Safety",
        portfolio="Public Protection",
        wards="All",
        contact="Dilys Penrose, partnership officer",
        publisher="Haverholm Community Safety Partnership",
        section=3,
        section_title="Background: actions under each priority",
        first_paragraph=3,
    )


def _on(by: Acting, day: date) -> Acting:
    return replace(by, business_now=business_clock.at_noon(day))


def _quarter(label: str) -> Quarter:
    return Quarter(FinancialYear(int(label[3:7])), int(label[1]))
