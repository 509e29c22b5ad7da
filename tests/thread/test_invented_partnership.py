"""The demonstration's invented records: the report's figures come out by counting, and are always the same.

Known answers: Westminster City Council, "Update on progress of the Safer Westminster Partnership", 21 September 2016,
paragraph 3.3: 93% from a baseline of 67%, and 84% from a baseline of 62%, in Q1 2016/17.
"""

from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from tests.made_partnership import WALL

from frith.demo import partnership
from frith.guard.access.models import Agency
from frith.vocabulary import numbers
from frith.vocabulary.areas import Area, AreaKind
from frith.vocabulary.figures import plain
from frith.work.casework.models import ClosureRecord
from frith.work.casework.outcomes import count_less_abuse, count_lower_risk
from frith.work.governance.papers import queries as governance
from frith.work.performance.definitions import Counted, Question

pytestmark = pytest.mark.django_db
STATE = Path("no assessments here")
AREA = Area("X09000001", "Madeup", AreaKind.BOROUGH)
REPORT = Question(partnership.REPORT_QUARTER.period, AREA.code, partnership.REPORT_DAY)
KNOWN = [
    (UUID("000d54c1-a78a-52c1-83af-686e9e2566ba"), 1, "LA-5280", date(2016, 11, 22), "yes", "high", "medium"),
    (
        UUID("00525867-9289-5eac-992e-3e96cb031db1"),
        1,
        "LA-3923",
        date(2018, 3, 16),
        "yes",
        "high",
        "standard",
    ),
]
"""The first two invented records; they change only with the invention itself."""
COLUMNS = (
    "closure",
    "edition",
    "case_reference",
    "closed_on",
    "less_abuse",
    "risk_at_intake",
    "risk_at_closure",
)


@pytest.fixture(autouse=True)
def standing(settings) -> None:
    settings.FRITH_STANDING_AT = date(2018, 4, 16)


def share(counted: Counted) -> tuple[int, int]:
    return sum(member.in_numerator for member in counted.members), len(counted.members)


def test_the_report_s_figures_come_out_by_counting() -> None:
    assert partnership.load(at=WALL, area=AREA, state=STATE)
    abuse, risk = share(count_less_abuse(REPORT)), share(count_lower_risk(REPORT))
    assert (abuse, risk) == ((80, 86), (79, 94))
    assert (numbers.share_of(*abuse), numbers.share_of(*risk)) == ("93%", "84%")
    document = governance.document_of(governance.issued_paper(partnership.ISSUED_PAPER, 1))
    said = plain(document.body[1].phrase)
    assert "93% reported less abuse, from an inherited baseline of 67%" in said
    assert "84% were at lower assessed risk at closure, from an inherited baseline of 62%" in said
    assert document.invented


def test_what_was_recorded_late_counts_only_later() -> None:
    partnership.load(at=WALL, area=AREA, state=STATE)
    later = replace(REPORT, as_at=partnership.LATE_DAY)
    assert share(count_less_abuse(later)) == (82, 89)
    assert share(count_lower_risk(later)) == (80, 97)


def test_loading_again_changes_nothing_and_a_load_is_whole_or_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def stopped(*args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(partnership, "_prepare_papers", stopped)
        with pytest.raises(KeyboardInterrupt):
            partnership.load(at=WALL, area=AREA, state=STATE)
    assert not Agency.objects.filter(invented=True).exists()
    assert partnership.load(at=WALL, area=AREA, state=STATE)
    count = ClosureRecord.objects.count()
    assert not partnership.load(at=WALL, area=AREA, state=STATE)
    assert ClosureRecord.objects.count() == count


def test_the_records_are_the_same_every_time() -> None:
    partnership.load(at=WALL, area=AREA, state=STATE)
    first = list(ClosureRecord.objects.order_by("closure", "edition").values_list(*COLUMNS))
    ids = {row[0] for row in first if row[1] == 1}
    assert (
        len(ids)
        == sum(counts.closed for counts in partnership.QUARTERS.values()) + partnership.RECORDED_LATE.closed
    )
    assert first[:2] == KNOWN


def test_the_commissioner_is_refused_and_every_way_in_works() -> None:
    from frith.guard.access.sign_in import check_code, check_credentials

    partnership.load(at=WALL, area=AREA, state=STATE)
    tried, refusal = partnership.show_refusal(at=WALL)
    assert tried.startswith("Colin Marsh of Haverholm Council opens the closure record of ")
    assert refusal.startswith(
        "Only caseworkers of the service that supported a person may open a closure record."
    )
    for way in partnership.sign_ins(at=WALL):
        person = check_credentials(way.email, way.password, at=WALL)
        assert person is not None
        assert [
            check_code(person, given, device="a test", at=WALL) is not None
            for given in (way.code, way.code, way.recovery, way.recovery)
        ] == [True, False, True, False]
