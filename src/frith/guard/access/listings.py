"""The lists of people and teams, to be taken away by those who look after them."""

from __future__ import annotations

from collections.abc import Mapping

from frith.guard.access import queries
from frith.guard.access.second_factor.queries import with_second_factor
from frith.guard.access.teams.queries import rosters, teams_by_person
from frith.guard.acting import Acting
from frith.guard.listings import Lines, Listing, register
from frith.guard.roles import Role


def _people(by: Acting, asked: Mapping[str, str]) -> Lines:
    found = queries.standings(by=by, words=asked.get("q", ""))
    sure = with_second_factor()
    teams = teams_by_person([each.person.id for each in found], by.today)
    return Lines(
        title="People who have not left",
        headings=("Name", "E-mail address", "Agency", "Teams", "Roles today", "Second step"),
        rows=[
            (
                each.person.name,
                each.person.email,
                each.agency.name,
                ", ".join(place.team.name for place in teams[each.person.id]),
                ", ".join(Role(held.role).words for held in each.roles),
                "set up" if each.person.id in sure else "not set up",
            )
            for each in found
        ],
    )


def _teams(by: Acting, asked: Mapping[str, str]) -> Lines:
    return Lines(
        title="Teams, and who is in them today",
        headings=("Agency", "Team", "Name", "E-mail address", "Leads", "Since"),
        rows=[
            (
                each.team.agency.name,
                each.team.name,
                place.person.name,
                place.person.email,
                "yes" if place.leads else "no",
                place.starts,
            )
            for each in rosters(by=by)
            for place in each.places
        ],
    )


def register_all() -> None:
    """Let the lists of people and teams be taken away."""
    register(Listing("people", ("people",), "People", _people))
    register(Listing("teams", ("teams",), "Teams", _teams))
