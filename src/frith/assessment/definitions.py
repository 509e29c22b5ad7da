"""Every definition that an assessment's figures are computed by, gathered from the chapters that compute them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Definition:
    """A named, versioned rule. ``words`` explain it to a reader: what is counted, over what, with which limits."""

    id: str
    version: int
    title: str
    words: str
    unit: str
