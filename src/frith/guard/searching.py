"""Searching: every room says what of its own can be found by words, through the scopes that its pages use.

A search is an act that is recorded: that somebody searched and how much was found, with the words as a keyed hash, so
that two searches for the same thing can be told to be the same and the trail holds no names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.crypto import salted_hmac

from frith.guard.acting import Acting
from frith.guard.audit.events import Act, event_by
from frith.guard.audit.recording import act, record

SHORTEST = 2
MOST_OF_A_KIND = 20


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found: a line, where it stands, its page, and whether it belongs to a sealed board."""

    line: str
    where: str
    address: str
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What was found of one kind; ``more`` says that there is more than is shown."""

    kind: str
    hits: tuple[Hit, ...]
    more: bool


Finder = Callable[[Acting, str], Iterable[Hit]]

_finders: dict[str, Finder] = {}


def register(kind: str, finder: Finder) -> None:
    """Let things of a kind be found. The finder gives one hit more than :data:`MOST_OF_A_KIND` if there are more."""
    _finders[kind] = finder


@act
def search(*, by: Acting, words: str) -> tuple[Found, ...]:
    """Return what this person may see and that holds the words, kind by kind. The search is recorded.

    Fewer than two letters find nothing, so that nobody gets everything by asking for a space.
    """
    # a NUL is no letter that anything here has, and one database refuses to be asked for it
    asked = " ".join(words.replace("\0", " ").split())
    if len(asked) < SHORTEST:
        return ()
    found = []
    for kind in sorted(_finders):
        hits = tuple(_finders[kind](by, asked))
        if hits:
            found.append(Found(kind, hits[:MOST_OF_A_KIND], len(hits) > MOST_OF_A_KIND))
    hashed = salted_hmac("frith.guard.searching", asked.lower(), algorithm="sha256").hexdigest()
    # what is found of sealed boards is not even counted where others can read it
    open_hits = sum(1 for each in found for hit in each.hits if not hit.sealed)
    detail: dict[str, str | int] = {"words": hashed[:16], "found": open_hits}
    record(event_by(by, Act.SEARCHED, "site", detail=detail))
    return tuple(found)
