"""Going live: every fault at once, all or nothing, nothing overwritten, and an import that can be undone."""

import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import openpyxl
import pytest
import xlsxwriter
from django.apps import apps
from django.core import serializers
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from tests.made_governance import Governed
from tests.made_partnership import PEOPLE, TODAY, Made, on

from frith.cli import going_live as command
from frith.cli.entry import main
from frith.guard.access.models import Membership, Person
from frith.guard.access.services import add_role, record_leaving
from frith.guard.acting import Acting
from frith.guard.audit.models import AuditEvent
from frith.guard.roles import Role
from frith.vocabulary.faults import Refused, RowsRejected, UnknownName, UnreadableInput
from frith.work.governance.actions.models import Action, ActionState
from frith.work.governance.actions.services import report_progress
from frith.work.governance.boards.models import Board, BoardMember
from frith.work.governance.going_live import queries, reading, services, workbooks
from frith.work.governance.going_live.checking import Checked
from frith.work.governance.going_live.models import Import, ImportedRow, Upload
from frith.work.governance.going_live.sheets import ALL, BY_ID, CHOICES, SHEETS
from frith.work.governance.meetings.models import Meeting, MeetingState, Purpose
from frith.work.governance.meetings.services import add_item
from frith.work.governance.strategy.models import Plan, Priority

pytestmark = pytest.mark.django_db
OTHERS = sorted(set(PEOPLE) - {"dilys"})

Rows = Sequence[dict[str, str]]

MEETING = {
    "board": "Executive Group", "title": "Winter meeting", "on": "14/1/2016", "begins": "14:00", "ends": "16:00",
    "place": "Town hall", "state": "Held, minutes not agreed",
}  # fmt: skip
ACTION = {
    "board": "executive group", "words": "Count the bicycles.", "agency": "The police", "owner": "gwen@police.example",
    "given_on": "14/1/2016", "due_on": "2016-04-01", "first_due_on": "1 March 2016", "state": "Done",
    "closed_on": "24.3.2016",
}  # fmt: skip
PERSON = {"name": "Hugh", "email": "Hugh@police.example", "agency": "The police", "roles": "Member; Analyst"}
BOARD = {
    "name": "Burglary Group", "kind": "Delivery group", "starts": "1/4/2016", "purpose": "Fewer burglaries.",
    "meets": "monthly", "quorum": "3", "chair": "hugh@police.example", "secretary": "dilys@council.example",
    "reports_to": "Executive Group",
}  # fmt: skip
MEMBER = {
    "board": "Burglary Group", "person": "gwen@police.example", "capacity": "Member", "starts": "1/4/2016",
}  # fmt: skip
DEPUTY = {
    "board": "Burglary Group", "person": "edwin@council.example", "capacity": "Deputy", "starts": "1/5/2016",
    "deputy_for": "gwen@police.example",
}  # fmt: skip
PLAN = {
    "plan": "Earlier plan", "first_year": "2013/14", "last_year": "2015", "strategy": "Safer streets.",
    "agreed_on": "20/3/2013", "title": "Robbery", "aim": "Fewer robberies.", "lead": "The police", "reason": "It rose.",
    "board": "Burglary Group", "on": "20/3/2013",
}  # fmt: skip
FULL: dict[str, Rows] = {
    "people": [PERSON],
    "boards": [BOARD],
    "members": [MEMBER, DEPUTY],
    "meetings": [
        MEETING,
        {**MEETING, "board": "Burglary Group", "title": "To come", "on": "1/3/2017", "state": ""},
    ],
    "actions": [
        ACTION,
        {**ACTION, "words": "Mend the locks.", "board": "Burglary Group", "owner": "hugh@police.example"},
    ],
    "plans": [PLAN, {**PLAN, "title": "Arson", "agreed_on": ""}],
}


def as_csv(table: str, rows: Rows, *, separator: str = ",", end: str = "\r\n") -> bytes:
    columns = BY_ID[table].columns
    cells = [[column.heading for column in columns]]
    cells += [[row.get(column.name, "") for column in columns] for row in rows]
    quoted = [separator.join('"' + cell.replace('"', '""') + '"' for cell in line) for line in cells]
    return end.join([*quoted, ""]).encode()


def as_workbook(tables: dict[str, Sequence[dict[str, Any]]], **settings: Any) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, **settings})
    days = book.add_format({"num_format": "dd/mm/yyyy"})
    for table, rows in tables.items():
        sheet = BY_ID[table]
        page = book.add_worksheet(sheet.title)
        for place, column in enumerate(sheet.columns):
            page.write(0, place, column.heading)
            for line, row in enumerate(rows, 1):
                value = row.get(column.name, "")
                if isinstance(value, date):
                    page.write_datetime(line, place, value, days)
                else:
                    page.write(line, place, value)
    book.close()
    return file.getvalue()


