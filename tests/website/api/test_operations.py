"""Every operation for every role: who gets it, who is refused and in which form, and what no operation may do."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.made_agreements import agree, agreeing
from tests.made_enquiries import asking_of_whom, now
from tests.made_governance import STARTS, TERMS
from tests.made_governance import plan as plan_meeting
from tests.made_partnership import AREA, PEOPLE, WALL, Made
from tests.website.api.conftest import add_dataset
from tests.website.api.programs import MATRIX, ROOT, Example, program, token_of
from tests.website.test_pages import board, enquiry, item, lantern

from frith.guard import wall_clock
from frith.guard.access import services as access
from frith.guard.access.models import PersonalToken
from frith.guard.access.tokens.reach import Reach
from frith.guard.access.tokens.services import end_token
from frith.guard.audit.events import Act, event_by
from frith.guard.audit.models import AuditEvent
from frith.guard.audit.recording import write
from frith.guard.roles import Role
from frith.vocabulary.agencies import AuthorityKind, LegalRole
from frith.website.api import problems
from frith.website.api.asking import PARAMETERS
from frith.website.api.interface import api
from frith.work.casework.models import ClosureRecord
from frith.work.casework.outcomes import LESS_ABUSE
from frith.work.governance.actions import services as actions
from frith.work.governance.actions.models import Action
from frith.work.governance.boards import services as boards
from frith.work.governance.boards.models import Board, BoardKind
from frith.work.governance.enquiries import services as enquiries
from frith.work.governance.meetings import services as meetings
from frith.work.governance.meetings.models import Decision, Meeting
from frith.work.governance.partnerships import services as partnerships
from frith.work.governance.strategy import services as strategy
from frith.work.governance.strategy.models import Plan
from frith.work.performance import services as performance
from frith.work.performance.models import Indicator, StoredFigure

pytestmark = pytest.mark.django_db
LISTS = [name for name in MATRIX if name.startswith("list_")]
SINGLE = [name for name in MATRIX if name.startswith("get_")]
PROBLEM_PARTS = {"type", "title", "status", "detail", "faults"}


def ask(client: Client, example: Example, address: str = "", **headers: str) -> HttpResponse:
    where = ROOT + (address or example.address())
    if example.method == "GET":
        return client.get(where, headers=headers)
    return client.post(where, json.dumps(example.body), "application/json", headers=headers)


def problem(response: HttpResponse, status: int, *codes: str) -> dict[str, Any]:
    """What a response says went wrong, after a look at its form."""
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    told: dict[str, Any] = json.loads(response.content)
    assert set(told) == PROBLEM_PARTS
    assert told["status"] == status
    assert told["title"] == problems.TITLES[status]
    assert told["type"] == f"urn:frith:fault:{told['faults'][0]['code']}"
    assert told["detail"].endswith(".")
    if codes:
        assert [fault["code"] for fault in told["faults"]] == list(codes)
    return told


def operations() -> dict[str, dict[str, Any]]:
    """Every operation of the description, by its id."""
    paths = api.get_openapi_schema()["paths"].values()
    return {each["operationId"]: each for path in paths for each in path.values()}


def test_every_operation_has_its_place_in_the_matrix() -> None:
    assert set(operations()) == set(MATRIX) == set(PARAMETERS)


@pytest.mark.parametrize("name", list(PEOPLE))
def test_who_gets_what(ready: Made, name: str) -> None:
    client = program(ready, name)
    for operation, example in MATRIX.items():
        response = ask(client, example)
        if name in example.allowed:
            assert response.status_code == 200, operation
            assert response["Content-Type"].startswith("application/json")
        else:
            problem(response, 403)
            refusal = AuditEvent.objects.latest("id")
            assert (refusal.act, refusal.person) == ("refused", str(ready.persons[name].pk)), operation
            assert refusal.channel == "interface for programs"
        assert response["Cache-Control"] == "private, no-store"


def test_nobody_gets_anything_without_a_token_that_works(ready: Made) -> None:
    by = replace(ready.acting("dilys"), at=wall_clock.now())
    expired, ended, left = (token_of(ready, name) for name in ("dilys", "dilys", "amina"))
    for held in PersonalToken.objects.filter(person=ready.persons["dilys"]).order_by("made_at")[:1]:
        held.expires_at = WALL
        write(held, event=event_by(by, Act.ALTERED, "token", held.pk))
    end_token(by=by, token=PersonalToken.objects.filter(person=by.person).latest("made_at").pk)
    access.record_leaving(by=ready.operator, person=ready.persons["amina"])
    said = set()
    for given in (
        "",
        "Bearer",
        "Bearer x",
        f"Bearer {expired}",
        f"Bearer {ended}",
        f"Bearer {left}",
        "Basic eDp5",
    ):
        for example in MATRIX.values():
            response = ask(Client(), example, **({"Authorization": given} if given else {}))
            problem(response, 401, "api.token")
            assert response["WWW-Authenticate"] == "Bearer"
            said.add(response.content)
    assert len(said) == 1


def test_the_sign_in_of_a_browser_is_no_token(ready: Made) -> None:
    client = Client()
    client.force_login(ready.persons["dilys"])
    problem(client.get(f"{ROOT}/boards"), 401, "api.token")


@pytest.mark.parametrize("operation", list(MATRIX))
def test_a_token_reaches_what_it_was_made_for_and_no_more(ready: Made, operation: str) -> None:
    example = MATRIX[operation]
    others = [reach for reach in Reach if reach is not example.reach]
    for name in sorted(example.allowed)[:1]:
        told = problem(ask(program(ready, name, *others), example), 403, "api.reach")
        assert told["faults"][0]["allowed"] == example.reach.value
        refusal = AuditEvent.objects.latest("id")
        assert (refusal.act, refusal.subject_type) == ("refused", operation)
        assert ask(program(ready, name, example.reach), example).status_code == 200


def test_a_token_does_no_more_than_its_person_may_now(ready: Made) -> None:
    client, colin = program(ready, "colin"), ready.persons["colin"]
    assert ask(client, MATRIX["get_board"]).status_code == 200
    access.end_role(by=ready.operator, person=colin, role=Role.COMMISSIONER)
    problem(ask(client, MATRIX["get_board"]), 403, "governance.board-not-visible")
    assert client.get(f"{ROOT}/boards").json()["total"] == 0


ABSENT: dict[str, str] = {
    "get_partnership": "/partnerships/{}",
    "get_statutory_year": "/partnerships/{}/years/2016",
    "get_board": "/boards/{}",
    "get_meeting": "/meetings/{}",
    "get_decision": "/decisions/{}",
    "get_action": "/actions/{}",
    "report_progress": "/actions/{}/progress",
    "get_enquiry": "/enquiries/{}",
    "get_plan": "/plans/{}",
    "get_priority": "/priorities/{}",
    "get_closure": "/closures/{}",
    "get_history": "/history/board/{}",
    "get_closure_history": "/closures/{}/history",
}
HISTORIES = {"get_history", "get_closure_history"}


def test_every_record_that_may_be_hidden_is_asked_for() -> None:
    open_to_all = {"get_indicator", "get_figure", "get_dataset"}
    assert set(ABSENT) == {*SINGLE, "report_progress"} - open_to_all


def hidden() -> dict[str, UUID]:
    """Records that some people do not see: a sealed board's, and Lantern's."""
    sealed = Board.objects.get(sealed=True)
    return {
        "get_board": sealed.pk,
        "get_meeting": Meeting.objects.get(board=sealed).pk,
        "get_action": Action.objects.get(board=sealed).pk,
        "report_progress": Action.objects.get(board=sealed).pk,
        "get_enquiry": enquiry().pk,
        "get_closure": lantern().pk,
        "get_history": sealed.pk,
        "get_closure_history": lantern().pk,
        "get_partnership": board().partnership_id,
        "get_statutory_year": board().partnership_id,
        "get_plan": Plan.objects.get().pk,
    }


@pytest.mark.parametrize("name", list(PEOPLE))
def test_what_is_absent_and_what_is_forbidden_are_one_answer(ready: Made, name: str) -> None:
    client = program(ready, name)
    for operation, address in ABSENT.items():
        absent = ask(client, MATRIX[operation], address.format(uuid4()))
        if operation in HISTORIES and name == "edwin":
            # who reads the whole trail reads what it says of any key: here his own look
            assert [each["act"] for each in absent.json()["items"]] == ["consulted"]
            continue
        problem(absent, 403)
        held = hidden().get(operation)
        if held is None:
            continue
        forbidden = ask(client, MATRIX[operation], address.format(held))
        if forbidden.status_code == 403:
            assert forbidden.content == absent.content, operation
        else:
            assert name in {"gwen"} | MATRIX[operation].allowed, operation


@pytest.mark.parametrize("name", [name for name in PEOPLE if name != "gwen"])
def test_nothing_of_a_sealed_board_is_listed_outside_it(ready: Made, name: str) -> None:
    client = program(ready, name)
    for operation in LISTS:
        said = ask(client, MATRIX[operation], MATRIX[operation].address() + "?per_page=100").content.decode()
        for word in ("Protect Group", "Crowded places", "crowded square"):
            assert word not in said


def test_its_members_see_a_sealed_board_and_the_trail_does_not_name_it(ready: Made) -> None:
    client = program(ready, "gwen")
    sealed = Board.objects.get(sealed=True)
    assert client.get(f"{ROOT}/boards/{sealed.pk}").json()["name"] == "Protect Group"
    event = AuditEvent.objects.latest("id")
    assert (event.act, event.subject_type) == ("consulted", "sealed record")
    assert str(sealed.pk) not in event.subject


def test_names_that_nothing_has_are_not_answered_with_those_there_are(ready: Made) -> None:
    client = program(ready, "colin")
    for address in ("/indicators/none", "/figures/fig-0", "/figures/fig-0?edition=9", "/datasets/none"):
        told = problem(client.get(ROOT + address), 404)
        assert "less-abuse" not in json.dumps(told)


@pytest.mark.parametrize("operation", list(MATRIX))
def test_unknown_parameters_are_refused_by_name(ready: Made, operation: str) -> None:
    example = MATRIX[operation]
    client = program(ready, sorted(example.allowed)[0])
    address = example.address()
    told = problem(ask(client, example, f"{address}?colour=red&size=1"), 422, *["api.unknown-parameter"] * 2)
    assert [fault["where"] for fault in told["faults"]] == ["colour", "size"]


def test_all_that_is_wrong_with_a_question_is_told_at_once(ready: Made) -> None:
    client = program(ready, "dilys")
    told = problem(
        client.get(f"{ROOT}/actions?page=0&per_page=101&show=all&colour=red"),
        422,
        "api.unknown-parameter",
        "api.value",
        "api.value",
        "api.value",
    )
    assert {fault["where"] for fault in told["faults"]} == {"colour", "page", "per_page", "show"}
    problem(client.get(f"{ROOT}/actions?page=1&page=2"), 422, "api.parameter-twice")
    problem(client.get(f"{ROOT}/boards/none"), 422, "api.value")


@pytest.mark.parametrize("operation", LISTS)
def test_lists_have_pages(ready: Made, operation: str) -> None:
    client = program(ready, "amina" if operation == "list_closures" else "dilys")
    address = ROOT + MATRIX[operation].address()
    whole = client.get(f"{address}?per_page=100").json()
    assert set(whole) == {"items", "page", "per_page", "total"}
    assert whole["total"] == len(whole["items"]) > 0
    last = whole["total"]
    one = client.get(f"{address}?per_page=1&page={last}").json()
    assert (one["items"], one["page"], one["total"]) == ([whole["items"][-1]], last, last)
    problem(client.get(f"{address}?per_page=1&page={last + 1}"), 404, "api.page")


def test_reading_and_listing_closure_records_are_recorded(ready: Made) -> None:
    client = program(ready, "amina")
    listed = client.get(f"{ROOT}/closures?per_page=2").json()
    event = AuditEvent.objects.latest("id")
    assert (event.act, event.subject_type, event.channel) == (
        "searched",
        "casework.closure-record",
        "interface for programs",
    )
    assert json.loads(event.detail) == {"records": 2, "of": listed["total"]}
    record = lantern()
    told = client.get(f"{ROOT}/closures/{record.pk}").json()
    event = AuditEvent.objects.latest("id")
    assert (event.act, event.subject) == ("consulted", str(record.pk))
    assert told["case_reference"] == record.case_reference
    assert told["not_shared"] == []
    assert "data controller" in told["why"][0]


def test_what_is_not_shared_of_a_record_is_null_and_named(ready: Made) -> None:
    agree(ready, agreeing(ready, title="Days of closing", fields=["closed_on"]))
    client = program(ready, "colin")
    listed = client.get(f"{ROOT}/closures?per_page=100").json()
    assert listed["total"] == ClosureRecord.objects.filter(service__name="Lantern support").count()
    told = client.get(f"{ROOT}/closures/{listed['items'][0]['id']}").json()
    event = AuditEvent.objects.latest("id")
    assert (event.act, event.subject) == ("disclosed", told["id"])
    for closure in (*listed["items"], told, *told["history"]):
        assert closure["closed_on"]
        hidden = ["case_reference", "less_abuse", "risk_at_intake", "risk_at_closure"]
        assert closure["not_shared"] == hidden
        assert [closure[name] for name in hidden] == [None] * 4
    assert "LA-" not in json.dumps([listed, told])


def test_progress_is_reported_with_the_lock_that_was_read(ready: Made) -> None:
    client = program(ready, "gwen")
    action = item().actions.get()
    address = f"{ROOT}/actions/{action.pk}"
    lock = client.get(address).json()["lock"]
    body = {"state": "open", "words": "Half of it.", "due_on": "2016-11-01", "lock": lock}
    told = client.post(f"{address}/progress", json.dumps(body), "application/json")
    assert told.status_code == 200
    assert told.json()["lock"] == lock + 1
    assert told.json()["progress"][0]["words"] == "Half of it."
    assert told.json()["due_on"] == "2016-11-01"
    again = client.post(f"{address}/progress", json.dumps(body | {"state": "done"}), "application/json")
    problem(again, 409, "record.changed-meanwhile")
    action.refresh_from_db()
    assert (action.state, action.progress.count()) == ("open", 1)


@pytest.mark.parametrize(
    ("body", "codes"),
    [
        ("not json", ["api.body"]),
        (f'{{"words": "{"a" * 3_000_000}"}}', ["api.body"]),
        ("[]", ["api.value"]),
        ("{}", ["api.missing", "api.missing"]),
        ('{"state": "open", "lock": 1, "colour": "red"}', ["api.unknown-field"]),
        ('{"state": "open", "lock": "1"}', ["api.value"]),
        ('{"state": "open", "lock": 1, "due_on": 0}', ["api.value"]),
        ('{"state": "open", "lock": 1, "words": "a\\u0000b"}', ["api.value"]),
        ('{"state": "not-done", "lock": 1}', ["governance.action-reason"]),
    ],
)
def test_what_a_report_needs(ready: Made, body: str, codes: list[str]) -> None:
    address = f"{ROOT}/actions/{item().actions.get().pk}/progress"
    problem(program(ready, "gwen").post(address, body, "application/json"), 422, *codes)
    assert Action.objects.get(words="Map the burglaries.").progress.count() == 0


def test_addresses_and_methods_that_are_not_there(ready: Made) -> None:
    client = program(ready, "dilys")
    problem(client.get(f"{ROOT}/nowhere"), 404, "api.address")
    problem(client.get("/api/"), 404, "api.address")
    refused = client.delete(f"{ROOT}/boards")
    problem(refused, 405, "api.method")
    assert refused["Allow"] == "GET"


def test_whoever_asks_too_often_is_asked_to_wait(
    ready: Made, settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever their tokens are; the next minute counts anew, and others are not held up."""
    at = wall_clock.now().replace(second=54, microsecond=0)
    monkeypatch.setattr("frith.guard.wall_clock.now", lambda: at)
    settings.FRITH_API_A_MINUTE = 4
    cache.clear()
    clients = [program(ready, "dilys"), program(ready, "dilys")]
    for client in clients * 2:
        assert client.get(f"{ROOT}/boards").status_code == 200
    response = clients[0].get(f"{ROOT}/boards")
    problem(response, 429, "api.too-many")
    assert response["Retry-After"] == "6"
    assert program(ready, "gwen").get(f"{ROOT}/boards").status_code == 200
    at += timedelta(seconds=6)
    assert clients[1].get(f"{ROOT}/boards").status_code == 200


