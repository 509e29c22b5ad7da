"""The two clocks: days are London days, and a business clock can be made to stand."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from frith.guard import business_clock, wall_clock


def test_the_wall_clock_is_in_utc() -> None:
    assert wall_clock.now().tzinfo is UTC


def test_the_business_clock_is_the_wall_clock_unless_it_stands() -> None:
    wall = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    assert business_clock.reading(wall) == wall
    standing = business_clock.reading(wall, date(2018, 4, 16))
    assert business_clock.day_of(standing) == date(2018, 4, 16)


def test_a_summer_evening_in_utc_is_the_next_day_in_london() -> None:
    assert business_clock.day_of(datetime(2016, 6, 30, 23, 30, tzinfo=UTC)) == date(2016, 7, 1)


@given(st.datetimes(timezones=st.just(UTC)).filter(lambda moment: 1900 < moment.year < 2200))
def test_every_moment_lies_before_the_end_of_its_own_day_and_not_of_the_day_before(moment: datetime) -> None:
    day = business_clock.day_of(moment)
    assert moment < business_clock.end_of(day)
    assert moment >= business_clock.end_of(date.fromordinal(day.toordinal() - 1))
