"""Recording and correcting closures: who may, what is refused, and every fault at once."""

import json
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from tests.made_partnership import AREA, QUARTER, TODAY, Made, answers

from frith.guard.audit.models import AuditEvent
from frith.guard.audit.recording import _writing
from frith.vocabulary.faults import Refused, RowsRejected, UnknownName
from frith.work.casework import permissions, queries, services
from frith.work.casework.models import ClosureRecord, CorrectionReason, LessAbuse, Risk
from frith.work.casework.services import Found
from frith.work.performance.definitions import Question

pytestmark = pytest.mark.django_db

MAY_RECORD = {("amina", "lantern"), ("beth", "rowan")}


@pytest.mark.parametrize("service", ["lantern", "rowan"])
@pytest.mark.parametrize("name", ["amina", "beth", "colin", "dilys", "edwin", "flora"])
def test_only_caseworkers_of_the_provider_record_closures(made: Made, name: str, service: str) -> None:
    by, of = made.acting(name), made.services[service]
    found = Found(
        case_reference="LA-1",
        closed_on=TODAY,
        less_abuse="yes",
        risk_at_intake="high",
        risk_at_closure="high",
    )
    assert permissions.may_record_closures(by, of) == ((name, service) in MAY_RECORD)
    if (name, service) in MAY_RECORD:
        record = services.record_closure(by=by, service=of, found=found)
        assert record.controller == of.provider
    else:
        with pytest.raises(Refused) as refusal:
            services.record_closure(by=by, service=of, found=found)
        assert refusal.value.code == "casework.record-closure"
        assert not ClosureRecord.objects.exists()


def test_every_fault_is_told_at_once_and_nothing_is_written(made: Made) -> None:
    count = AuditEvent.objects.count()
    found = Found(
        case_reference="Jane Doe",
        closed_on=date(2016, 9, 22),
        less_abuse="perhaps",
        risk_at_intake="high",
        risk_at_closure="",
    )
    with pytest.raises(RowsRejected) as rejected:
        services.record_closure(by=made.acting("amina"), service=made.services["lantern"], found=found)
    assert [fault.where for fault in rejected.value.faults] == [
        "case_reference",
        "less_abuse",
        "risk_at_closure",
        "closed_on",
    ]
    assert not ClosureRecord.objects.exists()
    assert AuditEvent.objects.count() == count


@pytest.mark.parametrize(
    ("reference", "closed_on", "where"),
    [
        ("LA-１００１", date(2016, 5, 3), "case_reference"),
        ("LA-١٠٠١", date(2016, 5, 3), "case_reference"),
        ("LA-1001", date(1999, 12, 31), "closed_on"),
        ("LA-1001", date(16, 5, 3), "closed_on"),
    ],
)
def test_one_case_has_one_way_to_be_written_and_a_day_that_can_be(
    made: Made, reference: str, closed_on: date, where: str
) -> None:
    """Digits of another script look like the same case and would count it twice."""
    with pytest.raises(RowsRejected) as rejected:
        made.close(reference=reference, closed_on=closed_on, recorded_on=TODAY)
    assert [fault.where for fault in rejected.value.faults] == [where]
    assert not ClosureRecord.objects.exists()


def test_a_correction_adds_a_statement_and_keeps_the_first(made: Made) -> None:
    first = made.close(less_abuse=LessAbuse.NO)
    second = services.correct_closure(
        by=made.acting("amina"),
        record_id=first.id,
        found=answers(first, less_abuse=LessAbuse.YES),
        reason=CorrectionReason.MISTYPED,
    )
    assert (second.closure, second.edition, second.reason) == (first.closure, 2, "mistyped")
    shown = queries.closure_history(by=made.acting("amina"), record_id=second.id)
    assert [r.less_abuse for r in shown] == ["no", "yes"]
    event = AuditEvent.objects.latest("id")
    assert (event.act, event.subject) == ("consulted", str(second.id))
    assert json.loads(event.detail) == {"statements": f"{first.id},{second.id}"}
    for name in ("beth", "colin", "dilys", "edwin", "flora"):
        with pytest.raises(Refused):
            queries.closure_history(by=made.acting(name), record_id=second.id)
        assert AuditEvent.objects.latest("id").act == "refused"
    assert list(queries.closure_records_visible_to(made.acting("amina"))) == [second]


def test_two_people_who_correct_at_once_are_told(made: Made) -> None:
    first = made.close()
    correct = {"by": made.acting("amina"), "record_id": first.id, "reason": CorrectionReason.MISTYPED}
    services.correct_closure(found=answers(first), **correct)
    with pytest.raises(Refused) as refusal:
        services.correct_closure(found=answers(first), **correct)
    assert refusal.value.code == "casework.replaced"


