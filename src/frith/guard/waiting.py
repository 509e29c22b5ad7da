"""What waits for somebody today: every room says it of its own work, and the first page shows it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits: what it is, why, and its page."""

    title: str
    why: str
    address: str
