"""Thin months and grades, each by a rule in words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from frith.evidence.dataset import Coverage
from frith.evidence.quality import GRADES, LOWEST, grade, thin_months, unplaced_months
from frith.evidence.staged import Staged
from frith.vocabulary.periods import Month, Period

YEAR = Period.parse("2016-04", "2017-03").months


def steady(count: int = 1_000) -> dict[Month, int]:
    return dict.fromkeys(YEAR, count)


def test_a_month_far_below_its_neighbours_is_thin() -> None:
    assert thin_months(steady() | {YEAR[4]: 249}) == ((YEAR[4], "249 rows, where the usual month has 1,000"),)
    assert thin_months(steady() | {YEAR[4]: 250}) == ()


def test_a_fall_as_deep_as_a_lockdown_is_no_fault_of_the_data() -> None:
    """Official crime of Westminster: 5,010 in a usual month, 1,638 in April 2020 (Metropolitan Police)."""
    assert thin_months(steady(5_010) | {YEAR[4]: 1_638, YEAR[5]: 2_153}) == ()


def test_a_slow_decline_is_not_thin() -> None:
    decline = {Month.of(2010, 1) + n: 1_000 - 8 * n for n in range(120)}
    assert thin_months(decline) == ()


def test_few_months_have_no_usual_month() -> None:
    assert thin_months({YEAR[0]: 1_000, YEAR[1]: 1, YEAR[2]: 1_000}) == ()


def test_a_month_without_the_transport_police_that_all_others_have() -> None:
    transport = dict.fromkeys(YEAR, 40)
    assert thin_months(steady(), transport | {YEAR[2]: 0}) == (
        (YEAR[2], "no rows of the British Transport Police, which every other month has"),
    )
    assert thin_months(steady(), dict.fromkeys(YEAR, 0)) == ()
    assert thin_months(steady(), {YEAR[0]: 40}) == (), "what is mostly absent is not missed"
    assert thin_months(steady(), dict.fromkeys(YEAR, 1) | {YEAR[2]: 0}) == (), "one or none a month is chance"


@given(st.dictionaries(st.sampled_from(YEAR), st.integers(0, 10_000)), st.integers(1, 5))
def test_scaling_every_month_changes_nothing(rows: dict[Month, int], times: int) -> None:
    plain = [month for month, _ in thin_months(rows)]
    assert [
        month for month, _ in thin_months({month: count * times for month, count in rows.items()})
    ] == plain


def test_a_month_most_of_whose_rows_have_no_place() -> None:
    rows = [(YEAR[0], 100, 50), (YEAR[1], 100, 51), (YEAR[2], 0, 0)]
    assert unplaced_months(rows) == (
        (YEAR[1], "51% of its rows have no coordinates, so they cannot be placed"),
    )


def staged(rejected: int = 0, missing: int = 0) -> Staged:
    return Staged(rows_in=1_000, kept=1_000 - rejected, coverage=Coverage(), missing_coordinates=missing)


def test_grades() -> None:
    whole = Coverage(months=YEAR)
    gap = Coverage(months=(YEAR[0], YEAR[2]))
    assert grade(staged(), whole)[0] == "A"
    assert grade(staged(rejected=1), whole)[0] == "A"
    assert grade(staged(rejected=2), whole)[0] == "B"
    assert grade(staged(missing=21), whole)[0] == "B"
    assert grade(staged(), gap)[0] == "B"
    assert grade(staged(rejected=11), whole)[0] == "C"
    assert grade(staged(rejected=51), whole) == LOWEST
    assert grade(staged(missing=301), whole) == LOWEST


def test_every_grade_says_its_rule() -> None:
    for name, rejected, missing, months, words in GRADES:
        assert f"{100 * rejected:g}%" in words, name
        assert f"{100 * missing:g}%" in words, name
        assert (f"at most {months} months" if months else "no month") in words
