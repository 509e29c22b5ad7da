"""Invented sharing agreements: one that lapses soon, one that lapsed, and one of depersonalised data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID, uuid5

from frith.demo.signed_agreements import signed
from frith.guard import business_clock
from frith.guard.access.models import Agency, Person
from frith.guard.acting import Acting
from frith.guard.protection.agreements import services
from frith.guard.protection.agreements.services import Agreeing
from frith.guard.protection.liaison import services as liaison
from frith.guard.roles import Role
from frith.work.casework.queries import CLOSURE_RECORD, COUNTED

NAMESPACE = UUID("6b1f0a52-9c0e-4a5b-8a55-2f1c7f2f4c61")
SINCE = date(2015, 4, 1)


def load(
    *,
    officer: Acting,
    council: Agency,
    police: Agency,
    services_of: Mapping[Agency, Person],
    acts: Callable[[Person], Acting],
) -> None:
    """Record the agreements as the partnership officer, each service's liaison officer accepting for it."""
    for agency, person in services_of.items():
        key = uuid5(NAMESPACE, agency.name)
        liaison.designate(by=_on(officer, SINCE), person=person, starts=SINCE, key=key)
    both = list(services_of)
    check = Agreeing(
        title="Check of closure records before each quarter's report",
        purpose="The council's partnership officer checks that the records behind the outcomes are complete.",
        shared="The day on which support closed and the assessed risk, of the two services' closure records.",
        gateway="cda-1998-s115",
        controllers=both,
        recipients=[council],
        fields={CLOSURE_RECORD: ["closed_on", "risk_at_intake", "risk_at_closure"]},
        roles=[Role.PARTNERSHIP_OFFICER],
        valid_from=date(2017, 5, 11),
        valid_to=date(2018, 5, 10),
        review_on=date(2018, 4, 30),
    )
    hand_over = Agreeing(
        title="Handing over between the two services",
        purpose="A woman who moves from one service to the other does not have to tell everything again.",
        shared="Closure records of both services.",
        gateway="cda-1998-s115",
        controllers=both,
        recipients=both,
        fields={CLOSURE_RECORD: list(COUNTED)},
        roles=[Role.CASEWORKER],
        valid_from=date(2016, 4, 1),
        valid_to=date(2018, 3, 31),
        review_on=date(2017, 4, 1),
    )
    prescribed = Agreeing(
        title="Prescribed information every quarter",
        purpose="The strategic assessment rests on what the regulations have the authorities tell each other.",
        shared="The prescribed sets of depersonalised information, every quarter.",
        gateway="cda-1998-s17a",
        controllers=[council, police],
        recipients=[council, police],
        fields={},
        roles=[],
        valid_from=SINCE,
        valid_to=date(2019, 3, 31),
        review_on=date(2018, 6, 1),
    )
    for agreeing in (check, hand_over, prescribed):
        day = agreeing.valid_from
        agreement = services.record_agreement(
            by=_on(officer, day), agreeing=agreeing, key=uuid5(NAMESPACE, agreeing.title)
        )
        services.add_document(
            by=_on(officer, day),
            agreement=agreement,
            title="Signed agreement",
            file_name=f"{agreeing.title}.docx",
            content=signed(agreeing),
            key=uuid5(NAMESPACE, f"document of {agreeing.title}"),
        )
        terms = agreement.versions.get()
        for agency, person in services_of.items():
            if agency in agreeing.controllers:
                services.accept(by=_on(acts(person), day), terms=terms)


def _on(by: Acting, day: date) -> Acting:
    return replace(by, business_now=business_clock.at_noon(day))
