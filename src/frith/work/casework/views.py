"""Pages of casework."""

from __future__ import annotations

from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from frith.guard.access.pages import sent, signed_in
from frith.guard.acting import Acting
from frith.vocabulary.faults import RowsRejected
from frith.work.casework import permissions, queries, services
from frith.work.casework.forms import CorrectionForm, RecordForm, answers_of
from frith.work.casework.models import CorrectionReason
from frith.work.performance import queries as performance


@signed_in
def closures(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Show the closure records this person may see, or say why there are none."""
    context = {
        "closures": queries.closure_list(by=acting, page=request.GET.get("page", "1")),
        "may_record": permissions.may_record_any(acting),
        "otherwise": queries.closure_scope(acting).otherwise,
        "record_type": queries.CLOSURE_RECORD,
    }
    return render(request, "casework/closures.html", context)


@signed_in
def closure(request: HttpRequest, acting: Acting, record_id: UUID) -> HttpResponse:
    """Show a closure record, why this person may see it, what was said before, and the figures that count it."""
    history = queries.closure_history(by=acting, record_id=record_id)
    found = next(each for each in history if each.id == record_id)
    context = {
        "closure": found,
        "latest": history[-1],
        "history": history,
        "why": queries.why_visible(acting, record_id),
        "may_correct": permissions.may_record_closures(acting, found.service),
        "told_of_figures": all(found.shown[name] for name in queries.COUNTED),
        "figures": [
            (stored, performance.value_of(stored)) for stored in performance.figures_resting_on([found.id])
        ],
        "record_type": queries.CLOSURE_RECORD,
    }
    return render(request, "casework/closure.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def record(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Ask what was found when support closed, and record it."""
    form = RecordForm(services.services_to_record_for(by=acting), sent(request))
    if form.is_valid():
        try:
            made = services.record_closure(
                by=acting, service=form.cleaned_data["service"], found=form.found()
            )
            return redirect("casework:closure", made.id)
        except RowsRejected as trouble:
            _show(trouble, form)
    context = {"form": form, "title": "Record a closure", "button": "Record"}
    return render(request, "casework/form.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@signed_in
def correct(request: HttpRequest, acting: Acting, record_id: UUID) -> HttpResponse:
    """Ask what should have been recorded, and add it as a new statement."""
    found = queries.closure_to_correct(by=acting, record_id=record_id)
    form = CorrectionForm(sent(request), initial=answers_of(found))
    if form.is_valid():
        reason = CorrectionReason(form.cleaned_data["reason"])
        try:
            made = services.correct_closure(by=acting, record_id=record_id, found=form.found(), reason=reason)
            return redirect("casework:closure", made.id)
        except RowsRejected as trouble:
            _show(trouble, form)
    context = {
        "form": form,
        "title": "Correct a closure record",
        "button": "Save the correction",
        "closure": found,
    }
    return render(request, "casework/form.html", context, status=400 if form.errors else 200)


def _show(trouble: RowsRejected, form: Form) -> None:
    """Put each fault beside the question that it is about."""
    for fault in trouble.faults:
        form.add_error(fault.where if fault.where in form.fields else None, fault.what)
