"""Where a figure was used: apps that cite figures register how to find what cites one. Up the thread."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from frith.guard.acting import Acting


@dataclass(frozen=True, slots=True)
class Use:
    """A thing that cites a figure: a line that names it, and its page."""

    line: str
    address: str


Finder = Callable[[Acting, str], Iterable[Use]]

_finders: dict[str, Finder] = {}


def register(kind: str, finder: Finder) -> None:
    """Add a way to find what cites a figure."""
    _finders[kind] = finder


def of_figure(by: Acting, figure_id: str) -> tuple[Use, ...]:
    """Return everything this person may see that cites a figure."""
    return tuple(use for kind in sorted(_finders) for use in _finders[kind](by, figure_id))
