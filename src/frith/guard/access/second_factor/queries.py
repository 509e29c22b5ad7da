"""Reads of second factors. They are for the sign-in and for the people themselves."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from frith.guard.access.second_factor import codes
from frith.guard.access.second_factor.models import RecoveryCode, SecurityKey, TimeCode
from frith.guard.access.second_factor.security_keys import Credential


def time_code_of(person: UUID) -> TimeCode | None:
    """Return a person's time code, or None if they have none."""
    found: TimeCode | None = TimeCode.objects.filter(person_id=person).exclude(secret="").first()
    return found


def time_code_row(person: UUID) -> TimeCode | None:
    """Return the row of a person's time code, also after the secret was taken away."""
    found: TimeCode | None = TimeCode.objects.filter(person_id=person).first()
    return found


def has_second_factor(person: UUID) -> bool:
    """Return whether a person can be asked for a second factor. Recovery codes alone are none."""
    return time_code_of(person) is not None


def recovery_codes_left(person: UUID) -> list[RecoveryCode]:
    """Return a person's recovery codes that still work."""
    return list(RecoveryCode.objects.filter(person_id=person, spent_at__isnull=True))


def recovery_code_given(person: UUID, code: str) -> RecoveryCode | None:
    """Return the recovery code that somebody gave, if it is one of the person's that still work."""
    found: RecoveryCode | None = RecoveryCode.objects.filter(
        person_id=person, hashed=codes.hashed(person, code), spent_at__isnull=True
    ).first()
    return found


def security_keys_of(person: UUID) -> list[SecurityKey]:
    """Return the security keys of a person, in the order in which they were added."""
    return list(
        SecurityKey.objects.filter(person_id=person, removed_at__isnull=True).order_by("added_at", "id")
    )


def credentials_of(keys: list[SecurityKey]) -> list[Credential]:
    """Return the public halves of keys."""
    return [Credential(each.credential, each.counter) for each in keys]


def with_second_factor(among: Collection[UUID] | None = None) -> frozenset[UUID]:
    """Return the ids of people who can be asked for a second factor, all or among those of a page of the list."""
    held = TimeCode.objects.exclude(secret="")
    wanted = held if among is None else held.filter(person_id__in=among)
    return frozenset(wanted.values_list("person_id", flat=True))
