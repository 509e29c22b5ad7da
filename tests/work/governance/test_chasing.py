"""Letters about actions that are due: one a day, to the owner, without a word of what they are about."""

from datetime import date

import pytest
from django.core import mail
from tests.made_governance import Governed
from tests.made_partnership import PEOPLE, Made

from frith.guard.access import services as access
from frith.vocabulary.faults import Refused
from frith.work.governance.actions import services
from frith.work.governance.actions.chasing import chase
from frith.work.governance.actions.models import ActionState, Chased

pytestmark = pytest.mark.django_db
DUE = date(2016, 9, 28)


def test_an_owner_is_written_to_once_a_day_and_not_told_what_it_is_about(
    made: Made, governed: Governed
) -> None:
    dilys = made.acting("dilys", DUE)
    for _ in range(2):
        chase(by=dilys, address="http://localhost:8000")
    assert [letter.to for letter in mail.outbox] == [["gwen@police.example"]]
    said = f"{mail.outbox[0].subject} {mail.outbox[0].body}"
    for word in ("burglar", "crowded", "Protect", "Executive", str(governed.action.pk)):
        assert word not in said
    assert "http://localhost:8000/actions/" in said
    chase(by=made.acting("dilys", date(2016, 9, 29)), address="http://localhost:8000")
    assert len(mail.outbox) == 2


def test_nobody_is_written_to_before_a_week_ahead_or_once_it_is_done(made: Made, governed: Governed) -> None:
    assert chase(by=made.acting("dilys", date(2016, 9, 23)), address="x")[0] == []
    for action in (governed.action, governed.sealed_action):
        services.report_progress(by=made.acting("gwen"), action=action, state=ActionState.DONE)
    assert chase(by=made.acting("dilys", DUE), address="x")[0] == []


def test_who_left_is_not_written_to(made: Made, governed: Governed) -> None:
    access.record_leaving(by=made.operator, person=made.persons["gwen"])
    assert chase(by=made.acting("dilys", DUE), address="x")[0] == []


def test_a_letter_that_could_not_be_sent_is_sent_the_next_time(
    made: Made, governed: Governed, monkeypatch: pytest.MonkeyPatch
) -> None:
    from frith.work.governance.actions import chasing

    def fails(*_given: object) -> None:
        raise ConnectionRefusedError

    dilys = made.acting("dilys", DUE)
    with monkeypatch.context() as patch:
        patch.setattr(chasing, "send_mail", fails)
        written, faults = chase(by=dilys, address="x")
    assert (written, faults[0].code) == ([], "governance.letter-not-sent")
    assert not Chased.objects.exists()
    assert chase(by=dilys, address="x")[0] == ["gwen@police.example"]


@pytest.mark.parametrize("name", sorted(set(PEOPLE) - {"dilys"}))
def test_only_an_officer_has_letters_written(made: Made, governed: Governed, name: str) -> None:
    with pytest.raises(Refused):
        chase(by=made.acting(name, DUE), address="x")
    assert mail.outbox == []
