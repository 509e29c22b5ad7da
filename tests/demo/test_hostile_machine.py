"""The machine turns against Frith: the disk fills, permission is missing, the person presses Ctrl-C at any moment."""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.demo import bad_files
from tests.demo.command_line import FRITH, NO_BYTECODE, frith, left_behind, state_of, surroundings

pytestmark = pytest.mark.slow

STORAGE, INTERRUPTED = 15, 130
STATED = ("--source", "a test", "--licence", "none needed")


@pytest.fixture
def load(tmp_path: Path) -> tuple[str, ...]:
    """Words that add a file big enough for a load to be caught in the middle of."""
    rows = [bad_files.row(number) for number in range(1, 150_001)]
    path = bad_files.write(bad_files.name(tmp_path / "big"), bad_files.street(rows))
    return ("evidence", "add", str(path), *STATED)


def test_the_disk_is_full(tmp_path: Path, load: tuple[str, ...]) -> None:
    """No file may grow beyond half a megabyte, which is how a full disk looks to a program."""

    def small_files() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, 500_000))

    var = tmp_path / "var"
    done = subprocess.run(
        [str(FRITH), *load],
        env=surroundings(var, **NO_BYTECODE),
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=small_files,
    )
    assert done.returncode == STORAGE, done.stderr
    assert "Traceback" not in done.stderr
    assert "What to do:" in done.stderr
    assert state_of(var) == {}
    assert left_behind(var) == []
    assert frith(*load, var=var).code == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte; the test is skipped where disks may not be mounted."""
    place = tmp_path / "disk"
    place.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("needs the right to mount a small disk")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_real_disk_is_full(small_disk: Path, load: tuple[str, ...], invented: Path) -> None:
    """Adding evidence, and building the whole demonstration, on a disk without room: what got in is whole."""
    var = small_disk / "var"
    for words in (load, ("demo", "--no-serve", "--evidence", str(invented))):
        done = frith(*words, var=var)
        assert done.code == STORAGE, done.said
        assert "Traceback" not in done.said
        assert "What to do:" in done.said
        assert left_behind(var) == []
    assert frith("evidence", "check", var=var).code == 0


AS_NOBODY = """
import json, os, sys
from frith.cli import main
sound, words = json.loads(sys.argv[1])
# Once as root, so that all modules are loaded before the right to read them goes.
os.environ["FRITH_VAR"] = sound
assert main(words) == 0
os.environ["FRITH_VAR"] = sys.argv[2]
os.setgroups([])
os.setgid(65534)
os.setuid(65534)
print("--- as nobody", file=sys.stderr)
sys.exit(main([*words[:2], sys.argv[3], *words[3:]]))
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root, to become somebody else")
@pytest.mark.parametrize("subject", ["state", "evidence"])
def test_permission_is_missing(tmp_path: Path, load: tuple[str, ...], subject: str) -> None:
    """As nobody: a state folder that may not be written, or a file that may not be read."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        place.chmod(0o755)
        var = place / "var"
        var.mkdir(mode=0o700)
        evidence = bad_files.write(bad_files.name(place / "new"), bad_files.street())
        if subject == "evidence":
            var.chmod(0o777)
            evidence.chmod(0o000)
        done = subprocess.run(
            [
                sys.executable,
                "-c",
                AS_NOBODY,
                json.dumps([str(tmp_path / "var"), load]),
                str(var),
                str(evidence),
            ],
            env=surroundings(var),
            capture_output=True,
            text=True,
            check=False,
        )
        said = done.stderr.partition("--- as nobody")[2]
        assert done.returncode == STORAGE, done.stderr
        assert "Traceback" not in said
        assert "ermission" in said
        assert "What to do:" in said
        assert state_of(var) == {}


def test_ctrl_c_at_any_moment(tmp_path: Path, load: tuple[str, ...]) -> None:
    """Twelve trials at moments spread over the whole run, by the work done and not by the clock: machines have a pace.

    Ctrl-C is held back until the command line takes it: before, Python itself is starting, which is not Frith's.
    """
    var = tmp_path / "var"
    before = work_of_children()
    assert frith(*load, var=tmp_path / "trial").code == 0
    whole = work_of_children() - before
    moments = random.Random(20180416)
    stopped = 0
    for trial in range(12):
        process = subprocess.Popen(
            [str(FRITH), *load],
            env=surroundings(var),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=hold_ctrl_c,
        )
        wait_for_work(process, whole * (trial + moments.random()) / 12)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
        assert process.returncode in {0, INTERRUPTED}, said
        assert "Traceback" not in said
        if process.returncode == INTERRUPTED:
            stopped += 1
            assert left_behind(var) == []
            if not state_of(var):
                continue
        # What one trial finished would spare the next ones the work.
        assert [kept["kept"] for kept in held(var)] == [150_000]
        assert frith("evidence", "check", var=var).code == 0
        assert frith("evidence", "remove", *(kept["id"] for kept in held(var)), var=var).code == 0
        assert state_of(var) == {}
    assert stopped >= 6
    assert frith(*load, var=var).code == 0
    assert [kept["kept"] for kept in held(var)] == [150_000]


def hold_ctrl_c() -> None:
    """Hold Ctrl-C back in a process about to start; the command line takes it as soon as it can answer."""
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])


def work_of_children() -> float:
    """Seconds that processors worked for the processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def wait_for_work(process: subprocess.Popen[str], seconds: float) -> None:
    """Wait until processors have worked so many seconds for a process, or until it has ended."""
    account = Path(f"/proc/{process.pid}/stat")
    ticks = seconds * os.sysconf("SC_CLK_TCK")
    # After the name, which stands in brackets, the twelfth and thirteenth fields are the user's and the system's ticks.
    while (
        process.poll() is None
        and sum(map(int, account.read_text().rpartition(")")[2].split()[11:13])) < ticks
    ):
        time.sleep(0.001)


def held(var: Path) -> list[dict[str, Any]]:
    """The datasets of the catalogue, as the command line lists them."""
    listed: list[dict[str, Any]] = frith("evidence", "list", "--json", var=var).json()
    return listed


WHILE_LOADING = """
import os, signal, sys

class Presser:
    def find_spec(self, name, *rest):
        if name == sys.argv[1]:
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Presser())
from frith.cli import main
sys.exit(main(["evidence", "list"]))
"""


@pytest.mark.parametrize(
    "module", ["frith.cli.entry", "argparse", "frith.cli.assess", "frith.evidence.catalogue"]
)
def test_ctrl_c_while_the_command_line_is_loaded(tmp_path: Path, module: str) -> None:
    """Ctrl-C at the moment at which a module is about to be imported: from the first of Frith's own to the last."""
    done = subprocess.run(
        [sys.executable, "-c", WHILE_LOADING, module],
        env=surroundings(tmp_path / "var"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == INTERRUPTED, done.stderr
    assert done.stderr.startswith("frith: Stopped, because you asked.")
    assert not done.stdout


def test_two_demonstrations_built_at_once(tmp_path: Path, invented: Path) -> None:
    """The second waits for the first, and finds what it made."""
    words = [str(FRITH), "demo", "--no-serve", "--evidence", str(invented)]
    both = [
        subprocess.Popen(
            words,
            env=surroundings(tmp_path / "var"),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for _ in range(2)
    ]
    said = [process.communicate(timeout=300)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert all("The audit trail holds" in each for each in said)
