"""The business clock: work rules, due dates and agreements run by it. A demonstration's clock stands still.

A day is a day in London, whatever the server's time zone; times are stored in UTC.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def reading(wall: datetime, standing_at: date | None = None) -> datetime:
    """Return the business time when the wall clock shows ``wall``.

    The two are the same unless the business clock was set to stand at a day; then it is that day, at the time of
    day that the wall clock shows in London.
    """
    if standing_at is None:
        return wall
    return datetime.combine(standing_at, wall.astimezone(LONDON).time(), LONDON).astimezone(UTC)


def day_of(moment: datetime) -> date:
    """Return the day in London that a moment falls on."""
    return moment.astimezone(LONDON).date()


def end_of(day: date) -> datetime:
    """Return the moment at which a London day is over: as at a day includes all that came before it."""
    return datetime.combine(day + timedelta(days=1), time.min, LONDON).astimezone(UTC)


def at_noon(day: date) -> datetime:
    """Return noon of a London day, for records of which only the day is known."""
    return datetime.combine(day, time(12), LONDON).astimezone(UTC)
