"""Reads of accounts at a provider."""

from __future__ import annotations

from datetime import datetime

from frith.guard import business_clock
from frith.guard.access.models import OPERATOR_EMAIL, Person
from frith.guard.access.queries import present_on
from frith.guard.access.single_sign_on.models import ProviderAccount
from frith.guard.access.single_sign_on.provider import Identity


def is_linked(identity: Identity) -> bool:
    """Return whether an account at a provider is somebody's here, also of somebody who left."""
    return ProviderAccount.objects.filter(issuer=identity.issuer, subject=identity.subject).exists()


def person_linked(identity: Identity, at: datetime) -> Person | None:
    """Return the person whose account at a provider this is, if they have not left."""
    people = present_on(business_clock.day_of(at))
    return people.filter(
        provider_accounts__issuer=identity.issuer, provider_accounts__subject=identity.subject
    ).first()


def person_to_link(identity: Identity, at: datetime) -> Person | None:
    """Return the person with the e-mail address that the provider verified, who has no other account there.

    Nobody, if it did not verify the address, or the account was linked before.
    """
    if not identity.email_is_verified or is_linked(identity):
        return None
    people = present_on(business_clock.day_of(at)).exclude(email=OPERATOR_EMAIL)
    return (
        people.filter(email=identity.email.strip().lower())
        .exclude(provider_accounts__issuer=identity.issuer)
        .first()
    )
