"""Lists taken away as files: who may, what is in them, what the trail keeps, and that none acts as a formula."""

import csv
import io
from pathlib import Path
from typing import Any
from uuid import uuid4

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from tests.made_governance import Governed, govern
from tests.made_partnership import PEOPLE, TODAY, Made
from tests.website.test_pages import ALL, BELONG, GOVERN, NOBODY, browser, fill, without_token

from frith.guard.access import services as access
from frith.guard.audit.models import AuditEvent
from frith.guard.listings import all_listings
from frith.guard.roles import Role
from frith.work.governance.actions import services as actions
from frith.work.governance.boards.models import Board
from frith.work.governance.boards.record_names import BOARD, sealed_name
from frith.work.governance.strategy.models import Plan

pytestmark = pytest.mark.django_db

WHO: dict[str, tuple[str, set[str]]] = {
    "actions": ("", ALL),
    "agencies": ("partnership", BELONG),
    "agreements": ("", ALL),
    "assessments": ("", ALL),
    "boards": ("partnership", BELONG),
    "closures": ("", ALL),
    "decisions": ("", ALL),
    "enquiries": ("", ALL),
    "evidence": ("", ALL),
    "indicators": ("", ALL),
    "jobs": ("", ALL),
    "liaison-officers": ("", ALL),
    "meetings": ("", ALL),
    "members": ("board", GOVERN),
    "openings": ("", {"edwin"}),
    "papers": ("", ALL),
    "partners": ("partnership", BELONG),
    "partnerships": ("", ALL),
    "people": ("", {"flora"}),
    "plans": ("", ALL),
    "priorities": ("plan", BELONG),
    "statutory-year": ("partnership", BELONG),
    "steps": ("plan", BELONG),
    "teams": ("", {"flora"}),
}
"""Every list: to what it belongs, and who gets a file of it. What is in the file is another matter."""


def key_of(what: str) -> str:
    match what:
        case "partnership":
            return f"?key={Board.objects.get(name='Executive Group').partnership_id}"
        case "board":
            return f"?key={Board.objects.get(name='Executive Group').pk}"
        case "plan":
            return f"?key={Plan.objects.get().pk}"
        case _:
            return ""


def rows(client: Client, address: str) -> list[list[str]]:
    response = client.get(address)
    assert response.status_code == 200, response.content.decode()
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_every_list_has_its_place_here_and_a_page_that_shows_it(made: Made) -> None:
    assert {each.key for each in all_listings()} == set(WHO)
    args: dict[str, list[Any]] = {"governance:year": [uuid4(), 2016], "governance:this-year": [uuid4()]}
    of_one = {"governance:partnership", "governance:board", "governance:plan", "governance:partners"}
    for listing in all_listings():
        for page in listing.pages:
            assert reverse(page, args=args.get(page, [uuid4()] if page in of_one else [])).startswith("/")


@pytest.mark.parametrize("name", [*PEOPLE, NOBODY])
def test_who_takes_a_list_away(made: Made, installation: Path, name: str) -> None:
    fill(made, installation)
    client = browser(made, name)
    for key, (of, allowed) in WHO.items():
        for ending in ("csv", "xlsx"):
            before = AuditEvent.objects.filter(act="disclosed", subject_type="list").count()
            response = client.get(f"/lists/{key}.{ending}{key_of(of)}")
            disclosed = AuditEvent.objects.filter(act="disclosed", subject_type="list").count() - before
            if name in allowed:
                assert (response.status_code, disclosed) == (200, 1), key
                assert "attachment" in response["Content-Disposition"]
            else:
                assert response.status_code == (302 if name == NOBODY else 403), key
                assert disclosed == 0


def test_a_list_that_belongs_to_a_record_is_refused_alike_for_one_that_is_absent(made: Made) -> None:
    governed = govern(made)
    client = browser(made, "dilys")
    refused, absent = (client.get(f"/lists/members.csv?key={key}") for key in (governed.protect.pk, uuid4()))
    assert refused.status_code == absent.status_code == 403
    assert without_token(refused.content) == without_token(absent.content)
    for asked in ("", "?key=", "?key=no"):
        assert client.get(f"/lists/members.csv{asked}").status_code == 404
    assert client.get("/lists/members.exe").status_code == 404
    assert client.get("/lists/nothing.csv").status_code == 404
    for year in ("-1", "\u00b2", "\u0662\u0660\u0661\u0667", "9" * 5_000):
        address = f"/lists/statutory-year.csv?key={governed.partnership.pk}&year={year}"
        assert client.get(address).status_code == 404


