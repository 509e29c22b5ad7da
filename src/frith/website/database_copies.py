"""Copies of the whole database, made while it is used, and put back. PostgreSQL's are made by its own programs."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection
from psycopg.conninfo import make_conninfo

from frith.vocabulary.faults import Fault, IntegrityBroken, StorageTrouble, WrongSettings
from frith.website.installation import SQLITE

COPIES = {"sqlite": SQLITE, "postgresql": "frith.pgdump"}
"""What a copy of each kind of database is called."""


def copy_database(folder: Path) -> Path:
    """Put a copy of the database as it is at one moment into a folder, and return it.

    Raises WrongSettings if PostgreSQL's programs are not here, StorageTrouble if they failed.
    """
    out = folder / COPIES[connection.vendor]
    if connection.vendor == "sqlite":
        _copy_sqlite(Path(connection.settings_dict["NAME"]), out)
    else:
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={out}")
    return out


def put_back_on_postgresql(copy: Path, *, replace: bool) -> None:
    """Fill the database from a copy, all or nothing; ``replace`` takes away what is there, in the same transaction."""
    clean = ("--clean", "--if-exists") if replace else ()
    whole = ("--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error")
    connection.close()
    _run("pg_restore", *whole, *clean, str(copy))


def empty_postgresql() -> None:
    """Take away every table that is there: a copy that was put back did not hold."""
    held = ", ".join(connection.ops.quote_name(table) for table in tables())
    with connection.cursor() as cursor:
        if held:
            cursor.execute(f"DROP TABLE {held} CASCADE")
        cursor.execute("DROP FUNCTION IF EXISTS frith_append_only() CASCADE")


def tables() -> list[str]:
    """Return the names of the tables that the database holds, whoever made them."""
    with connection.cursor() as cursor:
        return sorted(connection.introspection.table_names(cursor))


def check_sound(copy: Path) -> None:
    """Raise IntegrityBroken if SQLite finds fault with a file of its own."""
    with closing(sqlite3.connect(copy)) as opened:
        said = [row[0] for row in opened.execute("PRAGMA integrity_check(1)")]
    if said != ["ok"]:
        raise IntegrityBroken(
            Fault(
                "backup.database-damaged",
                "the database is damaged",
                copy.name,
                given=str(said[0]).splitlines()[0],
                remedy="Take the newest backup that can be restored, and look at the disk.",
            )
        )


def check_nobody_uses_it() -> None:
    """Raise StorageTrouble if another program has the database open, such as a site that is served."""
    in_use = _sqlite_in_use() if connection.vendor == "sqlite" else _postgresql_in_use()
    if in_use:
        raise StorageTrouble(
            Fault(
                "restore.in-use",
                "the database is in use, as by a site that is served",
                remedy="Stop frith serve and all else that uses it, and run the command again.",
            )
        )


def _copy_sqlite(place: Path, out: Path) -> None:
    """Copy by SQLite's online backup: a whole state of one moment, with others reading and writing."""
    with (
        closing(sqlite3.connect(f"file:{place}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(out)) as copy,
    ):
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, with nothing beside it
    check_sound(out)


def _sqlite_in_use() -> bool:
    """SQLite leaves its write-ahead log only when nobody else has the file open; whoever opens it next takes it up."""
    place = Path(connection.settings_dict["NAME"])
    connection.close()
    if not place.exists():
        return False
    try:
        with closing(sqlite3.connect(place, timeout=5)) as opened:
            mode = opened.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
    except sqlite3.OperationalError:
        return True
    except sqlite3.DatabaseError:  # damaged: nobody can use it, which may be why it is replaced
        return False
    return bool(mode != "delete")


def _postgresql_in_use() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return bool(cursor.fetchone()[0])


def _run(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs on this installation's database; the password is not on its command line."""
    said: dict[str, Any] = {
        "dbname": connection.settings_dict["NAME"],
        "user": connection.settings_dict["USER"],
        "host": connection.settings_dict["HOST"],
        "port": connection.settings_dict["PORT"],
        **connection.settings_dict["OPTIONS"],
    }
    address = make_conninfo("", **{name: value for name, value in said.items() if value})
    password = connection.settings_dict["PASSWORD"]
    environment = {**os.environ, **({"PGPASSWORD": str(password)} if password else {})}
    result = subprocess.run(  # noqa: S603 - PostgreSQL's own program on our own arguments
        [_program(program), f"--dbname={address}", *arguments],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        raise StorageTrouble(
            Fault(
                "backup.postgresql-failed",
                f"PostgreSQL's {program} failed, and nothing was changed",
                given=" ".join(result.stderr.split())[:300],
                remedy=f"Mend what it says. {program} must be of the server's version or a later one.",
            )
        )


def _program(name: str) -> str:
    """Return where a program is: on the path, or where Debian keeps those of each version."""
    found = shutil.which(name)
    kept = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]), reverse=True
    )
    if found is None and not kept:
        raise WrongSettings(
            Fault(
                "backup.no-program",
                f"PostgreSQL's {name} is not on this machine",
                allowed="PostgreSQL's client programs, of the server's version or a later one",
                remedy="Install them (on Debian: postgresql-client), or run the command where they are.",
            )
        )
    return found or str(kept[0])
