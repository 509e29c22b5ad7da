"""Meetings as an iCalendar feed (RFC 5545), for calendars that people have already.

A feed leaves Frith, so it holds nothing of sealed boards.
"""

from __future__ import annotations

from datetime import timedelta

from icalendar import Calendar, Event

from frith.guard.acting import Acting
from frith.work.governance.meetings import queries
from frith.work.governance.meetings.models import MeetingState

BACK = timedelta(days=366)
"""How far back a feed goes."""


def feed(by: Acting, address: str) -> bytes:
    """Return the meetings of open boards that this person may see; ``address`` leads to this site."""
    calendar = Calendar()
    calendar.add("prodid", "-//Frith//Meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Community safety meetings")
    since = by.business_now - BACK
    for meeting in queries.meetings_visible_to(by).filter(board__sealed=False, starts_at__gte=since):
        event = Event()
        event.add("uid", f"{meeting.pk}@frith")
        event.add("dtstamp", meeting.starts_at)
        event.add("sequence", meeting.lock)
        event.add("dtstart", meeting.starts_at)
        event.add("dtend", meeting.ends_at)
        event.add("summary", f"{meeting.board.name}: {meeting.title}")
        event.add("location", meeting.place)
        event.add("url", f"{address}/meetings/{meeting.pk}/")
        event.add("status", "CANCELLED" if meeting.state == MeetingState.CANCELLED else "CONFIRMED")
        calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written
