"""Sets rows that break a rule aside, with file, line, rule, value and reason, and loses none on the way.

The first pass over the files is fast and only knows *that* something is wrong: a row broke a rule, or fewer rows came
out than lines went in. Only then are the files read again, one at a time, to say where.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import duckdb

from frith.evidence.archives import EvidenceFile
from frith.evidence.engine import quoted
from frith.evidence.rules import RowRule, breaches
from frith.evidence.staged import RuleCount
from frith.vocabulary.faults import Fault, RowsRejected

QUARANTINE = "quarantine.csv"
EXAMPLES = 3
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
        connection.execute(f"COPY (FROM aside ORDER BY file, line, rule) TO {place} (FORMAT csv, HEADER)")
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
    """Read one file record by record into ``aside``; return how many of its lines could not be told apart."""
    if file.parquet:
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE faulty AS SELECT *, 0 AS newlines FROM"
            f" (SELECT *, row_number() OVER () AS record, {breaches(done.rules)} AS broken"
            f" FROM ({done.relation([file], '')})) WHERE broken > 0"
        )
        _place_faults(connection, file, done.rules, "record")
        return 0
    for table in ("reject_errors", "reject_scans"):
        connection.execute(f"DROP TABLE IF EXISTS {table}")
    source = done.relation([file], "store_rejects = true, rejects_limit = 0, parallel = false")
    text = f"concat_ws('', {', '.join(done.columns)})"
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE faulty AS
        SELECT * FROM (
            SELECT *, row_number() OVER () AS record, {breaches(done.rules)} AS broken,
                len({text}) - len(replace({text}, chr(10), '')) AS newlines
            FROM ({source}))
        WHERE broken > 0 OR newlines > 0"""
    )
    every = done.relation([file], "ignore_errors = true, parallel = false")
    (records,) = _one(connection, f"SELECT count(*) FROM ({every})")
    (newlines,) = _one(connection, "SELECT coalesce(sum(newlines), 0) FROM faulty")
    blank = _blank_lines(file)
    rejected = _place_structural_faults(connection, file)
    _place_faults(connection, file, done.rules, _line_of_record(connection, blank))
    lost = file.lines - 1 - records - newlines - rejected - len(blank)
    if lost > 0:
        _place_lost(connection, file, lost)
    return max(lost, 0)


def _place_structural_faults(connection: duckdb.DuckDBPyConnection, file: EvidenceFile) -> int:
    """Put the rows that the reader itself refused into ``aside``; return how many they are."""
    rule = " ".join(f"WHEN {rule.breach} THEN {quoted(rule.id)}" for rule in STRUCTURE)
    reason = " ".join(f"WHEN {rule.breach} THEN {quoted(rule.sentence)}" for rule in STRUCTURE)
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE refused AS
        SELECT line, min(error_type) AS error_type, left(any_value(csv_line), {VALUE_LENGTH}) AS csv_line
        FROM reject_errors GROUP BY line"""
    )
    connection.execute(
        f"INSERT INTO aside SELECT ?, line, CASE {rule} END, ltrim(csv_line, chr(10) || chr(13)), CASE {reason} END"
        " FROM refused", [file.name]
    )  # fmt: skip
    return int(_one(connection, "SELECT count(*) FROM refused")[0])


def _line_of_record(connection: duckdb.DuckDBPyConnection, blank: list[int]) -> str:
    """Return SQL for the line of a sound record: lines that gave no record, and lines inside values, come before it."""
    connection.execute("CREATE OR REPLACE TEMP TABLE skipped (line BIGINT)")
    connection.execute(
        "INSERT INTO skipped SELECT line FROM refused UNION SELECT unnest(?::BIGINT[])", [blank]
    )
    connection.execute(
        """CREATE OR REPLACE TEMP TABLE shifts AS
        SELECT max(before) AS before, line - before + 1 AS threshold
        FROM (SELECT line, row_number() OVER (ORDER BY line) AS before FROM skipped) GROUP BY threshold"""
    )
    return (
        "record + 1 + coalesce((SELECT max(before) FROM shifts WHERE threshold <= record + 1), 0)"
        " + coalesce(sum(newlines) OVER (ORDER BY record ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)"
    )


def _place_faults(
    connection: duckdb.DuckDBPyConnection, file: EvidenceFile, rules: tuple[RowRule, ...], line: str
) -> None:
    """Put the rows of ``faulty`` into ``aside``, once for each rule that they break."""
    connection.execute(f"CREATE OR REPLACE TEMP TABLE placed AS SELECT *, {line} AS line FROM faulty")
    for bit, rule in enumerate(rules):
        connection.execute(
            f"INSERT INTO aside SELECT ?, line, ?, left(coalesce({rule.value}, ''), {VALUE_LENGTH}), ? FROM placed"
            f" WHERE broken & {1 << bit} > 0", [file.name, rule.id, rule.sentence]
        )  # fmt: skip


def _place_lost(connection: duckdb.DuckDBPyConnection, file: EvidenceFile, lost: int) -> None:
    last = file.lines - lost + 1
    value = f"{lost:,} lines from here on" if lost > 1 else "the last line"
    connection.execute(
        "INSERT INTO aside VALUES (?, ?, ?, ?, ?)", [file.name, last, LOST.id, value, LOST.sentence]
    )


def _blank_lines(file: EvidenceFile) -> list[int]:
    with file.path.open("rb") as handle:
        return [number for number, line in enumerate(handle, 1) if line in {b"\n", b"\r\n"}]


def _one(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[int, ...]:
    return cast("tuple[int, ...]", connection.execute(query).fetchone())


def _some_left(aside: Aside, done: Pass) -> Aside:
    if aside.kept:
        return aside
    name = ", ".join(file.name for file in done.files[:EXAMPLES])
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
