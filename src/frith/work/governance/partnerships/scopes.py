"""What somebody may see of partnerships: those that their agency belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from frith.guard.access.scopes import Ground, Scope
from frith.guard.acting import Acting
from frith.guard.roles import Role
from frith.vocabulary.faults import Fault
from frith.work.governance.partnerships.models import AgencyPart, Partnership, in_force

OTHERWISE = Fault(
    "governance.partnership-not-visible",
    "There is no partnership here that you may see: people see the partnerships that their agency belongs to now.",
    remedy="Check the address, or ask the officer of the partnership.",
)


@dataclass(frozen=True, slots=True)
class PartnershipScope(Scope):
    """The scope of partnerships."""

    def records(self) -> QuerySet[Partnership]:
        """Return the partnerships that may be seen."""
        return self.of(Partnership.objects.order_by("name"))

    def holds(self, key: UUID) -> bool:
        """Return whether one may be seen."""
        return self.records().filter(pk=key).exists()


def partnership_scope(by: Acting) -> PartnershipScope:
    """Return what somebody may see of partnerships, and so of what is open within them."""
    grounds = []
    if by.roles - {Role.OPERATOR}:
        belongs = AgencyPart.objects.filter(in_force(by.today), agency=by.agency).values("partnership")
        grounds.append(
            Ground(
                "governance.agency-belongs",
                f"{by.agency_name} belongs to this partnership, and you hold a role for it.",
                Q(pk__in=belongs),
            )
        )
    if by.holds(Role.OPERATOR):
        grounds.append(
            Ground(
                "governance.operator",
                "You act as the operator, who sets partnerships up.",
                Q(pk__isnull=False),
            )
        )
    return PartnershipScope(tuple(grounds), OTHERWISE)
