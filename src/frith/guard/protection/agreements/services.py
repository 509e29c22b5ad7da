"""All writes about sharing agreements. What was agreed is never changed: an amendment is a further version."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4

from django.conf import settings

from frith.guard.access.models import Agency
from frith.guard.acting import Acting
from frith.guard.audit.events import Act, event_by
from frith.guard.audit.recording import Recorded, act, write
from frith.guard.documents import services as kept
from frith.guard.documents.kinds import examined
from frith.guard.protection.agreements import permissions
from frith.guard.protection.agreements.models import (
    AGREEMENT,
    Acceptance,
    AgreementDocument,
    Extension,
    Party,
    SharedClass,
    SharingAgreement,
    Terms,
)
from frith.guard.protection.agreements.standing import State, standing_of
from frith.guard.protection.record_types import all_types
from frith.guard.roles import Role
from frith.vocabulary.faults import ChangedMeanwhile, Fault, Refused, RowsRejected
from frith.vocabulary.gateways import DataClass, gateway_named, gateways_on
from frith.vocabulary.periods import day_in_words

LONGEST_EXTENSION = timedelta(days=90)
"""An emergency is not a way of life: for longer the agreement is amended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreeing:
    """What is agreed, as the form asks it. ``fields`` are those shared of each type of record, by its id."""

    title: str
    purpose: str
    shared: str
    gateway: str
    controllers: Collection[Agency]
    recipients: Collection[Agency]
    fields: Mapping[str, Collection[str]]
    roles: Collection[Role]
    valid_from: date
    valid_to: date
    review_on: date


@act
def record_agreement(*, by: Acting, agreeing: Agreeing, key: UUID | None = None) -> SharingAgreement:
    """Record an agreement. It shares a controller's records once that controller accepts it.

    Raises Refused, or RowsRejected with every fault.
    """
    permissions.check_may_record_agreements(by)
    held: SharingAgreement | None = SharingAgreement.objects.filter(pk=key).first() if key else None
    if held:
        return held
    faults = list(_faults(agreeing))
    if SharingAgreement.objects.filter(title=agreeing.title.strip()).exists():
        faults.append(
            Fault("protection.agreement-title", "an agreement of this title is here already", "title")
        )
    if faults:
        raise RowsRejected(*faults)
    agreement = SharingAgreement(id=key or uuid4(), title=agreeing.title.strip())
    terms, rows = _version(by, agreement, agreeing, number=1, why="")
    detail: dict[str, str | int] = {"version": 1, "terms": str(terms.pk)}
    write(agreement, terms, *rows, event=event_by(by, Act.COLLECTED, AGREEMENT, agreement.pk, detail=detail))
    return agreement


@act
def amend(
    *, by: Acting, agreement: SharingAgreement, agreeing: Agreeing, why: str, read_with: int | None = None
) -> Terms:
    """Add a version that takes the latest one's place from today, with the reason.

    A controller that accepted the latest version accepted this one too if it shares no more of its records: the same
    or fewer fields, roles and recipients, for the same purpose, under the same law, for no longer. Any other must
    accept it first. Raises Refused; RowsRejected with every fault; ChangedMeanwhile if somebody amended it meanwhile.
    """
    permissions.check_may_record_agreements(by)
    _check_not_ended(agreement, by.today)
    faults = list(_faults(agreeing))
    if not why.strip():
        faults.append(Fault("protection.amendment-why", "say why it is amended", "why"))
    if SharingAgreement.objects.filter(title=agreeing.title.strip()).exclude(pk=agreement.pk).exists():
        faults.append(Fault("protection.agreement-title", "another agreement has this title", "title"))
    if faults:
        raise RowsRejected(*faults)
    before = agreement.versions.get(number=agreement.current)
    if read_with is not None:
        agreement.lock = read_with
    agreement.title = agreeing.title.strip()
    agreement.current += 1
    terms, rows = _version(by, agreement, agreeing, number=agreement.current, why=why.strip())
    carried = _carried_over(by, before, terms, rows)
    detail: dict[str, str | int] = {"version": terms.number, "terms": str(terms.pk), "carried": len(carried)}
    write(
        agreement,
        terms,
        *rows,
        *carried,
        event=event_by(by, Act.ALTERED, AGREEMENT, agreement.pk, detail=detail),
    )
    return terms


