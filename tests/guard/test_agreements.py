"""Sharing agreements open what they name, to whom they name, while they are in force; and nothing else does."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.db.models import Count, F, Q
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.made_agreements import (
    ALL_FIELDS,
    LAST,
    OFFICERS,
    RECORDED,
    accept,
    agree,
    agreeing,
    designate,
    latest,
)
from tests.made_partnership import PEOPLE, TODAY, WALL, Made, on

from frith.cli import agreements as command
from frith.guard.access.queries import acting_as
from frith.guard.acting import Acting, Channel
from frith.guard.audit.models import AuditEvent
from frith.guard.documents import queries as files
from frith.guard.documents.models import Document
from frith.guard.documents.services import erase, keep
from frith.guard.protection import explaining, record_types
from frith.guard.protection.agreements import permissions, queries, services
from frith.guard.protection.agreements.models import Acceptance, SharingAgreement, Terms
from frith.guard.protection.agreements.standing import State, standing_of
from frith.guard.protection.liaison import queries as liaison
from frith.guard.protection.liaison import services as liaison_services
from frith.guard.protection.liaison.models import LiaisonOfficer
from frith.guard.roles import Role
from frith.vocabulary.faults import (
    ChangedMeanwhile,
    LapsesSoon,
    Refused,
    RowsRejected,
    UnknownName,
)
from frith.vocabulary.gateways import GATEWAYS, DataClass, Force, gateway_named, gateways_on
from frith.work.casework import queries as casework
from frith.work.casework import services as casework_services
from frith.work.casework.models import ClosureRecord, CorrectionReason
from frith.work.casework.queries import CLOSURE_RECORD
from frith.work.casework.services import Found

pytestmark = pytest.mark.django_db
NEVER = date(2030, 1, 1)
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n"


def seen(by: Acting) -> set[ClosureRecord]:
    return set(casework.closure_records_visible_to(by))


def sees(by: Acting, record: ClosureRecord) -> bool:
    try:
        casework.closure_record(by=by, record_id=record.id, purpose="test")
    except Refused:
        return False
    return True


def codes(trouble: RowsRejected) -> list[str]:
    return [fault.code for fault in trouble.faults]


# ---------------------------------------------------------------- what is opened


def test_without_an_agreement_an_agency_sees_its_own_alone(made: Made) -> None:
    record = made.close()
    assert seen(made.acting("amina")) == {record}
    assert seen(made.acting("colin")) == set()


def test_an_agreement_opens_the_records_it_names_with_its_name_as_the_reason(made: Made) -> None:
    record, other = made.close("lantern"), made.close("rowan")
    agree(made)
    colin = made.acting("colin")
    assert seen(colin) == {record}
    assert sees(colin, record)
    assert not sees(colin, other)
    (why,) = casework.why_visible(colin, record.id)
    assert why.startswith(
        "The lantern shares this with The council under the agreement “Closures for commissioning”"
    )
    assert "for you as commissioner: day on which support closed, assessed risk at intake" in why


def test_reading_under_an_agreement_is_a_disclosure_and_is_recorded_so(made: Made) -> None:
    record = made.close()
    agree(made)
    casework.closure_history(by=made.acting("colin"), record_id=record.id)
    event = AuditEvent.objects.latest("id")
    assert (event.act, event.subject, event.agency) == (
        "disclosed",
        str(record.id),
        str(made.agencies["council"].id),
    )
    assert json.loads(event.detail)["grounds"] == "sharing.agreement"


@pytest.mark.parametrize("name", ["beth", "dilys", "edwin", "flora"])
def test_nobody_else_sees_more_by_it(made: Made, name: str) -> None:
    record = made.close()
    agree(made)
    assert record not in seen(made.acting(name))
    assert not sees(made.acting(name), record)


def test_a_controller_that_did_not_accept_shares_nothing(made: Made) -> None:
    record = made.close()
    agreement = agree(made, accepted=False)
    assert seen(made.acting("colin")) == set()
    accept(made, agreement)
    assert seen(made.acting("colin")) == {record}


def test_it_opens_from_its_first_day_to_its_last_and_the_own_agency_goes_on(made: Made) -> None:
    record = made.close()
    agree(made, agreeing(made, valid=(date(2016, 5, 1), LAST)))
    for day, open_to_them in (
        (date(2016, 4, 30), False),
        (date(2016, 5, 1), True),
        (LAST, True),
        (LAST + timedelta(days=1), False),
    ):
        assert sees(made.acting("colin", day), record) is open_to_them
        assert sees(made.acting("amina", day), record)


def test_the_operator_never_opens_a_record_whatever_is_agreed(made: Made) -> None:
    made.close()
    with pytest.raises(RowsRejected) as rejected:
        agree(made, agreeing(made, roles=[Role.OPERATOR]))
    assert "protection.agreement-operator" in codes(rejected.value)
    agree(made)
    assert seen(replace(made.operator, agency=made.agencies["council"].id)) == set()


# ---------------------------------------------------------------- fields


def test_a_field_that_is_not_shared_is_not_read_from_the_database(made: Made) -> None:
    record = made.close(reference="LA-1234")
    agree(made)
    with CaptureQueriesContext(connection) as asked:
        found = casework.closure_record(by=made.acting("colin"), record_id=record.id, purpose="test")
    assert (found.closed_on, found.risk_at_intake) == (record.closed_on, record.risk_at_intake)
    for name in ("case_reference", "less_abuse"):
        assert not found.shown[name]
        with pytest.raises(Refused) as refusal:
            getattr(found, name)
        assert refusal.value.code == "protection.hidden-field"
        selected = [q["sql"] for q in asked if f'."{name}" AS "value_{name}"' in q["sql"]]
        assert selected == []
    with pytest.raises(Refused):
        found.refresh_from_db()
    assert "LA-1234" not in str(found.__dict__)


def test_the_own_agency_reads_every_field_also_where_it_receives_others_in_part(made: Made) -> None:
    mine, theirs = made.close("rowan", reference="RO-1"), made.close("lantern", reference="LA-1")
    agree(
        made,
        agreeing(made, recipients=["rowan"], roles=[Role.CASEWORKER], fields=["closed_on"]),
    )
    found = {each.id: each for each in casework.closure_records_visible_to(made.acting("beth"))}
    assert found[mine.id].case_reference == "RO-1"
    assert found[mine.id].get_less_abuse_display() == "Yes, less abuse"
    assert all(found[mine.id].shown.values())
    assert not found[theirs.id].shown["case_reference"]
    with pytest.raises(Refused):
        _ = found[theirs.id].case_reference


ASKING: dict[str, Callable] = {  # type: ignore[type-arg]
    "filter": lambda rows: rows.filter(less_abuse="yes"),
    "a look-up": lambda rows: rows.filter(less_abuse__in=["yes"]),
    "a condition": lambda rows: rows.filter(Q(closed_on=TODAY) | ~Q(less_abuse="yes")),
    "a comparison": lambda rows: rows.filter(risk_at_closure=F("less_abuse")),
    "exclude": lambda rows: rows.exclude(less_abuse="yes"),
    "order": lambda rows: rows.order_by("-less_abuse"),
    "an order by an expression": lambda rows: rows.order_by(F("less_abuse").desc()),
    "values": lambda rows: rows.values("less_abuse"),
    "all values": lambda rows: rows.values_list(),
    "annotate": lambda rows: rows.annotate(said=F("less_abuse")),
    "aggregate": lambda rows: rows.aggregate(n=Count("less_abuse")),
    "alias": lambda rows: rows.alias(said=F("less_abuse")),
    "earliest": lambda rows: rows.earliest("less_abuse"),
    "sql": lambda rows: rows.extra(select={"said": "less_abuse"}),
    "latest": lambda rows: rows.latest("less_abuse"),
    "distinct": lambda rows: rows.distinct("less_abuse"),
    "only": lambda rows: rows.only("less_abuse").get().less_abuse,
    "defer nothing": lambda rows: rows.defer(None).get().less_abuse,
    "dates": lambda rows: rows.dates("less_abuse", "year"),
}


@pytest.mark.parametrize("how", list(ASKING))
def test_nothing_can_be_asked_by_a_field_that_is_not_shared(made: Made, how: str) -> None:
    made.close()
    agree(made)
    rows = casework.closure_records_visible_to(made.acting("colin"))
    with pytest.raises(Refused) as refusal:
        ASKING[how](rows)
    assert refusal.value.code == "protection.hidden-field"
    assert rows.filter(closed_on__lte=TODAY).order_by("closed_on").count() == 1


def test_the_figures_page_lists_no_record_that_is_seen_in_part(made: Made) -> None:
    """In the numerator or not would tell the answer that is not shared."""
    record = made.close()
    agree(made)
    assert casework.listed_among(made.acting("colin"), [record.id]) == []
    agree(made, agreeing(made, title="All of it", fields=ALL_FIELDS))
    assert [each.record for each in casework.listed_among(made.acting("colin"), [record.id])] == [record.id]


def test_a_recipient_never_corrects(made: Made) -> None:
    record = made.close()
    agree(made, agreeing(made, fields=ALL_FIELDS))
    colin = made.acting("colin")
    with pytest.raises(Refused) as refusal:
        casework.closure_to_correct(by=colin, record_id=record.id)
    assert refusal.value.code == "casework.record-closure"
    found = Found(
        case_reference=record.case_reference,
        closed_on=record.closed_on,
        less_abuse="no",
        risk_at_intake=record.risk_at_intake,
        risk_at_closure=record.risk_at_closure,
    )
    with pytest.raises(Refused):
        casework_services.correct_closure(
            by=colin, record_id=record.id, found=found, reason=CorrectionReason.MISTYPED
        )


# ---------------------------------------------------------------- lists and single looks


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(data=st.data())
def test_a_list_a_single_look_the_reasons_and_the_rule_agree(made: Made, data: st.DataObject) -> None:
    """The rule said again in plain Python, for any agreements, people and days."""
    names = st.sampled_from(["council", "lantern", "rowan"])
    days = st.dates(date(2016, 3, 1), date(2016, 12, 31))
    roles = st.sets(st.sampled_from([r for r in Role if r is not Role.OPERATOR]), min_size=1)
    with transaction.atomic():
        records = [made.close(each, reference=f"LA-{n}") for n, each in enumerate(["lantern", "rowan"] * 2)]
        made_ones = []
        for n in range(data.draw(st.integers(0, 3), "agreements")):
            first, last = sorted((data.draw(days), data.draw(days)))
            said = agreeing(
                made,
                title=f"Agreement {n}",
                controllers=data.draw(st.sets(names, min_size=1)),
                recipients=data.draw(st.sets(names, min_size=1)),
                fields=data.draw(st.sets(st.sampled_from(ALL_FIELDS), min_size=1)),
                roles=data.draw(roles),
                valid=(first, last),
            )
            yes = data.draw(st.booleans())
            agree(made, said, recorded_on=date(2016, 3, 1), accepted=yes)
            made_ones.append((said, yes))
        by = replace(
            made.acting("amina", data.draw(days, "day")),
            roles=frozenset(data.draw(st.sets(st.sampled_from(list(Role))), "roles")),
            agency=made.agencies[data.draw(names, "agency")].id,
        )
        fields: dict[object, set[str]] = {}
        for record in records:
            if record.controller_id == by.agency and Role.CASEWORKER in by.roles:
                fields[record.id] = set(ALL_FIELDS)
            for said, yes in made_ones:
                if (
                    yes
                    and said.valid_from <= by.today <= said.valid_to
                    and by.agency in {a.id for a in said.recipients}
                    and record.controller_id in {a.id for a in said.controllers} - {by.agency}
                    and by.roles & set(said.roles)
                ):
                    fields.setdefault(record.id, set()).update(*said.fields.values())
        listed = {r.id: r for r in casework.closure_records_visible_to(by)}
        assert set(listed) == set(fields)
        assert {r.id for r in records if sees(by, r)} == set(fields)
        assert {r.id for r in records if casework.why_visible(by, r.id)} == set(fields)
        for record in listed.values():
            assert {name for name in ALL_FIELDS if record.shown[name]} == fields[record.id]
        transaction.set_rollback(True)


def test_absent_and_forbidden_are_the_same_also_under_an_agreement(made: Made) -> None:
    record = made.close("rowan")
    agree(made)
    by = made.acting("colin")
    told, asked = [], []
    for record_id in (record.id, uuid4()):
        with CaptureQueriesContext(connection) as queried, pytest.raises(Refused) as refusal:
            casework.closure_scope(by).one(casework.statements(), record_id)
        told.append(refusal.value.faults)
        asked.append([q["sql"].replace(str(record_id), "?").replace(record_id.hex, "?") for q in queried])
    assert told[0] == told[1]
    assert asked[0] == asked[1]


# ---------------------------------------------------------------- versions


def test_what_applied_when_is_kept(made: Made) -> None:
    record = made.close()
    agreement = agree(made)
    wider = agreeing(made, fields=["closed_on", "less_abuse"])
    services.amend(
        by=on(made.acting("dilys"), date(2016, 8, 1)),
        agreement=agreement,
        agreeing=wider,
        why="to see answers",
    )
    assert sees(made.acting("colin", date(2016, 7, 31)), record)
    assert not sees(made.acting("colin", date(2016, 8, 1)), record), "wider, and not accepted yet"
    accept(made, agreement, on_day=date(2016, 8, 9))
    found = casework.closure_record(
        by=made.acting("colin", date(2016, 8, 9)), record_id=record.id, purpose="test"
    )
    assert (found.shown["less_abuse"], found.shown["risk_at_intake"]) == (True, False)
    assert [v.number for v in queries.versions_of(agreement)] == [2, 1]


def test_a_version_that_shares_no_more_needs_no_second_yes(made: Made) -> None:
    record = made.close()
    agreement = agree(made)
    narrower = agreeing(made, fields=["closed_on"], valid=(RECORDED, date(2016, 12, 31)))
    terms = services.amend(
        by=made.acting("dilys"), agreement=agreement, agreeing=narrower, why="less is enough"
    )
    assert terms.acceptances.get().carried_over
    found = casework.closure_record(by=made.acting("colin"), record_id=record.id, purpose="test")
    assert not found.shown["risk_at_intake"]


@pytest.mark.parametrize(
    "change",
    [
        {"fields": ALL_FIELDS},
        {"recipients": ["council", "rowan"]},
        {"roles": [Role.COMMISSIONER, Role.ANALYST]},
        {"valid": (RECORDED, LAST + timedelta(days=1))},
        {"gateway": "common-law-policing"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_version_that_shares_more_waits_for_the_controller(made: Made, change: dict[str, object]) -> None:
    agreement = agree(made)
    terms = services.amend(
        by=made.acting("dilys"),
        agreement=agreement,
        agreeing=agreeing(made, **change),  # type: ignore[arg-type]
        why="more is needed",
    )
    assert not terms.acceptances.exists()
    made.close()
    assert seen(made.acting("colin")) == set()


def test_of_two_who_amend_at_once_one_is_told(made: Made) -> None:
    agreement = agree(made)
    lock = agreement.lock
    dilys, edwin = made.acting("dilys"), made.acting("edwin")
    services.amend(
        by=dilys, agreement=agreement, agreeing=agreeing(made, fields=["closed_on"]), why="a", read_with=lock
    )
    stale = SharingAgreement.objects.get(pk=agreement.pk)
    with pytest.raises(ChangedMeanwhile):
        services.amend(by=edwin, agreement=stale, agreeing=agreeing(made), why="b", read_with=lock)
    assert Terms.objects.filter(agreement=agreement).count() == 2


def test_who_accepts_an_older_version_is_told(made: Made) -> None:
    agreement = agree(made, accepted=False)
    designate(made)
    first = latest(agreement)
    services.amend(by=made.acting("dilys"), agreement=agreement, agreeing=agreeing(made), why="again")
    first.agreement.refresh_from_db()
    with pytest.raises(ChangedMeanwhile):
        services.accept(by=made.acting("amina"), terms=first)


def test_ending_stops_sharing_at_once_and_only_sharing(made: Made) -> None:
    record = made.close()
    agreement = agree(made)
    services.end(by=made.acting("amina"), terms=latest(agreement), why="We leave it")
    assert not sees(made.acting("colin"), record)
    assert sees(made.acting("amina"), record)
    for again in (
        lambda: services.end(by=made.acting("dilys"), terms=latest(agreement), why="again"),
        lambda: services.amend(
            by=made.acting("dilys"), agreement=agreement, agreeing=agreeing(made), why="again"
        ),
        lambda: services.extend(by=made.acting("edwin"), terms=latest(agreement), until=LAST, reason="x"),
    ):
        with pytest.raises(Refused) as refusal:
            again()
        assert refusal.value.code == "protection.agreement-ended"


# ---------------------------------------------------------------- expiry


@pytest.mark.parametrize(
    ("left", "warning", "colour"),
    [
        (61, None, "green"),
        (60, 60, "yellow"),
        (31, 60, "yellow"),
        (30, 30, "orange"),
        (8, 30, "orange"),
        (7, 7, "red"),
        (0, 7, "red"),
    ],
)
def test_it_warns_at_60_30_and_7_days(made: Made, left: int, warning: int | None, colour: str) -> None:
    terms = latest(agree(made))
    found = standing_of(terms.agreement, terms, [], LAST - timedelta(days=left))
    assert (found.state, found.days_left, found.warning, found.colour) == (
        State.IN_FORCE,
        left,
        warning,
        colour,
    )


def test_only_the_data_protection_officer_extends_it_in_an_emergency(made: Made) -> None:
    record = made.close()
    terms = latest(agree(made, agreeing(made, valid=(RECORDED, date(2016, 9, 20)))))
    assert not sees(made.acting("colin"), record), "it lapsed yesterday"
    for name in ("amina", "beth", "colin", "dilys", "flora"):
        with pytest.raises(Refused):
            services.extend(by=made.acting(name), terms=terms, until=date(2016, 10, 1), reason="a flood")
    services.extend(by=made.acting("edwin"), terms=terms, until=date(2016, 10, 1), reason="a flood")
    assert sees(made.acting("colin"), record)
    assert sees(made.acting("colin", date(2016, 10, 1)), record)
    assert not sees(made.acting("colin", date(2016, 10, 2)), record)
    found = queries.agreement(by=made.acting("colin"), key=terms.agreement_id).standing
    assert (found.state, found.extended, found.words) == (
        State.IN_FORCE,
        True,
        "Lapses in 10 days, after 1 October 2016 by an emergency extension",
    )


def test_an_extension_is_short_and_says_why(made: Made) -> None:
    terms = latest(agree(made, agreeing(made, valid=(RECORDED, date(2016, 9, 20)))))
    edwin = made.acting("edwin")
    for until, reason, code in (
        (date(2016, 9, 19), "a flood", "protection.extend-until"),
        (TODAY + timedelta(days=91), "a flood", "protection.extend-longest"),
        (TODAY, " ", "protection.extend-reason"),
    ):
        with pytest.raises(RowsRejected) as rejected:
            services.extend(by=edwin, terms=terms, until=until, reason=reason)
        assert codes(rejected.value) == [code]


def test_the_days_between_a_lapse_and_its_extension_stay_closed(made: Made) -> None:
    record = made.close()
    terms = latest(agree(made, agreeing(made, valid=(RECORDED, date(2016, 9, 1)))))
    services.extend(by=made.acting("edwin"), terms=terms, until=date(2016, 10, 1), reason="a flood")
    assert not sees(made.acting("colin", date(2016, 9, 10)), record)
    assert sees(made.acting("colin", TODAY), record)


# ---------------------------------------------------------------- faults


def test_every_fault_of_an_agreement_is_told_at_once(made: Made) -> None:
    said = replace(
        agreeing(made, gateway="none", controllers=[], recipients=[], roles=[]),
        title=" ",
        purpose="",
        shared="",
        fields={CLOSURE_RECORD: ["closed_on", "shoe_size"], "nothing": ["x"]},
        valid_to=date(2016, 1, 1),
    )
    with pytest.raises(RowsRejected) as rejected:
        agree(made, said)
    assert sorted(set(codes(rejected.value))) == [
        "protection.agreement-backwards",
        "protection.agreement-controllers",
        "protection.agreement-fields",
        "protection.agreement-gateway",
        "protection.agreement-recipients",
        "protection.agreement-review",
        "protection.agreement-roles",
        "protection.agreement-words",
    ]
    assert not SharingAgreement.objects.exists()


def test_section_17a_carries_no_record_of_a_person(made: Made) -> None:
    with pytest.raises(RowsRejected) as rejected:
        agree(made, agreeing(made, gateway="cda-1998-s17a"))
    assert codes(rejected.value) == ["protection.gateway-depersonalised"]
    agree(made, agreeing(made, gateway="cda-1998-s17a", fields=(), roles=()))


def test_a_gateway_must_be_in_force_on_the_first_day(made: Made) -> None:
    with pytest.raises(RowsRejected) as rejected:
        agree(made, agreeing(made, gateway="pcsca-2022-s16"))
    assert codes(rejected.value) == ["protection.agreement-gateway"]


def test_a_title_is_used_once_and_a_form_sent_twice_is_one_agreement(made: Made) -> None:
    key = uuid4()
    dilys = made.acting("dilys")
    first, second = (services.record_agreement(by=dilys, agreeing=agreeing(made), key=key) for _ in range(2))
    assert first == second
    with pytest.raises(RowsRejected) as rejected:
        services.record_agreement(by=dilys, agreeing=agreeing(made))
    assert codes(rejected.value) == ["protection.agreement-title"]


# ---------------------------------------------------------------- who may


@pytest.mark.parametrize("name", ["amina", "beth", "colin", "flora"])
def test_only_the_two_officers_record_agreements(made: Made, name: str) -> None:
    by = made.acting(name)
    agreement = agree(made)
    for tried in (
        lambda: services.record_agreement(by=by, agreeing=agreeing(made, title="Another")),
        lambda: services.amend(by=by, agreement=agreement, agreeing=agreeing(made), why="x"),
        lambda: services.add_document(by=by, agreement=agreement, title="Signed", reference="box 3"),
        lambda: liaison_services.designate(by=by, person=made.persons["beth"], starts=TODAY),
    ):
        with pytest.raises(Refused):
            tried()
        assert AuditEvent.objects.latest("id").act == "refused"


@pytest.mark.parametrize("name", ["beth", "colin", "dilys", "edwin", "flora"])
def test_nobody_accepts_for_another_agency(made: Made, name: str) -> None:
    """The officer who records an agreement cannot open another agency's records with it."""
    terms = latest(agree(made, accepted=False))
    designate(made)
    with pytest.raises(Refused):
        services.accept(by=made.acting(name), terms=terms)
    assert not Acceptance.objects.exists()


