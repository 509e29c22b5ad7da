"""The demonstration's agreements: one lapses soon, one lapsed, and one of depersonalised data waits for a yes."""

import io
from datetime import date
from pathlib import Path

import docx
import pytest
from tests.made_partnership import WALL

from frith.demo import partnership
from frith.demo.governance import WITHOUT_LIAISON
from frith.guard.access.queries import person_present
from frith.guard.documents.queries import open_document
from frith.guard.protection.agreements import queries
from frith.guard.protection.agreements.standing import State
from frith.guard.protection.agreements.warning import warn
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
    assert [agency.name for agency in gaps_on(DAY)] == sorted(WITHOUT_LIAISON)
    people = {
        name: partnership.acting(person_present(email, WALL.date()), WALL)
        for name, email in (
            ("dilys", "dilys@haverholm.example"),
            ("beth", "beth@rowan.example"),
            ("rosa", "rosa@haverholm-police.example"),
        )
    }
    assert [each.agreement.title for each in queries.awaiting(people["rosa"])] == [prescribed.agreement.title]
    for agreed in (check, hand_over, prescribed):
        (attached,) = queries.documents_of(people["rosa"], agreed.agreement)
        assert attached.file
        assert attached.file.kind == "word"
        read = docx.Document(
            io.BytesIO(b"".join(open_document(by=people["rosa"], key=attached.file.pk).pieces))
        )
        assert agreed.agreement.title in " ".join(paragraph.text for paragraph in read.paragraphs).replace(
            "’", "'"
        )
    warned = warn(by=people["dilys"], address="http://localhost:8000")
    assert (warned.written, warned.unheard) == (3, ())
    shown = casework.closure_records_visible_to(people["dilys"])
    assert shown.count() > 1000
    assert not shown[0].shown["less_abuse"]
    own = casework.closure_records_visible_to(people["beth"])
    assert {each.controller.name for each in own} == {partnership.ROWAN}