@act
def accept(*, by: Acting, terms: Terms) -> Acceptance:
    """Say yes for the own agency to a version that shares its records, from today. Raises Refused, or RowsRejected."""
    permissions.check_may_accept(by, terms)
    _check_not_ended(terms.agreement, by.today)
    if terms.number != terms.agreement.current:
        raise ChangedMeanwhile(
            Fault(
                "protection.accept-older",
                "The agreement was amended since you opened it.",
                remedy="Look at the latest version, and accept that one.",
            )
        )
    held: Acceptance | None = terms.acceptances.filter(agency=by.agency).first()
    if held:
        return held
    made = Acceptance(
        terms=terms,
        agency_id=by.agency,
        accepted_on=by.today,
        recorded_at=by.business_now,
        recorded_by=by.person,
    )
    detail: dict[str, str | int] = {
        "accepted": terms.number,
        "terms": str(terms.pk),
        "agency": str(by.agency),
    }
    write(made, event=event_by(by, Act.ALTERED, AGREEMENT, terms.agreement_id, detail=detail))
    return made


@act
def extend(*, by: Acting, terms: Terms, until: date, reason: str, key: UUID | None = None) -> Extension:
    """Let a version go on in an emergency, from today until a day. Raises Refused, or RowsRejected with every fault."""
    permissions.check_may_extend(by, terms)
    held: Extension | None = Extension.objects.filter(pk=key, terms=terms).first() if key else None
    if held:
        return held
    _check_not_ended(terms.agreement, by.today)
    standing = standing_of(terms.agreement, terms, terms.extensions.all(), by.today)
    faults = []
    if standing.state is State.TO_COME:
        faults.append(
            Fault("protection.extend-to-come", "an agreement that did not begin cannot be extended", "until")
        )
    if until <= standing.last or until < by.today:
        faults.append(
            Fault(
                "protection.extend-until",
                "an extension goes on for longer than the agreement does",
                "until",
                f"after {day_in_words(max(standing.last, by.today - timedelta(days=1)))}",
                day_in_words(until),
            )
        )
    if until > by.today + LONGEST_EXTENSION:
        faults.append(
            Fault(
                "protection.extend-longest",
                "an emergency extension is short; for longer the agreement is amended",
                "until",
                f"{day_in_words(by.today + LONGEST_EXTENSION)} or before",
                day_in_words(until),
            )
        )
    if not reason.strip():
        faults.append(Fault("protection.extend-reason", "say what the emergency is", "reason"))
    if faults:
        raise RowsRejected(*faults)
    made = Extension(
        id=key or uuid4(),
        terms=terms,
        starts=by.today,
        until=until,
        reason=reason.strip(),
        recorded_at=by.business_now,
        recorded_by=by.person,
    )
    detail: dict[str, str | int] = {"extended": until.isoformat(), "terms": str(terms.pk)}
    write(made, event=event_by(by, Act.ALTERED, AGREEMENT, terms.agreement_id, detail=detail))
    return made


@act
def end(*, by: Acting, terms: Terms, why: str, read_with: int | None = None) -> SharingAgreement:
    """End an agreement at once: it shares nothing from today on. Raises Refused, RowsRejected or ChangedMeanwhile."""
    permissions.check_may_end(by, terms)
    agreement: SharingAgreement = terms.agreement
    _check_not_ended(agreement, by.today)
    if not why.strip():
        raise RowsRejected(Fault("protection.end-why", "say why it ends", "why"))
    if read_with is not None:
        agreement.lock = read_with
    agreement.ended_on, agreement.ended_why = by.today, why.strip()
    detail: dict[str, str | int] = {"ended_on": by.today.isoformat()}
    write(agreement, event=event_by(by, Act.ALTERED, AGREEMENT, agreement.pk, detail=detail))
    return agreement


