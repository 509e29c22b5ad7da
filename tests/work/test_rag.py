"""RAG: the rule, its words, small bases, and chance."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frith.vocabulary.figures import Baseline, Figure
from frith.vocabulary.periods import Period
from frith.work.performance.definitions import Counted, Definition, Member, Question
from frith.work.performance.figures import against, share_figure
from frith.work.performance.rag import Rating, Target, assess, rule_in_words

DEFINITION = Definition(
    id="test.share",
    version=1,
    title="A share",
    owner="nobody",
    words="words",
    numerator="some",
    denominator="all",
    sentence="{figure}",
    counted="{numerator} of {denominator}",
    unit="%",
    record_type="test",
)
QUESTION = Question(Period.parse("2016-04", "2016-06"), "X1", date(2016, 9, 21))
HIGHER = Target(90.0, date(2017, 3, 31), 5.0, True)
LOWER = Target(10.0, date(2017, 3, 31), 5.0, False)


def share(part: int, whole: int) -> Figure:
    members = tuple(Member(UUID(int=n + 1), n < part, True) for n in range(whole))
    return share_figure(DEFINITION, QUESTION, Counted(members=members, sources=("made up",)))


@pytest.mark.parametrize(
    ("part", "target", "rating"),
    [
        (90, HIGHER, Rating.GREEN),
        (89, HIGHER, Rating.AMBER),
        (85, HIGHER, Rating.AMBER),
        (84, HIGHER, Rating.RED),
        (10, LOWER, Rating.GREEN),
        (15, LOWER, Rating.AMBER),
        (16, LOWER, Rating.RED),
        (50, None, Rating.NO_TARGET),
    ],
)
def test_the_rule(part: int, target: Target | None, rating: Rating) -> None:
    assert assess(share(part, 100), target).rating is rating


def test_a_base_of_19_is_not_assessed_and_20_is() -> None:
    few = assess(share(19, 19), HIGHER)
    assert few.rating is Rating.NOT_ASSESSED
    assert few.reason == "19 of 19: too few to rate (a base of 20 or more is rated)."
    assert assess(share(20, 20), HIGHER).rating is Rating.GREEN


def test_nothing_counted_is_not_nought() -> None:
    figure = share(0, 0)
    assert figure.value is None
    assert figure.interval is None
    assert assess(figure, HIGHER).reason == "Nothing was counted in this period."


def test_the_rule_is_said_in_words() -> None:
    assert rule_in_words(HIGHER) == "green from 90%, amber from 85%, red below; target for 31 March 2017"
    assert rule_in_words(LOWER) == "green up to 10%, amber up to 15%, red above; target for 31 March 2017"
    assert (
        rule_in_words(Target(90.0, date(2017, 3, 31), 0, True))
        == "green from 90%, red below; target for 31 March 2017"
    )
    assert rule_in_words(None) == "no target, so no colour"


def test_a_difference_within_the_interval_is_within_chance() -> None:
    """The 95% Wilson interval of 80 of 86 is 85.6% to 96.8%: it holds the target of 90 and not the baseline of 67."""
    figure = against(share(80, 86), 67.0, "2014/15", "a report", inherited=True)
    assert figure.interval is not None
    assert (round(figure.interval.low, 1), round(figure.interval.high, 1)) == (85.6, 96.8)
    rag = assess(figure, HIGHER)
    assert rag.beside_target == "the difference from the target of 90% is within chance"
    assert (
        rag.beside_baseline
        == "That is higher than the baseline of 67%, beyond chance in this quarter's number alone."
    )
    near = against(share(80, 86), 92.0, "2014/15", "a report", inherited=False)
    assert assess(near, HIGHER).beside_baseline == (
        "That is no real change from the baseline of 92%: the difference is within chance."
    )


def test_an_inherited_baseline_says_so() -> None:
    assert against(share(1, 2), 67.0, "2014/15", "a report", inherited=True).baseline == Baseline(
        67.0, "2014/15", "a report; inherited, not computed here"
    )


@given(st.integers(20, 400), st.integers(0, 400), st.floats(0, 100), st.floats(0, 20))
def test_more_is_never_rated_worse_where_higher_is_better(
    base: int, part: int, target: float, tolerance: float
) -> None:
    order = [Rating.RED, Rating.AMBER, Rating.GREEN]
    aim = Target(target, date(2017, 3, 31), tolerance, True)
    part = min(part, base - 1)
    less, more = (order.index(assess(share(n, base), aim).rating) for n in (part, part + 1))
    assert less <= more


@given(st.integers(0, 60), st.integers(0, 60))
def test_a_figure_is_counted_from_its_members_and_nothing_else(part: int, rest: int) -> None:
    figure = share(part, part + rest)
    assert (figure.numerator, figure.denominator) == (part, part + rest)
    if figure.value is not None and figure.interval is not None:
        assert figure.interval.low - 1e-9 <= figure.value <= figure.interval.high + 1e-9
