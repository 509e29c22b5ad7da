"""How templates write dates, numbers and figures: they ask the one place for it."""

from __future__ import annotations

from datetime import date, datetime

from django import template

from frith.guard.business_clock import LONDON, day_of
from frith.publication.wording import WITHHELD
from frith.vocabulary import numbers
from frith.vocabulary.disclosure import DisclosureState
from frith.vocabulary.figures import Figure
from frith.vocabulary.periods import FinancialYear, day_in_words

register = template.Library()

_NAMED = {"12:00am": "midnight", "12:00pm": "midday"}


@register.filter
def day(value: date | datetime) -> str:
    """Write a day, or the London day of a moment: 1 April 2016."""
    return day_in_words(day_of(value) if isinstance(value, datetime) else value)


@register.filter
def moment(value: datetime) -> str:
    """Write a moment in London: 1 April 2016, 2:05pm."""
    return f"{day_in_words(day_of(value))}, {clock(value)}"


@register.filter
def clock(value: datetime) -> str:
    """Write the time of day of a moment in London: 2:05pm."""
    local = value.astimezone(LONDON)
    written = f"{local.hour % 12 or 12}:{local.minute:02d}{'am' if local.hour < 12 else 'pm'}"
    return _NAMED.get(written, written)


@register.filter
def count(value: float | None) -> str:
    """Write a whole number with thousands commas."""
    return numbers.count(value)


@register.filter
def percent(value: float | None) -> str:
    """Write a percentage held as 0 to 100."""
    return numbers.percent(value, 0 if value is not None and float(value).is_integer() else 1)


@register.filter
def printed(figure: Figure) -> str:
    """Write a figure as papers print it: a percentage, or x of n where the base is under 20."""
    if figure.disclosure is DisclosureState.SUPPRESSED:
        return WITHHELD
    if figure.value is None:
        return numbers.NOT_KNOWN
    if figure.unit == "%" and figure.numerator is not None and figure.denominator is not None:
        return numbers.share_of(round(figure.numerator), round(figure.denominator))
    if figure.unit == "%":
        return numbers.percent(figure.value)
    whole = float(figure.value).is_integer()
    return f"{numbers.count(figure.value) if whole else numbers.decimal(figure.value)} {figure.unit}"


@register.filter
def fy(year: int) -> str:
    """Write the financial year that begins in the April of a year: 2016/17."""
    return str(FinancialYear(year))
