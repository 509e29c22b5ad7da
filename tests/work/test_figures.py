"""Stored figures: editions, members, who may open the records behind them, and where they were used."""

from datetime import date

import pytest
from tests.made_partnership import AREA, QUARTER, TODAY, Made, add_indicators, answers, close_many

from frith.guard.audit.models import AuditEvent
from frith.vocabulary.faults import Refused, RowsRejected, UnknownName
from frith.work.casework import services as casework
from frith.work.casework.models import CorrectionReason, LessAbuse
from frith.work.casework.outcomes import LESS_ABUSE
from frith.work.performance import queries, services
from frith.work.performance.definitions import Question, all_definitions, definition_of, register
from frith.work.performance.models import FigureMember, StoredFigure
from frith.work.performance.rag import Rating

pytestmark = pytest.mark.django_db
QUESTION = Question(QUARTER.period, AREA, TODAY)


def compute(made: Made, key: str = "less-abuse") -> StoredFigure:
    indicator = queries.indicator_named(key)
    return services.keep_figure(by=made.acting("dilys"), computed=queries.computed(indicator, QUESTION))


def test_a_figure_is_stored_with_all_that_it_rests_on(made: Made) -> None:
    add_indicators(made)
    close_many(made)
    stored = compute(made)
    figure = queries.value_of(stored)
    assert (figure.numerator, figure.denominator, round(figure.value or 0, 3)) == (36, 42, 85.714)
    assert figure.baseline is not None
    assert figure.baseline.value == 67.0
    assert "Invented" in figure.note
    members = queries.members_of(stored)
    assert sum(member.in_numerator for member in members) == 36
    assert len(members) == 42


def test_the_same_outcome_is_stored_once_and_another_is_a_new_edition(made: Made) -> None:
    add_indicators(made)
    records = close_many(made)
    first = compute(made)
    assert compute(made).pk == first.pk
    no = next(r for r in records if r.less_abuse == LessAbuse.NO and r.service == made.services["lantern"])
    casework.correct_closure(
        by=made.acting("amina"),
        record_id=no.id,
        found=answers(no, less_abuse=LessAbuse.YES),
        reason=CorrectionReason.MISTYPED,
    )
    second = compute(made)
    assert (second.figure, second.edition) == (first.figure, 2)
    assert queries.value_of(second).numerator == 37
    assert queries.value_of(first).numerator == 36
    assert [s.edition for s in queries.figures_resting_on([no.id])] == [1]


