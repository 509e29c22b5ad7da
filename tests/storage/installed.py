"""Installations of a test's own, on SQLite or PostgreSQL, worked by the commands that people type."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from tests.storage import postgresql

PROJECT = Path(__file__).resolve().parents[2]
KEYS = {
    "FRITH_SECRET_KEY": "made up " * 5,
    "FRITH_AUDIT_KEY": "made up as well " * 3,
    "FRITH_FIELD_KEYS": "made up like them " * 3,
}
BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]
"""The databases that a fixture is given one after the other."""


@contextmanager
def address_on(kind: str) -> Iterator[str]:
    """The address of a database that holds nothing; nothing for SQLite. Skips where PostgreSQL is not installed."""
    if kind == "sqlite":
        yield ""
        return
    if postgresql.programs() is None:
        pytest.skip("needs PostgreSQL's programs: make postgresql installs them")
    with postgresql.server() as address:
        yield address


def another_database(address: str, name: str) -> str:
    """Make one more empty database on the server, if there is one, and return its address."""
    if not address:
        return ""
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
    return urlsplit(address)._replace(path=f"/{name}").geturl()


def environment(var: Path, address: str = "", **more: str) -> dict[str, str]:
    """The environment of an installation with its state in a folder."""
    bare = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("FRITH_", "DATABASE_", "DJANGO_"))
    }
    database = {"DATABASE_URL": address} if address else {}
    return bare | KEYS | {"FRITH_VAR": str(var), "PYTHONPATH": str(PROJECT)} | database | more


def frith(
    environment: dict[str, str], *arguments: str, program: str = "frith.cli"
) -> subprocess.CompletedProcess[str]:
    """Run a command, or another program of the tests that ends in one."""
    return subprocess.run(
        [sys.executable, "-m", program, *arguments],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
