"""Look-ups: which area lies in which, as the Office for National Statistics published it for a year.

A look-up file has one row per small area and one code column per kind of area. It becomes two tables:

- ``areas``: code, name, kind, year
- ``nesting``: child, child_kind, parent, parent_kind, year (the parent's), whole

A district that a file puts into two partnerships is split between them (since April 2019 there are some):
``whole`` is False there, and such a partnership cannot be made up of its districts. Nothing else can lie in two: rows
that put one area into two others of one kind contradict each other, and all of them are rejected.
Small areas are matched to wards by best fit, so a ward made of small areas is close to the ward, not equal to it.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from frith.evidence.codes import CODE, kind_of_code, read_heading, small_area_of
from frith.evidence.dataset import Family
from frith.evidence.read_result import ReadResult, rejects
from frith.evidence.text_table import read_with_note
from frith.vocabulary.areas import AreaKind
from frith.vocabulary.faults import Fault, UnreadableInput

NESTS: tuple[tuple[AreaKind, AreaKind], ...] = (
    (AreaKind.LSOA11, AreaKind.MSOA11),
    (AreaKind.LSOA11, AreaKind.WARD),
    (AreaKind.LSOA11, AreaKind.BOROUGH),
    (AreaKind.LSOA21, AreaKind.WARD),
    (AreaKind.LSOA21, AreaKind.BOROUGH),
    (AreaKind.MSOA11, AreaKind.BOROUGH),
    (AreaKind.WARD, AreaKind.BOROUGH),
    (AreaKind.BOROUGH, AreaKind.PARTNERSHIP),
    (AreaKind.BOROUGH, AreaKind.FORCE),
    (AreaKind.PARTNERSHIP, AreaKind.FORCE),
)
"""Which kind lies in which. Wards and middle-layer areas cut across each other and are not nested."""

SPLIT = frozenset({(AreaKind.BOROUGH, AreaKind.PARTNERSHIP)})
"""Pairs of kinds in which the smaller area can truly lie in two of the larger."""

AREA_COLUMNS = {"code": pl.String, "name": pl.String, "kind": pl.String, "year": pl.Int64}
_WHOLES_SHOWN = 4
_CONFLICT = "the rows put this area into different areas of one kind"
NESTING_COLUMNS = {
    "child": pl.String,
    "child_kind": pl.String,
    "parent": pl.String,
    "parent_kind": pl.String,
    "year": pl.Int64,
    "whole": pl.Boolean,
}


def read_lookup(path: Path, *, year: int | None = None) -> ReadResult:
    """Read one look-up file (CSV, also gzip) into ``areas`` and ``nesting``.

    ``year`` dates the columns whose headings do not say (``Local authority code``). Raises UnreadableInput if no
    column holds area codes or an undated column has no year. A row with a malformed code is rejected, and so are all
    rows that put an area into different ones. An area with two names keeps the first, which ``named_twice`` tells.
    """
    table, note = read_with_note(path)
    columns = area_columns(table.columns, path.name, year)
    if not columns:
        raise UnreadableInput(
            Fault(
                "lookup.columns",
                "no column holds the codes of an area",
                path.name,
                "headings such as LSOA11CD, WD18CD, LAD18CD, CSP18CD, PFA18CD",
                ", ".join(table.columns),
                "Name the columns as the Office for National Statistics does.",
            ),
        )
    numbered = table.with_row_index("line", offset=2)
    bad = malformed_codes(numbered, columns, path.name)
    sound = _without(numbered, bad)
    against = contradictions(sound, columns, path.name)
    sound = _without(sound, against)
    bad = pl.concat([bad, against]).sort("line")
    areas, nesting = tables_of(sound, columns)
    return ReadResult(
        family=Family.LOOKUP,
        note=note,
        tables={"areas": areas, "nesting": nesting},
        rows_in=table.height,
        rejected=bad,
        details={
            "kinds": [kind.value for kind, *_ in columns],
            "years": sorted({year for _, year, *_ in columns}),
            "named_twice": named_twice(sound, columns),
            "split": sorted(nesting.filter(~pl.col("whole"))["child"].unique().to_list()),
        },
    )


def area_columns(
    headings: list[str], file: str, year: int | None
) -> list[tuple[AreaKind, int, str, str | None]]:
    """Return the code columns of a table: kind, year, code heading, name heading. Smallest kind first."""
    small = small_area_of(file) or next((k for k in map(small_area_of, headings) if k), None)
    read = {heading: read_heading(heading, small) for heading in headings}
    found = []
    undated = []
    for heading, meaning in read.items():
        if not meaning or not meaning[2]:
            continue
        kind, own_year, _ = meaning
        names = [h for h, m in read.items() if m and not m[2] and m[:2] == meaning[:2]]
        stated = own_year or year
        if stated is None:
            undated.append(heading)
        else:
            found.append((kind, stated, heading, names[0] if names else None))
    if undated:
        raise UnreadableInput(
            Fault(
                "lookup.year",
                f"these columns do not say their year: {', '.join(undated)}",
                file,
                "headings with a year, such as LAD18CD, or the year stated beside the file",
                "no year",
                "State the year the codes were in force, for example year = 2011.",
            ),
        )
    order = list(AreaKind)
    return sorted(found, key=lambda column: (order.index(column[0]), column[1], column[2]))


def malformed_codes(
    table: pl.DataFrame, columns: list[tuple[AreaKind, int, str, str | None]], file: str
) -> pl.DataFrame:
    """Return the rows whose codes are not codes, or stand for another kind than their column."""
    rows = []
    for kind, _, heading, _ in columns:
        small = kind if kind in {AreaKind.LSOA11, AreaKind.LSOA21} else None
        sound = [
            code for code in table[heading].unique().to_list() if kind_of_code(code or "", small) is kind
        ]
        for line, value in table.filter(~pl.col(heading).is_in(sound)).select("line", heading).iter_rows():
            what = (
                "is not an area code"
                if not CODE.fullmatch(value or "")
                else f"is not the code of a {kind.words}"
            )
            rows.append((file, line, "lookup.code", value or "", f"{heading} {what}"))
    return rejects(sorted(rows, key=lambda row: row[1]))


def _without(table: pl.DataFrame, bad: pl.DataFrame) -> pl.DataFrame:
    return table.join(bad.select(pl.col("line").cast(pl.UInt32)), on="line", how="anti")


def contradictions(
    table: pl.DataFrame, columns: list[tuple[AreaKind, int, str, str | None]], file: str
) -> pl.DataFrame:
    """Return the rows that put an area into one larger area where others put it into another of the same kind.

    Which of them is right nobody can tell from the file.
    """
    rows = []
    for child, _, code, _ in columns:
        for parent, _, whole, _ in columns:
            if (child, parent) not in NESTS or (child, parent) in SPLIT:
                continue
            found = table.filter(pl.col(whole).n_unique().over(code) > 1)
            lines = found.group_by(code).agg(pl.col(whole).unique().sort().alias("wholes"))
            for line, area, given, wholes in (
                found.join(lines, on=code).select("line", code, whole, "wholes").iter_rows()
            ):
                others = ", ".join(other for other in wholes[:_WHOLES_SHOWN] if other != given)
                rows.append(
                    (file, line, "lookup.conflict", f"{area} in {given}, also in {others}", _CONFLICT)
                )
    return rejects(sorted(rows))


def named_twice(table: pl.DataFrame, columns: list[tuple[AreaKind, int, str, str | None]]) -> list[list[str]]:
    """Return each code to which the rows give several names, with those names, the one that is kept first."""
    found = []
    for _, _, code, name in columns:
        if name:
            named = table.filter(pl.col(name).fill_null("") != "")
            names = named.group_by(code, maintain_order=True).agg(pl.col(name).unique(maintain_order=True))
            found += [[each, *given] for each, given in names.iter_rows() if len(given) > 1]
    return sorted(found)


def tables_of(
    table: pl.DataFrame, columns: list[tuple[AreaKind, int, str, str | None]]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the ``areas`` and ``nesting`` tables of the rows, without repeats, in a fixed order."""
    areas = [
        table.select(
            pl.col(code).alias("code"),
            (pl.col(name) if name else pl.lit("")).fill_null("").alias("name"),
            pl.lit(kind.value).alias("kind"),
            pl.lit(year, pl.Int64).alias("year"),
        ).unique(subset=["code", "kind", "year"], keep="first", maintain_order=True)
        for kind, year, code, name in columns
    ]
    pairs = [
        table.select(
            pl.col(child_code).alias("child"),
            pl.lit(child.value).alias("child_kind"),
            pl.col(parent_code).alias("parent"),
            pl.lit(parent.value).alias("parent_kind"),
            pl.lit(year, pl.Int64).alias("year"),
        ).unique()
        for child, _, child_code, _ in columns
        for parent, year, parent_code, _ in columns
        if (child, parent) in NESTS
    ]
    nesting = pl.concat(pairs) if pairs else pl.DataFrame(schema=NESTING_COLUMNS).drop("whole")
    parents_of_child = pl.len().over("child", "child_kind", "parent_kind", "year")
    nesting = nesting.with_columns((parents_of_child == 1).alias("whole"))
    order = ["child_kind", "parent_kind", "year", "child", "parent"]
    return pl.concat(areas).sort("kind", "year", "code"), nesting.sort(order)
