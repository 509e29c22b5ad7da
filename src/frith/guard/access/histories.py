"""The history of a person's account and of a team: for those who look after people, and for each person their own."""

from __future__ import annotations

from django.urls import reverse

from frith.guard.access.queries import standing_of
from frith.guard.access.teams.queries import roster_of
from frith.guard.access.teams.services import SUBJECT as TEAM
from frith.guard.acting import Acting
from frith.guard.audit.events import Act, event_by
from frith.guard.histories import PURPOSE, Opened, Recorded, record_key, register

AREA = "access"
PERSON = "person"


def _person(by: Acting, key: str) -> Opened:
    asked = record_key(key)
    if asked == by.person:
        title, address = by.name, reverse("your-sign-in")
    else:
        title, address = standing_of(by=by, key=asked).person.name, reverse("person", args=[asked])
    return Opened(
        title=title,
        address=address,
        names={PERSON: [str(asked)]},
        looked=event_by(by, Act.CONSULTED, PERSON, asked, purpose=PURPOSE),
    )


def _team(by: Acting, key: str) -> Opened:
    team = roster_of(by=by, key=record_key(key)).team
    return Opened(
        title=f"{team.name}, {team.agency.name}",
        address=reverse("team", args=[team.pk]),
        names={TEAM: [str(team.pk)]},
        looked=event_by(by, Act.CONSULTED, TEAM, team.pk, purpose=PURPOSE),
    )


def register_all() -> None:
    """Let people's accounts and teams have a history."""
    register(
        Recorded(kind="person", words="person", area=AREA, page="person", in_trail=PERSON, opened=_person),
        Recorded(kind="team", words="team", area=AREA, page="team", in_trail=TEAM, opened=_team),
    )
