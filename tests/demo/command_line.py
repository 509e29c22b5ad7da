"""Runs the real command as a person would, and looks at what it leaves behind."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FRITH = Path(sys.executable).with_name("frith")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command did: its exit code and what it said."""

    code: int
    said: str
    printed: str

    def json(self) -> Any:
        """What it printed, as JSON."""
        return json.loads(self.printed)


NO_BYTECODE = {"PYTHONDONTWRITEBYTECODE": "1"}
"""For commands whose files may not grow: Python would keep its own compiled modules cut short, and break ever after."""


def surroundings(var: Path, **settings: str) -> dict[str, str]:
    """The environment of a command whose state is in ``var``; nothing of the person's own is passed on."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "LANG", "HOME"}}
    return {**kept, "FRITH_VAR": str(var), **settings}


def frith(*words: str | Path, var: Path, timeout: float = 300, **settings: str) -> Outcome:
    """Run ``frith`` with some words and return the outcome. Both streams are read to the end."""
    done = subprocess.run(
        [str(FRITH), *map(str, words)],
        env=surroundings(var, **settings),
        cwd=var.parent,
        capture_output=True,
        text=True,
        check=False,
        timeout=timeout,
    )
    return Outcome(done.returncode, done.stderr, done.stdout)


def state_of(var: Path) -> dict[str, str]:
    """Every dataset file in the catalogue with the digest of its bytes."""
    datasets = var / "evidence" / "datasets"
    return {
        path.relative_to(datasets).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(datasets.rglob("*"))
        if path.is_file()
    }


def left_behind(var: Path) -> list[str]:
    """What a stopped load forgot to take away: anything in the state but datasets, rejected rows and locks."""
    evidence = var / "evidence"
    return sorted(
        path.relative_to(evidence).as_posix()
        for path in evidence.rglob("*")
        if path.is_file() and path.parts[len(evidence.parts)] not in {"datasets", "rejected", "lock"}
    )