@pytest.fixture
def dilys(made: Made, governed: Governed) -> Acting:
    """Dilys of the council, partnership officer."""
    return made.acting("dilys")


@pytest.fixture
def both(made: Made, governed: Governed) -> Acting:
    """Dilys as one who is an administrator too."""
    add_role(by=made.operator, person=made.persons["dilys"], role=Role.ADMINISTRATOR)
    return made.acting("dilys")


def checked(by: Acting, governed: Governed, table: str, rows: Rows) -> Checked:
    return services.check_file(
        by=by, partnership=governed.partnership, table=table, name="x.csv", content=as_csv(table, rows)
    )


def codes(by: Acting, governed: Governed, table: str, rows: Rows) -> list[tuple[int, str, str]]:
    return [(each.line, each.heading, each.fault.code) for each in checked(by, governed, table, rows).faults]


def bring(by: Acting, governed: Governed, table: str, content: bytes, name: str = "x.csv") -> Import:
    return services.import_file(
        by=by, partnership=governed.partnership, table=table, name=name, content=content
    )


def tables() -> dict[str, str]:
    """All that the tables say, but for the trail and the imports themselves."""
    left_out = {AuditEvent, Import, ImportedRow}
    models = [
        model for model in apps.get_models() if model not in left_out and model._meta.app_label != "audit"
    ]
    return {
        model._meta.label: serializers.serialize("json", model._default_manager.order_by("pk"))
        for model in models
    }


# ---------------------------------------------------------------- templates


@pytest.mark.parametrize("table", [table for table, _ in CHOICES])
def test_a_template_as_handed_out_reads_as_an_empty_table(table: str) -> None:
    content = workbooks.template(table)
    assert content == workbooks.template(table)
    with pytest.raises(UnreadableInput) as trouble:
        reading.read("t.xlsx", content, table)
    assert trouble.value.code == "import.empty"
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert workbooks.EXPLAINED in book.sheetnames
    told = [row[1].value for row in book[workbooks.EXPLAINED].iter_rows()]
    for sheet in SHEETS if table == ALL else [BY_ID[table]]:
        assert [cell.value for cell in book[sheet.title][1]] == [column.heading for column in sheet.columns]
        assert [cell.value for cell in book[sheet.title][2]] == list(sheet.example)
        assert {column.heading for column in sheet.columns} <= set(told)


@pytest.mark.parametrize("table", sorted(BY_ID))
def test_a_template_as_csv_reads_as_an_empty_table(table: str) -> None:
    with pytest.raises(UnreadableInput) as trouble:
        reading.read("t.csv", workbooks.template(table, "csv"), table)
    assert trouble.value.code == "import.empty"


@pytest.mark.parametrize(("table", "ending"), [("all", "csv"), ("people", "exe"), ("cats", "xlsx")])
def test_there_is_no_other_template(table: str, ending: str) -> None:
    with pytest.raises(UnknownName):
        workbooks.template(table, ending)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.id)
def test_every_example_is_what_its_column_allows(sheet: Any) -> None:
    from frith.work.governance.going_live.values import value_of

    for column in sheet.columns:
        assert value_of(column, column.example) is not None


# ---------------------------------------------------------------- reading


@pytest.mark.parametrize(("separator", "end"), [(",", "\r\n"), (";", "\n"), ("\t", "\r\n")])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_csv_as_people_have_it(separator: str, end: str, mark: bytes) -> None:
    content = mark + as_csv(
        "meetings", [{**MEETING, "title": "Winter; spring, meeting “é”"}], separator=separator, end=end
    )
    rows = reading.read("x.csv", content, "meetings").rows
    assert [(row.line, row.cells["title"]) for row in rows] == [(2, "Winter; spring, meeting “é”")]


def code_of(content: bytes, table: str = "meetings", name: str = "x.xlsx") -> str:
    with pytest.raises(UnreadableInput) as trouble:
        reading.read(name, content, table)
    return trouble.value.code


def test_files_that_are_not_taken() -> None:
    assert (
        code_of(as_csv("meetings", [{**MEETING, "place": "Café"}]).decode().encode("cp1252"))
        == "file.encoding"
    )
    assert code_of(as_csv("meetings", [MEETING]).decode().encode("utf-16")) == "file.encoding"
    assert code_of(b"") == "import.empty"
    assert code_of(b"<html><body>sign in</body></html>") == "file.html"
    assert code_of(as_csv("meetings", [])) == "import.empty"
    assert code_of(b"\xd0\xcf\x11\xe0" + b"\0" * 600) == "excel.old"
    assert code_of(b"PK\x03\x04 and nothing more") == "excel.unreadable"
    assert code_of(as_csv("meetings", [MEETING]), ALL) == "import.one-table"
    assert code_of(b"x" * (reading.LARGEST + 1)) == "import.too-large"
    assert code_of(as_csv("meetings", [MEETING] * (reading.MOST_ROWS + 1))) == "import.too-many-rows"
    assert code_of(as_csv("meetings", [MEETING]) + b'"never closed') == "file.table"


