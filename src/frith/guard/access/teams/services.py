"""All writes about teams."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID, uuid4

from django.db.models import Q

from frith.guard.access import permissions, queries
from frith.guard.access.models import Agency, Person
from frith.guard.access.teams.models import Team, TeamPlace
from frith.guard.acting import Acting
from frith.guard.audit.events import Act, Event, event_by
from frith.guard.audit.recording import act, write
from frith.vocabulary.faults import Fault, RowsRejected

LONGEST_NAME = 80
SUBJECT = "team"


@act
def add_team(*, by: Acting, agency: Agency, name: str, key: UUID | None = None) -> Team:
    """Add a team to an agency; the same key again is the same team.

    Raises Refused, or RowsRejected if the name is empty, too long or taken there.
    """
    permissions.check_may_manage_people(by)
    held: Team | None = Team.objects.filter(pk=key).first() if key else None
    if held is not None:
        return held
    name = " ".join(name.split())
    if not 0 < len(name) <= LONGEST_NAME:
        allowed = f"a name of 1 to {LONGEST_NAME} letters"
        raise RowsRejected(
            Fault("access.team-name", "a team needs a name", "name", allowed, name[:LONGEST_NAME])
        )
    if Team.objects.filter(agency=agency, name__iexact=name).exists():
        what = "the agency has, or had, a team of this name"
        raise RowsRejected(Fault("access.team-name", what, "name", "a name not used there yet", name))
    team = Team(id=key or uuid4(), agency=agency, name=name)
    detail: dict[str, str | int] = {"agency": str(agency.id)}
    write(team, event=event_by(by, Act.COLLECTED, SUBJECT, team.id, detail=detail))
    return team


@act
def place_in_team(*, by: Acting, team: Team, person: Person, leads: bool = False) -> TeamPlace:
    """Place a person in a team from today on, or change whether they lead it; who led it before stays a member.

    Raises Refused, or RowsRejected if the team is closed, the person works for another agency, or nothing would change.
    """
    permissions.check_may_manage_people(by)
    permissions.check_not_operator(person)
    queries.check_has_not_left(person, by)
    _check_open(team, by.today)
    if queries.agency_on(person, by.today).pk != team.agency_id:
        raise RowsRejected(
            Fault(
                "access.team-agency",
                "the person works for another agency than the team's",
                "person",
                team.agency.name,
                queries.agency_on(person, by.today).name,
                "Move the person first, or choose a team of their agency.",
            )
        )
    held = _places(team, by.today, person=person)
    if held and held[0].leads == leads:
        what = "the person leads the team already" if leads else "the person is in the team already"
        raise RowsRejected(Fault("access.team-place", what, "person", given=person.name))
    former = (
        [each for each in _places(team, by.today, leads=True) if each.person_id != person.pk] if leads else []
    )
    fresh = [TeamPlace(team=team, person=each.person, starts=by.today) for each in former]
    place = TeamPlace(team=team, person=person, leads=leads, starts=by.today)
    # what ends is written first: a team has one who leads, and a person one open place in it
    write(
        *_ended([*held, *former], by.today),
        *fresh,
        place,
        event=_event(by, team, person, "leads" if leads else "member"),
    )
    return place


@act
def take_out_of_team(*, by: Acting, team: Team, person: Person) -> None:
    """End a person's place at once: yesterday was its last day. Raises Refused, or RowsRejected if not in the team."""
    permissions.check_may_manage_people(by)
    held = _places(team, by.today, person=person)
    if not held:
        raise RowsRejected(
            Fault("access.team-place", "the person is not in the team", "person", given=person.name)
        )
    write(*_ended(held, by.today), event=_event(by, team, person, "taken out"))


@act
def close_team(*, by: Acting, team: Team) -> None:
    """Close a team from today on; all places in it end. Raises Refused, or RowsRejected if it is closed."""
    permissions.check_may_manage_people(by)
    _check_open(team, by.today)
    team.closed_on = by.today
    detail: dict[str, str | int] = {"field": "closed_on", "closed_on": by.today.isoformat()}
    event = event_by(by, Act.ALTERED, SUBJECT, team.id, detail=detail)
    write(team, *_ended(_places(team, by.today), by.today), event=event)


def places_ended_by_a_move(person: Person, on: date) -> list[TeamPlace]:
    """Return a person's open places in teams as ended on the eve of a day, for the service that moves them to write."""
    return _ended(TeamPlace.objects.filter(_lasting(on), person=person), on)


def _lasting(day: date) -> Q:
    return Q(ends__isnull=True) | Q(ends__gte=day)


def _places(team: Team, day: date, **which: object) -> list[TeamPlace]:
    """Return the places in a team that last to a day or longer."""
    return list(TeamPlace.objects.filter(_lasting(day), team=team, **which).select_related("person"))


def _ended(places: Iterable[TeamPlace], day: date) -> list[TeamPlace]:
    """Return places whose last day was the eve of a day; one begun that day must not last until tonight."""
    ended = list(places)
    for each in ended:
        each.ends = day - timedelta(days=1)
        each.starts = min(each.starts, each.ends)
    return ended


def _check_open(team: Team, day: date) -> None:
    if team.closed(day):
        raise RowsRejected(
            Fault(
                "access.team-closed", "the team is closed", "team", given=team.name, remedy="Add a new team."
            )
        )


def _event(by: Acting, team: Team, person: Person, what: str) -> Event:
    return event_by(by, Act.ALTERED, SUBJECT, team.id, detail={"person": str(person.id), "what": what})
