"""Months, quarters and financial years."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frith.vocabulary.faults import UnknownName
from frith.vocabulary.periods import FinancialYear, Month, Period, Quarter, day_in_words

months = st.integers(Month.of(1990, 1).ordinal, Month.of(2060, 12).ordinal).map(Month)


@given(months)
def test_a_month_reads_back_from_its_text(month: Month) -> None:
    assert Month.parse(str(month)) == month
    assert Month.parse(str(month).replace("-", "")) == month
    assert Month.holding(month.first_day) == Month.holding(month.last_day) == month


@given(months, st.integers(-500, 500))
def test_adding_and_subtracting_months_agree(month: Month, n: int) -> None:
    assert (month + n) - month == n


@pytest.mark.parametrize("text", ["2016-13", "2016-4", "April 2016", "", "2016-00", "16-04"])
def test_what_is_not_a_month_is_refused_with_what_is_allowed(text: str) -> None:
    with pytest.raises(UnknownName) as caught:
        Month.parse(text)
    assert caught.value.code == "period.month"
    assert "2016-04" in str(caught.value)


def test_the_financial_year_runs_from_april_to_march() -> None:
    year = FinancialYear.holding(Month.of(2017, 3))
    assert str(year) == "2016/17"
    assert year.period == Period.parse("2016-04", "2017-03")
    assert str(FinancialYear.holding(Month.of(2017, 4))) == "2017/18"
    assert str(FinancialYear(1999)) == "1999/00"


def test_q1_is_april_to_june() -> None:
    assert Quarter.holding(Month.of(2016, 6)) == Quarter(FinancialYear(2016), 1)
    assert str(Quarter(FinancialYear(2016), 1)) == "Q1 2016/17"
    assert Quarter(FinancialYear(2016), 4).period == Period.parse("2017-01", "2017-03")


@given(months)
def test_every_month_falls_in_its_own_quarter_and_year(month: Month) -> None:
    quarter = Quarter.holding(month)
    assert month in quarter.period
    assert quarter in quarter.year.quarters
    assert month in FinancialYear.holding(month).period


def test_financial_years_of_a_period_are_the_whole_ones() -> None:
    assert [str(y) for y in Period.parse("2016-01", "2018-03").financial_years] == ["2016/17", "2017/18"]
    assert Period.parse("2016-05", "2017-03").financial_years == ()


def test_the_years_to_compare_reach_the_end_of_the_period() -> None:
    assert [y.words for y in Period.parse("2016-01", "2018-03").years] == ["2016/17", "2017/18"]
    calendar_years = Period.parse("2016-01", "2017-12").years
    assert [str(y) for y in calendar_years] == ["2016-01..2016-12", "2017-01..2017-12"]
    assert [str(y) for y in Period.parse("2016-04", "2017-12").years] == ["2017-01..2017-12"]
    short = Period.parse("2017-06", "2017-12")
    assert short.years == (short,)


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(UnknownName) as caught:
        Period.parse("2018-03", "2016-04")
    assert caught.value.code == "period.backwards"


def test_periods_in_words() -> None:
    assert Period.parse("2016-04", "2017-03").words == "2016/17"
    assert Period.parse("2016-04", "2018-03").words == "April 2016 to March 2018"
    assert Period.parse("2016-02", "2016-02").words == "February 2016"
    assert day_in_words(date(2018, 4, 16)) == "16 April 2018"


@given(months, st.integers(0, 60), st.integers(-60, 60))
def test_a_shifted_period_keeps_its_length(first: Month, length: int, by: int) -> None:
    period = Period(first, first + length)
    assert len(period.shifted(by)) == len(period) == len(period.months)


@pytest.mark.parametrize(
    ("first", "last"), [("0001-01", "9999-12"), ("1989-12", "2018-03"), ("2018-03", "2101-01")]
)
def test_a_period_outside_the_years_that_can_be_asked_about_is_refused(first: str, last: str) -> None:
    with pytest.raises(UnknownName) as refusal:
        Period.parse(first, last)
    assert refusal.value.code == "period.year"
    assert "a year from 1990 to 2100" in str(refusal.value)
    assert len(Period.parse("1990-01", "2100-12")) == 111 * 12


def test_digits_of_other_scripts_are_no_month() -> None:
    with pytest.raises(UnknownName):
        Month.parse("２０１６-04")