def test_wrong_columns_are_told_all_at_once() -> None:
    content = b"Board,Title,Weather,Day\r\nx,y,z,1/4/2016\r\n"
    with pytest.raises(UnreadableInput) as trouble:
        reading.read("x.csv", content, "meetings")
    told = [(fault.code, fault.what) for fault in trouble.value.faults]
    assert told == [
        ("import.columns", "this column is not known here"),
        ("import.columns", "the table lacks columns: From, Until, Place"),
    ]
    assert code_of(as_csv("meetings", [MEETING]) + b"a,b,c,d,e,f,g,h,beyond\r\n") == "import.columns"
    assert code_of(b"Board,board,Title\r\n") == "table.headings"


def test_columns_may_stand_in_any_order_and_those_not_needed_may_be_missing() -> None:
    content = b"place , TITLE,Day,From,Until,Board\r\nHall,Meeting,1/4/2016,10:00,11:00,Executive Group\r\n"
    (row,) = reading.read("x.csv", content, "meetings").rows
    assert (row.cells["place"], row.cells["board"], "state" in row.cells) == (
        "Hall",
        "Executive Group",
        False,
    )


def test_workbooks_with_merged_cells_or_macros_or_bombs_are_not_taken() -> None:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    page = book.add_worksheet("Meetings")
    for place, column in enumerate(BY_ID["meetings"].columns):
        page.write(0, place, column.heading)
    page.merge_range("A2:A3", "Executive Group")
    book.close()
    assert code_of(file.getvalue()) == "excel.merged"
    for name, content, code in (
        ("xl/vbaProject.bin", b"x", "import.macros"),
        ("xl/macrosheets/sheet1.xml", b"x", "import.macros"),
        ("xl/worksheets/sheet9.xml", b"0" * (reading.UNPACKED + 1), "import.too-large"),
        ("xl/worksheets/sheet9.xml", b'<worksheet><dimension ref="A1:XFD1048576"/>', "import.columns"),
    ):
        more = io.BytesIO(as_workbook({"meetings": [MEETING]}))
        with zipfile.ZipFile(more, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, content)
        assert code_of(more.getvalue()) == code


def test_a_workbook_with_other_sheets_says_which_it_should_have() -> None:
    content = as_workbook({"people": [PERSON], "boards": [BOARD]})
    assert code_of(content) == "import.sheet"
    assert {row.sheet.id for row in reading.read("x.xlsx", content, ALL).rows} == {"people", "boards"}
    assert [row.sheet.id for row in reading.read("x.xlsx", content, "boards").rows] == ["boards"]


@pytest.mark.parametrize("first", [1900, 1904])
def test_days_and_times_are_read_as_excel_keeps_them_and_as_people_type_them(
    dilys: Acting, governed: Governed, first: int
) -> None:
    row: dict[str, Any] = {**MEETING, "on": date(2016, 1, 14)}
    serial: dict[str, Any] = {**MEETING, "title": "By number", "on": 42383 - (1462 if first == 1904 else 0)}
    content = as_workbook({"meetings": [row, serial]}, date_1904=first == 1904)
    bring(dilys, governed, "meetings", content, "x.xlsx")
    days = Meeting.objects.filter(title__in=["Winter meeting", "By number"]).values_list(
        "starts_at__date", flat=True
    )
    assert list(days) == [date(2016, 1, 14)] * 2


@pytest.mark.parametrize("said", ["3/27/2018", "27/3/18", "31/2/2018", "soon", "27/3/0218", "March 2018"])
def test_a_day_that_cannot_be_told_for_certain_is_a_fault(
    dilys: Acting, governed: Governed, said: str
) -> None:
    assert codes(dilys, governed, "meetings", [{**MEETING, "on": said}]) == [(2, "Day", "import.value")]


# ---------------------------------------------------------------- checking


