"""What Frith says and does when a file is not what it should be: through the real command, from end to end.

Each case: the documented exit code, a message that names the file and says what to do, no stack trace, and a catalogue
that is exactly as it was.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.demo import bad_files
from tests.demo.command_line import frith, left_behind, state_of

pytestmark = pytest.mark.slow

ADD = ("evidence", "add")
STATED = ("--source", "a test", "--licence", "none needed")
UNREADABLE, REJECTED = 10, 11


@pytest.fixture(scope="module")
def state_with_one_dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A state folder that holds one sound dataset; tests work on copies."""
    folder = tmp_path_factory.mktemp("bad-files")
    rows = [bad_files.row(n, month="2016-05") for n in range(1, 6)]
    sound = bad_files.write(folder / "2016-05-metropolitan-street.csv", bad_files.street(rows))
    done = frith(*ADD, sound, *STATED, var=folder / "var")
    assert done.code == 0, done.said
    return folder / "var"


@pytest.fixture
def var(state_with_one_dataset: Path, tmp_path: Path) -> Path:
    """A copy of the state, for one test alone."""
    return shutil.copytree(state_with_one_dataset, tmp_path / "var")


def refuse(path: Path, var: Path, code: int, *extra: str) -> str:
    """Add a bad file, hold the catalogue unchanged, and return what was said."""
    before = state_of(var)
    done = frith(*ADD, path, "--family", "police.street", *STATED, *extra, var=var)
    assert done.code == code, done.said + done.printed
    assert "Traceback" not in done.said
    assert path.name in done.said
    assert "What to do:" in done.said
    assert state_of(var) == before
    assert left_behind(var) == []
    return done.said


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (bad_files.wrong_columns, "Crime type"),
        (bad_files.web_page, "web page"),
        (bad_files.empty, "empty"),
        (bad_files.cut_gzip, "cut"),
        (bad_files.wide_text, "UTF-8"),
        (bad_files.climbing_zip, ".."),
        (bad_files.absolute_zip, "/etc/"),
        (bad_files.linking_zip, "link"),
        (bad_files.bomb_zip, "unpack"),
        (bad_files.cut_zip, "zip"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_a_file_that_is_not_what_it_should_be(
    make: Callable[[Path], Path], words: str, var: Path, tmp_path: Path
) -> None:
    assert words in refuse(make(tmp_path / "bad"), var, UNREADABLE)


@pytest.mark.parametrize(
    "make",
    [bad_files.marked_crlf, bad_files.oddly_named_zip],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_a_file_that_is_odd_and_sound(make: Callable[[Path], Path], var: Path, tmp_path: Path) -> None:
    done = frith(*ADD, make(tmp_path / "odd"), *STATED, var=var)
    assert done.code == 0, done.said
    held = frith("evidence", "list", "--json", var=var).json()
    assert sorted(dataset["kept"] for dataset in held) == [5, 20]


@pytest.mark.parametrize(
    ("make", "value"),
    [
        (bad_files.future, "2999-01"),
        (bad_files.africa, "36.82"),
        (bad_files.unknown_category, "Piracy"),
        (bad_files.short_row, "only,three,fields"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_a_row_that_breaks_a_rule_is_set_aside_and_the_rest_loads(
    make: Callable[[Path], Path], value: str, var: Path, tmp_path: Path
) -> None:
    path = make(tmp_path / "bad")
    refuse(path, var, REJECTED, "--strict")
    done = frith(*ADD, path, "--family", "police.street", *STATED, var=var)
    assert done.code == 0, done.said
    held = [d for d in frith("evidence", "list", "--json", var=var).json() if d["rejected"]]
    assert [(d["rows_in"], d["kept"], d["rejected"]) for d in held] == [(3, 2, 1)]
    quarantine = var / "evidence" / "datasets" / held[0]["id"] / "quarantine.csv"
    text = quarantine.read_text(encoding="utf-8")
    assert value in text
    assert path.name in text


def test_one_row_in_the_old_windows_encoding(var: Path, tmp_path: Path) -> None:
    """Either the row is set aside or its é is read: never a crash, never silence."""
    done = frith(*ADD, bad_files.windows_text(tmp_path / "bad"), *STATED, var=var)
    assert done.code in {0, UNREADABLE}
    assert "UTF-8" in done.said + done.printed or "cp1252" in done.said + done.printed


def test_a_million_bad_rows_stay_out_of_the_terminal(var: Path, tmp_path: Path) -> None:
    path = bad_files.million_bad_rows(tmp_path / "bad")
    done = frith(*ADD, path, *STATED, var=var)
    assert done.code == 0, done.said
    assert "1,000,000" in done.said + done.printed
    assert len((done.said + done.printed).splitlines()) < 60
    held = [d for d in frith("evidence", "list", "--json", var=var).json() if d["rejected"]]
    assert [(d["rows_in"], d["kept"], d["rejected"]) for d in held] == [(1_000_001, 1, 1_000_000)]
    with (var / "evidence" / "datasets" / held[0]["id"] / "quarantine.csv").open(encoding="utf-8") as file:
        assert sum(1 for _ in file) == 1_000_001


def test_no_such_file_and_no_such_area(var: Path, tmp_path: Path) -> None:
    gone = frith(*ADD, tmp_path / "gone.csv", *STATED, var=var)
    assert gone.code == UNREADABLE, gone.said
    assert "gone.csv" in gone.said
    assert "Traceback" not in gone.said


def test_all_bad_files_are_named_at_once(var: Path, tmp_path: Path) -> None:
    """A folder with two bad files: both are in the message."""
    folder = tmp_path / "bad"
    bad_files.write(folder / "2016-06-metropolitan-street.csv", "a,b\n1,2\n")
    bad_files.write(folder / "2016-07-metropolitan-street.csv", "<html></html>\n")
    done = frith(*ADD, folder, "--family", "police.street", *STATED, var=var)
    assert done.code == UNREADABLE
    assert "2016-06" in done.said
    assert "2016-07" in done.said


def test_the_listing_is_json(var: Path) -> None:
    listed = frith("evidence", "list", "--json", var=var)
    assert {"id", "source", "rows_in", "kept", "rejected"} <= set(json.loads(listed.printed)[0])
