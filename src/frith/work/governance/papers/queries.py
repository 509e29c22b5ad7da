"""All reads of papers."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.urls import reverse

from frith.guard.acting import Acting
from frith.guard.audit.recording import record_refusal
from frith.publication.document import Document
from frith.publication.stored import document_from
from frith.vocabulary import numbers
from frith.vocabulary.faults import Fault, Refused, UnknownName
from frith.vocabulary.figures import Figure
from frith.vocabulary.periods import Month, Quarter
from frith.work.governance.papers import permissions
from frith.work.governance.papers.models import CitedFigure, IssuedPaper, Paper
from frith.work.performance.definitions import definition_of
from frith.work.performance.uses import Use


def papers_visible_to(by: Acting) -> QuerySet[Paper]:
    """Return the papers this person may see: those issued, and drafts if they may see drafts."""
    found: QuerySet[Paper] = Paper.objects.order_by("-meeting_on", "id")
    return found if permissions.may_see_drafts(by) else found.filter(issues__isnull=False).distinct()


def papers_with_issues(by: Acting) -> QuerySet[Paper]:
    """Return the papers this person may see, each with its issues in ``issues.all()``, latest first.

    The documents stay in the database: a list does not show them, and they are long.
    """
    issues = IssuedPaper.objects.defer("document").order_by("-number")
    return papers_visible_to(by).prefetch_related(Prefetch("issues", issues))


def papers_not_issued(by: Acting) -> QuerySet[Paper]:
    """Return the papers this person may see that were never issued."""
    return papers_visible_to(by).filter(issues__isnull=True)


def paper_named(by: Acting, key: str) -> Paper:
    """Return a paper. Raises UnknownName for one that is absent or not this person's to see.

    Both leave the same record of a refusal where somebody may not see drafts, so that neither gives the other away.
    """
    found = papers_visible_to(by).filter(pk=key).first()
    if found is None:
        try:
            permissions.check_may_see_drafts(by)
        except Refused as refusal:
            record_refusal(by, "paper_named", refusal, {"key": ("governance.paper", key)})
        known = ", ".join(papers_visible_to(by).values_list("pk", flat=True))
        raise UnknownName(Fault("governance.paper", "no paper has this id", "", known or "none yet", key))
    return found


def is_taken(key: str) -> bool:
    """Return whether a paper has this key, whoever may see it."""
    return Paper.objects.filter(pk=key).exists()


def issues_of(paper: Paper) -> QuerySet[IssuedPaper]:
    """Return what was issued of a paper, latest first."""
    found: QuerySet[IssuedPaper] = IssuedPaper.objects.filter(paper=paper).order_by("-number")
    return found


def latest_issues(by: Acting) -> QuerySet[IssuedPaper]:
    """Return the latest issue of each paper this person may see, with the figures that it cites."""
    later = IssuedPaper.objects.filter(paper=OuterRef("paper"), number__gt=OuterRef("number"))
    found: QuerySet[IssuedPaper] = IssuedPaper.objects.filter(
        ~Exists(later), paper__in=papers_visible_to(by).order_by().values("pk")
    )
    found = found.select_related("paper").prefetch_related("figures")
    return found.order_by("-paper__meeting_on", "paper")


def issued_paper(key: str, number: int) -> IssuedPaper:
    """Return one issue of a paper. Raises UnknownName if it was not issued."""
    found: IssuedPaper | None = (
        IssuedPaper.objects.filter(paper=key, number=number).select_related("paper").first()
    )
    if found is None:
        raise UnknownName(
            Fault("governance.issue", "this paper was not issued", given=f"{key}, issue {number}")
        )
    return found


def document_of(issued: IssuedPaper) -> Document:
    """Return the document of an issued paper, as it was on the day."""
    return document_from(issued.document)


def figures_cited_by(issued: IssuedPaper) -> list[tuple[Figure, int]]:
    """Return the figures of an issued paper as it prints them, each with the edition that it cites."""
    editions = {cited.figure: cited.edition for cited in issued.figures.all()}
    return [(figure, editions[figure.id]) for figure in document_of(issued).figures]


def papers_citing(figure_id: str) -> QuerySet[IssuedPaper]:
    """Return the issued papers that cite a figure, latest first."""
    cited = CitedFigure.objects.filter(figure=figure_id).values("issued_paper")
    found: QuerySet[IssuedPaper] = IssuedPaper.objects.filter(pk__in=cited).select_related("paper")
    return found.order_by("-issued_at", "number")


def uses_of(by: Acting, figure_id: str) -> list[Use]:
    """Return the issued papers that cite a figure, as lines with their pages. Issued papers are for everyone."""
    return [
        Use(
            f"{issued.paper.title}, issue {issued.number}",
            reverse("governance:issue", args=[issued.paper_id, issued.number]),
        )
        for issued in papers_citing(figure_id)
    ]


def quarter_of(paper: Paper) -> Quarter:
    """Return the quarter that a paper reports."""
    return Quarter.holding(Month.parse(paper.first_month))


def indicator_keys(paper: Paper) -> tuple[str, ...]:
    """Return the keys of the indicators that a paper reports, in order."""
    return tuple(paper.indicators.split())


def words_of(figure: Figure) -> str:
    """Return a figure in one line: what is measured, its value, and the months."""
    title = definition_of(figure.definition).title
    value = numbers.NOT_KNOWN if figure.value is None else f"{numbers.decimal(figure.value)}{figure.unit}"
    return f"{title}, {value}" + (f" ({figure.period.words})" if figure.period else "")
