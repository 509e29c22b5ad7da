"""Pages of plans and priorities."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from frith.guard.access.pages import sent, signed_in
from frith.guard.access.queries import agency_with
from frith.guard.acting import Acting
from frith.guard.forms import Asked, ask
from frith.work.governance.boards import queries as boards
from frith.work.governance.meetings import findings
from frith.work.governance.meetings.models import Decision
from frith.work.governance.papers.files import KINDS
from frith.work.governance.partnerships import queries as partnerships
from frith.work.governance.partnerships.models import Partnership
from frith.work.governance.partnerships.permissions import check_may_look_after, may_look_after
from frith.work.governance.strategy import queries, services
from frith.work.governance.strategy.forms import (
    AgreeForm,
    ChangeForm,
    ChooseForm,
    PlanForm,
    PriorityForm,
    StepForm,
    StepStateForm,
    answers_of,
)
from frith.work.governance.strategy.models import Change, Plan, StepState
from frith.work.performance import queries as performance


@signed_in
def plan_list(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Show the plans this person may see, and the summaries that were published."""
    visible = partnerships.partnerships_visible_to(acting)
    context = {
        "plans": queries.plans_visible_to(acting),
        "summaries": queries.summaries_published(),
        "kinds": KINDS,
        "may_add": [each for each in visible if may_look_after(acting, each)],
    }
    return render(request, "governance/strategy/plans.html", context)


