"""The demonstration from end to end, through the real command."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from tests.demo.command_line import FRITH, frith, left_behind, state_of, surroundings

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def built(invented: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The state folder of a demonstration built from the small invention, and what it said."""
    var = tmp_path_factory.mktemp("demonstration") / "var"
    done = frith("demo", "--no-serve", "--evidence", invented, var=var, timeout=600)
    assert done.code == 0, done.said
    assert done.said == "", "nothing but a terminal is shown progress"
    return var, done.printed


def assessment_of(var: Path) -> dict[str, bytes]:
    folder = var / "assessments" / "X09000001_2016-04_2018-03"
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_it_says_what_it_made_and_how_to_sign_in(built: tuple[Path, str]) -> None:
    var, said = built
    assert "because you named it with --evidence" in said
    assert "Strategic assessment of Frithholm, April 2016 to March 2018" in said
    assert "may open a closure record" in said
    assert "The audit trail holds" in said
    assert len(re.findall(r"@\S+\s+\S{12}  ", said)) == 10
    assert (
        len(re.findall(r"code now \d{6}; secret for an app [A-Z2-7]{32}; or, once, [a-z0-9-]{19}\n", said))
        == 10
    )
    for name in re.findall(r"^  (/\S+)$", said, re.M):
        assert Path(name).is_file(), name
    assert {
        "assessment.html",
        "assessment.pdf",
        "assessment.docx",
        "assessment.json",
        "manifest.json",
    } <= set(assessment_of(var))


def test_every_form_says_that_it_is_invented(built: tuple[Path, str]) -> None:
    var, _ = built
    page = assessment_of(var)["assessment.html"].decode()
    assert "nvented" in page
    assert '"invented": true' in frith("evidence", "list", "--json", var=var).printed


def test_a_second_run_reuses_what_is_there_and_gives_the_same_bytes(
    built: tuple[Path, str], invented: Path
) -> None:
    var, first = built
    datasets, assessment = state_of(var), assessment_of(var)
    again = frith("demo", "--no-serve", "--evidence", invented, var=var, timeout=600)
    assert again.code == 0, again.said
    assert state_of(var) == datasets
    assert assessment_of(var) == assessment
    assert "were loaded" in first
    assert "were there already" in again.printed


def test_a_run_that_was_stopped_is_mended_by_the_next(invented: Path, tmp_path: Path) -> None:
    var = tmp_path / "var"
    for wait in (1.0, 3.0, 6.0, 9.0):
        process = subprocess.Popen(
            [str(FRITH), "demo", "--no-serve", "--evidence", str(invented)],
            env=surroundings(var),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        time.sleep(wait)
        process.send_signal(signal.SIGKILL if wait == 6.0 else signal.SIGINT)
        _, said = process.communicate(timeout=120)
        assert "Traceback" not in said
    done = frith("demo", "--no-serve", "--evidence", invented, var=var, timeout=600)
    assert done.code == 0, done.said
    assert "The audit trail holds" in done.printed
    assert left_behind(var) == []
    assert [path.name for path in (var / "assessments").iterdir()] == ["X09000001_2016-04_2018-03"]


def test_it_serves(built: tuple[Path, str], invented: Path) -> None:
    var, _ = built
    port = free_port()
    process = subprocess.Popen(
        [str(FRITH), "demo", "--evidence", str(invented), "--port", port],
        env=surroundings(var),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        shown = page(f"http://127.0.0.1:{port}/sign-in/", process)
        assert "Sign in" in shown
        assert "The borough and its evidence are invented too" in shown
    finally:
        process.send_signal(signal.SIGINT)
        printed, said = process.communicate(timeout=60)
    assert f"Serving Frith at http://localhost:{port}" in printed
    assert "Traceback" not in said


def free_port() -> str:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def page(address: str, process: subprocess.Popen[str]) -> str:
    """Return a page's text as soon as the server answers."""
    for _ in range(240):
        assert process.poll() is None, process.communicate()[1]
        try:
            with urllib.request.urlopen(address) as answer:
                return str(answer.read().decode())
        except urllib.error.URLError:
            time.sleep(0.5)
    message = f"{address} did not answer"
    raise AssertionError(message)