@act
def add_document(
    *,
    by: Acting,
    agreement: SharingAgreement,
    title: str,
    reference: str = "",
    file_name: str = "",
    content: bytes | None = None,
    key: UUID | None = None,
) -> AgreementDocument:
    """Add a document: where it is kept, the file itself, or both.

    The file is told by what is in it, encrypted, and kept by :mod:`frith.guard.documents`. Raises Refused, or
    RowsRejected with every fault.
    """
    permissions.check_may_record_agreements(by)
    held: AgreementDocument | None = AgreementDocument.objects.filter(pk=key).first() if key else None
    if held:
        return held
    faults = list(_faults_of_document(title, reference, file_name, content))
    if faults:
        raise RowsRejected(*faults)
    file = (
        kept.keep(by=by, record_type=AGREEMENT, record=agreement.pk, name=file_name, content=content)
        if content is not None
        else None
    )
    made = AgreementDocument(
        id=key or uuid4(),
        agreement=agreement,
        title=title.strip(),
        reference=reference.strip(),
        document=file.pk if file else None,
        recorded_at=by.business_now,
        recorded_by=by.person,
    )
    detail: dict[str, str | int] = {"document": str(made.pk), "digest": file.digest if file else ""}
    write(made, event=event_by(by, Act.ALTERED, AGREEMENT, agreement.pk, detail=detail))
    return made


def _faults_of_document(title: str, reference: str, file_name: str, content: bytes | None) -> Iterator[Fault]:
    if not title.strip():
        yield Fault("protection.document-title", "a document needs a title", "title")
    if not reference.strip() and content is None:
        yield Fault(
            "protection.document-where", "say where the document is kept, or give the file", "reference"
        )
    if content is not None:
        try:
            examined(file_name, content, largest=settings.FRITH_LARGEST_DOCUMENT)
        except RowsRejected as unfit:
            yield from unfit.faults


def _check_not_ended(agreement: SharingAgreement, day: date) -> None:
    if agreement.ended_on is not None and agreement.ended_on <= day:
        raise Refused(
            Fault(
                "protection.agreement-ended",
                f"This agreement ended: {day_in_words(agreement.ended_on)} was the first day without it.",
                remedy="Record a new agreement.",
            )
        )


def _version(
    by: Acting, agreement: SharingAgreement, agreeing: Agreeing, *, number: int, why: str
) -> tuple[Terms, list[Recorded]]:
    terms = Terms(
        agreement=agreement,
        number=number,
        purpose=agreeing.purpose.strip(),
        data=agreeing.shared.strip(),
        gateway=agreeing.gateway,
        valid_from=agreeing.valid_from,
        valid_to=agreeing.valid_to,
        review_on=agreeing.review_on,
        why=why,
        applies_from=by.today,
        recorded_at=by.business_now,
        recorded_by=by.person,
    )
    giving = {agency.pk: agency for agency in agreeing.controllers}
    taking = {agency.pk: agency for agency in agreeing.recipients}
    both = giving | taking
    parties: list[Recorded] = [
        Party(terms=terms, agency=both[pk], controller=pk in giving, recipient=pk in taking)
        for pk in sorted(both, key=str)
    ]
    classes = [
        SharedClass(
            terms=terms,
            record_type=name,
            fields=sorted(agreeing.fields[name]),
            roles=sorted(role.value for role in agreeing.roles),
        )
        for name in sorted(agreeing.fields)
        if agreeing.fields[name]
    ]
    return terms, [*parties, *classes]


def _carried_over(by: Acting, before: Terms, after: Terms, rows: Collection[Recorded]) -> list[Acceptance]:
    """Return the yes of each controller who gave it to the version before, if the new one shares no more."""
    if not _shares_no_more(before, after, rows):
        return []
    controllers = {row.agency_id for row in rows if isinstance(row, Party) and row.controller}
    return [
        Acceptance(
            terms=after,
            agency_id=each.agency_id,
            accepted_on=by.today,
            carried_over=True,
            recorded_at=by.business_now,
            recorded_by=by.person,
        )
        for each in before.acceptances.all()
        if each.agency_id in controllers
    ]


