"""Signing in by the word of an organisation's own provider: asking it, and taking its answer."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from frith.guard import wall_clock
from frith.guard.access.sign_in import check_identity
from frith.guard.access.single_sign_on.provider import (
    Provider,
    Question,
    address_to_ask,
    identity,
    new_question,
    provider,
)
from frith.vocabulary.faults import Fault, Refused, SourceUnreachable, UnknownName
from frith.website.views.sign_in import WHERE_TO, begin, safe_address, sign_in_page

ASKED = "frith_provider_asked"
"""Where the browser's session keeps what a provider was asked."""
FORBIDDEN, BAD_GATEWAY = 403, 502


@require_safe
def ask_provider(request: HttpRequest) -> HttpResponse:
    """Send the browser to the provider. Raises UnknownName where there is none."""
    asked, question = _provider(), new_question()
    try:
        address = address_to_ask(asked, question, _answer_to(request))
    except SourceUnreachable as trouble:
        return sign_in_page(request, _words(trouble.faults[0]), BAD_GATEWAY)
    request.session[ASKED] = question.as_kept()
    request.session[WHERE_TO] = safe_address(request, request.GET.get("next", ""))
    return redirect(address)


@require_safe
def provider_answer(request: HttpRequest) -> HttpResponse:
    """Take the answer that the browser brings back, and lead on to the second step or in."""
    asked, kept, at = _provider(), request.session.pop(ASKED, None), wall_clock.now()
    try:
        found = identity(
            asked, Question(**kept) if kept else None, request.GET.dict(), _answer_to(request), at=at
        )
        person = check_identity(found, at=at)
    except SourceUnreachable as trouble:
        return sign_in_page(request, _words(trouble.faults[0]), BAD_GATEWAY)
    except Refused as refusal:
        return sign_in_page(request, _words(refusal.faults[0]), FORBIDDEN)
    where_to = request.session.get(WHERE_TO, reverse("home"))
    return begin(request, person, where_to, vouched="single sign-on" if found.several_factors else "")


def _provider() -> Provider:
    found = provider()
    if found is None:
        raise UnknownName(Fault("access.no-provider", "No organisation's sign-in is set up here."))
    return found


def _answer_to(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("provider-answer"))


def _words(fault: Fault) -> str:
    return f"{fault.what} {fault.remedy}"
