"""The evidence manifest: a TOML file that says what in a folder is evidence, what it covers, and which source wins.

The format is written down in docs/reference/evidence.md and checked against ``manifest.schema.json``.
"""

from __future__ import annotations

import json
import os
import tomllib
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema

from frith.evidence.archives import names_in
from frith.evidence.dataset import Family
from frith.evidence.entry import Entry, area_faults
from frith.evidence.rules import EARLIEST_MONTH
from frith.evidence.text_table import read_text_table
from frith.vocabulary.disclosure import DisclosurePolicy
from frith.vocabulary.faults import Fault, Trouble, UnreadableInput
from frith.vocabulary.periods import Month, Period

NAME = "evidence.toml"
_SHOWN = 300
_MOST_FAULTS = 20


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a manifest."""
    text = resources.files("frith.evidence").joinpath("manifest.schema.json").read_text("utf-8")
    held: dict[str, Any] = json.loads(text)
    return held


def read_manifest(path: Path, root: Path | None = None) -> tuple[Entry, ...]:
    """Return the entries of a manifest, in its order; its paths are relative to ``root``, or to where it lies.

    Raises UnreadableInput with every fault: not TOML, not as the schema says, files that are not there or lie outside.
    """
    values = _parsed(path)
    faults = [
        Fault(
            "manifest.schema",
            error.message[:_SHOWN],
            f"{path.name}, {_place(error)}",
            "docs/reference/evidence.md",
        )
        for error in jsonschema.Draft202012Validator(schema()).iter_errors(values)
    ]
    if faults:
        raise UnreadableInput(*faults)
    folder = root or path.parent
    entries: list[Entry] = []
    for number, each in enumerate(values["evidence"], 1):
        where = f"{path.name}, evidence {number}"
        paths, wrong = _expand(folder, each["files"], where)
        wrong += [*area_faults(each.get("areas", ()), where), *_early(each, where)]
        faults += wrong
        if not wrong:
            entries.append(_entry(values, each, paths, folder))
    if faults:
        raise UnreadableInput(*faults)
    return tuple(entries)


def _parsed(path: Path) -> dict[str, Any]:
    """Return what a TOML file says. Raises UnreadableInput if it is not there, no file, or no TOML in UTF-8."""
    if not path.is_file():
        what = "this is no file" if path.exists() else "there is no such manifest"
        remedy = f"Name the file, by habit {NAME}."
        raise UnreadableInput(Fault("manifest.missing", what, str(path), remedy=remedy))
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except RecursionError:
        why = "its lists and tables are nested too deeply"
    except ValueError as error:  # not UTF-8, not TOML, or a number of thousands of digits
        why = str(error)
    raise UnreadableInput(
        Fault("manifest.toml", f"the manifest is not TOML: {why}", str(path), "TOML (toml.io), UTF-8")
    )


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
    if not _inside(path, folder):
        raise UnreadableInput(_leads_out(said["file"], ""))
    table = read_text_table(path)
    columns = [said["month"], said["rows"], said["without"]]
    if len(set(columns)) < len(columns):
        raise UnreadableInput(
            Fault(
                "manifest.placing",
                "month, rows and without are three columns, and the manifest names one of them twice",
                path.name,
                ", ".join(table.columns)[:_SHOWN],
                ", ".join(columns),
            )
        )
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
    counted, faults = [], []
    for line, (month, rows, without) in enumerate(table.select(columns).iter_rows(), 2):
        try:
            counted.append((Month.parse(month or ""), *_rows_without(rows, without)))
        except (ValueError, Trouble):
            faults.append(
                Fault(
                    "manifest.placing",
                    "the line does not say how many rows a month had and how many of them had no place",
                    f"{path.name} line {line}",
                    "a month such as 2016-04, and two whole numbers of which the second is not the larger",
                    f"{month}, {rows}, {without}"[:_SHOWN],
                )
            )
    if faults:
        raise UnreadableInput(*faults[:_MOST_FAULTS])
    return tuple(counted)


def _rows_without(rows: str | None, without: str | None) -> tuple[int, int]:
    """Return two counts. Raises ValueError if one is no count, or the second is larger."""
    every, some = int(rows or ""), int(without or "")
    if not 0 <= some <= every:
        raise ValueError
    return every, some


def _months(span: str) -> tuple[Month, ...]:
    first, _, last = span.partition("..")
    return Period.parse(first, last or first).months


def _early(each: dict[str, Any], where: str) -> list[Fault]:
    """Return a fault for every month that an entry claims and that lies before all evidence."""
    said = [*each.get("months", ()), *(thin["month"] for thin in each.get("thin", ()))]
    return [
        Fault(
            "month.early",
            "the month lies before all evidence of this kind",
            where,
            f"{EARLIEST_MONTH} or later",
            span,
        )
        for span in said
        if span < str(EARLIEST_MONTH)
    ]


def _expand(folder: Path, patterns: list[str], where: str) -> tuple[tuple[Path, ...], list[Fault]]:
    """Return the paths that patterns match, in their order, and what is wrong with the patterns."""
    paths: dict[Path, None] = {}
    faults = []
    for pattern in patterns:
        try:
            found = sorted(folder.glob(pattern))
        except (ValueError, NotImplementedError, IndexError, OSError):
            faults.append(
                Fault(
                    "manifest.files",
                    f"{pattern!r} is no pattern of paths",
                    where,
                    "paths and patterns such as street/*.csv.gz; ** stands alone between two slashes",
                )
            )
            continue
        if not found:
            faults.append(Fault("manifest.files", f"nothing matches {pattern!r}", where, given=str(folder)))
        outside = [path for path in found if not all(_inside(each, folder) for each in names_in(path))]
        faults += [_leads_out(str(path.relative_to(folder)), where) for path in outside]
        paths |= dict.fromkeys(found)
    return tuple(paths), faults


def _inside(path: Path, folder: Path) -> bool:
    """Return whether a path, its links followed, lies in a folder."""
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def _leads_out(name: str, where: str) -> Fault:
    return Fault(
        "manifest.outside",
        f"{name!r} is or holds a link that leads out of the manifest's folder",
        where,
        "files that lie in the folder",
        remedy="Put the file itself there instead of the link.",
    )


def _place(error: jsonschema.ValidationError) -> str:
    return "/".join(str(step) for step in error.absolute_path) or "at the top"
