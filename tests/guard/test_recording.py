"""Nothing is written without its audit event, and a refusal leaves a record though the act is undone."""

import ast
import json
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import ProtectedError
from tests.made_partnership import Made

import frith
from frith.guard.access import services
from frith.guard.access.models import Agency, Person
from frith.guard.audit.events import Act, event_by
from frith.guard.audit.models import AppendOnlyError, AuditEvent, AuditSeal
from frith.guard.audit.recording import Recorded, UnrecordedWrite, act, record, unwrite, write
from frith.guard.jobs.models import Run, Worker
from frith.guard.roles import Role
from frith.vocabulary.faults import Fault, Refused, RowsRejected
from frith.work.casework import queries
from frith.work.casework.models import ClosureRecord

SOURCE = Path(frith.__file__).parent
ROOMS = ("guard", "work", "website", "cli", "demo")
WRITES = {
    "save",
    "create",
    "bulk_create",
    "update",
    "bulk_update",
    "delete",
    "get_or_create",
    "update_or_create",
}
MAY_WRITE = {
    "guard/audit/recording.py",
    "guard/audit/models.py",
    "guard/audit/chain.py",
    "guard/jobs/leases.py",
}
MAY_OPEN_A_TRANSACTION = MAY_WRITE | {
    "guard/access/sign_in.py",
    "guard/audit/keeping.py",
    "website/database_copies.py",
}
KEPT_BY_DJANGO = {"auth", "contenttypes", "sessions"}


def test_every_table_of_ours_is_written_through_the_recording_alone() -> None:
    ours = [model for model in apps.get_models() if model._meta.app_label not in KEPT_BY_DJANGO]
    # how far a job is, and which worker lives, says nothing of anybody and is written every few seconds
    kept_otherwise = {AuditEvent, AuditSeal, Run, Worker}
    assert {model for model in ours if not issubclass(model, Recorded)} == kept_otherwise


