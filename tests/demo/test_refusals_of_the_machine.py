"""A full disk is a full disk, whichever library runs into it."""

from __future__ import annotations

import errno
import os
import sqlite3
from pathlib import Path

import polars as pl
import pytest
from django.db.utils import OperationalError

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