def test_all_faults_of_all_rows_are_told_at_once(dilys: Acting, governed: Governed) -> None:
    rows = [
        {**ACTION, "agency": "The army", "owner": "nobody@police.example"},
        {**ACTION, "board": "No such group"},
        {**ACTION, "words": "", "due_on": "soon", "state": "finished"},
        {**ACTION, "given_on": "1/1/2017", "words": "Later."},
        {**ACTION, "state": "Not done", "words": "Why not?", "closed_on": ""},
        {**ACTION, "agency": "The council", "words": "Whose?"},
        ACTION,
        {**ACTION, "words": "count  the BICYCLES."},
        {**ACTION, "words": "x" * 20_001},
        {**ACTION, "words": "=1+1\x00"},
    ]
    assert codes(dilys, governed, "actions", rows) == [
        (2, "Agency", "import.agency"),
        (2, "Owner", "import.person"),
        (3, "Board", "import.board"),
        (4, "Action", "import.needed"),
        (4, "Due", "import.value"),
        (4, "State", "import.value"),
        (5, "Due", "governance.action-due"),
        (5, "Given", "governance.action-given"),
        (5, "Closed", "governance.action-closed"),
        (6, "Closed", "governance.action-closed"),
        (6, "Reason", "governance.action-reason"),
        (7, "Owner", "governance.action-owner"),
        (9, "", "import.twice-in-file"),
        (10, "Action", "import.long"),
        (11, "Action", "import.value"),
    ]
    assert (
        "The council; The lantern; The police"
        in checked(dilys, governed, "actions", rows).faults[0].fault.allowed
    )
    before = tables()
    with pytest.raises(RowsRejected) as trouble:
        bring(dilys, governed, "actions", as_csv("actions", rows))
    assert len(trouble.value.faults) == 15
    assert trouble.value.faults[0].where == "Actions, row 2, Agency"
    assert tables() == before


def test_what_is_here_is_left_as_it_is_and_a_row_that_differs_is_a_fault(
    dilys: Acting, governed: Governed
) -> None:
    same = {
        "board": "Executive Group", "words": "Map the burglaries.", "agency": "The police",
        "owner": "gwen@police.example", "given_on": "21/9/2016", "due_on": "1/10/2016",
    }  # fmt: skip
    found = checked(dilys, governed, "actions", [same])
    assert (len(found.there), len(found.additions), found.faults) == (1, 0, [])
    (fault,) = checked(dilys, governed, "actions", [{**same, "due_on": "2/10/2016"}]).faults
    assert (fault.fault.code, fault.heading) == ("import.differs", "Due")
    assert (fault.fault.allowed, fault.fault.given) == ("1 October 2016", "2 October 2016")
    with pytest.raises(RowsRejected) as trouble:
        bring(dilys, governed, "actions", as_csv("actions", [same]))
    assert trouble.value.code == "import.nothing-new"


def test_each_table_is_held_against_what_is_here(both: Acting, governed: Governed, made: Made) -> None:
    held = {
        "people": {"name": "Gwen", "email": "gwen@police.example", "agency": "The police", "roles": "member"},
        "boards": {
            "name": "Executive Group", "kind": "executive", "starts": "1/4/2015", "purpose": "Drives performance.",
            "meets": "every quarter", "quorum": "2", "quorum_authorities": "2", "chair": "dilys@council.example",
        },
        "members": {
            "board": "Executive Group", "person": "gwen@police.example", "capacity": "member", "starts": "1/4/2015",
        },
        "meetings": {
            "board": "Executive Group", "title": "Autumn meeting", "on": "21/9/2016", "begins": "11:00",
            "ends": "13:00", "place": "Town hall",
        },
        "plans": {
            "plan": "Partnership plan", "first_year": "2016/17", "last_year": "2018/19", "strategy": "Less harm.",
            "title": "Burglary", "aim": "Fewer homes broken into.", "lead": "The police", "reason": "It rose.",
        },
    }  # fmt: skip
    other = {
        "people": ("name", "Gwendolen"),
        "boards": ("quorum", "5"),
        "members": ("capacity", "Adviser"),
        "meetings": ("place", "Church hall"),
        "plans": ("strategy", "More harm."),
    }
    for table, row in held.items():
        found = checked(both, governed, table, [row])
        assert (len(found.there), found.faults) == (1, []), table
        name, said = other[table]
        assert [code for *_, code in codes(both, governed, table, [{**row, name: said}])] == [
            "import.differs"
        ], table
    (fault,) = checked(both, governed, "people", [{**held["people"], "roles": "analyst"}]).faults
    assert (fault.fault.allowed, fault.fault.given) == ("Member", "Analyst")


