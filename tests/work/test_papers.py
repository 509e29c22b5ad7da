"""Papers: every number cited, a draft that moves with the records, and an issued paper that does not."""

from datetime import date

import pytest
from tests.made_partnership import TODAY, Made, add_indicators, answers, close_many, prepare_paper

from frith.guard.audit.models import AuditEvent
from frith.publication.document import Paragraph
from frith.vocabulary.faults import Refused, RowsRejected, UnknownName
from frith.vocabulary.figures import Cited, plain
from frith.work.casework import services as casework
from frith.work.casework.models import ClosureRecord, CorrectionReason, LessAbuse
from frith.work.governance import files, permissions, queries, services
from frith.work.performance.uses import of_figure

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready(made: Made) -> Made:
    """A partnership with indicators, closures and a paper."""
    add_indicators(made)
    close_many(made)
    prepare_paper(made)
    return made


def paragraphs(made: Made) -> list[Paragraph]:
    document = services.draft_paper(
        by=made.acting("dilys"), paper=queries.paper_named(made.acting("dilys"), "outcomes")
    )
    return [block for block in document.body if isinstance(block, Paragraph)]


def change_one(made: Made) -> None:
    no = ClosureRecord.objects.filter(less_abuse=LessAbuse.NO, controller=made.agencies["lantern"]).first()
    assert no is not None
    casework.correct_closure(
        by=made.acting("amina"),
        record_id=no.id,
        found=answers(no, less_abuse=LessAbuse.YES),
        reason=CorrectionReason.MISTYPED,
    )


def test_the_two_paragraphs(ready: Made) -> None:
    first, second = paragraphs(ready)
    assert (first.number, second.number) == ("3.3", "3.4")
    assert plain(first.phrase) == (
        "In Q1 2016/17 (April 2016 to June 2016), of the women who answered after support by a specialist service, 86% "
        "reported less abuse, from an inherited baseline of 67% (2014/15). Of the cases assessed both at intake and at "
        "closure, 80% were at lower assessed risk at closure, from an inherited baseline of 62% (2014/15)."
    )
    assert plain(second.phrase).startswith(
        "These figures rest on different numbers. 24 of the 28 women who answered reported less abuse."
    )


def test_every_number_that_was_counted_is_cited(ready: Made) -> None:
    cited = [part.text for block in paragraphs(ready) for part in block.phrase if isinstance(part, Cited)]
    assert cited == ["86%", "67%", "80%", "62%", "24", "28", "20", "25"]


def test_a_base_under_twenty_is_written_in_counts(made: Made) -> None:
    add_indicators(made)
    for n in range(7):
        made.close(less_abuse=LessAbuse.YES if n < 5 else LessAbuse.NO, reference=f"LA-{n}")
    prepare_paper(made)
    first, second = paragraphs(made)
    assert "specialist service, 5 of 7 reported less abuse" in plain(first.phrase)
    assert "It is not rated: 5 of 7: too few to rate" in plain(second.phrase)


def test_changing_one_record_changes_the_draft_and_not_the_issued_paper(ready: Made) -> None:
    dilys = ready.acting("dilys")
    paper = queries.paper_named(dilys, "outcomes")
    issued = services.issue_paper(by=dilys, paper=paper)
    before = {ending: kind.render(queries.document_of(issued)) for ending, kind in files.KINDS.items()}
    change_one(ready)
    assert "89%" in plain(paragraphs(ready)[0].phrase)
    again = queries.issued_paper("outcomes", 1)
    assert {ending: kind.render(queries.document_of(again)) for ending, kind in files.KINDS.items()} == before
    second = services.issue_paper(by=dilys, paper=paper)
    assert (second.number, second.digest == issued.digest) == (2, False)


def test_issuing_twice_what_did_not_change_issues_once(ready: Made) -> None:
    dilys = ready.acting("dilys")
    paper = queries.paper_named(dilys, "outcomes")
    first = services.issue_paper(by=dilys, paper=paper)
    assert services.issue_paper(by=dilys, paper=paper) == first
    assert queries.issues_of(paper).count() == 1


def test_a_figure_leads_up_to_the_papers_that_cite_it(ready: Made) -> None:
    dilys = ready.acting("dilys")
    issued = services.issue_paper(by=dilys, paper=queries.paper_named(dilys, "outcomes"))
    for figure in queries.document_of(issued).figures:
        assert [use.line for use in of_figure(dilys, figure.id)] == ["Outcomes of support, issue 1"]
    assert of_figure(dilys, "fig-other") == ()


@pytest.mark.parametrize(
    ("name", "drafts", "issues"),
    [
        ("amina", False, False),
        ("colin", True, False),
        ("dilys", True, True),
        ("edwin", False, False),
        ("flora", False, False),
    ],
)
def test_who_may_draft_and_issue(ready: Made, name: str, drafts: bool, issues: bool) -> None:
    by = ready.acting(name)
    paper = queries.paper_named(ready.acting("dilys"), "outcomes")
    assert permissions.may_see_drafts(by) == drafts
    assert permissions.may_issue(by) == issues
    if drafts:
        assert queries.paper_named(by, "outcomes") == paper
    else:
        with pytest.raises(Refused):
            services.draft_paper(by=by, paper=paper)
        with pytest.raises(UnknownName):
            queries.paper_named(by, "outcomes")
    if not issues:
        with pytest.raises(Refused):
            services.issue_paper(by=by, paper=paper)


def test_a_taken_key_is_told_and_the_paper_that_has_it_stays(ready: Made) -> None:
    count = AuditEvent.objects.count()
    with pytest.raises(RowsRejected) as rejected:
        prepare_paper(ready, as_at=date(2016, 6, 30))
    assert rejected.value.code == "governance.paper-taken"
    assert queries.paper_named(ready.acting("dilys"), "outcomes").as_at == TODAY
    assert AuditEvent.objects.count() == count


def test_everyone_may_read_an_issued_paper(ready: Made) -> None:
    dilys = ready.acting("dilys")
    services.issue_paper(by=dilys, paper=queries.paper_named(dilys, "outcomes"))
    assert queries.paper_named(ready.acting("amina"), "outcomes").id == "outcomes"
    with pytest.raises(UnknownName):
        queries.issued_paper("outcomes", 2)


def test_the_operator_may_publish(ready: Made) -> None:
    assert (
        services.issue_paper(by=ready.operator, paper=queries.paper_named(ready.operator, "outcomes")).number
        == 1
    )


def test_invented_records_stamp_the_paper(ready: Made) -> None:
    document = services.draft_paper(
        by=ready.acting("dilys"), paper=queries.paper_named(ready.acting("dilys"), "outcomes")
    )
    assert document.invented.startswith("Invented for the demonstration")
    assert document.as_at == TODAY
