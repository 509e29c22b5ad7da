"""Environments of their own for the programs that Frith is measured against, so that none enters Frith's.

They live under build/rivals, which git ignores, and are made once; a rival that cannot be installed is reported
and left out.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
BUILD = HERE.parent.parent / "build" / "rivals"

PACKAGES = {
    "gi_star": ("pygeoda==0.1.3", "esda==2.9.0", "libpysal==4.14.1", "numba", "joblib", "geopandas"),
    "kernel_density": ("KDEpy==1.1.12",),
    "forecast": ("statsforecast==2.1.1",),
}


def environment(name: str) -> Path | None:
    """Return the Python of a rival's environment, making it if need be; None, with a line saying why, if it cannot."""
    folder = BUILD / name
    done = folder / "installed"
    wanted = "\n".join(PACKAGES[name])
    python = folder / "bin" / "python"
    if done.exists() and done.read_text() == wanted:
        return python
    print(f"  making the rival's environment ({', '.join(PACKAGES[name])})")
    uv = str(Path(sys.executable).with_name("uv"))
    settings = os.environ | {"UV_PYTHON_DOWNLOADS": "never"}
    for command in (
        [uv, "venv", "-q", "--clear", "--python", sys.executable, str(folder)],
        [uv, "pip", "install", "-q", "--python", str(python), *PACKAGES[name]],
    ):
        ran = subprocess.run(command, env=settings, capture_output=True, text=True, check=False)
        if ran.returncode:
            print(
                f"  the rival could not be installed, so there is no ratio: {ran.stderr.strip().splitlines()[-1]}"
            )
            return None
    done.write_text(wanted)
    return python


def ask(name: str, folder: Path) -> dict[str, float] | None:
    """Run a rival's script on the inputs in a folder; return what it measured, or None if it could not run."""
    python = environment(name)
    if python is None:
        return None
    script = HERE / f"{name}_rival.py"
    ran = subprocess.run([str(python), str(script), str(folder)], capture_output=True, text=True, check=False)
    if ran.returncode:
        print(f"  the rival stopped, so there is no ratio: {ran.stderr.strip().splitlines()[-1]}")
        return None
    measured: dict[str, float] = json.loads(ran.stdout.splitlines()[-1])
    return measured


def best_of(times: int, work: Callable[[], object]) -> float:
    """Seconds of the quickest of several runs: the one that other work on the machine disturbed least."""
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return min(seconds)