def test_two_who_compute_a_figure_at_once_store_one_edition(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_indicators(made)
    close_many(made)
    first = compute(made)
    computed = queries.computed(queries.indicator_named("less-abuse"), QUESTION)
    held = iter([None, first])
    with monkeypatch.context() as patch:
        patch.setattr(queries, "latest_edition", lambda figure: next(held))
        kept = services.keep_figure(by=made.acting("dilys"), computed=computed)
    assert kept == first
    assert StoredFigure.objects.count() == 1
    monkeypatch.setattr(queries, "latest_edition", lambda figure: None)
    with pytest.raises(RowsRejected, match="already exists"):
        services.keep_figure(by=made.acting("dilys"), computed=computed)


def test_those_who_may_open_the_records_behind_a_figure_and_the_others_are_told_why_not(made: Made) -> None:
    add_indicators(made)
    close_many(made)
    stored = compute(made)
    figure, members = queries.value_of(stored), queries.members_of(stored)
    amina, colin = (
        queries.records_behind(by=made.acting(name), figure=figure, members=members)
        for name in ("amina", "colin")
    )
    assert amina is not None
    assert colin is not None
    assert (amina.total, colin.total, len(colin.seen)) == (42, 42, 0)
    assert 0 < len(amina.seen) < 42
    assert all("Lantern" in item.listed.line for item in amina.seen)
    assert colin.otherwise.startswith("Only caseworkers of the service")
    event = AuditEvent.objects.latest("id")
    assert (event.act, event.person, event.purpose) == (
        "consulted",
        str(made.persons["amina"].id),
        "how do we know",
    )


def test_an_indicator_needs_all_its_parts(made: Made) -> None:
    with pytest.raises(RowsRejected) as rejected:
        services.add_indicator(
            by=made.acting("dilys"),
            key="x",
            title="",
            rationale=" ",
            definition=LESS_ABUSE.id,
            owner=made.agencies["council"],
            source="",
            area=AREA,
            area_name="Madeup",
            baseline=(67.0, "", ""),
            inherited=True,
            target=None,
        )
    assert len(rejected.value.faults) == 4
    with pytest.raises(UnknownName):
        services.add_indicator(
            by=made.acting("dilys"),
            key="x",
            title="x",
            rationale="x",
            definition="no.such",
            owner=made.agencies["council"],
            source="x",
            area=AREA,
            area_name="Madeup",
            baseline=(67.0, "x", "x"),
            inherited=True,
            target=None,
        )


@pytest.mark.parametrize("name", ["amina", "colin", "edwin", "flora"])
def test_only_a_partnership_officer_adds_an_indicator(made: Made, name: str) -> None:
    with pytest.raises(Refused):
        services.add_indicator(
            by=made.acting(name),
            key="x",
            title="x",
            rationale="x",
            definition=LESS_ABUSE.id,
            owner=made.agencies["council"],
            source="x",
            area=AREA,
            area_name="Madeup",
            baseline=(67.0, "x", "x"),
            inherited=True,
            target=None,
        )


def test_a_taken_key_is_told_and_the_indicator_that_has_it_stays(made: Made) -> None:
    add_indicators(made)
    before = queries.indicator_named("less-abuse"), AuditEvent.objects.count()
    with pytest.raises(RowsRejected) as rejected:
        services.add_indicator(
            by=made.acting("dilys"),
            key="less-abuse",
            title="Another",
            rationale="x",
            definition="casework.lower-risk",
            owner=made.agencies["council"],
            source="x",
            area=AREA,
            area_name="Madeup",
            baseline=(1.0, "x", "x"),
            inherited=False,
            target=None,
        )
    assert [fault.code for fault in rejected.value.faults] == [
        "performance.indicator-taken",
        "performance.measured-already",
    ]
    held = queries.indicator_named("less-abuse")
    assert (held.title, held.baseline_value, held.target_value) == (before[0].title, 67.0, 90.0)
    assert AuditEvent.objects.count() == before[1]


def test_readings_are_of_the_last_finished_quarters(made: Made) -> None:
    add_indicators(made)
    close_many(made)
    readings = queries.readings(queries.indicator_named("less-abuse"), date(2016, 7, 1))
    assert [str(reading.quarter) for reading in readings] == [
        "Q1 2015/16",
        "Q2 2015/16",
        "Q3 2015/16",
        "Q4 2015/16",
        "Q1 2016/17",
    ]
    assert readings[-1].rag.rating is Rating.AMBER
    assert readings[0].rag.rating is Rating.NOT_ASSESSED
    assert [str(q) for q in queries.finished_quarters(date(2016, 6, 30), 1)] == ["Q4 2015/16"]


def test_unknown_names_list_what_there_is(made: Made) -> None:
    add_indicators(made)
    with pytest.raises(UnknownName, match="lower-risk, less-abuse"):
        queries.indicator_named("other")
    with pytest.raises(UnknownName, match="frith figures list"):
        queries.figure_named("fig-0")
    with pytest.raises(UnknownName, match=r"casework\.less-abuse"):
        definition_of("other")


def test_a_definition_is_registered_once() -> None:
    from dataclasses import replace

    assert LESS_ABUSE in all_definitions()
    with pytest.raises(ValueError, match="twice"):
        register(replace(LESS_ABUSE, version=2), lambda question: None)  # type: ignore[arg-type, return-value]


def test_a_record_is_counted_once_in_a_figure(made: Made) -> None:
    add_indicators(made)
    close_many(made)
    stored = compute(made)
    assert FigureMember.objects.filter(stored_figure=stored).count() == 42
    assert FigureMember.objects.filter(in_numerator=True, in_denominator=False).count() == 0