def test_a_caseworker_who_is_not_the_liaison_officer_does_not_accept(made: Made) -> None:
    terms = latest(agree(made, accepted=False))
    with pytest.raises(Refused):
        services.accept(by=made.acting("amina"), terms=terms)


@pytest.mark.parametrize("name", ["beth", "colin", "flora"])
def test_who_neither_records_nor_shares_does_not_end_it(made: Made, name: str) -> None:
    terms = latest(agree(made))
    assert not permissions.may_end(made.acting(name), terms)
    with pytest.raises(Refused):
        services.end(by=made.acting(name), terms=terms, why="because")


def test_a_person_without_a_role_reads_no_agreement(made: Made) -> None:
    key = agree(made).pk
    nobody = replace(made.acting("colin"), roles=frozenset())
    for read in (lambda: queries.agreement_list(by=nobody), lambda: queries.agreement(by=nobody, key=key)):
        with pytest.raises(Refused):
            read()
    with pytest.raises(UnknownName):
        queries.agreement(by=made.acting("colin"), key=uuid4())


# ---------------------------------------------------------------- documents


def test_a_document_is_encrypted_and_comes_out_as_it_went_in(made: Made) -> None:
    agreement = agree(made)
    added = services.add_document(
        by=made.acting("dilys"),
        agreement=agreement,
        title="Signed",
        file_name="../../etc/signed.pdf",
        content=PDF,
    )
    gwen = made.acting("gwen")
    (attached,) = queries.documents_of(gwen, agreement)
    assert (attached.said, attached.file and attached.file.name) == (added, "signed.pdf")
    assert attached.file
    opened = files.open_document(by=gwen, key=attached.file.pk)
    assert b"".join(opened.pieces) == PDF
    assert all(PDF not in bytes(piece.content) for piece in attached.file.pieces.all())
    erase(by=made.acting("edwin"), key=attached.file.pk, rule="handed-in-by-mistake")
    (attached,) = queries.documents_of(gwen, agreement)
    assert (attached.said, attached.file) == (added, None)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.exe", b"MZ\x90\x00", "documents.kind"),
        ("a.pdf", b"<html>\x00", "documents.kind"),
        ("a.pdf", b"", "documents.empty"),
        ("a.pdf", b"%PDF-1.7 /JavaScript %%EOF", "documents.macros"),
    ],
)
def test_a_file_of_another_kind_is_not_kept(made: Made, name: str, content: bytes, code: str) -> None:
    agreement = agree(made)
    with pytest.raises(RowsRejected) as rejected:
        services.add_document(
            by=made.acting("dilys"), agreement=agreement, title=" ", file_name=name, content=content
        )
    assert codes(rejected.value) == ["protection.document-title", code]
    with pytest.raises(RowsRejected):
        services.add_document(by=made.acting("dilys"), agreement=agreement, title="Signed")
    assert not Document.objects.exists()
    assert not agreement.documents.exists()


