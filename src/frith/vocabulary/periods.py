"""Months, quarters and financial years as the partnership counts them.

A financial year runs from 1 April to 31 March and its first quarter is April to June
(SI 2007/1830 regulation 2 fixes the partnership's year; quarters follow practice).
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import total_ordering

from frith.vocabulary.faults import Fault, UnknownName

_MONTH = re.compile(r"([0-9]{4})-?(0[1-9]|1[0-2])")
MONTH_NAMES = (
    "",
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
"""The months by number, from 1. Typed, because Python's own follow the language of the machine."""
FIRST_YEAR, LAST_YEAR = 1990, 2100
"""Years that can be asked about. Outside them a year is a slip of the keys, and a long period is no question."""
_DECEMBER = 12
_APRIL = 4


def check_year(year: int, given: object) -> None:
    """Raise UnknownName unless a year is one that can be asked about."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UnknownName(
            Fault(
                "period.year",
                "a year is out of range",
                allowed=f"a year from {FIRST_YEAR} to {LAST_YEAR}",
                given=str(given),
            )
        )


@total_ordering
@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month. ``ordinal`` counts months from year 0, so that months subtract and add."""

    ordinal: int

    @classmethod
    def of(cls, year: int, month: int) -> Month:
        """Return the month of a calendar year; ``month`` is 1 to 12."""
        if not 1 <= month <= _DECEMBER:
            message = f"month must be 1 to 12, given {month}"
            raise ValueError(message)
        return cls(year * 12 + month - 1)

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read ``2016-04`` or ``201604``. Raises UnknownName for anything else."""
        found = _MONTH.fullmatch(text.strip())
        if not found:
            raise UnknownName(
                Fault("period.month", "a month could not be read", "", "a month such as 2016-04", repr(text)),
            )
        return cls.of(int(found[1]), int(found[2]))

    @classmethod
    def holding(cls, day: date) -> Month:
        """Return the month that a day falls in."""
        return cls.of(day.year, day.month)

    @property
    def year(self) -> int:
        """Calendar year."""
        return self.ordinal // 12

    @property
    def number(self) -> int:
        """Month of the calendar year, 1 to 12."""
        return self.ordinal % 12 + 1

    @property
    def first_day(self) -> date:
        """First day of the month."""
        return date(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        """Last day of the month."""
        return date(self.year, self.number, calendar.monthrange(self.year, self.number)[1])

    def __add__(self, months: int) -> Month:
        return Month(self.ordinal + months)

    def __sub__(self, other: Month) -> int:
        return self.ordinal - other.ordinal

    def __lt__(self, other: Month) -> bool:
        return self.ordinal < other.ordinal

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"

    @property
    def words(self) -> str:
        """The month as people write it: ``April 2016``."""
        return f"{MONTH_NAMES[self.number]} {self.year}"

    @property
    def short(self) -> str:
        """The month as a chart writes it: ``Apr 2016``."""
        return f"{MONTH_NAMES[self.number][:3]} {self.year}"


@dataclass(frozen=True, slots=True)
class Period:
    """An unbroken run of whole months, both ends included."""

    first: Month
    last: Month

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise UnknownName(
                Fault(
                    "period.backwards",
                    "a period ends before it begins",
                    "",
                    "a first month that is not after the last month",
                    f"{self.first} to {self.last}",
                ),
            )

    @classmethod
    def parse(cls, first: str, last: str) -> Period:
        """Read two months such as ``2016-04`` and ``2018-03``.

        Raises UnknownName if they cannot be read, stand backwards, or lie outside 1990 to 2100. One month alone is not
        held to those years: stored evidence may have rows with a year that was typed wrongly, and must stay readable.
        """
        ends = Month.parse(first), Month.parse(last)
        for month in ends:
            check_year(month.year, month)
        return cls(*ends)

    @property
    def months(self) -> tuple[Month, ...]:
        """Every month, in order."""
        return tuple(Month(n) for n in range(self.first.ordinal, self.last.ordinal + 1))

    def __iter__(self) -> Iterator[Month]:
        return iter(self.months)

    def __len__(self) -> int:
        return self.last - self.first + 1

    def __contains__(self, month: object) -> bool:
        return isinstance(month, Month) and self.first <= month <= self.last

    def shifted(self, months: int) -> Period:
        """Return the period of the same length, moved by a number of months."""
        return Period(self.first + months, self.last + months)

    @property
    def financial_years(self) -> tuple[FinancialYear, ...]:
        """Every financial year that lies wholly inside the period, in order."""
        years = (FinancialYear(y) for y in range(self.first.year - 1, self.last.year + 1))
        return tuple(y for y in years if self.first <= y.period.first and y.period.last <= self.last)

    @property
    def years(self) -> tuple[Period, ...]:
        """The years to compare: whole financial years if they reach the period's end, else twelve months counted back.

        A period of under twelve months is its own only year.
        """
        whole = tuple(year.period for year in self.financial_years)
        if whole and whole[-1].last == self.last:
            return whole
        back = [
            Period(self.last + (1 - 12 * n), self.last + (12 - 12 * n)) for n in range(1, len(self) // 12 + 1)
        ]
        return tuple(reversed(back)) or (self,)

    @property
    def words(self) -> str:
        """The period as people write it: ``April 2016 to March 2018``, or ``2016/17`` for one financial year."""
        year = FinancialYear.holding(self.first)
        if year.period == self:
            return str(year)
        return self.first.words if self.first == self.last else f"{self.first.words} to {self.last.words}"

    def __str__(self) -> str:
        return f"{self.first}..{self.last}"


@total_ordering
@dataclass(frozen=True, slots=True)
class FinancialYear:
    """April to March, named by the calendar year in which it begins; written 2016/17."""

    start: int

    @classmethod
    def holding(cls, month: Month) -> FinancialYear:
        """Return the financial year that a month falls in."""
        return cls(month.year if month.number >= _APRIL else month.year - 1)

    @property
    def period(self) -> Period:
        """April to March."""
        return Period(Month.of(self.start, 4), Month.of(self.start + 1, 3))

    @property
    def quarters(self) -> tuple[Quarter, ...]:
        """Q1 (April to June) to Q4 (January to March)."""
        return tuple(Quarter(self, n) for n in range(1, 5))

    def __lt__(self, other: FinancialYear) -> bool:
        return self.start < other.start

    def __str__(self) -> str:
        return f"{self.start}/{(self.start + 1) % 100:02d}"


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter of a financial year; Q1 is April to June."""

    year: FinancialYear
    number: int

    @classmethod
    def holding(cls, month: Month) -> Quarter:
        """Return the quarter that a month falls in."""
        year = FinancialYear.holding(month)
        return cls(year, (month - year.period.first) // 3 + 1)

    @property
    def period(self) -> Period:
        """The three months."""
        first = self.year.period.first + 3 * (self.number - 1)
        return Period(first, first + 2)

    def __str__(self) -> str:
        return f"Q{self.number} {self.year}"


def day_in_words(day: date) -> str:
    """Write a day the British way: ``1 April 2016``."""
    return f"{day.day} {MONTH_NAMES[day.month]} {day.year}"


def spans(months: Iterable[Month]) -> str:
    """Write months in words with unbroken runs drawn together: ``March 2016 and June 2017 to August 2017``."""
    runs: list[Period] = []
    for month in sorted(set(months)):
        if runs and runs[-1].last + 1 == month:
            runs[-1] = Period(runs[-1].first, month)
        else:
            runs.append(Period(month, month))
    words = [run.first.words if len(run) == 1 else f"{run.first.words} to {run.last.words}" for run in runs]
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1] if words else ""
