"""Sharing agreements of the made-up partnership: between whom, of which fields, in which roles, from when to when."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import uuid4

from tests.made_partnership import TODAY, Made, on

from frith.guard.protection.agreements import services
from frith.guard.protection.agreements.models import SharingAgreement, Terms
from frith.guard.protection.agreements.services import Agreeing
from frith.guard.protection.liaison import services as liaison
from frith.guard.protection.liaison.models import LiaisonOfficer
from frith.guard.roles import Role
from frith.work.casework.queries import CLOSURE_RECORD

RECORDED = date(2016, 4, 1)
LAST = date(2017, 3, 31)
ALL_FIELDS = ("case_reference", "closed_on", "less_abuse", "risk_at_intake", "risk_at_closure")
OFFICERS = {"lantern": "amina", "rowan": "beth"}
"""Who speaks for an agency; for the council its data-protection officer does."""


def agreeing(
    made: Made,
    *,
    title: str = "Closures for commissioning",
    controllers: Iterable[str] = ("lantern",),
    recipients: Iterable[str] = ("council",),
    fields: Collection[str] = ("closed_on", "risk_at_intake", "risk_at_closure"),
    roles: Iterable[Role] = (Role.COMMISSIONER,),
    valid: tuple[date, date] = (RECORDED, LAST),
    gateway: str = "cda-1998-s115",
) -> Agreeing:
    """What is agreed, as the form asks it."""
    return Agreeing(
        title=title,
        purpose="to learn whether support helps",
        shared="what was found when support closed",
        gateway=gateway,
        controllers=[made.agencies[name] for name in controllers],
        recipients=[made.agencies[name] for name in recipients],
        fields={CLOSURE_RECORD: list(fields)} if fields else {},
        roles=list(roles),
        valid_from=valid[0],
        valid_to=valid[1],
        review_on=valid[0],
    )


def designate(made: Made) -> None:
    """Let each service have a liaison officer."""
    for name in OFFICERS.values():
        if not LiaisonOfficer.objects.filter(person=made.persons[name]).exists():
            liaison.designate(by=made.acting("dilys"), person=made.persons[name], starts=date(2015, 4, 1))


def agree(
    made: Made, said: Agreeing | None = None, *, recorded_on: date = RECORDED, accepted: bool = True
) -> SharingAgreement:
    """Record an agreement, and let every controller accept it on the same day."""
    what = said or agreeing(made)
    agreement = services.record_agreement(
        by=on(made.acting("dilys"), recorded_on), agreeing=what, key=uuid4()
    )
    if accepted:
        accept(made, agreement, on_day=recorded_on)
    return agreement


def accept(made: Made, agreement: SharingAgreement, on_day: date = TODAY) -> None:
    """Let every controller accept the latest version."""
    designate(made)
    terms = latest(agreement)
    for party in terms.parties.filter(controller=True).select_related("agency"):
        short = next(name for name, agency in made.agencies.items() if agency.pk == party.agency_id)
        services.accept(by=made.acting(OFFICERS.get(short, "edwin"), on_day), terms=terms)


def latest(agreement: SharingAgreement) -> Terms:
    """The latest version of an agreement."""
    agreement.refresh_from_db()
    found: Terms = agreement.versions.get(number=agreement.current)
    return found
