"""Questions that cannot be answered, tables that cannot be read, and an assessment that is stopped or has no room."""

from __future__ import annotations

import hashlib
import random
import resource
import shutil
import signal
import subprocess
import time
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from tests.demo.command_line import FRITH, NO_BYTECODE, Outcome, frith, left_behind, state_of, surroundings

pytestmark = pytest.mark.slow

YEARS = ("--from", "2016-04", "--to", "2018-03")
UNREADABLE, UNKNOWN, MISSING, REFUSED, STORAGE, INTERRUPTED = 10, 12, 13, 14, 15, 130


@pytest.fixture(scope="module")
def var(invented: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A state folder with the evidence of the small invention."""
    state = tmp_path_factory.mktemp("questions") / "var"
    done = frith("evidence", "add", "--manifest", invented / "evidence.toml", var=state)
    assert done.code == 0, done.said
    return state


def assess(*words: str | Path, var: Path) -> tuple[int, str]:
    done = frith("assess", *words, var=var)
    assert "Traceback" not in done.said
    return done.code, done.said


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--area", "Frithhome", *YEARS), UNKNOWN, "Frithholm"),
        (("--area", "E09000033", *YEARS), UNKNOWN, "E09000033"),
        (("--area", "Frithholm", "--from", "2016-13", "--to", "2018-03"), UNKNOWN, "2016-13"),
        (("--area", "Frithholm", "--from", "2018-03", "--to", "2016-04"), UNKNOWN, "2018-03"),
        (
            ("--area", "Frithholm", "--from", "2001-04", "--to", "2003-03"),
            MISSING,
            "April 2001 to March 2003",
        ),
        (("--area", "Frithholm", *YEARS, "--compare-with", "nowhere"), UNREADABLE, "nowhere"),
        (("--area", "Frithholm", *YEARS, "--notes", "nowhere"), UNREADABLE, "nowhere"),
        (("--area", "Frithholm", *YEARS, "--evidence", "nowhere"), UNREADABLE, "nowhere"),
    ],
    ids=[
        "near-name",
        "far-code",
        "no-month",
        "backwards",
        "no-evidence",
        "no-edition",
        "no-notes",
        "no-manifest",
    ],
)
def test_a_question_that_cannot_be_answered(
    words: tuple[str, ...], code: int, said: str, var: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    given, heard = assess(*words, "--out", out, var=var)
    assert (given, said in heard) == (code, True), heard
    assert not out.exists()


@pytest.mark.parametrize("question", ["address", "hour", "repeat-victim", "near-repeat"])
def test_map_points_are_asked_what_they_cannot_say(question: str, var: Path) -> None:
    done = frith("evidence", "ask", question, "--area", "Frithholm", var=var)
    assert done.code == REFUSED
    assert "anonymised map points" in done.said
    assert "What to do: Ask the police" in done.said
    fires = frith("evidence", "ask", question, "--area", "Frithholm", "--family", "incidents", var=var)
    assert fires.code == 0, fires.said
    assert "may be asked" in fires.printed


def test_a_folder_of_somebody_elses_is_not_replaced(var: Path, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear Sir")
    code, said = assess("--area", "Frithholm", *YEARS, "--out", tmp_path, var=var)
    assert code == STORAGE, said
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_an_assessment_that_is_stopped_or_has_no_room_leaves_the_earlier_edition(
    var: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    words = ("assess", "--area", "Frithholm", *YEARS, "--out", str(out))
    started = time.perf_counter()
    assert frith(*words, var=var).code == 0
    whole = time.perf_counter() - started
    before = digests(out)

    def small_files() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))

    full = subprocess.run(
        [str(FRITH), *words],
        env=surroundings(var, **NO_BYTECODE),
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=small_files,
    )
    assert full.returncode == STORAGE, full.stderr
    assert "What to do:" in full.stderr
    assert "Traceback" not in full.stderr
    assert digests(out) == before
    moments = random.Random(9)
    for trial in range(5):
        process = subprocess.Popen(
            [str(FRITH), *words],
            env=surroundings(var),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        time.sleep(whole * (trial + moments.random()) / 5)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=120)
        assert process.returncode in {0, INTERRUPTED}, said
        assert "Traceback" not in said
        assert digests(out) == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


# --- workbooks ------------------------------------------------------------------------------------------------------

HEADINGS = ("Date", "Time", "Category", "Easting", "Northing", "Found by")
ROW = (date(2017, 5, 3), "21:30", "Begging", 611_800, 517_300, "Public")


def workbook(path: Path, *rows: tuple[object, ...], merged: str = "") -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Data"
    for row in (HEADINGS, *rows):
        sheet.append(row)
    if merged:
        sheet.merge_cells(merged)
    book.save(path)
    return path


def with_macros(path: Path) -> Path:
    """The workbook with a macro project in it, under the name that Excel gives such files."""
    full = path.with_suffix(".xlsm")
    shutil.copy(path, full)
    with zipfile.ZipFile(full, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0")
    return full


@pytest.mark.parametrize("fault", ["merged", "not-a-workbook", "personal"])
def test_a_workbook_that_cannot_be_read_safely(fault: str, var: Path, tmp_path: Path) -> None:
    path = workbook(tmp_path / "asb.xlsx", ROW, ROW, merged="C2:C3" if fault == "merged" else "")
    if fault == "not-a-workbook":
        path.write_text("<html>Your session has ended</html>")
    if fault == "personal":
        book = openpyxl.load_workbook(path)
        book["Data"].cell(1, 7, "Date of birth")
        book.save(path)
    state = shutil.copytree(var, tmp_path / "var")
    before = state_of(state)
    done = add_asb(path, state)
    assert done.code in {UNREADABLE, REFUSED}, done.said
    assert "Traceback" not in done.said
    assert path.name in done.said
    assert "What to do:" in done.said
    assert state_of(state) == before
    assert left_behind(state) == []


def test_macros_are_not_run_and_the_rows_are_read(var: Path, tmp_path: Path) -> None:
    state = shutil.copytree(var, tmp_path / "var")
    done = add_asb(with_macros(workbook(tmp_path / "asb.xlsx", ROW, ROW)), state)
    assert done.code == 0, done.said
    assert "2 read, 2 kept, 0 rejected" in done.printed


def add_asb(path: Path, state: Path) -> Outcome:
    stated = ("--family", "incidents", "--source", "the council", "--licence", "none")
    return frith("evidence", "add", path, *stated, "--reading", "mapping=council-asb", var=state)
