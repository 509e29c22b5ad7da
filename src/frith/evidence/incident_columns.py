"""The columns of the ``incidents`` table: when, where, what and how many."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from frith.evidence.codes import kind_of_code
from frith.evidence.incident_lot import Lot
from frith.evidence.incident_mapping import CategoryRule, MappedField
from frith.evidence.incident_values import read_day, read_hour, read_quarter, slug
from frith.evidence.personal import MASKED, points_to_a_person
from frith.evidence.projection import grid_from_lonlat, in_britain
from frith.evidence.rules import EARLIEST_MONTH
from frith.evidence.sheets import day_of_serial
from frith.vocabulary.areas import AreaKind
from frith.vocabulary.periods import Month

COLUMNS: dict[str, Any] = {
    "kind": pl.String,
    "first": pl.Int32,
    "last": pl.Int32,
    "day": pl.Date,
    "hour": pl.Int8,
    "category": pl.String,
    "category_given": pl.String,
    "easting": pl.Float64,
    "northing": pl.Float64,
    "lsoa11": pl.String,
    "lsoa21": pl.String,
    "ward": pl.String,
    "borough": pl.String,
    "outward": pl.String,
    "count": pl.Int64,
}
"""Columns of the ``incidents`` table, then one for each detail. ``first`` and ``last`` are month ordinals."""
_AREAS = {
    "lsoa11": AreaKind.LSOA11,
    "lsoa21": AreaKind.LSOA21,
    "ward": AreaKind.WARD,
    "borough": AreaKind.BOROUGH,
}
_OUTWARD = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?")
_MOST = 10_000_000
"""No table counts more of anything in one row."""


def columns_of(lot: Lot) -> pl.DataFrame:
    """Return the lot as a table of :data:`COLUMNS` and details; broken rows are in it still."""
    lot.constrain()
    firsts, lasts, days = when(lot)
    easting, northing = coordinates(lot)
    given = lot.texts(lot.field_of("category"))
    read: dict[str, Any] = {
        "kind": [lot.mapping.kind] * len(lot),
        "first": firsts,
        "last": lasts,
        "day": days,
        "hour": hours(lot),
        "category": categories(lot, given, firsts),
        "category_given": given,
        "easting": easting,
        "northing": northing,
        **{role: areas(lot, role, kind) for role, kind in _AREAS.items()},
        "outward": outward(lot),
        "count": counts(lot),
    }
    details = {slug(each.name): lot.texts(each) for each in lot.mapping.fields if each.role == "detail"}
    return pl.DataFrame(read | details, schema=COLUMNS | dict.fromkeys(details, pl.String))


# ------------------------------------------------------------------ when


def when(lot: Lot) -> tuple[list[int | None], list[int | None], list[date | None]]:
    """Return the first and last month of each row as ordinals, and its day where the table says it."""
    each = lot.field_of("date", "month", "quarter")
    read = [_moment(lot, row, value, each) for row, value in enumerate(lot.values(each))] if each else []
    firsts, lasts, days = (
        [first for first, *_ in read],
        [last for _, last, _ in read],
        [day for *_, day in read],
    )
    return firsts, lasts, days


def _moment(lot: Lot, row: int, value: str, each: MappedField) -> tuple[int | None, int | None, date | None]:
    if not value:
        if not each.required:
            lot.fault(row, "value.missing", "", f"{each.name} is empty")
        return None, None, None
    if each.role == "quarter":
        first, day, length = read_quarter(value), None, 3
    else:
        day = read_day(value, each.formats, by_month=each.role == "month") or _serial(lot, value, each)
        first, length = Month.holding(day) if day else None, 1
    if first is None:
        wanted = {"date": "2016-04-01", "month": "2016-04", "quarter": "2016/17 Q1"}[each.role]
        lot.fault(
            row, "date.form", value, f"{each.name} is not written as {' or '.join(each.formats) or wanted}"
        )
        return None, None, None
    last = first + (length - 1)
    if lot.latest and last > lot.latest:
        lot.fault(row, "date.future", value, f"{each.name} has not happened yet")
    if first < EARLIEST_MONTH:
        lot.fault(
            row,
            "date.early",
            value,
            f"{each.name} lies before all evidence (before {EARLIEST_MONTH})",
        )
    return first.ordinal, last.ordinal, day if each.role == "date" else None


def _serial(lot: Lot, value: str, each: MappedField) -> date | None:
    """Return the day of an Excel serial number, and count it."""
    day = day_of_serial(value, lot.epoch) if each.role == "date" else None
    lot.serial_dates += day is not None
    return day


def hours(lot: Lot) -> list[int | None]:
    """Return the hour of each row, 0 to 23, where the table says it."""
    each = lot.field_of("time")
    if each is None:
        return [None] * len(lot)
    read = [read_hour(value, each.formats) if value else None for value in lot.values(each)]
    for row, (value, hour) in enumerate(zip(lot.values(each), read, strict=True)):
        if value and hour is None:
            lot.fault(row, "time.form", value, f"{each.name} is not a time such as 23:15")
    return read


# ------------------------------------------------------------------ where


def coordinates(lot: Lot) -> tuple[list[float | None], list[float | None]]:
    """Return easting and northing in metres; half a pair, and a place that is not in Britain, is a fault."""
    for across, up in (("easting", "northing"), ("longitude", "latitude")):
        x_field, y_field = lot.field_of(across), lot.field_of(up)
        if x_field and y_field:
            break
    else:
        return [None] * len(lot), [None] * len(lot)
    x = np.array([np.nan if v is None else v for v in lot.numbers(x_field)], np.float64)
    y = np.array([np.nan if v is None else v for v in lot.numbers(y_field)], np.float64)
    half = np.isnan(x) != np.isnan(y)
    east, north = grid_from_lonlat(x, y) if across == "longitude" else (x, y)
    outside = ~(np.isnan(x) | np.isnan(y)) & ~in_britain(east, north)
    given = list(zip(lot.values(x_field), lot.values(y_field), strict=True))
    for row in np.flatnonzero(half | outside).tolist():
        what = (
            "one of two coordinates is missing" if half[row] else "the coordinates are not in Great Britain"
        )
        lot.fault(row, "place.coordinates", ", ".join(given[row]), what)
    missing = np.isnan(east) | np.isnan(north)
    pairs = zip(east.tolist(), north.tolist(), missing.tolist(), strict=True)
    known = [(None, None) if gone else (e, n) for e, n, gone in pairs]
    return [e for e, _ in known], [n for _, n in known]


def areas(lot: Lot, role: str, kind: AreaKind) -> list[str | None]:
    """Return the area codes of a role."""
    each = lot.field_of(role)
    if each is None:
        return [None] * len(lot)
    small = kind if kind in {AreaKind.LSOA11, AreaKind.LSOA21} else None
    codes = [value.upper() or None for value in lot.values(each)]
    for row, code in enumerate(codes):
        if code and kind_of_code(code, small) is not kind:
            lot.fault(row, "place.code", code, f"{each.name} is not the code of a {kind.words}")
    return codes


def outward(lot: Lot) -> list[str | None]:
    """Return the first halves of postcodes; a full postcode is a fault and is not kept."""
    each = lot.field_of("outward")
    if each is None:
        return [None] * len(lot)
    codes = [value.upper() or None for value in lot.values(each)]
    for row, code in enumerate(codes):
        if code and points_to_a_person(code):
            lot.fault(
                row,
                "place.full-postcode",
                MASKED,
                f"{each.name} holds a full postcode: keep its first half only",
            )
        elif code and not _OUTWARD.fullmatch(code):
            lot.fault(
                row, "place.outward", code, f"{each.name} is not the first half of a postcode, such as SW1E"
            )
    return codes


# ------------------------------------------------------------------ what and how many


def categories(lot: Lot, given: list[str | None], firsts: list[int | None]) -> list[str | None]:
    """Return the category that each value means in its month; without a list of them, the value in lower case."""
    if not lot.mapping.categories:
        return [value.lower() if value else None for value in given]
    rules: dict[str, list[CategoryRule]] = {}
    for rule in lot.mapping.categories:
        rules.setdefault(rule.given.lower(), []).append(rule)
    found: list[str | None] = []
    for row, (value, first) in enumerate(zip(given, firsts, strict=True)):
        fitting = [rule.category for rule in rules.get((value or "").lower(), []) if _in_force(rule, first)]
        category = fitting[0] if fitting else lot.mapping.other or None
        if value and category is None:
            known = ", ".join(dict.fromkeys(rule.given for rule in lot.mapping.categories))
            lot.fault(
                row,
                "category.unknown",
                value,
                f"the mapping gives it no category in that month; it knows: {known}",
            )
        found.append(category if value else None)
    return found


def _in_force(rule: CategoryRule, first: int | None) -> bool:
    if first is None:
        return True
    return (rule.first is None or rule.first.ordinal <= first) and (
        rule.last is None or first <= rule.last.ordinal
    )


def counts(lot: Lot) -> list[int | None]:
    """Return how many each row stands for: 1, or the count it gives. An empty count is unknown, not zero."""
    each = lot.field_of("count")
    if each is None:
        return [1] * len(lot)
    read: list[int | None] = []
    for row, (value, number) in enumerate(zip(lot.values(each), lot.numbers(each), strict=True)):
        whole = number is None or (0 <= number <= _MOST and number == int(number))
        if not whole:
            lot.fault(row, "value.count", value, f"{each.name} is not a whole number from 0 to {_MOST:,}")
        read.append(int(number) if number is not None and whole else None)
    return read