def test_a_fault_of_our_own_tells_nothing(ready: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object) -> None:
        message = "made to break"
        raise RuntimeError(message)

    monkeypatch.setattr("frith.work.performance.queries.indicators", broken)
    response = program(ready, "dilys").get(f"{ROOT}/indicators")
    problem(response, 500, "api.broken")
    assert b"made to break" not in response.content


def test_the_description_says_which_problems_there_are() -> None:
    for name, operation in operations().items():
        expected = {200, 401, 403, 404, 422, 429} | ({409} if MATRIX[name].method == "POST" else set())
        assert set(operation["responses"]) == expected
        assert operation["security"] == [{"PersonalToken": []}]
        for status, answer in operation["responses"].items():
            kind = "application/json" if status == 200 else "application/problem+json"
            assert set(answer["content"]) == {kind}


def test_the_description_is_for_everyone(client: Client) -> None:
    described = client.get(f"{ROOT}/openapi.json")
    assert described.status_code == 200
    assert described.json()["openapi"] == "3.1.0"


Grow = Callable[[Made, Path, int], object]


def grow_partnership(made: Made, _: Path, n: int) -> None:
    added = partnerships.add_partnership(
        by=made.operator, name=f"Another {n}", short_name=f"A{n}", starts=STARTS, areas={f"X1{n}": "More"}
    )
    partnerships.add_agency_part(
        by=made.operator,
        partnership=added,
        agency=made.agencies["council"],
        role=LegalRole.RESPONSIBLE,
        kind=AuthorityKind.COUNCIL,
        starts=STARTS,
    )


