"""Types of record that agreements can share: the apps that hold them register them here, with the fields there are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from frith.guard.roles import Role
from frith.vocabulary.faults import Fault, UnknownName


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedType:
    """A type of record that has a controller.

    ``roles`` are those in which people see their own agency's records; ``fields`` are what an agreement can name, with
    labels: all else that a row holds (its keys, its controller) goes with any of them. ``subject`` is the field by
    which deny lists and break-glass know what a record is about, and ``named`` finds it by the reference that people
    use. ``not_visible`` is the code of the fault that is told
    of a record that may not be seen.
    """

    id: str
    one: str
    many: str
    roles: tuple[Role, ...]
    fields: Mapping[str, str]
    subject: str
    records: Callable[[], QuerySet[Any]]
    address: Callable[[UUID], str]
    named: Callable[[str], Sequence[UUID]]
    not_visible: str


_registered: dict[str, SharedType] = {}


def register(shared_type: SharedType) -> None:
    """Add a type of record."""
    _registered[shared_type.id] = shared_type


def all_types() -> tuple[SharedType, ...]:
    """Return the types that were registered, by id."""
    return tuple(_registered[name] for name in sorted(_registered))


def shared_type(type_id: str) -> SharedType:
    """Return a type by id. Raises UnknownName, listing those there are."""
    if type_id not in _registered:
        raise UnknownName(
            Fault(
                "protection.record-type",
                "agreements share no type of record of this name",
                "record type",
                ", ".join(sorted(_registered)),
                type_id,
            )
        )
    return _registered[type_id]


def type_refused_with(code: str) -> SharedType | None:
    """Return the type whose records are refused with a fault's code, if it is one."""
    return next((each for each in all_types() if each.not_visible == code), None)
