"""The command line turns every kind of trouble into a sentence and a documented exit code."""

import argparse
import errno
import subprocess
import sys
from types import ModuleType

import pytest

from frith.cli import entry
from frith.vocabulary.faults import EXIT_CODES, Fault, UnknownName


def command_that(does: object) -> ModuleType:
    """A command ``probe`` whose run raises or returns what it is told."""
    module = ModuleType("frith.cli.probe")

    def add_parser(subparsers: argparse._SubParsersAction) -> None:  # type: ignore[type-arg]
        subparsers.add_parser("probe").add_argument("--loudly", action="store_true")

    def run(args: argparse.Namespace) -> int:
        if isinstance(does, BaseException):
            raise does
        assert isinstance(does, int)
        return does

    module.add_parser, module.run = add_parser, run  # type: ignore[attr-defined]
    return module


@pytest.fixture
def probe(monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Run ``frith probe`` with a command that does as it is told."""
    monkeypatch.delenv("FRITH_DEBUG", raising=False)

    def run(does: object, *arguments: str) -> int:
        monkeypatch.setitem(sys.modules, "frith.cli.probe", command_that(does))
        monkeypatch.setattr(entry, "COMMANDS", ("frith.cli.probe",))
        return entry.main(["probe", *arguments])

    return run


UNKNOWN = UnknownName(
    Fault("a", "There is no area E1", remedy="Name one"), Fault("b", "There is no month 13")
)


@pytest.mark.parametrize(
    ("does", "code", "said"),
    [
        (0, 0, ""),
        (UNKNOWN, 12, "There is no area E1. What to do: Name one.\nfrith: There is no month 13."),
        (KeyboardInterrupt(), 130, "Stopped, because you asked"),
        (
            OSError(errno.ENOSPC, "No space left on device", "big.parquet"),
            15,
            "big.parquet: The computer refused",
        ),
        (PermissionError(errno.EACCES, "Permission denied", "x"), 15, "Ask for permission on that path"),
        (ZeroDivisionError("division by zero"), 1, "a fault of its own: ZeroDivisionError: division by zero"),
    ],
)
def test_each_trouble_has_its_code_and_its_sentence(probe, capsys, does, code, said) -> None:  # type: ignore[no-untyped-def]
    assert probe(does) == code
    shown = capsys.readouterr().err
    assert said in shown
    assert "Traceback" not in shown
    assert code in EXIT_CODES


def test_the_details_are_shown_to_who_asks(probe, capsys, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("FRITH_DEBUG", "1")
    assert probe(UNKNOWN) == 12
    assert "Traceback" in capsys.readouterr().err


def test_options_are_never_shortened(probe, capsys) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(SystemExit) as left:
        probe(0, "--loud")
    assert left.value.code == 2
    assert probe(0, "--loudly") == 0


def test_a_reader_that_stops_is_no_fault() -> None:
    shell = f"{sys.executable} -m frith.cli --help | true; echo ${{PIPESTATUS[0]}}"
    result = subprocess.run(["bash", "-c", shell], capture_output=True, text=True, check=True)
    assert result.stdout.strip() in {"0", str(entry.OUTPUT_CLOSED)}
    assert result.stderr == ""
