"""The commands of governance, run as people run them: each in a process of its own, which has started nothing."""

from pathlib import Path

import pytest
from tests.storage.installed import environment, frith

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("actions", "list"), "There is none that you may see."),
        (("actions", "chase"), "Letters written: 0."),
        (("agreements", "warn"), "Letters written: 0."),
        (("enquiries", "warn"), "Letters written: 0."),
    ],
    ids=" ".join,
)
def test_a_command_runs_by_itself(tmp_path: Path, command: tuple[str, ...], said: str) -> None:
    installed = environment(tmp_path / "var")
    assert frith(installed, "database", "prepare").returncode == 0
    result = frith(installed, *command)
    assert (result.returncode, said in result.stdout) == (0, True), result.stdout + result.stderr
