"""Incident tables in the catalogue, through the command line."""

import json
from pathlib import Path

import pytest

from frith.cli.entry import main

TABLE = "Reported,Ward,Type\n2016-04-01,Q05000001,Music\n2016-05-01,nowhere,Music\n"
MAPPING = """title = "Noise"
kind = "noise"
fields = [
  { name = "Reported", role = "date" }, { name = "Ward", role = "ward" }, { name = "Type", role = "category" },
]
"""
ADD = [
    "evidence",
    "add",
    "noise.csv",
    "--family",
    "incidents",
    "--source",
    "Council",
    "--licence",
    "Internal",
    "--json",
]


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FRITH_VAR", str(tmp_path / "var"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "noise.csv").write_text(TABLE)
    (tmp_path / "noise.toml").write_text(MAPPING)
    return tmp_path


def add(capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, object]:
    assert main([*ADD, *more]) == 0
    (dataset,) = json.loads(capsys.readouterr().out)
    return dict(dataset)


def test_a_table_is_added_with_its_rejected_rows_set_aside(
    state: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dataset = add(capsys, "--reading", "mapping=noise.toml")
    assert (dataset["rows_in"], dataset["kept"], dataset["rejected"]) == (2, 1, 1)
    folder = state / "var" / "evidence" / "datasets" / str(dataset["id"])
    quarantine = (folder / "quarantine.csv").read_text().splitlines()
    assert quarantine == [
        "file,line,rule,value,reason",
        "noise.csv,3,place.code,NOWHERE,Ward is not the code of a ward",
    ]


def test_the_same_table_by_another_mapping_is_another_dataset(
    state: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = add(capsys, "--reading", "mapping=noise.toml")
    again = add(capsys, "--reading", "mapping=noise.toml")
    (state / "noise.toml").write_text(MAPPING.replace('"noise"', '"loud-noise"'))
    other = add(capsys, "--reading", "mapping=noise.toml")
    assert first["id"] == again["id"] != other["id"]
    assert (first["fresh"], again["fresh"], other["fresh"]) == (True, False, True)


@pytest.mark.parametrize(
    ("more", "code", "says"),
    [
        ([], 10, "needs a mapping"),
        (["--reading", "mapping=absent.toml"], 10, "no such mapping file"),
        (["--reading", "mapping=councils"], 12, "council-asb"),
        (["--reading", "colour=red"], 10, "colour is not known"),
        (["--reading", "mapping=noise.toml", "--strict"], 11, "is not the code of a ward"),
    ],
)
def test_nothing_is_added_and_the_reason_is_said(
    state: Path, capsys: pytest.CaptureFixture[str], more: list[str], code: int, says: str
) -> None:
    assert main([*ADD, *more]) == code
    told = capsys.readouterr()
    assert says in told.err
    assert "Traceback" not in told.err
    assert main(["evidence", "list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_a_table_about_people_is_refused(state: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (state / "noise.csv").write_text("Reported,Ward,Type,Surname\n2016-04-01,Q05000001,Music,x\n")
    assert main([*ADD, "--reading", "mapping=noise.toml"]) == 14
    assert "Surname" in capsys.readouterr().err


def test_a_month_that_has_not_happened_is_set_aside(state: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (state / "noise.csv").write_text(TABLE.replace("2016-05-01,nowhere", "2999-05-01,Q05000001"))
    assert add(capsys, "--reading", "mapping=noise.toml")["rejected"] == 1


def test_a_kind_of_area_that_there_is_none_of(state: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (state / "b.geojson").write_text('{"type": "FeatureCollection", "features": []}')
    command = ["evidence", "add", "b.geojson", "--family", "boundaries", "--source", "x", "--licence", "y"]
    assert main([*command, "--reading", "kind=parish"]) == 10
    assert "Allowed: lsoa11" in capsys.readouterr().err
