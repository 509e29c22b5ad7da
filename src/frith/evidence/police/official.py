"""Reads official recorded crime: counts by area, month and offence group, wide (a column a month) or long."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import duckdb
import polars as pl

from frith.evidence.dataset import Coverage, Family
from frith.evidence.entry import Entry
from frith.evidence.plain_files import EvidenceFile
from frith.evidence.police.official_categories import harmonised
from frith.evidence.quality import silent_months, thin_months
from frith.evidence.read_result import ReadResult, rejects
from frith.evidence.rules import EARLIEST_MONTH
from frith.evidence.small_tables import store
from frith.evidence.staged import Staged
from frith.evidence.text_table import read_text_table
from frith.vocabulary.areas import AreaKind
from frith.vocabulary.categories import CATEGORIES
from frith.vocabulary.faults import Fault, UnreadableInput
from frith.vocabulary.periods import Month

VERSION = 4
READINGS: tuple[str, ...] = ()
"""Settings that this reader may be told."""

HEADINGS: dict[str, tuple[str, ...]] = {
    "major": ("majortext", "major_category", "major category", "major"),
    "minor": ("minortext", "minor_category", "minor category", "minor"),
    "borough": ("lookup_boroughname", "boroughname", "borough", "borough_name"),
    "ward": ("wardcode", "ward_code", "ward code"),
    "lsoa": ("lsoa_code", "lsoa code", "lsoa"),
    "month": ("ym", "month", "month_year"),
    "count": ("n", "count", "offences"),
}
"""What a column holds, and the headings, in lower case, that it has had in the published tables."""

EMPTY_SHARE = 0.01
"""A first or last month with at most this share of the usual month has not been filled in."""
_MONTH = re.compile(r"(\d{4})-?(0[1-9]|1[0-2])")
_KEYS = ("file", "line", "area", "borough", "major", "minor")
CELL = ("area", "borough", "major", "minor", "month")
"""What a number is counted by: no two numbers of one of these can both be right."""
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class _Table:
    """One file as text: the columns of ``_KEYS``, then either a column for each month, or ``month`` and ``count``."""

    file: str
    rows: pl.DataFrame
    months: tuple[str, ...]
    counted_by: AreaKind


def header_faults(files: Sequence[EvidenceFile]) -> list[Fault]:
    """Return a fault for every file whose columns are not those of official counts."""
    faults = []
    for file in files:
        columns = _columns(file.header)
        if "major" not in columns:
            faults.append(_lacking(file, "a column for the offence group", ", ".join(HEADINGS["major"])))
        if not _months(file.header) and not {"month", "count"} <= set(columns):
            what = "a column for each month, or a month and a count"
            faults.append(_lacking(file, what, "columns such as 201604, or ym and n"))
    return faults


def _lacking(file: EvidenceFile, what: str, allowed: str) -> Fault:
    return Fault(
        "columns.missing",
        f"the table lacks {what}",
        file.name,
        allowed,
        ", ".join(file.header)[:_SHOWN],
        "Check that it is the right file, and that its first line holds the column names.",
    )


def read(
    connection: duckdb.DuckDBPyConnection,
    files: Sequence[EvidenceFile],
    folder: Path,
    entry: Entry,
    latest: Month,
) -> Staged:
    """Read official counts into ``counts`` (area, borough, month, category, major, minor, n) and ``places``.

    Zeros are left out of ``counts``; ``places`` (area, borough) says which areas there are.
    Rows that give one cell different numbers are all rejected; rows that repeat one count once, which ``repeated`` of
    the details tells. A borough with a rejected row is not covered, because a total that lacks a row is no total. A
    first or last month that is empty is dropped: the published tables by ward and small area begin with one. Raises
    UnreadableInput if the files count by different kinds of area, or name no borough where ``areas`` does not name
    exactly one.
    """
    tables = [_read_one(file, entry) for file in files]
    kinds = sorted({table.counted_by.value for table in tables})
    if len(kinds) > 1:
        raise UnreadableInput(
            Fault(
                "official.kinds",
                f"the files count by different kinds of area: {', '.join(kinds)}",
                ", ".join(file.name for file in files),
                "files that all count by one kind of area",
                remedy="Make one entry of the manifest for each kind.",
            )
        )
    cells = pl.concat([_cells(table) for table in tables])
    bad = _broken(cells, latest)
    spoilt = sorted(set(cells.join(bad, on=["file", "line"], how="semi")["borough"].drop_nulls()))
    sound = cells.join(bad, on=["file", "line"], how="anti")
    once = sound.unique(subset=CELL, keep="first", maintain_order=True)
    counts, dropped = _without_empty_ends(_harmonised(once))
    result = ReadResult(
        family=Family.OFFICIAL,
        tables={
            "counts": counts.filter(pl.col("n") > 0).sort("area", "month", "category", "major", "minor"),
            "places": counts.select("area", "borough").unique().sort("area", "borough"),
        },
        rows_in=sum(table.rows.height for table in tables),
        rejected=bad,
        coverage=_coverage(counts, spoilt),
        details={
            "counted_by": kinds[0],
            "months_dropped": dropped,
            "areas_left_out": spoilt,
            "repeated": sound.height - once.height,
        },
    )
    return store(result, folder)


def _read_one(file: EvidenceFile, entry: Entry) -> _Table:
    table = pl.read_parquet(file.path) if file.parquet else read_text_table(file.path)
    columns = _columns(table.columns)
    months = _months(table.columns)
    kind = AreaKind.WARD if "ward" in columns else AreaKind.LSOA21 if "lsoa" in columns else AreaKind.BOROUGH
    area = {AreaKind.WARD: "ward", AreaKind.LSOA21: "lsoa"}.get(kind)
    borough = pl.col(columns["borough"]) if "borough" in columns else pl.lit(_only_area(entry, file.name))
    month_and_count = (
        [pl.col(columns[name]).cast(pl.String).alias(name) for name in ("month", "count")]
        if not months
        else []
    )
    rows = table.with_row_index("line", offset=1 if file.parquet else 2).select(
        pl.lit(file.name).alias("file"),
        pl.col("line").cast(pl.Int64),
        (pl.col(columns[area]) if area else borough).alias("area"),
        borough.alias("borough"),
        pl.col(columns["major"]).alias("major"),
        (pl.col(columns["minor"]) if "minor" in columns else pl.lit("")).fill_null("").alias("minor"),
        *(pl.col(name) for name in months),
        *month_and_count,
    )
    return _Table(file.name, rows, months, kind)


def _columns(headings: Sequence[str]) -> dict[str, str]:
    """Return which heading holds what; the first heading that fits."""
    return {
        meaning: heading
        for meaning, known in HEADINGS.items()
        for heading in reversed(headings)
        if heading.strip().lower() in known
    }


def _months(headings: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for name in headings if _MONTH.fullmatch(name))


def _only_area(entry: Entry, name: str) -> str:
    if len(entry.areas) == 1:
        return entry.areas[0]
    raise UnreadableInput(
        Fault(
            "official.borough",
            "the table does not say which borough it counts",
            name,
            "a column for the borough, or one code in the manifest's areas",
            ", ".join(entry.areas) or "none",
            'Write areas = ["E09000033"] in the manifest, or --covers E09000033.',
        )
    )


def _cells(table: _Table) -> pl.DataFrame:
    """Return a table as one row for each area, offence group and month.

    ``month`` is an ordinal and ``n`` a count; each is null where the text (``month_text``, ``count``) is malformed.
    """
    rows = table.rows
    if table.months:
        whole = all(rows.schema[name].is_integer() for name in table.months)
        one_type = rows.with_columns(pl.col(table.months).cast(pl.Int64 if whole else pl.String))
        cells = one_type.unpivot(
            index=list(_KEYS), on=list(table.months), variable_name="month_text", value_name="count"
        )
        number = pl.col("count") if whole else _count(pl.col("count"))
        cells = cells.with_columns(number.alias("n"), pl.col("count").cast(pl.String))
        ordinals = {name: _ordinal(name) for name in table.months}
        month = pl.col("month_text").replace_strict(ordinals, return_dtype=pl.Int32)
    else:
        cells = rows.with_columns(_count(pl.col("count")).alias("n")).rename({"month": "month_text"})
        texts = cells["month_text"].unique().drop_nulls().to_list()
        ordinals = {text: _ordinal(text) for text in texts if _MONTH.fullmatch(text)}
        month = pl.col("month_text").replace_strict(ordinals, default=None, return_dtype=pl.Int32)
    return cells.with_columns(month.alias("month"))


def _count(text: pl.Expr) -> pl.Expr:
    return pl.when(text.str.contains(r"^\d{1,9}$")).then(text.cast(pl.Int64, strict=False))


def _ordinal(month: str) -> int:
    return Month.parse(month).ordinal


def _broken(cells: pl.DataFrame, latest: Month) -> pl.DataFrame:
    """Return what the rules reject, as :data:`frith.evidence.read_result.REJECT_COLUMNS` has it."""
    month = pl.col("month_text").fill_null("")
    given = pl.concat_str(pl.col("count").fill_null("empty"), pl.lit(" in "), month)
    rules = (
        ("month.malformed", month, pl.col("month").is_null(), "the month is not a year and a month"),
        (
            "month.future",
            month,
            (pl.col("month") > latest.ordinal) & (pl.col("n") > 0),
            "the month has not happened yet",
        ),
        (
            "month.early",
            month,
            pl.col("month") < EARLIEST_MONTH.ordinal,
            "the month lies before all evidence",
        ),
        (
            "count.malformed",
            given,
            pl.col("n").is_null() | (pl.col("n") < 0),
            "the count of this month is not a whole number from 0",
        ),
        (
            "count.conflict",
            given,
            pl.col("n").n_unique().over(CELL) > 1,
            "another row gives the same area, offence group and month another number",
        ),
        ("area.missing", pl.lit(""), pl.col("area").fill_null("") == "", "the row names no area"),
        (
            "offence.missing",
            pl.lit(""),
            pl.col("major").fill_null("") == "",
            "the row names no offence group",
        ),
    )
    found = [
        cells.filter(breaks).select(
            "file", "line", pl.lit(rule).alias("rule"), value.alias("value"), pl.lit(reason).alias("reason")
        )
        for rule, value, breaks, reason in rules
    ]
    return pl.concat([rejects(), *found]).unique().sort("file", "line", "rule", "value")


def _harmonised(cells: pl.DataFrame) -> pl.DataFrame:
    pairs = set(cells.select("major", "minor").unique().iter_rows())
    groups = pl.DataFrame(
        sorted((major, minor, category) for (major, minor), category in harmonised(pairs).items()),
        schema={"major": pl.String, "minor": pl.String, "category": pl.String},
        orient="row",
    )
    columns = ("area", "borough", "month", "category", "major", "minor", "n")
    return cells.join(groups, on=["major", "minor"], how="left").select(columns)


def _without_empty_ends(counts: pl.DataFrame) -> tuple[pl.DataFrame, list[str]]:
    """Drop months at either end that are empty or nearly so; return what is left and the months dropped."""
    totals = dict(sorted(counts.group_by("month").agg(pl.col("n").sum()).iter_rows()))
    least = EMPTY_SHARE * median(totals.values()) if totals else 0
    filled = [month for month, total in totals.items() if total > least]
    if not filled:
        return counts, []
    dropped = [month for month in totals if not filled[0] <= month <= filled[-1]]
    return counts.filter(~pl.col("month").is_in(dropped)), [str(Month(month)) for month in dropped]


def _coverage(counts: pl.DataFrame, spoilt: Sequence[str]) -> Coverage:
    totals = {Month(month): n for month, n in counts.group_by("month").agg(pl.col("n").sum()).iter_rows()}
    thin = thin_months(totals)
    by_borough: dict[str, dict[Month, int]] = {}
    grouped = counts.drop_nulls("borough").group_by("borough", "month").agg(pl.col("n").sum())
    for borough, month, n in grouped.iter_rows():
        by_borough.setdefault(borough, {})[Month(month)] = n
    held = set(counts["category"])
    known = [category.id for category in CATEGORIES if category.id in held]
    return Coverage(
        areas=tuple(sorted(set(counts["borough"].drop_nulls()) - set(spoilt))),
        months=tuple(sorted(totals)),
        categories=(*known, *sorted(held - set(known))),
        thin=thin,
        thin_by_area=silent_months(by_borough, set(totals) - {month for month, _ in thin}),
    )
