"""The address of a person's own calendar: made, shown once, and read by the calendar that they gave it to.

The address holds a token that reaches nothing but the meetings of open boards, so that one which is kept in a log or
at a calendar's provider tells no more than that.
"""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from frith.guard import wall_clock
from frith.guard.access.pages import sent, session_of, signed_in
from frith.guard.access.queries import acting_as
from frith.guard.access.tokens.models import PersonalToken
from frith.guard.access.tokens.queries import token_given
from frith.guard.access.tokens.services import LONGEST_NAME, SUBJECT, make_calendar_address
from frith.guard.acting import Acting, Channel
from frith.guard.audit.events import Act, event_by
from frith.guard.audit.recording import record
from frith.guard.forms import line, show
from frith.vocabulary.faults import RowsRejected
from frith.website.views.password_again import Asked, check_password_again, password_again
from frith.website.views.sign_in import BAD, TOO_MANY
from frith.work.governance.meetings.calendar import feed

HOUR = 3600


class CalendarForm(forms.Form):
    """Where the address is to be used, and the password once more."""

    name = line(
        "Which calendar is the address for?",
        "Say which calendar the address is for",
        hint="For example, my telephone",
        longest=LONGEST_NAME,
    )
    password = password_again()


@require_http_methods(["GET", "POST"])
@signed_in
def new_address(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Make an address, and show it once."""
    form = CalendarForm(sent(request))
    status = check_password_again(form, acting) if form.is_valid() else BAD if form.errors else 200
    if form.is_valid():
        try:
            token, text = make_calendar_address(
                by=acting, session=session_of(request), name=form.cleaned_data["name"]
            )
        except RowsRejected as trouble:
            show(trouble, form)
            status = BAD
        else:
            address = request.build_absolute_uri(reverse("calendar-address", args=[text]))
            return render(request, "tokens/calendar_made.html", {"token": token, "address": address})
    lead = (
        "Whoever has the address sees your meetings of open boards. Meetings of sealed boards are left out."
    )
    asked = Asked("Make a calendar address", "Make it", lead)
    return render(request, "tokens/ask.html", {"form": form, "asked": asked}, status=status)


@require_safe
def meetings_at(request: HttpRequest, token: str) -> HttpResponse:
    """Hand the meetings to the calendar that has the address. One that has ended and one never made are the same."""
    at = wall_clock.now()
    held = token_given(token, at)
    if held is None or not held.is_calendar:
        raise Http404
    if _too_often(held):
        return HttpResponse(status=TOO_MANY, headers={"Retry-After": str(HOUR)})
    by = acting_as(held.person, at=at, standing_at=settings.FRITH_STANDING_AT, channel=Channel.API)
    made = feed(by, request.build_absolute_uri("/").rstrip("/"))
    record(event_by(by, Act.DISCLOSED, SUBJECT, held.pk, purpose="calendar"))
    return HttpResponse(made, content_type="text/calendar; charset=utf-8")


def _too_often(held: PersonalToken) -> bool:
    """Return whether the address was read as often as it may in this hour."""
    key = f"frith.calendar.{held.pk}"
    cache.add(key, 0, timeout=HOUR)
    try:
        read: int = cache.incr(key)
    except ValueError:  # the cache was full and let go of it
        return False
    return read > settings.FRITH_CALENDAR_AN_HOUR
