"""What may never be committed: registry addresses, paths of one machine, vague names, big files."""

import json
import re
import subprocess
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]

REGISTRIES = [("pypi", "org"), ("pythonhosted", "org"), ("registry.npmjs", "org"), ("deb.debian", "org")]
REGISTRY_ADDRESS = re.compile("|".join(re.escape(".".join(parts)) for parts in REGISTRIES))
MACHINE_PATH = re.compile(r"(^|[^A-Za-z0-9_.$}])/(?:work|root|farm|tmp)/[A-Za-z.]", re.M)
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "core", "manager", "managers", "misc"}
LARGEST = 600_000


def tracked() -> list[Path]:
    """Every file that git keeps and that is still there."""
    names = subprocess.run(
        ["git", "ls-files", "-z"], cwd=PROJECT, check=True, capture_output=True, text=True
    ).stdout.split("\0")
    return [PROJECT / name for name in names if name and (PROJECT / name).is_file()]


def text_of(path: Path) -> str:
    """The text of a file, or nothing if it is not text."""
    content = path.read_bytes()
    return "" if b"\0" in content else content.decode("utf-8", errors="replace")


def names(paths: list[Path]) -> list[str]:
    return sorted(str(path.relative_to(PROJECT)) for path in paths)


def test_files_are_tracked_at_all() -> None:
    assert PROJECT / "pyproject.toml" in tracked()


@pytest.mark.parametrize(
    "forbidden", [REGISTRY_ADDRESS, MACHINE_PATH], ids=["registry address", "machine path"]
)
def test_no_file_holds(forbidden: re.Pattern[str]) -> None:
    assert names([path for path in tracked() if forbidden.search(text_of(path))]) == []


def test_names_say_what_a_thing_is() -> None:
    vague = [
        path
        for path in tracked()
        if VAGUE_NAMES & {Path(part).stem.lower() for part in path.relative_to(PROJECT).parts}
    ]
    assert names(vague) == []


def test_no_file_is_large() -> None:
    assert names([path for path in tracked() if path.stat().st_size > LARGEST]) == []


def test_the_npm_lock_holds_hashes_and_no_addresses() -> None:
    packages = json.loads((PROJECT / "package-lock.json").read_text())["packages"]
    fetched = {name: package for name, package in packages.items() if name}
    assert fetched
    assert all("resolved" not in package and "integrity" in package for package in fetched.values())


def test_there_is_no_second_lock_file() -> None:
    assert not (PROJECT / "uv.lock").exists()


@pytest.mark.parametrize("name", ["uv", "node", "base", "dev", "spark"])
def test_every_requirement_is_pinned_and_hashed(name: str) -> None:
    text = (PROJECT / "requirements" / f"{name}.txt").read_text()
    entries = [
        entry for entry in text.replace("\\\n", " ").splitlines() if entry and not entry.startswith("#")
    ]
    assert entries
    assert [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []


def test_what_is_tested_is_what_is_run() -> None:
    def pins(name: str) -> set[str]:
        text = (PROJECT / "requirements" / f"{name}.txt").read_text()
        return {line.split()[0] for line in text.splitlines() if "==" in line}

    assert pins("base") <= pins("dev")
