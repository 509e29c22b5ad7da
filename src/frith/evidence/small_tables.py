"""Look-ups, boundaries, denominators, harm and incident tables: read by their own readers, stored as Parquet."""

from __future__ import annotations

import inspect
import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args, get_type_hints

import polars as pl

from frith.evidence.boundaries import read_boundaries
from frith.evidence.catalogue import file_digest
from frith.evidence.dataset import Family, SourceFile
from frith.evidence.denominators import read_denominators
from frith.evidence.harm import read_harm
from frith.evidence.incident_mapping import mapping_text
from frith.evidence.incidents import read_incidents
from frith.evidence.lookups import read_lookup
from frith.evidence.plain_files import printable
from frith.evidence.quarantine import QUARANTINE
from frith.evidence.read_result import ReadResult
from frith.evidence.spreadsheet_text import column_as_text
from frith.evidence.staged import RuleCount, Staged
from frith.vocabulary.areas import AreaKind
from frith.vocabulary.faults import Fault, UnreadableInput

READERS: dict[Family, Callable[..., ReadResult]] = {
    Family.BOUNDARIES: read_boundaries,
    Family.LOOKUP: read_lookup,
    Family.DENOMINATORS: read_denominators,
    Family.HARM: read_harm,
    Family.INCIDENTS: read_incidents,
}
"""The reader of each family, whose keyword arguments are what ``reading`` in a manifest may say."""

TABLE_FAMILIES = frozenset(READERS)
TABLE_VERSION = 3
"""Raised when the same bytes of a small table would be read differently."""
_KINDS = {"kind", "small_area"}
_EXAMPLES = 3
_SHOWN = 200
_LAST_YEAR = 9999
REMEDY = "Mend the rows that the quarantine file names, and add the file again."


def file_of(path: Path) -> SourceFile:
    """Return a file with the digest of its bytes. Raises UnreadableInput if it is not there."""
    if not path.is_file():
        raise UnreadableInput(Fault("file.missing", "there is no such file", str(path)))
    return SourceFile(printable(path.name), file_digest(path), path.stat().st_size)


def told_beside(family: Family, path: Path, reading: dict[str, Any]) -> dict[str, Any]:
    """Return what else decided the reading: the mapping of an incident table, which lies in a file of its own."""
    if family is not Family.INCIDENTS or "mapping" not in reading:
        return {}
    refuse_other_than_text({"mapping": reading["mapping"]}, path.name)
    return {"mapping": mapping_text(str(reading["mapping"]), path.parent)}


def read_table(family: Family, path: Path, reading: dict[str, Any], folder: Path) -> Staged:
    """Read one file into Parquet tables in a folder, and its rejected rows into ``quarantine.csv`` there."""
    reader = READERS[family]
    allowed = [
        name for name, each in inspect.signature(reader).parameters.items() if each.kind is each.KEYWORD_ONLY
    ]
    unknown = sorted(set(reading) - set(allowed))
    if unknown:
        raise UnreadableInput(
            Fault(
                "manifest.reading",
                f"{', '.join(unknown)} is not known for {family.value}",
                path.name,
                ", ".join(allowed),
            )
        )
    hints = get_type_hints(reader)
    settings = {name: _setting(name, value, hints[name], path.name) for name, value in reading.items()}
    read = reader(path, **settings)
    note = {"read_as": {printable(path.name): read.note}} if read.note else {}
    return store(replace(read, details=read.details | note), folder)


def refuse_other_than_text(reading: dict[str, Any], where: str) -> None:
    """Raise UnreadableInput, naming all, for settings of a reader that are neither text nor a whole number."""
    wrong = [
        _wrong(name, value, "text", where)
        for name, value in reading.items()
        if not isinstance(value, str | int) or isinstance(value, bool)
    ]
    if wrong:
        raise UnreadableInput(*wrong)


def _wrong(name: str, value: object, allowed: str, where: str) -> Fault:
    return Fault(
        "manifest.reading", f"{name} is not what the reader needs", where, allowed, str(value)[:_SHOWN]
    )


def _setting(name: str, value: object, hint: Any, file: str) -> Any:
    """Return a setting as the reader's parameter wants it. Raises UnreadableInput for any other kind of value."""
    if name in _KINDS:
        return _kind(str(value)[:_SHOWN], file)
    if hint == Sequence[str]:
        texts = [value] if isinstance(value, str) else value
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            raise UnreadableInput(_wrong(name, value, "a list of text", file))
        return texts
    if int in get_args(hint):
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _LAST_YEAR:
            raise UnreadableInput(_wrong(name, value, "a year such as 2018", file))
        return value
    refuse_other_than_text({name: value}, file)
    return str(value)


def _kind(value: str, file: str) -> AreaKind:
    try:
        return AreaKind(value)
    except ValueError:
        known = ", ".join(kind.value for kind in AreaKind)
        raise UnreadableInput(
            Fault("manifest.reading", "there is no such kind of area", file, known, str(value))
        ) from None


def store(result: ReadResult, folder: Path) -> Staged:
    """Write what a reader gave into a folder: its tables as Parquet, its rejected rows as ``quarantine.csv``."""
    for name, table in sorted(result.tables.items()):
        (folder / f"{name}.parquet").write_bytes(_parquet(table))
    if result.rejected.height:
        harmless = result.rejected.with_columns(column_as_text("file"), column_as_text("value"))
        harmless.write_csv(folder / QUARANTINE)
    return Staged(
        rows_in=result.rows_in,
        kept=result.kept,
        coverage=result.coverage,
        breaches=_rule_counts(result),
        missing_coordinates=result.missing_coordinates,
        details=result.details,
    )


def _parquet(table: pl.DataFrame) -> bytes:
    """Return a table as Parquet. Made in memory: written to a full disk by Polars, it would be cut short in silence."""
    made = io.BytesIO()
    table.write_parquet(made)
    return made.getvalue()


def _rule_counts(result: ReadResult) -> tuple[RuleCount, ...]:
    counted = []
    for rule in sorted(result.rejected["rule"].unique()):
        rows = result.rejected.filter(pl.col("rule") == rule)
        examples = tuple(rows.head(_EXAMPLES).select("file", "line", "value").iter_rows())
        many = rows.select("file", "line").n_unique()
        counted.append(RuleCount(rule, rows["reason"][0], REMEDY, many, examples))
    return tuple(counted)
