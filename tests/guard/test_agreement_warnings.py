"""Letters before an agreement lapses: at 60, 30 and 7 days, to those who speak for its parties, each once."""

from datetime import date, timedelta

import pytest
from django.core import mail
from tests.made_agreements import LAST, RECORDED, agree, agreeing, designate, latest
from tests.made_partnership import PEOPLE, Made

from frith.cli import agreements as command
from frith.guard.access import services as access
from frith.guard.audit.events import Act
from frith.guard.audit.models import AuditEvent
from frith.guard.protection.agreements import services, warning
from frith.guard.protection.agreements.models import LapseLetter
from frith.guard.protection.agreements.warning import warn
from frith.guard.protection.waiting import waiting_for
from frith.vocabulary.faults import Refused

pytestmark = pytest.mark.django_db
ADDRESS = "http://localhost:8000"


def days_before(days: int) -> date:
    return LAST - timedelta(days=days)


def warned(made: Made, day: date) -> list[str]:
    """Run the command's service on a day, and return who was written to."""
    before = len(mail.outbox)
    warn(by=made.acting("dilys", day), address=ADDRESS)
    return [letter.to[0] for letter in mail.outbox[before:]]


def test_each_of_three_warnings_is_written_once(made: Made) -> None:
    agree(made)
    for days, written in ((61, 0), (60, 1), (59, 0), (31, 0), (30, 1), (8, 0), (7, 1), (7, 0), (0, 0)):
        assert len(warned(made, days_before(days))) == written, days
    assert warned(made, LAST + timedelta(days=1)) == []
    assert sorted(LapseLetter.objects.values_list("threshold", flat=True)) == [7, 30, 60]


def test_a_run_that_comes_late_writes_the_nearest_warning_alone(made: Made) -> None:
    agree(made)
    assert warned(made, days_before(5)) == ["amina@lantern.example"]
    assert LapseLetter.objects.get().threshold == 7


def test_liaison_officers_of_parties_and_data_protection_officers_of_controllers_are_told(made: Made) -> None:
    designate(made)
    said = agreeing(made, controllers=("lantern", "council"), recipients=("rowan",), valid=(RECORDED, LAST))
    agree(made, said)
    # Amina and Beth are liaison officers of a controller and of who receives, Edwin protects a controller's data
    assert warned(made, days_before(60)) == [
        "amina@lantern.example",
        "beth@rowan.example",
        "edwin@council.example",
    ]


def test_a_letter_says_nothing_of_any_record(made: Made) -> None:
    agreement, record = agree(made), made.close(reference="CA-7731")
    warned(made, days_before(30))
    (letter,) = mail.outbox
    said = f"{letter.subject} {letter.body}"
    assert "lapses in 30 days" in said
    assert "31 March 2017" in said
    assert f"{ADDRESS}/agreements/{agreement.pk}/" in said
    for word in (record.case_reference, str(record.pk), "less_abuse", "support closed", "risk"):
        assert word not in said


def test_an_extension_moves_the_last_day_and_the_warnings_begin_anew(made: Made) -> None:
    agreement = agree(made)
    assert warned(made, days_before(7)) == ["amina@lantern.example"]
    until = LAST + timedelta(days=80)
    services.extend(by=made.acting("edwin", LAST), terms=latest(agreement), until=until, reason="a strike")
    assert warned(made, LAST + timedelta(days=19)) == []
    assert warned(made, until - timedelta(days=60)) == ["amina@lantern.example"]


def test_a_version_that_took_its_place_is_warned_of_by_its_own_last_day(made: Made) -> None:
    agreement = agree(made)
    warned(made, days_before(30))
    later = agreeing(made, valid=(RECORDED, LAST + timedelta(days=365)))
    services.amend(
        by=made.acting("dilys", days_before(20)), agreement=agreement, agreeing=later, why="It goes on."
    )
    assert warned(made, days_before(7)) == []
    assert warned(made, LAST + timedelta(days=335)) == ["amina@lantern.example"]


def test_what_ended_warns_nobody(made: Made) -> None:
    agreement = agree(made)
    services.end(by=made.acting("dilys", days_before(60)), terms=latest(agreement), why="No need any more.")
    assert warned(made, days_before(30)) == []


def test_who_left_is_not_written_to_and_the_gap_is_told(
    made: Made, capsys: pytest.CaptureFixture[str]
) -> None:
    agree(made)
    access.record_leaving(by=made.operator, person=made.persons["amina"])
    result = warn(by=made.acting("dilys", days_before(30)), address=ADDRESS)
    assert (result.written, result.unheard) == (0, ("Closures for commissioning",))
    assert command.warn_officers(made.acting("dilys", days_before(30)), ADDRESS) == 0
    assert "Closures for commissioning: nobody to write to." in capsys.readouterr().out


def test_a_letter_that_could_not_be_sent_is_sent_the_next_time(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_given: object) -> None:
        raise ConnectionRefusedError

    agree(made)
    dilys = made.acting("dilys", days_before(30))
    with monkeypatch.context() as patch:
        patch.setattr(warning, "send_mail", fails)
        result = warn(by=dilys, address=ADDRESS)
    assert (result.written, result.faults[0].code) == (0, "protection.warning-not-sent")
    assert not LapseLetter.objects.exists()
    assert warn(by=dilys, address=ADDRESS).written == 1


def test_each_letter_is_a_disclosure_in_the_trail(made: Made) -> None:
    agreement = agree(made)
    warned(made, days_before(7))
    event = AuditEvent.objects.filter(subject_type="protection.agreement").latest("pk")
    assert (event.subject, event.act) == (str(agreement.pk), Act.DISCLOSED.value)


@pytest.mark.parametrize("name", sorted(set(PEOPLE) - {"dilys", "edwin"}))
def test_only_the_two_officers_have_letters_written(made: Made, name: str) -> None:
    agree(made)
    with pytest.raises(Refused):
        warn(by=made.acting(name, days_before(7)), address=ADDRESS)
    assert mail.outbox == []


def test_the_first_page_tells_the_officers_of_a_party_and_nobody_else(made: Made) -> None:
    agree(made)
    told = {
        name
        for name in PEOPLE
        if any("lapses soon" in each.title for each in waiting_for(made.acting(name, days_before(60))))
    }
    # Dilys and Edwin look after agreements; Amina is the liaison officer of a party, Beth of an agency that is none
    assert told == {"amina", "dilys", "edwin"}
