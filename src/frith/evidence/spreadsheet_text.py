"""Text that no spreadsheet takes for a formula: values from other people's files are opened in Excel."""

from __future__ import annotations

import polars as pl

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
NUMBER = r"[+-]?[0-9]+(\.[0-9]+)?(, [+-]?[0-9a-z.]+)?"
"""A plain number, or a pair of coordinates, begins with a sign and acts in no way: it stays as it is."""

_ACTS = f"^[{''.join(FORMULA_STARTS)}]".replace("+-", r"+\-")


def as_text(value: str) -> str:
    """Return text that no spreadsheet takes for a formula: an apostrophe stands before =, +, -, @, tab or return."""
    return f"'{value}" if value.startswith(FORMULA_STARTS) else value


def column_as_text(name: str) -> pl.Expr:
    """Return the same for a column of text, in which plain numbers stay."""
    column = pl.col(name)
    acts = column.str.contains(_ACTS) & ~column.str.contains(f"^{NUMBER}$")
    return pl.when(acts).then(pl.lit("'") + column).otherwise(column).alias(name)


def sql_as_text(name: str) -> str:
    """Return SQL for the same."""
    starts = ", ".join(f"chr({ord(start)})" for start in FORMULA_STARTS)
    return (
        f"CASE WHEN left({name}, 1) IN ({starts}) AND NOT regexp_full_match({name}, '{NUMBER}')"
        f" THEN chr(39) || {name} ELSE {name} END"
    )
