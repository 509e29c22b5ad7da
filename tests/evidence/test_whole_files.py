"""A file or folder is written whole or not at all, and what a killed run left is taken away by the next."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from frith.evidence.whole_files import fresh_folder, write_file

DIES = """
import sys, time
from pathlib import Path
from frith.evidence.whole_files import fresh_folder
with fresh_folder(Path(sys.argv[1])) as staging:
    (staging / "half").write_text("half")
    print("writing", flush=True)
    time.sleep(60)
"""


def started(out: Path) -> subprocess.Popen[str]:
    """A process that is in the middle of writing a folder."""
    process = subprocess.Popen([sys.executable, "-c", DIES, str(out)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "writing\n"
    return process


def killed(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGKILL)
    process.communicate()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def write_folder(out: Path, text: str) -> None:
    with fresh_folder(out) as staging:
        (staging / "page").write_text(text)


def test_a_killed_run_leaves_the_earlier_folder_and_the_next_clears_up(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_folder(out, "first")
    killed(started(out))
    assert (out / "page").read_text() == "first"
    assert len(names(tmp_path)) == 2
    write_folder(out, "second")
    assert names(tmp_path) == ["out"]
    assert names(out) == ["page"]
    assert (out / "page").read_text() == "second"


def test_a_run_that_is_still_writing_is_left_alone(tmp_path: Path) -> None:
    out = tmp_path / "out"
    process = started(out)
    try:
        write_folder(out, "mine")
        assert len(names(tmp_path)) == 2
    finally:
        killed(process)
    assert (out / "page").read_text() == "mine"


def test_an_edition_that_was_moved_and_not_replaced_comes_back(tmp_path: Path) -> None:
    """As after a kill between the two renames: the next run fails, and the earlier edition is there."""
    out = tmp_path / "out"
    write_folder(out, "first")
    out.rename(tmp_path / ".out.replaced-0a1b2c3d")
    with pytest.raises(RuntimeError), fresh_folder(out):
        raise RuntimeError
    assert names(tmp_path) == ["out"]
    assert (out / "page").read_text() == "first"


def test_a_failure_leaves_the_earlier_folder(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_folder(out, "first")

    def fail() -> None:
        with fresh_folder(out) as staging:
            (staging / "page").write_text("half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert names(tmp_path) == ["out"]
    assert (out / "page").read_text() == "first"


def test_a_file_on_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "paper.pdf"
    assert write_file(path, b"first") == path

    def full(_handle: int) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="space"):
        write_file(path, b"second")
    assert names(tmp_path) == ["paper.pdf"]
    assert path.read_bytes() == b"first"


def test_two_at_once_both_end_whole(tmp_path: Path) -> None:
    out = tmp_path / "out"
    script = (
        "import sys; from pathlib import Path; from frith.evidence.whole_files import fresh_folder\n"
        "for n in range(200):\n"
        "    with fresh_folder(Path(sys.argv[1])) as staging:\n"
        "        (staging / 'page').write_text(sys.argv[2])\n"
    )
    both = [subprocess.Popen([sys.executable, "-c", script, str(out), name]) for name in ("one", "two")]
    for process in both:
        assert process.wait(timeout=60) == 0
    assert names(tmp_path) == ["out"]
    assert (out / "page").read_text() in {"one", "two"}
