"""Which evidence the demonstration shows, and why: named, set, found beside the project, or invented."""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from frith.vocabulary.faults import EvidenceMissing, Fault

MANIFEST = "evidence.toml"
SETTING = "FRITH_DATA"
BESIDE = Path("..") / "shared" / "data"
OPEN_DATA_SIGN = "police_uk"
"""The folder by which the project's collection of open data is known; its manifest comes with Frith."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The folder of evidence and the manifest that says what is evidence in it. ``why`` is for the person to read.

    ``folder`` is None where the invented borough is to be made.
    """

    folder: Path | None
    manifest: Path | None
    why: str


def choose(named: Path | None) -> Choice:
    """Return the evidence to show. Raises EvidenceMissing if a folder was named that holds none.

    A folder that was only found, not named, is passed over where it holds no evidence.
    """
    if named is not None:
        return _in(named, "because you named it with --evidence")
    setting = os.environ.get(SETTING)
    if setting:
        return _in(Path(setting), f"because {SETTING} names it")
    if _manifest(BESIDE) is not None:
        return _in(BESIDE, "because it lies beside the project")
    return Choice(
        None, None, f"no evidence was named, {SETTING} is not set, and there is none beside the project"
    )


def _in(folder: Path, why: str) -> Choice:
    manifest = _manifest(folder)
    if manifest is None:
        raise EvidenceMissing(
            Fault(
                "demo.no-evidence",
                "there is no evidence that the demonstration could use",
                str(folder),
                f"a folder with {MANIFEST}, or the open data with its folder {OPEN_DATA_SIGN}",
                "no such folder" if not folder.is_dir() else "neither",
                "Name another folder, or leave it out: the demonstration then invents a borough.",
            ),
        )
    return Choice(folder, manifest, why)


def _manifest(folder: Path) -> Path | None:
    """Return the manifest of a folder: its own, or for the open data the one that comes with Frith."""
    if (folder / MANIFEST).is_file():
        return folder / MANIFEST
    if (folder / OPEN_DATA_SIGN).is_dir():
        return Path(str(resources.files("frith.demo") / "open_data.toml"))
    return None