def test_rules_of_boards_members_meetings_and_plans(both: Acting, governed: Governed, made: Made) -> None:
    board = {**BOARD, "chair": "gwen@police.example"}
    rows = [
        {**board, "quorum": "1", "quorum_authorities": "2"},
        {**board, "name": "A", "reports_to": "B"},
        {**board, "name": "C", "reports_to": "C"},
        {**board, "name": "D", "kind": "CONTEST group"},
        {**board, "name": "E", "chair": "beth@rowan.example"},
        {**board, "name": "F", "reports_to": "Protect Group"},
        {**board, "name": "burglary group"},
    ]
    assert codes(both, governed, "boards", rows) == [
        (2, "Quorum", "governance.terms-quorum"),
        (3, "Reports to", "import.board"),
        (4, "Reports to", "import.board"),
        (5, "Kind", "import.value"),
        (6, "Chair", "import.person"),
        (7, "Reports to", "import.board"),
        (8, "", "import.twice-in-file"),
    ]
    seat = {**MEMBER, "board": "Executive Group", "person": "edwin@council.example"}
    rows = [
        {**seat, "capacity": "Chair"},
        {**seat, "capacity": "Deputy", "person": "colin@council.example"},
        {**seat, "deputy_for": "gwen@police.example", "person": "flora@council.example"},
        {
            **seat,
            "capacity": "Deputy",
            "deputy_for": "ivor@council.example",
            "person": "amina@lantern.example",
        },
        {**seat, "board": "Protect Group"},
    ]
    assert codes(both, governed, "members", rows) == [
        (2, "As what", "governance.chair-held"),
        (3, "Deputy for", "governance.deputy"),
        (4, "Deputy for", "governance.deputy"),
        (5, "Deputy for", "governance.deputy"),
        (6, "Board", "import.board"),
    ]
    rows = [
        {**MEETING, "ends": "13:00"},
        {**MEETING, "title": "No state", "state": ""},
        {**MEETING, "title": "To come", "on": "1/4/2017"},
    ]
    assert codes(both, governed, "meetings", rows) == [
        (2, "Until", "governance.meeting-times"),
        (3, "State", "import.state"),
        (4, "State", "governance.meeting-state"),
    ]
    plan = {**PLAN, "board": ""}
    rows = [
        plan,
        {**plan, "title": "Arson", "strategy": "Another."},
        {**plan, "title": "Theft", "aim": "", "lead": ""},
        {**plan, "title": ""},
        {**plan, "plan": "Backwards", "last_year": "2012/13", "title": "G"},
        {**plan, "plan": "H", "first_year": "2013/15", "title": "H"},
        {**plan, "plan": "I", "title": "Burglary"},
        {"plan": "J", "first_year": "2013", "last_year": "2014", "strategy": "x", "agreed_on": "1/1/2017"},
    ]
    assert codes(both, governed, "plans", rows) == [
        (3, "Strategy", "import.differs"),
        (4, "Aim", "import.needed"),
        (4, "Lead agency", "import.needed"),
        (5, "Priority", "import.needed"),
        (5, "", "import.twice-in-file"),
        (6, "To year", "governance.plan-years"),
        (7, "From year", "import.value"),
        (8, "Plan", "import.differs"),
        (8, "Aim", "import.differs"),
        (8, "Since", "import.differs"),
        (9, "Agreed", "import.agreed"),
        (9, "Priority", "governance.plan-empty"),
    ]


