"""Pages for what went wrong: what happened, and what to do next. Never a stack trace."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from frith.guard.protection.record_types import type_refused_with
from frith.vocabulary.faults import Refused, Trouble, UnknownName


def refused(request: HttpRequest, trouble: Refused) -> HttpResponse:
    """Say why something is not allowed, and of a record where to learn more, the same whether it is there or not."""
    context = {"faults": trouble.faults, "explained": type_refused_with(trouble.code)}
    return render(request, "errors/refused.html", context, status=403)


def unknown(request: HttpRequest, trouble: UnknownName) -> HttpResponse:
    """Say that nothing is found at an address, without listing what there is."""
    return render(request, "errors/not_found.html", {"faults": trouble.faults}, status=404)


def trouble(request: HttpRequest, trouble: Trouble) -> HttpResponse:
    """Say what is wrong with what was asked."""
    return render(request, "errors/trouble.html", {"faults": trouble.faults}, status=400)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is no page."""
    return render(request, "errors/not_found.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Say that Frith met a fault of its own.

    The page is made without the request, so that nothing it needs can be what is broken: no database, no sign-in, no
    evidence.
    """
    return HttpResponse(render_to_string("errors/broken.html"), status=500)


def forged_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form was too old, or did not come from this site."""
    return render(request, "errors/forged_form.html", status=403)
