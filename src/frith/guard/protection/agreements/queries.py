"""All reads of sharing agreements. They are about agencies, not about persons: everybody with a role may read them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from frith.guard.access.models import Agency
from frith.guard.acting import Acting
from frith.guard.audit.recording import act
from frith.guard.documents.models import Document
from frith.guard.documents.queries import documents_of as files_of
from frith.guard.protection.agreements import permissions
from frith.guard.protection.agreements.models import (
    AGREEMENT,
    Acceptance,
    AgreementDocument,
    Extension,
    LapseLetter,
    Party,
    SharedClass,
    SharingAgreement,
    Terms,
)
from frith.guard.protection.agreements.standing import Standing, State, standing_of
from frith.guard.protection.record_types import all_types
from frith.vocabulary.faults import Fault, UnknownName
from frith.vocabulary.gateways import Gateway, gateway_named


@dataclass(frozen=True, slots=True)
class Shared:
    """A class of data of a version, in words: what the records are called, the fields' labels, the roles."""

    many: str
    fields: tuple[str, ...]
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Agreed:
    """An agreement as it stands on a day: the version that applies, its parties, and who accepted it."""

    agreement: SharingAgreement
    terms: Terms
    standing: Standing
    parties: tuple[Party, ...]
    accepted: frozenset[UUID]

    @property
    def gateway(self) -> Gateway:
        """The provision of law that it rests on."""
        return gateway_named(self.terms.gateway)

    @property
    def waiting_for(self) -> tuple[Party, ...]:
        """The controllers whose yes is missing: none of their records are shared until then."""
        return tuple(p for p in self.parties if p.controller and p.agency_id not in self.accepted)

    @property
    def controllers(self) -> tuple[str, ...]:
        """The names of those who share their records."""
        return tuple(party.agency.name for party in self.parties if party.controller)

    @property
    def recipients(self) -> tuple[str, ...]:
        """The names of those who receive."""
        return tuple(party.agency.name for party in self.parties if party.recipient)

    def binds(self, agency: UUID) -> bool:
        """Return whether an agency is a party."""
        return any(party.agency_id == agency for party in self.parties)


@dataclass(frozen=True, slots=True)
class Attached:
    """A document of an agreement, and its file; None if only where it is kept was said, or the file was erased."""

    said: AgreementDocument
    file: Document | None


def terms_on(day: date) -> QuerySet[Terms]:
    """Return the version of each agreement that applies on a day: the last that was recorded by then."""
    later = Terms.objects.filter(
        agreement=OuterRef("agreement"), number__gt=OuterRef("number"), applies_from__lte=day
    )
    found: QuerySet[Terms] = Terms.objects.filter(~Exists(later), applies_from__lte=day)
    return found


def holding(day: date, before: str = "") -> Q:
    """Return the condition that a version is in force on a day; ``before`` leads to the version."""
    extended = Extension.objects.filter(
        terms=OuterRef(f"{before}pk" if not before else before.removesuffix("__")),
        starts__lte=day,
        until__gte=day,
    )
    begun = Q(**{f"{before}valid_from__lte": day})
    not_over = Q(**{f"{before}valid_to__gte": day}) | Q(Exists(extended))
    ended = f"{before}agreement__ended_on"
    return begun & not_over & (Q(**{f"{ended}__isnull": True}) | Q(**{f"{ended}__gt": day}))


def classes_for(agency: UUID, record_type: str, day: date) -> QuerySet[SharedClass]:
    """Return what the versions in force on a day let an agency see of a type of record, by agreement's title."""
    receives = Party.objects.filter(terms=OuterRef("terms"), agency=agency, recipient=True)
    found: QuerySet[SharedClass] = SharedClass.objects.filter(
        holding(day, "terms__"), Exists(receives), record_type=record_type, terms__in=terms_on(day)
    )
    return found.select_related("terms__agreement").order_by("terms__agreement__title")


def controllers_of(terms: Iterable[UUID], day: date) -> QuerySet[Party]:
    """Return the controllers of versions who accepted them by a day, by name."""
    yes = Acceptance.objects.filter(terms=OuterRef("terms"), agency=OuterRef("agency"), accepted_on__lte=day)
    found: QuerySet[Party] = Party.objects.filter(Exists(yes), terms__in=list(terms), controller=True)
    return found.select_related("agency").order_by("agency__name")


def agreed_on(day: date) -> list[Agreed]:
    """Return every agreement that was recorded by a day, as it stands on it, by title."""
    terms = terms_on(day).select_related("agreement").order_by("agreement__title")
    return [_agreed(each, day) for each in _with_all(terms)]


