"""Papers: every number cited, a draft that moves with the records, and an issued paper that does not."""

import re
from datetime import date

import pytest
from tests.made_partnership import TODAY, Made, add_indicators, answers, close_many, prepare_paper

from frith.guard.audit.models import AuditEvent
from frith.publication.document import Paragraph
from frith.publication.stored import document_text
from frith.vocabulary.disclosure import DisclosureState
from frith.vocabulary.faults import Refused, RowsRejected, UnknownName
from frith.vocabulary.figures import Cited, plain
from frith.work.casework import services as casework
from frith.work.casework.models import ClosureRecord, CorrectionReason, LessAbuse, Risk
from frith.work.governance.papers import files, permissions, queries, services
from frith.work.performance import queries as performance
from frith.work.performance.models import StoredFigure
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
        "These figures rest on different numbers. 36 of the 42 women who answered reported less abuse."
    )


def test_every_number_that_was_counted_is_cited(ready: Made) -> None:
    cited = [part.text for block in paragraphs(ready) for part in block.phrase if isinstance(part, Cited)]
    assert cited == ["86%", "67%", "80%", "62%", "36", "42", "20", "25"]


def test_a_base_under_twenty_is_written_in_counts(made: Made) -> None:
    add_indicators(made)
    for n in range(11):
        risk = (Risk.HIGH, Risk.MEDIUM if n < 6 else Risk.HIGH)
        made.close(less_abuse=LessAbuse.YES if n < 6 else LessAbuse.NO, risk=risk)
    prepare_paper(made)
    first, second = paragraphs(made)
    assert "specialist service, 6 of 11 reported less abuse" in plain(first.phrase)
    assert "It is not rated: 6 of 11: too few to rate" in plain(second.phrase)


@pytest.mark.parametrize(("yes", "no"), [(5, 2), (3, 40), (40, 4), (0, 3), (12, 0), (0, 19)])
def test_a_public_paper_keeps_small_counts_to_itself_in_every_format(made: Made, yes: int, no: int) -> None:
    """Also where everybody of a small group answered alike, and where a count follows from two others."""
    add_indicators(made)
    for n in range(yes + no):
        made.close(less_abuse=LessAbuse.YES if n < yes else LessAbuse.NO)
    prepare_paper(made)
    document = services.draft_paper(
        by=made.acting("dilys"), paper=queries.paper_named(made.acting("dilys"), "outcomes")
    )
    figure = document.figures[0]
    assert figure.disclosure is DisclosureState.SUPPRESSED
    assert (figure.value, figure.numerator, figure.denominator, figure.interval) == (None,) * 4
    said = plain(next(b for b in document.body if isinstance(b, Paragraph)).phrase)
    assert "Women reporting less abuse after support” is not shown, to protect people" in said
    assert document.invented
    for text in (said, document_text(document), files.KINDS["html"].render(document).decode()):
        for given_away in (f"{yes} of", f"of {yes + no} ", f"of the {yes + no} women"):
            assert not re.search(rf"\b{given_away}", text)
        assert not re.search(r"\d were not asked", text)


def test_a_small_count_in_a_note_is_kept_to_itself_though_the_figure_is_shown(made: Made) -> None:
    add_indicators(made)
    answers = [LessAbuse.YES] * 30 + [LessAbuse.NO] * 12 + [LessAbuse.NOT_ASKED] * 3
    for n, answer in enumerate(answers):
        lower, unknown = (Risk.HIGH, Risk.MEDIUM), (Risk.HIGH, Risk.NOT_ASSESSED)
        made.close(less_abuse=answer, risk=lower if n < 20 else (Risk.HIGH,) * 2 if n < 30 else unknown)
    prepare_paper(made)
    document = services.draft_paper(
        by=made.acting("dilys"), paper=queries.paper_named(made.acting("dilys"), "outcomes")
    )
    text = document_text(document)
    assert [figure.disclosure for figure in document.figures] == [DisclosureState.SHOWN] * 2
    assert (document.figures[0].numerator, document.figures[0].denominator) == (30, 42)
    assert not re.search(r"\d were not asked", text)
    # neither figure tells how many cases closed, from which the three would follow
    assert "of the 45" not in text


def test_changing_one_record_changes_the_draft_and_not_the_issued_paper(ready: Made) -> None:
    dilys = ready.acting("dilys")
    paper = queries.paper_named(dilys, "outcomes")
    issued = services.issue_paper(by=dilys, paper=paper)
    before = {ending: kind.render(queries.document_of(issued)) for ending, kind in files.KINDS.items()}
    change_one(ready)
    assert "88%" in plain(paragraphs(ready)[0].phrase)
    again = queries.issued_paper("outcomes", 1)
    assert {ending: kind.render(queries.document_of(again)) for ending, kind in files.KINDS.items()} == before
    second = services.issue_paper(by=dilys, paper=paper)
    assert (second.number, second.digest == issued.digest) == (2, False)


def test_a_paper_opens_the_edition_that_it_cites_and_a_draft_keeps_nothing(ready: Made) -> None:
    dilys = ready.acting("dilys")
    paper = queries.paper_named(dilys, "outcomes")
    services.draft_paper(by=dilys, paper=paper)
    assert not StoredFigure.objects.exists()
    first = services.issue_paper(by=dilys, paper=paper)
    change_one(ready)
    second = services.issue_paper(by=dilys, paper=paper)
    (before, one), (after, two) = queries.figures_cited_by(first)[0], queries.figures_cited_by(second)[0]
    assert (before.id, one, two) == (after.id, 1, 2)
    for figure, edition in ((before, one), (after, two)):
        held = performance.value_of(performance.figure_named(figure.id, edition))
        assert (held.numerator, held.denominator) == (figure.numerator, figure.denominator)
    # the other figure did not change, and is the same edition in both
    assert [e for _, e in queries.figures_cited_by(second)] == [2, 1]


def test_a_draft_that_is_kept_from_somebody_leaves_the_same_record_whether_it_is_there_or_not(
    ready: Made,
) -> None:
    amina = ready.acting("amina")
    seen = []
    for key in ("outcomes", "nothing"):
        with pytest.raises(UnknownName):
            queries.paper_named(amina, key)
        event = AuditEvent.objects.latest("id")
        seen.append((event.act, event.person, event.subject_type, event.detail.replace(key, "?")))
        assert event.subject == key
    assert seen[0] == seen[1]
    assert seen[0][0] == "refused"


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


def test_a_paper_is_as_at_today_or_the_end_of_a_quarter(made: Made) -> None:
    """Two papers of two days apart would differ by what one woman said."""
    add_indicators(made)
    close_many(made)
    with pytest.raises(Refused) as refusal:
        prepare_paper(made, as_at=date(2016, 9, 20))
    assert refusal.value.code == "performance.choose-day"
    assert not queries.is_taken("outcomes")
    assert prepare_paper(made, as_at=date(2016, 6, 30)).as_at == date(2016, 6, 30)


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
