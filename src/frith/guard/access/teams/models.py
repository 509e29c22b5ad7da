"""The tables of teams."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from frith.guard.audit.recording import Recorded


class Team(Recorded):
    """A team of one agency. It stays when it is closed: what was given to it names it for ever."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agency = models.ForeignKey("access.Agency", on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(max_length=80)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        base_manager_name = "objects"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=~Q(name=""), name="team_is_named"),
            models.UniqueConstraint(fields=["agency", "name"], name="team_once_in_an_agency"),
        ]

    def __str__(self) -> str:
        return self.name

    def closed(self, day: date) -> bool:
        """Return whether it is closed on a business day."""
        return self.closed_on is not None and self.closed_on <= day


class TeamPlace(Recorded):
    """A person's place in a team, from a business day to a day (both included), as one who leads it or not.

    A change of lead ends one place and begins another, so that who led when can be told.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="places")
    person = models.ForeignKey("access.Person", on_delete=models.PROTECT, related_name="places")
    leads = models.BooleanField(default=False)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    class Meta:
        base_manager_name = "objects"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")), name="team_place_not_backwards"
            ),
            models.UniqueConstraint(
                fields=["team", "person"], condition=Q(ends__isnull=True), name="one_open_place_in_a_team"
            ),
            models.UniqueConstraint(
                fields=["team"], condition=Q(ends__isnull=True, leads=True), name="one_leads_a_team"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.team_id}"
