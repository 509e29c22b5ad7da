"""The command line around prescribed data and fetching."""

import json
from pathlib import Path

import pytest

from frith.cli.entry import main


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FRITH_VAR", str(tmp_path / "var"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_templates_are_listed_and_written(state: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evidence", "template"]) == 0
    assert "8  council-asb" in capsys.readouterr().out
    assert main(["evidence", "template", "8", "--out", "asb.csv"]) == 0
    assert (state / "asb.csv").read_text().startswith("Date,Time,Category,Easting,Northing")
    assert main(["evidence", "template", "8", "--out", "asb.csv"]) == 14
    assert main(["evidence", "template", "99"]) == 12


def test_a_receipt_shows_in_the_register(capsys: pytest.CaptureFixture[str]) -> None:
    receive = [
        "evidence",
        "receive",
        "council-asb",
        "--quarter",
        "2016/17 Q1",
        "--from",
        "Council",
        "--on",
        "2016-09-30",
    ]
    assert main(receive) == 0
    assert "received, due 30 September 2016" in capsys.readouterr().out
    assert main(receive) == 14
    assert main([*receive, "--dataset", "none"]) == 12
    capsys.readouterr()
    register = ["evidence", "register", "--since", "2016/17 Q1", "--on", "2016-10-01"]
    assert main([*register, "--json"]) == 0
    standings = json.loads(capsys.readouterr().out)
    assert len(standings) == 24
    assert [each["set"] for each in standings if each["state"] == "received"] == ["council-asb"]
    assert main([*register, "--late"]) == 0
    assert "council-asb" not in capsys.readouterr().out
    assert main([*receive, "--withdraw"]) == 0
    assert main([*register, "--late"]) == 0
    assert "council-asb" in capsys.readouterr().out


def test_an_area_without_a_boundary_cannot_be_fetched(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(
        ["evidence", "fetch", "--area", "E09000033", "--from", "2016-04", "--to", "2016-04", "--out", "x"]
    )
    assert code == 12
    assert "no boundaries or look-ups are loaded yet" in capsys.readouterr().err


def test_a_malformed_day_is_a_wrong_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["evidence", "register", "--on", "yesterday"])
    assert stopped.value.code == 2
    assert "is not a day such as 2016-09-30" in capsys.readouterr().err