def test_the_fault_list_holds_no_formula(dilys: Acting, governed: Governed) -> None:
    row = {**ACTION, "agency": '=HYPERLINK("http://elsewhere.example","x")', "board": "@SUM(A1)"}
    found = checked(dilys, governed, "actions", [row])
    page = openpyxl.load_workbook(io.BytesIO(workbooks.fault_list(found.faults)))["Faults"]
    cells = [cell for line in page.iter_rows() for cell in line if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    given = [line[5].value for line in page.iter_rows(min_row=2)]
    assert given == ["'@SUM(A1)", "'" + row["agency"]]
    assert [line[1].value for line in page.iter_rows(min_row=2)] == [2, 2]


# ---------------------------------------------------------------- importing and undoing


def test_all_six_tables_come_in_as_one_act_and_go_again(both: Acting, governed: Governed, made: Made) -> None:
    before = tables()
    imported = bring(both, governed, ALL, as_workbook(FULL), "all.xlsx")
    assert (imported.added, imported.there) == (10, 0)
    hugh = Person.objects.get(email="hugh@police.example")
    assert not hugh.has_usable_password()
    assert set(Membership.objects.filter(person=hugh).values_list("role", flat=True)) == {"member", "analyst"}
    board = Board.objects.get(name="Burglary Group")
    assert [line.to for line in board.reports.all()] == [governed.executive]
    assert board.terms.get().agreed_on == date(2016, 4, 1)
    assert BoardMember.objects.get(board=board, capacity="deputy").deputy_for.person == made.persons["gwen"]
    action = Action.objects.get(words="Count the bicycles.")
    assert (action.given_on, action.first_due_on, action.due_on) == (
        date(2016, 1, 14),
        date(2016, 3, 1),
        date(2016, 4, 1),
    )
    assert (action.state, action.closed_on, action.number) == (ActionState.DONE, date(2016, 3, 24), 2)
    assert Meeting.objects.get(title="Winter meeting").state == MeetingState.HELD
    assert Meeting.objects.get(title="To come").state == MeetingState.PLANNED
    plan = Plan.objects.get(title="Earlier plan")
    assert (plan.agreed_on, plan.last_year) == (date(2013, 3, 20), 2015)
    assert set(Priority.objects.filter(changes__plan=plan).values_list("title", flat=True)) == {
        "Robbery",
        "Arson",
    }
    again = services.check_file(
        by=both, partnership=governed.partnership, table=ALL, name="b.xlsx", content=as_workbook(FULL)
    )
    assert (again.faults, len(again.there), again.additions) == ([], 10, [])
    services.undo(by=both, imported=imported)
    assert tables() == before
    assert Import.objects.get().undone_at is not None
    assert AuditEvent.objects.filter(act="erased", subject=str(imported.pk)).count() == 1


def test_minutes_that_were_agreed_elsewhere_are_closed_here(dilys: Acting, governed: Governed) -> None:
    bring(dilys, governed, "meetings", as_csv("meetings", [{**MEETING, "state": "Minutes agreed"}]))
    meeting = Meeting.objects.get(title="Winter meeting")
    assert meeting.state == MeetingState.AGREED
    with pytest.raises(RowsRejected):
        add_item(by=dilys, meeting=meeting, title="Late", purpose=Purpose.NOTE)


def test_the_same_bytes_twice_are_one_import(dilys: Acting, governed: Governed) -> None:
    content = as_csv("actions", [ACTION])
    first = bring(dilys, governed, "actions", content)
    assert bring(dilys, governed, "actions", content, "renamed.csv") == first
    assert Action.objects.filter(words=ACTION["words"]).count() == 1
    services.undo(by=dilys, imported=first)
    assert bring(dilys, governed, "actions", content) != first


def test_an_import_that_was_used_or_changed_says_which_rows_stand_in_the_way(
    both: Acting, governed: Governed, made: Made
) -> None:
    imported = bring(both, governed, ALL, as_workbook(FULL), "all.xlsx")
    meeting = Meeting.objects.get(title="Winter meeting")
    add_item(by=both, meeting=meeting, title="Late", purpose=Purpose.NOTE)
    report_progress(
        by=both, action=Action.objects.get(words="Mend the locks."), state=ActionState.OPEN, words="Not yet."
    )
    record_leaving(by=both, person=Person.objects.get(email="hugh@police.example"))
    before = tables()
    with pytest.raises(RowsRejected) as trouble:
        services.undo(by=both, imported=imported)
    told = {(fault.code, fault.where) for fault in trouble.value.faults}
    assert told == {
        ("import.changed", "People, row 2"),
        ("import.used", "Meetings, row 2"),
        ("import.changed", "Actions, row 3"),
        ("import.used", "Actions, row 3"),
    }
    assert tables() == before


def test_somebody_who_acted_is_not_removed(both: Acting, governed: Governed, made: Made) -> None:
    imported = bring(both, governed, "people", as_csv("people", [PERSON]))
    hugh = Person.objects.get(email="hugh@police.example")
    acting = replace(made.acting("gwen"), person=hugh.pk)
    with pytest.raises(Refused):
        services.undo(by=acting, imported=imported)
    with pytest.raises(RowsRejected) as trouble:
        services.undo(by=both, imported=imported)
    assert [fault.code for fault in trouble.value.faults] == ["import.used"]


def test_an_import_is_undone_within_thirty_days_and_once(dilys: Acting, governed: Governed) -> None:
    imported = bring(dilys, governed, "actions", as_csv("actions", [ACTION]))
    with pytest.raises(RowsRejected) as trouble:
        services.undo(by=on(dilys, TODAY + timedelta(days=32)), imported=imported)
    assert trouble.value.code == "import.too-late"
    undone = services.undo(by=dilys, imported=imported)
    assert services.undo(by=dilys, imported=undone) == undone


TITLES = some.text(some.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=20)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=some.data())
def test_an_import_that_is_undone_leaves_the_tables_as_they_were(
    data: some.DataObject, both: Acting, governed: Governed, made: Made
) -> None:
    def some_of(rows: Rows, name: str) -> list[dict[str, str]]:
        titles = data.draw(
            some.lists(TITLES, max_size=4, unique_by=lambda text: " ".join(text.split()).casefold())
        )
        return [*rows, *({**rows[0], name: title.strip()} for title in titles if title.strip())]

    names = {"meetings": "title", "actions": "words", "plans": "title", "boards": "name"}
    wanted = {
        table: some_of(FULL[table], names[table]) if table in names else list(FULL[table])
        for table in data.draw(some.sets(some.sampled_from(sorted(FULL)), min_size=1)) | {"people", "boards"}
    }
    content = as_workbook({table: wanted[table] for table in FULL if table in wanted})
    before = tables()
    try:
        imported = bring(both, governed, ALL, content, "all.xlsx")
    except (RowsRejected, UnreadableInput):
        assert tables() == before
        return
    assert tables() != before
    services.undo(by=both, imported=imported)
    assert tables() == before


# ---------------------------------------------------------------- who may


