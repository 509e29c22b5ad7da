"""How a page learns who acts. Pages of every app use it; the site's middleware fills it in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase

from frith.guard.acting import Acting

SESSION = "frith_session"
"""Where the browser's session keeps which open session it is. Without it a password was given and no more."""

P = ParamSpec("P")

Page = Callable[Concatenate[HttpRequest, Acting, P], HttpResponseBase]


def who_acts(request: HttpRequest) -> Acting | None:
    """Return who acts on a page, or None if nobody is signed in."""
    acting: Acting | None = getattr(request, "acting", None)
    return acting


def who_awaits(request: HttpRequest) -> Acting | None:
    """Return who gave a password and no second factor yet, with no role, or None. No page but that one is for them."""
    awaiting: Acting | None = getattr(request, "awaiting", None)
    return awaiting


def session_of(request: HttpRequest) -> UUID | None:
    """Return the open session that the browser's own names, or None if it names none."""
    named = request.session.get(SESSION)
    return UUID(named) if named else None


def sent(request: HttpRequest) -> QueryDict | None:
    """Return what a form sent, empty as it may be, or None if the page was only asked for."""
    return request.POST if request.method == "POST" else None


def signed_in(page: Page[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Give a page who acts, or send a stranger to sign in and then back to it."""

    @wraps(page)
    def shown(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        acting = who_acts(request)
        if acting is None:
            return redirect_to_login(request.get_full_path())
        return page(request, acting, *args, **kwargs)

    return shown
