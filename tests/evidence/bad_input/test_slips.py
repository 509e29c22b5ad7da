"""Slips of whoever types a command: each is refused with what is allowed, and nothing is written."""

import zipfile
from pathlib import Path

import pytest
from tests.evidence.made_files import NORTH, SOUTH, Crime, lookup_entries, street_file

from frith.cli.entry import main
from frith.evidence.boundaries import read_features
from frith.evidence.catalogue import Catalogue, state_folder
from frith.evidence.entry import PRECEDENCE, Entry, area_faults
from frith.evidence.loading import Terms, load, load_all
from frith.evidence.receipts import Receipt, Register
from frith.vocabulary.faults import UnknownName, UnreadableInput, WrongSettings

STREET = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,"
    "Last outcome category,Context\n"
    ",2017-01,M,M,-0.1,51.5,On or near High Street,E01000001,City 001A,Burglary,,\n"
)


def test_a_state_folder_that_is_a_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "var").write_text("a slip")
    monkeypatch.setenv("FRITH_VAR", str(tmp_path / "var"))
    with pytest.raises(WrongSettings) as raised:
        state_folder()
    assert raised.value.faults[0].where == "FRITH_VAR"


def test_a_state_folder_below_a_file_is_refused_and_no_empty_list_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "var").write_text("a slip")
    for folder in (tmp_path / "var", tmp_path / "var" / "deeper" / "still"):
        monkeypatch.setenv("FRITH_VAR", str(folder))
        assert main(["evidence", "list"]) == WrongSettings.exit_code
        told = capsys.readouterr()
        assert not told.out
        assert f"Given: {tmp_path / 'var'}. What to do: Name a folder in FRITH_VAR" in told.err


def test_asking_before_there_are_look_ups_says_to_add_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FRITH_VAR", str(tmp_path / "var"))
    assert main(["evidence", "ask", "address", "--area", "E09000033"]) == UnknownName.exit_code
    told = capsys.readouterr().err
    assert "no boundaries or look-ups are loaded yet" in told
    assert "What to do: Add a look-up first: frith evidence add FILE --family lookup" in told
    assert "Give a code" not in told


