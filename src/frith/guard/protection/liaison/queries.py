"""All reads of liaison officers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from frith.guard.access.models import Agency
from frith.guard.acting import Acting
from frith.guard.protection.liaison.models import LiaisonOfficer
from frith.guard.roles import Role


@dataclass(frozen=True, slots=True)
class Post:
    """An agency and its liaison officer of a day, or None: a gap."""

    agency: Agency
    officer: LiaisonOfficer | None


def officers_on(day: date) -> QuerySet[LiaisonOfficer]:
    """Return the liaison officers of a day; somebody who left is one no more."""
    found: QuerySet[LiaisonOfficer] = LiaisonOfficer.objects.filter(
        Q(ends__isnull=True) | Q(ends__gte=day), starts__lte=day, person__left_on__isnull=True
    )
    return found.select_related("person", "agency").order_by("-starts", "person__name")


def is_liaison_officer(by: Acting) -> bool:
    """Return whether somebody is their agency's liaison officer today."""
    return bool(officers_on(by.today).filter(person=by.person, agency=by.agency).exists())


def posts_on(day: date) -> list[Post]:
    """Return every agency, by name, with its liaison officer of a day: who began last, if several overlap."""
    held: dict[UUID, LiaisonOfficer] = {}
    for officer in officers_on(day):
        held.setdefault(officer.agency_id, officer)
    agencies = Agency.objects.exclude(people__memberships__role=Role.OPERATOR.value).order_by("name")
    return [Post(agency, held.get(agency.pk)) for agency in agencies]


def gaps_on(day: date) -> list[Agency]:
    """Return the agencies that have no liaison officer on a day, by name."""
    return [post.agency for post in posts_on(day) if post.officer is None]
