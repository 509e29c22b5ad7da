"""Plans and priorities: tied to findings, with their history, and a summary that says only what may be said."""

from datetime import date

import pytest
from tests.made_governance import Governed
from tests.made_partnership import PEOPLE, TODAY, Made, add_indicators, close_many

from frith.publication.document import Bullets, Heading, Paragraph
from frith.vocabulary.faults import ChangedMeanwhile, Refused, RowsRejected
from frith.vocabulary.figures import plain
from frith.work.governance.executive.queries import on_one_screen
from frith.work.governance.meetings.services import Rests
from frith.work.governance.strategy import queries, services
from frith.work.governance.strategy.models import Change, Plan, StepState
from frith.work.performance import queries as performance

pytestmark = pytest.mark.django_db


def words_of(document) -> str:  # type: ignore[no-untyped-def]
    said = []
    for block in document.body:
        if isinstance(block, Paragraph):
            said.append(plain(block.phrase))
        elif isinstance(block, Bullets):
            said += [plain(item) for item in block.items]
        elif isinstance(block, Heading):
            said.append(block.text)
    return " ".join(said)


def test_a_priority_keeps_how_it_came_and_went(made: Made, governed: Governed) -> None:
    dilys = made.acting("dilys")
    services.change_priority(
        by=dilys,
        priority=governed.priority,
        plan=governed.plan,
        what=Change.DROPPED,
        reason="It fell for two years.",
    )
    assert [change.what for change in queries.history_of(governed.priority)] == ["dropped", "added"]
    assert queries.history_of(governed.priority).last().decision == governed.decision
    assert [each.change.what for each in queries.standings(governed.plan)] == ["dropped"]


def test_the_summary_says_only_what_was_public_already(made: Made, governed: Governed) -> None:
    dilys = made.acting("dilys")
    for reference, words, public in (
        ("a", "Burglary rose by a fifth.", True),
        ("b", "Three known families.", False),
    ):
        rests = Rests(kind="finding", source="made-up", reference=reference, words=words, public=public)
        services.justify(by=dilys, priority=governed.priority, rests=rests)
    services.agree_plan(by=dilys, plan=governed.plan, on=TODAY)
    published = services.publish_summary(by=dilys, plan=governed.plan, on=TODAY)
    said = words_of(queries.document_of(published))
    assert "Burglary rose by a fifth." in said
    assert "Three known families." not in said
    assert "Better locks." in said


def test_a_published_summary_stays_as_it_was(made: Made, governed: Governed) -> None:
    dilys = made.acting("dilys")
    services.agree_plan(by=dilys, plan=governed.plan, on=TODAY)
    first = services.publish_summary(by=dilys, plan=governed.plan, on=TODAY)
    assert services.publish_summary(by=dilys, plan=governed.plan, on=TODAY) == first
    services.change_plan(by=dilys, plan=governed.plan, strategy="Something else.")
    assert "Less harm." in words_of(queries.document_of(first))
    assert services.publish_summary(by=dilys, plan=governed.plan, on=TODAY).number == 2


def test_a_plan_is_published_once_it_is_agreed_and_agreed_once_it_has_priorities(
    made: Made, governed: Governed
) -> None:
    dilys = made.acting("dilys")
    with pytest.raises(RowsRejected) as trouble:
        services.publish_summary(by=dilys, plan=governed.plan, on=TODAY)
    assert trouble.value.code == "governance.plan-not-agreed"
    empty = services.add_plan(
        by=dilys,
        partnership=governed.partnership,
        title="Empty",
        first_year=2016,
        last_year=2016,
        strategy="x",
    )
    with pytest.raises(RowsRejected) as trouble:
        services.agree_plan(by=dilys, plan=empty, on=TODAY)
    assert trouble.value.code == "governance.plan-empty"


