"""The pages of somebody without an account: the code, the questions or the file, and the receipt. Nothing else."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from frith.guard import business_clock, encryption, wall_clock
from frith.guard.access.pages import sent
from frith.guard.acting import Acting
from frith.guard.forms import show
from frith.vocabulary.faults import ChangedMeanwhile, RowsRejected, UnknownName
from frith.work.governance.enquiries import contents, queries, services
from frith.work.governance.enquiries.forms import AnswersForm, CodeForm, FileForm
from frith.work.governance.enquiries.models import EnquiryKind, EnquiryLink
from frith.work.governance.enquiries.services import Tried

OPENED = "frith_enquiry_opened"
"""Where the browser's session keeps which link was opened with its code, and until when that holds."""
TYPED = "frith_enquiry_typed"
"""Where it keeps, encrypted, what was typed when that had ended."""
RECEIPT = "frith_enquiry_receipt"
"""Where it keeps the reference of what was answered, for the receipt."""
STAYS_OPEN = timedelta(hours=2)
BAD, NOT_FOUND, TOO_MANY = 400, 404, 429
_WORDS = {
    Tried.WRONG: "The code is not right. Check it with the person who asked you: five wrong ones lock the link.",
    Tried.TOO_SOON: "Wait a few seconds, and enter the code again.",
}


@require_http_methods(["GET", "POST"])
def answer_enquiry(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for the code, then for the answer; or say that the link does not work, in the same words for every reason."""
    at = wall_clock.now()
    try:
        link = queries.link_that_works(token, at)
        by = queries.acting_as_respondent(link, at, business_clock.reading(at, settings.FRITH_STANDING_AT))
        if not _is_open(request, link, at):
            return _code_page(request, link, by, token)
        return _answer_page(request, link, by, token)
    except UnknownName as unknown:
        return render(
            request, "governance/enquiries/no_link.html", {"faults": unknown.faults}, status=NOT_FOUND
        )


@require_GET
def answer_sent(request: HttpRequest, token: str) -> HttpResponse:
    """Show the receipt to the browser that sent the answer, and to no other."""
    held = request.session.get(RECEIPT)
    if not held or held["link"] != queries.hashed(token):
        try:
            queries.link_that_works(token, wall_clock.now())
        except UnknownName as unknown:
            return render(
                request, "governance/enquiries/no_link.html", {"faults": unknown.faults}, status=NOT_FOUND
            )
        return redirect("governance:answer-enquiry", token)
    return render(request, "governance/enquiries/sent.html", {"receipt": held})


def _code_page(request: HttpRequest, link: EnquiryLink, by: Acting, token: str) -> HttpResponse:
    """Ask for the code. Answers that come when the code no longer counts are kept, and shown again after it."""
    data = sent(request)
    if data is not None and "code" not in data:
        typed = {name: value for name, value in data.items() if name.startswith("q")}
        request.session[TYPED] = encryption.encrypted(json.dumps([str(link.pk), typed]))
        data = None
    form = CodeForm(data)
    status = 200
    if form.is_valid():
        tried = _tried(by, token, form.cleaned_data["code"])
        if tried is Tried.RIGHT:
            request.session.cycle_key()
            request.session[OPENED] = [str(link.pk), (by.at + STAYS_OPEN).isoformat()]
            return redirect("governance:answer-enquiry", token)
        if tried is Tried.LOCKED:
            queries.link_that_works(token, by.at)  # which it does no more
        form.add_error("code", _WORDS[tried])
        status = TOO_MANY if tried is Tried.TOO_SOON else BAD
    elif form.errors:
        status = BAD
    context = {"form": form, "kept": TYPED in request.session and data is None}
    return render(request, "governance/enquiries/code.html", context, status=status)


def _tried(by: Acting, token: str, code: str) -> Tried:
    try:
        return services.try_code(by=by, token=token, code=code)
    except ChangedMeanwhile:  # two codes came at the same moment, and one of them was looked at
        return Tried.TOO_SOON


def _answer_page(request: HttpRequest, link: EnquiryLink, by: Acting, token: str) -> HttpResponse:
    asked = contents.contents_of(link.enquiry)
    form: forms.Form
    if link.enquiry.kind == EnquiryKind.FILE:
        form = FileForm(asked.file, sent(request), request.FILES or None)
    else:
        form = AnswersForm(asked.questions, sent(request), initial=_typed(request, link))
    if form.is_valid():
        try:
            _send(form, by, token)
        except RowsRejected as trouble:
            show(trouble, form)
        except ChangedMeanwhile:  # sent twice at once: the other one is the answer
            return redirect("governance:answer-sent", token)
        else:
            _give_receipt(request, link, by)
            return redirect("governance:answer-sent", token)
    context = {"form": form, "asked": asked, "enquiry": link.enquiry, "link": link}
    return render(request, "governance/enquiries/answering.html", context, status=BAD if form.errors else 200)


def _send(form: forms.Form, by: Acting, token: str) -> None:
    if isinstance(form, AnswersForm):
        services.answer_questions(by=by, token=token, written=form.written())
        return
    file: UploadedFile[bytes] = form.cleaned_data["file"]
    services.answer_with_file(by=by, token=token, name=file.name or "", content=file.read())


def _give_receipt(request: HttpRequest, link: EnquiryLink, by: Acting) -> None:
    for place in (OPENED, TYPED):
        request.session.pop(place, None)
    request.session[RECEIPT] = {
        "link": link.hashed,
        "reference": link.enquiry.reference,
        "asker": link.enquiry.asked_by.name,
        "agency": link.enquiry.agency.name,
        "sent_at": by.business_now.isoformat(),
    }


def _is_open(request: HttpRequest, link: EnquiryLink, at: datetime) -> bool:
    """Return whether this browser gave the code of this link, not long ago."""
    opened, until = request.session.get(OPENED) or ("", "")
    return bool(opened == str(link.pk)) and at < datetime.fromisoformat(until)


def _typed(request: HttpRequest, link: EnquiryLink) -> dict[str, Any]:
    """Return what was typed on this link's page before its code had to be given again."""
    held = request.session.get(TYPED)
    if not held:
        return {}
    key, typed = json.loads(encryption.decrypted(held))
    return dict(typed) if key == str(link.pk) else {}