def grow_board(made: Made, _: Path, n: int) -> object:
    return boards.add_board(
        by=made.operator,
        partnership=board().partnership,
        name=f"Task {n}",
        kind=BoardKind.TASK,
        starts=STARTS,
        terms=TERMS,
        chair=made.persons["dilys"],
    )


def grow_meeting(made: Made, _: Path, n: int) -> object:
    return plan_meeting(made.acting("dilys"), board(), f"Meeting {n}")


def grow_decision(made: Made, _: Path, n: int) -> object:
    return meetings.take_decision(by=made.acting("dilys"), item=item(), text=f"Decide {n}.")


def grow_action(made: Made, _: Path, n: int) -> object:
    return actions.give_action(
        by=made.acting("dilys"),
        board=board(),
        item=item(),
        words=f"Do {n}.",
        agency=made.agencies["police"],
        owner=made.persons["gwen"],
        due_on=date(2016, 10, 1),
    )


def grow_enquiry(made: Made, _: Path, n: int) -> object:
    held = asking_of_whom(board().partnership, board(), f"Mr Invented {n}")
    return enquiries.ask(by=now(made.acting("gwen")), asking=held)


def grow_plan(made: Made, _: Path, n: int) -> object:
    return strategy.add_plan(
        by=made.acting("dilys"),
        partnership=board().partnership,
        title=f"Plan {n}",
        first_year=2016,
        last_year=2018,
        strategy="Less.",
    )


