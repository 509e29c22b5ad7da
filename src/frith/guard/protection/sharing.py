"""On which lawful grounds records may be seen across agencies, and which parts of them.

An agency sees its own controller's records, whatever becomes of an agreement. Another agency's are seen under an
agreement that is in force, in the roles and the fields that it names, and that their controller accepted; or for some
hours by break-glass. The deny list of a record beats them all. Nothing else adds a ground.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Self, TypeVar, cast
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from frith.guard.access.scopes import Ground, Scope
from frith.guard.acting import Acting
from frith.guard.protection.agreements.queries import classes_for, controllers_of
from frith.guard.protection.break_glass import queries as break_glass
from frith.guard.protection.controllers import ControlledQuerySet
from frith.guard.protection.deny_list.scopes import denied_to
from frith.guard.protection.record_types import SharedType, shared_type
from frith.guard.roles import Role
from frith.vocabulary.faults import Fault
from frith.vocabulary.periods import day_in_words

OWN, AGREEMENT, BREAK_GLASS = "sharing.own-controller", "sharing.agreement", "sharing.break-glass"

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class SharingGround(Ground):
    """A ground with the fields that it lets be seen (None: all), and the version of an agreement that it rests on."""

    fields: frozenset[str] | None = None
    terms: UUID | None = None


@dataclass(frozen=True, slots=True)
class SharingScope(Scope):
    """What somebody may see of the records of one type, and of each record which fields."""

    kind: SharedType

    @property
    def hidden(self) -> frozenset[str]:
        """The fields that some ground leaves out: nothing may be filtered or ordered by them."""
        return frozenset(name for name in self.kind.fields if not self.shows(name))

    def shows(self, *names: str) -> bool:
        """Return whether every ground lets these fields be seen, so that they are seen in every record."""
        return all(_lets_see(ground, names) for ground in self.grounds)

    def of(self, records: QuerySet[M]) -> QuerySet[M]:
        """Return the records that may be seen, without the fields that may not: those are left out in the query."""
        found = cast("ControlledQuerySet", records.filter(self.condition))
        return cast("QuerySet[M]", found.masked({name: self._sharing(name) for name in sorted(self.hidden)}))

    def showing(self, *names: str) -> Self:
        """Return the part of this scope in which all of these fields may be seen."""
        grounds = tuple(ground for ground in self.grounds if _lets_see(ground, names))
        return type(self)(grounds, self.otherwise, self.kind)

    def within_own_agency(self) -> Self:
        """Return the part of this scope that rests on the person's own agency being the controller."""
        return type(self)(
            tuple(ground for ground in self.grounds if ground.code == OWN), self.otherwise, self.kind
        )

    def _sharing(self, name: str) -> Q:
        shared = Q(pk__in=[])
        for ground in self.grounds:
            if _lets_see(ground, (name,)):
                shared |= ground.condition
        return shared


def scope_for(by: Acting, record_type: str, otherwise: Fault) -> SharingScope:
    """Return what somebody may see of a type of record; ``otherwise`` is what they are told of the rest."""
    kind = shared_type(record_type)
    return SharingScope(grounds_for(by, record_type, *kind.roles), otherwise, kind)


def grounds_for(by: Acting, record_type: str, *roles: Role) -> tuple[SharingGround, ...]:
    """Return the grounds on which a person may see records of a type today, each without those denied to them.

    ``roles`` are those in which people see their own agency's records.
    """
    kind = shared_type(record_type)
    not_denied = ~Q(**{f"{kind.subject}__in": denied_to(by, record_type)})
    grounds = [*_own(by, roles), *_agreed(by, record_type), *_opened(by, kind)]
    return tuple(
        SharingGround(each.code, each.sentence, each.condition & not_denied, each.fields, each.terms)
        for each in grounds
    )


def standing_grounds(by: Acting, record_type: str) -> tuple[SharingGround, ...]:
    """Return the grounds that come of roles and agreements alone, for explaining them; they open nothing."""
    kind = shared_type(record_type)
    return (*_own(by, kind.roles), *_agreed(by, record_type))


def words_of(by: Acting, roles: Collection[str]) -> str:
    """Return the roles of a person that are among some, as a reader calls them."""
    return " and ".join(sorted(role.words for role in by.roles if role.value in roles))


def _own(by: Acting, roles: Collection[Role]) -> tuple[SharingGround, ...]:
    if not by.holds(*roles):
        return ()
    sentence = (
        f"{by.agency_name} is the data controller of this record and you work on it there as "
        f"{words_of(by, [role.value for role in roles])}."
    )
    return (SharingGround(OWN, sentence, Q(controller_id=by.agency)),)


def _agreed(by: Acting, record_type: str) -> list[SharingGround]:
    classes = [
        each
        for each in classes_for(by.agency, record_type, by.today)
        if any(role.value in each.roles for role in by.roles - {Role.OPERATOR})
    ]
    if not classes:
        return []
    kind = shared_type(record_type)
    by_terms = {each.terms_id: each for each in classes}
    grounds = []
    for party in controllers_of(by_terms, by.today):
        if party.agency_id == by.agency:
            continue
        each = by_terms[party.terms_id]
        fields = frozenset(each.fields) & frozenset(kind.fields)
        seen = ", ".join(kind.fields[name].lower() for name in kind.fields if name in fields)
        sentence = (
            f"{party.agency.name} shares this with {by.agency_name} under the agreement "
            f"“{each.terms.agreement.title}” (version {each.terms.number}, since "
            f"{day_in_words(each.terms.valid_from)}), for you as {words_of(by, each.roles)}: {seen}."
        )
        grounds.append(
            SharingGround(AGREEMENT, sentence, Q(controller_id=party.agency_id), fields, each.terms_id)
        )
    return grounds


def _opened(by: Acting, kind: SharedType) -> list[SharingGround]:
    grounds = []
    for opening in break_glass.openings_of(by, kind.id):
        named = Q(pk=opening.record) | Q(**{kind.subject: opening.record})
        about = kind.records().filter(named).order_by().values(kind.subject)
        sentence = (
            f"You opened this record in a risk to life. It closes at {break_glass.clock(opening.until)}, and the "
            "data-protection officers were told."
        )
        grounds.append(SharingGround(BREAK_GLASS, sentence, Q(**{f"{kind.subject}__in": about})))
    return grounds


def _lets_see(ground: Ground, names: Collection[str]) -> bool:
    fields = ground.fields if isinstance(ground, SharingGround) else None
    return fields is None or fields.issuperset(names)