def test_a_file_that_is_too_large_is_not_kept(made: Made, settings: object) -> None:
    settings.FRITH_LARGEST_DOCUMENT = len(PDF) - 1  # type: ignore[attr-defined]
    with pytest.raises(RowsRejected) as rejected:
        services.add_document(
            by=made.acting("dilys"), agreement=agree(made), title="Signed", file_name="a.pdf", content=PDF
        )
    assert codes(rejected.value) == ["documents.too-large"]


@pytest.mark.parametrize("name", sorted(set(PEOPLE) - {"dilys", "edwin"}))
def test_only_who_records_agreements_hands_in_or_erases_their_documents(made: Made, name: str) -> None:
    agreement, by = agree(made), made.acting(name)
    with pytest.raises(Refused):
        services.add_document(by=by, agreement=agreement, title="Signed", file_name="a.pdf", content=PDF)
    with pytest.raises(Refused):
        keep(by=by, record_type="protection.agreement", record=agreement.pk, name="a.pdf", content=PDF)
    services.add_document(
        by=made.acting("dilys"), agreement=agreement, title="Signed", file_name="a.pdf", content=PDF
    )
    with pytest.raises(Refused):
        erase(by=by, key=Document.objects.get().pk, rule="handed-in-by-mistake")
    with pytest.raises(UnknownName):
        keep(
            by=made.acting("dilys"),
            record_type="protection.agreement",
            record=uuid4(),
            name="a.pdf",
            content=PDF,
        )


