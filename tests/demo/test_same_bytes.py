"""The whole command makes the same bytes of every file, whatever the time zone, folder, hash seed or threads."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from frith.demo.borough.invention import invent

pytestmark = pytest.mark.slow

AREA = "Frithholm"


def run(state: Path, cwd: Path, out: Path, **settings: str) -> dict[str, str]:
    """Add the evidence, make the assessment in a process of its own, and return each file's SHA-256."""
    cwd.mkdir(exist_ok=True)
    environment = {**os.environ, "FRITH_VAR": str(state), **settings}
    program = [sys.executable, "-m", "frith.cli", "assess", "--evidence", str(state.parent / "evidence")]
    asked = ["--area", AREA, "--from", "2016-04", "--to", "2018-03", "--out", str(out)]
    done = subprocess.run(
        [*program, *asked], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    files = sorted(path for path in out.rglob("*") if path.is_file())
    return {path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_every_file_is_the_same_whatever_the_surroundings(tmp_path: Path) -> None:
    invent(tmp_path / "evidence", rows_a_year=4_000)
    here = run(
        tmp_path / "a", tmp_path / "x", tmp_path / "out", TZ="UTC", PYTHONHASHSEED="1", FRITH_THREADS="1"
    )
    there = run(
        tmp_path / "b",
        tmp_path / "y",
        tmp_path / "elsewhere" / "out",
        TZ="Pacific/Auckland",
        PYTHONHASHSEED="2",
        FRITH_THREADS="2",
        POLARS_MAX_THREADS="1",
        OPENBLAS_NUM_THREADS="1",
        LC_ALL="C",
    )
    assert {
        "assessment.html",
        "assessment.pdf",
        "assessment.docx",
        "assessment.json",
        "manifest.json",
    } <= here.keys()
    assert [name for name in here if here[name] != there.get(name)] == []
    assert here.keys() == there.keys()
