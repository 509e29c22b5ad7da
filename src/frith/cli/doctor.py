"""``frith doctor``: says whether this installation has what it needs, and what to do where it has not."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from frith.vocabulary.faults import Fault, WrongSettings

if TYPE_CHECKING:
    from frith.cli.entry import CommandParser

NEEDED_PYTHON = (3, 11)

FETCHED_AT_SET_UP = {
    "page styles": "website/static/vendor/govuk-frontend.min.css",
    "document font": "publication/fonts/SourceSans3-Regular.ttf",
}
"""Files that set-up fetches: what they are for, and their place inside the package."""


def add_parser(subparsers: argparse._SubParsersAction[CommandParser]) -> None:
    """Add ``doctor``."""
    subparsers.add_parser(
        "doctor",
        help="check that this installation has what it needs",
        description="Checks Python, the files that set-up fetches, and the state folder. Changes nothing.",
    )


def run(args: argparse.Namespace) -> int:
    """Print one line for each check; raise :class:`WrongSettings` with every fault found."""
    faults: list[Fault] = []
    for name, check in CHECKS.items():
        found = list(check())
        faults.extend(found)
        print(f"{name}: {'not right' if found else 'right'}")
    if faults:
        raise WrongSettings(*faults)
    return 0


def check_python() -> Iterator[Fault]:
    """Yield a fault if this Python is too old."""
    if sys.version_info < NEEDED_PYTHON:
        yield Fault(
            code="doctor.python",
            what="This Python is too old",
            allowed="Python 3.11 or later",
            given=sys.version.split()[0],
            remedy="Run: make setup PYTHON=python3.11",
        )


def check_fetched_files() -> Iterator[Fault]:
    """Yield a fault for each file that set-up should have fetched and has not."""
    for purpose, place in FETCHED_AT_SET_UP.items():
        if not resources.files("frith").joinpath(place).is_file():
            yield Fault(
                code="doctor.fetched",
                where=f"frith/{place}",
                what=f"The {purpose} is not there",
                remedy="Run: make setup",
            )


def check_state_folder() -> Iterator[Fault]:
    """Yield a fault if the state folder, or the first folder above it that exists, cannot be written to."""
    folder = Path(os.environ.get("FRITH_VAR", "var")).absolute()
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    try:
        with tempfile.TemporaryFile(dir=existing):
            return
    except OSError as error:
        yield Fault(
            code="doctor.state",
            where=str(existing),
            what=f"The state folder cannot be written to: {error.strerror}",
            remedy="Set FRITH_VAR to a folder that can be.",
        )


CHECKS: dict[str, Callable[[], Iterator[Fault]]] = {
    "Python": check_python,
    "fetched files": check_fetched_files,
    "state folder": check_state_folder,
}
