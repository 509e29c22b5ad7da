"""What the audit trail holds: one event for each act, in one canonical form that both databases give back alike.

The acts are those that section 62 of the Data Protection Act 2018 has logged (collection, alteration, consultation,
disclosure, combination, erasure), with publication, refusal and sign-in. An event names records by id and never
copies their contents.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from frith.guard.acting import Acting


class Act(StrEnum):
    """What was done."""

    COLLECTED = "collected"
    ALTERED = "altered"
    CONSULTED = "consulted"
    SEARCHED = "searched"
    DISCLOSED = "disclosed"
    COMBINED = "combined"
    ERASED = "erased"
    COMPUTED = "computed"
    PUBLISHED = "published"
    REFUSED = "refused"
    SIGNED_IN = "signed in"
    SIGN_IN_FAILED = "sign-in failed"
    SIGN_IN_LOCKED = "sign-in locked"
    SIGNED_OUT = "signed out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One act. ``subject`` is the id of what was acted on, ``detail`` holds ids, counts and codes, never contents.

    ``person`` and ``agency`` are ids as text, empty where nobody was signed in.
    """

    act: Act
    at: datetime
    person: str
    agency: str
    channel: str
    subject_type: str
    subject: str = ""
    purpose: str = ""
    detail: Mapping[str, str | int] = field(default_factory=dict)


def event_by(
    by: Acting,
    act: Act,
    subject_type: str,
    subject: object = "",
    *,
    purpose: str = "",
    detail: Mapping[str, str | int] | None = None,
) -> Event:
    """Return the event of a person's act."""
    return Event(
        act=act,
        at=by.at,
        person=str(by.person),
        agency=str(by.agency),
        channel=by.channel.value,
        subject_type=subject_type,
        subject=str(subject),
        purpose=purpose,
        detail=detail or {},
    )


def canonical(value: object) -> str:
    """Write plain values as JSON in the one form that is hashed: keys sorted, no spaces, no NaN."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def moment(at: datetime) -> str:
    """Write a time to the microsecond in UTC, the same from every database and time zone."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def sha256(text: str) -> str:
    """Return the hash of a text in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()
