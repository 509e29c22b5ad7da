"""The tables of protection, each written down with the activity that it belongs to."""

from frith.guard.protection.agreements.models import (
    Acceptance,
    AgreementDocument,
    Extension,
    LapseLetter,
    Party,
    SharedClass,
    SharingAgreement,
    Terms,
)
from frith.guard.protection.break_glass.models import Opening, Review
from frith.guard.protection.deny_list.models import Denial
from frith.guard.protection.liaison.models import LiaisonOfficer

__all__ = [
    "Acceptance",
    "AgreementDocument",
    "Denial",
    "Extension",
    "LapseLetter",
    "LiaisonOfficer",
    "Opening",
    "Party",
    "Review",
    "SharedClass",
    "SharingAgreement",
    "Terms",
]