@act
def agreement_list(*, by: Acting) -> list[Agreed]:
    """Return the agreements as they stand today, by title. Raises Refused for somebody without a role."""
    permissions.check_may_read_agreements(by)
    return agreed_on(by.today)


@act
def agreement(*, by: Acting, key: UUID) -> Agreed:
    """Return an agreement as it stands today. Raises Refused, or UnknownName if there is none with this key."""
    permissions.check_may_read_agreements(by)
    found = _with_all(terms_on(by.today).filter(agreement=key).select_related("agreement")).first()
    if found is None:
        raise _absent()
    return _agreed(found, by.today)


def lapsing(day: date, within: int) -> list[Agreed]:
    """Return the agreements in force on a day whose last day is so many days off or fewer, soonest first."""
    near = [
        each
        for each in agreed_on(day)
        if each.standing.state is State.IN_FORCE and each.standing.days_left <= within
    ]
    return sorted(near, key=lambda each: (each.standing.last, each.agreement.title))


def warned_of(agreed: Agreed, threshold: int) -> set[UUID]:
    """Return who was written to about an agreement's last day, so many days before it or nearer."""
    letters = LapseLetter.objects.filter(
        terms=agreed.terms, last_day=agreed.standing.last, threshold__lte=threshold
    )
    return set(letters.values_list("person", flat=True))


def due_for_review(day: date) -> list[Agreed]:
    """Return the agreements in force on a day whose review was due by then, by title."""
    return [each for each in agreed_on(day) if each.standing.review_is_due]


def awaiting(by: Acting) -> list[Agreed]:
    """Return the agreements that wait for this person's yes on behalf of their agency."""
    if not permissions.speaks_for_agency(by):
        return []
    return [
        each
        for each in agreed_on(by.today)
        if each.standing.state in (State.IN_FORCE, State.TO_COME)
        and any(party.agency_id == by.agency for party in each.waiting_for)
    ]


def versions_of(agreement: SharingAgreement) -> list[Terms]:
    """Return every version of an agreement with its extensions, latest first."""
    return list(_with_all(agreement.versions.all()).order_by("-number"))


def agreements_visible_to(by: Acting) -> QuerySet[SharingAgreement]:
    """Return the agreements that this person may read: all of them in any role, none without one."""
    found: QuerySet[SharingAgreement] = SharingAgreement.objects.order_by("title")
    return found if permissions.may_read_agreements(by) else found.none()


def check_is_here(key: UUID) -> None:
    """Raise UnknownName unless there is an agreement with a key."""
    if not SharingAgreement.objects.filter(pk=key).exists():
        raise _absent()


def documents_of(by: Acting, agreement: SharingAgreement) -> list[Attached]:
    """Return the documents of an agreement, in the order in which they were added, each with its file if it has one."""
    files = {each.pk: each for each in files_of(by, AGREEMENT, agreement.pk)}
    added = agreement.documents.order_by("recorded_at", "title")
    return [Attached(each, files.get(each.document)) for each in added]


def shared_by(terms: Terms) -> list[Shared]:
    """Return what a version shares, in words, type by type."""
    types = {each.id: each for each in all_types()}
    said = []
    # sorted here, so that classes that were read with the versions are not read again for each
    for each in sorted(terms.classes.all(), key=lambda held: held.record_type):
        kind = types.get(each.record_type)
        fields = kind.fields if kind else {name: name for name in each.fields}
        labels = [label for name, label in fields.items() if name in each.fields]
        said.append(Shared(kind.many if kind else each.record_type, tuple(labels), tuple(each.roles)))
    return said


def agencies() -> QuerySet[Agency]:
    """Return the agencies that can be a party, by name: all but the operators of this installation."""
    found: QuerySet[Agency] = Agency.objects.exclude(people__memberships__role="operator").order_by("name")
    return found


def _absent() -> UnknownName:
    return UnknownName(
        Fault("protection.agreement", "no agreement has this address", remedy="Look at the list.")
    )


def _with_all(terms: QuerySet[Terms]) -> QuerySet[Terms]:
    return terms.prefetch_related("parties__agency", "acceptances", "extensions", "classes")


def _agreed(terms: Terms, day: date) -> Agreed:
    return Agreed(
        agreement=terms.agreement,
        terms=terms,
        standing=standing_of(terms.agreement, terms, terms.extensions.all(), day),
        parties=tuple(sorted(terms.parties.all(), key=lambda party: party.agency.name)),
        accepted=frozenset(each.agency_id for each in terms.acceptances.all() if each.accepted_on <= day),
    )
