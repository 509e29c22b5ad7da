"""The analyst's own words, which survive a re-run.

Notes live in a folder of the analyst's, one Markdown file a finding: ``trend.robbery.md`` is why robbery changed. Frith
never writes into a note. Beside them it keeps ``figures-under-notes.json``: for each note the SHA-256 of its words and
the figures that the finding cited when those words were first seen. When a figure has moved since and the words have
not, the note is printed with a warning. Editing the note settles it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from frith.assessment.findings import Finding
from frith.vocabulary.faults import Fault, UnreadableInput
from frith.vocabulary.figures import Figure

RECORD = "figures-under-notes.json"

Seen = dict[str, dict[str, Any]]
"""Finding id -> {"words": hash of the note, "figures": {label of figure: value}}."""


@dataclass(frozen=True, slots=True)
class Note:
    """What an analyst wrote about a finding, and a warning where its figures moved since."""

    finding: str
    words: str
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Notes:
    """All notes of a folder: ``by_finding``, those whose finding is not in this edition, and the record to keep."""

    by_finding: Mapping[str, Note] = field(default_factory=dict)
    unplaced: tuple[Note, ...] = ()
    seen: Seen = field(default_factory=dict)


def read(folder: Path | None, findings: Iterable[Finding], figures: Mapping[str, Figure]) -> Notes:
    """Read the notes of a folder and hold them against the figures of this run.

    Raises UnreadableInput, with every bad file at once, when a note is not text or the record was damaged.
    """
    if folder is None:
        return Notes()
    if not folder.is_dir():
        raise UnreadableInput(
            Fault(
                "notes.folder",
                "the folder of notes is not there",
                str(folder),
                "a folder with one Markdown file for each finding",
                remedy="Make the folder, or leave --notes out.",
            ),
        )
    held = _record(folder / RECORD)
    known = {finding.id: finding for finding in findings}
    placed: dict[str, Note] = {}
    unplaced: list[Note] = []
    seen: Seen = {}
    for name, words in _texts(folder).items():
        finding = known.get(name)
        if finding is None:
            unplaced.append(Note(name, words))
            if name in held:
                seen[name] = held[name]
            continue
        seen[name], warning = _against(held.get(name), words, _values(finding, figures))
        placed[name] = Note(name, words, warning)
    return Notes(placed, tuple(unplaced), seen)


def record_text(notes: Notes) -> str:
    """Return the text of the record to keep beside the notes."""
    return json.dumps(notes.seen, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _texts(folder: Path) -> dict[str, str]:
    texts: dict[str, str] = {}
    faults: list[Fault] = []
    for path in sorted(path for path in folder.glob("*.md") if path.is_file()):
        try:
            words = path.read_text(encoding="utf-8-sig").strip()
        except UnicodeDecodeError:
            faults.append(
                Fault(
                    "notes.encoding", "the note is not UTF-8 text", path.name, remedy="Save it as UTF-8 text."
                )
            )
            continue
        if words:
            texts[path.stem] = words
    if faults:
        raise UnreadableInput(*faults)
    return texts


def _record(path: Path) -> Seen:
    if not path.exists():
        return {}
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError):
        held = None
    if not isinstance(held, dict) or not all(_is_entry(entry) for entry in held.values()):
        raise UnreadableInput(
            Fault(
                "notes.record",
                "the record of the figures under the notes cannot be read",
                path.name,
                remedy="Delete it: the notes stay, and are held against the figures of the next run.",
            ),
        )
    return held


def _is_entry(entry: object) -> bool:
    return isinstance(entry, dict) and isinstance(entry.get("figures"), dict)


def _values(finding: Finding, figures: Mapping[str, Figure]) -> dict[str, Any]:
    """Return the finding's figures by a label that does not change with the period."""
    values: dict[str, Any] = {}
    for position, figure_id in enumerate(finding.figures):
        figure = figures[figure_id]
        parts = [figure.definition, *(f"{k}={v}" for k, v in sorted(figure.breakdown))]
        values[f"{position + 1} {' '.join(parts)}"] = _rounded(figure.value)
    return values


def _rounded(value: float | int | None) -> float | int | None:
    return round(value, 6) if isinstance(value, float) else value


def _against(held: dict[str, Any] | None, words: str, values: dict[str, Any]) -> tuple[dict[str, Any], str]:
    mark = hashlib.sha256(words.encode()).hexdigest()
    if held is None or held.get("words") != mark:
        return {"words": mark, "figures": values}, ""
    moved = [_moved(label, held["figures"], values) for label in _in_order(values, held["figures"])]
    moved = [each for each in moved if each]
    if not moved:
        return held, ""
    return held, "The figures under this note have moved since it was written: " + "; ".join(moved) + "."


def _in_order(values: dict[str, Any], before: dict[str, Any]) -> list[str]:
    """Return the labels of now, then those that are there no more."""
    return [*values, *(label for label in before if label not in values)]


def _moved(label: str, before: dict[str, Any], now: dict[str, Any]) -> str:
    """Say how the figure of a label moved; empty if it did not."""
    named = label.partition(" ")[2]
    if label not in now:
        return f"{named} was {before[label]} and is cited no more"
    if label not in before:
        return f"{named} is {now[label]} and was not cited then"
    return f"{named} was {before[label]} and is {now[label]}" if before[label] != now[label] else ""