def test_a_withdrawn_closure_is_not_corrected(made: Made) -> None:
    first = made.close()
    by = made.acting("amina")
    gone = services.correct_closure(
        by=by, record_id=first.id, found=answers(first), reason=CorrectionReason.NOT_A_CLOSURE
    )
    assert gone.withdrawn
    with pytest.raises(Refused) as refusal:
        services.correct_closure(
            by=by, record_id=gone.id, found=answers(gone), reason=CorrectionReason.MISTYPED
        )
    assert refusal.value.code == "casework.withdrawn"


def test_a_caseworker_of_another_agency_cannot_correct_or_learn_that_it_is_there(made: Made) -> None:
    first = made.close()
    with pytest.raises(Refused) as refusal:
        services.correct_closure(
            by=made.acting("beth"), record_id=first.id, found=answers(first), reason=CorrectionReason.MISTYPED
        )
    assert refusal.value.code == "casework.closure-not-visible"


def test_the_database_holds_the_rules_too(made: Made) -> None:
    first = made.close()
    for broken in (
        {"edition": 1, "closure": first.closure, "reason": "first"},
        {"edition": 2, "closure": first.closure, "reason": "first"},
        {"edition": 1, "reason": "mistyped"},
        {"edition": 2, "closure": first.closure, "reason": "mistyped", "withdrawn": True},
    ):
        row = ClosureRecord(
            controller=first.controller,
            service=first.service,
            case_reference="LA-1",
            closed_on=TODAY,
            less_abuse="yes",
            risk_at_intake=Risk.HIGH,
            risk_at_closure=Risk.HIGH,
            recorded_at=first.recorded_at,
            recorded_by=first.recorded_by,
            **broken,
        )
        token = _writing.set(True)
        try:
            with pytest.raises(IntegrityError), transaction.atomic():
                row.save()
        finally:
            _writing.reset(token)


def test_no_personal_record_is_without_a_controller() -> None:
    from django.apps import apps

    from frith.guard.protection.controllers import ControlledFact

    controlled = [model for model in apps.get_models() if issubclass(model, ControlledFact)]
    assert controlled == [ClosureRecord]
    assert all(not model._meta.get_field("controller").null for model in controlled)


def test_services_are_found_by_name(made: Made) -> None:
    assert queries.service_named("Rowan support") == made.services["rowan"]
    with pytest.raises(UnknownName) as unknown:
        queries.service_named("Another")
    assert "Lantern support; Rowan support" in str(unknown.value)


def test_only_a_commissioner_officer_or_operator_adds_a_service(made: Made) -> None:
    assert permissions.may_add_service(made.acting("colin"))
    with pytest.raises(Refused):
        services.add_service(
            by=made.acting("amina"), name="Another", provider=made.agencies["rowan"], area=AREA, takes="women"
        )


def test_the_two_outcomes_have_their_own_denominators(made: Made) -> None:
    from tests.made_partnership import close_many

    from frith.work.casework.outcomes import count_less_abuse, count_lower_risk

    close_many(made)
    question = Question(QUARTER.period, AREA, TODAY)
    abuse, risk = count_less_abuse(question), count_lower_risk(question)
    assert (sum(m.in_numerator for m in abuse.members), len(abuse.members)) == (36, 42)
    assert (sum(m.in_numerator for m in risk.members), len(risk.members)) == (20, 25)
    assert abuse.note == "42 of the 52 women whose support closed answered; 5 were not asked and 5 declined."
    assert risk.note == "25 of the 52 cases closed were assessed both times."
    assert abuse.invented
    assert abuse.sources == ("Closure records of Lantern support", "Closure records of Rowan support")


def test_a_case_closes_once_unless_its_closure_was_withdrawn(made: Made) -> None:
    first = made.close(reference="LA-1")
    with pytest.raises(RowsRejected) as rejected:
        made.close(reference="LA-1", closed_on=date(2016, 6, 1))
    assert rejected.value.code == "casework.closed-already"
    made.close("rowan", reference="LA-1")
    other = made.close(reference="LA-2")
    by = made.acting("amina")
    with pytest.raises(RowsRejected):
        services.correct_closure(
            by=by,
            record_id=other.id,
            found=answers(other, case_reference="LA-1"),
            reason=CorrectionReason.MISTYPED,
        )
    services.correct_closure(
        by=by, record_id=first.id, found=answers(first), reason=CorrectionReason.NOT_A_CLOSURE
    )
    assert made.close(reference="LA-1").round == 2


def test_two_who_record_a_case_at_once_record_it_once(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    """The check before is blind to what another is just writing; the database is not."""
    made.close(reference="LA-1")
    monkeypatch.setattr(queries, "standing_closures_of_case", lambda record: ClosureRecord.objects.none())
    monkeypatch.setattr(queries, "next_round", lambda record: 1)
    with pytest.raises(RowsRejected) as rejected:
        made.close(reference="LA-1")
    assert rejected.value.code == "record.taken"
    assert ClosureRecord.objects.count() == 1
