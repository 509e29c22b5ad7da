"""Whatever is proved of the storage on SQLite is proved on PostgreSQL too: the same tests, run against a server."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.storage import postgresql

PROJECT = Path(__file__).resolve().parents[2]
ROOMS = ["tests/storage/test_storage_in_use.py", "tests/guard", "tests/work", "tests/website", "tests/thread"]


@pytest.mark.postgresql
@pytest.mark.slow
def test_the_guards_the_work_and_the_site_hold_on_postgresql() -> None:
    if postgresql.programs() is None:
        pytest.skip("needs PostgreSQL's programs: make postgresql installs them")
    command = [
        *(sys.executable, "-m", "pytest", "-q", "-n", "2", "-p", "no:cacheprovider"),
        *("-m", "not browser", *ROOMS),
    ]
    with postgresql.server() as address:
        result = subprocess.run(
            command,
            cwd=PROJECT,
            env={**os.environ, "DATABASE_URL": address, "PYTEST_ADDOPTS": ""},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
    assert result.returncode == 0, result.stdout[-8000:]
    assert " passed" in result.stdout
