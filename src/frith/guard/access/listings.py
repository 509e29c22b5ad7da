"""The list of people, to be taken away by those who look after them."""

from __future__ import annotations

from collections.abc import Mapping

from frith.guard.access import queries
from frith.guard.access.second_factor.queries import with_second_factor
from frith.guard.acting import Acting
from frith.guard.listings import Lines, Listing, register
from frith.guard.roles import Role


def _people(by: Acting, asked: Mapping[str, str]) -> Lines:
    found = queries.standings(by=by, words=asked.get("q", ""))
    sure = with_second_factor()
    return Lines(
        title="People who have not left",
        headings=("Name", "E-mail address", "Agency", "Roles today", "Second step"),
        rows=[
            (
                each.person.name,
                each.person.email,
                each.agency.name,
                ", ".join(Role(held.role).words for held in each.roles),
                "set up" if each.person.id in sure else "not set up",
            )
            for each in found
        ],
    )


def register_all() -> None:
    """Let the list of people be taken away."""
    register(Listing("people", ("people",), "People", _people))
