"""The wall clock: sign-in, audit time and data checks run by it. Only the edges read it, and pass the time down."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """Return the time now, in UTC."""
    return datetime.now(UTC)  # noqa: TID251 - this is the one place that asks