@signed_in
def plan(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Show a plan: its priorities with their steps, and what is missing of what the law has it set out."""
    found = queries.plan(by=acting, key=key)
    context = {
        "plan": found,
        "standings": queries.standings(found),
        "steps": queries.steps_of(found),
        "summaries": found.summaries.order_by("-number"),
        "may_change": may_look_after(acting, found.partnership),
    }
    return render(request, "governance/strategy/plan.html", context)


@signed_in
def priority(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Show a priority: why it is one, what measures it, and how it came and went."""
    found = queries.priority(by=acting, key=key)
    measures = [measure.indicator for measure in found.measures.select_related("indicator")]
    context = {
        "priority": found,
        "history": queries.history_of(found),
        "reasons": found.reasons.order_by("kind", "reference"),
        "measures": [(each, performance.readings(each, acting.today, 1)[-1]) for each in measures],
        "steps": found.steps.select_related("agency", "plan").order_by("due_on"),
        "may_change": may_look_after(acting, found.partnership),
    }
    return render(request, "governance/strategy/priority.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def add(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Begin a plan of a partnership."""
    partnership = partnerships.partnership(by=acting, key=key)
    check_may_look_after(acting, partnership)

    def made(form: PlanForm) -> str:
        plan = services.add_plan(by=acting, partnership=partnership, key=form.key, **form.given())
        return reverse("governance:plan", args=[plan.pk])

    asked = Asked(title="Begin a plan", button="Begin", above=reverse("governance:plans"), above_name="Plans")
    return ask(request, PlanForm(sent(request)), asked, made)


def _changing(acting: Acting, key: UUID) -> tuple[Plan, str]:
    """Return a plan that this person may change, and its address. Raises Refused."""
    found = queries.plan(by=acting, key=key)
    check_may_look_after(acting, found.partnership)
    return found, reverse("governance:plan", args=[key])


@require_http_methods(["GET", "POST"])
@signed_in
def change(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Change what a plan says."""
    found, here = _changing(acting, key)

    def made(form: PlanForm) -> str:
        services.change_plan(by=acting, plan=found, read_with=form.read_with, **form.given())
        return here

    def now() -> tuple[int, list[tuple[str, object]]]:
        stands = queries.plan(by=acting, key=key)
        return stands.lock, [
            ("Title", stands.title),
            ("Strategy", stands.strategy),
            ("Resources", stands.resources),
        ]

    asked = Asked(title="Change the plan", button="Save", above=here, above_name=found.title)
    return ask(request, PlanForm(sent(request), initial=answers_of(found)), asked, made, now=now)


@require_http_methods(["GET", "POST"])
@signed_in
def agree(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Record that a plan was agreed."""
    found, here = _changing(acting, key)

    def made(form: AgreeForm) -> str:
        decision = _decision(acting, found.partnership, form.cleaned_data["decision"])
        services.agree_plan(by=acting, plan=found, on=form.cleaned_data["on"], decision=decision)
        return here

    asked = Asked(title="The plan was agreed", button="Record", above=here, above_name=found.title)
    form = AgreeForm(_decisions(acting, found.partnership), sent(request), initial={"on": acting.today})
    return ask(request, form, asked, made)


@require_POST
@signed_in
def publish(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Publish the summary of a plan as it stands."""
    found, here = _changing(acting, key)
    services.publish_summary(by=acting, plan=found, on=acting.today)
    return redirect(here)


@signed_in
def summary_file(request: HttpRequest, acting: Acting, key: UUID, ending: str) -> HttpResponse:
    """Hand over a summary that was published."""
    kind = KINDS.get(ending)
    if kind is None:
        raise Http404
    found = get_object_or_404(queries.summaries_published(), pk=key)
    response = HttpResponse(kind.render(queries.document_of(found)), content_type=kind.media_type)
    response["Content-Disposition"] = f'attachment; filename="plan-summary-{found.number}.{ending}"'
    return response


@require_http_methods(["GET", "POST"])
@signed_in
def add_priority(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Add a priority to a plan."""
    found, here = _changing(acting, key)
    visible = boards.boards_of_today(acting).filter(partnership=found.partnership, sealed=False)

    def made(form: PriorityForm) -> str:
        said = form.given("title", "aim", "reason", "success")
        priority = services.add_priority(
            by=acting,
            plan=found,
            lead=agency_with(form.cleaned_data["lead"]),
            board=visible.filter(pk=form.cleaned_data["board"]).first()
            if form.cleaned_data["board"]
            else None,
            decision=_decision(acting, found.partnership, form.cleaned_data["decision"]),
            key=form.key,
            **said,
        )
        return reverse("governance:priority", args=[priority.pk])

    asked = Asked(title="Add a priority", button="Add", above=here, above_name=found.title)
    form = PriorityForm(
        _agencies(acting, found.partnership),
        [(each.pk, each.name) for each in visible],
        _decisions(acting, found.partnership),
        sent(request),
    )
    return ask(request, form, asked, made)


@require_http_methods(["GET", "POST"])
@signed_in
def change_priority(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Record that a plan keeps, changes or drops a priority."""
    found = queries.priority(by=acting, key=key)
    check_may_look_after(acting, found.partnership)
    here = reverse("governance:priority", args=[key])
    plans = queries.plans_visible_to(acting).filter(partnership=found.partnership)

    def made(form: ChangeForm) -> str:
        services.change_priority(
            by=acting,
            priority=found,
            plan=plans.get(pk=form.cleaned_data["plan"]),
            what=Change(form.cleaned_data["what"]),
            reason=form.cleaned_data["reason"],
            decision=_decision(acting, found.partnership, form.cleaned_data["decision"]),
        )
        return here

    asked = Asked(title="What happens to the priority", button="Record", above=here, above_name=found.title)
    chosen = [(each.pk, each.title) for each in plans]
    form = ChangeForm(chosen, _decisions(acting, found.partnership), sent(request))
    return ask(request, form, asked, made)


@require_http_methods(["GET", "POST"])
@signed_in
def justify(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Tie a priority to a finding or figure."""
    found = queries.priority(by=acting, key=key)
    check_may_look_after(acting, found.partnership)
    here = reverse("governance:priority", args=[key])
    groups: dict[str, list[tuple[str, str]]] = {}
    for each in findings.citable_by(acting, settings.FRITH_VAR):
        groups.setdefault(each.group, []).append((each.key, each.rests.words[:160]))

    def made(form: ChooseForm) -> str:
        rests = findings.chosen(acting, settings.FRITH_VAR, form.cleaned_data["chosen"])
        services.justify(by=acting, priority=found, rests=rests)
        return here

    asked = Asked(title="What justifies the priority", button="Add", above=here, above_name=found.title)
    return ask(request, ChooseForm("Finding or figure", list(groups.items()), sent(request)), asked, made)


@require_http_methods(["GET", "POST"])
@signed_in
def measure(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Let an indicator show whether a priority makes progress."""
    found = queries.priority(by=acting, key=key)
    check_may_look_after(acting, found.partnership)
    here = reverse("governance:priority", args=[key])

    def made(form: ChooseForm) -> str:
        indicator = performance.indicator_named(form.cleaned_data["chosen"])
        services.measure_by(by=acting, priority=found, indicator=indicator)
        return here

    asked = Asked(title="What measures the priority", button="Add", above=here, above_name=found.title)
    chosen = [(each.pk, each.title) for each in performance.indicators()]
    return ask(request, ChooseForm("Indicator", chosen, sent(request)), asked, made)


@require_http_methods(["GET", "POST"])
@signed_in
def add_step(request: HttpRequest, acting: Acting, key: UUID, priority_key: UUID) -> HttpResponse:
    """Add a step of a plan for one of its priorities."""
    found, here = _changing(acting, key)
    priority = queries.priority(by=acting, key=priority_key)

    def made(form: StepForm) -> str:
        services.add_step(
            by=acting,
            plan=found,
            priority=priority,
            words=form.cleaned_data["words"],
            agency=agency_with(form.cleaned_data["agency"]),
            due_on=form.cleaned_data["due_on"],
            key=form.key,
        )
        return here

    asked = Asked(title=f"Add a step for {priority.title}", button="Add", above=here, above_name=found.title)
    return ask(request, StepForm(_agencies(acting, found.partnership), sent(request)), asked, made)


@require_http_methods(["GET", "POST"])
@signed_in
def report_step(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Say how far a step is."""
    found = queries.step(by=acting, key=key)
    check_may_look_after(acting, found.plan.partnership)
    here = reverse("governance:plan", args=[found.plan_id])

    def made(form: StepStateForm) -> str:
        said = form.given()
        services.report_step(
            by=acting, step=found, state=StepState(said["state"]), said=said["said"], read_with=form.read_with
        )
        return here

    asked = Asked(
        title="How far the step is", button="Save", above=here, above_name=found.plan.title, lead=found.words
    )
    initial = {"state": found.state, "said": found.said, "lock": found.lock}
    return ask(request, StepStateForm(sent(request), initial=initial), asked, made)


def _agencies(acting: Acting, partnership: Partnership) -> list[tuple[UUID, str]]:
    parts = partnerships.parts_in(partnership, acting.today).order_by("agency__name")
    return [(part.agency_id, part.agency.name) for part in parts]


def _decisions(acting: Acting, partnership: Partnership) -> list[tuple[Any, str]]:
    found = queries.decisions_of(acting, partnership)[:200]
    return [(each.pk, f"{each.board.name}, {each.number}: {each.text[:80]}") for each in found]


def _decision(acting: Acting, partnership: Partnership, key: str) -> Decision | None:
    found: Decision | None = queries.decisions_of(acting, partnership).filter(pk=key).first() if key else None
    return found
