"""Sets rows that break a rule aside, with file, line, rule, value and reason, and loses none on the way.

The first pass over the files is fast and only knows *that* something is wrong: a row broke a rule, or fewer rows came
out than lines went in. Only then are the files read again, one at a time, to say where.
"""

from __future__ import annotations

import csv
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import duckdb
import numpy as np
import polars as pl
from numpy.typing import NDArray

from frith.evidence.engine import quoted
from frith.evidence.plain_files import EvidenceFile
from frith.evidence.rules import RowRule, breaches
from frith.evidence.spreadsheet_text import sql_as_text
from frith.evidence.staged import RuleCount
from frith.vocabulary.faults import Fault, RowsRejected, UnreadableInput

QUARANTINE = "quarantine.csv"
EXAMPLES = 3
IGNORE = "ignore_errors = true"
"""Option of the engine's reader: pass over records that cannot be told apart."""
VALUE_LENGTH = 200

STRUCTURE = (
    RowRule(
        "row.fields",
        "the row has too few or too many values",
        "error_type IN ('MISSING COLUMNS', 'TOO MANY COLUMNS')",
        "",
        "Put quotation marks round a value that holds a comma, and delete lines that are not rows.",
    ),
    RowRule(
        "row.quotation",
        "a quotation mark stands where none may",
        "error_type = 'UNQUOTED VALUE'",
        "",
        "Double a quotation mark inside a value, and close each one that is opened.",
    ),
    RowRule(
        "row.unreadable",
        "the row is not text, or is longer than a row can be",
        "true",
        "",
        "Look at the line in a text editor, and mend or delete it.",
    ),
)
"""What can be wrong with a row before its values are looked at; the first that fits is the one."""

LOST = RowRule(
    "row.unclosed",
    "a quotation mark is opened and never closed, so the lines after it cannot be told apart",
    "",
    "",
    "Close the quotation mark at or before this line.",
)


_STRUCTURE_IDS = ", ".join(quoted(rule.id) for rule in STRUCTURE)


@dataclass(frozen=True, slots=True)
class Pass:
    """One pass over some files, which wrote the Parquet table ``rows``; its column ``broken`` says which rules broke.

    ``relation`` gives SQL that reads files with options of the engine's reader; ``columns`` are its columns.
    """

    files: tuple[EvidenceFile, ...]
    relation: Callable[[Sequence[EvidenceFile], str], str]
    columns: tuple[str, ...]
    rules: tuple[RowRule, ...]
    rows: Path
    folder: Path


@dataclass(frozen=True, slots=True)
class Aside:
    """What was set aside: rows read, rows kept, and each rule that was broken."""

    rows_in: int
    kept: int
    breaches: tuple[RuleCount, ...]


def set_aside(connection: duckdb.DuckDBPyConnection, done: Pass) -> Aside:
    """Take the broken rows out of the table that a pass wrote, and write them to the quarantine file.

    Raises RowsRejected if no row is left.
    """
    lines = sum(file.lines - (not file.parquet) for file in done.files)
    read, broken = _one(
        connection, f"SELECT count(*), count(*) FILTER (broken > 0) FROM read_parquet({quoted(done.rows)})"
    )
    if broken == 0 and read == lines:
        return _some_left(Aside(read, read, ()), done)
    connection.execute(
        'CREATE OR REPLACE TEMP TABLE aside (file VARCHAR, line BIGINT, rule VARCHAR, "value" VARCHAR, reason VARCHAR)'
    )
    lost = sum(_read_again(connection, file, done) for file in done.files)
    if broken:
        _keep_the_sound(connection, done.rows)
    refused = _one(connection, f"SELECT count(*) FROM aside WHERE rule IN ({_STRUCTURE_IDS})")[0]
    aside = Aside(read + refused + lost, read - broken, _rule_counts(connection, done.rules))
    if aside.breaches:
        place = quoted(done.folder / QUARANTINE)
        shown = ", ".join(f"{sql_as_text(each)} AS {each}" for each in ("file", '"value"'))
        rows = f"SELECT * REPLACE ({shown}) FROM aside ORDER BY file, line, rule"
        connection.execute(f"COPY ({rows}) TO {place} (FORMAT csv, HEADER)")
    return _some_left(aside, done)


