"""Figures, what identifies them, and how numbers are written."""

import dataclasses
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frith.vocabulary import numbers
from frith.vocabulary.categories import BREAKS, BY_ID, CATEGORIES, LABELS
from frith.vocabulary.faults import EXIT_CODES, Fault, Refused, Trouble
from frith.vocabulary.figures import Cited, Figure, plain
from frith.vocabulary.periods import Period

FIGURE = Figure(
    definition="recorded.points",
    value=9563,
    unit="incidents",
    area="E09000033",
    period=Period.parse("2017-04", "2018-03"),
    breakdown=(("category", "theft-from-the-person"),),
)


def test_a_figure_keeps_its_id_when_only_its_value_moves() -> None:
    assert dataclasses.replace(FIGURE, value=1).id == FIGURE.id
    assert dataclasses.replace(FIGURE, sources=("other",)).id == FIGURE.id


@pytest.mark.parametrize(
    "other",
    [
        {"definition": "recorded.official"},
        {"version": 2},
        {"area": "E09000007"},
        {"period": Period.parse("2016-04", "2017-03")},
        {"breakdown": (("category", "robbery"),)},
    ],
)
def test_a_figure_of_something_else_has_another_id(other: dict[str, object]) -> None:
    assert dataclasses.replace(FIGURE, **other).id != FIGURE.id  # type: ignore[arg-type]


def test_a_figure_as_json_says_where_when_and_of_what() -> None:
    written = FIGURE.as_json()
    assert written["period"] == {"from": "2017-04", "to": "2018-03"}
    assert written["breakdown"] == {"category": "theft-from-the-person"}
    assert written["value"] == 9563
    assert written["interval"] is None


def test_a_phrase_reads_as_plain_text() -> None:
    assert plain(("Robbery rose to ", Cited("2,302", "fig-1"), ".")) == "Robbery rose to 2,302."


def test_numbers_are_written_the_british_way() -> None:
    assert numbers.count(65713) == "65,713"
    assert numbers.count(-12) == "−12"
    assert numbers.decimal(1234.56) == "1,234.6"
    assert numbers.percent(41.6) == "42%"
    assert numbers.decimal(-0.04) == "0.0"
    assert numbers.count(12.5) == "13"
    assert numbers.p_value(0.0000001) == "p < 0.001"
    assert numbers.p_value(0.0344) == "p = 0.034"
    assert numbers.listed(["a", "b", "c"]) == "a, b and c"
    assert numbers.listed([]) == ""


def test_missing_is_never_written_as_zero() -> None:
    for write in (numbers.count, numbers.decimal, numbers.percent):
        assert write(None) == write(math.nan) == "not known"


@given(st.integers(0, 19), st.integers(1, 19))
def test_a_small_base_gives_counts_never_a_percentage(part: int, whole: int) -> None:
    assert "%" not in numbers.share_of(part, whole)


@given(st.integers(0, 19), st.integers(0, 500))
def test_a_change_from_a_small_base_is_told_in_counts(before: int, after: int) -> None:
    assert "%" not in numbers.change(before, after)


def test_changes_in_words() -> None:
    assert numbers.change(6730, 9563) == "up 42%"
    assert numbers.change(15224, 12546) == "down 18%"
    assert numbers.change(50, 50) == "unchanged"
    assert numbers.change(10000, 10049) == "up 0.5%"
    assert numbers.change(66861, 66891) == "up less than 0.1%"
    assert numbers.change(12, 31) == "up from 12 to 31"


def test_a_fault_tells_where_what_allowed_given_and_remedy() -> None:
    fault = Fault("x.y", "the month is wrong", "a.csv, row 3", "2016-04", "2016-44", "Mend the file")
    assert fault.sentence() == (
        "a.csv, row 3: the month is wrong. Allowed: 2016-04. Given: 2016-44. What to do: Mend the file."
    )


def test_trouble_carries_every_fault_and_has_a_documented_exit_code() -> None:
    trouble = Refused(Fault("a", "one"), Fault("b", "two"))
    assert [fault.code for fault in trouble.faults] == ["a", "b"]
    assert trouble.code == "a"
    with pytest.raises(ValueError, match="at least one fault"):
        Refused()
    codes = [kind.exit_code for kind in Trouble.__subclasses__()]
    assert len(set(codes)) == len(codes)
    assert set(codes) <= EXIT_CODES.keys()


def test_every_label_and_break_names_a_category() -> None:
    assert set(LABELS.values()) <= BY_ID.keys()
    assert {category for _, category, _ in BREAKS} <= BY_ID.keys()
    assert len(BY_ID) == len(CATEGORIES) == 14
    assert not BY_ID["anti-social-behaviour"].recorded_crime


@given(st.text(max_size=30) | st.text("0123456789", max_size=30))
def test_a_typed_number_is_read_if_it_is_plain_digits_that_a_table_can_hold(text: str) -> None:
    plain_digits = 1 <= len(text) <= 9 and all("0" <= letter <= "9" for letter in text)
    assert numbers.whole(text) == (int(text) if plain_digits else None)
