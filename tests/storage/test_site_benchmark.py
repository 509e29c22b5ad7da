"""The benchmark of the site stays whole: at its small size each page answers, and every figure is printed."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "pages.py"


@pytest.mark.slow
def test_every_page_answers_and_every_figure_is_printed() -> None:
    done = subprocess.run(
        [sys.executable, str(BENCHMARK), "--small", "--database", "SQLite"],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "FAILED" not in done.stdout, done.stdout
    assert "audit entries that verify" in done.stdout
    assert re.search(r"^  all +[1-9]", done.stdout, re.MULTILINE), done.stdout
    assert "SQLite: 300 people, 3," in done.stdout
    assert re.search(r"20 pairs: audited \d+\.\d+ ms, unaudited \d+\.\d+ ms", done.stdout), done.stdout
