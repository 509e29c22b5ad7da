"""Kinds of job: higher rooms say what can be asked for, who may ask, and how it is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from frith.guard.acting import Acting
from frith.guard.jobs.models import Job
from frith.vocabulary.faults import Fault, UnknownName

Parameters = Mapping[str, str]
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of job.

    ``check`` raises Refused unless somebody may ask for it, and is asked again when the work begins. ``do`` does it for
    that person, tells how far it is, and returns the address of the result. It may be done more than once: its effects
    go through :func:`frith.guard.jobs.services.once`, or replace a whole file or folder.
    """

    name: str
    check: Callable[[Acting, Parameters], None]
    do: Callable[[Acting, Job, Parameters, Tell], str]


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Let a kind of job be asked for."""
    _kinds[kind.name] = kind


def kind_named(name: str) -> Kind:
    """Return a kind of job. Raises UnknownName."""
    if name not in _kinds:
        raise UnknownName(
            Fault("jobs.kind", "there is no such kind of job", "", ", ".join(sorted(_kinds)), name)
        )
    return _kinds[name]
