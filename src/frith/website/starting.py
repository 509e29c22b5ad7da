"""Starting Django for a command: check the installation first, so that trouble is a sentence."""

from __future__ import annotations

import os
import sqlite3

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from frith.vocabulary.faults import Fault, WrongSettings
from frith.website import installation

_PRIMARY_CODE = 0xFF
_OF_THE_FILE = (sqlite3.SQLITE_ERROR, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)
"""SQLite's codes for a file that is not the database that it should be; the others are the machine's refusals."""


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
    """Return whether there is anything where the database should be: SQLite's state folder may not be made yet."""
    return connection.vendor != "sqlite" or settings.FRITH_VAR.exists()


def prepare_database() -> int:
    """Bring the tables up to date, put the audit trail's triggers in place, and make sure of the operator account.

    Returns how many changes of the tables were made.
    """
    from frith.guard import wall_clock
    from frith.guard.access.services import install_operator
    from frith.guard.audit import append_only

    settings.FRITH_VAR.mkdir(parents=True, exist_ok=True)
    waiting = waiting_migrations()
    call_command("migrate", verbosity=0, interactive=False)
    append_only.install()
    install_operator(at=wall_clock.now())
    return waiting


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
