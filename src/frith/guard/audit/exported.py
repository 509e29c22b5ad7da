"""The form of an exported trail, and its check, which needs the folder alone: no database, no key, no Django.

``entries.csv`` has the entries that were chosen, ``positions.csv`` the hash of every sealed entry of the whole trail
and nothing else about it, so that the chain can be computed anew from its first entry to the head in
``manifest.json``, and each chosen entry proved to stand where it says. What a hash covers holds a random key, so
nobody can guess an entry from its hash. ``checkpoints.jsonl`` is what was kept outside the database.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from frith.guard.audit.links import START, digest_of, link
from frith.vocabulary.faults import Fault, IntegrityBroken, UnreadableInput

FORM = "frith audit export 1"
ENTRIES, POSITIONS, CHECKPOINTS = "entries.csv", "positions.csv", "checkpoints.jsonl"
SCHEMA, MANIFEST = "entries.schema.json", "manifest.json"
FILES = (ENTRIES, POSITIONS, CHECKPOINTS, SCHEMA)

FIELDS = {
    "sequence": "The entry's place in the chain; the first is 1.",
    "key": "The entry's own random key.",
    "at": "When, by the wall clock, in UTC.",
    "act": "What was done.",
    "person": "Who did it, by id; empty where nobody was signed in.",
    "agency": "For which agency, by id.",
    "channel": "The way in that was used.",
    "subject_type": "The kind of record it was done to; a sealed record is called that and no more.",
    "subject": "The record's id; for a sealed record a keyed hash of it.",
    "purpose": "Why, where a reason was asked.",
    "detail": "Ids, counts and codes, as JSON.",
}
POSITION_FIELDS = ("sequence", "event_digest")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")


@dataclass(frozen=True, slots=True)
class Checked:
    """An export that holds: how many entries were chosen, how many the trail had, and where its chain ended."""

    entries: int
    sealed: int
    head: str


def schema() -> dict[str, Any]:
    """Return the JSON Table Schema (Frictionless Data) of ``entries.csv``."""
    kinds = {"sequence": "integer", "at": "datetime"}
    return {
        "description": "A cell that a spreadsheet could take for a formula has an apostrophe before it.",
        "fields": [
            {"name": name, "type": kinds.get(name, "string"), "description": meaning}
            for name, meaning in FIELDS.items()
        ],
        "primaryKey": ["sequence"],
    }


def cell(text: str) -> str:
    """Return a text so that no spreadsheet takes it for a formula; :func:`text_of` gives it back."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def text_of(cell: str) -> str:
    """Return the text of a cell."""
    return cell.removeprefix("'")


def digest_of_file(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def check(folder: Path, expected: tuple[int, str] | None = None) -> Checked:
    """Check an exported folder, against a checkpoint kept elsewhere too if one is given.

    Raises UnreadableInput if it is no export, and IntegrityBroken naming the first thing that does not hold in each
    of its files.
    """
    manifest = _manifest(folder)
    try:
        _refuse(list(_changed_files(folder, manifest)))
        wanted = dict(_checkpoints(folder))
        faults, heads, placed = _chain(folder, set(wanted) | ({expected[0]} if expected else set()))
        sealed, head = manifest["sealed"], manifest["head"]
        if (len(placed), heads.get(-1)) != (sealed, head):
            faults.append(_fault("the chain does not end where the manifest says", POSITIONS))
        faults += [
            _fault(f"the chain does not agree with the checkpoint of {count} entries", CHECKPOINTS)
            for count, at in wanted.items()
            if count <= sealed and heads.get(count) != at
        ]
        if expected and heads.get(expected[0]) != expected[1]:
            faults.append(_fault(f"the chain up to entry {expected[0]} is not the one expected", POSITIONS))
        number = 0
        for sequence, said in _entries(folder):
            number += 1
            if not 0 < sequence <= len(placed) or placed[sequence - 1] != digest_of(said):
                faults.append(_fault(f"entry {sequence} is not what was sealed there", ENTRIES))
        if number != manifest["entries"]:
            faults.append(
                _fault(f"{manifest['entries']} entries were exported and {number} are here", ENTRIES)
            )
    except (OSError, KeyError, ValueError, TypeError, csv.Error) as error:
        raise _no_export(folder) from error
    _refuse(faults)
    return Checked(number, sealed, head)


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        held: dict[str, Any] = json.loads((folder / MANIFEST).read_text("utf-8"))
        if held["form"] != FORM:
            raise _no_export(folder)
    except (OSError, KeyError, ValueError, TypeError) as error:
        raise _no_export(folder) from error
    return held


def _changed_files(folder: Path, manifest: dict[str, Any]) -> Iterator[Fault]:
    for name in FILES:
        path = folder / name
        if not path.is_file():
            yield _fault("the file is gone", name)
        elif digest_of_file(path) != manifest["files"][name]:
            yield _fault("the file is not the one that was exported", name)


def _checkpoints(folder: Path) -> Iterator[tuple[int, str]]:
    for line in (folder / CHECKPOINTS).read_text("utf-8").splitlines():
        held = json.loads(line)
        yield held["count"], held["head"]


def _chain(folder: Path, wanted: set[int]) -> tuple[list[Fault], dict[int, str], list[str]]:
    """Return what is wrong, the chain's hash at the places wanted and at its end (-1), and each entry's hash."""
    faults: list[Fault] = []
    heads, placed, before = {0: START}, list[str](), START
    for row in _rows(folder / POSITIONS, POSITION_FIELDS):
        sequence, digest = int(row[0]), row[1]
        if sequence != len(placed) + 1 and not faults:
            faults.append(
                _fault(f"entry {len(placed) + 1} should stand here, and {sequence} does", POSITIONS)
            )
        placed.append(digest)
        before = link(before, sequence, digest)
        if sequence in wanted:
            heads[sequence] = before
    heads[-1] = before
    return faults, heads, placed


def _entries(folder: Path) -> Iterator[tuple[int, list[str]]]:
    for row in _rows(folder / ENTRIES, tuple(FIELDS)):
        yield int(row[0]), [text_of(value) for value in row[1:]]


def _rows(path: Path, headings: tuple[str, ...]) -> Iterator[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, strict=True)
        if tuple(next(rows, ())) != headings:
            message = f"the headings of {path.name} are not those of an export"
            raise ValueError(message)
        yield from rows


def _fault(what: str, where: str) -> Fault:
    return Fault(
        "audit.export-broken",
        what,
        where,
        remedy="Do not rely on this export. Ask for it again, and for how it came to be changed.",
    )


def _no_export(folder: Path) -> UnreadableInput:
    return UnreadableInput(
        Fault(
            "audit.no-export",
            "this is no export of an audit trail that this version of Frith can read",
            folder.name,
            f"a folder with {', '.join((*FILES, MANIFEST))}",
            remedy="Name the folder that frith audit export wrote, with all its files.",
        )
    )


def _refuse(faults: list[Fault]) -> None:
    if faults:
        raise IntegrityBroken(*faults)
