"""One cell at a time: what a column's text means, or what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from openpyxl.utils.datetime import WINDOWS_EPOCH

from frith.evidence.sheets import ERROR_VALUES, day_of_serial
from frith.guard.forms import WAYS_TO_WRITE_A_DAY, WAYS_TO_WRITE_A_TIME
from frith.vocabulary.faults import Fault
from frith.vocabulary.periods import FIRST_YEAR, LAST_YEAR
from frith.work.governance.going_live.sheets import Column, Kind

MOST = 1_000_000
SHOWN = 200
"""Characters of a cell that a fault shows."""
_DAYS = (*WAYS_TO_WRITE_A_DAY, "%d.%m.%Y", "%d-%m-%Y")
_TIMES = (*WAYS_TO_WRITE_A_TIME, "%H:%M:%S", "%I:%M %p", "%I %p")
_YEAR = re.compile(r"(\d{4})(?:\s*[/–-]\s*(\d{2}|\d{4}))?")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")


class Unfit(Exception):
    """A cell that cannot be what its column holds."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.what)
        self.fault = fault


def key_of(*parts: object) -> str:
    """Return the same text for what people take for the same: whatever the case, and however many blanks."""
    return "\n".join(" ".join(str(part).split()).casefold() for part in parts)


def value_of(column: Column, text: str, epoch: datetime = WINDOWS_EPOCH) -> Any:
    """Return what a cell says, or None if it is empty. Raises Unfit."""
    said = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not said:
        if column.needed:
            raise Unfit(
                Fault("import.needed", "this cell is empty", allowed=column.allowed, remedy="Fill it in.")
            )
        return None
    if said in ERROR_VALUES:
        raise _unfit("import.value", "this is where a formula went wrong", column, said, "Write the value.")
    if _UNPRINTABLE.search(said):
        raise _unfit(
            "import.value", "this holds a character that cannot be printed", column, said, "Type it again."
        )
    return _READ[column.kind](column, said, epoch)


def _unfit(code: str, what: str, column: Column, said: str, remedy: str) -> Unfit:
    return Unfit(Fault(code, what, "", column.allowed, said[:SHOWN], remedy))


def _line(column: Column, said: str, _epoch: datetime) -> str:
    return _text(column, " ".join(said.split()), _epoch)


def _text(column: Column, said: str, _epoch: datetime) -> str:
    if len(said) > column.longest:
        raise _unfit("import.long", f"this has {len(said):,} characters", column, said, "Make it shorter.")
    return said


def _email(column: Column, said: str, epoch: datetime) -> str:
    try:
        validate_email(said)
    except ValidationError:
        raise _unfit("import.value", "this is not an e-mail address", column, said, "Mend it.") from None
    return _text(column, said, epoch).lower()


def _day(column: Column, said: str, epoch: datetime) -> date:
    typed = next((at for way in _DAYS if (at := _parsed(said, way))), None)
    day = typed.date() if typed else day_of_serial(said, epoch)
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        what = "this is not a day that can be told for certain"
        raise _unfit(
            "import.value", what, column, said, "Write the day, the month and the whole year, in that order."
        )
    return day


def _parsed(said: str, way: str) -> datetime | None:
    try:
        return datetime.strptime(said, way)  # noqa: DTZ007 - a day or a time of day has no zone
    except ValueError:
        return None


def _time(column: Column, said: str, _epoch: datetime) -> time:
    found = next((at for way in _TIMES if (at := _parsed(said.upper(), way))), None)
    if found is None:
        raise _unfit(
            "import.value", "this is not a time of day", column, said, "Write it as the clock shows it."
        )
    return found.time().replace(second=0)


def _number(column: Column, said: str, _epoch: datetime) -> int:
    if not re.fullmatch(r"[0-9]{1,7}", said) or int(said) > MOST:
        raise _unfit("import.value", "this is not a whole number", column, said, "Write it in digits.")
    return int(said)


def _year(column: Column, said: str, _epoch: datetime) -> int:
    found = _YEAR.fullmatch(said)
    first = int(found[1]) if found else 0
    follows = not found or not found[2] or int(found[2]) % 100 == (first + 1) % 100
    if not FIRST_YEAR <= first <= LAST_YEAR or not follows:
        raise _unfit("import.value", "this is not a financial year", column, said, "Write it as 2018/19.")
    return first


def _choice(column: Column, said: str, _epoch: datetime) -> str:
    found = {key_of(each): value for value, words in column.choices for each in (value, words)}
    if key_of(said) not in found:
        raise _unfit(
            "import.value", "this is none of the words that are known here", column, said, "Choose one."
        )
    return found[key_of(said)]


def _choices(column: Column, said: str, epoch: datetime) -> tuple[str, ...]:
    parts = [part for part in re.split(r"[;,\n]", said) if part.strip()]
    return tuple(sorted({_choice(column, part.strip(), epoch) for part in parts or [said]}))


_READ: dict[Kind, Callable[[Column, str, datetime], Any]] = {
    Kind.LINE: _line,
    Kind.TEXT: _text,
    Kind.EMAIL: _email,
    Kind.DAY: _day,
    Kind.TIME: _time,
    Kind.NUMBER: _number,
    Kind.YEAR: _year,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
}
