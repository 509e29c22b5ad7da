"""Agencies, the people who work for them, and the roles they hold."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import F, Q

from frith.guard.access.invitations.models import Invitation
from frith.guard.access.second_factor.models import RecoveryCode, SecurityKey, TimeCode
from frith.guard.access.sessions.models import OpenSession
from frith.guard.access.single_sign_on.models import ProviderAccount
from frith.guard.access.teams.models import Team, TeamPlace
from frith.guard.access.tokens.models import PersonalToken
from frith.guard.audit.recording import Recorded, RecordedQuerySet
from frith.guard.roles import Role

__all__ = [
    "OPERATOR_EMAIL",
    "Agency",
    "Invitation",
    "Membership",
    "Move",
    "OpenSession",
    "Person",
    "PersonQuerySet",
    "PersonalToken",
    "ProviderAccount",
    "RecoveryCode",
    "SecurityKey",
    "Team",
    "TeamPlace",
    "TimeCode",
]

OPERATOR_EMAIL = "operator@frith.invalid"
"""The account that commands act as unless told otherwise. Nobody can sign in with it: it has no password."""


class Agency(Recorded):
    """A body that takes part in the partnership. Each is the data controller of its own records.

    ``invented`` marks agencies of a demonstration: every figure that rests on their records says so.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(max_length=120, unique=True)
    short_name = models.CharField(max_length=40)
    invented = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "agencies"

    def __str__(self) -> str:
        return self.name


class PersonQuerySet(RecordedQuerySet):
    """People, found for sign-in by e-mail address in lower case."""

    def get_by_natural_key(self, email: str) -> Person:
        """Return the person with an e-mail address."""
        person: Person = self.get(email=email.lower())
        return person


class Person(AbstractBaseUser, Recorded):
    """Somebody who signs in, for one agency. ``left_on`` is the first day on which access has ended."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="people")
    left_on = models.DateField(null=True, blank=True)
    last_login = None

    objects = PersonQuerySet.as_manager()  # type: ignore[misc]

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name_plural = "people"
        base_manager_name = "objects"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=~Q(email="") & ~Q(name=""), name="person_is_named"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Keep e-mail addresses in lower case, so that one address is one person."""
        self.email = self.email.lower()


class Move(Recorded):
    """A person's change from one agency to another, from a business day on.

    ``agency`` of the person follows at once, or, where the day is still to come, when they sign in on it or later.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="moves")
    left_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="moves_from")
    joined_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="moves_to")
    moves_on = models.DateField()

    class Meta:
        base_manager_name = "objects"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["person", "moves_on"], name="move_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.joined_agency} from {self.moves_on}"


class Membership(Recorded):
    """A role that a person holds for their agency, from a day to a day (both included); open-ended without the last."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=40, choices=[(role.value, role.words) for role in Role])
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")), name="membership_not_backwards"
            ),
            models.UniqueConstraint(fields=["person", "role", "starts"], name="membership_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.role}"
