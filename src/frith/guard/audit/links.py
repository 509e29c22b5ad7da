"""How an event becomes an entry of the chain: plain hashes, which need neither Django nor a database to check."""

from __future__ import annotations

from collections.abc import Sequence

from frith.guard.audit.events import canonical, sha256

START = sha256("the first entry has none before it")


def link(before: str, sequence: int, event_digest: str) -> str:
    """Return the hash of the chain up to an entry."""
    return sha256(canonical([before, sequence, event_digest]))


def digest_of(said: Sequence[str]) -> str:
    """Return the hash of an event: of all that it says, as text, in the order of the table's fields."""
    return sha256(canonical(list(said)))
