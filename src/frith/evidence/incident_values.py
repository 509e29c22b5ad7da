"""Days, hours, quarters and numbers as people write them in tables."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache

import numpy as np

from frith.vocabulary.periods import Month

_QUARTER = re.compile(r"(\d{4})/\d{2} ?Q([1-4])|Q([1-4]) ?(\d{4})/\d{2}")


def read_quarter(text: str) -> Month | None:
    """Return the first month of a quarter of a financial year written 2016/17 Q1 or Q1 2016/17, or None."""
    found = _QUARTER.fullmatch(text)
    if not found:
        return None
    return Month.of(int(found[1] or found[4]), 4) + 3 * (int(found[2] or found[3]) - 1)


@lru_cache(maxsize=65_536)
def read_day(text: str, formats: tuple[str, ...], *, by_month: bool = False) -> date | None:
    """Return the day that a text names, by the formats in turn, else ISO; ``by_month`` the first day of its month."""
    for form in formats:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    try:
        if by_month:
            return (
                Month.of(int(text[:4]), int(text[5:7])).first_day
                if re.fullmatch(r"\d{4}-\d\d", text[:7])
                else None
            )
        return date.fromisoformat(text[:10]) if re.fullmatch(r"\d{4}-\d\d-\d\d([ T].*)?", text) else None
    except ValueError:
        return None


@lru_cache(maxsize=65_536)
def read_hour(text: str, formats: tuple[str, ...]) -> int | None:
    """Return the hour, 0 to 23, of a time such as 23:15, 23:15:00 or 2315, or of a date and time."""
    for form in formats:
        try:
            return datetime.strptime(text, form).hour  # noqa: DTZ007 - a clock on a wall
        except ValueError:
            continue
    found = re.fullmatch(r"(?:\d{4}-\d\d-\d\d[ T])?([01]?\d|2[0-3]):?[0-5]\d(?::[0-5]\d)?(?:\.\d+)?", text)
    return int(found[1]) if found else None


def read_number(text: str) -> float | None:
    """Return a number, thousands commas read, or None."""
    try:
        number = float(text.replace(",", ""))
    except ValueError:
        return None
    return number if np.isfinite(number) else None


def slug(heading: str) -> str:
    """Return a heading as the name of a column: ``Alcohol related?`` becomes ``detail_alcohol_related``."""
    return "detail_" + re.sub(r"[^a-z0-9]+", "_", heading.lower()).strip("_")
