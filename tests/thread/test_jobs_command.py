"""Long work by the commands that people type: a job that was asked for is done, listed, and its worker gone."""

import json
import sqlite3
from pathlib import Path

import pytest
from tests.storage.installed import environment, frith

pytestmark = pytest.mark.slow


def test_jobs_are_done_and_listed_and_the_worker_leaves(tmp_path: Path) -> None:
    installed = environment(tmp_path / "var")
    assert frith(installed, "database", "prepare").returncode == 0
    assert frith(installed, "jobs", "list").stdout == "There is none that you may see.\n"
    assert json.loads(frith(installed, "jobs", "list", "--json").stdout) == []
    worked = frith(installed, "jobs", "work", "--once")
    assert (worked.returncode, worked.stdout) == (0, "Jobs done: 0.\n")
    with sqlite3.connect(tmp_path / "var" / "frith.sqlite3") as opened:
        assert opened.execute("SELECT count(*) FROM jobs_worker").fetchone() == (0,)
    opened.close()