def as_fault(count: RuleCount, name: str) -> Fault:
    """Return a broken rule as a fault, with its first examples."""
    shown = "; ".join(f"{file} line {line}: {value!r}" for file, line, value in count.examples)
    rows = "1 row" if count.rows == 1 else f"{count.rows:,} rows"
    return Fault(count.rule, f"{rows}: {count.sentence}", name, given=shown, remedy=count.remedy)


def as_details(count: RuleCount) -> dict[str, Any]:
    """Return a broken rule as a dataset's details hold it."""
    examples = [list(example) for example in count.examples]
    return {
        "rule": count.rule,
        "sentence": count.sentence,
        "remedy": count.remedy,
        "rows": count.rows,
        "examples": examples,
    }


def rows_as_fault(broken: dict[str, Any], name: str) -> Fault:
    """Return a broken rule, as a dataset's details hold it, as a fault."""
    examples = tuple((str(file), int(line), str(value)) for file, line, value in broken["examples"])
    return as_fault(
        RuleCount(broken["rule"], broken["sentence"], broken["remedy"], broken["rows"], examples), name
    )


def _read_again(connection: duckdb.DuckDBPyConnection, file: EvidenceFile, done: Pass) -> int:
    """Read one file record by record into ``aside``; return how many of its lines could not be told apart.

    A file without fault is only counted, which is quick.
    """
    every = f"SELECT {breaches(done.rules)} AS broken FROM ({done.relation([file], '' if file.parquet else IGNORE)})"
    counted = _one(connection, f"SELECT count(*), count(*) FILTER (broken > 0) FROM ({every})")
    if counted == (file.lines - (not file.parquet), 0):
        return 0
    for table in ("reject_errors", "reject_scans"):
        connection.execute(f"DROP TABLE IF EXISTS {table}")
    options = "" if file.parquet else "store_rejects = true, rejects_limit = 0, parallel = false"
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE faulty AS SELECT * FROM (
            SELECT *, row_number() OVER () AS record, {breaches(done.rules)} AS broken
            FROM ({done.relation([file], options)})) WHERE broken > 0"""
    )
    if file.parquet:
        _place_faults(
            connection, file, done.rules, "(SELECT range AS record, range AS line FROM range(1, 1))"
        )
        return 0
    refused = _refused(connection)
    starts, blank = _record_starts(file)
    _place_refused(connection, file, starts)
    sound = ~blank
    sound[0] = False
    sound[refused] = False
    lines = starts[sound]
    connection.register("lines_of_records", pl.DataFrame({"record": range(1, len(lines) + 1), "line": lines}))
    _place_faults(connection, file, done.rules, "lines_of_records")
    every = done.relation([file], f"{IGNORE}, parallel = false")
    (records,) = _one(connection, f"SELECT count(*) FROM ({every})")
    if records >= len(lines):
        return 0
    return _place_lost(connection, file, int(lines[records]))


def _record_starts(file: EvidenceFile) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return the line on which each record begins, the header first, and whether it is a blank line.

    The engine numbers records, not lines: a value in quotation marks may span lines. Python's reader tells them.
    """
    starts, blank = array("q"), array("b")
    line = 0
    with file.path.open(encoding="utf-8", errors="replace", newline="") as handle:
        reader = csv.reader(handle)
        try:
            for record in reader:
                starts.append(line + 1)
                blank.append(not record)
                line = reader.line_num
        except csv.Error:  # a value without end: what follows cannot be told apart
            starts.append(line + 1)
            blank.append(False)
    return np.asarray(starts, np.int64), np.asarray(blank, np.bool_)