def grow_priority(made: Made, _: Path, n: int) -> object:
    return strategy.add_priority(
        by=made.acting("dilys"),
        plan=Plan.objects.get(title="Partnership plan"),
        title=f"Priority {n}",
        aim="Less.",
        lead=made.agencies["police"],
        reason="It rose.",
    )


def grow_indicator(made: Made, _: Path, n: int) -> object:
    return performance.add_indicator(
        by=made.acting("dilys"),
        key=f"another-{n}",
        title=f"Another {n}",
        rationale="to learn",
        definition=LESS_ABUSE.id,
        owner=made.agencies["council"],
        source="closure records",
        area=f"X1{n:07}",
        area_name="Elsewhere",
        baseline=(67.0, "2014/15", "an earlier report"),
        inherited=True,
        target=(90.0, date(2017, 3, 31)),
        tolerance=5,
    )


def grow_figure(made: Made, _: Path, n: int) -> None:
    one = StoredFigure.objects.earliest("figure")
    row = StoredFigure(
        figure=one.figure,
        edition=100 + n,
        definition=one.definition,
        version=one.version,
        area=AREA,
        first_month=one.first_month,
        last_month=one.last_month,
        as_at=one.as_at,
        content=one.content,
        recorded_at=WALL + timedelta(days=n),
    )
    write(row, event=event_by(made.operator, Act.COMPUTED, "figure", row.pk))


