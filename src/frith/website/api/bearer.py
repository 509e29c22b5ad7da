"""Who a request is for: the person whose token it gives, as they are now, if the token was made for what is asked."""

from __future__ import annotations

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from ninja.errors import Throttled
from ninja.security import HttpBearer

from frith.guard import wall_clock
from frith.guard.access.queries import acting_as
from frith.guard.access.tokens.queries import token_given
from frith.guard.access.tokens.reach import Reach
from frith.guard.acting import Acting, Channel
from frith.guard.audit.recording import record_refusal
from frith.vocabulary.faults import Fault, Refused

MINUTE = 60


class PersonalToken(HttpBearer):
    """A personal token, as ``Authorization: Bearer …``. The sign-in of a browser counts for nothing here."""

    def __init__(self, reach: Reach, operation: str) -> None:
        super().__init__()
        self.reach = reach
        self.operation = operation

    def authenticate(self, request: HttpRequest, token: str) -> Acting | None:
        """Return who acts, or None if the token does not work.

        Raises Refused if it was made for something else, or Throttled if the person asks too often.
        """
        at = wall_clock.now()
        held = token_given(token, at)
        if held is None:
            return None
        by = acting_as(held.person, at=at, standing_at=settings.FRITH_STANDING_AT, channel=Channel.API)
        check_not_too_often(by)
        if not held.covers(self.reach):
            refusal = Refused(
                Fault(
                    "api.reach",
                    "The token was not made for this.",
                    allowed=self.reach.value,
                    given=", ".join(held.reaches.split()),
                    remedy="Make one for this as well, on the page of your tokens.",
                )
            )
            record_refusal(by, self.operation, refusal, {"token": ("access.personaltoken", str(held.pk))})
            raise refusal
        return by


def acting_of(request: HttpRequest) -> Acting:
    """Return who acts in an operation, which is not reached before they are known."""
    acting: Acting = request.auth  # type: ignore[attr-defined]
    return acting


def check_not_too_often(by: Acting) -> None:
    """Raise Throttled if a person asked as often as they may in this minute, with all their tokens together."""
    key = f"frith.api.{by.person}.{by.at:%Y%m%d%H%M}"
    cache.add(key, 0, timeout=2 * MINUTE)
    try:
        asked = cache.incr(key)
    except ValueError:  # the cache was full and let go of it
        return
    if asked > settings.FRITH_API_A_MINUTE:
        raise Throttled(wait=MINUTE - by.at.second)
