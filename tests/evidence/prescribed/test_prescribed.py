"""The twelve prescribed sets, their templates, and the register of what came and what is late."""

import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from frith.evidence.incident_mapping import parse_mapping, ready_mappings
from frith.evidence.incidents import read_incidents
from frith.evidence.prescribed import SETS, due, find_set, parse_quarter, quarters_due
from frith.evidence.receipts import FILE, Receipt, Register
from frith.evidence.templates import write_template
from frith.vocabulary.faults import IntegrityBroken, Refused, UnknownName
from frith.vocabulary.periods import FinancialYear, Quarter

Q1 = parse_quarter("2016/17 Q1")
ASB = Receipt("council-asb", "Q1 2016/17", "Council", "2016-09-30")


def test_there_are_twelve_sets_each_with_a_template() -> None:
    """SI 2007/1831, Schedule: 2 of police, 2 of fire and rescue, 4 of councils, 4 of health bodies."""
    assert [each.number for each in SETS] == list(range(1, 13))
    assert {each.mapping for each in SETS} <= set(ready_mappings())
    holders = [each.holder for each in SETS]
    assert [holders.count(h) for h in dict.fromkeys(holders)] == [2, 2, 4, 4]
    assert not any("probation" in each.holder for each in SETS)


def test_a_set_is_found_by_number_and_by_name() -> None:
    assert find_set("8") is find_set("council-asb")
    with pytest.raises(UnknownName, match="12 ambulance-calls"):
        find_set("13")


@pytest.mark.parametrize(
    ("quarter", "day"),
    [
        ("2016/17 Q1", date(2016, 9, 30)),
        ("2016/17 Q2", date(2016, 12, 31)),
        ("2016/17 Q3", date(2017, 3, 31)),
        ("2016/17 Q4", date(2017, 6, 30)),
    ],
)
def test_information_is_due_at_the_end_of_the_next_period(quarter: str, day: date) -> None:
    """SI 2007/1831: April to June is due by 30 September."""
    assert due(parse_quarter(quarter)) == day


@given(start=st.integers(2007, 2090), number=st.integers(1, 4))
def test_a_quarter_is_read_back_as_it_is_written(start: int, number: int) -> None:
    quarter = Quarter(FinancialYear(start), number)
    assert parse_quarter(str(quarter)) == quarter
    assert parse_quarter(f"{quarter.year} Q{number}") == quarter


@pytest.mark.parametrize("text", ["2016 Q1", "2016/18 Q1", "Q5 2016/17", ""])
def test_what_is_no_quarter_is_refused(text: str) -> None:
    with pytest.raises(UnknownName):
        parse_quarter(text)


def test_a_quarter_is_due_only_when_its_last_day_has_passed() -> None:
    assert Q1 not in quarters_due(Q1, date(2016, 9, 30))
    assert quarters_due(Q1, date(2016, 10, 1)) == (Q1,)
    assert quarters_due(parse_quarter("1999/00 Q1"), date(2008, 1, 1)) == (parse_quarter("2007/08 Q2"),)


@pytest.mark.parametrize("name", ready_mappings())
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_an_empty_template_is_read_by_its_own_mapping(tmp_path: Path, name: str, ending: str) -> None:
    out = tmp_path / f"table.{ending}"
    files = write_template(name, out)
    assert [path.name for path in files] == [f"table.{ending}", "table.toml", "table.schema.json"]
    assert read_incidents(out, mapping="table.toml").rows_in == 0
    schema = json.loads((tmp_path / "table.schema.json").read_text())
    assert [each["name"] for each in schema["fields"]] == [
        each.name for each in parse_mapping((tmp_path / "table.toml").read_text(), name).fields
    ]


def test_a_template_is_the_same_bytes_every_time(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        write_template("8", tmp_path / folder / "t.xlsx")
    assert (tmp_path / "a" / "t.xlsx").read_bytes() == (tmp_path / "b" / "t.xlsx").read_bytes()
    book = openpyxl.load_workbook(tmp_path / "a" / "t.xlsx")
    assert book.sheetnames == ["Data", "Columns"]


def test_a_template_never_writes_over_a_file(tmp_path: Path) -> None:
    (tmp_path / "t.toml").write_text("mine")
    with pytest.raises(Refused) as trouble:
        write_template("8", tmp_path / "t.csv")
    assert trouble.value.code == "template.exists"
    assert [path.name for path in tmp_path.iterdir()] == ["t.toml"]
    with pytest.raises(UnknownName):
        write_template("8", tmp_path / "t.pdf")


def test_the_register_says_what_came_what_is_late_and_what_is_not_due(tmp_path: Path) -> None:
    register = Register(tmp_path)
    register.enter(ASB)
    register.enter(Receipt("fire-incidents", "Q1 2016/17", "Fire brigade", "2016-10-01", "incidents-abc"))
    states = {(each.set, each.quarter): each.state for each in register.standings(Q1, date(2016, 10, 2))}
    assert states["council-asb", "Q1 2016/17"] == "received"
    assert states["fire-incidents", "Q1 2016/17"] == "received late"
    assert states["ambulance-calls", "Q1 2016/17"] == "late"
    assert states["council-asb", "Q2 2016/17"] == "not due yet"
    assert len(states) == 12 * 2  # a quarter that has not ended has no information yet


def test_a_receipt_stands_once_and_can_be_withdrawn(tmp_path: Path) -> None:
    register = Register(tmp_path)
    register.enter(ASB)
    with pytest.raises(Refused, match="stands already"):
        register.enter(ASB)
    back = Receipt(ASB.set, ASB.quarter, ASB.sender, "2016-10-05", withdraws=True)
    register.enter(back)
    assert register.receipts() == ()
    with pytest.raises(Refused, match="cannot be withdrawn"):
        register.enter(back)
    register.enter(ASB)
    assert register.receipts() == (ASB,)
    assert len((tmp_path / "evidence" / FILE).read_text().splitlines()) == 3


def test_only_prescribed_sets_are_registered(tmp_path: Path) -> None:
    with pytest.raises(UnknownName):
        Register(tmp_path).enter(Receipt("probation-counts", "Q1 2016/17", "x", "2016-09-30"))
    assert list(tmp_path.iterdir()) == []


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    register = Register(tmp_path)
    register.enter(ASB)
    with (tmp_path / "evidence" / FILE).open("a") as handle:
        handle.write("{not json\n")
    with pytest.raises(IntegrityBroken, match="line 2"):
        register.receipts()