def test_a_person_without_a_role_opens_no_document_of_an_agreement(made: Made) -> None:
    agreement = agree(made)
    services.add_document(
        by=made.acting("dilys"), agreement=agreement, title="Signed", file_name="a.pdf", content=PDF
    )
    nobody = replace(made.acting("gwen"), roles=frozenset())
    assert not files.documents_visible_to(nobody).exists()
    for key in (Document.objects.get().pk, uuid4()):
        with pytest.raises(Refused, match="There is no document here that you may open"):
            files.open_document(by=nobody, key=key)


# ---------------------------------------------------------------- liaison officers


def test_gaps_are_shown_and_one_follows_another(made: Made) -> None:
    assert [agency.name for agency in liaison.gaps_on(TODAY)] == sorted(
        agency.name for agency in made.agencies.values()
    )
    designate(made)
    assert {agency.name for agency in liaison.gaps_on(TODAY)} == {
        agency.name for short, agency in made.agencies.items() if short not in OFFICERS
    }
    for name in ("dilys", "colin"):
        liaison_services.designate(by=made.acting("dilys"), person=made.persons[name], starts=TODAY)
    with pytest.raises(RowsRejected):
        liaison_services.designate(by=made.acting("dilys"), person=made.persons["colin"], starts=TODAY)
    officers = {post.agency.name: post.officer for post in liaison.posts_on(TODAY + timedelta(days=1))}
    assert officers["The council"]
    assert officers["The council"].person == made.persons["colin"]
    assert LiaisonOfficer.objects.filter(agency=made.agencies["council"], ends__isnull=True).count() == 1