def test_a_file_holds_what_the_page_lists_and_no_more(made: Made) -> None:
    governed = govern(made)
    shown = rows(browser(made, "dilys"), "/lists/actions.csv?show=open")
    assert [row[2] for row in shown[1:]] == ["Map the burglaries."]
    assert shown[1][3:8] == ["The police", "Gwen", "2016-09-21", shown[1][6], shown[1][7]]
    mine = rows(browser(made, "gwen"), "/lists/actions.csv?show=open")
    assert {row[2] for row in mine[1:]} == {"Map the burglaries.", governed.sealed_action.words}
    assert rows(browser(made, "beth"), "/lists/actions.csv?show=open")[1:] == []
    assert [row[0] for row in rows(browser(made, "gwen"), "/lists/meetings.csv")[1:]].count(
        "Protect Group"
    ) == 1
    assert "Protect Group" not in str(
        rows(browser(made, "flora"), f"/lists/boards.csv{key_of('partnership')}")
    )


def test_of_sealed_boards_the_trail_keeps_a_name_that_nobody_else_can_read(made: Made) -> None:
    governed = govern(made)
    client = browser(made, "gwen")
    client.get("/lists/actions.csv?show=open")
    plain, sealed = AuditEvent.objects.order_by("-id")[:2][::-1]
    assert (plain.subject_type, plain.subject) == ("list", "actions")
    assert '"rows":1' in plain.detail
    assert (sealed.subject_type, sealed.subject) == ("sealed record", sealed_name(BOARD, governed.protect.pk))
    assert "Protect" not in sealed.detail
    before = AuditEvent.objects.count()
    client.get(f"/lists/members.csv?key={governed.protect.pk}")
    kinds = set(AuditEvent.objects.order_by("id")[before:].values_list("subject_type", flat=True))
    assert kinds == {"sealed record"}


FORMULAS = ("=HYPERLINK(1)", "+1+1", "-1", "@SUM(A1)", "\tx")


@pytest.mark.parametrize("formula", FORMULAS)
def test_nothing_that_somebody_typed_acts_as_a_formula(made: Made, formula: str) -> None:
    governed = govern(made)
    actions.give_action(
        by=made.acting("dilys"),
        board=governed.executive,
        words=f"{formula}",
        agency=made.agencies["police"],
        owner=None,
        due_on=TODAY,
    )
    client = browser(made, "dilys")
    words = [row[2] for row in rows(client, "/lists/actions.csv?show=open")]
    assert not [each for each in words if each.startswith(("=", "+", "-", "@", "\t"))]
    book = openpyxl.load_workbook(io.BytesIO(client.get("/lists/actions.xlsx?show=open").content))
    cells = [cell for row in book["List"].iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert not [cell for cell in cells if str(cell.value).startswith(("=", "+", "-", "@", "\t"))]


def test_a_workbook_says_who_took_it_and_has_days_as_days(made: Made) -> None:
    govern(made)
    response = browser(made, "dilys").get("/lists/actions.xlsx?show=open")
    sheet = openpyxl.load_workbook(io.BytesIO(response.content))["List"]
    assert sheet["A1"].value == "Actions: all open"
    assert sheet["A2"].value == "OFFICIAL. Taken from Frith by Dilys, The council, on 21 September 2016."
    headings = [cell.value for cell in sheet[4]]
    assert sheet.cell(5, headings.index("Given on") + 1).data_type == "d"
    assert sheet.cell(5, headings.index("Number") + 1).data_type == "n"


def test_a_page_offers_its_lists_as_it_was_asked(made: Made) -> None:
    governed = govern(made)
    client = browser(made, "dilys")
    page = client.get("/actions/?show=overdue&page=2").content.decode()
    assert 'href="/lists/actions.csv?show=overdue"' in page
    page = client.get(f"/partnerships/{governed.partnership.pk}/year/2016/").content.decode()
    assert f"/lists/statutory-year.xlsx?key={governed.partnership.pk}&amp;year=2016" in page
    assert "Take away" not in client.get("/your-sign-in/").content.decode()
    assert "Take away" not in client.get("/people/").content.decode()  # refused


def test_somebody_who_left_takes_nothing_away(made: Made) -> None:
    govern(made)
    client = browser(made, "dilys")
    access.record_leaving(by=made.operator, person=made.persons["dilys"])
    assert client.get("/lists/actions.csv").status_code == 302


def test_somebody_without_a_role_gets_no_agreements(made: Made) -> None:
    access.end_role(by=made.operator, person=made.persons["ivor"], role=Role.COUNCILLOR)
    assert browser(made, "ivor").get("/lists/agreements.csv").status_code == 403


def test_a_list_made_by_hand_is_the_lists_alone(made: Made) -> None:
    """The address takes no more from a page than the page itself would."""
    governed: Governed = govern(made)
    shown = rows(browser(made, "dilys"), f"/lists/boards.csv?key={governed.partnership.pk}&sealed=1&show=all")
    assert [row[0] for row in shown[1:]] == ["Executive Group"]
