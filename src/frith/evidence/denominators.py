"""Denominators: how many residents, households, jobs and the like an area has, and what a rate on them can bear."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import polars as pl

from frith.evidence.codes import kind_of_code
from frith.evidence.dataset import Family
from frith.evidence.denominator_layouts import (
    LAYOUTS,
    NIGHT_CAVEAT,
    NIGHT_TITLE,
    NIGHT_UNIT,
    Layout,
    Measure,
    Use,
)
from frith.evidence.read_result import ReadResult, rejects
from frith.evidence.text_table import read_with_note
from frith.vocabulary.areas import AreaKind
from frith.vocabulary.faults import Fault, UnreadableInput

COLUMNS = {
    "area": pl.String,
    "kind": pl.String,
    "unit": pl.String,
    "value": pl.Float64,
    "year": pl.String,
    "use": pl.String,
    "caveat": pl.String,
    "source": pl.String,
}
"""Columns of the ``denominators`` table."""
PLAIN = ("area", "unit", "value", "year")
"""Headings that a file in the plain form must have; ``use``, ``caveat`` and ``source`` may follow."""
_YEAR = re.compile(r"(19|20)\d\d.*")
_NIGHT_BLOCKS = 4
_NIGHT_ROUNDING = 12
"""Four numbers rounded to 5 can differ from their rounded sum by at most 4 × 2.5 + 2.5."""


def read_denominators(path: Path, *, small_area: AreaKind = AreaKind.LSOA11) -> ReadResult:
    """Read a file in the plain form, or one of the public files of :data:`LAYOUTS`, into ``denominators``.

    ``small_area`` says which census the plain form's small-area codes belong to. Thousands commas are read; an empty
    value is missing, not zero, and is left out and counted in ``details``. A row whose code is of no known kind or
    whose value is no number of 0 or more is rejected. Raises UnreadableInput if the headings fit no form.
    """
    table, note = read_with_note(path)
    read = _of_its_form(table, path.name, small_area)
    return replace(read, note=note)


def _of_its_form(table: pl.DataFrame, file: str, small_area: AreaKind) -> ReadResult:
    """Return what a table holds, in the form that its headings show."""
    if set(PLAIN) <= set(table.columns):
        return plain(table, file, small_area)
    if table.columns[0] == "MSOA_CODE" and all(_YEAR.fullmatch(heading) for heading in table.columns[1:]):
        return night_time(table, file)
    fitting = [layout for layout in LAYOUTS if set(layout.headings) <= set(table.columns)]
    if not fitting:
        raise UnreadableInput(
            Fault(
                "denominators.columns",
                "the headings fit no known file of denominators",
                file,
                f"the plain form ({', '.join(PLAIN)}) or one of: "
                + "; ".join(layout.title for layout in LAYOUTS),
                ", ".join(table.columns[:12]),
                "Rename the columns to the plain form: one row for each area, unit and year.",
            ),
        )
    layout = max(fitting, key=lambda candidate: len(candidate.headings))
    return by_layout(table, layout, file)


def by_layout(table: pl.DataFrame, layout: Layout, file: str) -> ReadResult:
    """Read a public file whose columns a layout explains."""
    parts = [_measured(table, layout, measure) for measure in layout.measures]
    return _checked(pl.concat(parts), layout.title, file, table.height, layout.small_area)


def plain(table: pl.DataFrame, file: str, small_area: AreaKind) -> ReadResult:
    """Read a file in the plain form."""
    optional = {"use": Use.DENOMINATOR.value, "caveat": "", "source": ""}
    rows = table.with_row_index("line", offset=2).with_columns(
        pl.lit(text).alias(name) if name not in table.columns else pl.col(name).fill_null(text)
        for name, text in optional.items()
    )
    columns = ["line", "area", "unit", "value", "year", "use", "caveat", "source"]
    return _checked(rows.select(columns), "", file, table.height, small_area)


def night_time(table: pl.DataFrame, file: str) -> ReadResult:
    """Read the Greater London Authority's workplaces in night-time industries.

    The file is six sheets put one under another: four groups of industries, their sum, and all industries. Nothing
    in it says so; the fifth is taken as the sum where it equals the four before within their rounding, else rejected.
    """
    numbered = table.with_row_index("line", offset=2).with_columns(
        pl.int_range(pl.len()).over("MSOA_CODE").alias("sheet")
    )
    long = numbered.unpivot(index=["line", "sheet", "MSOA_CODE"], variable_name="year", value_name="value")
    long = long.with_columns(_number("value").alias("number"))
    sums = (
        long.filter(pl.col("sheet") < _NIGHT_BLOCKS)
        .group_by("MSOA_CODE", "year")
        .agg(pl.col("number").sum().alias("sum"))
    )
    whole = long.filter(pl.col("sheet") == _NIGHT_BLOCKS).join(sums, on=["MSOA_CODE", "year"])
    off = (pl.col("number") - pl.col("sum")).abs() > _NIGHT_ROUNDING
    wrong = whole.filter(off & pl.col("MSOA_CODE").str.starts_with("E02"))
    rows = whole.filter(~off, pl.col("MSOA_CODE").str.starts_with("E02")).select(
        "line",
        pl.col("MSOA_CODE").alias("area"),
        pl.lit(NIGHT_UNIT).alias("unit"),
        "value",
        "year",
        pl.lit(Use.DENOMINATOR.value).alias("use"),
        pl.lit(NIGHT_CAVEAT).alias("caveat"),
        pl.lit("").alias("source"),
    )
    reason = "the fifth sheet of this file is not the sum of the four before it"
    bad = [
        (file, line, "denominators.sheets", value, reason)
        for line, value in wrong.select("line", "value").iter_rows()
    ]
    return _checked(rows, NIGHT_TITLE, file, table["MSOA_CODE"].n_unique(), AreaKind.LSOA11, rejects(bad))


def _measured(table: pl.DataFrame, layout: Layout, measure: Measure) -> pl.DataFrame:
    value = pl.col(measure.heading)
    if measure.percent_of:
        share = _number(measure.heading) / 100
        share = 1 - share if measure.complement else share
        value = (share * _number(measure.percent_of)).round(0).cast(pl.String)
    year = pl.col(layout.year_heading) if layout.year_heading else pl.lit(measure.year)
    return table.with_row_index("line", offset=2).select(
        "line",
        pl.col(layout.code).alias("area"),
        pl.lit(measure.unit).alias("unit"),
        value.alias("value"),
        year.alias("year"),
        pl.lit(measure.use.value).alias("use"),
        pl.lit(measure.caveat).alias("caveat"),
        pl.lit("").alias("source"),
    )


def _checked(
    rows: pl.DataFrame,
    title: str,
    file: str,
    rows_in: int,
    small_area: AreaKind,
    already: pl.DataFrame | None = None,
) -> ReadResult:
    missing = rows.filter(pl.col("value").fill_null("") == "")
    rows = rows.filter(pl.col("value").fill_null("") != "")
    kinds = {
        code: kind.value for code in rows["area"].unique() if (kind := kind_of_code(code or "", small_area))
    }
    rows = rows.with_columns(
        pl.col("area").replace_strict(kinds, default=None, return_dtype=pl.String).alias("kind"),
        _number("value").alias("number"),
    )
    rules = (
        ("denominators.area", "area", pl.col("kind").is_null(), "the code is of no known kind of area"),
        (
            "denominators.value",
            "value",
            pl.col("number").is_null() | (pl.col("number") < 0),
            "the value is not a number of 0 or more",
        ),
        (
            "denominators.year",
            "year",
            ~pl.col("year").fill_null("").str.contains(f"^{_YEAR.pattern}$"),
            "the year does not begin with four digits",
        ),
        (
            "denominators.conflict",
            "value",
            pl.col("number").n_unique().over("area", "unit", "year") > 1,
            "another row gives the same area, unit and year another value",
        ),
        ("denominators.use", "use", ~pl.col("use").is_in([use.value for use in Use]), "the use is not known"),
    )
    bad = [rejects() if already is None else already]
    broken = pl.lit(value=False)
    for rule, column, breaks, reason in rules:
        found = rows.filter(breaks).select(
            pl.lit(file).alias("file"),
            pl.col("line").cast(pl.Int64),
            pl.lit(rule).alias("rule"),
            pl.col(column).fill_null("").alias("value"),
            (pl.lit(f"{reason} (") + pl.col("unit") + ")").alias("reason"),
        )
        bad.append(found)
        broken = broken | breaks
    kept = rows.filter(~broken).with_columns(pl.col("number").alias("value")).select(list(COLUMNS))
    repeated = kept.height - kept.select("area", "unit", "year").n_unique()
    kept = kept.unique(subset=["area", "unit", "year"], keep="first", maintain_order=True)
    return ReadResult(
        family=Family.DENOMINATORS,
        tables={"denominators": kept.sort("use", "unit", "year", "area")},
        rows_in=rows_in,
        rejected=pl.concat(bad).sort("line", "rule"),
        details={
            "layout": title or "plain form",
            "missing_values": missing.height,
            "repeated": repeated,
            "units": sorted(kept["unit"].unique()),
        },
    )


def _number(heading: str) -> pl.Expr:
    """Return a column of text as numbers, thousands commas read; null where it is no number."""
    return pl.col(heading).str.replace_all(",", "", literal=True).cast(pl.Float64, strict=False)
