"""All reads of casework. Whoever reads a person's record is recorded; calculations see counts and ids alone."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Exists, F, OuterRef, QuerySet
from django.urls import reverse

from frith.guard import business_clock
from frith.guard.acting import Acting
from frith.guard.audit.events import Act, event_by
from frith.guard.audit.recording import act, record
from frith.guard.protection import sharing
from frith.guard.protection.controllers import VALUE
from frith.guard.protection.deny_list.scopes import is_denied_some
from frith.guard.protection.sharing import SharingScope
from frith.guard.roles import Role
from frith.vocabulary.faults import Fault, UnknownName
from frith.vocabulary.periods import day_in_words
from frith.work.casework import permissions
from frith.work.casework.models import ClosureRecord, Service
from frith.work.performance.definitions import Question
from frith.work.performance.record_types import Listed

CLOSURE_RECORD = "casework.closure-record"
COUNTED = ("case_reference", "closed_on", "less_abuse", "risk_at_intake", "risk_at_closure")
"""The fields that a figure tells of the records behind it: somebody who may not see them all sees none of those."""
ON_A_PAGE = 50


def closure_scope(by: Acting) -> SharingScope:
    """Return what somebody may see of closure records: their own agency's, if they work on cases there, and others'.

    Another agency's are seen as far as an agreement shares them, and no statement about a closure that is denied them.
    """
    return sharing.scope_for(by, CLOSURE_RECORD, _otherwise(by))


def closure_records_visible_to(by: Acting) -> QuerySet[ClosureRecord]:
    """Return the closure records as they stand now that this person may see, latest closure first.

    A field that is not shared puts no record in its place in the order either: those come last.
    """
    scope = closure_scope(by)
    day = "closed_on" if scope.shows("closed_on") else f"{VALUE}closed_on"
    case = "case_reference" if scope.shows("case_reference") else f"{VALUE}case_reference"
    return scope.of(_latest(statements())).order_by(F(day).desc(nulls_last=True), case, "id")


@act
def closure_list(*, by: Acting, page: str = "1", on_a_page: int = ON_A_PAGE) -> Page[ClosureRecord]:
    """Return a page of the closure records this person may see; looking is recorded, also when there are none."""
    shown = Paginator(closure_records_visible_to(by), on_a_page).get_page(page)
    detail: dict[str, str | int] = {"records": len(shown), "of": shown.paginator.count}
    record(event_by(by, Act.SEARCHED, CLOSURE_RECORD, purpose="list", detail=detail))
    return shown


@act
def closure_record(*, by: Acting, record_id: UUID, purpose: str) -> ClosureRecord:
    """Open one statement about a closure. Raises Refused, with the same words if it is absent or kept from them."""
    found = closure_scope(by).one(statements(), record_id)
    record(event_by(by, _read_of(by, found), CLOSURE_RECORD, found.id, purpose=purpose))
    return found


@act
def closure_to_correct(*, by: Acting, record_id: UUID) -> ClosureRecord:
    """Open a statement to correct it. Raises Refused, also for those who see it and are not its service's own."""
    found = closure_record(by=by, record_id=record_id, purpose="correct")
    permissions.check_may_record_closures(by, found.service)
    return found


def why_visible(by: Acting, record_id: UUID) -> tuple[str, ...]:
    """Return the reasons, in sentences, why this person may see a record: none if they may not."""
    return tuple(ground.sentence for ground in closure_scope(by).why(statements(), record_id))


@act
def closure_history(*, by: Acting, record_id: UUID) -> tuple[ClosureRecord, ...]:
    """Open every statement about the closure that one speaks of, first to last, as its page shows them.

    Each counts as read: the event names them all. Raises Refused, with the same words if the one asked for is absent or
    kept from this person.
    """
    scope = closure_scope(by)
    found = scope.one(statements(), record_id)
    about = statements().filter(closure=found.closure, controller=found.controller_id)
    shown = tuple(scope.of(about).order_by("edition"))
    detail: dict[str, str | int] = {"statements": ",".join(str(each.id) for each in shown)}
    what = _read_of(by, found)
    if what is Act.DISCLOSED:
        codes = {ground.code for ground in scope.why(statements(), record_id)}
        detail["grounds"] = ",".join(sorted(codes))
    record(event_by(by, what, CLOSURE_RECORD, found.id, purpose="read", detail=detail))
    return shown


def closures_standing(question: Question) -> list[ClosureRecord]:
    """Return, for a calculation, the closures of a period and area as they stood at the end of a day.

    What was recorded later does not count, and neither does a statement that a later one had replaced by then.
    """
    known = statements().filter(recorded_at__lt=business_clock.end_of(question.as_at))
    months = question.period
    return list(
        _latest(known)
        .filter(
            withdrawn=False,
            service__area=question.area,
            closed_on__range=(months.first.first_day, months.last.last_day),
        )
        .order_by("closed_on", "id")
    )


