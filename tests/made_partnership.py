"""A small made-up partnership for the tests of the guards, the work rooms and the site. Nobody in it is real."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID, uuid5

import pytest
from django.conf import settings as of_django
from tests.publication import sample

from frith.guard import business_clock
from frith.guard.access import services as access
from frith.guard.access.models import Agency, Person
from frith.guard.access.queries import acting_as
from frith.guard.acting import Acting, Channel
from frith.guard.roles import Role
from frith.publication.stored import DOCUMENT, document_text
from frith.vocabulary.periods import FinancialYear, Quarter
from frith.work.casework import services as casework
from frith.work.casework.models import ClosureRecord, LessAbuse, Risk, Service
from frith.work.casework.outcomes import LESS_ABUSE, LOWER_RISK
from frith.work.casework.services import Found
from frith.work.governance.papers import services as governance
from frith.work.governance.papers.models import Paper
from frith.work.performance import services as performance

WALL = datetime(2026, 3, 2, 10, 30, tzinfo=UTC)
"""The wall clock of the tests."""
TODAY = date(2016, 9, 21)
"""The business day of the tests."""
QUARTER = Quarter(FinancialYear(2016), 1)
AREA = "X09000001"
PASSWORD = "a long and made-up password"
of_django.SECRET_KEY = "made up for the tests"
NAMESPACE = UUID("7d1a1f5e-55ba-4a34-9f6b-1cf4e8f9a001")


@pytest.fixture(autouse=True)
def installation(settings, tmp_path: Path) -> Iterator[Path]:
    """Give each test an installation of its own, with quick password hashes."""
    settings.FRITH_AUDIT_KEY = "made up for the tests too"
    settings.FRITH_FIELD_KEYS = ("made up for the tests as well",)
    settings.FRITH_SECOND_FACTOR = False  # tests of the second factor ask for it
    settings.FRITH_VAR = tmp_path
    settings.FRITH_STANDING_AT = TODAY
    settings.FRITH_DEMONSTRATION = False
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return tmp_path


@dataclass
class Made:
    """The partnership: agencies, people acting, services, and a way to record closures."""

    operator: Acting
    agencies: dict[str, Agency] = field(default_factory=dict)
    persons: dict[str, Person] = field(default_factory=dict)
    services: dict[str, Service] = field(default_factory=dict)

    def acting(self, name: str, day: date = TODAY) -> Acting:
        """Return a person acting on a business day."""
        return acting_as(self.persons[name], at=WALL, standing_at=day, channel=Channel.SITE)

    def close(
        self,
        service: str = "lantern",
        *,
        less_abuse: LessAbuse = LessAbuse.YES,
        risk: tuple[Risk, Risk] = (Risk.HIGH, Risk.MEDIUM),
        closed_on: date = date(2016, 5, 3),
        recorded_on: date | None = None,
        reference: str = "",
    ) -> ClosureRecord:
        """Record a closure, of a case of its own if no reference is given."""
        caseworker = "amina" if service == "lantern" else "beth"
        by = on(self.acting(caseworker), recorded_on or closed_on)
        found = Found(
            case_reference=reference or f"CA-{ClosureRecord.objects.count() + 1}",
            closed_on=closed_on,
            less_abuse=less_abuse,
            risk_at_intake=risk[0],
            risk_at_closure=risk[1],
        )
        return casework.record_closure(by=by, service=self.services[service], found=found)


def on(by: Acting, day: date) -> Acting:
    """Return somebody acting at noon of another business day."""
    return replace(by, business_now=business_clock.at_noon(day))


def answers(record: ClosureRecord, **changes: object) -> Found:
    """Return what a record says as the form asks it, with changes."""
    names = ("case_reference", "closed_on", "less_abuse", "risk_at_intake", "risk_at_closure")
    return Found(**({name: getattr(record, name) for name in names} | changes))


PEOPLE = {
    "amina": ("lantern", Role.CASEWORKER),
    "beth": ("rowan", Role.CASEWORKER),
    "colin": ("council", Role.COMMISSIONER),
    "dilys": ("council", Role.PARTNERSHIP_OFFICER),
    "edwin": ("council", Role.DATA_PROTECTION_OFFICER),
    "flora": ("council", Role.ADMINISTRATOR),
    "gwen": ("police", Role.MEMBER),
    "ivor": ("council", Role.COUNCILLOR),
}


@pytest.fixture
def made(db: None) -> Made:
    """Return the partnership, in the test's database."""
    return make()


