"""Pages of the statutory year."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from frith.guard.access.pages import sent, signed_in
from frith.guard.acting import Acting
from frith.guard.forms import Asked as Page
from frith.guard.forms import ask
from frith.vocabulary.duties import duty_of
from frith.vocabulary.periods import FinancialYear, Month
from frith.work.governance.partnerships import queries as partnerships
from frith.work.governance.partnerships.models import Partnership
from frith.work.governance.partnerships.permissions import check_may_look_after, may_look_after
from frith.work.governance.statute import queries, services
from frith.work.governance.statute.checklist import Asked, checklist
from frith.work.governance.statute.forms import (
    AnswerForm,
    ConsultationForm,
    DutyForm,
    RecommendationForm,
    RequestForm,
    ResponseForm,
)
from frith.work.governance.statute.models import Response

FIRST_YEAR, LAST_YEAR = 2007, 2100


@signed_in
def this_year(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Show the checklist of the year that today is in."""
    return _shown(request, acting, key, FinancialYear.holding(Month.holding(acting.today)).start)


@signed_in
def year(request: HttpRequest, acting: Acting, key: UUID, year: int) -> HttpResponse:
    """Show the checklist of a financial year."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    return _shown(request, acting, key, year)


def _shown(request: HttpRequest, acting: Acting, key: UUID, year: int) -> HttpResponse:
    partnership = partnerships.partnership(by=acting, key=key)
    items = checklist(Asked(acting, partnership, FinancialYear(year), settings.FRITH_VAR))
    context = {
        "partnership": partnership,
        "year": year,
        "items": items,
        "met": sum(1 for item in items if item.met),
        "may_change": may_look_after(acting, partnership),
        "requests": partnership.information_requests.order_by("-asked_on"),
        "recommendations": partnership.recommendations.order_by("-reported_on"),
        "consultations": partnership.consultations.order_by("-ends"),
    }
    return render(request, "governance/statute/year.html", context)


def _changing(acting: Acting, key: UUID) -> tuple[Partnership, str]:
    """Return a partnership that this person may change, and its year's address. Raises Refused."""
    found = partnerships.partnership(by=acting, key=key)
    check_may_look_after(acting, found)
    return found, reverse("governance:this-year", args=[key])


@require_http_methods(["GET", "POST"])
@signed_in
def record_duty(request: HttpRequest, acting: Acting, key: UUID, year: int, duty: str) -> HttpResponse:
    """Write down that a duty was met."""
    found, _ = _changing(acting, key)
    try:
        wanted = duty_of(duty)
    except KeyError as unknown:
        raise Http404 from unknown
    if not wanted.record or not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    here = reverse("governance:year", args=[key, year])

    def made(form: DutyForm) -> str:
        services.record_duty(
            by=acting, partnership=found, year=year, duty=wanted, key=form.key, **form.given()
        )
        return here

    page = Page(
        title=wanted.what,
        button="Record",
        above=here,
        above_name=f"The year {FinancialYear(year)}",
        lead=f"{wanted.rule}. Write down {wanted.record}.",
    )
    return ask(request, DutyForm(sent(request), initial={"done_on": acting.today}), page, made)


@signed_in
def duty_record(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Show what was written down of a duty."""
    found = queries.duty_record(acting, key)
    context = {"record": found, "duty": duty_of(found.duty)}
    return render(request, "governance/statute/duty_record.html", context)


@signed_in
def consultation(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Show a consultation: who was asked, how many answered, and what they put first."""
    found = queries.consultation(acting, key)
    areas: dict[str, list[object]] = {}
    for concern in found.concerns.order_by("area_name", "rank"):
        areas.setdefault(concern.area_name, []).append(concern)
    return render(
        request, "governance/statute/consultation.html", {"consultation": found, "areas": areas.items()}
    )


@require_http_methods(["GET", "POST"])
@signed_in
def add_consultation(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Record a consultation."""
    found, here = _changing(acting, key)

    def made(form: ConsultationForm) -> str:
        kept = services.record_consultation(by=acting, partnership=found, key=form.key, **form.given())
        return reverse("governance:consultation", args=[kept.pk])

    page = Page(title="Record a consultation", button="Record", above=here, above_name="The statutory year")
    return ask(request, ConsultationForm(sent(request)), page, made)


@require_http_methods(["GET", "POST"])
@signed_in
def add_request(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Record a request of the committee."""
    found, here = _changing(acting, key)

    def made(form: RequestForm) -> str:
        kept = services.receive_request(by=acting, partnership=found, key=form.key, **form.given())
        return reverse("governance:information-request", args=[kept.pk])

    page = Page(
        title="A request for information", button="Record", above=here, above_name="The statutory year"
    )
    return ask(request, RequestForm(sent(request), initial={"asked_on": acting.today}), page, made)


@require_http_methods(["GET", "POST"])
@signed_in
def add_recommendation(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Record a recommendation of the committee."""
    found, here = _changing(acting, key)

    def made(form: RecommendationForm) -> str:
        kept = services.receive_recommendation(by=acting, partnership=found, key=form.key, **form.given())
        return reverse("governance:recommendation", args=[kept.pk])

    page = Page(title="A recommendation", button="Record", above=here, above_name="The statutory year")
    return ask(request, RecommendationForm(sent(request), initial={"reported_on": acting.today}), page, made)


@signed_in
def information_request(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Show a request of the committee and its answer."""
    found = queries.information_request(acting, key)
    context = {"paper": found, "may_change": may_look_after(acting, found.partnership), "kind": "request"}
    return render(request, "governance/statute/scrutiny.html", context)


@signed_in
def recommendation(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Show a recommendation of the committee and its answer."""
    found = queries.recommendation(acting, key)
    context = {
        "paper": found,
        "may_change": may_look_after(acting, found.partnership),
        "kind": "recommendation",
    }
    return render(request, "governance/statute/scrutiny.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def answer_request(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Answer a request of the committee."""
    found = queries.information_request(acting, key)
    check_may_look_after(acting, found.partnership)
    here = reverse("governance:information-request", args=[key])

    def made(form: AnswerForm) -> str:
        said = form.given()
        services.answer_request(
            by=acting,
            request=found,
            answer=said["answer"],
            on=said["answered_on"],
            depersonalised=said["depersonalised"],
            read_with=form.read_with,
        )
        return here

    page = Page(title="Answer the request", button="Save", above=here, above_name="Request", lead=found.words)
    initial = {
        "answer": found.answer,
        "answered_on": found.answered_on or acting.today,
        "depersonalised": found.depersonalised,
        "lock": found.lock,
    }
    return ask(request, AnswerForm(sent(request), initial=initial), page, made)


@require_http_methods(["GET", "POST"])
@signed_in
def answer_recommendation(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Answer a recommendation of the committee."""
    found = queries.recommendation(acting, key)
    check_may_look_after(acting, found.partnership)
    here = reverse("governance:recommendation", args=[key])

    def made(form: ResponseForm) -> str:
        said = form.given()
        services.answer_recommendation(
            by=acting,
            recommendation=found,
            response=Response(said["response"]),
            answer=said["answer"],
            on=said["answered_on"],
            read_with=form.read_with,
        )
        return here

    page = Page(
        title="Answer the recommendation",
        button="Save",
        above=here,
        above_name="Recommendation",
        lead=found.words,
    )
    initial = {
        "response": found.response,
        "answer": found.answer,
        "answered_on": found.answered_on or acting.today,
        "lock": found.lock,
    }
    return ask(request, ResponseForm(sent(request), initial=initial), page, made)
