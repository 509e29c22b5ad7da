"""As at: what was recorded by the end of a day counts, corrected as it then was, whatever came later."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.made_partnership import AREA, QUARTER, Made, answers, on

from frith.work.casework import outcomes, services
from frith.work.casework.models import ClosureRecord, CorrectionReason, LessAbuse
from frith.work.performance.definitions import Question

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2016, 4, 1), date(2016, 12, 31)


def counted(as_at: date) -> tuple[int, int]:
    """Numerator and denominator of "less abuse" for April to June 2016."""
    members = outcomes.count_less_abuse(Question(QUARTER.period, AREA, as_at)).members
    return sum(member.in_numerator for member in members), len(members)


def test_the_whole_day_counts_and_later_entries_do_not(made: Made) -> None:
    made.close(closed_on=date(2016, 6, 30), recorded_on=date(2016, 7, 4))
    assert counted(date(2016, 7, 3)) == (0, 0)
    assert counted(date(2016, 7, 4)) == (1, 1)


def test_an_entry_just_before_midnight_in_london_counts_that_day(made: Made) -> None:
    """British Summer Time: 22:59 UTC is 23:59 in London, and 23:00 UTC is the next day."""
    from dataclasses import replace
    from datetime import UTC, datetime

    caseworker = made.acting("amina")
    for reference, moment in (
        ("LA-1", datetime(2016, 7, 4, 22, 59, tzinfo=UTC)),
        ("LA-2", datetime(2016, 7, 4, 23, 0, tzinfo=UTC)),
    ):
        found = answers(
            made.close(closed_on=date(2016, 3, 31)),
            case_reference=reference,
            closed_on=date(2016, 5, 1),
        )
        services.record_closure(
            by=replace(caseworker, business_now=moment), service=made.services["lantern"], found=found
        )
    assert counted(date(2016, 7, 4)) == (1, 1)
    assert counted(date(2016, 7, 5)) == (2, 2)


def test_a_correction_counts_from_the_day_it_was_recorded(made: Made) -> None:
    first = made.close(less_abuse=LessAbuse.NOT_ASKED)
    by = on(made.acting("amina"), date(2016, 8, 1))
    second = services.correct_closure(
        by=by,
        record_id=first.id,
        found=answers(first, less_abuse=LessAbuse.NO),
        reason=CorrectionReason.LATER_ANSWER,
    )
    assert counted(date(2016, 7, 31)) == (0, 0)
    assert counted(date(2016, 8, 1)) == (0, 1)
    by = on(made.acting("amina"), date(2016, 9, 1))
    services.correct_closure(
        by=by, record_id=second.id, found=answers(second), reason=CorrectionReason.NOT_A_CLOSURE
    )
    assert counted(date(2016, 8, 31)) == (0, 1)
    assert counted(date(2016, 9, 1)) == (0, 0)


def test_only_closures_of_the_period_and_the_area_count(made: Made) -> None:
    made.close(closed_on=date(2016, 3, 31))
    made.close(closed_on=date(2016, 4, 1))
    made.close(closed_on=date(2016, 6, 30))
    made.close(closed_on=date(2016, 7, 1))
    assert counted(date(2016, 9, 21)) == (2, 2)
    elsewhere = outcomes.count_less_abuse(Question(QUARTER.period, "X09000002", date(2016, 9, 21)))
    assert elsewhere.members == ()


days = st.dates(FIRST, LAST)
changes = st.lists(st.tuples(st.integers(0, 90), st.sampled_from(list(LessAbuse)), st.booleans()), max_size=4)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(histories=st.lists(st.tuples(days, changes), min_size=1, max_size=4), as_at=days)
def test_the_count_agrees_with_the_story_told_day_by_day(
    made: Made, histories: list[tuple[date, list[tuple[int, LessAbuse, bool]]]], as_at: date
) -> None:
    """A second engine: walk each closure's story in plain Python and keep what was last said by the day."""
    ClosureRecord.objects.all()._raw_delete("default")
    expected = [0, 0]
    for number, (closed_on, story) in enumerate(histories):
        told, recorded_on = LessAbuse.YES, closed_on
        record = made.close(closed_on=closed_on, reference=f"LA-{number}", less_abuse=told)
        standing = told if recorded_on <= as_at else None
        for wait, answer, withdrawn in story:
            recorded_on += timedelta(days=wait)
            reason = CorrectionReason.NOT_A_CLOSURE if withdrawn else CorrectionReason.MISTYPED
            found = answers(record, less_abuse=answer)
            by = on(made.acting("amina"), recorded_on)
            record = services.correct_closure(by=by, record_id=record.id, found=found, reason=reason)
            if recorded_on <= as_at:
                standing = None if withdrawn else answer
            if withdrawn:
                break
        in_period = QUARTER.period.first.first_day <= closed_on <= QUARTER.period.last.last_day
        expected[0] += in_period and standing is LessAbuse.YES
        expected[1] += in_period and standing in (LessAbuse.YES, LessAbuse.NO)
    assert counted(as_at) == tuple(expected)
