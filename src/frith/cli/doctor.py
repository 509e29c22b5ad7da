"""``frith doctor``: says whether this installation has what it needs, and what to do where it has not."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from frith.vocabulary.faults import Fault, Trouble, WrongSettings

if TYPE_CHECKING:
    from frith.cli.entry import CommandParser

NEEDED_PYTHON = (3, 11)
LEAST_FREE = 1_000_000_000
"""Bytes that should be free on the disk: an assessment of a large force area and a backup need about as much."""
SEALED_WITHIN = timedelta(minutes=10)
"""How old an event may be that is not sealed: the sealer of a site that is served looks every two seconds."""
TAKEN_WITHIN = timedelta(minutes=2)
"""How long a job may wait for a worker, and a worker may be silent."""
CLOCKS_APART = timedelta(seconds=5)
"""How far the database's clock and this machine's may be apart."""

FETCHED_AT_SET_UP = {
    "page styles": "website/static/vendor/govuk-frontend.min.css",
    "document font": "publication/fonts/SourceSans3-Regular.ttf",
}
"""Files that set-up fetches: what they are for, and their place inside the package."""

Found = Iterator[Fault | str]
"""What a check finds: faults, and sentences about what is right and good to know."""


def add_parser(subparsers: argparse._SubParsersAction[CommandParser]) -> None:
    """Add ``doctor``."""
    subparsers.add_parser(
        "doctor",
        help="check that this installation has what it needs",
        description="Checks Python, the files that set-up fetches, the state folder and the disk; and where there is a "
        "database also the keys, the tables, what guards the audit trail, the worker, mail and the clocks. "
        "Changes nothing.",
    )


def run(args: argparse.Namespace) -> int:
    """Print one line for each check; raise :class:`WrongSettings` with every fault found."""
    faults = [fault for name, check in CHECKS.items() for fault in looked_at(name, check)]
    if has_database():
        first = [fault for name, check in BEFORE_THE_TABLES.items() for fault in looked_at(name, check)]
        faults += first
        if not first:
            faults += [fault for name, check in OF_THE_DATABASE.items() for fault in looked_at(name, check)]
    if faults:
        raise WrongSettings(*faults)
    return 0


def has_database() -> bool:
    """Return whether there is a database to look at, or should be by what the environment says."""
    from frith.website.installation import read

    try:
        return read().has_database or "FRITH_SECRET_KEY" in os.environ
    except WrongSettings:
        return True


def looked_at(name: str, check: Callable[[], Found]) -> list[Fault]:
    """Make a check, print its line, and return its faults, also those that it met as trouble."""
    faults: list[Fault] = []
    notes: list[str] = []
    try:
        for found in check():
            if isinstance(found, Fault):
                faults.append(found)
            else:
                notes.append(found)
    except Trouble as trouble:
        faults.extend(trouble.faults)
    print(". ".join([f"{name}: {'not right' if faults else 'right'}", *notes]))
    return faults


def check_python() -> Found:
    """Yield a fault if this Python is too old."""
    if sys.version_info < NEEDED_PYTHON:
        yield Fault(
            code="doctor.python",
            what="This Python is too old",
            allowed="Python 3.11 or later",
            given=sys.version.split()[0],
            remedy="Run: make setup PYTHON=python3.11",
        )


def check_fetched_files() -> Found:
    """Yield a fault for each file that set-up should have fetched and has not."""
    for purpose, place in FETCHED_AT_SET_UP.items():
        if not resources.files("frith").joinpath(place).is_file():
            yield Fault(
                code="doctor.fetched",
                where=f"frith/{place}",
                what=f"The {purpose} is not there",
                remedy="Run: make setup",
            )


def check_state_folder() -> Found:
    """Yield a fault if the state folder, or the first folder above it that exists, cannot be written to."""
    existing = state_or_above()
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


def check_disk() -> Found:
    """Yield a fault if the disk of the state folder is nearly full."""
    existing = state_or_above()
    free = shutil.disk_usage(existing).free
    if free < LEAST_FREE:
        yield Fault(
            code="doctor.disk",
            where=str(existing),
            what="The disk of the state folder is nearly full",
            allowed=f"{LEAST_FREE // 1_000_000} megabytes free, or more",
            given=f"{free // 1_000_000} megabytes",
            remedy="Free some space, or move the state folder to another disk and name it in FRITH_VAR.",
        )


def state_or_above() -> Path:
    """Return the state folder, or the first folder above it that exists."""
    folder = Path(os.environ.get("FRITH_VAR", "var")).absolute()
    return next(path for path in (folder, *folder.parents) if path.exists())


def check_keys() -> Found:
    """Raise WrongSettings with each key that is missing, short, or the same as another."""
    from frith.website import installation

    installation.read().check()
    yield from ()


def check_database() -> Found:
    """Yield a fault if the database does not answer, or its tables are not up to date."""
    from frith.website.starting import start_with_tables

    start_with_tables()
    from django.db import connection

    yield {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[connection.vendor]


def check_trail() -> Found:
    """Yield a fault if the database would let the audit trail be changed, or nothing seals it."""
    from frith.guard import wall_clock
    from frith.guard.audit import append_only, chain

    gone = append_only.missing()
    if gone:
        yield Fault(
            "doctor.triggers",
            "The database no longer refuses changes to the audit trail",
            "database",
            "every trigger of the trail in place",
            ", ".join(gone),
            "Find out who took them away, look with frith audit verify, and run: frith database prepare",
        )
    oldest = chain.unsealed().first()
    if oldest and wall_clock.now() - oldest.at > SEALED_WITHIN:
        yield Fault(
            "doctor.unsealed",
            "Events of the audit trail have waited long to be sealed",
            "audit trail",
            f"{SEALED_WITHIN.seconds // 60} minutes at most",
            f"the oldest is of {oldest.at:%Y-%m-%d %H:%M} UTC",
            "Run: frith audit seal. While a site is served, frith serve does it.",
        )


def check_checkpoints() -> Found:
    """Yield a fault if the checkpoints cannot be read, or the last does not agree with the trail."""
    from django.conf import settings

    from frith.guard.audit import checkpoints
    from frith.guard.audit.verification import against_last

    held = checkpoints.read(settings.FRITH_VAR)
    for each in against_last(held, settings.FRITH_AUDIT_KEY):
        yield Fault(
            "doctor.checkpoints",
            each.sentence,
            str(checkpoints.FILE),
            remedy="Keep the database as it is, and look with: frith audit verify",
        )


def check_worker() -> Found:
    """Yield a fault if a worker fell silent and no other lives, or jobs wait and nobody takes them."""
    from frith.guard import wall_clock
    from frith.guard.jobs.queries import last_sign_of_life, waiting_since

    now = wall_clock.now()
    seen, waits = last_sign_of_life(), waiting_since(now)
    lives = seen is not None and now - seen <= TAKEN_WITHIN
    if seen is not None and not lives:
        yield Fault(
            "doctor.worker",
            "The worker for long jobs fell silent and no other gives signs of life",
            "jobs",
            f"a sign within {TAKEN_WITHIN.seconds // 60} minutes",
            f"the last was at {seen:%Y-%m-%d %H:%M} UTC",
            "Serve the site again with frith serve, or run: frith jobs work",
        )
    elif not lives and waits is not None and now - waits > TAKEN_WITHIN:
        yield Fault(
            "doctor.worker",
            "Jobs wait, and there is no worker to do them",
            "jobs",
            given=f"the oldest was asked for at {waits:%Y-%m-%d %H:%M} UTC",
            remedy="Serve the site with frith serve, or run: frith jobs work",
        )
    else:
        yield "One gives signs of life" if lives else "None runs, and nothing waits for one"


def check_mail() -> Found:
    """Yield a fault if the mail server does not let Frith in; nothing is sent."""
    from django.conf import settings
    from django.core.mail import get_connection

    if "filebased" in settings.EMAIL_BACKEND:
        yield "No mail server is set, so letters are files in the folder mail of the state folder"
        return
    try:
        with get_connection():
            yield "The mail server answers"
    except OSError as error:  # smtplib's faults are of this kind too
        yield Fault(
            "doctor.mail",
            "The mail server does not let Frith in",
            "FRITH_SMTP_URL",
            given=" ".join(str(error).split())[:200],
            remedy="Check the address, the name and the password, and whether the server is reached from here.",
        )


def check_clocks() -> Found:
    """Yield a fault if the database's clock is apart from this machine's; tell of a business clock that stands."""
    from django.conf import settings
    from django.db import connection

    from frith.guard import wall_clock

    now = wall_clock.now()
    if settings.FRITH_STANDING_AT:
        yield (
            f"The business clock stands at {settings.FRITH_STANDING_AT.isoformat()}, and the wall clock shows "
            f"{now.date().isoformat()}"
        )
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        there = cursor.fetchone()[0]
    if abs(there - wall_clock.now()) > CLOCKS_APART:
        yield Fault(
            "doctor.clocks",
            "The clocks of this machine and of the database server are apart",
            allowed=f"{CLOCKS_APART.seconds} seconds at most",
            given=f"{now:%H:%M:%S} here and {there:%H:%M:%S} there",
            remedy="Let both machines keep time from one source.",
        )


CHECKS: dict[str, Callable[[], Found]] = {
    "Python": check_python,
    "fetched files": check_fetched_files,
    "state folder": check_state_folder,
    "disk": check_disk,
}
BEFORE_THE_TABLES: dict[str, Callable[[], Found]] = {"keys": check_keys, "database": check_database}
"""Where one of these finds a fault, nothing that is in the database can be looked at."""
OF_THE_DATABASE: dict[str, Callable[[], Found]] = {
    "audit trail": check_trail,
    "checkpoints": check_checkpoints,
    "worker": check_worker,
    "mail": check_mail,
    "clocks": check_clocks,
}
