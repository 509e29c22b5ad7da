"""The list of somebody's jobs, to be taken away."""

from __future__ import annotations

from collections.abc import Mapping

from frith.guard import business_clock
from frith.guard.acting import Acting
from frith.guard.jobs import queries
from frith.guard.listings import Lines, Listing, register


def _jobs(by: Acting, asked: Mapping[str, str]) -> Lines:
    return Lines(
        title="Jobs that you asked for",
        headings=("Job", "Asked on", "How far it is"),
        rows=[
            (each.title, business_clock.day_of(each.asked_at), each.run.get_state_display())
            for each in queries.jobs_of(by)
        ],
    )


def register_all() -> None:
    """Let the list of jobs be taken away."""
    register(Listing("jobs", ("jobs",), "Your jobs", _jobs))
