"""A full disk is a full disk, whichever library runs into it."""

from __future__ import annotations

import errno
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from django.db.utils import OperationalError
from tests.demo.command_line import frith, surroundings

from frith.cli.entry import explained, refusal_of_the_machine


@pytest.mark.parametrize(
    ("error", "number"),
    [
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "x"), errno.ENOSPC),
        (OSError(errno.EPIPE, os.strerror(errno.EPIPE)), None),
        (
            pl.exceptions.ComputeError("parquet: underlying IO error: No space left on device (os error 28)"),
            errno.ENOSPC,
        ),
        (RuntimeError("Permission denied (os error 13)"), errno.EACCES),
        (ValueError("no space between words"), None),
        (NotADirectoryError(errno.ENOTDIR, "Not a directory", "x/y"), errno.ENOTDIR),
        (FileExistsError(errno.EEXIST, "File exists", "x"), errno.EEXIST),
        (IsADirectoryError(errno.EISDIR, "Is a directory", "x"), errno.EISDIR),
        (FileNotFoundError(errno.ENOENT, "No such file or directory", "x"), errno.ENOENT),
        (FileNotFoundError(errno.ENOENT, "No such file or directory"), None),
        (OSError(errno.EIO, "Input/output error", "x"), errno.EIO),
        (ValueError("File exists"), None),
    ],
)
def test_it_is_known_by_its_number_or_by_the_systems_words(error: Exception, number: int | None) -> None:
    assert refusal_of_the_machine(error) == number


@pytest.mark.parametrize(
    ("setting", "number"),
    [("PRAGMA max_page_count = 2", errno.ENOSPC), ("PRAGMA query_only = 1", errno.EROFS)],
)
def test_sqlite_says_it_in_its_own_way(tmp_path: Path, setting: str, number: int) -> None:
    """As it comes: from SQLite itself, and as the cause of a fault of Django's."""
    base = sqlite3.connect(tmp_path / "base.sqlite3")
    base.execute("CREATE TABLE one (word)")
    base.execute(setting)
    with pytest.raises(sqlite3.OperationalError) as raised:
        base.execute("INSERT INTO one VALUES (?)", ["x" * 100_000])
    base.close()
    assert refusal_of_the_machine(raised.value) == number
    wrapped = OperationalError(str(raised.value))
    wrapped.__cause__ = raised.value
    assert refusal_of_the_machine(wrapped) == number


def test_it_gets_a_sentence_and_its_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert explained(pl.exceptions.ComputeError("No space left on device (os error 28)")) == 15
    assert "Free some space" in capsys.readouterr().err


def test_a_database_that_another_program_holds_has_a_sentence_of_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    base = tmp_path / "base.sqlite3"
    one, other = (sqlite3.connect(base, isolation_level=None, timeout=0) for _ in range(2))
    one.execute("CREATE TABLE one (word)")
    one.execute("BEGIN IMMEDIATE")
    with pytest.raises(sqlite3.OperationalError) as raised:
        other.execute("BEGIN IMMEDIATE")
    one.close()
    other.close()
    assert explained(raised.value) == 15
    assert "Another program holds the database" in capsys.readouterr().err


def test_tables_that_were_dropped_are_told_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert explained(OperationalError("no such table: access_person")) == 18
    said = capsys.readouterr().err
    assert "tables are not as Frith made them" in said
    assert "Given: no such table: access_person." in said
    assert explained(OperationalError("something else")) == 1


def test_what_would_steer_the_terminal_is_written_out(capsys: pytest.CaptureFixture[str]) -> None:
    name = "a\x1b[2Jb\rc\nd\u202ee\udcff é\u00a0x.csv"
    assert explained(OSError(errno.EIO, "Input/output error", name)) == 15
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert said.startswith("frith: a\\x1b[2Jb c d\\u202ee\\udcff é\u00a0x.csv: The computer refused")


PREPARED = {
    "FRITH_SECRET_KEY": "made up " * 5,
    "FRITH_AUDIT_KEY": "made up as well " * 3,
    "FRITH_FIELD_KEYS": "made up like them " * 3,
}


def test_the_machine_s_refusal_to_the_database_is_no_fault_of_the_settings(tmp_path: Path) -> None:
    """A folder where the database's file should be: SQLite cannot open it, and every command says so alike."""
    var = tmp_path / "var"
    (var / "frith.sqlite3").mkdir(parents=True)
    for words in (("database", "prepare"), ("report", "list")):
        done = frith(*words, var=var, **PREPARED)
        assert done.code == 15, done.said
        assert "What to do:" in done.said
    file = tmp_path / "file"
    file.write_text("no folder")
    done = frith("database", "prepare", var=file, **PREPARED)
    assert (done.code, str(file) in done.said) == (15, True)


def test_what_fails_while_things_are_cleared_away_shows_no_trace(tmp_path: Path) -> None:
    probe = (
        "import sys\n"
        "from types import ModuleType\n"
        "from frith.cli import entry\n"
        "class Held:\n"
        "    def __del__(self): raise OSError(28, 'No space left on device')\n"
        "def run(args):\n"
        "    sys.kept = Held()\n"
        "    held = Held()\n"
        "    raise OSError(28, 'No space left on device', 'x')\n"
        "probe = ModuleType('frith.cli.probe')\n"
        "probe.add_parser, probe.run = (lambda sub: sub.add_parser('probe') and None), run\n"
        "sys.modules['frith.cli.probe'] = probe\n"
        "entry.COMMANDS = ('frith.cli.probe',)\n"
        "sys.exit(entry.main(['probe'], alone=True))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe], env=surroundings(tmp_path), capture_output=True, text=True, check=False
    )
    assert done.returncode == 15
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