# ---------------------------------------------------------------- explaining


def test_why_not_tells_what_fails_and_nothing_of_any_record(made: Made) -> None:
    agree(made, agreeing(made, title="Lapsed", valid=(RECORDED, date(2016, 6, 30))))
    agree(made, agreeing(made, title="To come", valid=(date(2016, 10, 1), LAST)))
    agree(made, agreeing(made, title="Not accepted"), accepted=False)
    agree(made, agreeing(made, title="Analysts", roles=[Role.ANALYST]))
    agree(made, agreeing(made, title="Rowan's", recipients=["rowan"]))
    kind = record_types.shared_type(CLOSURE_RECORD)
    colin = made.acting("colin")
    before = explaining.why_not(by=colin, kind=kind)
    assert before.holds == ()
    assert before.fails == (
        (
            "Those who work as caseworker see the closure records that their own agency controls. "
            "You act as commissioner for The council."
        ),
        "“Analysts”: it is for those who work as analyst.",
        "“Lapsed”: it lapsed: its last day was 30 June 2016.",
        "“Not accepted”: The lantern did not accept it yet.",
        "“Rowan's”: The council receives nothing under it.",
        "“To come”: it begins on 1 October 2016.",
    )
    made.close()
    assert explaining.why_not(by=colin, kind=kind) == before
    assert AuditEvent.objects.latest("id").purpose == "why can I not see it"


