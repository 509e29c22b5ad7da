"""The documentation is current: its commands run, its reference matches, its change log is kept."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from frith.cli.definitions_reference import definitions_reference
from frith.cli.reference import reference

PROJECT = Path(__file__).resolve().parents[2]
PAGES = [PROJECT / "README.md", PROJECT / "CONTRIBUTING.md", *sorted((PROJECT / "docs").rglob("*.md"))]
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.M | re.S)


def commands_in(page: Path) -> list[tuple[str, str]]:
    """The commands of a page's console blocks, each with the output that the page shows (may be empty)."""
    found = []
    for block in CONSOLE.findall(page.read_text(encoding="utf-8")):
        for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
            joined = part.replace("\\\n", " ")
            command, _, output = joined.partition("\n")
            found.append((command.strip(), output.strip()))
    return found


def matches(shown: str, printed: str) -> bool:
    """Whether the printed output is what the page shows; ``...`` on the page stands for anything."""
    pattern = ".*".join(re.escape(part) for part in shown.split("..."))
    return re.fullmatch(pattern, printed.strip(), re.S) is not None


def planned_or_run(command: str, sandbox: Path) -> subprocess.CompletedProcess[str]:
    """Run a command in the sandbox; only plan what `make` would do, since those targets run these tests."""
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "HOME": str(sandbox),
        "FRITH_VAR": str(sandbox / "var"),
    }
    if command.startswith("make "):
        command, sandbox = command.replace("make ", "make --dry-run ", 1), PROJECT
    return subprocess.run(
        ["bash", "-c", command], cwd=sandbox, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(PROJECT)))
def test_the_commands_of_a_page_run(page: Path, tmp_path: Path) -> None:
    samples = PROJECT / "docs/samples"
    if samples.exists():
        shutil.copytree(samples, tmp_path, dirs_exist_ok=True)
    for command, shown in commands_in(page):
        result = planned_or_run(command, tmp_path)
        assert result.returncode == 0, f"$ {command}\n{result.stdout}{result.stderr}"
        if shown:
            assert matches(shown, result.stdout), (
                f"$ {command}\nprinted:\n{result.stdout}\nthe page shows:\n{shown}"
            )


def test_a_command_is_found_with_its_output(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("```console\n$ frith --version\nfrith ...\n$ ls \\\n  -l\n```\n")
    assert commands_in(page) == [("frith --version", "frith ..."), ("ls    -l", "")]
    assert matches("frith ...", "frith 0.1.0\n")
    assert not matches("frith ...", "faith 0.1.0")


def test_the_command_line_reference_is_current() -> None:
    assert (PROJECT / "docs/reference/cli.md").read_text(encoding="utf-8") == reference(), (
        "Run: make reference"
    )


def test_the_page_of_definitions_is_current() -> None:
    page = (PROJECT / "docs/reference/definitions.md").read_text(encoding="utf-8")
    assert page == definitions_reference(), "Run: make reference"


def test_the_change_log_has_a_place_for_what_comes_next() -> None:
    assert "\n## [Unreleased]\n" in (PROJECT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_decision_has_its_parts() -> None:
    records = sorted((PROJECT / "docs/decisions").glob("[0-9]*.md"))
    assert records
    for record in records:
        text = record.read_text(encoding="utf-8")
        for heading in ("## Status", "## Context", "## Decision", "## Consequences"):
            assert heading in text, f"{record.name} lacks {heading}"


def test_every_decision_is_in_the_index() -> None:
    index = (PROJECT / "docs/decisions/index.md").read_text(encoding="utf-8")
    records = [record.name for record in (PROJECT / "docs/decisions").glob("[0-9]*.md")]
    assert [name for name in records if f"({name})" not in index] == []
