"""On which lawful grounds records may be seen across agencies.

An agency sees its own controller's records. Sharing agreements will add grounds here; nothing else may.
"""

from __future__ import annotations

from django.db.models import Q

from frith.guard.access.scopes import Ground
from frith.guard.acting import Acting
from frith.guard.roles import Role


def grounds_for(by: Acting, *roles: Role) -> tuple[Ground, ...]:
    """Return the grounds on which a person in one of these roles may see records that have a controller."""
    if not by.holds(*roles):
        return ()
    return (
        Ground(
            "sharing.own-controller",
            f"{by.agency_name} is the data controller of this record and you work on it there as "
            f"{' and '.join(sorted(role.words for role in by.roles if role in roles))}.",
            Q(controller_id=by.agency),
        ),
    )