def test_the_simulator_says_what_another_person_could_see_on_a_day(made: Made) -> None:
    made.close()
    agree(made)
    person = made.persons["colin"].id
    for name, count in (("edwin", 1), ("flora", 1)):
        found = explaining.simulate(by=made.acting(name), person_id=person, day=LAST)
        assert len(found.types[0].holds) == count
    assert (
        not explaining.simulate(by=made.acting("edwin"), person_id=person, day=LAST + timedelta(days=1))
        .types[0]
        .holds
    )
    event = AuditEvent.objects.latest("id")
    assert (event.purpose, event.subject) == ("simulate what they could see", str(person))
    for name in ("amina", "beth", "colin", "dilys"):
        with pytest.raises(Refused):
            explaining.simulate(by=made.acting(name), person_id=person, day=TODAY)
    with pytest.raises(UnknownName):
        explaining.simulate(by=made.acting("edwin"), person_id=uuid4(), day=TODAY)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20, deadline=None)
@given(
    name=st.sampled_from(["amina", "beth", "colin", "dilys", "edwin"]),
    day=st.dates(RECORDED, date(2017, 6, 1)),
)
def test_the_simulator_says_what_the_list_shows(made: Made, name: str, day: date) -> None:
    if not SharingAgreement.objects.exists():
        made.close("lantern")
        made.close("rowan")
        agree(made)
        agree(made, agreeing(made, title="Two", recipients=["rowan"], roles=[Role.CASEWORKER]))
    by = acting_as(made.persons[name], at=WALL, standing_at=day, channel=Channel.SITE)
    said = explaining.simulate(by=made.acting("edwin"), person_id=made.persons[name].id, day=day)
    assert bool(said.types[0].holds) == bool(seen(by))


