"""All writes about plans and priorities."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from frith.guard.access.models import Agency
from frith.guard.acting import Acting
from frith.guard.audit.events import Act, event_by
from frith.guard.audit.recording import act, write
from frith.publication.stored import document_text
from frith.vocabulary.faults import Fault, RowsRejected
from frith.work.governance.boards.models import Board
from frith.work.governance.meetings.models import Decision
from frith.work.governance.meetings.services import Rests
from frith.work.governance.partnerships.models import Partnership
from frith.work.governance.partnerships.permissions import check_may_look_after
from frith.work.governance.strategy import summary
from frith.work.governance.strategy.models import (
    Change,
    Measure,
    Plan,
    Priority,
    PriorityChange,
    PublishedSummary,
    Reason,
    Step,
    StepState,
)
from frith.work.performance.models import Indicator

PLAN, PRIORITY = "plan", "priority"


@act
def add_plan(
    *,
    by: Acting,
    partnership: Partnership,
    title: str,
    first_year: int,
    last_year: int,
    strategy: str,
    resources: str = "",
    community: str = "",
    key: UUID | None = None,
) -> Plan:
    """Begin a plan. Raises Refused, or RowsRejected with every fault."""
    check_may_look_after(by, partnership)
    held: Plan | None = Plan.objects.filter(pk=key, partnership=partnership).first() if key else None
    if held:
        return held
    faults = []
    if not title.strip():
        faults.append(Fault("governance.plan-title", "a plan needs a title", "title"))
    if not strategy.strip():
        faults.append(Fault("governance.plan-strategy", "a plan sets out a strategy", "strategy"))
    if last_year < first_year:
        faults.append(Fault("governance.plan-years", "a plan ends after it begins", "last_year"))
    if faults:
        raise RowsRejected(*faults)
    made = Plan(
        id=key or uuid4(),
        partnership=partnership,
        title=title.strip(),
        first_year=first_year,
        last_year=last_year,
        strategy=strategy.strip(),
        resources=resources.strip(),
        community=community.strip(),
    )
    write(made, event=event_by(by, Act.COLLECTED, PLAN, made.pk))
    return made


@act
def change_plan(*, by: Acting, plan: Plan, read_with: int | None = None, **texts: Any) -> Plan:
    """Change what a plan says; ``texts`` are its fields by name. Raises Refused, or ChangedMeanwhile."""
    check_may_look_after(by, plan.partnership)
    for name, said in texts.items():
        setattr(plan, name, said)
    if read_with is not None:
        plan.lock = read_with
    write(plan, event=event_by(by, Act.ALTERED, PLAN, plan.pk, detail={"fields": ",".join(sorted(texts))}))
    return plan


@act
def agree_plan(*, by: Acting, plan: Plan, on: date, decision: Decision | None = None) -> Plan:
    """Record that a plan was agreed, and by which decision. Raises Refused, or RowsRejected if it has no priorities."""
    check_may_look_after(by, plan.partnership)
    if not plan.changes.exclude(what=Change.DROPPED).exists():
        raise RowsRejected(
            Fault("governance.plan-empty", "the plan has no priorities yet", remedy="Add them first.")
        )
    plan.agreed_on, plan.decision = on, decision
    write(plan, event=event_by(by, Act.ALTERED, PLAN, plan.pk, detail={"agreed": on.isoformat()}))
    return plan


@act
def add_priority(
    *,
    by: Acting,
    plan: Plan,
    title: str,
    aim: str,
    lead: Agency,
    reason: str,
    board: Board | None = None,
    success: str = "",
    decision: Decision | None = None,
    on: date | None = None,
    key: UUID | None = None,
) -> Priority:
    """Add a priority to a plan, and say why. Raises Refused, or RowsRejected with every fault."""
    check_may_look_after(by, plan.partnership)
    held: Priority | None = (
        Priority.objects.filter(pk=key, partnership=plan.partnership).first() if key else None
    )
    if held:
        return held
    faults = [
        Fault(f"governance.priority-{name}", words, name)
        for name, words, said in (
            ("title", "a priority needs a title", title),
            ("aim", "say what it is to achieve", aim),
            ("reason", "say why it is a priority", reason),
        )
        if not said.strip()
    ]
    if plan.partnership.priorities.filter(title=title.strip()).exists():
        faults.append(Fault("governance.priority-title", "a priority of this name is here already", "title"))
    if board and board.sealed:
        faults.append(
            Fault(
                "governance.priority-board", "a sealed board drives no priority of a published plan", "board"
            )
        )
    if faults:
        raise RowsRejected(*faults)
    made = Priority(
        id=key or uuid4(),
        partnership=plan.partnership,
        title=title.strip(),
        aim=aim.strip(),
        lead=lead,
        board=board,
        success=success.strip(),
    )
    change = _change(by, made, plan, Change.ADDED, reason, decision, on)
    write(made, change, event=event_by(by, Act.COLLECTED, PRIORITY, made.pk, detail={"plan": str(plan.pk)}))
    return made


@act
def change_priority(
    *,
    by: Acting,
    priority: Priority,
    plan: Plan,
    what: Change,
    reason: str,
    decision: Decision | None = None,
    on: date | None = None,
) -> PriorityChange:
    """Record that a plan keeps, changes or drops a priority, and why. Raises Refused, or RowsRejected."""
    check_may_look_after(by, plan.partnership)
    if not reason.strip():
        raise RowsRejected(Fault("governance.priority-reason", "say why", "reason"))
    made = _change(by, priority, plan, what, reason, decision, on)
    write(made, event=event_by(by, Act.ALTERED, PRIORITY, priority.pk, detail={"what": what.value}))
    return made


def _change(
    by: Acting,
    priority: Priority,
    plan: Plan,
    what: Change,
    reason: str,
    decision: Decision | None,
    on: date | None,
) -> PriorityChange:
    return PriorityChange(
        priority=priority,
        plan=plan,
        number=priority.changes.count() + 1,
        what=what.value,
        reason=reason.strip(),
        decision=decision,
        on=on or by.today,
        recorded_at=by.business_now,
    )


@act
def justify(*, by: Acting, priority: Priority, rests: Rests) -> Reason:
    """Tie a priority to a finding or figure that justifies it. Raises Refused."""
    check_may_look_after(by, priority.partnership)
    held: Reason | None = priority.reasons.filter(
        kind=rests.kind, source=rests.source, reference=rests.reference
    ).first()
    if held:
        return held
    made = Reason(
        priority=priority,
        kind=rests.kind,
        source=rests.source,
        reference=rests.reference,
        edition=rests.edition,
        words=rests.words,
        public=rests.public,
    )
    write(
        made,
        event=event_by(by, Act.ALTERED, PRIORITY, priority.pk, detail={rests.kind: rests.reference[:80]}),
    )
    return made


@act
def measure_by(*, by: Acting, priority: Priority, indicator: Indicator) -> Measure:
    """Let an indicator show whether a priority makes progress. Raises Refused."""
    check_may_look_after(by, priority.partnership)
    held: Measure | None = priority.measures.filter(indicator=indicator).first()
    if held:
        return held
    made = Measure(priority=priority, indicator=indicator)
    write(made, event=event_by(by, Act.ALTERED, PRIORITY, priority.pk, detail={"indicator": indicator.pk}))
    return made


@act
def add_step(
    *,
    by: Acting,
    plan: Plan,
    priority: Priority,
    words: str,
    agency: Agency,
    due_on: date,
    key: UUID | None = None,
) -> Step:
    """Add a step that an authority takes for a priority. Raises Refused, or RowsRejected."""
    check_may_look_after(by, plan.partnership)
    held: Step | None = Step.objects.filter(pk=key, plan=plan).first() if key else None
    if held:
        return held
    if not words.strip():
        raise RowsRejected(Fault("governance.step-words", "say what the step is", "words"))
    made = Step(
        id=key or uuid4(), plan=plan, priority=priority, words=words.strip(), agency=agency, due_on=due_on
    )
    write(made, event=event_by(by, Act.ALTERED, PLAN, plan.pk, detail={"agency": str(agency.pk)}))
    return made


@act
def report_step(
    *, by: Acting, step: Step, state: StepState, said: str = "", read_with: int | None = None
) -> Step:
    """Say how far a step is. Raises Refused, RowsRejected if it was not done and nobody says why, ChangedMeanwhile."""
    check_may_look_after(by, step.plan.partnership)
    if state is StepState.NOT_DONE and not said.strip():
        raise RowsRejected(Fault("governance.step-said", "say why it was not done", "said"))
    step.state, step.said = state.value, said.strip()
    if read_with is not None:
        step.lock = read_with
    write(step, event=event_by(by, Act.ALTERED, PLAN, step.plan_id, detail={"step": str(step.pk)}))
    return step


@act
def publish_summary(*, by: Acting, plan: Plan, on: date) -> PublishedSummary:
    """Publish the summary of an agreed plan as it stands; it stays as it was. Raises Refused, or RowsRejected."""
    check_may_look_after(by, plan.partnership)
    if plan.agreed_on is None:
        raise RowsRejected(
            Fault(
                "governance.plan-not-agreed",
                "the plan is not agreed yet",
                remedy="Record who agreed it and when.",
            )
        )
    document = document_text(summary.plan_summary(plan, on))
    last: PublishedSummary | None = plan.summaries.order_by("-number").first()
    if last and last.document == document:
        return last
    made = PublishedSummary(
        plan=plan, number=last.number + 1 if last else 1, document=document, published_on=on
    )
    write(made, event=event_by(by, Act.PUBLISHED, PLAN, plan.pk, detail={"summary": made.number}))
    return made
