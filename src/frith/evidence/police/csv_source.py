"""CSV files of the police as one relation for the engine, whatever the order of their columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from frith.evidence.archives import EvidenceFile
from frith.evidence.engine import quoted
from frith.vocabulary.faults import Fault, UnreadableInput

FORMAT = (
    "header = true, auto_detect = false, delim = ',', quote = '\"', escape = '\"', max_line_size = 1048576"
)
"""How data.police.uk writes CSV (RFC 4180). Stated, not guessed, so that two files are never read two ways."""


def check_headers(files: Sequence[EvidenceFile], needed: Sequence[str], what: str) -> None:
    """Raise UnreadableInput naming every file that lacks a needed column."""
    faults = []
    for file in files:
        have = {name.lower() for name in file.header}
        lacking = [name for name in needed if name not in have]
        if lacking:
            faults.append(
                Fault(
                    "columns.missing",
                    f"the file lacks the columns {', '.join(lacking)}",
                    file.name,
                    f"the columns of {what}",
                    ", ".join(file.header)[:300],
                    "Check that it is the right file, and that its first line holds the column names.",
                )
            )
    if faults:
        raise UnreadableInput(*faults)


def relation(files: Sequence[EvidenceFile], columns: Mapping[str, str], options: str) -> str:
    """Return SQL that reads the files as text with the columns named as ``columns`` says; absent ones are NULL.

    Files with the same header are read by one scan. ``options`` are further options of the engine's reader.
    """
    groups: dict[tuple[str, ...], list[EvidenceFile]] = {}
    for file in files:
        groups.setdefault(tuple(name.lower() for name in file.header), []).append(file)
    return " UNION ALL ".join(_scan(header, group, columns, options) for header, group in groups.items())


def _scan(
    header: tuple[str, ...], files: Sequence[EvidenceFile], columns: Mapping[str, str], options: str
) -> str:
    places = {name: f"c{number}" for number, name in reversed(list(enumerate(header)))}
    types = ", ".join(f"'c{number}': 'VARCHAR'" for number in range(len(header)))
    chosen = ", ".join(f"{places.get(name, 'NULL::VARCHAR')} AS {ours}" for name, ours in columns.items())
    paths = ", ".join(quoted(file.path) for file in files)
    return f"SELECT {chosen} FROM read_csv([{paths}], columns = {{{types}}}, {FORMAT}, {options})"