@pytest.mark.parametrize("name", OTHERS)
def test_only_an_officer_of_the_partnership_imports_and_undoes(
    made: Made, governed: Governed, name: str
) -> None:
    content = as_csv("actions", [ACTION])
    imported = bring(made.acting("dilys"), governed, "actions", content)
    by = made.acting(name)
    asked: dict[str, Any] = {
        "by": by,
        "partnership": governed.partnership,
        "table": "actions",
        "name": "x",
        "content": content,
    }
    for attempt in (
        lambda: services.check_file(**asked),
        lambda: services.hand_in(**asked),
        lambda: services.import_file(**asked),
        lambda: services.import_upload(by=by, partnership=governed.partnership, key=imported.pk),
        lambda: services.undo(by=by, imported=imported),
        lambda: queries.imported(by=by, key=imported.pk),
        lambda: queries.imports_of(by, governed.partnership),
    ):
        with pytest.raises(Refused):
            attempt()
    assert Action.objects.filter(words=ACTION["words"]).exists()


def test_people_need_an_administrator_too(made: Made, dilys: Acting, governed: Governed) -> None:
    assert codes(dilys, governed, "people", [PERSON]) == [(2, "", "import.people")]
    here = {"name": "Gwen", "email": "gwen@police.example", "agency": "The police", "roles": "analyst"}
    assert len(checked(dilys, governed, "people", [here]).there) == 1
    (fault,) = checked(dilys, governed, "people", [{**here, "name": "Guinevere"}]).faults
    assert fault.fault.allowed == "what is here"
    imported = bring(made.operator, governed, "people", as_csv("people", [PERSON]))
    with pytest.raises(Refused) as trouble:
        services.undo(by=dilys, imported=imported)
    assert trouble.value.code == "import.people"


def test_somebody_who_left_or_is_elsewhere_is_not_added_again(
    both: Acting, governed: Governed, made: Made
) -> None:
    record_leaving(by=made.operator, person=made.persons["gwen"])
    for email in ("gwen@police.example", "beth@rowan.example"):
        rows = [{**PERSON, "email": email}]
        assert codes(both, governed, "people", rows) == [(2, "E-mail", "import.email-taken")]


# ---------------------------------------------------------------- pages


def browser(made: Made, name: str) -> Client:
    client = Client()
    client.force_login(made.persons[name])
    return client


def handed_in(client: Client, governed: Governed, content: bytes, table: str = "actions") -> Any:
    here = f"/partnerships/{governed.partnership.pk}/going-live/"
    return client.post(
        here, {"table": table, "file": SimpleUploadedFile("our actions.csv", content), "once": str(uuid4())}
    )


def test_a_file_goes_in_by_the_pages_and_out_again(made: Made, governed: Governed) -> None:
    client = browser(made, "dilys")
    here = handed_in(client, governed, as_csv("actions", [ACTION]))["Location"]
    page = client.get(here).content.decode()
    assert "No fault was found" in page
    assert "Actions, row 2: executive group, Count the bicycles., The police" in page
    assert b"bicycles" not in Upload.objects.get().content.encode()
    imported = client.post(f"{here}import/")["Location"]
    assert client.post(f"{here}import/")["Location"] == imported
    assert not Upload.objects.exists()
    assert "Executive Group, action 2: Count the bicycles." in client.get(imported).content.decode()
    again = handed_in(client, governed, as_csv("actions", [ACTION]))["Location"]
    assert "These same bytes were imported on" in client.get(again).content.decode()
    assert client.post(f"{again}throw-away/").status_code == 302
    assert client.get(again).status_code == 403
    action = Action.objects.get(words=ACTION["words"])
    report_progress(by=made.acting("dilys"), action=action, state=ActionState.OPEN, words="Not yet.")
    refused = client.post(f"{imported}undo/")
    assert refused.status_code == 400
    assert "Actions, row 2: this was changed since" in refused.content.decode()


def test_a_file_with_faults_shows_them_and_hands_them_over(made: Made, governed: Governed) -> None:
    client = browser(made, "dilys")
    here = handed_in(client, governed, as_csv("actions", [{**ACTION, "agency": "<b>The army</b>"}] * 150))[
        "Location"
    ]
    page = client.get(here).content.decode()
    assert "Nothing was imported: 150 things are wrong" in page
    assert "And 50 more" in page
    assert "<b>The army" not in page
    assert ">Import<" not in page
    file = client.get(f"{here}faults.xlsx")
    assert "attachment" in file["Content-Disposition"]
    assert openpyxl.load_workbook(io.BytesIO(file.content))["Faults"].max_row == 151
    assert client.post(f"{here}import/").status_code == 400
    assert not Import.objects.exists()


def test_a_file_that_cannot_be_read_is_told_beside_the_question(made: Made, governed: Governed) -> None:
    page = handed_in(browser(made, "dilys"), governed, b"Board,Weather\r\nx,y\r\n")
    assert page.status_code == 400
    assert "this column is not known here" in page.content.decode()
    assert handed_in(browser(made, "dilys"), governed, b"").status_code == 400