def test_the_grade_is_shown_before_what_a_dataset_claims(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FRITH_VAR", str(tmp_path / "var"))
    path = tmp_path / "2017-01-made-street.csv"
    path.write_text(STREET)
    entry = Entry(paths=(path,), title="Street", areas=("E09000033",))
    (loaded,) = load(Catalogue(tmp_path / "var"), entry, Terms())
    assert main(["evidence", "show", loaded.dataset.id]) == 0
    names = [line.split(":")[0] for line in capsys.readouterr().out.splitlines()]
    assert names.index("rows") < names.index("grade") < names.index("covers") < names.index("months")


def test_a_street_file_without_its_months_says_what_it_lacks(tmp_path: Path) -> None:
    path = tmp_path / "2017-01-made-street.csv"
    path.write_text(STREET.replace(",Month,", ",").replace(",2017-01,", ","))
    with pytest.raises(UnreadableInput) as raised:
        load(Catalogue(tmp_path / "var"), Entry(paths=(path,), title="Street"), Terms())
    assert raised.value.faults[0].code == "columns.missing"
    assert "the file lacks the columns Month" in str(raised.value)


def test_a_table_of_something_else_is_not_taken_for_a_police_file(tmp_path: Path) -> None:
    path = tmp_path / "staff.csv"
    path.write_text("Name,Month\nA,2017-01\n")
    with pytest.raises(UnreadableInput) as raised:
        load(Catalogue(tmp_path / "var"), Entry(paths=(path,), title="Staff"), Terms())
    assert raised.value.faults[0].code == "family.unknown"


@pytest.mark.parametrize("precedence", [PRECEDENCE[0] - 1, PRECEDENCE[-1] + 1, -99_999_999_999])
def test_a_precedence_that_is_no_rank_is_refused(tmp_path: Path, precedence: int) -> None:
    path = tmp_path / "2017-01-made-street.csv"
    path.write_text(STREET)
    with pytest.raises(UnreadableInput) as raised:
        load(Catalogue(tmp_path / "var"), Entry(paths=(path,), title="S", precedence=precedence), Terms())
    assert raised.value.faults[0].code == "manifest.precedence"
    assert Catalogue(tmp_path / "var").datasets() == ()


@pytest.mark.parametrize("sender", ["", "  "])
def test_a_receipt_from_nobody_is_refused(tmp_path: Path, sender: str) -> None:
    with pytest.raises(UnreadableInput) as raised:
        Register(tmp_path).enter(Receipt("council-asb", "Q1 2016/17", sender, "2016-07-01", "", "", False))
    assert raised.value.faults[0].code == "register.sender"
    assert Register(tmp_path).receipts() == ()


def test_a_broken_boundary_file_is_told_in_words_of_ours(tmp_path: Path) -> None:
    path = tmp_path / "wards.geojson"
    path.write_text(
        '{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"coordinates":[[[0,0],[1'
    )
    with pytest.raises(UnreadableInput) as raised:
        read_features(path)
    assert "not whole, or is not what its name says" in str(raised.value)
    assert "GDAL" not in str(raised.value)
    assert "Failed" not in str(raised.value)


def test_a_claim_that_no_look_up_knows_is_refused_with_what_is_allowed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FRITH_VAR", str(tmp_path / "var"))
    path = street_file(tmp_path, [Crime()])
    adding = ["evidence", "add", str(path), "--source", "a test", "--licence", "none", "--covers"]
    assert main([*adding, "X09999999"]) == 0  # there is nothing yet to hold it to
    load_all(Catalogue(tmp_path / "var"), lookup_entries(tmp_path / "lookups"))
    before = Catalogue(tmp_path / "var").datasets()
    capsys.readouterr()
    for wrong, told in (("X09999999", "no borough of the look-ups"), ("Northham", "not an official code")):
        assert main([*adding, wrong]) == UnreadableInput.exit_code
        said = capsys.readouterr().err
        assert told in said
        assert f"Allowed: {NORTH}, {SOUTH}. Given: {wrong}." in said
        assert "first add the look-up that names it" in said
    assert Catalogue(tmp_path / "var").datasets() == before
    assert main([*adding, NORTH]) == 0


def test_of_many_boroughs_the_nearest_are_listed_and_the_rest_counted() -> None:
    known = [f"X09000{number:03d}" for number in range(100)]
    (fault,) = area_faults(["X09000999"], "made", known)
    assert "X09000099" in fault.allowed
    assert fault.allowed.endswith(", and 88 more")


@pytest.mark.parametrize("spoilt", ["On or\0near High Street", "\0" * 5000])
def test_a_police_file_with_null_characters_is_refused_with_its_line(tmp_path: Path, spoilt: str) -> None:
    path = tmp_path / "2017-01-made-street.csv"
    path.write_text(STREET + STREET.splitlines()[1].replace("On or near High Street", spoilt) + "\n")
    with pytest.raises(UnreadableInput) as raised:
        load(Catalogue(tmp_path / "var"), Entry(paths=(path,), title="Street"), Terms())
    assert raised.value.faults[0].code == "file.null"
    assert "2017-01-made-street.csv" in str(raised.value)
    assert "line 3 is the first" in str(raised.value)
    assert Catalogue(tmp_path / "var").datasets() == ()


@pytest.mark.parametrize("name", ["wards.gpkg", "wards.zip", "wards.shp"])
def test_no_broken_boundary_file_speaks_the_words_of_its_reader(
    tmp_path: Path, name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    if name.endswith(".zip"):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("wards.shp", b"\0\0\x27\x0a" + b"\0" * 40)
    else:
        path.write_bytes((b"SQLite format 3\0" if name.endswith(".gpkg") else b"\0\0\x27\x0a") + b"\0" * 2000)
    with pytest.raises(UnreadableInput) as raised:
        read_features(path)
    assert raised.value.faults[0].where == name
    assert raised.value.faults[0].remedy
    said = str(raised.value) + "".join(capfd.readouterr())
    assert not [word for word in ("GDAL", "OGR", "Failed", "sqlite", "driver", str(tmp_path)) if word in said]
