"""How pages write days, moments and numbers."""

from datetime import UTC, date, datetime

import pytest

from frith.vocabulary.figures import Figure
from frith.vocabulary.periods import Period
from frith.website.templatetags import words


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (datetime(2016, 7, 1, 11, 0, tzinfo=UTC), "1 July 2016, midday"),
        (datetime(2016, 7, 1, 23, 0, tzinfo=UTC), "2 July 2016, midnight"),
        (datetime(2016, 1, 5, 9, 5, tzinfo=UTC), "5 January 2016, 9:05am"),
        (datetime(2016, 1, 5, 12, 30, tzinfo=UTC), "5 January 2016, 12:30pm"),
        (datetime(2016, 1, 5, 0, 30, tzinfo=UTC), "5 January 2016, 12:30am"),
    ],
)
def test_moments_are_written_in_london_time(moment: datetime, written: str) -> None:
    assert words.moment(moment) == written


def test_days_and_numbers() -> None:
    assert words.day(date(2016, 4, 1)) == "1 April 2016"
    assert words.day(datetime(2016, 6, 30, 23, 30, tzinfo=UTC)) == "1 July 2016"
    assert words.count(12546) == "12,546"
    assert words.count(None) == "not known"
    assert words.percent(90.0) == "90%"
    assert words.percent(85.62) == "85.6%"


@pytest.mark.parametrize(
    ("value", "unit", "part", "base", "written"),
    [
        (93.02, "%", 80, 86, "93%"),
        (71.4, "%", 5, 7, "5 of 7"),
        (None, "%", 0, 0, "not known"),
        (12.5, "%", None, None, "13%"),
        (12546, "offences", None, None, "12,546 offences"),
        (3.14, "days", None, None, "3.1 days"),
    ],
)
def test_figures_are_printed_as_papers_print_them(
    value: float | None, unit: str, part: int | None, base: int | None, written: str
) -> None:
    figure = Figure(
        definition="x",
        value=value,
        unit=unit,
        area="X1",
        period=Period.parse("2016-04", "2016-06"),
        numerator=part,
        denominator=base,
    )
    assert words.printed(figure) == written