def listed_among(by: Acting, record_ids: Sequence[UUID]) -> list[Listed]:
    """Return those of the given records that this person may see all counted of, as lines that name no one."""
    found = (
        closure_scope(by)
        .showing(*COUNTED)
        .of(statements())
        .filter(pk__in=list(record_ids))
        .order_by("closed_on", "case_reference")
    )
    return [
        Listed(
            closure.id,
            f"{closure.case_reference}, {closure.service.name}, closed {day_in_words(closure.closed_on)}",
            reverse("casework:closure", args=[closure.id]),
        )
        for closure in found
    ]


def may_see_all_of(by: Acting, area: str) -> bool:
    """Return whether somebody may see every closure record of an area: a caseworker of its only provider.

    Nobody may who must not see one of them: from the figures of two days they could work out what it says.
    """
    others = Service.objects.filter(area=area).exclude(provider=by.agency)
    return by.holds(Role.CASEWORKER) and not others.exists() and not is_denied_some(by, CLOSURE_RECORD)


def why_not_all(by: Acting) -> str:
    """Return why somebody may not open every record behind a figure."""
    if by.holds(Role.CASEWORKER):
        return f"The others belong to other services, and {by.agency_name} is not their data controller."
    return _otherwise(by).what


def services_of(by: Acting) -> QuerySet[Service]:
    """Return the services that a person's agency provides."""
    found: QuerySet[Service] = Service.objects.filter(provider=by.agency).order_by("name")
    return found


def service_named(name: str) -> Service:
    """Return a service. Raises UnknownName, listing those there are."""
    found: Service | None = Service.objects.filter(name=name).first()
    if found is None:
        known = "; ".join(Service.objects.order_by("name").values_list("name", flat=True))
        raise UnknownName(
            Fault("casework.service", "no service has this name", "", known or "none yet", name)
        )
    return found


def statements() -> QuerySet[ClosureRecord]:
    """Return every statement, for scopes and calculations to narrow: never for a page."""
    found: QuerySet[ClosureRecord] = ClosureRecord.objects.select_related("service", "controller")
    return found


def closures_referred_to(reference: str) -> list[UUID]:
    """Return the closures that a case reference stands for, of any service: to be opened in a risk to life only."""
    found = statements().filter(case_reference=reference.strip().upper()).order_by("recorded_at", "id")
    return list(dict.fromkeys(found.values_list("closure", flat=True)))


def standing_closures_of_case(record: ClosureRecord) -> QuerySet[ClosureRecord]:
    """Return what stands now, under a record's case reference and controller, of other closures than its own."""
    same_case = _latest(statements()).filter(
        controller=record.controller_id, case_reference=record.case_reference, withdrawn=False
    )
    return same_case.exclude(closure=record.closure)


def next_round(record: ClosureRecord) -> int:
    """Return which round the first statement of a new closure is: 1, unless others of the case were withdrawn."""
    return (
        1
        + statements()
        .filter(controller=record.controller_id, case_reference=record.case_reference, edition=1)
        .count()
    )


def latest_edition(found: ClosureRecord) -> int:
    """Return the edition of the last statement about the closure that a statement speaks of."""
    editions = (
        statements().filter(closure=found.closure).order_by("-edition").values_list("edition", flat=True)
    )
    return editions[0]


def _read_of(by: Acting, found: ClosureRecord) -> Act:
    """Return what reading a record is: consulting it, or for another agency's people a disclosure to them."""
    return Act.CONSULTED if found.controller_id == by.agency else Act.DISCLOSED


def _latest(statements: QuerySet[ClosureRecord]) -> QuerySet[ClosureRecord]:
    """Keep the last statement about each closure among those given."""
    later = statements.filter(closure=OuterRef("closure"), edition__gt=OuterRef("edition"))
    return statements.filter(~Exists(later))


def _otherwise(by: Acting) -> Fault:
    """Return what somebody is told of records they may not see, which is also what they are told of none."""
    if by.holds(Role.CASEWORKER):
        what = f"{by.agency_name} holds no closure record with this address that you may open."
        remedy = "Check the address, or ask the service that supported the person."
    else:
        what = (
            "Only caseworkers of the service that supported a person may open a closure record. "
            f"You act as {', '.join(sorted(role.words for role in by.roles)) or 'a person without a role'} for "
            f"{by.agency_name}, and see the figures that closure records add up to."
        )
        remedy = "Ask the service, which is the data controller of its records."
    return Fault("casework.closure-not-visible", what, remedy=remedy)
