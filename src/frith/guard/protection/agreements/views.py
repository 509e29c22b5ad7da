"""Pages of sharing agreements."""

from __future__ import annotations

from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from frith.guard.access.pages import sent, signed_in
from frith.guard.access.queries import names_of
from frith.guard.acting import Acting
from frith.guard.forms import Asked, ask
from frith.guard.protection.agreements import permissions, queries, services
from frith.guard.protection.agreements.queries import Agreed
from frith.guard.protection.forms import (
    AcceptForm,
    AgreementForm,
    AmendmentForm,
    DocumentForm,
    EndAgreementForm,
    ExtendForm,
    answers_of,
)
from frith.guard.protection.liaison.queries import gaps_on
from frith.vocabulary.gateways import GATEWAYS, gateway_named
from frith.vocabulary.periods import day_in_words


@signed_in
def agreement_list(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Show every agreement with how it stands today."""
    context = {
        "agreements": queries.agreement_list(by=acting),
        "may_record": permissions.may_record_agreements(acting),
        "may_simulate": permissions.may_simulate(acting),
        "gaps": gaps_on(acting.today),
    }
    return render(request, "protection/agreements.html", context)


@signed_in
def agreement(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Show an agreement: parties, law, what is shared, how it stands, its documents and its versions."""
    found = queries.agreement(by=acting, key=key)
    versions = queries.versions_of(found.agreement)
    people = {str(each.recorded_by) for each in versions}
    people |= {str(e.recorded_by) for each in versions for e in each.extensions.all()}
    context = {
        "agreed": found,
        "shared": queries.shared_by(found.terms),
        "documents": queries.documents_of(acting, found.agreement),
        "versions": [(each, gateway_named(each.gateway), queries.shared_by(each)) for each in versions],
        "names": names_of(people),
        "may_record": permissions.may_record_agreements(acting),
        "may_accept": permissions.may_accept(acting, found.terms)
        and any(party.agency_id == acting.agency for party in found.waiting_for),
        "may_extend": permissions.may_extend(acting, found.terms),
        "may_end": permissions.may_end(acting, found.terms),
    }
    return render(request, "protection/agreement.html", context)


@signed_in
def gateways(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Show the register of lawful gateways."""
    permissions.check_may_read_agreements(acting)
    context = {"gateways": [(each, each.holds_on(acting.today)) for each in GATEWAYS]}
    return render(request, "protection/gateways.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def add(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Record an agreement."""
    permissions.check_may_record_agreements(acting)

    def made(form: AgreementForm) -> str:
        agreed = services.record_agreement(by=acting, agreeing=form.agreeing(), key=form.key)
        return reverse("protection:agreement", args=[agreed.pk])

    asked = Asked(
        title="Record a sharing agreement",
        button="Record",
        above=reverse("protection:agreements"),
        above_name="Sharing agreements",
        lead="It shares an agency's records from the day on which that agency accepts it, and not before.",
    )
    return ask(request, AgreementForm(queries.agencies(), sent(request)), asked, made)


@require_http_methods(["GET", "POST"])
@signed_in
def amend(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Amend an agreement by a further version."""
    permissions.check_may_record_agreements(acting)
    found = queries.agreement(by=acting, key=key)
    here = _address(found)

    def made(form: AmendmentForm) -> str:
        services.amend(
            by=acting,
            agreement=found.agreement,
            agreeing=form.agreeing(),
            why=form.cleaned_data["why"],
            read_with=form.read_with,
        )
        return here

    def now() -> tuple[int, list[tuple[str, object]]]:
        again = queries.agreement(by=acting, key=key)
        said: list[tuple[str, object]] = [
            ("Title", again.agreement.title),
            ("Purpose", again.terms.purpose),
            ("What is shared", again.terms.data),
            ("Lawful gateway", again.gateway.statute),
            ("Who shares records", ", ".join(again.controllers)),
            ("Who receives", ", ".join(again.recipients)),
            ("Last day", day_in_words(again.terms.valid_to)),
            ("Why it was amended", again.terms.why),
        ]
        return again.agreement.lock, said

    asked = Asked(
        title=f"Amend “{found.agreement.title}”",
        button="Save the amendment",
        above=here,
        above_name=found.agreement.title,
        lead="The versions before it stay. An agency must accept a version that shares more of its records.",
    )
    form = AmendmentForm(queries.agencies(), sent(request), initial=answers_of(found))
    return ask(request, form, asked, made, now=now)


@require_http_methods(["GET", "POST"])
@signed_in
def accept(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Accept an agreement for the own agency's records."""
    found = queries.agreement(by=acting, key=key)
    permissions.check_may_accept(acting, found.terms)

    def made(form: AcceptForm) -> str:
        services.accept(by=acting, terms=found.terms)
        return _address(found)

    asked = Asked(
        title=f"Accept “{found.agreement.title}” for {acting.agency_name}",
        button="Accept",
        above=_address(found),
        above_name=found.agreement.title,
        lead=f"Version {found.terms.number}. From today it shares your agency's records as it says.",
    )
    return ask(request, AcceptForm(sent(request)), asked, made)


@require_http_methods(["GET", "POST"])
@signed_in
def extend(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Extend an agreement in an emergency."""
    found = queries.agreement(by=acting, key=key)
    permissions.check_may_extend(acting, found.terms)

    def made(form: ExtendForm) -> str:
        said = form.given("until", "reason")
        services.extend(
            by=acting, terms=found.terms, until=said["until"], reason=said["reason"], key=form.key
        )
        return _address(found)

    asked = Asked(
        title=f"Extend “{found.agreement.title}” in an emergency",
        button="Extend",
        above=_address(found),
        above_name=found.agreement.title,
        lead=f"{found.standing.words}. An extension lasts {services.LONGEST_EXTENSION.days} days at most.",
    )
    return ask(request, ExtendForm(sent(request)), asked, made)


@require_http_methods(["GET", "POST"])
@signed_in
def end(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """End an agreement at once."""
    found = queries.agreement(by=acting, key=key)
    permissions.check_may_end(acting, found.terms)

    def made(form: EndAgreementForm) -> str:
        services.end(by=acting, terms=found.terms, why=form.cleaned_data["why"], read_with=form.read_with)
        return _address(found)

    def now() -> tuple[int, list[tuple[str, object]]]:
        again = queries.agreement(by=acting, key=key)
        return again.agreement.lock, [
            ("Version", again.terms.number),
            ("How it stands", again.standing.words),
        ]

    asked = Asked(
        title=f"End “{found.agreement.title}”",
        button="End it today",
        above=_address(found),
        above_name=found.agreement.title,
        lead="It shares nothing from today on. Every agency goes on using its own records.",
    )
    form = EndAgreementForm(sent(request), initial={"lock": found.agreement.lock})
    return ask(request, form, asked, made, now=now)


@require_http_methods(["GET", "POST"])
@signed_in
def add_document(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Add a document to an agreement."""
    permissions.check_may_record_agreements(acting)
    found = queries.agreement(by=acting, key=key)

    def made(form: DocumentForm) -> str:
        said = form.given("title", "reference", "file")
        file: UploadedFile[bytes] | None = said["file"]
        services.add_document(
            by=acting,
            agreement=found.agreement,
            title=said["title"],
            reference=said["reference"],
            file_name=(file.name or "") if file else "",
            content=file.read() if file else None,
            key=form.key,
        )
        return _address(found)

    asked = Asked(
        title="Add a document", button="Add", above=_address(found), above_name=found.agreement.title
    )
    return ask(request, DocumentForm(sent(request), request.FILES or None), asked, made)


def _address(found: Agreed) -> str:
    return reverse("protection:agreement", args=[found.agreement.pk])