def test_a_sealed_board_drives_no_priority(made: Made, governed: Governed) -> None:
    with pytest.raises(RowsRejected) as trouble:
        services.add_priority(
            by=made.acting("dilys"),
            plan=governed.plan,
            title="Crowded places",
            aim="x",
            lead=made.agencies["police"],
            reason="x",
            board=governed.protect,
        )
    assert trouble.value.code == "governance.priority-board"


@pytest.mark.parametrize("name", sorted(set(PEOPLE) - {"dilys"}))
def test_only_an_officer_of_the_partnership_changes_plans(made: Made, governed: Governed, name: str) -> None:
    by, plan, priority = made.acting(name), governed.plan, governed.priority
    acts = [
        lambda: services.add_plan(
            by=by, partnership=governed.partnership, title="x", first_year=2016, last_year=2016, strategy="x"
        ),
        lambda: services.change_plan(by=by, plan=plan, strategy="x"),
        lambda: services.agree_plan(by=by, plan=plan, on=TODAY),
        lambda: services.publish_summary(by=by, plan=plan, on=TODAY),
        lambda: services.add_priority(
            by=by, plan=plan, title="x", aim="x", lead=made.agencies["police"], reason="x"
        ),
        lambda: services.change_priority(by=by, priority=priority, plan=plan, what=Change.KEPT, reason="x"),
        lambda: services.justify(
            by=by, priority=priority, rests=Rests(kind="finding", reference="x", words="x")
        ),
        lambda: services.add_step(
            by=by, plan=plan, priority=priority, words="x", agency=made.agencies["police"], due_on=TODAY
        ),
        lambda: services.report_step(by=by, step=governed.step, state=StepState.DONE),
    ]
    for act in acts:
        with pytest.raises(Refused):
            act()


def test_who_belongs_to_no_partnership_sees_no_plan_and_is_told_as_of_one_that_is_absent(
    made: Made, governed: Governed
) -> None:
    beth = made.acting("beth")
    assert list(queries.plans_visible_to(beth)) == []
    for key in (governed.plan.pk, made.persons["beth"].pk):
        with pytest.raises(Refused) as refusal:
            queries.plan(by=beth, key=key)
        assert refusal.value.code == "governance.plan-not-visible"


def test_of_two_who_change_a_plan_at_once_one_is_told(made: Made, governed: Governed) -> None:
    dilys, stale = made.acting("dilys"), Plan.objects.get(pk=governed.plan.pk)
    services.change_plan(by=dilys, plan=governed.plan, strategy="First.")
    with pytest.raises(ChangedMeanwhile):
        services.change_plan(by=dilys, plan=stale, strategy="Second.")
    assert Plan.objects.get(pk=governed.plan.pk).strategy == "First."


def test_a_step_that_was_not_done_says_why(made: Made, governed: Governed) -> None:
    with pytest.raises(RowsRejected):
        services.report_step(by=made.acting("dilys"), step=governed.step, state=StepState.NOT_DONE)


def test_the_executive_sees_priorities_measures_overdue_actions_and_the_last_decisions(
    made: Made, governed: Governed
) -> None:
    add_indicators(made)
    close_many(made)
    dilys = made.acting("dilys", date(2016, 10, 5))
    services.measure_by(
        by=dilys, priority=governed.priority, indicator=performance.indicator_named("less-abuse")
    )
    screen = on_one_screen(dilys, governed.partnership)
    assert screen.board == governed.executive
    assert [each.standing.priority for each in screen.priorities] == [governed.priority]
    assert [key for key, _, _ in screen.priorities[0].readings] == ["less-abuse"]
    assert screen.overdue == (governed.action,)
    assert screen.last is not None
    assert screen.last.title == "Spring meeting"


def test_nothing_of_a_sealed_board_is_on_the_executive_page(made: Made, governed: Governed) -> None:
    screen = on_one_screen(made.acting("dilys", date(2016, 10, 5)), governed.partnership)
    assert governed.sealed_action not in screen.overdue