def _shares_no_more(before: Terms, after: Terms, rows: Collection[Recorded]) -> bool:
    same = (before.purpose, before.gateway, before.data) == (after.purpose, after.gateway, after.data)
    no_longer = before.valid_from <= after.valid_from and after.valid_to <= before.valid_to
    took = {party.agency_id for party in before.parties.all() if party.recipient}
    take = {row.agency_id for row in rows if isinstance(row, Party) and row.recipient}
    shared = {each.record_type: each for each in before.classes.all()}
    narrower = all(
        row.record_type in shared
        and set(row.fields) <= set(shared[row.record_type].fields)
        and set(row.roles) <= set(shared[row.record_type].roles)
        for row in rows
        if isinstance(row, SharedClass)
    )
    return same and no_longer and take <= took and narrower


def _faults(agreeing: Agreeing) -> Iterator[Fault]:
    for name, what in (
        ("title", "a title"),
        ("purpose", "a purpose"),
        ("shared", "what is shared, in words"),
    ):
        if not getattr(agreeing, name).strip():
            yield Fault("protection.agreement-words", f"an agreement needs {what}", name)
    yield from _faults_of_days(agreeing)
    yield from _faults_of_law(agreeing)
    if not agreeing.controllers:
        yield Fault("protection.agreement-controllers", "name who shares records", "controllers")
    if not agreeing.recipients:
        yield Fault("protection.agreement-recipients", "name who receives", "recipients")
    yield from _faults_of_classes(agreeing)


def _faults_of_days(agreeing: Agreeing) -> Iterator[Fault]:
    if agreeing.valid_to < agreeing.valid_from:
        yield Fault("protection.agreement-backwards", "it cannot end before it begins", "valid_to")
    if not agreeing.valid_from <= agreeing.review_on <= agreeing.valid_to:
        yield Fault(
            "protection.agreement-review",
            "it is reviewed while it is in force",
            "review_on",
            f"{day_in_words(agreeing.valid_from)} to {day_in_words(agreeing.valid_to)}",
            day_in_words(agreeing.review_on),
        )


def _faults_of_law(agreeing: Agreeing) -> Iterator[Fault]:
    known = {gateway.id for gateway in gateways_on(agreeing.valid_from)}
    if agreeing.gateway not in known:
        yield Fault(
            "protection.agreement-gateway",
            "no lawful gateway of this name holds on the first day",
            "gateway",
            ", ".join(sorted(known)),
            agreeing.gateway,
        )
        return
    gateway = gateway_named(agreeing.gateway)
    if gateway.data is DataClass.DEPERSONALISED and any(agreeing.fields.values()):
        yield Fault(
            "protection.gateway-depersonalised",
            f"{gateway.statute} is no ground for records of people",
            "gateway",
            "a gateway for personal data, or no record fields",
            remedy="Choose another gateway, or share no record fields.",
        )


def _faults_of_classes(agreeing: Agreeing) -> Iterator[Fault]:
    types = {each.id: each for each in all_types()}
    for name in sorted(agreeing.fields):
        fields = set(types[name].fields) if name in types else set()
        unknown = sorted(set(agreeing.fields[name]) - fields)
        if name not in types or unknown:
            yield Fault(
                "protection.agreement-fields",
                "this cannot be shared by an agreement",
                name,
                ", ".join(sorted(fields)) or ", ".join(sorted(types)),
                ", ".join(unknown) or name,
            )
    if any(agreeing.fields.values()) and not agreeing.roles:
        yield Fault("protection.agreement-roles", "say in which roles the recipients' people see it", "roles")
    if Role.OPERATOR in agreeing.roles:
        yield Fault("protection.agreement-operator", "the operator never opens a record", "roles")
