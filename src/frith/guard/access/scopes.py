"""Scopes: one answer for lists, counts, searches and single objects.

A scope is a set of grounds on which somebody may see records of one type. Each ground is a condition that the database
evaluates, with the sentence that explains it. A list is filtered by all the grounds together, and one object is
checked by the same filter and its key, so the two cannot disagree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from frith.vocabulary.faults import Fault, Refused

M = TypeVar("M", bound=Model)

NOTHING = Q(pk__in=[])


@dataclass(frozen=True, slots=True)
class Ground:
    """One reason why records may be seen: a code, a sentence for the person, and the condition."""

    code: str
    sentence: str
    condition: Q


@dataclass(frozen=True, slots=True)
class Scope:
    """What somebody may see of one record type, and what they are told of the rest.

    ``otherwise`` is the same whether a record is absent or kept from them, so that nobody can find out which.
    """

    grounds: tuple[Ground, ...]
    otherwise: Fault

    @property
    def condition(self) -> Q:
        """The grounds together: any one is enough, and without any nothing is seen."""
        joined = NOTHING
        for ground in self.grounds:
            joined |= ground.condition
        return joined

    def of(self, records: QuerySet[M]) -> QuerySet[M]:
        """Return the records that may be seen."""
        return records.filter(self.condition)

    def one(self, records: QuerySet[M], key: UUID) -> M:
        """Return one record. Raises Refused, with the same words, if it is absent or may not be seen."""
        found = self.of(records).filter(pk=key).first()
        if found is None:
            raise Refused(self.otherwise)
        return found

    def why(self, records: QuerySet[M], key: UUID) -> tuple[Ground, ...]:
        """Return the grounds on which one record may be seen: none if it may not."""
        return tuple(g for g in self.grounds if records.filter(g.condition, pk=key).exists())
