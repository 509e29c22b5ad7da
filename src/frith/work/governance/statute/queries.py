"""All reads of the statutory year: who sees a partnership sees its year."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from frith.guard.acting import Acting
from frith.vocabulary.faults import Fault, Refused
from frith.work.governance.partnerships.scopes import partnership_scope
from frith.work.governance.statute.models import Consultation, DutyRecord, InformationRequest, Recommendation

M = TypeVar("M", bound=Model)

NOT_VISIBLE = Fault(
    "governance.year-not-visible",
    "There is no such record here that you may see: people see the statutory year of the partnerships that their "
    "agency belongs to.",
    remedy="Check the address, or ask the officer of the partnership.",
)


def _one(by: Acting, records: QuerySet[M], key: UUID) -> M:
    visible = partnership_scope(by).records().values("pk")
    found = records.select_related("partnership").filter(partnership__in=visible, pk=key).first()
    if found is None:
        raise Refused(NOT_VISIBLE)
    return found


def duty_record(by: Acting, key: UUID) -> DutyRecord:
    """Return what was written down of a duty. Raises Refused, with the same words if it is absent or not theirs."""
    found: DutyRecord = _one(by, DutyRecord.objects.all(), key)
    return found


def consultation(by: Acting, key: UUID) -> Consultation:
    """Return a consultation. Raises Refused, with the same words if it is absent or not theirs to see."""
    found: Consultation = _one(by, Consultation.objects.all(), key)
    return found


def information_request(by: Acting, key: UUID) -> InformationRequest:
    """Return a request of the committee. Raises Refused, with the same words if it is absent or not theirs to see."""
    found: InformationRequest = _one(by, InformationRequest.objects.all(), key)
    return found


def recommendation(by: Acting, key: UUID) -> Recommendation:
    """Return a recommendation. Raises Refused, with the same words if it is absent or not theirs to see."""
    found: Recommendation = _one(by, Recommendation.objects.all(), key)
    return found


def waiting_for_answer(by: Acting) -> list[InformationRequest | Recommendation]:
    """Return the papers of scrutiny that this person may see and that are not answered, those due first first."""
    visible = partnership_scope(by).records().values("pk")
    waits = Q(partnership__in=visible, answered_on__isnull=True)
    found: list[InformationRequest | Recommendation] = [
        *InformationRequest.objects.filter(waits).select_related("partnership"),
        *Recommendation.objects.filter(waits).select_related("partnership"),
    ]
    return sorted(found, key=lambda each: each.answer_by)
