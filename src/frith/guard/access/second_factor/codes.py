"""Making and checking codes. Nothing here is kept: the tables hold the secret encrypted, and hashes."""

from __future__ import annotations

import secrets
from datetime import datetime
from hmac import compare_digest
from uuid import UUID

import pyotp
import segno

from frith.guard.audit.events import sha256

SECONDS = 30
"""How long a code of an app stands (RFC 6238, section 5.2)."""
WINDOW = (-1, 0, 1)
"""The time steps around now whose codes are taken, for clocks that differ and for slow fingers."""
HOW_MANY = 10
"""How many recovery codes a person is given."""
ISSUER = "Frith"
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and figures that are not mistaken for each other: four groups of four are 79 bits."""
_GROUPS, _GROUP = 4, 4
_QUIET = 4
"""Modules of white around a QR code (ISO/IEC 18004)."""


def new_secret() -> str:
    """Return a secret of 160 bits for an app, in base 32 (RFC 4226, section 4)."""
    return pyotp.random_base32()


def step_of(at: datetime) -> int:
    """Return the time step of a moment."""
    return int(at.timestamp()) // SECONDS


def code_of(secret: str, step: int) -> str:
    """Return the six figures that an app shows in a time step."""
    return pyotp.TOTP(secret).generate_otp(step)


def step_taken(secret: str, code: str, *, at: datetime, after: int) -> int | None:
    """Return the time step that a code belongs to, or None if it is wrong or was used: steps up to ``after`` are."""
    given = "".join(code.split())
    now = step_of(at)
    found = None
    for step in (now + offset for offset in WINDOW):
        if compare_digest(code_of(secret, step).encode(), given.encode()) and step > after:
            found = step
    return found


def address_for_app(secret: str, email: str) -> str:
    """Return the ``otpauth`` address that an app reads from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)


def in_groups(secret: str) -> str:
    """Return a secret as people copy it: four characters at a time."""
    return " ".join(secret[start : start + _GROUP] for start in range(0, len(secret), _GROUP))


def drawing(text: str) -> tuple[int, str]:
    """Return a text as a QR code: the width of its square in modules, and the path that draws the dark ones."""
    code = segno.make(text, error="m")
    rows = [list(row) for row in code.matrix]
    path = "".join(
        f"M{x + _QUIET} {y + _QUIET}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, dark in enumerate(row)
        if dark
    )
    return len(rows) + 2 * _QUIET, path


def new_recovery_codes() -> tuple[str, ...]:
    """Return ten codes such as ``kx4w-9rtp-m2ad-qq7h``."""
    return tuple(
        "-".join("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))
        for _ in range(HOW_MANY)
    )


def hashed(person: UUID, code: str) -> str:
    """Return what is kept of a recovery code. It is random and long, so that one round of SHA-256 is enough."""
    plain = "".join(letter for letter in code.lower() if letter.isalnum())
    return sha256(f"frith recovery code {person} {plain}")
