"""What happens around every page: headers that keep it safe, who acts, and trouble told in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.conf import settings
from django.contrib.auth import get_user, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from frith.guard import wall_clock
from frith.guard.access.models import Person
from frith.guard.access.pages import session_of
from frith.guard.access.queries import acting_as
from frith.guard.access.second_factor.services import second_factor_is_asked
from frith.guard.access.sessions.queries import session_is_open
from frith.guard.acting import Acting, Channel
from frith.vocabulary.faults import Refused, Trouble, UnknownName
from frith.website.views import errors

GetResponse = Callable[[HttpRequest], HttpResponse]

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
BEFORE_SECOND_FACTOR = ("second-factor", "set-up-second-factor", "sign-out")
"""The only addresses beside the help for somebody who gave a password and no second factor."""
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


class SecurityHeaders:
    """Adds the headers that Django does not: content security, permissions, and no copies of private pages."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the headers."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers["Permissions-Policy"] = PERMISSIONS_POLICY
        response.headers.setdefault("Cache-Control", "private, no-store")
        response.headers["X-Frame-Options"] = "DENY"
        return response


class WhoActs:
    """Says who acts, at what time of either clock, once for each request.

    Somebody who gave a password and no second factor does not act: every address but those of the second factor, of
    signing out and of the help leads them there. A session that was ended elsewhere signs the browser out.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set ``request.acting`` and ``request.awaiting``, and answer."""
        acting, awaiting = self._who(request)
        # Django's request has no place of its own for them
        setattr(request, "acting", acting)  # noqa: B010
        setattr(request, "awaiting", awaiting)  # noqa: B010
        allowed = {reverse(name) for name in BEFORE_SECOND_FACTOR}
        if (
            awaiting is not None
            and request.path not in allowed
            and not request.path.startswith(reverse("help"))
        ):
            return redirect("second-factor")
        return self.get_response(request)

    def _who(self, request: HttpRequest) -> tuple[Acting | None, Acting | None]:
        person = get_user(request)
        # read once: after a change of password the session would not be found to be this person's
        request.user = person
        if not isinstance(person, Person):
            return None, None
        at = wall_clock.now()
        acting = acting_as(person, at=at, standing_at=settings.FRITH_STANDING_AT, channel=Channel.SITE)
        session = session_of(request)
        if session is None:
            return (None, replace(acting, roles=frozenset())) if second_factor_is_asked() else (acting, None)
        if session_is_open(session, person.id, at):
            return acting, None
        logout(request)
        return None, None


class TroubleAsPage:
    """Shows trouble that a page met in its own words: refused as 403, unknown as 404, the rest as 400."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return the page of a trouble; anything else goes on to become a 500."""
        if isinstance(exception, Refused):
            return errors.refused(request, exception)
        if isinstance(exception, UnknownName):
            return errors.unknown(request, exception)
        if isinstance(exception, Trouble):
            return errors.trouble(request, exception)
        return None
