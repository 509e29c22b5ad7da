"""All reads of partnerships."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Case, QuerySet, When

from frith.guard.acting import Acting
from frith.guard.audit.recording import act
from frith.vocabulary.agencies import AuthorityKind, Holder, LegalRole, holders_on
from frith.work.governance.partnerships.models import AgencyPart, Partnership, PartnershipArea, in_force
from frith.work.governance.partnerships.scopes import partnership_scope


@dataclass(frozen=True, slots=True)
class Gap:
    """A kind of responsible authority that the law names and that no agency here stands for."""

    kind: AuthorityKind
    body: str


def partnerships_visible_to(by: Acting) -> QuerySet[Partnership]:
    """Return the partnerships that this person may see, by name."""
    return partnership_scope(by).records()


@act
def partnership(*, by: Acting, key: UUID) -> Partnership:
    """Return a partnership. Raises Refused, with the same words if it is absent or not theirs to see."""
    found: Partnership = partnership_scope(by).one(Partnership.objects.all(), key)
    return found


def areas_of(found: Partnership, day: date) -> QuerySet[PartnershipArea]:
    """Return the areas that a partnership covers on a day."""
    areas: QuerySet[PartnershipArea] = found.areas.filter(in_force(day)).order_by("area_name")
    return areas


def parts_in(found: Partnership, day: date) -> QuerySet[AgencyPart]:
    """Return the agencies of a partnership on a day with their parts, responsible authorities first."""
    parts: QuerySet[AgencyPart] = found.parts.filter(in_force(day)).select_related(
        "agency", "follows__agency"
    )
    rank = Case(*(When(role=role.value, then=position) for position, role in enumerate(LegalRole)))
    return parts.order_by(rank, "kind", "agency__name")


def parts_before(found: Partnership, day: date) -> QuerySet[AgencyPart]:
    """Return the parts that have ended by a day, latest first."""
    parts: QuerySet[AgencyPart] = found.parts.filter(ends__lt=day).select_related("agency")
    return parts.order_by("-ends", "agency__name")


def gaps_of(found: Partnership, day: date) -> list[Gap]:
    """Return the kinds of responsible authority that nobody stands for on a day."""
    held = set(
        found.parts.filter(in_force(day), role=LegalRole.RESPONSIBLE.value).values_list("kind", flat=True)
    )
    return [Gap(holder.kind, holder.body) for holder in _holders(day) if holder.kind.value not in held]


def _holders(day: date) -> tuple[Holder, ...]:
    return holders_on(day)
