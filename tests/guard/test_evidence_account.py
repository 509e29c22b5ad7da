"""The trail agrees with the catalogue: what was added, described anew and removed, by whom, and who may."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.made_partnership import Made

from frith.evidence.dataset import Coverage, Dataset, Family
from frith.guard.audit.events import Act
from frith.guard.audit.models import AuditEvent
from frith.guard.protection import evidence_account as account
from frith.guard.roles import Role
from frith.vocabulary.disclosure import DisclosurePolicy
from frith.vocabulary.faults import Refused

pytestmark = pytest.mark.django_db

STREET = Dataset(
    id="police-street-0123456789ab",
    family=Family.STREET,
    title="Street",
    source="a test",
    licence="none",
    attribution="",
    disclosure=DisclosurePolicy.ALREADY_PUBLIC,
    coverage=Coverage(),
)
OTHER = replace(STREET, id="police-street-ba9876543210")


def told(made: Made) -> list[tuple[str, str, str, str]]:
    events = AuditEvent.objects.filter(subject_type="dataset").order_by("id")
    names = {str(made.operator.person): "operator"}
    return [(event.act, event.subject, event.purpose, names[event.person]) for event in events]


def keep(made: Made, *datasets: Dataset, done: set[str] | None = None) -> None:
    held = {dataset.id: dataset for dataset in datasets}
    account.account_for_datasets(by=made.operator, held=held, done=held if done is None else done)


def test_each_change_is_told_once(made: Made) -> None:
    keep(made, STREET)
    keep(made, STREET)
    assert told(made) == [("collected", STREET.id, "", "operator")]
    keep(made, replace(STREET, precedence=7))
    keep(made, done={STREET.id})
    keep(made, STREET)
    assert [event[0] for event in told(made)] == ["collected", "altered", "erased", "collected"]


def test_what_nobody_accounted_for_is_found(made: Made) -> None:
    """As after a load that was killed before it could be recorded, or one from before there was a database."""
    keep(made, STREET, OTHER, done={OTHER.id})
    assert told(made) == [
        ("collected", STREET.id, account.FOUND, "operator"),
        ("collected", OTHER.id, "", "operator"),
    ]


@pytest.mark.parametrize("role", list(Role))
def test_who_may(made: Made, role: Role) -> None:
    by = replace(made.acting("dilys"), roles=frozenset({role}))
    receipt = {"key": "council-asb 2016/17 Q1", "withdrawn": False}
    allowed = role in {Role.ANALYST, Role.PARTNERSHIP_OFFICER, Role.OPERATOR}
    assert account.may_look_after_evidence(by) is allowed
    before = AuditEvent.objects.count()
    if allowed:
        account.ask_to_look_after_evidence(by=by)
        account.account_for_datasets(by=by, held={STREET.id: STREET}, done={STREET.id})
        account.record_receipt(by=by, **receipt)
        return
    with pytest.raises(Refused, match="analyst"):
        account.ask_to_look_after_evidence(by=by)
    with pytest.raises(Refused):
        account.account_for_datasets(by=by, held={STREET.id: STREET}, done={STREET.id})
    with pytest.raises(Refused):
        account.record_receipt(by=by, **receipt)
    refused = AuditEvent.objects.order_by("id")[before:]
    assert [event.act for event in refused] == [Act.REFUSED.value] * 3
