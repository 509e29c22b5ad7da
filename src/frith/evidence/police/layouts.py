"""Layouts of police files: which columns they have, the rules their rows must keep, and what is stored of a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from frith.evidence.engine import quoted
from frith.evidence.plain_files import EvidenceFile
from frith.evidence.quarantine import IGNORE, Aside, Pass, set_aside
from frith.evidence.rules import MICRODEGREES, RowRule, breaches
from frith.vocabulary.faults import Fault

ROWS = "rows.parquet"
PARQUET = "(FORMAT parquet, WRITE_BLOOM_FILTER false)"
"""How tables are stored. Bloom filters serve look-ups of single values, which nobody makes."""
FORMAT = (
    "header = true, auto_detect = false, delim = ',', quote = '\"', escape = '\"', max_line_size = 1048576"
)
"""How data.police.uk writes CSV (RFC 4180). Stated, not guessed, so that two files are never read two ways."""
SAMPLE_OF_NAMES = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How files of one kind are laid out.

    A row is read as text; ``typed`` (an SQL select list) adds what the text means; ``rules`` look at both; ``stored``
    (another) is kept.

    ``columns`` gives each heading, as published, the name that rules and ``stored`` use; ``needed`` headings must be
    there, others are NULL where absent; case does not matter. ``parquet`` is the same for Parquet files, as an SQL
    select list ('' if this kind does not come as Parquet); ``parquet_needed`` are the columns by which it is known.
    """

    what: str
    columns: Mapping[str, str]
    needed: tuple[str, ...]
    typed: str
    rules: tuple[RowRule, ...]
    stored: str
    parquet: str = ""
    parquet_needed: tuple[str, ...] = ()

    def relation(self, files: Sequence[EvidenceFile], options: str) -> str:
        """Return SQL that reads files of this layout, text and typed. ``options`` are further ones of the CSV reader.

        CSV files with the same header are read by one scan, whatever the order of their columns.
        """
        groups: dict[tuple[str, ...], list[EvidenceFile]] = {}
        for file in files:
            header = () if file.parquet else tuple(name.lower() for name in file.header)
            groups.setdefault(header, []).append(file)
        texts = " UNION ALL ".join(self._scan(header, group, options) for header, group in groups.items())
        return f"SELECT *, {self.typed} FROM ({texts})"

    def _scan(self, header: tuple[str, ...], files: Sequence[EvidenceFile], options: str) -> str:
        paths = ", ".join(quoted(file.path) for file in files)
        if not header:
            return f"SELECT {self.parquet} FROM read_parquet([{paths}])"
        places = {name: f"c{number}" for number, name in reversed(list(enumerate(header)))}
        types = ", ".join(f"'c{number}': 'VARCHAR'" for number in range(len(header)))
        chosen = ", ".join(
            f"{places.get(name.lower(), 'NULL::VARCHAR')} AS {ours}" for name, ours in self.columns.items()
        )
        return f"SELECT {chosen} FROM read_csv([{paths}], columns = {{{types}}}, {FORMAT}, {options})"


def read_rows(
    connection: duckdb.DuckDBPyConnection, files: Sequence[EvidenceFile], folder: Path, layout: Layout
) -> Aside:
    """Read files into ``rows.parquet`` in one pass; rows that break a rule go to ``quarantine.csv``.

    Raises RowsRejected if no row is left. The files must have the layout's headings (:func:`header_faults`).
    """
    rows = folder / ROWS
    source = layout.relation(files, IGNORE)
    connection.execute(
        f"COPY (SELECT {layout.stored}, {breaches(layout.rules)}::USMALLINT AS broken FROM ({source}))"
        f" TO {quoted(rows)} {PARQUET}"
    )
    columns = tuple(layout.columns.values())
    return set_aside(connection, Pass(tuple(files), layout.relation, columns, layout.rules, rows, folder))


def header_faults(files: Sequence[EvidenceFile], layout: Layout) -> list[Fault]:
    """Return a fault for every file that lacks a needed column."""
    faults = []
    for file in files:
        needed = layout.parquet_needed if file.parquet else layout.needed
        have = {name.lower() for name in file.header}
        lacking = [name for name in needed if name.lower() not in have]
        if lacking or not needed:
            faults.append(
                Fault(
                    "columns.missing",
                    f"the file lacks the columns {', '.join(lacking or layout.needed)}",
                    file.name,
                    f"the columns of {layout.what}",
                    ", ".join(file.header)[:SAMPLE_OF_NAMES],
                    "Check that it is the right file, and that its first line holds the column names.",
                )
            )
    return faults


MONTH = """(try_cast(left(month_text, 4) AS INTEGER) * 12 + try_cast(right(month_text, 2) AS INTEGER) - 1) AS month"""
"""SQL for the ordinal of :class:`frith.vocabulary.periods.Month` from ``month_text``."""

COORDINATES = f"""try_cast(round(try_cast(longitude AS DOUBLE) * {MICRODEGREES}) AS BIGINT) AS x,
    try_cast(round(try_cast(latitude AS DOUBLE) * {MICRODEGREES}) AS BIGINT) AS y"""
"""SQL for whole millionths of a degree: ``x`` east and ``y`` north."""
COORDINATES_STORED = "try_cast(x AS INTEGER) AS longitude, try_cast(y AS INTEGER) AS latitude"

CRIME_KEY = (
    """coalesce(try_cast('0x' || right(crime_id, 16) AS UBIGINT), md5_number_lower(crime_id)) AS crime_key"""
)
"""Of the Crime ID only its last 16 hexadecimal digits are kept (of another text, a digest): enough to tell repeats and
to join outcomes to crimes."""