@pytest.mark.parametrize("name", OTHERS)
def test_the_pages_refuse_every_other_role(made: Made, governed: Governed, name: str) -> None:
    officer, client = browser(made, "dilys"), browser(made, name)
    upload = handed_in(officer, governed, as_csv("actions", [ACTION]))["Location"]
    made_import = bring(made.acting("dilys"), governed, "meetings", as_csv("meetings", [MEETING]))
    imported = f"/partnerships/{governed.partnership.pk}/going-live/imports/{made_import.pk}/"
    assert handed_in(client, governed, as_csv("actions", [ACTION])).status_code == 403
    for address in (f"{upload}import/", f"{upload}throw-away/", f"{imported}undo/"):
        assert client.post(address).status_code == 403
    for address in (upload, f"{upload}faults.xlsx", imported):
        assert client.get(address).status_code == 403
    assert Meeting.objects.filter(title="Winter meeting").exists()


def test_another_officer_does_not_see_a_file_before_it_is_imported(made: Made, governed: Governed) -> None:
    add_role(by=made.operator, person=made.persons["gwen"], role=Role.PARTNERSHIP_OFFICER)
    here = handed_in(browser(made, "dilys"), governed, as_csv("actions", [ACTION]))["Location"]
    assert browser(made, "gwen").get(here).status_code == 403


def test_a_file_that_was_forgotten_is_removed(dilys: Acting, governed: Governed) -> None:
    asked: dict[str, Any] = {"partnership": governed.partnership, "table": "actions", "name": "x"}
    services.hand_in(by=dilys, content=as_csv("actions", [ACTION]), **asked)
    later = replace(dilys, at=dilys.at + timedelta(days=2))
    kept = services.hand_in(by=later, content=as_csv("actions", [ACTION]), **asked)
    assert list(Upload.objects.all()) == [kept]


# ---------------------------------------------------------------- command line


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Run a command in this process, with the test's database, and return its code and what it printed."""
    monkeypatch.setattr("frith.website.starting.start_with_tables", lambda: None)
    monkeypatch.setattr("frith.website.starting.start", lambda: None)

    def run(*arguments: str) -> tuple[int, str]:
        code = main(["import", *arguments])
        out = capsys.readouterr()
        return code, out.out + out.err

    return run


def test_the_command_line_checks_applies_lists_and_undoes(
    governed: Governed, tmp_path: Path, line: Any
) -> None:
    file = tmp_path / "actions.csv"
    file.write_bytes(as_csv("actions", [ACTION, {**ACTION, "words": "x", "agency": "y"}]))
    code, said = line("check", str(file), "--table", "actions", "--faults", str(tmp_path / "faults.xlsx"))
    assert code == 11
    assert "Actions, row 3, Agency: no agency of the partnership has this name." in said
    assert (tmp_path / "faults.xlsx").exists()
    file.write_bytes(as_csv("actions", [ACTION]))
    assert line("check", str(file), "--table", "actions") == (
        0,
        "Actions: 1 rows would be added, 0 are here already.\n",
    )
    code, said = line("apply", str(file), "--table", "actions", "--partnership", "Madeup Partnership")
    assert (code, said.split("\n")[0]) == (0, "1 rows were added, 0 were here already.")
    assert "nothing was added" in line("apply", str(file), "--table", "actions")[1]
    key = said.split()[-1]
    assert key in line("list")[1]
    assert line("undo", key) == (0, "Undone: 1 rows of actions.csv were removed.\n")
    assert line("undo", "no key")[0] == 12
    assert line("check", str(tmp_path / "none.csv"), "--table", "actions")[0] == 10


@pytest.mark.parametrize("name", OTHERS)
def test_the_command_line_refuses_every_other_role(
    made: Made, governed: Governed, tmp_path: Path, line: Any, name: str
) -> None:
    file = tmp_path / "actions.csv"
    file.write_bytes(as_csv("actions", [ACTION]))
    imported = bring(made.acting("dilys"), governed, "meetings", as_csv("meetings", [MEETING]))
    email = made.persons[name].email
    for act in (
        ["check", str(file), "--table", "actions"],
        ["apply", str(file), "--table", "actions"],
        ["list"],
    ):
        assert line(*act, "--as", email)[0] == 14
    assert line("undo", str(imported.pk), "--as", email)[0] == 14


def test_the_command_line_writes_a_template_and_overwrites_none(tmp_path: Path, line: Any) -> None:
    out = tmp_path / "template.xlsx"
    assert line("template", "--out", str(out))[0] == 0
    assert openpyxl.load_workbook(out).sheetnames[0] == "People"
    assert line("template", "--out", str(out))[0] == 11
    assert line("template", "--out", str(tmp_path / "x.csv"), "--table", "people")[0] == 0


def test_the_command_knows_every_table() -> None:
    assert list(command.TABLES) == [table for table, _ in CHOICES]
    assert json.dumps(command.MOST_BYTES) == str(reading.LARGEST + 1)