def grow_closure(made: Made, _: Path, n: int) -> object:
    return made.close(reference=f"ZZ-{n}")


def grow_dataset(_: Made, installation: Path, n: int) -> None:
    add_dataset(installation, f"another-{n}")


GROW: dict[str, Grow] = {
    "list_partnerships": grow_partnership,
    "list_boards": grow_board,
    "list_meetings": grow_meeting,
    "list_decisions": grow_decision,
    "list_actions": grow_action,
    "list_enquiries": grow_enquiry,
    "list_plans": grow_plan,
    "list_priorities": grow_priority,
    "list_indicators": grow_indicator,
    "list_figures": grow_figure,
    "list_datasets": grow_dataset,
    "list_closures": grow_closure,
}


@pytest.mark.parametrize("operation", LISTS)
def test_queries_do_not_grow_with_rows(ready: Made, installation: Path, operation: str) -> None:
    client = program(ready, "amina" if operation == "list_closures" else "dilys")
    address = f"{ROOT}{MATRIX[operation].address()}?per_page=100"

    def count() -> tuple[int, int]:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            total = client.get(address).json()["total"]
        return len(asked), total

    for n in range(3):
        GROW[operation](ready, installation, n)
    few, before = count()
    for n in range(3, 30):
        GROW[operation](ready, installation, n)
    many, after = count()
    assert after == before + 27
    assert many == few


def test_the_answers_of_one_decision_and_indicator(ready: Made) -> None:
    client = program(ready, "dilys")
    told = client.get(ROOT + MATRIX["get_decision"].address()).json()
    found = Decision.objects.get(pk=told["id"])
    assert (told["text"], told["meeting_title"]) == (found.text, "Autumn meeting")
    assert told["item_title"] == "Burglary"
    indicator = client.get(f"{ROOT}/indicators/less-abuse?quarters=1").json()
    assert indicator["title"] == Indicator.objects.get(pk="less-abuse").title
    (reading,) = indicator["readings"]
    assert reading["quarter"] == "Q1 2016/17"
    assert (reading["figure"]["numerator"], reading["figure"]["denominator"]) == (36, 42)
    assert reading["rating"] in {"red", "amber", "green"}
