"""Pages of papers."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from frith.guard.access.pages import signed_in
from frith.guard.acting import Acting
from frith.publication.document import Document
from frith.publication.html import render_fragment
from frith.work.governance.papers import files, permissions, queries, services
from frith.work.governance.papers.files import FileKind
from frith.work.performance import queries as performance


@signed_in
def paper_list(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Show the papers this person may see, each with what was issued."""
    context = {
        "papers": queries.papers_with_issues(acting),
        "may_see_drafts": permissions.may_see_drafts(acting),
    }
    return render(request, "governance/papers/papers.html", context)


@signed_in
def paper(request: HttpRequest, acting: Acting, key: str) -> HttpResponse:
    """Show the draft as it is now, from the records as they are now."""
    found = queries.paper_named(acting, key)
    if not permissions.may_see_drafts(acting):
        return redirect("governance:issue", key, queries.issues_of(found)[0].number)
    document = services.draft_paper(by=acting, paper=found)
    context = {
        "paper": found,
        "document": document,
        "indicators": [performance.indicator_named(key) for key in queries.indicator_keys(found)],
        "fragment": render_fragment(document),
        "issues": queries.issues_of(found),
        "may_issue": permissions.may_issue(acting),
        "kinds": files.KINDS,
    }
    return render(request, "governance/papers/draft.html", context)


@require_POST
@signed_in
def issue(request: HttpRequest, acting: Acting, key: str) -> HttpResponse:
    """Issue the paper as it stands now."""
    issued = services.issue_paper(by=acting, paper=queries.paper_named(acting, key))
    return redirect("governance:issue", key, issued.number)


@signed_in
def issued(request: HttpRequest, acting: Acting, key: str, number: int) -> HttpResponse:
    """Show a paper as it was issued."""
    found = queries.issued_paper(key, number)
    document = queries.document_of(found)
    context = {
        "issued": found,
        "document": document,
        "cited": queries.figures_cited_by(found),
        "fragment": render_fragment(document),
        "kinds": files.KINDS,
        "may_see_drafts": permissions.may_see_drafts(acting),
    }
    return render(request, "governance/papers/issued.html", context)


@signed_in
def draft_file(request: HttpRequest, acting: Acting, key: str, ending: str) -> HttpResponse:
    """Hand over the draft as a file."""
    _kind(ending)
    document = services.draft_paper(by=acting, paper=queries.paper_named(acting, key))
    return _file(document, f"{key}-draft", ending)


@signed_in
def issued_file(request: HttpRequest, acting: Acting, key: str, number: int, ending: str) -> HttpResponse:
    """Hand over an issued paper as a file: the same bytes every time."""
    _kind(ending)
    return _file(queries.document_of(queries.issued_paper(key, number)), f"{key}-issue-{number}", ending)


def _file(document: Document, name: str, ending: str) -> HttpResponse:
    kind = _kind(ending)
    response = HttpResponse(kind.render(document), content_type=kind.media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response


def _kind(ending: str) -> FileKind:
    """Return the kind of file that an ending asks for, before anything else is done."""
    kind = files.KINDS.get(ending)
    if kind is None:
        raise Http404
    return kind
