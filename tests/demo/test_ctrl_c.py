"""Ctrl-C is Ctrl-C, whatever a library makes of it."""

from __future__ import annotations

import argparse
import contextlib
import signal
import sys
from types import ModuleType

import pytest

from frith.cli import entry


def library_that_answers_for_itself(_args: argparse.Namespace) -> int:
    """As DuckDB does: the interrupt becomes a fault of its own kind."""
    with contextlib.suppress(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)
    message = "Query interrupted"
    raise RuntimeError(message)


@pytest.fixture
def probe(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A command line of one command, whose work the test gives."""
    module = ModuleType("frith.cli.probe")
    module.add_parser = lambda subparsers: subparsers.add_parser("probe")  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "frith.cli.probe", module)
    monkeypatch.setattr(entry, "COMMANDS", ("frith.cli.probe",))
    return module


def test_an_interrupt_that_a_library_renamed_is_still_an_interrupt(
    probe: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    probe.run = library_that_answers_for_itself  # type: ignore[attr-defined]
    assert entry.main(["probe"]) == 130
    assert "Stopped, because you asked" in capsys.readouterr().err
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_second_interrupt_does_not_cut_the_clearing_up_short(
    probe: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    cleared: list[str] = []

    def library_that_interrupts_twice(_args: argparse.Namespace) -> int:
        """As Polars does: it raises the interrupt of its own accord, and Python's handler comes to it afterwards."""
        try:
            raise KeyboardInterrupt
        finally:
            try:
                message = "a fault of the clearing up"
                raise OSError(message)
            except OSError:
                signal.raise_signal(signal.SIGINT)
                cleared.append("inside a fault")
            signal.raise_signal(signal.SIGINT)
            cleared.append("all")

    probe.run = library_that_interrupts_twice  # type: ignore[attr-defined]
    assert entry.main(["probe"]) == 130
    assert cleared == ["inside a fault", "all"]
    assert "Stopped, because you asked" in capsys.readouterr().err