def _refused(connection: duckdb.DuckDBPyConnection) -> NDArray[np.int64]:
    """Collect the records that the reader itself refused; return their numbers, the header being 0."""
    rule = " ".join(f"WHEN {rule.breach} THEN {quoted(rule.id)}" for rule in STRUCTURE)
    reason = " ".join(f"WHEN {rule.breach} THEN {quoted(rule.sentence)}" for rule in STRUCTURE)
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE refused AS
        SELECT number, CASE {rule} END AS rule, "value", CASE {reason} END AS reason FROM (
            SELECT line - 1 AS number, min(error_type) AS error_type,
                left(ltrim(any_value(csv_line), chr(10) || chr(13)), {VALUE_LENGTH}) AS "value"
            FROM reject_errors GROUP BY line)"""
    )
    numbers = connection.execute("SELECT number FROM refused ORDER BY number").fetchnumpy()["number"]
    return np.asarray(numbers, np.int64)


def _place_refused(
    connection: duckdb.DuckDBPyConnection, file: EvidenceFile, starts: NDArray[np.int64]
) -> None:
    connection.register("starts", pl.DataFrame({"number": range(len(starts)), "line": starts}))
    connection.execute(
        'INSERT INTO aside SELECT ?, line, rule, "value", reason FROM refused JOIN starts USING (number)',
        [file.name],
    )


def _place_faults(
    connection: duckdb.DuckDBPyConnection, file: EvidenceFile, rules: tuple[RowRule, ...], lines: str
) -> None:
    """Put the rows of ``faulty`` into ``aside``, once for each rule that they break."""
    for bit, rule in enumerate(rules):
        connection.execute(
            f"""INSERT INTO aside
            SELECT ?, coalesce(line, record), ?, left(coalesce({rule.value}, ''), {VALUE_LENGTH}), ?
            FROM faulty LEFT JOIN {lines} USING (record) WHERE broken & {1 << bit} > 0""",
            [file.name, rule.id, rule.sentence],
        )


def _place_lost(connection: duckdb.DuckDBPyConnection, file: EvidenceFile, line: int) -> int:
    """Note that from a line on nothing could be told apart; return how many lines that are."""
    lost = file.lines - line + 1
    value = f"{lost:,} lines from here on" if lost > 1 else "the last line"
    connection.execute(
        "INSERT INTO aside VALUES (?, ?, ?, ?, ?)", [file.name, line, LOST.id, value, LOST.sentence]
    )
    return lost


def _one(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[int, ...]:
    return cast("tuple[int, ...]", connection.execute(query).fetchone())


def _some_left(aside: Aside, done: Pass) -> Aside:
    if aside.kept:
        return aside
    name = ", ".join(file.name for file in done.files[:EXAMPLES])
    if not aside.rows_in:
        raise UnreadableInput(
            Fault(
                "rows.none",
                "the table has headings and no rows",
                name,
                remedy="Check that it is the right file.",
            )
        )
    empty = Fault("rows.none", "no row is left to load", name, remedy="Check that these are the right files.")
    raise RowsRejected(empty, *(as_fault(count, name) for count in aside.breaches))


def _keep_the_sound(connection: duckdb.DuckDBPyConnection, rows: Path) -> None:
    sound = rows.with_suffix(".sound")
    connection.execute(
        f"COPY (SELECT * FROM read_parquet({quoted(rows)}) WHERE broken = 0) TO {quoted(sound)} (FORMAT parquet)"
    )
    sound.replace(rows)


def _rule_counts(connection: duckdb.DuckDBPyConnection, rules: tuple[RowRule, ...]) -> tuple[RuleCount, ...]:
    known: dict[str, Any] = {rule.id: rule for rule in (*rules, *STRUCTURE, LOST)}
    found = connection.execute("SELECT rule, count(*) FROM aside GROUP BY rule ORDER BY rule").fetchall()
    examples = {
        rule: connection.execute(
            'SELECT file, line, "value" FROM aside WHERE rule = ? ORDER BY file, line LIMIT ?',
            [rule, EXAMPLES],
        ).fetchall()
        for rule, _ in found
    }
    return tuple(
        RuleCount(rule, known[rule].sentence, known[rule].remedy, rows, tuple(examples[rule]))
        for rule, rows in found
    )
