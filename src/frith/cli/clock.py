"""The wall clock of the command line: whether a month has happened does not depend on what is played."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo


def wall_day() -> date:
    """Return today by the wall clock in London: the outermost caller asks the time, and nothing deeper does."""
    return datetime.now(ZoneInfo("Europe/London")).date()  # noqa: TID251
