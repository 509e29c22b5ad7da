"""One lot of rows of an incident table: its values by role, and every fault of every row."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import polars as pl

from frith.evidence.incident_mapping import MappedField, Mapping, whole_matches
from frith.evidence.incident_values import read_number
from frith.evidence.personal import MASKED, points_to_a_person
from frith.evidence.read_result import REJECT_COLUMNS
from frith.evidence.sheets import ERROR_VALUES, Row
from frith.vocabulary.periods import Month

_SHOWN = 200
_OF_NUMBERS = ("place.coordinates", "value.number", "value.limits", "value.count", "date.form")


@dataclass(slots=True)
class Lot:
    """Rows, and where their fields stand among ``headings`` columns. Serial dates count from ``epoch``.

    ``faults`` are (row of the lot, rule, value, reason); a row with a fault is set aside.
    """

    mapping: Mapping
    places: dict[str, int]
    rows: list[Row]
    file: str
    latest: Month | None
    headings: int
    epoch: datetime
    faults: list[tuple[int, str, str, str]] = field(default_factory=list)
    serial_dates: int = 0

    def __len__(self) -> int:
        return len(self.rows)

    def field_of(self, *roles: str) -> MappedField | None:
        """Return the field that plays the first of some roles and is in the table, or None."""
        found = (self.mapping.field_of(role) for role in roles)
        return next((each for each in found if each and each.name in self.places), None)

    def values(self, each: MappedField) -> list[str]:
        """Return a field's value in every row, '' where it is empty."""
        place = self.places[each.name]
        return [values[place] for _, values in self.rows]

    def numbers(self, each: MappedField) -> list[float | None]:
        """Return a field's values as numbers; one that is no number or beyond its limits is a fault."""
        low, high = each.constraints.get("minimum"), each.constraints.get("maximum")
        ends = [f"{word} {end:g}" for word, end in (("at least", low), ("at most", high)) if end is not None]
        numbers: list[float | None] = []
        for row, value in enumerate(self.values(each)):
            number = read_number(value) if value else None
            if value and number is None:
                self.fault(row, "value.number", value, f"{each.name} is not a number")
            elif number is not None and (
                (low is not None and number < low) or (high is not None and number > high)
            ):
                self.fault(row, "value.limits", value, f"{each.name} is not {' and '.join(ends)}")
                number = None
            numbers.append(number)
        return numbers

    def texts(self, each: MappedField | None) -> list[str | None]:
        """Return a field's values as text to keep; what could point to a person is a fault and is not kept."""
        texts: list[str | None] = []
        for row, value in enumerate(
            self.values(each) if each and each.name in self.places else [""] * len(self)
        ):
            personal = bool(value) and points_to_a_person(value)
            if each and personal:
                reason = f"{each.name} holds what could point to a person: a postcode, a telephone number or the like"
                self.fault(row, "evidence.personal", MASKED, reason)
            texts.append(None if personal or not value else value)
        return texts

    def constrain(self) -> None:
        """Find the rows that are too long, and the values that break the constraints of their fields."""
        for each in self.mapping.fields:
            if each.name in self.places and each.role != "ignore":
                self._constrain(each)
        for row, (_, values) in enumerate(self.rows):
            if any(values[self.headings :]):
                self.fault(row, "row.fields", "", "the row has more values than there are headings")

    def _constrain(self, each: MappedField) -> None:
        allowed = {value.lower() for value in each.constraints.get("enum", ())}
        pattern = each.constraints.get("pattern")
        values = self.values(each)
        written = whole_matches(pattern, values) if pattern else [True] * len(values)
        for row, (value, as_pattern) in enumerate(zip(values, written, strict=True)):
            if value.upper() in ERROR_VALUES:
                self.fault(
                    row, "value.error", value, f"{each.name} holds an error of Excel instead of a value"
                )
            elif not value and each.required:
                self.fault(row, "value.missing", "", f"{each.name} is empty")
            elif value and allowed and value.lower() not in allowed:
                self.fault(
                    row,
                    "value.unknown",
                    value,
                    f"{each.name} is not one of: {', '.join(each.constraints['enum'])}",
                )
            elif value and not as_pattern:
                self.fault(row, "value.form", value, f"{each.name} is not written as {pattern}")

    def fault(self, row: int, rule: str, value: str, reason: str) -> None:
        """Note a fault. A value that could point to a person is masked."""
        personal = rule not in _OF_NUMBERS and points_to_a_person(value)
        self.faults.append((row, rule, MASKED if personal else value[:_SHOWN], reason))

    def sound(self) -> pl.Series:
        """Return which rows have no fault."""
        broken = {row for row, *_ in self.faults}
        return pl.Series([row not in broken for row in range(len(self))], dtype=pl.Boolean)

    def rejected(self) -> pl.DataFrame:
        """Return every fault of every broken row, by line and rule."""
        found = [
            (self.file, self.rows[row][0], rule, value, reason) for row, rule, value, reason in self.faults
        ]
        return pl.DataFrame(found, schema=REJECT_COLUMNS, orient="row").sort(
            "line", "rule", maintain_order=True
        )
