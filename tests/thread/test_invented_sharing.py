"""The demonstration's agreements: one lapses soon, one lapsed, and one of depersonalised data waits for a yes."""

from datetime import date
from pathlib import Path

import pytest
from tests.made_partnership import WALL

from frith.demo import partnership
from frith.guard.access.queries import person_present
from frith.guard.protection.agreements import queries
from frith.guard.protection.agreements.standing import State
from frith.guard.protection.liaison.queries import gaps_on
from frith.vocabulary.areas import Area, AreaKind
from frith.work.casework import queries as casework

pytestmark = pytest.mark.django_db
AREA = Area("X09000001", "Madeup", AreaKind.BOROUGH)
DAY = date(2018, 4, 16)


def test_the_invented_agreements_stand_as_the_demonstration_says(settings, tmp_path: Path) -> None:
    settings.FRITH_STANDING_AT = DAY
    partnership.load(at=WALL, area=AREA, state=tmp_path)
    check, hand_over, prescribed = queries.agreed_on(DAY)
    assert (check.standing.state, check.standing.warning) == (State.IN_FORCE, 30)
    assert hand_over.standing.state is State.LAPSED
    assert [party.agency.name for party in prescribed.waiting_for] == sorted(
        [partnership.COUNCIL, partnership.POLICE]
    )
    assert {agency.name for agency in gaps_on(DAY)} >= {partnership.COUNCIL, partnership.POLICE}
    people = {
        name: partnership.acting(person_present(email, WALL.date()), WALL)
        for name, email in (("dilys", "dilys@haverholm.example"), ("beth", "beth@rowan.example"))
    }
    shown = casework.closure_records_visible_to(people["dilys"])
    assert shown.count() > 1000
    assert not shown[0].shown["less_abuse"]
    own = casework.closure_records_visible_to(people["beth"])
    assert {each.controller.name for each in own} == {partnership.ROWAN}
