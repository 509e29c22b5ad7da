"""Reads of teams."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from frith.guard import business_clock
from frith.guard.access import permissions
from frith.guard.access.models import Person
from frith.guard.access.queries import agency_named, present_on
from frith.guard.access.teams.models import Team, TeamPlace
from frith.guard.acting import Acting
from frith.guard.audit.recording import act
from frith.vocabulary.faults import Fault, UnknownName


@dataclass(frozen=True, slots=True)
class Roster:
    """A team, and who is in it on a business day and has not left: whoever leads first, then by name."""

    team: Team
    places: tuple[TeamPlace, ...]

    @property
    def lead(self) -> Person | None:
        """Who leads it; nobody if whoever did has left."""
        return next((place.person for place in self.places if place.leads), None)


def places_on(day: date) -> QuerySet[TeamPlace]:
    """Return the places that people hold on a business day, also of those who have left."""
    held = TeamPlace.objects.filter(Q(ends__isnull=True) | Q(ends__gte=day), starts__lte=day)
    found: QuerySet[TeamPlace] = held.filter(Q(team__closed_on__isnull=True) | Q(team__closed_on__gt=day))
    return found.select_related("team__agency", "person")


def teams_by_person(people: Collection[UUID], day: date) -> dict[UUID, list[TeamPlace]]:
    """Return the places that people hold on a business day, by person, each list by the team's name."""
    found: dict[UUID, list[TeamPlace]] = defaultdict(list)
    for place in places_on(day).filter(person__in=people).order_by("team__name", "id"):
        found[place.person_id].append(place)
    return found


def mates_of(person: UUID, by: Acting) -> frozenset[UUID]:
    """Return who is in a team with a person today and has not left, for work to be handed to; also of one who left."""
    teams = places_on(by.today).filter(person=person).values("team")
    there = places_on(by.today).filter(team__in=teams, person__in=present_on(business_clock.day_of(by.at)))
    return frozenset(there.exclude(person=person).values_list("person", flat=True))


@act
def rosters(*, by: Acting) -> list[Roster]:
    """Return the teams that are not closed, with who is in them, by agency and name. Raises Refused."""
    permissions.check_may_manage_people(by)
    teams = Team.objects.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=by.today)).select_related(
        "agency"
    )
    return _rosters(teams.order_by("agency__name", "name"), by)


@act
def roster_of(*, by: Acting, key: UUID) -> Roster:
    """Return a team, also one that is closed, with who is in it. Raises Refused, or UnknownName if there is none."""
    permissions.check_may_manage_people(by)
    team = Team.objects.filter(pk=key).select_related("agency").first()
    if team is None:
        raise UnknownName(Fault("access.no-such-team", "There is no such team here.", given=str(key)))
    [found] = _rosters([team], by)
    return found


@act
def team_named(*, by: Acting, agency: str, name: str) -> Team:
    """Return a team by the names of its agency and its own. Raises Refused, or UnknownName listing the names."""
    permissions.check_may_manage_people(by)
    teams = Team.objects.filter(agency=agency_named(agency)).select_related("agency").order_by("name")
    found: Team | None = teams.filter(name=name).first()
    if found is None:
        names = "; ".join(team.name for team in teams)
        raise UnknownName(
            Fault(
                "access.no-such-team", "this agency has no team of this name", "", names or "none yet", name
            )
        )
    return found


@act
def colleagues(*, by: Acting, team: Team) -> list[Person]:
    """Return the people of a team's agency who have not left, by name: who may be placed in it. Raises Refused."""
    permissions.check_may_manage_people(by)
    people = present_on(business_clock.day_of(by.at)).filter(agency=team.agency_id)
    return list(people.order_by("name", "email"))


def _rosters(teams: Iterable[Team], by: Acting) -> list[Roster]:
    there: dict[UUID, list[TeamPlace]] = defaultdict(list)
    teams = list(teams)
    held = places_on(by.today).filter(
        team__in=teams, person__in=present_on(business_clock.day_of(by.at)).order_by()
    )
    for place in held.order_by("-leads", "person__name", "id"):
        there[place.team_id].append(place)
    return [Roster(team, tuple(there[team.pk])) for team in teams]
