"""In a risk to life a record is opened in one's own name, for four hours, with an alert and a review."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from tests.made_partnership import WALL, Made, answers

from frith.guard import encryption
from frith.guard.access import services as access
from frith.guard.acting import Acting
from frith.guard.audit.models import AuditEvent
from frith.guard.protection import record_types
from frith.guard.protection.break_glass import alerts, permissions, queries, services
from frith.guard.protection.break_glass.models import Finding, Opening
from frith.guard.protection.record_types import SharedType
from frith.guard.roles import Role
from frith.vocabulary.faults import Refused, RowsRejected, UnknownName
from frith.work.casework import queries as casework
from frith.work.casework import services as casework_services
from frith.work.casework.models import ClosureRecord, CorrectionReason
from frith.work.casework.queries import CLOSURE_RECORD

pytestmark = pytest.mark.django_db
REASON = "She says that he is at her door with a knife"
MAY = ["amina", "beth", "colin", "dilys", "edwin", "flora", "gwen"]


def kind() -> SharedType:
    return record_types.shared_type(CLOSURE_RECORD)


def sees(by: Acting, record: ClosureRecord) -> bool:
    listed = record in casework.closure_records_visible_to(by)
    try:
        casework.closure_record(by=by, record_id=record.id, purpose="test")
    except Refused:
        assert not listed
        return False
    assert listed
    return True


def later(by: Acting, hours: float) -> Acting:
    """The same person, so many hours later by the wall clock: the business clock may stand."""
    return replace(by, at=by.at + timedelta(hours=hours))


def open_it(by: Acting, record_id: object, **more: object) -> Opening:
    return services.open_in_risk_to_life(by=by, kind=kind(), record_id=record_id, reason=REASON, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", MAY)
def test_it_opens_one_record_to_one_person_for_four_hours_of_the_wall_clock(made: Made, name: str) -> None:
    record, other = made.close(), made.close()
    by = made.acting(name)
    opening = open_it(by, record.id)
    assert (opening.opened_at, opening.until) == (WALL, WALL + timedelta(hours=4))
    assert sees(by, record)
    if name != "amina":
        assert not sees(by, other)
        assert sees(later(by, 3.9), record)
        assert not sees(later(by, 4), record)
        assert casework.why_visible(by, record.id) == (
            (
                "You opened this record in a risk to life. It closes at 2:30pm on 2 March 2026, and the "
                "data-protection officers were told."
            ),
        )
    assert not sees(made.acting("ivor"), record)


def test_it_shows_the_record_as_it_is_corrected_meanwhile(made: Made) -> None:
    record = made.close()
    colin = made.acting("colin")
    open_it(colin, record.id)
    corrected = casework_services.correct_closure(
        by=made.acting("amina"),
        record_id=record.id,
        found=answers(record, risk_at_closure="high"),
        reason=CorrectionReason.MISTYPED,
    )
    assert sees(colin, corrected)
    assert len(casework.closure_history(by=colin, record_id=record.id)) == 2


def test_the_officers_are_told_at_once_and_the_message_names_no_record(
    made: Made, django_capture_on_commit_callbacks
) -> None:
    record = made.close()
    with django_capture_on_commit_callbacks(execute=True):
        open_it(made.acting("colin"), record.id)
    (message,) = mail.outbox
    assert message.to == ["edwin@council.example"]
    assert message.subject == "A closure record was opened in a risk to life"
    assert "Colin of The council" in message.body
    assert "ends at 2:30pm on 2 March 2026" in message.body
    for secret in (REASON, str(record.id), record.case_reference, "lantern"):
        assert secret not in message.subject + message.body


def test_a_mail_server_that_is_down_undoes_nothing(
    made: Made, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks, caplog
) -> None:
    def down(*args: object, **kwargs: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(alerts, "send_mail", down)
    record = made.close()
    with django_capture_on_commit_callbacks(execute=True):
        opening = open_it(made.acting("colin"), record.id)
    assert sees(made.acting("colin"), record)
    assert list(queries.to_review(made.acting("edwin"))) == [opening]
    assert str(opening.pk) in caplog.text


def test_an_officer_who_left_or_whose_role_ended_is_not_told(made: Made) -> None:
    edwin = made.persons["edwin"]
    assert alerts.officers(WALL.date(), made.operator.today) == [edwin.email]
    access.end_role(by=made.operator, person=edwin, role=Role.DATA_PROTECTION_OFFICER)
    assert alerts.officers(WALL.date(), made.operator.today) == []


def test_it_is_recorded_the_same_whether_or_not_there_is_such_a_record(made: Made) -> None:
    record = made.close()
    told = []
    for record_id in (record.id, uuid4()):
        open_it(made.acting("colin"), record_id)
        event = AuditEvent.objects.latest("id")
        told.append((event.act, event.subject_type, event.purpose))
        assert str(record_id) in event.detail
        assert REASON not in event.detail
    assert told[0] == told[1] == ("collected", "protection.break-glass", "risk to life")


@pytest.mark.parametrize("name", ["ivor", "operator"])
def test_some_roles_open_nothing(made: Made, name: str) -> None:
    by = made.operator if name == "operator" else made.acting(name)
    assert not permissions.may_break_glass(by)
    with pytest.raises(Refused) as refusal:
        open_it(by, made.close().id)
    assert refusal.value.code == "protection.break-glass-role"


def test_the_reason_must_say_enough_and_is_kept_encrypted(made: Made) -> None:
    record = made.close()
    with pytest.raises(RowsRejected) as rejected:
        services.open_in_risk_to_life(
            by=made.acting("colin"), kind=kind(), record_id=record.id, reason="urgent   "
        )
    assert rejected.value.code == "protection.break-glass-reason"
    opening = open_it(made.acting("colin"), record.id)
    assert REASON not in opening.reason
    assert encryption.decrypted(opening.reason) == queries.reason_of(opening) == REASON


def test_a_form_sent_twice_opens_once(made: Made) -> None:
    key, record = uuid4(), made.close()
    assert open_it(made.acting("colin"), record.id, key=key) == open_it(
        made.acting("colin"), record.id, key=key
    )


def test_it_is_found_by_its_address_or_its_reference_and_what_is_not_there_is_answered_alike(
    made: Made,
) -> None:
    record, same = made.close(reference="LA-1"), made.close("rowan", reference="LA-1")
    colin = made.acting("colin")
    for n, (named, opened) in enumerate(
        [
            (f"https://frith.example/closures/{record.id}/", [record]),
            (" la-1 ", [record, same]),
            ("LA-404", []),
        ]
    ):
        count = Opening.objects.count()
        by = later(colin, 5 * n)
        page = services.open_named(by=by, kind=kind(), named=named, reason=REASON, key=uuid4())
        assert Opening.objects.count() == count + max(1, len(opened))
        assert set(casework.closure_records_visible_to(by)) == set(opened)
        assert (page in {each.id for each in opened}) == bool(opened)


@pytest.mark.parametrize("name", ["amina", "beth", "colin", "dilys", "flora", "gwen", "ivor"])
def test_only_a_data_protection_officer_looks_through_and_reviews(made: Made, name: str) -> None:
    opening = open_it(made.acting("colin"), made.close().id)
    by = made.acting(name)
    for tried in (
        lambda: queries.opening_list(by=by),
        lambda: queries.opening(by=by, key=opening.pk),
        lambda: services.review(by=by, opening=opening, finding=Finding.JUSTIFIED, words="fine"),
    ):
        with pytest.raises(Refused):
            tried()


def test_a_review_is_recorded_once_with_words_and_never_of_ones_own(made: Made) -> None:
    edwin = made.acting("edwin")
    opening, own = open_it(made.acting("colin"), made.close().id), open_it(edwin, made.close().id)
    assert list(queries.to_review(edwin)) == [opening]
    with pytest.raises(Refused) as refusal:
        services.review(by=edwin, opening=own, finding=Finding.JUSTIFIED, words="fine")
    assert refusal.value.code == "protection.break-glass-own"
    with pytest.raises(RowsRejected):
        services.review(by=edwin, opening=opening, finding=Finding.JUSTIFIED, words=" ")
    made_one = services.review(
        by=edwin, opening=opening, finding=Finding.NOT_JUSTIFIED, words="It could wait"
    )
    assert "It could wait" not in made_one.words
    assert list(queries.to_review(edwin)) == []
    with pytest.raises(Refused) as refusal:
        services.review(by=edwin, opening=opening, finding=Finding.JUSTIFIED, words="again")
    assert refusal.value.code == "protection.break-glass-reviewed"
    assert AuditEvent.objects.filter(subject=str(opening.pk), purpose="review").exists()
    with pytest.raises(UnknownName):
        queries.opening(by=edwin, key=uuid4())
