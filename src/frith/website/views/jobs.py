"""Pages of jobs: asking for an assessment, and how far a job is."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from frith.guard import forms as asking
from frith.guard.access.pages import sent, signed_in
from frith.guard.acting import Acting
from frith.guard.forms import Asked, OnceForm, ask
from frith.guard.jobs import queries, services
from frith.guard.jobs.models import OVER, State
from frith.guard.protection.evidence_account import check_may_look_after_evidence
from frith.vocabulary.disclosure import Audience
from frith.vocabulary.faults import Fault, RowsRejected, UnknownName
from frith.vocabulary.periods import Period
from frith.website.assessing import KIND
from frith.website.views.assessments import made_here

LOOK_AGAIN = 3
"""Seconds after which a page of a job that is not over looks again."""


class AssessmentForm(OnceForm):
    """Which assessment is wanted."""

    area = asking.line(
        "Area", "Enter the area", hint="Its name or official code, such as E09000033", longest=120
    )
    first = asking.line("From", "Enter the first month", hint="For example, 2016-04", longest=7)
    last = asking.line("To", "Enter the last month", hint="For example, 2018-03", longest=7)
    audience = asking.choice(
        "Who may read it",
        [(Audience.PUBLIC.value, "Everyone"), (Audience.PARTNERSHIP.value, "The partnership alone")],
        "Choose who may read it",
    )
    compare_with = asking.one_of("Compare with", "Choose one", needed=False)

    def __init__(self, earlier: list[tuple[str, str]], *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["compare_with"].choices = [("", "Nothing"), *earlier]  # type: ignore[attr-defined]


@signed_in
def job_list(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Show the jobs that this person asked for."""
    return render(request, "jobs/list.html", {"jobs": queries.jobs_of(acting)[:50]})


@signed_in
def job(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Show how far a job is; the page looks again by itself until it is over."""
    found = queries.job(acting, key)
    over = found.run.state in OVER
    waits = found.run.state == State.WAITING and queries.waiting_since(acting.at)
    response = render(request, "jobs/job.html", {"job": found, "over": over, "waits": waits})
    if not over:
        response["Refresh"] = str(LOOK_AGAIN)
    return response


@require_POST
@signed_in
def stop(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Stop a job."""
    services.stop(by=acting, job=queries.job(acting, key))
    return redirect("job", key)


@require_http_methods(["GET", "POST"])
@signed_in
def make_assessment(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Ask for a strategic assessment."""
    check_may_look_after_evidence(acting)
    earlier = [(made.key, f"{made.title}, {made.period}") for made in made_here(Path(settings.FRITH_VAR))]

    def made(form: AssessmentForm) -> str:
        said = form.given()
        period = _period(said["first"], said["last"])
        job = services.ask_for(
            by=acting,
            kind=KIND,
            title=f"Strategic assessment of {said['area']}, {period.words}",
            parameters={
                "area": said["area"],
                "from": str(period.first),
                "to": str(period.last),
                "audience": said["audience"],
                "compare_with": said["compare_with"],
            },
            key=form.key,
        )
        return reverse("job", args=[job.pk])

    asked = Asked(
        title="Make a strategic assessment",
        button="Make it",
        above=reverse("assessments"),
        above_name="Assessments",
        lead="It is made beside the site: go on with other work meanwhile. One of the same area, months and readers "
        "is replaced.",
        done="The assessment waits for its turn.",
    )
    form = AssessmentForm(earlier, sent(request), initial={"audience": Audience.PUBLIC.value})
    return ask(request, form, asked, made)


def _period(first: str, last: str) -> Period:
    """Read the months. Raises RowsRejected, so that what is wrong stands beside the questions."""
    try:
        return Period.parse(first, last)
    except UnknownName as trouble:
        fault = trouble.faults[0]
        where = "last" if fault.given.strip("'") == last.strip() else "first"
        raise RowsRejected(
            Fault(fault.code, fault.what, where, remedy=f"Enter {fault.allowed}.")
        ) from trouble
