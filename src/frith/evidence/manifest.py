"""The evidence manifest: a TOML file that says what in a folder is evidence, what it covers, and which source wins.

The format is written down in docs/reference/evidence.md and checked against ``manifest.schema.json``.
"""

from __future__ import annotations

import json
import tomllib
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema

from frith.evidence.dataset import Family
from frith.evidence.entry import Entry
from frith.evidence.text_table import read_text_table
from frith.vocabulary.disclosure import DisclosurePolicy
from frith.vocabulary.faults import Fault, UnreadableInput
from frith.vocabulary.periods import Month, Period

NAME = "evidence.toml"


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a manifest."""
    text = resources.files("frith.evidence").joinpath("manifest.schema.json").read_text("utf-8")
    held: dict[str, Any] = json.loads(text)
    return held


def read_manifest(path: Path, root: Path | None = None) -> tuple[Entry, ...]:
    """Return the entries of a manifest, in its order; its paths are relative to ``root``, or to where it lies.

    Raises UnreadableInput with every fault: not TOML, not as the schema says, files that are not there.
    """
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        raise UnreadableInput(Fault("manifest.missing", "there is no such manifest", str(path))) from None
    try:
        values = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UnreadableInput(
            Fault("manifest.toml", f"the manifest is not TOML: {error}", str(path), "TOML (toml.io), UTF-8")
        ) from None
    faults = [
        Fault("manifest.schema", error.message, f"{path.name}, {_place(error)}", "docs/reference/evidence.md")
        for error in jsonschema.Draft202012Validator(schema()).iter_errors(values)
    ]
    if faults:
        raise UnreadableInput(*faults)
    folder = root or path.parent
    entries: list[Entry] = []
    for number, each in enumerate(values["evidence"], 1):
        paths, missing = _expand(folder, each["files"])
        faults += [
            Fault(
                "manifest.files",
                f"nothing matches {pattern!r}",
                f"{path.name}, evidence {number}",
                given=str(folder),
            )
            for pattern in missing
        ]
        entries.append(_entry(values, each, paths, folder))
    if faults:
        raise UnreadableInput(*faults)
    return tuple(entries)


def _entry(whole: dict[str, Any], each: dict[str, Any], paths: tuple[Path, ...], folder: Path) -> Entry:
    def said(name: str, otherwise: Any = "") -> Any:
        return each.get(name, whole.get(name, otherwise))

    return Entry(
        paths=paths,
        title=each["title"],
        source=said("source"),
        licence=said("licence"),
        attribution=said("attribution"),
        family=Family(each["family"]) if "family" in each else None,
        disclosure=DisclosurePolicy(said("disclosure", DisclosurePolicy.ALREADY_PUBLIC.value)),
        precedence=each.get("precedence", 0),
        invented=said("invented", False),
        areas=tuple(each.get("areas", ())),
        months=tuple(month for span in each.get("months", ()) for month in _months(span)),
        categories=tuple(each.get("categories", ())),
        thin=tuple((Month.parse(thin["month"]), thin["reason"]) for thin in each.get("thin", ())),
        placing=_placing(folder, each["placing"]) if "placing" in each else (),
        reading=each.get("reading", {}),
    )


def _placing(folder: Path, said: dict[str, str]) -> tuple[tuple[Month, int, int], ...]:
    """Read how many rows of each month had no coordinates from a small table (month, all rows, rows without)."""
    path = folder / said["file"]
    if not path.is_file():
        raise UnreadableInput(
            Fault("manifest.files", f"there is no file {said['file']!r}", given=str(folder))
        )
    table = read_text_table(path)
    columns = [said["month"], said["rows"], said["without"]]
    lacking = [name for name in columns if name not in table.columns]
    if lacking:
        raise UnreadableInput(
            Fault(
                "columns.missing",
                f"the file lacks the columns {', '.join(lacking)}",
                path.name,
                given=", ".join(table.columns),
            )
        )
    return tuple(
        (Month.parse(month), int(rows), int(without))
        for month, rows, without in table.select(columns).iter_rows()
    )


def _months(span: str) -> tuple[Month, ...]:
    first, _, last = span.partition("..")
    return Period.parse(first, last or first).months


def _expand(folder: Path, patterns: list[str]) -> tuple[tuple[Path, ...], list[str]]:
    found = {pattern: sorted(folder.glob(pattern)) for pattern in patterns}
    paths = {path: None for each in found.values() for path in each}
    return tuple(paths), [pattern for pattern, each in found.items() if not each]


def _place(error: jsonschema.ValidationError) -> str:
    return "/".join(str(step) for step in error.absolute_path) or "at the top"
