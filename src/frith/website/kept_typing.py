"""What somebody typed is not lost when their session had ended: it is kept, and shown to them once they are back in.

It is kept encrypted in the browser's session, for the person who was signed in there last and for nobody else who signs
in at the same browser. Files are not kept, and neither is what comes from a script, which keeps its own.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from frith.guard.access.pages import signed_in, who_acts, who_awaits
from frith.guard.acting import Acting
from frith.guard.encryption import decrypted, encrypted

COOKIE = "frith_last"
KEPT = "frith_kept"
DAY = 24 * 60 * 60
MOST = 1_000_000
"""Characters that are kept at most: more than any page of Frith's can send."""
OWN = ("csrfmiddlewaretoken",)
HIDDEN = (*OWN, "lock", "once")

GetResponse = Callable[[HttpRequest], HttpResponse]


class KeepTyping:
    """Keeps a form that was sent after its session had ended, and remembers whose browser it is."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; instead of losing a form on the way to the page of signing in, keep it."""
        response = self.get_response(request)
        acting = who_acts(request)
        if acting is not None:
            if request.get_signed_cookie(COOKIE, "", max_age=DAY) != str(acting.person):
                response.set_signed_cookie(
                    COOKIE,
                    str(acting.person),
                    max_age=DAY,
                    httponly=True,
                    samesite="Lax",
                    secure=request.is_secure(),
                )
        elif _is_lost(request, response):
            person = request.get_signed_cookie(COOKIE, "", max_age=DAY)
            fields = [(name, value) for name, values in request.POST.lists() for value in values]
            text = json.dumps(
                [person, request.get_full_path(), [each for each in fields if each[0] not in OWN]]
            )
            if person and len(text) <= MOST:
                request.session[KEPT] = encrypted(text)
                where = f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': reverse('kept-typing')})}"
                response["Location"] = where
        return response


def _is_lost(request: HttpRequest, response: HttpResponse) -> bool:
    """Return whether a form that a person sent is about to be lost because nobody is signed in."""
    by_hand = request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
    to_sign_in = response.get("Location", "").startswith(resolve_url(settings.LOGIN_URL))
    return (
        request.method == "POST"
        and by_hand
        and response.status_code == 302
        and to_sign_in
        and who_awaits(request) is None
        and not request.path.startswith(resolve_url(settings.LOGIN_URL))
        and bool(request.POST)
    )


@require_http_methods(["GET", "POST"])
@signed_in
def kept_typing(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Show what was kept for this person, and send it where it was going, or throw it away."""
    person, address, fields = _kept(request)
    if person != str(acting.person):
        request.session.pop(KEPT, None)
        return render(request, "kept_typing.html", {"address": ""})
    if request.method == "POST":
        del request.session[KEPT]
        if request.POST.get("kept") == "throw away":
            return redirect("home")
        # the browser sends the same form again, with this page's token, to where it was going
        return redirect(address, preserve_request=True)
    context = {
        "address": address,
        "fields": fields,
        "shown": [(name, value) for name, value in fields if name not in HIDDEN and value],
    }
    return render(request, "kept_typing.html", context)


def _kept(request: HttpRequest) -> tuple[str, str, list[tuple[str, str]]]:
    held = request.session.get(KEPT)
    if not held:
        return "", "", []
    person, address, fields = json.loads(decrypted(held))
    return person, address, [(name, value) for name, value in fields]
