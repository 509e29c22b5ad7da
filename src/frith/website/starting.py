"""Starting Django for a command: check the installation first, so that trouble is a sentence."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from pathlib import Path
from typing import TextIO

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from frith.vocabulary.faults import Fault, WrongSettings
from frith.website import installation

SERVED_BY = "FRITH_SERVED_BY"
"""Variable by which a process that works beside the site, or answers its pages, knows the one that started it."""
LOCK = "database.lock"
"""The file in the state folder by which those who prepare the database at once wait for each other."""
_held: dict[Path, TextIO] = {}
_PRIMARY_CODE = 0xFF
_OF_THE_FILE = (sqlite3.SQLITE_ERROR, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)
"""SQLite's codes for a file that is not the database that it should be; the others are the machine's refusals."""


def started_by() -> int:
    """Return the process that started this one, also if it has ended since: a parent is another then."""
    return int(os.environ.get(SERVED_BY) or os.getppid())


def start() -> None:
    """Start Django. Raises WrongSettings if a key is missing or the settings cannot be read."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "frith.website.settings")
    if not apps.ready:
        installation.read().check()
        django.setup()


def start_with_tables() -> None:
    """Start Django with tables that are up to date. Raises WrongSettings if they are not, or cannot be reached."""
    start()
    if not _has_a_place() or waiting_migrations():
        raise WrongSettings(
            Fault(
                "installation.tables",
                "the database's tables are not up to date",
                remedy="Run: frith database prepare",
            )
        )


def _has_a_place() -> bool:
    """Return whether there is anything where the database should be. SQLite would make a file there by being asked."""
    place = connection.settings_dict["NAME"]
    return not isinstance(place, Path) or place.exists()


def prepare_database() -> int:
    """Bring the tables up to date, put the audit trail's triggers in place, and make sure of the operator account.

    Two who do it at once do it one after the other. State folder and SQLite file are made for their owner alone.
    Returns how many changes of the tables were made.
    """
    from frith.guard import wall_clock
    from frith.guard.access.services import install_operator
    from frith.guard.audit import append_only

    settings.FRITH_VAR.mkdir(mode=0o700, parents=True, exist_ok=True)
    _wait_for_others()
    _make_private()
    waiting = waiting_migrations()
    call_command("migrate", verbosity=0, interactive=False)
    append_only.install()
    install_operator(at=wall_clock.now())
    return waiting


def _wait_for_others() -> None:
    """Wait for others who prepare the database, and keep them waiting until this process is over.

    A demonstration goes on to load what it shows, and of two that are built at once the second finds it loaded. The
    lock ends with the process, or when it becomes another program.
    """
    path = settings.FRITH_VAR / LOCK
    if path in _held:
        return
    lock = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    fcntl.flock(lock, fcntl.LOCK_EX)
    _held[path] = lock


def _make_private() -> None:
    """Make SQLite's file, if there is none, for nobody else to read; what SQLite puts beside it follows."""
    place = connection.settings_dict["NAME"]
    if isinstance(place, Path) and not place.exists():
        place.touch(mode=0o600)


def waiting_migrations() -> int:
    """Return how many changes of the tables wait to be made. Raises WrongSettings if the database does not answer.

    What the machine refused to SQLite (a full disk, a folder that may not be written) is left as it came: it is no
    fault of the settings.
    """
    try:
        executor = MigrationExecutor(connection)
    except DatabaseError as error:
        if (
            getattr(error.__cause__, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & _PRIMARY_CODE
            not in _OF_THE_FILE
        ):
            raise
        raise WrongSettings(
            Fault(
                "installation.database-unreachable",
                "the database does not answer",
                str(connection.settings_dict["ENGINE"]).rsplit(".", 1)[-1],
                "a database that is running and lets Frith in",
                str(error).splitlines()[0],
                "Check DATABASE_URL, or FRITH_VAR for SQLite, then run: frith database prepare",
            )
        ) from error
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
