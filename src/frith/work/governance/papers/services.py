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
from frith.vocabulary.periods import Quarter
from frith.work.governance.papers import drafting, permissions, queries
from frith.work.governance.papers.models import CitedFigure, IssuedPaper, Paper
from frith.work.performance import figures, public_figures, rag
from frith.work.performance import queries as performance
from frith.work.performance import services as performance_services
from frith.work.performance.definitions import Question, definition_of
from frith.work.performance.models import Indicator
from frith.work.performance.public_figures import Computed


@act
def prepare_paper(
    *, by: Acting, key: str, quarter: Quarter, as_at: date, indicators: tuple[str, ...], **front: object
) -> Paper:
    """Set up a paper that reports indicators for a quarter.

    Raises Refused, UnknownName for an indicator, or RowsRejected if the key is another paper's already.
    ``front`` are the remaining fields of :class:`Paper`.
    """
    permissions.check_may_issue(by)
    for each in indicators:
        indicator = performance.indicator_named(each)
        permissions.check_may_choose_as_at(by, indicator, Question(quarter.period, indicator.area, as_at))
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
    """Draft a paper from the records as they are now. Nothing is stored. Raises Refused."""
    permissions.check_may_see_drafts(by)
    return _drafted(paper, _counted(paper))


@act
def issue_paper(*, by: Acting, paper: Paper) -> IssuedPaper:
    """Issue a paper as it stands now: the document is stored, and whatever changes later, it stays. Raises Refused.

    Issuing it again when nothing changed gives the issue that there is: a form sent twice issues once.
    """
    permissions.check_may_issue(by)
    counted = _counted(paper)
    document = _drafted(paper, counted)
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
    kept = [performance_services.keep_figure(by=by, computed=each) for _, each in counted]
    cited = [CitedFigure(issued_paper=issued, figure=each.figure, edition=each.edition) for each in kept]
    write_many(cited, event=event_by(by, Act.PUBLISHED, "figures of a paper", paper.id, detail=detail))
    return issued


def _counted(paper: Paper) -> list[tuple[Indicator, Computed]]:
    """Count the figures of a paper from the records as they are now."""
    period = queries.quarter_of(paper).period
    indicators = [performance.indicator_named(key) for key in queries.indicator_keys(paper)]
    return [
        (each, performance.computed(each, Question(period, each.area, paper.as_at))) for each in indicators
    ]


def _drafted(paper: Paper, counted: list[tuple[Indicator, Computed]]) -> Document:
    """Write the paper for the public: figures pass disclosure control before a sentence can cite them."""
    shown = public_figures.for_the_public([computed for _, computed in counted])
    measured = tuple(
        drafting.Measured(
            indicator,
            definition_of(indicator.definition),
            figure,
            rag.assess(figure, performance.target_of(indicator)),
        )
        for (indicator, _), figure in zip(counted, shown, strict=True)
    )
    invented = any(figures.INVENTED in figure.note for figure in shown)
    return drafting.outcomes_paper(paper, queries.quarter_of(paper), paper.as_at, measured, invented=invented)