def make() -> Made:
    """Make the partnership in the database."""
    operator = acting_as(
        access.install_operator(at=WALL), at=WALL, standing_at=TODAY, channel=Channel.COMMAND_LINE
    )
    made = Made(operator)
    for short in ("council", "police", "lantern", "rowan"):
        made.agencies[short] = access.add_agency(
            by=operator,
            name=f"The {short}",
            invented=short not in ("council", "police"),
            key=uuid5(NAMESPACE, short),
        )
    for name, (agency, role) in PEOPLE.items():
        made.persons[name] = access.add_person(
            by=operator,
            name=name.title(),
            email=f"{name}@{agency}.example",
            agency=made.agencies[agency],
            roles=[role],
            password=PASSWORD,
            starts=date(2015, 4, 1),
            key=uuid5(NAMESPACE, name),
        )
    for short in ("lantern", "rowan"):
        made.services[short] = casework.add_service(
            by=operator,
            name=f"{short.title()} support",
            provider=made.agencies[short],
            area=AREA,
            takes="women",
        )
    return made


def add_indicators(made: Made) -> None:
    """Add the two indicators of the thread."""
    for key, definition, baseline in (("less-abuse", LESS_ABUSE, 67.0), ("lower-risk", LOWER_RISK, 62.0)):
        performance.add_indicator(
            by=made.acting("dilys"),
            key=key,
            title=definition.title,
            rationale="to learn whether support helps",
            definition=definition.id,
            owner=made.agencies["council"],
            source="closure records",
            area=AREA,
            area_name="Madeup",
            baseline=(baseline, "2014/15", "an earlier report"),
            inherited=True,
            target=(90.0, date(2017, 3, 31)),
            tolerance=5,
        )


def write_assessment(var: Path) -> None:
    """Put an assessment where the site looks for those that were made: the sample of every block and picture."""
    folder = var / "assessments" / "made-up"
    (folder / "tables").mkdir(parents=True)
    (folder / DOCUMENT).write_text(document_text(sample.document()), encoding="utf-8")
    for name in ("assessment.pdf", "assessment.html", "tables/recorded.csv"):
        (folder / name).write_text("made up", encoding="utf-8")
    names = ["assessment.html", "assessment.pdf", DOCUMENT, "tables/recorded.csv"]
    manifest = {
        "area": AREA,
        "period": {"from": "2016-04", "to": "2018-03"},
        "files": [{"name": name, "bytes": (folder / name).stat().st_size} for name in names],
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def prepare_paper(made: Made, as_at: date = TODAY) -> Paper:
    """Prepare the paper of the thread."""
    return governance.prepare_paper(
        by=made.acting("dilys"),
        key="outcomes",
        quarter=QUARTER,
        as_at=as_at,
        indicators=("less-abuse", "lower-risk"),
        title="Outcomes of support",
        committee="Scrutiny Committee",
        meeting_on=TODAY,
        report_of="Director",
        portfolio="Public protection",
        wards="All",
        contact="Dilys",
        publisher="Madeup Community Safety Partnership",
        section=3,
        section_title="Background",
        first_paragraph=3,
    )


def close_many(made: Made) -> list[ClosureRecord]:
    """Record 52 closures: 36 of 42 who answered report less abuse; risk is lower in 20 of 25 assessed both times.

    No count is under 5, also when one answer is corrected, so that all of it may be published.
    """
    answered = (
        [LessAbuse.YES] * 36 + [LessAbuse.NO] * 6 + [LessAbuse.NOT_ASKED] * 5 + [LessAbuse.DECLINED] * 5
    )
    risks = (
        [(Risk.HIGH, Risk.STANDARD)] * 20
        + [(Risk.MEDIUM, Risk.MEDIUM)] * 5
        + [(Risk.HIGH, Risk.NOT_ASSESSED)] * 27
    )
    return [
        made.close("lantern" if n % 2 else "rowan", less_abuse=answer, risk=risk, reference=f"LA-{1000 + n}")
        for n, (answer, risk) in enumerate(zip(answered, risks, strict=True))
    ]


Closing = Callable[..., ClosureRecord]