# ---------------------------------------------------------------- the register of gateways


def test_the_register_says_what_the_law_is_about() -> None:
    assert len({gateway.id for gateway in GATEWAYS}) == len(GATEWAYS)
    s17a, s115 = gateway_named("cda-1998-s17a"), gateway_named("cda-1998-s115")
    assert (s17a.force, s17a.data) == (Force.DUTY, DataClass.DEPERSONALISED)
    assert (s115.force, s115.data) == (Force.POWER, DataClass.PERSONAL)
    assert s17a not in gateways_on(date(2007, 7, 31))
    assert s17a in gateways_on(date(2007, 8, 1))
    with pytest.raises(UnknownName):
        gateway_named("none")


# ---------------------------------------------------------------- the command


def test_the_command_lists_and_checks(made: Made, capsys: pytest.CaptureFixture[str]) -> None:
    agree(made)
    command.print_list(made.operator, as_json=False)
    assert "in force  Closures for commissioning  In force until 31 March 2017" in capsys.readouterr().out
    command.print_list(made.operator, as_json=True)
    (said,) = json.loads(capsys.readouterr().out)
    assert (said["state"], said["last_day"], said["days_left"], said["controllers"]) == (
        "in force",
        "2017-03-31",
        191,
        ["The lantern"],
    )
    assert command.check(made.operator) == 0
    agree(made, agreeing(made, title="Nearly over", valid=(RECORDED, TODAY + timedelta(days=7))))
    with pytest.raises(LapsesSoon) as told:
        command.check(made.operator)
    assert told.value.faults[0].sentence().startswith("Nearly over: this agreement lapses in 7 days.")
    assert "Nearly over: Lapses in 7 days, after 28 September 2016." in capsys.readouterr().out
