"""Who may write closure records. Who may see them is the scope in queries."""

from __future__ import annotations

from frith.guard.acting import Acting
from frith.guard.permission_pairs import answers
from frith.guard.roles import Role
from frith.vocabulary.faults import Fault, Refused
from frith.work.casework.models import Service


def check_may_add_service(by: Acting) -> None:
    """Raise Refused unless this person may add a commissioned service."""
    if not by.holds(Role.COMMISSIONER, Role.PARTNERSHIP_OFFICER, Role.OPERATOR):
        raise Refused(
            Fault(
                "casework.add-service",
                "Only a commissioner or a partnership officer may add a service.",
                remedy="Ask the commissioner of the service.",
            )
        )


def check_may_record_closures(by: Acting, service: Service) -> None:
    """Raise Refused unless this person is a caseworker of the agency that provides the service."""
    if not by.holds(Role.CASEWORKER) or by.agency != service.provider_id:
        raise Refused(
            Fault(
                "casework.record-closure",
                f"Only caseworkers of {service.provider.name} may record closures of {service.name}.",
                remedy="Ask the service to record it.",
            )
        )


def check_may_record_any(by: Acting) -> None:
    """Raise Refused unless this person is a caseworker: which services they may record for is a further check."""
    if not by.holds(Role.CASEWORKER):
        raise Refused(
            Fault(
                "casework.record-any",
                "Only caseworkers of a service may record what was found when support closed.",
                remedy="Ask the service to record it.",
            )
        )


may_add_service = answers(check_may_add_service)
may_record_closures = answers(check_may_record_closures)
may_record_any = answers(check_may_record_any)
