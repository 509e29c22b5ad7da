"""Ctrl-C is Ctrl-C, whatever a library makes of it."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from types import ModuleType

import pytest

from frith.cli import entry


def library_that_answers_for_itself(_args: argparse.Namespace) -> int:
    """As DuckDB does: the interrupt becomes a fault of its own kind."""
    try:
        os.kill(os.getpid(), signal.SIGINT)
        signal.pause()
    except KeyboardInterrupt:
        pass
    message = "Query interrupted"
    raise RuntimeError(message)


def test_an_interrupt_that_a_library_renamed_is_still_an_interrupt(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    probe = ModuleType("frith.cli.probe")
    probe.add_parser = lambda subparsers: subparsers.add_parser("probe")  # type: ignore[attr-defined]
    probe.run = library_that_answers_for_itself  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "frith.cli.probe", probe)
    monkeypatch.setattr(entry, "COMMANDS", ("frith.cli.probe",))
    assert entry.main(["probe"]) == 130
    assert "Stopped, because you asked" in capsys.readouterr().err
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
