"""What happens around every page: headers that keep it safe, who acts, and trouble told in a sentence."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest, HttpResponse

from frith.guard import wall_clock
from frith.guard.access.models import Person
from frith.guard.access.queries import acting_as
from frith.guard.acting import Channel
from frith.vocabulary.faults import Refused, Trouble, UnknownName
from frith.website.views import errors

GetResponse = Callable[[HttpRequest], HttpResponse]

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
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
    """Says who acts, at what time of either clock, once for each request."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set ``request.acting`` and answer."""
        person = get_user(request)
        acting = None
        if isinstance(person, Person):
            acting = acting_as(
                person, at=wall_clock.now(), standing_at=settings.FRITH_STANDING_AT, channel=Channel.SITE
            )
        setattr(request, "acting", acting)  # noqa: B010 - Django's request has no place of its own for it
        return self.get_response(request)


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
