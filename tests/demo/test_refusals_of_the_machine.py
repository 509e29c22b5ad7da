"""A full disk is a full disk, whichever library runs into it."""

from __future__ import annotations

import errno
import os

import polars as pl
import pytest

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


def test_it_gets_a_sentence_and_its_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert explained(pl.exceptions.ComputeError("No space left on device (os error 28)")) == 15
    assert "Free some space" in capsys.readouterr().err
