"""All writes of papers."""

from __future__ import annotations

import hashlib
from datetime import date
from uuid import uuid4

from frith.guard.acting import Acting
from frith.guard.audit.events import Act, event_by
from frith.guard.audit.recording import act, write, write_many
from frith.publication.document import Document
from frith.publication.stored import document_text
from frith.vocabulary.faults import Fault, RowsRejected
from frith.vocabulary.faults import Fault, RowsRejected
from frith.vocabulary.periods import Quarter
from frith.work.governance import drafting, permissions, queries
from frith.work.governance.models import CitedFigure, IssuedPaper, Paper
from frith.work.performance import figures, rag
from frith.work.performance import queries as performance
from frith.work.performance import services as performance_services
from frith.work.performance.definitions import Question, definition_of


@act
def prepare_paper(
    *, by: Acting, key: str, quarter: Quarter, as_at: date, indicators: tuple[str, ...], **front: object
) -> Paper:
    """Set up a paper that reports indicators for a quarter.

    Raises Refused, UnknownName for an indicator, or RowsRejected if the key is another paper's already.
    ``front`` are the remaining fields of :class:`Paper`.
    """
    permissions.check_may_issue(by)
    for indicator in indicators:
        performance.indicator_named(indicator)
    if queries.is_taken(key):
        raise RowsRejected(
            Fault("governance.paper-taken", "a paper has this key already", "key", "a new key", key)
        )
    if queries.is_taken(key):
        raise RowsRejected(
            Fault("governance.paper-taken", "a paper has this key already", "key", "a new key", key)
        )
    paper = Paper(
        id=key, first_month=str(quarter.period.first), as_at=as_at, indicators=" ".join(indicators), **front
    )
    write(paper, event=event_by(by, Act.COLLECTED, "paper", key))
    return paper


@act
def draft_paper(*, by: Acting, paper: Paper) -> Document:
    """Draft a paper from the records as they are now, and store the figures that it cites. Raises Refused."""
    permissions.check_may_see_drafts(by)
    quarter = queries.quarter_of(paper)
    measured = tuple(_measured(by, key, quarter, paper.as_at) for key in queries.indicator_keys(paper))
    invented = any(figures.INVENTED in item.figure.note for item in measured)
    return drafting.outcomes_paper(paper, quarter, paper.as_at, measured, invented=invented)


@act
def issue_paper(*, by: Acting, paper: Paper) -> IssuedPaper:
    """Issue a paper as it stands now: the document is stored, and whatever changes later, it stays. Raises Refused.

    Issuing it again when nothing changed gives the issue that there is: a form sent twice issues once.
    """
    permissions.check_may_issue(by)
    document = draft_paper(by=by, paper=paper)
    text = document_text(document)
    digest = hashlib.sha256(text.encode()).hexdigest()
    last = queries.issues_of(paper).first()
    if last and last.digest == digest:
        return last
    issued = IssuedPaper(
        id=uuid4(),
        paper=paper,
        number=last.number + 1 if last else 1,
        document=text,
        digest=digest,
        issued_at=by.business_now,
        issued_by=by.person,
    )
    detail: dict[str, str | int] = {"issue": issued.number, "sha256": issued.digest}
    write(issued, event=event_by(by, Act.PUBLISHED, "paper", paper.id, detail=detail))
    cited = [CitedFigure(issued_paper=issued, figure=figure.id) for figure in document.figures]
    write_many(cited, event=event_by(by, Act.PUBLISHED, "figures of a paper", paper.id, detail=detail))
    return issued


def _measured(by: Acting, key: str, quarter: Quarter, as_at: date) -> drafting.Measured:
    indicator = performance.indicator_named(key)
    question = Question(quarter.period, indicator.area, as_at)
    figure = performance_services.compute_figure(by=by, indicator=indicator, question=question)
    rating = rag.assess(figure, performance.target_of(indicator))
    return drafting.Measured(indicator, definition_of(indicator.definition), figure, rating)
