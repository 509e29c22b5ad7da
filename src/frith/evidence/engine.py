"""The query engine behind the evidence: DuckDB, held to a number of threads and to a memory limit, without network."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

MEMORY_LIMIT = "2GB"
"""What DuckDB may use before it spills to its temporary folder. FRITH_MEMORY changes it."""


WATCH_SECONDS = 0.5
WHOLE = 100.0


def connect(spill: Path | None = None) -> duckdb.DuckDBPyConnection:
    """Return a fresh in-memory connection. ``spill`` is where it may put what does not fit in memory.

    FRITH_THREADS and FRITH_MEMORY (such as ``4GB``) set what it may use.
    """
    connection = duckdb.connect(
        config={
            "threads": int(os.environ.get("FRITH_THREADS", "2")),
            "memory_limit": os.environ.get("FRITH_MEMORY", MEMORY_LIMIT),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "temp_directory": str(spill) if spill else "",
        }
    )
    connection.execute("SET TimeZone = 'Europe/London'")
    # DuckDB draws its own bar, terminal or not; how far a load is, is told by :func:`working` instead.
    connection.execute("SET enable_progress_bar_print = false")
    return connection


def quoted(text: str | Path) -> str:
    """Return text as an SQL literal."""
    return "'" + str(text).replace("'", "''") + "'"


@contextmanager
def working(spill: Path, tell: Callable[[str], None]) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give a connection for a load, and tell now and then how far its running query is."""
    connection = connect(spill)
    done = threading.Event()
    watcher = threading.Thread(target=_watch, args=(connection, done, tell), daemon=True)
    watcher.start()
    try:
        yield connection
    finally:
        done.set()
        watcher.join()
        connection.close()


def _watch(connection: duckdb.DuckDBPyConnection, done: threading.Event, tell: Callable[[str], None]) -> None:
    while not done.wait(WATCH_SECONDS):
        share = connection.query_progress()
        if 0 < share < WHOLE:
            tell(f"{share:.0f}% read")
