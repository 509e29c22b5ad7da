"""A deny list keeps a record from whoever is on it, whatever their role and whatever is agreed."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.made_agreements import ALL_FIELDS, agree, agreeing
from tests.made_partnership import Made, answers

from frith.guard import encryption
from frith.guard.access import services as access
from frith.guard.acting import Acting
from frith.guard.audit.models import AuditEvent
from frith.guard.protection import record_types
from frith.guard.protection.break_glass.services import open_in_risk_to_life
from frith.guard.protection.deny_list import queries, services
from frith.guard.protection.deny_list.models import Denial
from frith.guard.protection.record_types import SharedType
from frith.guard.roles import Role
from frith.vocabulary.faults import ChangedMeanwhile, Refused, RowsRejected
from frith.work.casework import queries as casework
from frith.work.casework import services as casework_services
from frith.work.casework.models import ClosureRecord, CorrectionReason, LessAbuse
from frith.work.casework.queries import CLOSURE_RECORD

pytestmark = pytest.mark.django_db
WHY = "Her former partner works there"


def kind() -> SharedType:
    return record_types.shared_type(CLOSURE_RECORD)


def colleague(made: Made) -> Acting:
    """Another caseworker of the lantern."""
    made.persons["nia"] = access.add_person(
        by=made.operator,
        name="Nia",
        email="nia@lantern.example",
        agency=made.agencies["lantern"],
        roles=[Role.CASEWORKER],
        starts=made.persons["amina"].memberships.get().starts,
    )
    return made.acting("nia")


def deny(made: Made, record: ClosureRecord, who: str) -> Denial:
    """Keep a record of the lantern from a person, or an agency."""
    return services.deny(
        by=made.acting("amina"),
        kind=kind(),
        record_id=record.id,
        reason=WHY,
        person=made.persons.get(who),
        agency=made.agencies.get(who),
    )


def sees(by: Acting, record: ClosureRecord) -> bool:
    listed = record in casework.closure_records_visible_to(by)
    try:
        casework.closure_record(by=by, record_id=record.id, purpose="test")
    except Refused:
        assert not listed
        assert casework.why_visible(by, record.id) == ()
        return False
    assert listed
    return True


def test_it_beats_the_role_in_the_own_agency(made: Made) -> None:
    record, other = made.close(), made.close()
    nia = colleague(made)
    assert sees(nia, record)
    deny(made, record, "nia")
    assert not sees(nia, record)
    assert sees(nia, other)
    assert sees(made.acting("amina"), record)


@pytest.mark.parametrize("who", ["colin", "council"])
def test_it_beats_every_agreement_for_a_person_and_for_an_agency(made: Made, who: str) -> None:
    record, other = made.close(), made.close()
    agree(made, agreeing(made, fields=ALL_FIELDS))
    deny(made, record, who)
    assert not sees(made.acting("colin"), record)
    assert sees(made.acting("colin"), other)


def test_it_beats_administrators_and_break_glass(made: Made) -> None:
    record = made.close()
    agree(made, agreeing(made, roles=[Role.ADMINISTRATOR]))
    flora = made.acting("flora")
    assert sees(flora, record)
    deny(made, record, "flora")
    assert not sees(flora, record)
    open_in_risk_to_life(
        by=flora, kind=kind(), record_id=record.id, reason="She says that she will jump from the bridge"
    )
    assert not sees(flora, record)


def test_later_statements_about_the_same_closure_are_kept_too(made: Made) -> None:
    record = made.close(less_abuse=LessAbuse.NOT_ASKED)
    nia = colleague(made)
    deny(made, record, "nia")
    later = casework_services.correct_closure(
        by=made.acting("amina"),
        record_id=record.id,
        found=answers(record, less_abuse=LessAbuse.YES),
        reason=CorrectionReason.LATER_ANSWER,
    )
    assert not sees(nia, later)
    with pytest.raises(Refused):
        casework.closure_history(by=nia, record_id=later.id)


def test_forbidden_and_absent_are_the_same_to_who_is_denied(made: Made) -> None:
    record = made.close()
    nia = colleague(made)
    deny(made, record, "nia")
    told, asked = [], []
    for record_id in (record.id, uuid4()):
        with CaptureQueriesContext(connection) as queried, pytest.raises(Refused) as refusal:
            casework.closure_scope(nia).one(casework.statements(), record_id)
        told.append(refusal.value.faults)
        asked.append([q["sql"].replace(str(record_id), "?").replace(record_id.hex, "?") for q in queried])
        for page in (
            lambda key: queries.denials_of(by=nia, kind=kind(), record_id=key),
            lambda key: services.deny(
                by=nia, kind=kind(), record_id=key, reason="x", person=made.persons["amina"]
            ),
        ):
            with pytest.raises(Refused) as refusal:
                page(record_id)
            assert refusal.value.code == "protection.deny-list-not-yours"
    assert told[0] == told[1]
    assert asked[0] == asked[1]


def test_who_is_denied_one_does_not_step_from_day_to_day_through_figures(made: Made) -> None:
    """From the figures of two days they could work out what the record says."""
    rowan = made.services["rowan"]
    record = made.close()
    nia = colleague(made)
    area = "X09000009"
    assert casework.may_see_all_of(nia, area)
    deny(made, record, "nia")
    assert not casework.may_see_all_of(nia, area)
    assert rowan.area != area


def test_lifting_lets_them_see_it_again_and_the_entry_stays(made: Made) -> None:
    record = made.close()
    nia = colleague(made)
    denial = deny(made, record, "nia")
    amina = made.acting("amina")
    with pytest.raises(RowsRejected):
        services.lift(by=amina, kind=kind(), record_id=record.id, denial_id=denial.pk, why=" ")
    services.lift(by=amina, kind=kind(), record_id=record.id, denial_id=denial.pk, why="A mistake")
    assert sees(nia, record)
    (entry,) = queries.denials_of(by=amina, kind=kind(), record_id=record.id)
    assert entry.lifted_by == amina.person
    with pytest.raises(Refused) as refusal:
        services.lift(by=amina, kind=kind(), record_id=record.id, denial_id=denial.pk, why="again")
    assert refusal.value.code == "protection.deny-not-there"


def test_the_reason_is_kept_encrypted_and_the_trail_names_ids_alone(made: Made) -> None:
    record = made.close()
    denial = deny(made, record, "colin")
    assert WHY not in denial.reason
    assert encryption.decrypted(denial.reason) == WHY
    assert queries.reason_of(denial) == WHY
    event = AuditEvent.objects.latest("id")
    assert (event.subject_type, event.subject) == ("protection.deny-list", str(record.id))
    assert WHY not in event.detail


@pytest.mark.parametrize("name", ["beth", "colin", "dilys", "edwin", "flora"])
def test_only_those_who_work_on_it_for_its_controller_keep_its_list(made: Made, name: str) -> None:
    record = made.close()
    agree(made, agreeing(made, fields=ALL_FIELDS))
    by = made.acting(name)
    denial = deny(made, record, "gwen")
    for tried in (
        lambda: queries.denials_of(by=by, kind=kind(), record_id=record.id),
        lambda: services.deny(
            by=by, kind=kind(), record_id=record.id, reason="x", person=made.persons["amina"]
        ),
        lambda: services.lift(by=by, kind=kind(), record_id=record.id, denial_id=denial.pk, why="x"),
    ):
        with pytest.raises(Refused):
            tried()
        assert AuditEvent.objects.latest("id").act == "refused"


def test_every_fault_is_told_at_once(made: Made) -> None:
    record = made.close()
    amina = made.acting("amina")
    for whom, reason, codes in (
        ({}, " ", ["protection.deny-whom", "protection.deny-reason"]),
        (
            {"person": made.persons["colin"], "agency": made.agencies["rowan"]},
            "x",
            ["protection.deny-whom"],
        ),
        ({"agency": made.agencies["lantern"]}, "x", ["protection.deny-own-agency"]),
    ):
        with pytest.raises(RowsRejected) as rejected:
            services.deny(by=amina, kind=kind(), record_id=record.id, reason=reason, **whom)
        assert [fault.code for fault in rejected.value.faults] == codes
    deny(made, record, "colin")
    with pytest.raises(RowsRejected) as rejected:
        deny(made, record, "colin")
    assert rejected.value.code == "protection.deny-held"


def test_of_two_who_lift_at_once_one_is_told(made: Made) -> None:
    record = made.close()
    denial = deny(made, record, "colin")
    stale = Denial.objects.get(pk=denial.pk)
    amina = made.acting("amina")
    services.lift(by=amina, kind=kind(), record_id=record.id, denial_id=denial.pk, why="A mistake")
    from frith.guard.audit.events import Act, event_by
    from frith.guard.audit.recording import write

    stale.lifted_at, stale.lifted_why = amina.business_now, "again"
    with pytest.raises(ChangedMeanwhile):
        write(stale, event=event_by(amina, Act.ALTERED, "protection.deny-list", record.id))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(data=st.data())
def test_a_list_a_single_look_and_the_rule_agree_with_denials(made: Made, data: st.DataObject) -> None:
    with transaction.atomic():
        records = [made.close(reference=f"LA-{n}") for n in range(3)]
        agree(made, agreeing(made, recipients=["council", "rowan"], roles=list(Role)[:3], fields=ALL_FIELDS))
        who = st.sampled_from(["colin", "beth", "council", "rowan"])
        denied = data.draw(st.sets(st.tuples(st.integers(0, 2), who)), "denied")
        for n, name in denied:
            deny(made, records[n], name)
        name, agency = data.draw(st.sampled_from([("colin", "council"), ("beth", "rowan")]), "who")
        role = data.draw(st.sampled_from(list(Role)), "role")
        by = replace(made.acting(name), roles=frozenset({role}))
        ruled = {
            record.id
            for n, record in enumerate(records)
            if role in list(Role)[:3] and (n, name) not in denied and (n, agency) not in denied
        }
        assert {r.id for r in records if sees(by, r)} == ruled
        transaction.set_rollback(True)