def calls(path: Path) -> list[tuple[str, str]]:
    """The method calls of a file: what it is called on, as written, and the method."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        (ast.unparse(node.func.value), node.func.attr)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]


def test_no_file_but_the_recording_calls_what_writes() -> None:
    found = [
        (place, target, method)
        for room in ROOMS
        for path in sorted((SOURCE / room).rglob("*.py"))
        if (place := path.relative_to(SOURCE).as_posix()) not in MAY_WRITE and "/migrations/" not in place
        for target, method in calls(path)
        if method in WRITES and ("objects" in target or method in {"save", "bulk_create", "get_or_create"})
    ]
    assert found == []


def test_no_file_but_the_recording_opens_a_transaction_of_its_own() -> None:
    """Else a refusal inside it would be rolled back with it."""
    found = [
        place
        for room in ROOMS
        for path in sorted((SOURCE / room).rglob("*.py"))
        if (place := path.relative_to(SOURCE).as_posix()) not in MAY_OPEN_A_TRANSACTION
        and ("transaction", "atomic") in calls(path)
    ]
    assert found == []


def test_tables_are_read_in_queries_services_and_models_alone() -> None:
    """Pages and commands that reached for a table would pass the scopes by, which are made of conditions on tables."""
    allowed = {
        "models",
        "scopes",
        "leases",
        "queries",
        "services",
        "recording",
        "chain",
        "verification",
        "keeping",
    }
    found = [
        path.relative_to(SOURCE).as_posix()
        for room in ROOMS
        for path in sorted((SOURCE / room).rglob("*.py"))
        if path.stem not in allowed
        and "migrations" not in path.parts
        and path.name != "partnership.py"
        and ".objects." in path.read_text(encoding="utf-8")
        and path.name != "forms.py"
    ]
    assert found == []


def test_saving_alone_is_a_fault(made: Made) -> None:
    agency, before = made.agencies["rowan"], Agency.objects.count()
    for attempt in (
        lambda: agency.save(),
        lambda: agency.delete(),
        lambda: Agency.objects.create(name="x", short_name="x"),
        lambda: Agency.objects.update(name="x"),
        lambda: Agency.objects.filter(name="x").delete(),
        lambda: Agency.objects.bulk_create([Agency(name="x", short_name="x")]),
        lambda: Agency.objects.bulk_update([agency], ["name"]),
        lambda: Agency.objects.get_or_create(name="x", short_name="x"),
        lambda: Agency._base_manager.update(name="x"),
        lambda: Agency._base_manager.filter(name="The rowan").delete(),
        lambda: Person._base_manager.update(name="x"),
        lambda: made.agencies["rowan"].people.update(name="x"),
    ):
        with pytest.raises(UnrecordedWrite):
            attempt()
    assert Agency.objects.count() == before


def test_a_fact_is_never_changed_even_with_an_event(made: Made) -> None:
    closure = made.close()
    closure.less_abuse = "no"
    with pytest.raises(UnrecordedWrite):
        write(closure, event=event_by(made.operator, Act.ALTERED, "closure", closure.id))
    assert ClosureRecord.objects.get().less_abuse == "yes"


def test_rows_are_removed_with_an_event_or_not_at_all(made: Made) -> None:
    spare = services.add_agency(by=made.operator, name="Spare")
    event = event_by(made.operator, Act.ERASED, "agency", spare.id)
    before = AuditEvent.objects.count()
    with pytest.raises(ProtectedError):  # people work for the second
        unwrite(spare, made.agencies["council"], event=event)
    assert (Agency.objects.filter(name="Spare").count(), AuditEvent.objects.count()) == (1, before)
    unwrite(Agency.objects.get(name="Spare"), event=event)
    assert (Agency.objects.filter(name="Spare").count(), AuditEvent.objects.latest("id").act) == (0, "erased")


def test_rows_and_event_stand_or_fall_together(made: Made) -> None:
    before = AuditEvent.objects.count()
    agency = Agency(name="The council", short_name="taken already")
    with pytest.raises(RowsRejected, match="Agency with this Name already exists"):
        write(agency, event=event_by(made.operator, Act.COLLECTED, "agency", agency.id))
    assert AuditEvent.objects.count() == before


def test_a_new_row_never_takes_the_place_of_one_that_has_its_key(made: Made) -> None:
    """Django on its own changes the row that is there, where the key is given."""
    count = AuditEvent.objects.count()
    again = Agency(id=made.agencies["rowan"].id, name="Another", short_name="Another")
    with pytest.raises(RowsRejected) as rejected:
        write(again, event=event_by(made.operator, Act.COLLECTED, "agency", again.id))
    assert rejected.value.code == "record.taken"
    assert Agency.objects.get(pk=again.id).name == "The rowan"
    assert AuditEvent.objects.count() == count


def test_an_event_is_never_changed_or_removed(made: Made) -> None:
    event = AuditEvent.objects.first()
    assert event is not None
    for attempt in (event.save, event.delete, AuditEvent.objects.all().delete):
        with pytest.raises(AppendOnlyError):
            attempt()
    for manager in (AuditEvent.objects, AuditEvent._base_manager, AuditSeal._base_manager):
        with pytest.raises(AppendOnlyError):
            manager.update(act="x")


def test_every_table_of_ours_has_no_manager_that_writes_freely() -> None:
    for model in apps.get_models():
        if model._meta.app_label not in KEPT_BY_DJANGO:
            assert model._base_manager.name == model._default_manager.name == "objects", model


def test_an_act_leaves_one_event_with_who_when_and_what(made: Made) -> None:
    person = services.add_person(
        by=made.operator,
        name="Greta",
        email="Greta@Council.example",
        agency=made.agencies["council"],
        roles=[Role.COMMISSIONER],
    )
    event = AuditEvent.objects.latest("id")
    assert (event.act, event.subject_type, event.subject) == ("collected", "person", str(person.id))
    assert (event.person, event.at) == (str(made.operator.person), made.operator.at)
    assert "Greta" not in event.detail
    assert Person.objects.get(pk=person.id).email == "greta@council.example"


@pytest.mark.django_db(transaction=True)
def test_a_refusal_is_recorded_though_the_act_is_rolled_back(transactional_db: None) -> None:
    from tests.made_partnership import make

    made = make()
    closure = made.close()
    count = AuditEvent.objects.count()
    with pytest.raises(Refused):
        queries.closure_record(by=made.acting("colin"), record_id=closure.id, purpose="curiosity")
    event = AuditEvent.objects.latest("id")
    assert AuditEvent.objects.count() == count + 1
    assert (event.act, event.subject_type, event.subject) == ("refused", "closure_record", str(closure.id))
    assert "casework.closure-not-visible" in event.detail


@pytest.mark.django_db(transaction=True)
def test_a_refusal_names_every_record_that_was_asked_about(transactional_db: None) -> None:
    from tests.made_partnership import make

    made = make()
    rowan, person = made.agencies["rowan"], made.persons["beth"]

    @act
    def refuse(*, by: object, agency: Agency, person: Person, key: str, title: str, password: str) -> None:
        raise Refused(Fault("test.no", "no"))

    key = "k" * 100
    with pytest.raises(Refused):
        refuse(by=made.operator, agency=rowan, person=person, key=key, title="Contents", password="a secret")
    event = AuditEvent.objects.latest("id")
    assert event.subject == str(rowan.id)
    assert json.loads(event.detail) == {
        "reason": "test.no",
        "agency": f"access.agency {rowan.id}",
        "person": f"access.person {person.id}",
        "key": key,
    }


@pytest.mark.django_db(transaction=True)
def test_an_act_inside_an_act_is_one_act_with_one_refusal(transactional_db: None) -> None:
    from tests.made_partnership import make

    made = make()

    @act
    def inner(*, by: object) -> None:
        raise Refused(Fault("test.inner", "no"))

    @act
    def outer(*, by: object) -> None:
        record(event_by(made.operator, Act.COLLECTED, "left over"))
        inner(by=by)

    count = AuditEvent.objects.count()
    with pytest.raises(Refused):
        outer(by=made.operator)
    events = list(AuditEvent.objects.order_by("id")[count:])
    assert [(event.act, event.subject_type) for event in events] == [("refused", "outer")]
