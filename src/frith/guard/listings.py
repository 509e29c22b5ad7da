"""Lists that can be taken away as files: every room says what its list pages show, and one place hands it over.

A listing goes through the queries of its page, so that a file never holds what the page would not show. Whoever takes
one away has it outside Frith from then on: that is a disclosure, and recorded as one, with how many rows there were.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from frith.guard.acting import Acting
from frith.guard.audit.events import Act, Event, event_by
from frith.guard.audit.recording import act, record
from frith.publication.list_files import Cell
from frith.vocabulary.faults import Fault, UnknownName

LIST = "list"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """What a list holds for somebody now.

    ``about`` is the id of the record that the list belongs to, if it belongs to one. ``sealed`` are the events that
    account for rows of sealed boards, which are ``sealed_rows`` of all: the list's own event does not count those,
    because it is read by people who may not know of them.
    """

    title: str
    headings: tuple[str, ...]
    rows: list[tuple[Cell, ...]]
    about: str = ""
    sealed: tuple[Event, ...] = ()
    sealed_rows: int = 0


@dataclass(frozen=True, slots=True)
class Listing:
    """A list that can be taken away: its key, the pages that show it by name, what to call it, and what it holds.

    What it holds depends on who asks and on what the page was asked, such as which partnership.
    """

    key: str
    pages: tuple[str, ...]
    name: str
    lines: Callable[[Acting, Mapping[str, str]], Lines]


_listings: dict[str, Listing] = {}


def register(*listings: Listing) -> None:
    """Let lists be taken away."""
    for listing in listings:
        _listings[listing.key] = listing


def all_listings() -> tuple[Listing, ...]:
    """Return every list that can be taken away, by key."""
    return tuple(_listings[key] for key in sorted(_listings))


def listings_on(page: str) -> tuple[Listing, ...]:
    """Return the lists that a page shows, by the page's name."""
    return tuple(each for each in all_listings() if page in each.pages)


@act
def take_away(*, by: Acting, key: str, asked: Mapping[str, str], ending: str) -> Lines:
    """Return what a list holds, and record that it was taken away, in which kind of file.

    Raises UnknownName if there is no such list, and whatever the page raises: Refused where it is not theirs to see.
    """
    listing = _listings.get(key)
    if listing is None:
        raise UnknownName(
            Fault("listings.unknown", "no list has this name", "", ", ".join(sorted(_listings)), key)
        )
    lines = listing.lines(by, asked)
    open_rows = len(lines.rows) - lines.sealed_rows
    # a list of nothing but a sealed board's has no event that tells others that there was one
    if open_rows or not lines.sealed:
        detail: dict[str, str | int] = {"list": key, "rows": open_rows, "file": ending}
        what = lines.about or key
        record(event_by(by, Act.DISCLOSED, LIST, what, purpose="taken away as a file", detail=detail))
    for event in lines.sealed:
        record(event)
    return lines
